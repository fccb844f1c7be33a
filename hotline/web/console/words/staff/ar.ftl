### الفريق، لدور الإشراف.

menu-staff = الفريق
staff-all = الحسابات
staff-access = الدخول
staff-you = هذا حسابك
staff-ended = موقوف
staff-shut-out = إيقاف
staff-out = تم إغلاق الحساب وانتهت جلساته.
staff-not-out = لم يتغير شيء: الحساب مغلق من قبل، أو هو الحساب نفسه.
staff-invite = دعوة شخص
staff-invite-how = يلزم أن يوافق شخص آخر، ثم يظهر رابط هنا.
staff-phone = رقم الهاتف إن كان الشخص من الأعضاء
staff-phone-hint = لقبول الطلبات بصفة العضو فقط؛ لا يحفظ الرقم مع الحساب.
staff-link = رابط لشخص واحد ولمرة واحدة، صالح { $hours } ساعة. لا يظهر إلا الآن:
staff-role = الرجاء اختيار دور.
staff-number = هذا ليس رقم هاتف.
staff-unknown = لا أحد من الأعضاء بهذا الرقم.
