### الأعضاء: القائمة، وعضو واحد، وما يمكن عمله.

menu-members = الأعضاء
any-state = الكل
any-level = الكل
member-active = نشط
member-opted_out = خارج الخط
member-blocked = محظور
member-level = المستوى
member-level-0 = 0: بلا معرفة بعد
member-level-1 = 1: معروف
member-level-2 = 2: موثوق بتزكية
member-level-3 = 3: تنسيق
offer = العرض
offer-none = لا شيء
offer-paused = في استراحة
and = {"، "}
none = لا شيء
members-count = { $count ->
    [0] لا أحد هنا.
    [one] عضو واحد
    [two] عضوان
    [few] { $count } أعضاء
    [many] { $count } عضوا
   *[other] { $count } عضو
  }
members-hint = البحث بالاسم، أو باختيار الحالة أو المستوى. يسجل كل بحث وكل اطلاع على عضو.
members-cut = لا يظهر أكثر من ذلك: الرجاء كتابة المزيد من الاسم.
enough = هذا يكفي اليوم
enough-members = بلغ هذا الحساب حد الاطلاع على الأعضاء خلال 24 ساعة. يعود الاطلاع غدا من تلقاء نفسه.
enough-who = لا يمكن لأحد وحده تغيير ذلك، ولا لدور الإشراف. إن كانت هناك حاجة عاجلة، فالرجاء سؤال شخص آخر من الفريق.
members-next = المزيد من الأعضاء
members-back = كل الأعضاء
member-languages = اللغات
speaks-ar = العربية
speaks-en = الإنكليزية
member-since = تاريخ الانضمام
member-seen = آخر تواصل
ago = قبل { $time }
member-asks-for = الطلبات المفتوحة
member-helps-with = المساعدة الجارية
member-past = حتى الآن
member-counts = مرات السؤال { $asked }، الردود { $answered }، المساعدات { $helped }، الطلبات الخاصة { $wanted }
action-rest = إراحة العرض
action-resume = إنهاء الاستراحة
action-block = حظر
action-block-sure = تسحب الطلبات، وتنتقل المساعدة الجارية إلى آخرين، ولا يصل أي كلام من هنا إلى أحد.
action-unblock = رفع الحظر
vouch = المستوى
vouch-how = على أي أساس؟
vouch-hint = المستوى يفتح أنواعا من الطلبات: المبيت والنقل والمال تتطلب 2. يسجل من حدد المستوى وأي أساس اختير. الرفع إلى 2 أو 3 يتطلب شخصا ثانيا.
vouch-go = تحديد المستوى
choose = الرجاء الاختيار
why-met = معرفة شخصية مباشرة
why-known = معرفة عبر شخص موثوق
why-group = تزكية من مجموعة نعمل معها
why-correction = تصحيح خطأ سابق
number = رقم الهاتف
number-show = طلب الاطلاع على الرقم
number-sure = يقرأ شخص آخر السبب ويوافق، ثم يظهر الرقم مرة واحدة. يسجل من طلبه ومتى ونوع السبب. الحد الأقصى { $count } خلال 24 ساعة.
number-why = السبب
why-danger = احتمال خطر على شخص
why-unreachable = تعذر الوصول عبر الخط
why-handover = طلب العضو اتصالا منا
why-authority = حاجة فورية لفرق الطوارئ
number-words = السبب بكلمات خاصة
number-words-hint = جملة يمكن لشخص آخر أن يحكم فيها. تحفظ مختومة 14 يوما.
number-is = الرقم، لا يظهر إلا الآن:
did-levelled = تم تحديد المستوى.
did-rested = العرض في استراحة، ووصل خبر إلى العضو.
did-resumed = العرض قائم من جديد، ووصل خبر إلى العضو.
did-blocked = تم الحظر، ووصل خبر إلى كل المعنيين.
did-unblocked = تم رفع الحظر. العرض في استراحة حتى إشعار من العضو.
did-member-changed = لم يتغير شيء: تغير الحال في هذه الأثناء. هذا هو الآن.
did-not-yours-to-do = لم يتغير شيء: هذا لدور الإشراف، أو لا يقوم به أحد لنفسه.
did-not-now = لم يتغير شيء: العضو خارج الخط أو لا رغبة في الرسائل الآن.
did-no-vouching = لم يتغير شيء: الرجاء اختيار مستوى وأساسه.
did-no-reason = لم يظهر الرقم: الرجاء اختيار سبب وكتابته بكلمات تكفي للحكم.
