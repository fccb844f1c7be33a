### Reports: who was reported after a request, and what the team decides.

menu-reports = التبليغات
reports-how = بعد التبليغ عن شخص لا نطلب منه مساعدة أحد، ولا نطلب من أحد مساعدته، حتى قرار الفريق. ولا يصله خبر بذلك. الإيقاف والحظر قرار شخص واحد، والإعادة بموافقة شخصين.
reports-waiting = بانتظار قرار
reports-none = لا شيء ينتظر.
reports-decided = صدر القرار
report-forgotten = شخص محي اسمه
report-was = {": "}
report-is-open = بانتظار قرار، وموقوف حتى ذلك
report-is-noted = بانتظار قرار، بلا إيقاف: تبليغات كثيرة من هذا الرقم مؤخرا
report-is-resting = موقوف
report-is-blocked = محظور
report-is-let_back = عاد
report-by-asker = التبليغ ممن طلب:
report-by-helper = التبليغ ممن ساعد:
report-count = { $count ->
    [two] تبليغان من هذا الرقم في أسبوع
    [few] { $count } تبليغات من هذا الرقم في أسبوع
    [many] { $count } تبليغا من هذا الرقم في أسبوع
   *[other] { $count } تبليغ من هذا الرقم في أسبوع
  }
report-rest = إيقاف
report-rest-sure = يبقى التبليغ: لا نطلب منه مساعدة أحد، وطلباته تصل إلى الفريق وحده. ولا يصله خبر بذلك.
report-let-back = إعادة
report-let-back-sure = يجب أن يوافق شخص آخر. بعدها يعود العرض وتعود الطلبات كالسابق، ويبقى الطرفان بلا تواصل.
report-unblock-hint = للإعادة: رفع الحظر في صفحة العضو، وهذا أيضا يحتاج إلى شخصين.
did-report-rested = صدر القرار: إيقاف. ولا يصله خبر بذلك.
member-held = هنا تبليغ: لا نطلب من هذا العضو مساعدة أحد، ولا من أحد مساعدته.
need-held = وصل تبليغ عمن طلب: الطلب للفريق وحده.
did-asker-reported = لم نسأل أحدا: وصل تبليغ عمن طلب، والطلب للفريق وحده حتى يوافق شخصان على إعادته.
