### ما يقرؤه الأعضاء ويسمعونه: الرسائل والمحادثات.

menu-words = النصوص
menu-flows = مسارات الأسئلة
words-filter = البحث عن رسائل
words-group = القسم
words-all = الكل
words-find = كلمات في النص
words-go = عرض
words-count = { $count ->
    [zero] لا رسائل.
    [one] رسالة واحدة.
    [two] رسالتان.
    [few] { $count } رسائل.
    [many] { $count } رسالة.
   *[other] { $count } رسالة.
  }
words-page = الصفحة { $page } من { $pages }.
words-pages = الصفحات
words-before = السابق
words-next = التالي
words-hint = كل نص معروض بأطول صورة له، بأسماء وأرقام من باب المثال.
words-text = كتابة
words-voice = صوتا
words-cost = { $count ->
    [one] جزء واحد، { $units } وحدة بترميز
    [two] جزءان، { $units } وحدة بترميز
    [few] { $count } أجزاء، { $units } وحدة بترميز
    [many] { $count } جزءا، { $units } وحدة بترميز
   *[other] { $count } جزء، { $units } وحدة بترميز
  }
words-worst = بأطول صورة
words-written = كما هو مكتوب
words-back = العودة إلى كل الرسائل
group-labels-and-helpers = تسميات وأجزاء من الرسائل
group-arrival-and-menu = الوصول والقائمة
group-asking = طلب المساعدة
group-offering = عرض المساعدة
group-understanding-each-other = التفاهم
group-finding-someone = البحث عن شخص
group-while-two-people-help-each-other = أثناء المساعدة بين شخصين
group-afterwards = بعد ذلك
group-state-of-things = حال الطلبات
group-leaving-forgetting-coming-back = المغادرة والنسيان والعودة
group-a-secret-number-for-calls = الرقم السري
group-a-word-of-one-s-own-which-hides-everything = كلمة تخفي كل شيء
group-hours-in-which-texts-may-reach-a-phone = الساعات الآمنة
group-shifts-on-the-roster = المناوبات
group-to-coordinators = إلى فريق التنسيق
group-crisis-too-much-and-faults = الأزمات والكثرة والأعطال
group-heard-only = ما يسمع فقط
flows-hint = ما يسأل وبأي ترتيب، وإلى أين يؤدي كل جواب. المحادثات الجارية تنتهي على الخطوات التي بدأت بها.
flows-version = الإصدار
flows-well = لا خطأ في هذه المحادثة.
flows-back = العودة إلى كل المسارات
step-asks = سؤال
step-does = تنفيذ
step-looks = نظر في البيانات
step-branches = بحسب
only-voice = (في المكالمات فقط)
only-text = (كتابة فقط)
way-else = غير ذلك
way-says = مع قول
way-step = ثم
way-flow = المتابعة في
way-end = النهاية
words-changed = منشور هنا
words-outdated = التسجيل أقدم من هذا النص: يسمع النص القديم في المكالمات إلى أن يتم تسجيل جديد.
wording-edit = تعديل
wording-words = النص
wording-hint = ما بين { "{" } و{ "}" } يتم ملؤه عند الإرسال، فالرجاء تركه كما هو. يتم فحص التعديل مع كل النصوص الأخرى، ثم ينتظر شخصا ثانيا، ويسري بعد موافقته خلال ثوان، حتى على المحادثات الجارية. لا مكان فيه لرقم هاتف أو لسؤال عن عنوان أو اسم.
wording-publish = فحص واقتراح
wording-check = فحص فقط
wording-checked = لم يظهر أي خطأ. هكذا يبدو النص بأطول صورة.
wording-faulty = لم يتم النشر. الرجاء تصحيح ما يلي:
wording-meanwhile = لم يتم النشر: تغير هذا النص في هذه الأثناء من حساب آخر. النص المنشور الآن مذكور أدناه.
wording-same = لم يتغير شيء.
wording-versions = النسخ
wording-own = النص الأصلي للبرنامج
wording-now = هذا هو النص الساري الآن.
wording-again = اقتراح هذه من جديد
wording-back = العودة إلى الرسالة
