### ما يظهر في كل صفحة من صفحات اللوحة. العناوين محايدة عن قصد لأنها تظهر في سجل المتصفح.

title = ملاحظات
skip = الانتقال إلى المحتوى
menu = القائمة
menu-new = الجديد: { $count }
alone = هنا يكفي شخص واحد: يعمل هذا الفريق من دون شخص ثانٍ (two_people: no).
away = خروج فوري
language-en = English
language-ar = العربية
sign-out = تسجيل الخروج
signed-out = تم تسجيل الخروج.
sure = نعم، تنفيذ
name = الاسم
role = الدور
role-listener = استماع
role-coordinator = تنسيق
role-steward = إشراف
level = مستوى { $level }
nameless = بلا اسم
problem = تعذر عرض الصفحة
problem-form = بقيت الصفحة مفتوحة طويلا، أو أن النموذج ليس من هنا. الرجاء العودة إلى البداية والمحاولة من جديد.
problem-role = هذه الصفحة لدور آخر.
problem-large = الحجم أكبر مما يمكن استلامه دفعة واحدة. الرجاء إرسال ملف أصغر.
problem-page = لم يعد هنا شيء.
to-the-start = إلى البداية
area-all = أي منطقة
wait-minutes = { $count ->
    [one] دقيقة تقريبا
    [two] دقيقتان تقريبا
    [few] { $count } دقائق تقريبا
   *[other] { $count } دقيقة تقريبا
  }
wait-hours = { $count ->
    [one] ساعة
    [two] ساعتان
    [few] { $count } ساعات
   *[other] { $count } ساعة
  }
wait-days = { $count ->
    [one] يوم
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يوما
   *[other] { $count } يوم
  }
