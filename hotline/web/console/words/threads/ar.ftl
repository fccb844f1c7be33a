### المحادثات مع الفريق والرسائل الصوتية.

menu-threads = المحادثات
threads-count = { $count ->
    [0] لا محادثات مفتوحة.
    [one] محادثة مفتوحة واحدة
    [two] محادثتان مفتوحتان
    [few] { $count } محادثات مفتوحة
    [many] { $count } محادثة مفتوحة
   *[other] { $count } محادثة مفتوحة
  }
threads-back = كل المحادثات
thread = المحادثة
thread-number = المحادثة { $reference }
thread-with = مع
thread-about = الموضوع
thread-person = طلب التحدث إلى شخص
thread-write = الرد
thread-end = إنهاء هذه المحادثة
thread-end-sure = يصل إلى العضو خبر بالإنهاء، ويمكن طلب شخص من جديد في أي وقت.
said-team = الفريق
said-member = العضو
said-failed = تعذر الوصول
said-forgotten = لم تعد هذه الرسالة محفوظة.
said-nothing = لا كلام بعد، أو لم يعد محفوظا.
messages = الرسائل الصوتية
messages-none = لا رسائل في الانتظار.
message-number = الرقم { $reference }
message-length = { $count ->
    [one] ثانية واحدة
    [two] ثانيتان
    [few] { $count } ثوان
   *[other] { $count } ثانية
  }
message-new = لم تسمع بعد
message-heard = مسموعة
message-listen = رسالة صوتية
message-coming = في الطريق إلى هنا.
message-done = انتهت الحاجة إليها
message-done-sure = تحذف الرسالة من هنا ومن مزود الهاتف. لا رجوع عن ذلك.
did-replied = الرد في الطريق.
did-thread-unreachable = لم يرسل شيء: العضو خارج الخط الآن.
did-ended = تم إنهاء المحادثة، ووصل خبر إلى العضو.
did-thread-goes-on = لم يتغير شيء: المحادثة عن طلب تنتهي مع الطلب.
did-finished = تم حذف الرسالة.
