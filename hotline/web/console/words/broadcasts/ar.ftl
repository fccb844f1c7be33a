### رسالة واحدة إلى كثيرين: يكتبها شخص ويوافق عليها شخص آخر.

menu-broadcasts = رسائل جماعية
broadcasts-all = الأحدث
broadcasts-back = كل الرسائل الجماعية
broadcast-one = رسالة جماعية
broadcast-new = رسالة جديدة
broadcast-how = لا يرسل شيء بعد: تأتي المعاينة أولا، ثم موافقة شخص آخر.
broadcast-who = إلى
broadcast-who-hint = تصل إلى كل من عرضه فعال ومناسب، وإلى فريق التنسيق دائما، ولا تصل إلى غيرهم.
broadcast-anything = كل أنواع العروض
broadcast-comma = ،
broadcast-people = { $count ->
    [0] لا أحد
    [one] شخص واحد
    [two] شخصان
    [few] { $count } أشخاص
    [many] { $count } شخصا
   *[other] { $count } شخص
  }
broadcast-words-in = النص بلغة: { $language }
broadcast-language-en = الإنجليزية
broadcast-language-ar = العربية
broadcast-words-hint = الحد جزءان: 306 أحرف بالإنجليزية أو 134 حرفا بالعربية. أول أربعين حرفا تظهر والهاتف مقفل. الرجاء عدم ذكر ما يدل على هوية من تصل إليهم الرسالة.
broadcast-preview = حفظ ومعاينة
broadcast-written = وقت الكتابة
broadcast-writer = كتابة
broadcast-approver = موافقة
broadcast-expires = مسودة حتى
broadcast-segments = مجموع الأجزاء
broadcast-cost = الكلفة
broadcast-spent = المصروف اليوم
broadcast-takes = عدد الأشخاص: { $people }. أجزاء كل رسالة: { $each }. المجموع مع رسائل التعريف الأولى: { $all }.
broadcast-dear = الكلفة أعلى من المتبقي لليوم. ما يزيد ينتظر إلى الغد.
broadcast-missing = { $count ->
    [one] شخص واحد يقرأ هذه اللغة، ولا نص بها بعد.
    [two] شخصان لغتهما هذه، ولا نص بها بعد.
    [few] { $count } أشخاص لغتهم هذه، ولا نص بها بعد.
    [many] { $count } شخصا لغتهم هذه، ولا نص بها بعد.
   *[other] { $count } شخص لغتهم هذه، ولا نص بها بعد.
  }
broadcast-nobody = لا أحد تصل إليه هذه الرسالة.
broadcast-needs-second = يلزم أن يوافق شخص آخر، من حساب آخر.
broadcast-approve = الموافقة والإرسال
broadcast-approve-sure = { $count ->
    [one] تصل إلى شخص واحد، فورا أو بعد ساعات الهدوء.
    [two] تصل إلى شخصين، فورا أو بعد ساعات الهدوء.
    [few] تصل إلى { $count } أشخاص، فورا أو بعد ساعات الهدوء.
    [many] تصل إلى { $count } شخصا، فورا أو بعد ساعات الهدوء.
   *[other] تصل إلى { $count } شخص، فورا أو بعد ساعات الهدوء.
  }
broadcast-change = تعديل
broadcast-discard = حذف المسودة
broadcast-stop = إيقاف فوري
broadcast-so-far = تم { $done } من { $total }
broadcast-count-waiting = في الانتظار
broadcast-count-under_way = قيد الإرسال
broadcast-count-sent = أرسلت
broadcast-count-arrived = وصلت
broadcast-count-failed = لم تصل
broadcast-count-canceled = لم ترسل
broadcast-count-gone = محيت بيانات من وصلت إليه
broadcast-is-draft = مسودة
broadcast-is-going = قيد الإرسال
broadcast-is-done = اكتملت
broadcast-is-stopped = موقوفة
broadcast-is-discarded = محذوفة
broadcast-is-expired = انتهت المدة ولم ترسل
broadcast-drafted = حفظت المسودة. لم يرسل شيء.
broadcast-changed = تم التعديل. يلزم أن يقرأها شخص آخر من جديد ويوافق.
broadcast-approved = الرسالة في الطريق.
broadcast-stopped = تم الإيقاف. ما لم يخرج بعد لن يرسل.
broadcast-discarded = تم حذف المسودة.
broadcast-other = لم يتغير شيء: تغيرت الرسالة في هذه الأثناء. هذا حالها الآن.
broadcast-own = لم يتغير شيء: لا تصح الموافقة ممن كتب الرسالة.
broadcast-too-old = لم يتغير شيء: المسودة قديمة. الرجاء كتابتها من جديد.
broadcast-incomplete = لم يتغير شيء: ينقص نص، أو لا أحد تصل إليه الرسالة.
broadcast-over = لم يتغير شيء: كان الإرسال قد انتهى.
broadcast-faults = لم تحفظ بعد: الرجاء مراجعة النص أدناه.
broadcast-fault-empty = ينقص النص: هناك من يقرأ هذه اللغة.
broadcast-fault-long = طويل: أكثر من جزأين.
broadcast-fault-banned = كلمة قد تكشف الكثير على هاتف أحدهم:
broadcast-fault-link = لا ترسل الروابط وأرقام الهاتف إلى الجميع.
