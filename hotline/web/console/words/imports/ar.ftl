### أعضاء من جدول.

menu-import = استيراد أعضاء
sheet-how = إضافة أعضاء مع عروضهم، أو تحديث الموجود منهم. لا ترسل أي رسالة. الحد الأقصى { $count } سطر في المرة.
sheet-file = الجدول بصيغة CSV
sheet-hint = في Excel: «حفظ باسم» ثم «CSV UTF-8». في LibreOffice وGoogle Sheets: الحفظ أو التنزيل بصيغة CSV (UTF-8).
sheet-look = عرض ما سيحدث
sheet-columns = الأعمدة
column-name = الاسم المعروف عند الفريق
column-phone = مع رمز البلد أو بدونه
column-language = رموز بينها ; وأولها لغة العضو:
column-ids = رموز بينها ; :
column-level = من 0 إلى 3
column-by = عمود اختياري:
sheet-takes-two = الرفع إلى المستوى 2 أو 3 يتطلب شخصين: بالجدول لا يتجاوز الرفع المستوى 1، ومن له مستوى أعلى يبقى عليه. الرفع من صفحة العضو.
sheet-plan = ما سيحدث
sheet-new = { $count ->
    [0] لا أعضاء جدد.
    [one] عضو جديد واحد
    [two] عضوان جديدان
    [few] { $count } أعضاء جدد
   *[other] { $count } عضوا جديدا
  }
sheet-changed = { $count ->
    [0] لا تغيير على أحد.
    [one] تغيير على عضو واحد
    [two] تغيير على عضوين
    [few] تغيير على { $count } أعضاء
   *[other] تغيير على { $count } عضوا
  }
sheet-same = { $count ->
    [0] لا سطر يبقى كما هو.
    [one] سطر واحد يبقى كما هو
    [two] سطران كما هما
    [few] { $count } أسطر تبقى كما هي
   *[other] { $count } سطرا يبقى كما هو
  }
sheet-twice = { $count ->
    [one] سطر واحد فيه رقم مكرر: الأخير هو المعتمد
    [two] سطران فيهما رقم مكرر: الأخير هو المعتمد
    [few] { $count } أسطر فيها رقم مكرر: الأخير هو المعتمد
   *[other] { $count } سطرا فيه رقم مكرر: الأخير هو المعتمد
  }
sheet-bad = { $count ->
    [0] لا أسطر خاطئة.
    [one] سطر خاطئ واحد متروك.
    [two] سطران خاطئان متروكان.
    [few] { $count } أسطر خاطئة متروكة.
   *[other] { $count } سطرا خاطئا متروكا.
  }
sheet-bad-rows = الأسطر الخاطئة
sheet-line = السطر { $line }:
sheet-coming = الجديد والمتغير
sheet-row = السطر
sheet-fate = ما يحدث
sheet-more = هناك المزيد من هذه.
fate-new = جديد
fate-changed = تغيير
fate-twice = تكرار
change-name = الاسم
change-language = اللغات
change-level = المستوى
change-offer = العرض
change-by = رسالة أو اتصال
sheet-sure = من في استراحة أو خارج الخط يبقى كذلك. لا رجوع عن الاستيراد.
sheet-take = استيراد الأسطر الصحيحة
sheet-other = اختيار ملف آخر
sheet-done = تم الاستيراد
sheet-added = { $count ->
    [0] لا إضافات.
    [one] إضافة عضو واحد.
    [two] إضافة عضوين.
    [few] إضافة { $count } أعضاء.
   *[other] إضافة { $count } عضوا.
  }
sheet-updated = { $count ->
    [0] لا تحديثات.
    [one] تحديث عضو واحد.
    [two] تحديث عضوين.
    [few] تحديث { $count } أعضاء.
   *[other] تحديث { $count } عضوا.
  }
sheet-gone = لم يعد الجدول محفوظا. الرجاء اختيار الملف مرة أخرى.
no-sheet-workbook = هذا مصنف كامل. الرجاء حفظ الجدول بصيغة CSV UTF-8 واختيار ذلك الملف.
no-sheet-encoding = تعذرت قراءة حروف الملف. الرجاء حفظ الجدول بصيغة CSV UTF-8.
no-sheet-empty = الملف فارغ.
no-sheet-long = هذا أكثر مما يمكن في مرة واحدة. الرجاء تقسيم الجدول.
bad-columns = ينقص العمود { $missing }، والأعمدة هي { $known }
bad-sheet = من هنا ليس الملف CSV؛ الرجاء حفظ الجدول مرة أخرى بصيغة CSV UTF-8
bad-number = phone: هذا ليس رقم هاتف؛ قد ينقص رمز البلد
bad-country = phone: لا يجوز إرسال رسائل إلى ذلك البلد، بل إلى { $known }
bad-unknown = { $column }: «{ $value }» ليس من { $known }
bad-level = level: المطلوب 0 أو 1 أو 2 أو 3
bad-by = by: المطلوب text أو call
