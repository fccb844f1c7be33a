### الأرقام: كيف يسير الخط، ومن يسأل أكثر من اللازم.

menu-numbers = الأرقام
numbers-which = اختيار الأرقام
numbers-weeks = الفترة
weeks = { $count ->
    [one] أسبوع واحد
    [two] أسبوعان
    [few] { $count } أسابيع
    [many] { $count } أسبوعا
   *[other] { $count } أسبوع
  }
numbers-needs = الطلبات حسب النوع
numbers-waiting = الوقت حتى القبول
numbers-answered = نسبة المقبول
numbers-texts = الرسائل لكل طلب
numbers-cost = كلفة كل طلب
numbers-volunteers = مرات سؤال كل متطوع ومتطوعة
numbers-failures = رسائل لم تصل
numbers-errors = سبب عدم الوصول
numbers-reading = فهم الرسائل
numbers-about-needs = عدد الطلبات المفتوحة في كل أسبوع، حسب النوع.
numbers-about-waiting = كم طلبا من كل مئة جاء أول قبول له خلال هذا الوقت. الطلبات التي ما زالت قيد البحث غير محسوبة.
numbers-about-answered = كم طلبا من كل مئة في الأسبوع جاءه قبول. الطلبات التي ما زالت قيد البحث غير محسوبة.
numbers-about-texts = متوسط عدد من سئلوا، وعدد الرسائل المرسلة، لكل طلب.
numbers-about-cost = متوسط كلفة الرسائل لكل طلب، بعملة { $currency }، حسب الأسعار المحددة للخط. في الطلبات الأقدم تحسب كل رسالة جزءا واحدا.
numbers-about-volunteers = عدد من سئلوا بهذا القدر خلال { $weeks } أسابيع.
numbers-about-failures = عدد الرسائل التي لم تصل. الرسائل محفوظة لفترة قصيرة فقط، لذلك لا يرجع هذا أكثر من بضعة أسابيع.
numbers-about-reading = كم رسالة في كل أسبوع فهمناها، أو فهمناها بعد سؤال، أو لم نفهمها. وبجانبها عدد الكلمات التي تعلمها الخط في ذلك الأسبوع.
numbers-about-errors = كم رسالة من كل مئة لم تصل تحمل كل رمز من رموز شركة الاتصال.
numbers-table = الأرقام نفسها في جدول
numbers-plot = رسم بياني: { $what }. في الجدول أدناه الأرقام نفسها.
numbers-empty = لا شيء للرسم بعد: لم يبلغ أي عدد خمسة.
numbers-hidden = أي عدد أقل من خمسة لا يظهر، حتى لا يدل على أحد. ولا يظهر المجموع كاملا إلا إذا كان لا يكشف عددا كهذا. النسب مقربة إلى أقرب خمسة.
numbers-csv = حفظ كجدول (CSV)
numbers-people = الأكثر تلقيا للأسئلة
numbers-people-about = من سئلوا خمس مرات أو أكثر خلال { $weeks } أسابيع. لا يفترض أن يسأل الخط أحدا أكثر من { $limit } مرة في هذه المدة، إلا عند العجلة. الاطلاع على هذه الصفحة مسجل.
people-count = { $count ->
    [0] لم يسأل أحد خمس مرات أو أكثر.
    [one] شخص واحد
    [two] شخصان
    [few] { $count } أشخاص
    [many] { $count } شخصا
   *[other] { $count } شخص
  }
people-much = كثير
people-level = المستوى
rows-week = أسبوع
rows-within = خلال
rows-band = عدد المرات
rows-error = الرمز
within-5m = 5 دقائق
within-15m = 15 دقيقة
within-1h = ساعة
within-1d = يوم
within-later = بعد ذلك
within-never = لا قبول
band-1-4 = 1–4 مرات
band-5-9 = 5–9
band-10-14 = 10–14
band-15- = 15 وما فوق
series-total = المجموع
series-requests = من كل مئة طلب
series-answered = جاءها قبول
series-asks = مرات السؤال
series-texts = الرسائل
series-cost = الكلفة
series-volunteers = عدد الأشخاص
series-failed = لم تصل
series-sent = كل الرسائل
series-understood = فهمناها
series-asked-about = بعد سؤال
series-unread = لم نفهمها
series-learned = كلمات تعلمها الخط
figure-under = أقل من 5
figure-all-but = الكل عدا أقل من 5
figure-at-least = { $number } على الأقل
