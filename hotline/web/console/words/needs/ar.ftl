### الطلبات: القائمة، وطلب واحد، وما يمكن عمله.

menu-needs = الطلبات
filter = تصفية
filter-go = عرض
state = الحالة
area = المنطقة
category = النوع
any-area = الكل
any-category = الكل
state-open = كل المفتوح
state-seeking = قيد البحث
state-escalated = عند الفريق
state-matched = وجدنا من يساعد
state-done = تم
state-withdrawn = مغلق بلا حاجة
state-expired = انتهت المدة
needs-count = { $count ->
    [0] لا شيء هنا.
    [one] طلب واحد
    [two] طلبان
    [few] { $count } طلبات
    [many] { $count } طلبا
   *[other] { $count } طلب
  }
needs-more = هناك المزيد؛ التصفية تعرض غيرها.
needs-back = كل الطلبات
need = الطلب
need-number = الطلب { $reference }
need-what = { $category }، { $area }
urgent = طارئ
waits = مدة الانتظار
wave = الجولة
answers = الردود
answers-so-far = سئل { $asked }، نعم { $yes }، لا { $no }
when = الموعد
people = العدد
asker = الطلب من
helper = المساعدة من
opened = تاريخ الطلب
unvouched = رسائل تنتظر
unvouched-one = لا يعرف أحد من الفريق بعد من يساعد هنا. كل ما يكتبه أو يقوله من طلب ينتظر، ولا مكالمة بين الطرفين، حتى تزكية من شخص واحد من الفريق.
unvouched-two = معرفة الفريق بمن يساعد هنا لا تكفي بعد. كل ما يكتبه أو يقوله من طلب ينتظر، ولا مكالمة بين الطرفين، حتى تزكية من شخصين من الفريق.
unvouched-go = إلى صفحة من يساعد
asker-words = التفاصيل المرفقة بالطلب
story = ما حدث
story-opened = فتح الطلب
story-wave = { $count ->
    [one] الجولة { $wave }: شخص واحد
    [two] الجولة { $wave }: شخصان
    [few] الجولة { $wave }: { $count } أشخاص
    [many] الجولة { $wave }: { $count } شخصا
   *[other] الجولة { $wave }: { $count } شخص
  }
story-later = يستأنف السؤال: لا يجوز سؤال أحد في هذه الساعة
story-match = القبول من
story-follow-up = متابعة مع جهة الطلب
story-expires = انتهاء مدة الطلب
ask-queued = الرسالة في الطريق
ask-sent = لا رد بعد
ask-accepted = نعم
ask-declined = لا
ask-lapsed = لا رد في الوقت
ask-covered = سبق شخص آخر
ask-withdrawn = ملغى
ask-failed = تعذر الوصول
ask-released = نعم ثم تعذر
match-open = المساعدة جارية
match-done = تم
match-released = تعذر
match-withdrawn = ملغى
match-reported = عليه بلاغ
actions = ما يمكن عمله
actions-none = هذا الطلب مغلق.
action-take = أخذ الطلب
action-widen = سؤال المزيد الآن
action-close = تم الأمر
action-reassign = البحث عن شخص آخر
action-reassign-sure = تصل إلى من يساعد رسالة شكر بأن الحاجة زالت، ويسأل آخرون فورا.
action-withdraw = إغلاق الطلب
action-withdraw-sure = تصل رسالة إلى من طلب ومن يساعد وكل من سئل. لا رجوع عن ذلك.
write = الكتابة إلى من طلب
write-words = الرسالة
write-hint = تصل رسالة نصية من رقم الخط. تحذف منها الأرقام والروابط.
write-go = إرسال
did-taken = الطلب لك الآن. وصلت رسالة نصية تشرح كيفية التواصل.
did-too-late = سبق شخص آخر: الحال الآن أدناه.
did-no-member = هذا الحساب غير مرتبط بعضو، فلا يمكن أخذ الطلبات به. يمكن لدور الإشراف إرسال دعوة مع رقم.
did-not-yours = لا يمكن أخذ هذا الطلب بهذا الحساب.
did-changed = لم يتغير شيء: تغير الطلب في هذه الأثناء. هذا حاله الآن.
did-reassigned = وصل الشكر إلى من كان يساعد، ويجري سؤال آخرين.
did-widened = يجري سؤال المزيد.
did-widened-later = لا يجوز سؤال أحد في هذه الساعة. يستأنف السؤال في أول وقت ممكن.
did-nobody-left = لم يتغير شيء: لم يبق من يمكن سؤاله.
did-one-at-a-time = لم يتغير شيء: لم يبق إلا أشخاص لا يعرفهم أحد من الفريق بعد، والسؤال عند أحدهم الآن. سؤالهم واحدا بعد آخر.
did-closed = تم الأمر، ووصل الشكر إلى الطرفين.
did-withdrawn = تم إغلاق الطلب وإبلاغ كل المعنيين.
did-written = الرسالة في الطريق.
did-unreachable = لم يرسل شيء: من طلب خارج الخط الآن.
did-no-words = لم يرسل شيء: الرجاء كتابة رسالة من 1 إلى 600 حرف.
did-spent = لم يتغير شيء: بلغت تكاليف اليوم حدها. يستأنف السؤال غدا.
