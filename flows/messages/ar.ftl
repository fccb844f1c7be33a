### Everything that members read and hear in Arabic. A message's value is its text, `.voice` its
### spoken wording. One segment each (70 units of UCS-2) at the worst filling, but for leads.
### Noun phrases and verbal nouns: no imperative, no ending that makes the reader a man or a woman.
### No text begins with Latin letters, and no two numbers stand side by side.

## Labels and helpers: parts that other messages are made of

label-food = طعام
    .voice = طعام
label-shelter = مبيت
    .voice = مبيت
label-transport = توصيلة
    .voice = توصيلة بالسيارة
label-money = مال
    .voice = مال
label-talk = فضفضة
    .voice = حديث مع شخص
label-urgent = طارئ
    .voice = أمر طارئ
# A talk with the team, in a list of things that words may be for.
label-team = فريقنا
    .voice = فريقنا

# An offer's menu and its list of what is offered.
offer-food = طعام
    .voice = { $place ->
        [first] للطعام
       *[next] الطعام
    }
offer-shelter = مبيت
    .voice = { $place ->
        [first] للمبيت
       *[next] المبيت
    }
offer-transport = توصيلات
    .voice = { $place ->
        [first] للتوصيل بالسيارة
       *[next] التوصيل بالسيارة
    }
offer-money = مال
    .voice = { $place ->
        [first] للمال
       *[next] المال
    }
offer-talk = استماع
    .voice = { $place ->
        [first] للاستماع
       *[next] الاستماع
    }
offer-urgent = طارئ
    .voice = { $place ->
        [first] للطارئ
       *[next] الطارئ
    }
# An offer in every category.
offer-all = كل شيء

# A need's menu, aloud: at the first hearing, and when it is repeated.
choice-food =
    .voice = للطعام
choice-shelter =
    .voice = للمبيت
choice-transport =
    .voice = لتوصيلة بالسيارة
choice-money =
    .voice = للمال
choice-talk =
    .voice = للحديث مع شخص
choice-urgent =
    .voice = لأمر طارئ
short-food =
    .voice = طعام
short-shelter =
    .voice = مبيت
short-transport =
    .voice = توصيلة
short-money =
    .voice = مال
short-talk =
    .voice = حديث
short-urgent =
    .voice = طارئ

when-now = الآن
    .voice = الآن
when-today = اليوم
    .voice = اليوم
when-tomorrow = غدا
    .voice = غدًا
when-week = هذا الأسبوع
    .voice = هذا الأسبوع
when-next-week = الأسبوع القادم
    .voice = الأسبوع القادم
# So many days from today.
when-days = { $count ->
        [one] بعد يوم
        [two] بعد يومين
        [few] بعد { $count } أيام
       *[other] بعد { $count } يوما
    }
    .voice = { $count ->
        [one] بعد يوم
        [two] بعد يومين
        [few] بعد { times.few } أيام
       *[other] بعد { count-spoken } يومًا
    }
# A date; and the day of the month alone.
when-date = { $date }
when-nth = يوم { $day_spoken }
    .voice = يوم { $day_spoken } من الشهر
# A part of today, and of another day.
when-today-part = { $part ->
        [morning] صباح اليوم
        [noon] ظهر اليوم
        [afternoon] عصر اليوم
        [evening] مساء اليوم
       *[night] الليلة
    }
    .voice = { $part ->
        [morning] صباح اليوم
        [noon] ظهر اليوم
        [afternoon] عصر اليوم
        [evening] مساء اليوم
       *[night] الليلة
    }
when-day-part = { $day } { $part ->
        [morning] صبحا
        [noon] ظهرا
        [afternoon] عصرا
        [evening] مساء
       *[night] ليلا
    }
    .voice = { $day } { $part ->
        [morning] صباحًا
        [noon] ظهرًا
        [afternoon] عصرًا
        [evening] مساءً
       *[night] ليلًا
    }

hours-any = كل وقت
    .voice = في كل وقت
hours-days = نهارا
    .voice = نهارًا
hours-evenings = مساء
    .voice = مساءً
hours-weekends = نهاية الأسبوع
    .voice = في نهاية الأسبوع

# An area inside a summary.
in-area = { $name }
    .voice = في { $name }
# An area that is none of ours.
in-other-area = منطقة أخرى
    .voice = في منطقة أخرى
# How many people a need is for, inside a summary.
for-count = { $count ->
        [one] لشخص
        [two] لشخصين
       *[other] لـ{ $count }
    }
    .voice = { $count ->
        [one] لشخص واحد
        [two] لشخصين
       *[other] والعدد { count-spoken }
    }
# What stands between the parts of a summary, and between the items of a list.
comma = { "، " }
    .voice = { "، " }
# Behind words of somebody else, where a number or a link was struck out of them.
words-struck = (*** رقم أو رابط محذوف)
    .voice = كان هنا رقم أو رابط، وقد حذف.
# One option of a text menu, and how options follow one another.
option = { $key } { $label }
# One request of several, and one whose kind is not known.
list-item = { $ref } { $label }
list-item-bare = رقم { $ref }
    .voice = حديث مع فريقنا
# How many people were asked.
people = { $count ->
        [zero] لم نسأل أحدا بعد
        [one] سألنا شخصا واحدا
        [two] سألنا شخصين
        [few] سألنا { $count } أشخاص
        [many] سألنا { $count } شخصا
       *[other] سألنا { $count } شخص
    }
    .voice = { $count ->
        [zero] لم نسأل أحدًا بعد
        [one] سألنا شخصًا واحدًا
        [two] سألنا شخصين
        [few] سألنا { count-spoken } أشخاص
        [many] سألنا { count-spoken.asked } شخصًا
       *[other] سألنا { count-spoken.asked } شخص
    }
# How often in a week. Aloud the number is feminine: ثلاث مرات, إحدى عشرة مرة.
times = { $count ->
        [zero] 0 مرة
        [one] مرة
        [two] مرتين
        [few] { $count } مرات
        [many] { $count } مرة
       *[other] { $count } مرة
    }
    .voice = { $count ->
        [zero] صفر مرة
        [one] مرة واحدة
        [two] مرتين
        [few] { times.few } مرات
        [many] { times.many } مرة
       *[other] { $count } مرة
    }
    .many = { $count ->
        [11] إحدى عشرة
        [12] اثنتي عشرة
        [13] ثلاث عشرة
        [14] أربع عشرة
        [15] خمس عشرة
        [16] ست عشرة
        [17] سبع عشرة
        [18] ثماني عشرة
        [19] تسع عشرة
       *[other] { $units ->
            [none] { $count }
            [0] { count-tens.asked }
           *[other] { count-units.feminine } و{ count-tens.asked }
        }
    }
    .few = { $count ->
        [3] ثلاث
        [4] أربع
        [5] خمس
        [6] ست
        [7] سبع
        [8] ثماني
        [9] تسع
       *[10] عشر
    }
digit = { $digit ->
        [0] صِفر
        [1] واحد
        [2] اثنان
        [3] ثلاثة
        [4] أربعة
        [5] خمسة
        [6] ستة
        [7] سبعة
        [8] ثمانية
       *[9] تسعة
    }
# A number in words; from 100 on the voice reads the figures. `.asked`: as the object of a verb
# (سألنا عشرين شخصًا).
count-spoken = { $count ->
        [1] واحد
        [2] اثنان
        [3] ثلاثة
        [4] أربعة
        [5] خمسة
        [6] ستة
        [7] سبعة
        [8] ثمانية
        [9] تسعة
        [10] عشرة
        [11] أحد عشر
        [12] اثنا عشر
        [13] ثلاثة عشر
        [14] أربعة عشر
        [15] خمسة عشر
        [16] ستة عشر
        [17] سبعة عشر
        [18] ثمانية عشر
        [19] تسعة عشر
       *[other] { $units ->
            [none] { $count }
            [0] { count-tens }
           *[other] { count-units } و{ count-tens }
        }
    }
    .asked = { $count ->
        [12] اثني عشر
        [20] عشرين
        [30] ثلاثين
        [40] أربعين
        [50] خمسين
        [60] ستين
        [70] سبعين
        [80] ثمانين
        [90] تسعين
       *[other] { $tens ->
            [none] { count-spoken }
            [0] { count-spoken }
            [1] { count-spoken }
           *[other] { count-units.asked } و{ count-tens.asked }
        }
    }
count-tens = { $tens ->
        [2] عشرون
        [3] ثلاثون
        [4] أربعون
        [5] خمسون
        [6] ستون
        [7] سبعون
        [8] ثمانون
       *[9] تسعون
    }
    .asked = { $tens ->
        [2] عشرين
        [3] ثلاثين
        [4] أربعين
        [5] خمسين
        [6] ستين
        [7] سبعين
        [8] ثمانين
       *[9] تسعين
    }
count-units = { $units ->
        [1] واحد
        [2] اثنان
        [3] ثلاثة
        [4] أربعة
        [5] خمسة
        [6] ستة
        [7] سبعة
        [8] ثمانية
       *[9] تسعة
    }
    .asked = { $units ->
        [1] واحدًا
        [2] اثنين
       *[other] { count-units }
    }
    .feminine = { $units ->
        [1] إحدى
        [2] اثنتين
        [3] ثلاث
        [4] أربع
        [5] خمس
        [6] ست
        [7] سبع
        [8] ثماني
       *[9] تسع
    }
# An hour on the clock aloud, after الساعة: الثامنة صباحًا، السابعة والنصف مساءً.
time-spoken = { $minute ->
        [0] { hour-spoken } { day-part }
        [15] { hour-spoken } والربع { day-part }
        [20] { hour-spoken } والثلث { day-part }
        [30] { hour-spoken } والنصف { day-part }
        [one] { hour-spoken } ودقيقة { day-part }
        [two] { hour-spoken } ودقيقتين { day-part }
        [few] { hour-spoken } و{ times.few } دقائق { day-part }
       *[other] { hour-spoken } و{ times.many } دقيقة { day-part }
    }
hour-spoken = { $hour ->
        [1] الواحدة
        [2] الثانية
        [3] الثالثة
        [4] الرابعة
        [5] الخامسة
        [6] السادسة
        [7] السابعة
        [8] الثامنة
        [9] التاسعة
        [10] العاشرة
        [11] الحادية عشرة
       *[12] الثانية عشرة
    }
day-part = { $part ->
        [night] ليلًا
        [morning] صباحًا
        [noon] ظهرًا
        [afternoon] عصرًا
       *[evening] مساءً
    }

## Arrival and menu

# Before anything else, once, to a number that has never been here and has just written or called.
welcome-first = هنا { $community }: نساعد بعضنا برقم مخفي. لوقف الرسائل: توقف. للحذف: محو
    .voice = أهلًا، هنا { $community }. ناسٌ يساعد بعضهم بعضًا، دون أن تظهر الأرقام بينهم.

# After that, to who writes Arabic in Latin letters and so reads Arabic here.
english-how = للرد بالإنجليزية: ENGLISH

# Before the first ask, once, to a member whom a coordinator added.
welcome-imported = هنا { $community }: نساعد بعضنا. لوقف الرسائل: توقف. للحذف: محو
    .voice = أهلًا، هنا { $community }. ناسٌ يساعد بعضهم بعضًا، وقد نطلب المساعدة أحيانًا.

# After the welcome, on MENU, and whenever nothing else fits.
# 7 (state of the request) is accepted in Arabic texts too; it is not printed there for want of room.
menu = أحتاج: { $options }. 9 أساعد. 0 فريقنا
    .voice = { $options } لأخبار الطلب، سبعة. لتقديم المساعدة، تسعة.

# "Who is this?", "مين؟", "شو هاد؟": also the answer to a hostile probe, so it gives nothing away.
about = هنا نساعد بعضنا: طعام وتوصيلات وغيرها، بلا أسماء. للخيارات: قائمة

# "Is this safe?", "who sees my number?", هل هذا آمن, مين بيشوف رقمي: the honest answer.
privacy = رقمك لا يظهر للآخرين، لكن شركة الهاتف ترى رسائلك. لحذف رقمك: محو
    .voice = لا تظهر الأرقام بين الناس، لكن شركة الهاتف تراها.

# On COMMANDS, "?", أوامر (HELP belongs to the carrier).
commands = كلمات: قائمة، طلب، تطوع، حالة، تعديل، إغلاق، رجوع، استراحة، لغة، 0

# After that: the words that keep people safe.
commands-safety = للأمان: تبليغ، رقم سري، كلمة الأمان، ساعات الأمان، خصوصية، محو

## Asking (need intake)

# NEED without a category; first question.
need-category = بماذا نساعدك؟ { $options } 0 فريقنا
    .voice = بماذا نساعد؟ { $options }

# Second question, where the list of areas fits.
need-area = أي منطقة؟ { $areas } 0 فريقنا
    .voice = أي منطقة؟ { $area_options }

# Second question, where the list does not fit.
need-area-name = أي منطقة؟ اسمها أو رقمها، بلا عنوان. 99 لعرض الأسماء 0 فريقنا
    .voice = أي منطقة؟ رقمها، ثم المربع. لسماع المناطق وأرقامها، النجمة.

# 99 at an area question; pages of areas, each page at most two segments.
area-list = { $areas } 99 المزيد 0 فريقنا
    .voice = { $area_options }

# The last page of areas, or the only one.
area-list-last = { $areas } 0 فريقنا
    .voice = { $area_options }

# An area that we cannot place.
area-unknown = لم نجد هذه المنطقة. يكفي اسم منطقة قريبة. 99 الأسماء 0 فريقنا
    .voice = لم نجد هذه المنطقة. تكفي منطقة قريبة.

# Third question.
# "1 4", "1 و4", "اليوم 4", "today for four" all count. A lone "1" means one person; the summary shows it.
need-when = متى، وكم شخصا؟ 1 اليوم 2 غدا 3 هذا الأسبوع. مثل: غدا، 4 أشخاص
    .voice = متى؟ اليوم، الرقم واحد. غدًا، اثنان. هذا الأسبوع، ثلاثة.

# Third question for money and for a talk, where a number of people means nothing. (Urgent is always now: it gets need-count instead.)
need-when-alone = متى؟ 1 اليوم 2 غدا 3 هذا الأسبوع 0 فريقنا
    .voice = متى؟ اليوم، الرقم واحد. غدًا، اثنان. هذا الأسبوع، ثلاثة.

# A day that is further off than two weeks, or over; the question follows.
need-day-far = هذا اليوم بعيد. نبحث لأسبوعين من الآن على الأكثر.
    .voice = هذا اليوم بعيد. نبحث لأسبوعين من الآن على الأكثر.

# Third question for urgent. By voice also after need-when. By text also when the number in the answer to need-when was unreadable.
need-count = كم شخصا؟ يكفي العدد، مثلا 4.
    .voice = كم عدد الأشخاص؟ الرقم، ثم مفتاح المربع.

# Fourth question.
need-words = تفاصيل أخرى؟ يراها من يساعدك فقط، بلا أسماء أو عنوان. 1 لا شيء
    .voice = يمكن تسجيل رسالة قصيرة يسمعها من يساعد فقط. للمتابعة دون رسالة، الرقم واحد. للتسجيل، اثنان.

# The summary, before anything is sent.
need-confirm = { $summary }؟ 1 إرسال الطلب 2 تعديل 3 لا
    .voice = الطلب: { $summary_spoken }. للإرسال، الرقم واحد. للتعديل، اثنان. دون إرسال، ثلاثة.

# 2 at the summary.
need-change = ماذا نعدل؟ 1 النوع 2 المنطقة 3 الوقت والعدد 4 التفاصيل 0 فريقنا
    .voice = لتعديل النوع، الرقم واحد. المنطقة، اثنان. الوقت والعدد، ثلاثة. التفاصيل، أربعة.

# A changed request was confirmed and is asked about again.
need-changed = تم التعديل. رقم طلبك الآن { $ref } بدل { $editing }، ونبحث من جديد.
    .voice = تم تعديل الطلب. نبحث الآن من جديد.

# CHANGE of nothing but the words, which nobody has been told yet.
need-words-changed = تم تعديل تفاصيل طلبك { $ref }، ولم ير أحد القديمة. ما زلنا نبحث.
    .voice = تم تعديل تفاصيل الطلب، ولم يسمع أحد القديمة. ما زلنا نبحث.

# 3 at the summary of a change: the request stays as it was.
need-unchanged = طلبك { $ref } باق كما كان، وما زلنا نبحث. لأخباره: حالة
    .voice = الطلب باقٍ كما كان، وما زلنا نبحث.

# CHANGE for a request that has found someone.
change-matched = وجدنا من يساعد في طلبك { $ref }. كل تغيير يكتب هنا يصل إليه.
    .voice = وجدنا من يساعد في الطلب. كل تغيير في رسالة إلى هذا الرقم يصل إليه.

# 3 at the summary.
need-dropped = حسنا، لم نرسل شيئا إلى أحد. نحن هنا في أي وقت. للخيارات: قائمة
    .voice = حسنًا، لم نرسل شيئًا إلى أحد.

# After need-opened, where one text asked for two kinds.
need-also = { $also } أيضا؟ 1 نعم 2 لا 0 فريقنا
    .voice = { $also_spoken } أيضًا؟ نعم، الرقم واحد. لا، اثنان.

# 1 at the summary: the need is open.
need-opened = سجلنا طلبك { $ref }. نبحث بلا اسمك أو رقمك، وستصلك النتيجة. لأخباره: حالة
    .voice = سجلنا الطلب. نبحث الآن بلا اسمٍ أو رقم، وسيصل خبرٌ بالنتيجة.

# Opened in quiet hours, not urgent.
need-opened-quiet = سجلنا طلبك { $ref }. الوقت متأخر، نبدأ البحث الساعة { $time }. إن كان طارئا: 6
    .voice = سجلنا الطلب. الوقت متأخر، ونبدأ البحث الساعة { $time_spoken }. إن كان طارئًا، الرقم ستة.

# Opened where today's money for asking is spent, not urgent.
need-kept = سجلنا طلبك { $ref }. رسائل اليوم بلغت حدها، ونبحث الساعة { $time }. للطارئ: 6
    .voice = سجلنا الطلب. لا يمكن سؤال أحدٍ بعد اليوم، ونبدأ البحث الساعة { $time_spoken }. إن كان طارئًا، الرقم ستة.

# 6 at need-opened-quiet or status-waiting: the request is urgent now.
need-urgent-now = طلبك { $ref } طارئ الآن. نبحث فورا بلا اسمك أو رقمك، وستصلك النتيجة.
    .voice = الطلب طارئ الآن. نبحث فورًا، وسيصل خبرٌ بالنتيجة.

# A second need of the same kind while one is open.
need-already = طلبك { $ref } من هذا النوع ما زال مفتوحا. 1 يكفي 2 طلب آخر 0 فريقنا
    .voice = ما زال طلب من هذا النوع مفتوحًا. إن كان يكفي، الرقم واحد. لطلب آخر، اثنان.

# A new need from someone who has as many open ones as the community allows.
needs-full = مفتوح الآن: { $list }. لطلب جديد: إغلاق ورقم أحدها
    .voice = عدة طلبات مفتوحة الآن. لطلب جديد، يلزم إغلاق أحدها أولًا. لشخص، صفر.

# A new need where a day has seen as many of this phone as it may, or an hour of all newcomers.
needs-enough = الطلبات كثيرة اليوم. يمكن فتح طلب جديد غدا. للضروري: 0 فريقنا
    .voice = الطلبات كثيرة اليوم. يمكن فتح طلبٍ جديدٍ غدًا. لشخص، صفر.

## Offering (offer intake)

# OFFER, or 9 on the menu; first question.
offer-categories = أساعد في: { $offer_options }. مثل 1 و2
    .voice = شكرًا. المساعدة في ماذا؟ { $offer_options } كل رقم مناسب، وفي النهاية المربع.

# Second question, where the list fits.
offer-areas = أي مناطق؟ { $areas } 90 كلها
    .voice = في أي مناطق؟ { $area_options } كل رقم مناسب، وفي النهاية المربع.

# Second question, where the list does not fit.
offer-areas-name = أي مناطق؟ بالاسم أو الرقم، واحدة أو أكثر. 90 كلها 99 الأسماء 0 فريقنا
    .voice = في أي مناطق؟ رقم المنطقة، ثم المربع. لكل المناطق، تسعة، صفر، ثم المربع. لسماع المناطق وأرقامها، النجمة.

# Third question.
offer-hours = متى نسألك؟ 1 كل وقت 2 نهارا 3 مساء 4 نهاية الأسبوع 0 فريقنا
    .voice = متى نسأل؟ في كل وقت، الرقم واحد. نهارًا، اثنان. مساءً، ثلاثة. في نهاية الأسبوع، أربعة.

# Fourth question.
offer-consent = هل نسألك عند الحاجة، حتى { $times } في الأسبوع؟ الرفض عادي. 1 نعم 2 لا
    .voice = هل نسأل عند الحاجة، حتى { $times_spoken } في الأسبوع؟ ولا بأس بالرفض. للموافقة، الرقم واحد. للرفض، اثنان.

# The same for an offer that is for some days only.
offer-consent-days = فقط { $when }: هل نسألك عند الحاجة؟ الرفض عادي. 1 نعم 2 لا
    .voice = فقط { $when_spoken }: هل نسأل عند الحاجة؟ ولا بأس بالرفض. للموافقة، الرقم واحد. للرفض، اثنان.

# Consent given.
offer-saved = تم الحفظ، وشكرا لك. مجرد استعدادك يساعد كثيرا. للراحة: استراحة
    .voice = تم الحفظ، وشكرًا. مجرد الاستعداد يساعد كثيرًا.

# Consent given to an offer for some days.
offer-saved-days = حفظنا: { $when }، وينتهي وحده. شكرا لك! للراحة: استراحة
    .voice = تم الحفظ: { $when_spoken }، وينتهي تلقائيًا. شكرًا.

# Instead of offer-saved, when a chosen category needs a higher level than the member has.
offer-saved-vouch = تم الحفظ، وشكرا لك. بعض المساعدات تحتاج تعارفا مع فريقنا أولا.
    .voice = تم الحفظ، وشكرًا. بعض المساعدات تحتاج تعارفًا مع فريقنا أولًا.

# Consent refused.
offer-not-saved = حسنا، لم نحفظ شيئا، ولن نسألك. شكرا، وأهلا بك دائما. للخيارات: قائمة
    .voice = حسنًا، لم نحفظ شيئًا. شكرًا، ونحن هنا في أي وقت.

# OFFER from a member who has one.
offer-existing = أساعد: { $cats }. 1 إبقاء 2 تعديل 3 راحة 4 حذف
    .voice = عرض المساعدة محفوظ لدينا. لإبقائه، الرقم واحد. لتعديله، اثنان. للاستراحة، ثلاثة. لحذفه، أربعة.

# An offer for several days has ended by itself.
offer-over = انتهت أيام مساعدتك، مع كل الشكر. للمساعدة من جديد: تطوع
    .voice = انتهت أيام عرض المساعدة، مع كل الشكر.

# 4 above.
offer-withdrawn = حذفنا عرض المساعدة، مع كل الشكر. للمساعدة من جديد: تطوع
    .voice = حذفنا عرض المساعدة، مع كل الشكر.

## Understanding each other

# A one-shot request filled at least one question; the next question follows.
oneshot-understood = فهمنا: { $parts }.
    .voice = فهمنا: { $parts_spoken }.

# Two kinds in one text: the more pressing is asked for first, the other when that is done. The next question follows.
oneshot-first = أولا { $parts }، ثم { $also }.
    .voice = أولًا { $parts_spoken }، ثم { $also_spoken }.

# Medicine is no kind of request: what we can do about it. "What is needed?" follows.
medicine = الدواء نفسه غير متوفر، لكن توصيلة إليه أو ثمنه ممكن.
    .voice = الدواء نفسه غير متوفر، لكن توصيلة إليه أو ثمنه ممكن.

# Words with a slip of the finger ("foof"): asked about, never acted on.
slip = المقصود { $parts }؟ 1 نعم 2 لا
    .voice = المقصود { $parts_spoken }؟ نعم، الرقم واحد. لا، اثنان.

# A word of a kind that says neither that it is needed nor that it is offered. Text only.
which-way = { $what }: 1 أحتاج 2 أقدم 3 غير ذلك 0 فريقنا

# First unclear answer; the same question follows.
misunderstood-1 = عذرا، لم نفهم الرد. مرة أخرى:
    .voice = عذرًا، لم نفهم الرد. مرة أخرى.

# Second in a row: the short hint, with a person offered. Nobody reads twice in a row that something was not clear.
misunderstood-2 = يكفي رقم من هذه: { $keys }. أو 0 لفريقنا
    .voice = عذرًا، لم نفهم بعد. نعيد الخيارات، ولشخص، صفر.

# The same where there are no keys to name; the same question follows.
misunderstood-again = 0 للكلام معنا. أو مرة أخرى:
    .voice = مرة أخرى، أو صفر لشخص.

# Third in a row: a person takes over.
misunderstood-3 = لا بأس. سيكتب لك هنا شخص من فريقنا. يمكن شرح الأمر من الآن.
    .voice = لا بأس. نبحث الآن عن شخص. لحظات قليلة.

# وقف, خلص, خلاص, khalas, remove: a word that may mean a rest or no more texts.
ambiguous-stop = للتأكد: 1 راحة مؤقتة 2 وقف كل الرسائل 3 لا تغيير 0 فريقنا

# The same words, from someone with an open request or match.
ambiguous-done = للتأكد: 1 تمت المساعدة 2 إغلاق الطلب 3 وقف الرسائل 4 لا تغيير 0 فريقنا

# "stop texting me", from someone with somebody at the other end: the words wait.
stop-or-send = لم تصل بعد. 1 وقف كل رسائلنا 2 إرسالها للطرف الآخر 3 لا شيء 0 فريقنا

# 0 by text, at any step.
person-asked = سيرد عليك هنا شخص من فريقنا في أقرب وقت. يمكن شرح الأمر من الآن.

# 0, or a third misunderstanding, while nobody of the team can be reached.
person-none = { $contacts ->
        [none] نأسف، فريقنا غير متاح الآن. نرجو المحاولة من جديد بعد قليل.
       *[other] نأسف، فريقنا غائب الآن. نرجو المحاولة لاحقا. للطوارئ: { $contacts }
    }
    .voice = { $contacts_spoken ->
            [none] نأسف، فريقنا غير متاح الآن. نرجو المحاولة من جديد بعد قليل.
           *[other] نأسف، فريقنا غير متاح الآن. نرجو المحاولة من جديد بعد قليل. وللطوارئ، هذا الرقم: { $contacts_spoken }.
        }

# A coordinator has closed the talk with the team: to the member.
person-closed = انتهت هذه المحادثة مع فريقنا، وشكرا لك. للكلام معنا من جديد: 0
    .voice = انتهت هذه المحادثة مع فريقنا الآن. لشخص من جديد، صفر.

# BACK; the previous question follows.
back = رجعنا خطوة.
    .voice = رجعنا خطوة.

# BACK at the first question; it follows.
back-first = هذا أول سؤال.
    .voice = هذا أول سؤال.

# LANG without a language. The same text in both catalogs.
# Two lines, so that neither language turns the other round. Voice: each in its own voice, Arabic first.
lang-ask =
    1 العربية
    2 English
    .voice = للعربية، الرقم واحد.

# Language changed; the open question follows.
lang-switched = بالعربية من الآن.
    .voice = بالعربية من الآن.

# First text or call after a pause, inside the time limit; the open question follows.
# By text it is a lead-in; by voice it asks.
resume = أهلا بك من جديد. وصلنا إلى هنا:
    .voice = أهلًا من جديد. لإكمال السؤال الأخير، الرقم واحد. للبدء من جديد، اثنان.

# First text after the time limit.
continue-or-restart = طلبك الأخير لم يكتمل. 1 نكمله 2 من البداية 0 فريقنا
    .voice = آخر طلب لم يكتمل. لإكماله، الرقم واحد. للبدء من جديد، اثنان.

# To a blocked sender, to "thanks", to anything that needs no action: everyone gets the same.
neutral = شكرا، وصلت رسالتك. للخيارات: قائمة
    .voice = شكرًا على الاتصال. مع السلامة.

# A picture, a sound or a sticker.
media-ignored = تصلنا الرسائل المكتوبة فقط، بلا صور أو صوت. تكفي كلمة أو رقم.

## Finding someone (dispatch)

# To a volunteer; nothing but what, where, when, how many.
ask =
    طلب { $ref }: { $summary }
    ممكن؟ نعم { $ref } أو لا
    .voice = أهلًا، هنا { $community }. وصل طلب: { $summary_spoken }. للموافقة، الرقم واحد. للاعتذار، اثنان. لوقت آخر، ثلاثة.

# The same for an urgent need.
ask-urgent = طلب { $ref } طارئ: { $details }. ممكن؟ نعم { $ref } أو لا
    .voice = أهلًا، هنا { $community }. طلب طارئ: { $details_spoken }. للموافقة، الرقم واحد. للاعتذار، اثنان. لوقت آخر، ثلاثة.

# To the one who won. The asker's words, if any, follow as a relay text.
accepted-helper = شكرا! الطلب { $ref } معك. رسائلك تصل برقم مخفي. انتهى؟ تم. للاعتذار: تعذر
    .voice = شكرًا، تم تسجيل الموافقة. يمكن الحديث الآن، والأرقام مخفية. للحديث، الرقم واحد. للرسائل فقط، اثنان.

# The same, where the team does not know them yet: the asker's words wait.
accepted-helper-new = شكرا! الطلب { $ref } لك ورسائلك تصل. ردهم بعد تعارف معنا. بعدها: تم أو تعذر
    .voice = شكرًا! رسائل الطرف الآخر، والحديث معه، بعد تعارفٍ مع فريقنا. عند الانتهاء، أو إن تعذر الأمر: اتصال بهذا الرقم، ثم الرقم سبعة. مع السلامة.

# To the asker at that moment.
accepted-asker = خبر سار: وجدنا من يساعدك في الطلب { $ref }. رسائلك هنا تصل، ورقمك مخفي.
    .voice = خبر سار: وجدنا من يساعد في الطلب. والأرقام تبقى مخفية.

# The same, where the team does not know the one who helps.
accepted-asker-new = خبر سار: وجدنا شخصا جديدا لطلبك { $ref }. رسائلك تنتظر حتى يعرفه فريقنا.
    .voice = خبر سار: وجدنا شخصًا جديدًا للطلب. كل رسالةٍ تنتظر حتى يعرفه فريقنا، والأرقام تبقى مخفية.

# To everybody else who was asked and has not answered.
covered = وجدنا من يساعد في الطلب { $ref }، فلا داعي لردك. شكرا من القلب.

# To everybody who was asked, or says yes later, where only the team helps with it from now on.
with-team = صار الطلب { $ref } مع فريقنا، فلا داعي لردك. شكرا من القلب.
    .voice = صار ذلك الطلب مع فريقنا. شكرًا من القلب، مع السلامة.

# A yes after someone else's.
late-yes = شكرا على موافقتك! سبقك شخص آخر إلى الطلب { $ref }. إلى مرة قادمة.
    .voice = شكرًا على الموافقة! سبق شخص آخر بلحظة. إلى مرة قادمة، مع السلامة.

# A yes to a request that takes somebody whom the team knows by now: it has become urgent.
late-yes-known = شكرا على موافقتك! صار الطلب { $ref } لمن يعرفهم فريقنا. إلى مرة قادمة.
    .voice = شكرًا على الموافقة! صار الطلب لمن يعرفهم فريقنا. إلى مرة قادمة، مع السلامة.

# A reference that does not exist, is not theirs, is closed, or a YES from someone never asked: always this one.
ref-unknown = شكرا. لا شيء مفتوح هنا بهذا الرقم الآن. للخيارات: قائمة
    .voice = شكرًا. لا شيء مفتوح بهذا الرقم الآن.

# A bare YES, NO, DONE, CANT or DROP that could mean several; the number alone answers.
which-one = أي طلب؟ { $list }. يكفي رقمه.
    .voice = أي طلب؟ { $list_options }

# A maybe: ممكن, ان شاء الله, طيب, ماشي, "I think so". Nobody is bound by a word that may mean no.
soft-yes = شكرا! هل هذا يعني نعم؟ نعم { $ref } أو لا
    .voice = هل هذا يعني نعم؟ للموافقة، الرقم واحد. للرفض، اثنان.

# A yes with more to it: "yes but only after 6". Their words go to the asker with it, before anything else.
soft-yes-words = هل نقول نعم للطلب { $ref } مع هذا الكلام؟ 1 نعم 2 لا
    .voice = هل نقول نعم مع هذا الكلام؟ للموافقة، الرقم واحد. للرفض، اثنان.

# A question about an ask; the ask itself follows.
ask-about = هذا كل ما يقال الآن، والباقي بعد نعم:

# Anything else while an ask waits; the ask itself follows.
ask-again = هذا الطلب بانتظار رد:

# NO.
declined-ack = لا بأس، وشكرا على ردك. لراحة من الطلبات: استراحة
    .voice = لا بأس، وشكرًا على الرد. مع السلامة.

# PAUSE.
paused = راحة طيبة. لن تصلك طلبات الآن. للعودة في أي وقت: رجعت
    .voice = راحة طيبة. لن تصل طلبات الآن.

# RESUME.
resumed = أهلا بعودتك، وشكرا. قد تصلك طلبات من جديد. للراحة: استراحة
    .voice = أهلًا بالعودة، وشكرًا.

# PAUSE or RESUME without an offer.
no-offer = لا عرض مساعدة منك هنا بعد. لتقديم المساعدة: تطوع. للخيارات: قائمة

# To the asker after the first wave.
still-looking-1 = طلبك { $ref }: ما زلنا نبحث، وسألنا الآن أشخاصا آخرين.

# After the second wave.
still-looking-2 = طلبك { $ref }: لا موافقة بعد. نسأل الآن في مناطق أبعد، ولم ننسك.

# After the third wave and later ones.
still-looking-more = طلبك { $ref }: ما زلنا نبحث ونسأل من جديد. لإغلاقه: إغلاق { $ref }. فريقنا: 0

# To the asker: nobody may be asked at this hour, so asking begins later.
waiting-hours = طلبك { $ref }: لا نزعج أحدا في هذا الوقت. نبدأ السؤال الساعة { $time }.
    .voice = لا نزعج أحدًا في هذا الوقت. نبدأ السؤال الساعة { $time_spoken }.

# To the asker: today's money for asking is spent, and the request waits for it.
waiting-money = طلبك { $ref }: رسائل اليوم بلغت حدها. نكمل السؤال { $time }. للطارئ: حالة
    .voice = لا يمكن سؤال أحدٍ بعد اليوم. نكمل السؤال عن الطلب الساعة { $time_spoken }، وقد يوافق أحدٌ قبلها.

# To the asker of an urgent request: today's money is spent, also what was kept for urgent ones.
unasked-urgent = { $contacts ->
        [none] طلبك { $ref } محفوظ، ولا يمكن سؤال أحد قبل { $time }. فريقنا يعلم.
       *[other] طلبك { $ref } ينتظر حتى { $time }. فريقنا يعلم. للطوارئ: { $contacts }
    }
    .voice = { $contacts_spoken ->
            [none] الطلب محفوظ، ولا يمكن سؤال أحدٍ قبل الساعة { $time_spoken }. وصل الخبر إلى فريقنا.
           *[other] الطلب محفوظ، ولا يمكن سؤال أحدٍ قبل الساعة { $time_spoken }. وصل الخبر إلى فريقنا. وللطوارئ، هذا الرقم: { $contacts_spoken }.
        }

# The same where no coordinator can be reached.
unasked-urgent-alone = { $contacts ->
        [none] طلبك { $ref } محفوظ، ولا سؤال قبل { $time }، وفريقنا غير متاح الآن.
       *[other] طلبك { $ref } ينتظر حتى { $time }، وفريقنا غير متاح. للطوارئ: { $contacts }
    }
    .voice = { $contacts_spoken ->
            [none] الطلب محفوظ، ولا يمكن سؤال أحدٍ قبل الساعة { $time_spoken }، وفريقنا غير متاحٍ الآن.
           *[other] الطلب محفوظ، ولا يمكن سؤال أحدٍ قبل الساعة { $time_spoken }، وفريقنا غير متاحٍ الآن. وللطوارئ، هذا الرقم: { $contacts_spoken }.
        }

# To the asker, after quiet hours: asking has begun.
started-asking = طلبك { $ref }: بدأنا السؤال الآن، بلا اسمك أو رقمك. ستصلك النتيجة.
    .voice = بدأنا السؤال عن الطلب الآن، وسيصل خبرٌ بالنتيجة.

# After the last wave, to the asker.
nobody-asker = طلبك { $ref }: لم نجد أحدا بعد. فريقنا يتابعه، وقد يوافق أحد. 0 فريقنا
    .voice = لم نجد أحدًا للطلب بعد. فريقنا يتابعه الآن، وقد يوافق أحدٌ لاحقًا.

# The same for an urgent need.
nobody-asker-urgent = { $contacts ->
        [none] طلبك { $ref }: لم نجد أحدا بعد، وفريقنا يتابعه. قد يوافق أحد لاحقا.
       *[other] طلبك { $ref }: لم نجد أحدا بعد، وفريقنا يتابعه. للطوارئ: { $contacts }
    }
    .voice = { $contacts_spoken ->
            [none] لم نجد أحدًا بعد، وفريقنا يتابع الطلب. وقد يوافق أحدٌ لاحقًا.
           *[other] لم نجد أحدًا بعد، وفريقنا يتابع الطلب. وللطوارئ، هذا الرقم: { $contacts_spoken }.
        }

# After the last wave, while no coordinator can be reached.
nobody-asker-alone = طلبك { $ref } مفتوح: لم نجد أحدا بعد، وفريقنا غير متاح. قد يوافق أحد.
    .voice = لم نجد أحدًا للطلب بعد، وفريقنا غير متاح الآن. يبقى الطلب مفتوحًا، وقد يوافق أحدٌ لاحقًا.

# The same for an urgent need.
nobody-asker-alone-urgent = { $contacts ->
        [none] طلبك { $ref } مفتوح: لم نجد أحدا بعد، وفريقنا غير متاح. قد يوافق أحد.
       *[other] طلبك { $ref }: لم نجد أحدا بعد، ولا فريقنا. للطوارئ: { $contacts }
    }
    .voice = { $contacts_spoken ->
            [none] لم نجد أحدًا بعد، وفريقنا غير متاح الآن. يبقى الطلب مفتوحًا.
           *[other] لم نجد أحدًا بعد، وفريقنا غير متاح الآن. يبقى الطلب مفتوحًا. وللطوارئ، هذا الرقم: { $contacts_spoken }.
        }

# The helper let go.
reopened-asker = طلبك { $ref }: طرأ ظرف لمن وافق. نبحث الآن عن شخص آخر.
    .voice = طرأ ظرفٌ لمن وافق. نبحث الآن عن شخصٍ آخر.

# The same where nobody can be asked just now; when that is follows.
reopened-unasked = طلبك { $ref }: طرأ ظرف لمن وافق، فهو مفتوح من جديد.
    .voice = طرأ ظرفٌ لمن وافق، فالطلب مفتوحٌ من جديد.

## While two people help each other (relay, done, can't, withdraw)

# The asker's text, to the helper. Also the optional words, right after acceptance.
relay-to-helper = { $ref }: { $words }
    .voice = مع هذا الطلب وصلت هذه الرسالة: { $words }.

# Instead of the asker's text, right after acceptance, where the words were spoken.
words-recorded = الطلب { $ref }: معه رسالة صوتية. لسماعها: اتصال بهذا الرقم نفسه.
    .voice = مع هذا الطلب رسالة صوتية.

# The helper's text, to the asker.
# One prefix both ways on purpose: it reveals no role on a locked screen. The reference tells several matches apart.
relay-to-asker = { $ref }: { $words }
    .voice = وصلت هذه الرسالة ممن يساعد: { $words }.

# A coordinator's words to a member.
relay-from-team = من فريقنا ({ $ref }): { $words }
    .voice = وصلت هذه الرسالة من فريقنا: { $words }.

# Words that could go to several people; we hold them until the number comes.
relay-which = لأي طلب هذه الرسالة؟ { $list }. يكفي رقمه.

# Words that we held can no longer be passed on.
relay-held-gone = لم تصل رسالتك السابقة لأن الطلب مغلق الآن. للخيارات: قائمة

# A number or link was struck out.
relay-scrubbed = وصلت رسالتك، وحذفنا منها رقما أو رابطا للأمان. للكلام: اتصال { $ref }

# Words to an asker who wants no texts about this request.
relay-kept = الطلب { $ref }: حفظنا رسالتك، وتسمع عند اتصال الطرف الآخر بنا.

# Words to a helper whom the team does not know yet.
relay-unvouched = رسالتك للطلب { $ref } محفوظة، وتصل حين يعرف فريقنا من يساعدك.

# The same, where a number or link was struck out.
relay-unvouched-scrubbed = رسالتك للطلب { $ref } محفوظة دون رقم أو رابط، حتى يعرف فريقنا من يساعد.

# Words for a match that has ended.
relay-closed = الطلب { $ref } مغلق، ولم تصل رسالتك. للخيارات: قائمة

# The other phone cannot be reached.
relay-failed = الطلب { $ref }: لم تصل رسالتك الأخيرة. يمكن إعادتها لاحقا. 0 فريقنا
    .voice = لم تصل الرسالة الأخيرة بعد. يمكن إعادتها لاحقًا.

# A helper told the other side that it is done.
relay-done = عند انتهاء المساعدة، لإغلاق الطلب: تم { $ref }

# A helper told the other side that it has become impossible.
relay-cant = إن تعذرت المساعدة، لسؤال آخرين: تعذر { $ref }

# An asker told the other side that nothing is needed any more.
relay-drop = إن لم تبق حاجة، لإغلاق الطلب: إغلاق { $ref }

# Words of fear or harm about the other side, or for our team: nobody has read them.
held-words = لم يصل هذا لأحد بعد. لمن هو؟ 1 للطرف الآخر 2 لفريقنا سرا 3 حذف

# 3 there.
held-words-struck = تم الحذف، ولم يقرأه أحد. للكلام مع فريقنا: 0

# 2 there.
held-words-team = وصل لفريقنا وحده، سرا. لقطع التواصل نهائيا: تبليغ { $ref }

# The same, with several requests.
held-words-team-several = وصل لفريقنا وحده، سرا. لقطع التواصل نهائيا: تبليغ ثم الرقم

# Words that could answer our question, or be for whoever has written since.
whose-words = لمن هذه الرسالة؟ 1 جواب عن سؤالنا 2 للطرف الآخر

# What was written answers a private question of ours in no way that we can read. The question follows.
not-passed-on = لم يصل لأحد. للطرف الآخر: { $ref } ثم الرسالة.

# Once, before the first call to a member.
call-safe = هل المكالمات آمنة على هذا الهاتف، حتى بوجود آخرين؟ 1 نعم 2 لا

# CALL, from a member who has said no to that before.
call-safe-again = أوقفنا المكالمات هنا بطلب منك. هل نعيدها؟ 1 نعم 2 لا

# NO CALLS.
calls-off = لن نتصل بهذا الهاتف بعد الآن، والرسائل مستمرة. لتغيير ذلك: اتصال

# CALL, while the other side is asked whether a call is safe for them.
call-asked = نسأل الآن إن كان الاتصال مناسبا للطرف الآخر. رسائلك تصل.

# CALL, when both sides have said that it is safe.
call-coming = سيرن هاتفك بعد لحظات، من هذا الرقم نفسه.

# CALL, when it is not safe or nobody answers. One wording for both.
call-not-now = المكالمة غير ممكنة الآن. رسائلك تصل.
    .voice = المكالمة غير ممكنة الآن، والرسائل تصل. مع السلامة.

# CALL, from the asker, while the team does not know the one who helps.
call-unvouched-asker = طلبك { $ref }: لا مكالمة الآن، بل حين يعرف فريقنا من يساعدك.
    .voice = لا مكالمة الآن، بل حين يعرف فريقنا من يساعد. مع السلامة.

# The same, from the one who helps.
call-unvouched-helper = الطلب { $ref }: المكالمة بعد تعارف مع فريقنا. رسائلك هنا تصل.
    .voice = المكالمة بعد تعارفٍ مع فريقنا. مع السلامة.

# DONE, to the helper.
done-helper = شكرا من القلب. اكتمل الطلب { $ref }، ولمساعدتك أثر جميل.
    .voice = شكرًا من القلب. لهذه المساعدة أثرٌ جميل.

# CANT, to the helper.
cant-helper = لا بأس، وشكرا على الخبر. نبحث الآن عن شخص آخر للطلب { $ref }.
    .voice = لا بأس، وشكرًا على الخبر. نبحث الآن عن شخصٍ آخر.

# The same where nobody can be asked just now.
cant-helper-later = لا بأس، وشكرا على الخبر. الطلب { $ref } مفتوح من جديد.
    .voice = لا بأس، وشكرًا على الخبر. الطلب مفتوحٌ من جديد.

# DROP, to the asker.
withdrawn-asker = أغلقنا طلبك { $ref }، ولن نسأل أحدا بعد الآن. نحن هنا في أي وقت.
    .voice = أغلقنا الطلب، ولن نسأل أحدًا بعد الآن.

# REPORT, to whoever reports. Where others are asked now, that follows.
report-done = شكرا على التبليغ. قطعنا التواصل بينكما، ولن نجمعكما مرة أخرى.

# After that, where there is a team.
report-team = أخبرنا فريقنا، بلا رقم هاتفك. كل رسالة هنا تصل إليه الآن.

# The asker withdrew: to the helper, and to those asked and still silent.
withdrawn-helper = الطلب { $ref } مغلق الآن، ولا داعي لشيء. شكرا على استعدادك.
    .voice = ذلك الطلب مغلق الآن، ولا داعي لشيء. شكرًا على الاستعداد.

# The need ran past its time.
expired-asker = انتهى وقت طلبك { $ref } ولم نجد أحدا، ونأسف. لطلب جديد: طلب. 0 فريقنا
    .voice = انتهى وقت الطلب وأُغلق، ونأسف لأننا لم نجد أحدًا. لطلب جديد، يكفي اتصال بهذا الرقم.

# DONE or CANT with no open match.
done-needs-one = لا شيء مفتوح معك الآن. للخيارات: قائمة

## Afterwards (follow-up and thanks)

# To the asker, follow_up_after the match or after DONE.
follow-up = طلبك { $ref }: هل وصلت المساعدة؟ 1 نعم 2 جزء منها 3 لا
    .voice = عن آخر طلب: هل وصلت المساعدة؟ نعم، الرقم واحد. جزءٌ منها، اثنان. لا، ثلاثة.

# An answer that does not tell which.
follow-up-unsure = طلبك { $ref }: أيها أقرب؟ 1 وصلت المساعدة 2 جزء منها 3 لم تصل 0 فريقنا
    .voice = عذرًا، لم يتضح الرد. هل تم؟

# 1: glad, and the thanks invitation.
follow-up-yes = خبر مفرح. هل من كلمة شكر نوصلها؟ دون أسماء. 1 لا داعي
    .voice = خبر مفرح. للاكتفاء بذلك، الرقم واحد. لتسجيل كلمة شكر، اثنان.

# 2: partly.
follow-up-partly = شكرا على الخبر. هل نبحث عن الباقي؟ 1 نعم 2 لا، هذا يكفي 0 فريقنا
    .voice = شكرًا على الخبر. للبحث عن الباقي، الرقم واحد. إن كان هذا يكفي، اثنان.

# 3: it did not happen.
follow-up-no = نأسف لذلك. ما الأفضل؟ 1 نسأل غيرهم 2 كلام مع فريقنا 3 إغلاق الطلب
    .voice = نأسف لذلك. لسؤال غيرهم، الرقم واحد. للكلام مع شخص، اثنان. لإغلاق الطلب، ثلاثة.

# 1 after partly or no.
follow-up-reopened = طلبك { $ref } مفتوح من جديد. نبحث الآن عن شخص آخر.
    .voice = الطلب مفتوح من جديد. نبحث الآن عن شخصٍ آخر.

# It is enough, or left.
follow-up-closed = حسنا، أغلقنا طلبك { $ref }. شكرا، مع السلامة.
    .voice = حسنًا، أغلقنا الطلب. شكرًا، مع السلامة.

# Words of thanks received from the asker.
thanks-kept = كلمة الشكر في طريقها. مع أطيب الأمنيات.
    .voice = كلمة الشكر في طريقها. مع أطيب الأمنيات.

# Thanks for a helper whom the team does not know.
thanks-waiting = كلمة الشكر محفوظة، وتصل حين يعرف فريقنا من ساعدك. مع أطيب الأمنيات.
    .voice = كلمة الشكر محفوظة، وتصل حين يعرف فريقنا من ساعد. مع أطيب الأمنيات.

# 1 at the invitation.
thanks-none = حسنا. مع أطيب الأمنيات.
    .voice = حسنًا. مع أطيب الأمنيات.

# To the helper, once; words scrubbed.
thanks-delivered = وصلك شكر على الطلب { $ref }: { $words }
    .voice = وصل شكر على المساعدة الأخيرة: { $words }.

# To the helper, once, where the words of thanks were spoken.
thanks-recorded = وصلك شكر مسجل على الطلب { $ref }. لسماعه: اتصال بهذا الرقم نفسه.
    .voice = وصل شكر مسجل على المساعدة الأخيرة.

## State of things (STATUS, 7)

# Nothing open, no offer.
status-none = لا شيء مفتوح لك الآن. لطلب جديد: طلب. لتقديم المساعدة: تطوع
    .voice = لا شيء مفتوح الآن.

# An intake is half-way; its question follows.
status-unfinished = طلبك لم يكتمل بعد. وصلنا إلى هنا:
    .voice = طلب لم يكتمل بعد.

# Quiet hours.
status-waiting = طلبك { $ref }: نبدأ البحث الساعة { $time }. إن كان طارئا: 6
    .voice = الطلب محفوظ، ونبدأ البحث الساعة { $time_spoken }. إن كان طارئًا، الرقم ستة. لإغلاقه، الرقم ثمانية.

# "I do not need it any more".
drop-check = هل نغلق طلبك { $ref }؟ 1 نعم 2 لا، يبقى

# need: seeking.
status-seeking = طلبك { $ref }: نبحث، و{ $people }. لتعديله: تعديل. لإغلاقه: إغلاق
    .voice = ما زلنا نبحث، و{ $people_spoken }. لإغلاق الطلب، الرقم ثمانية.

# need: escalated.
status-escalated = طلبك { $ref }: يتابعه فريقنا. لتعديله: تعديل { $ref }. لإغلاقه: إغلاق { $ref }
    .voice = فريقنا يتابع الطلب، وقد يوافق أحدٌ لاحقًا. لإغلاقه، الرقم ثمانية.

# need: matched, to the asker.
status-matched-asker = طلبك { $ref }: وجدنا من يساعدك. رسائلك هنا تصل. للكلام: اتصال { $ref }
    .voice = وجدنا من يساعد في الطلب. للحديث، الرقم واحد. لإغلاق الطلب، ثمانية.

# The same, where the team does not know the one who helps.
status-matched-new = طلبك { $ref }: وجدنا شخصا جديدا. رسائلك تنتظر حتى يعرفه فريقنا.
    .voice = وجدنا شخصًا جديدًا للطلب. كل رسالةٍ تنتظر حتى يعرفه فريقنا. لإغلاق الطلب، ثمانية.

# match: open, to the helper.
status-matched-helper = الطلب { $ref } معك. عند الانتهاء: تم { $ref }. للاعتذار: تعذر { $ref }
    .voice = طلب واحد ما زال جاريًا. إن تم، الرقم واحد. إن تعذر، اثنان. للحديث مع الطرف الآخر، أربعة.

# need: done, withdrawn or expired. One wording for all three.
status-closed = الطلب { $ref } مغلق. لطلب جديد: طلب. للخيارات: قائمة
    .voice = آخر طلب مغلق.

# An ask to this member waits for an answer.
status-asked = الطلب { $ref } ينتظر ردك: نعم { $ref } أو لا
    .voice = طلب واحد بانتظار الرد.

# offer: active.
status-offer-active = مساعدتك: { $cats }. لراحة مؤقتة: استراحة
    .voice = عرض المساعدة قائم.

# offer: active, for some days; the last of them.
status-offer-until = مساعدتك حتى { $when }: { $cats }
    .voice = عرض المساعدة قائم. آخر يوم { $when_spoken }.

# offer: paused.
status-offer-paused = عرض مساعدتك في استراحة. للعودة: رجعت
    .voice = عرض المساعدة في استراحة.

# More than three things.
status-several = المفتوح الآن: { $list }. للمزيد: رقم الطلب.
    .voice = عدة طلبات مفتوحة. { $list_options }

## Leaving, forgetting, coming back

# After an Arabic stop word only; the carrier answers the English ones. The last text they get.
optout-ack = تم، ولن تصلك رسائل بعد الآن. للعودة: رجعت. لحذف رقمك: محو

# Back after opting out.
optin-ack = أهلا بك من جديد. عادت الرسائل. للخيارات: قائمة
    .voice = أهلًا من جديد.

# ERASE.
erase-confirm = نمحو كل ما لدينا عن رقمك، بلا رجعة؟ 1 نعم، محو 2 لا
    .voice = لمحو كل ما لدينا عن هذا الرقم نهائيًا، الرقم واحد. للإبقاء عليه، اثنان.

# 1 to that.
erased = تم محو كل شيء لدينا. رسائل هذا الهاتف باقية فيه، والأفضل حذفها.
    .voice = تم محو كل شيء لدينا. مع السلامة.

# 2 to that.
erase-kept = لم نمح شيئا. للخيارات: قائمة
    .voice = لم نمحُ شيئًا.

## A secret number for calls (PIN)

# PIN, where none is set; after 1 at pin-manage.
pin-ask = رقم سري للمكالمات: من 4 إلى 8 أرقام لا يعرفها غيرك. للخروج: قائمة

# An answer that is no number of that length.
pin-digits = الرقم السري من 4 إلى 8 أرقام فقط. مرة أخرى؟ للخروج: قائمة

# Digits that anybody would try first; pin-ask follows.
pin-weak = هذا الرقم سهل التخمين. رقم آخر أكثر أمانا.

# It is set.
pin-set = تم الحفظ. الأفضل حذف الرسالة التي فيها الرقم. للتغيير: رقم سري

# PIN, where one is set.
pin-manage = الرقم السري محفوظ. 1 تغيير 2 إزالة 3 إبقاء 4 للرسائل أيضا

# Before anything about it changes.
pin-old = الرقم السري الحالي أولا، برسالة هنا. عند النسيان: 0

# 4 there.
pin-in-texts = هل نطلبه في الرسائل أيضا، قبل الأخبار وكلام الآخرين؟ 1 نعم 2 لا

# 1 there.
pin-texts-set = تم. نطلبه مرة، ثم لا نطلبه ربع ساعة. للتعديل: رقم سري

# Something private was asked for, and texts ask for the PIN.
pin-needed = يلزم إرسال رقمك السري أولا.

# The right one; how things stand follows, and the words that waited.
pin-open = شكرا. لن نطلبه مرة أخرى لربع ساعة.

# A wrong one, a locked one, too many tries: the same.
pin-wrong = لم ينجح ذلك. فريقنا: 0

# Words of others wait behind the PIN.
pin-words-wait = تنتظرك رسالة. لقراءتها: إرسال رقمك السري هنا.

# 2 there.
pin-removed = تمت الإزالة. لا رقم سري للمكالمات بعد الآن. لرقم جديد: رقم سري
    .voice = تمت إزالة الرقم السري، ولن تطلبه المكالمات بعد الآن.

# 3 there.
pin-kept = حسنا، يبقى الرقم السري كما هو.

## A word of one's own, which hides everything

# SAFE WORD, where none is set; after 1 at safe-word-manage.
safe-word-ask = كلمة خاصة: إرسالها وحدها يخفي كل شيء هنا. ما هي؟ للتراجع: قائمة

# A word that is too short or usual, or means something; safe-word-ask follows.
safe-word-poor = هذه قصيرة أو شائعة أو لها معنى هنا. كلمة أخرى أفضل.

# A good one.
safe-word-again = الكلمة نفسها مرة أخرى، للتأكد.

# Two that differ; safe-word-ask follows.
safe-word-different = الكلمتان مختلفتان، ولا شيء محفوظ.

# It is set.
safe-word-set = تم. الرد عليها سيبدو كرقم خطأ. الأفضل حذف هذه الرسائل من الهاتف.

# SAFE WORD, where one is set.
safe-word-manage = الكلمة الخاصة محفوظة. 1 تغيير 2 إزالة 3 إبقاء

# 2 there.
safe-word-removed = تمت إزالتها. لكلمة جديدة: كلمة الأمان

# 3 there.
safe-word-kept = حسنا، تبقى الكلمة كما هي.

# The answer to the word itself: nothing in it tells that anything has happened.
safe-word-reply = عذرا، لا شيء هنا لهذا الرقم.

## Hours in which texts may reach a phone

# SAFE HOURS, where none are set; after 1 at safe-hours-manage.
safe-hours-ask = متى تصلك رسائلنا؟ مثل 9 حتى 21. قبلها وبعدها نرد فقط. للتراجع: قائمة

# An answer that is no two hours.
safe-hours-hint = من ساعة حتى ساعة، مثل 9 حتى 21. للتراجع: قائمة

# They are set.
safe-hours-set = تم. الرسائل من { $from } حتى { $until } فقط. للتعديل: ساعات الأمان

# SAFE HOURS, where they are set.
safe-hours-manage = الرسائل من { $from } حتى { $until } فقط. 1 تعديل 2 إزالة 3 إبقاء

# 2 there.
safe-hours-removed = تمت الإزالة. الرسائل ممكنة في كل وقت. للتحديد: ساعات الأمان

# 3 there.
safe-hours-kept = حسنا، تبقى الساعات كما هي.

# Words for somebody whose hours have not begun.
relay-later = حفظنا رسالتك للطلب { $ref }، وستصل في وقت يناسب الطرف الآخر.

## Shifts on the roster

# What they are for.
role-listener = استماع
    .voice = استماع
role-coordinator = تنسيق
    .voice = تنسيق
weekday-0 = الاثنين
    .voice = الاثنين
weekday-1 = الثلاثاء
    .voice = الثلاثاء
weekday-2 = الأربعاء
    .voice = الأربعاء
weekday-3 = الخميس
    .voice = الخميس
weekday-4 = الجمعة
    .voice = الجمعة
weekday-5 = السبت
    .voice = السبت
weekday-6 = الأحد
    .voice = الأحد
# When one is.
shift-time = { $weekday } { $date }، { $from }-{ $until }
shift-begins = { $weekday } { $date }، { $from }
# Aloud: the day of the month, and when it begins and ends.
shift-spoken = { $weekday }، { $day_spoken } من الشهر، من { $begins } حتى { $ends }

# SHIFTS, SWAP.
shifts-mine = مناوبات: { $shifts }. تسليم: رقم

# There is none.
shifts-none = لا مناوبة مسجلة لرقمك الآن. لسؤال فريقنا: 0

# A number there: others are asked.
shift-offered = نسأل آخرين عن { $shift }. لا تغيير حتى موافقة أحد.

# The same once more.
shift-offered-before = سألنا آخرين عنها من قبل. لا تغيير حتى موافقة أحد. 0 فريقنا

# There is nobody to ask; the team hears of it.
shift-offered-nobody = لا أحد نسأله عن { $shift }. لا تغيير، والفريق يعلم.

# To those who could take it.
shift-could = مناوبة { $role } { $shift }: ممكن؟ 1 نعم 2 لا

# 1 there, the first one.
shift-yours = شكرا! سجلنا لك مناوبة { $shift }. الكل: مناوبات

# 1 there, from one who is on duty at that time.
shift-clash = شكرا! توجد مناوبة أخرى في ذلك الوقت، فنسأل شخصا آخر.

# 1 there, too late.
shift-gone = شكرا! سبقت موافقة أخرى، ولم تعد المناوبة متاحة.

# To its holder before.
shift-taken = وجدنا من يأخذ مناوبة { $shift }. شكرا على الخبر.
    .voice = وجدنا من يأخذ المناوبة يوم { $shift_spoken }. شكرًا على الخبر.

# To the others who were asked.
shift-covered = وجدنا من يأخذ مناوبة { $shift }. لا داعي للرد، وشكرا.
    .voice = وجدنا من يأخذ المناوبة يوم { $shift_spoken }. لا داعي للرد، وشكرًا.

# Nobody has said yes: to its holder.
shift-untaken = لا موافقة بعد على { $shift }. لا تغيير، والفريق يعلم.
    .voice = لم يأخذ أحد المناوبة يوم { $shift_spoken }. لا تغيير حتى الآن، والفريق يعلم.

# The team has planned one, or one each week; or has taken one off.
shift-planned = مناوبة { $role }: { $shift }. الكل أو التسليم: مناوبات
    .voice = تم تسجيل مناوبة { $role_spoken } يوم { $shift_spoken }.
shift-planned-weekly = مناوبة { $role } كل أسبوع من { $shift }. الكل: مناوبات
    .voice = تم تسجيل مناوبة { $role_spoken } كل أسبوع، من يوم { $shift_spoken }.
shift-removed = ألغيت مناوبة { $shift }. لا داعي للحضور، وشكرا.
    .voice = ألغيت المناوبة يوم { $shift_spoken }. لا داعي للحضور، وشكرًا.

## To coordinators

# Nobody has taken a shift that its holder cannot keep.
coordinator-shift-untaken = مناوبة { $role } { $shift } تعذرت، ولم يأخذها أحد بعد.

# Every wave is spent.
coordinator-escalated = الطلب { $ref } يحتاج فريقنا: { $summary }. { $people }. للقبول: نعم { $ref }. للرد: { $ref } ثم الرسالة

# The same at once, of somebody who was reported: no member is asked.
coordinator-escalated-alone = الطلب { $ref } لفريقنا وحده بسبب بلاغ: { $summary }. للقبول: نعم { $ref }. للرد: { $ref } ثم الرسالة

# Someone pressed 0 or was misunderstood three times.
coordinator-person = رقم { $ref } يطلب شخصا من فريقنا. للرد: { $ref } ثم الرسالة. للختام: تم { $ref }

# Words of fear or harm about the other side of a request, or for the team alone; the words follow.
coordinator-words-about = رقم { $thread }: رسالة عن الطرف الآخر في الطلب { $refs }، وهي سر عنه. للرد: { $thread } ثم الرسالة

# Such words wait, and their writer has not said who may read them.
coordinator-words-wait = رقم { $thread }: كلمات خوف عن الطرف الآخر في { $refs } لم يقرأها أحد. للكتابة: { $thread } ثم الرسالة

# Crisis words arrived.
coordinator-crisis = { $contacts ->
        [none] رقم { $ref }: رسالة مقلقة، الأولوية لها الآن. للرد: { $ref } ثم الرسالة
       *[other] رقم { $ref }: رسالة مقلقة، الأولوية لها الآن. أرقام الطوارئ وصلت. للرد: { $ref } ثم الرسالة
    }

# The same, of somebody who is blocked; their words follow.
coordinator-crisis-blocked = رقم { $ref } محظور، ومنه رسالة مقلقة. للرد عليه يرفع الحظر شخصان أولا.

# Crisis words of several people, who wrote soon after others.
coordinator-crisis-several = أرقام { $refs }: رسائل مقلقة، الأولوية لها الآن. للرد: رقم ثم الرسالة

# More crisis words of people of whom the team was told already.
coordinator-crisis-more = في 30 دقيقة { $alarms } من { $persons }: { $refs }. الأولوية لها. للرد: رقم ثم الرسالة

# How many texts that is.
alarms = { $count ->
        [one] رسالة مقلقة أخرى
        [two] رسالتان مقلقتان
        [few] { $count } رسائل مقلقة
        [many] { $count } رسالة مقلقة
       *[other] { $count } رسالة مقلقة
    }

# And from how many people.
persons = { $count ->
        [one] شخص واحد
        [two] شخصين
        [few] { $count } أشخاص
        [many] { $count } شخصا
       *[other] { $count } شخص
    }

# A recording waits.
coordinator-voice = رسالة صوتية بالانتظار، رقم { $ref }. لسماعها: اتصال بهذا الرقم نفسه.
    .voice = رسالة صوتية بانتظار فريقنا.

# The same, for whoever has no secret number yet: without it messages of others are not played.
coordinator-voice-pin = رسالة صوتية رقم { $ref }. لسماعها يلزم رقم سري. لاختياره: الرقم السري
    .voice = رسالة صوتية بانتظار فريقنا. لسماعها يلزم رقم سري، يُختار برسالة إلى هذا الرقم، فيها: الرقم السري.

# The asker answered 3 and wants a person, or this helper's needs fail again.
coordinator-not-done = الطلب { $ref }: لم تصل المساعدة، ومطلوب شخص منا. للرد: { $ref } ثم الرسالة

# Texts to an asker or helper fail for good.
coordinator-undeliverable = الطلب { $ref }: تعذر وصول رسائلنا إلى أحد الطرفين. للرد: { $ref } ثم الرسالة

# Somebody of level 0 has said yes to a request.
coordinator-newcomer = الطلب { $ref }: وافق شخص جديد. الرسائل له تنتظر تزكيته في لوحة الفريق.

# The day has cost most of what it may.
coordinator-spend-80 = نفد 80% من مال اليوم. بعده ينتظر غير الطارئ حتى منتصف الليل.

# The day has cost what it may.
coordinator-spend-100 = نفد مال اليوم. غير الطارئ ينتظر حتى منتصف الليل، والردود مستمرة.

# And what is kept for urgent requests as well.
coordinator-spend-urgent = نفد مال اليوم، وللطارئ أيضا. لا سؤال حتى منتصف الليل. الطارئ للفريق.

# New numbers alone have used up what there is for them.
coordinator-spend-new = نفد نصيب الأرقام الجديدة من مال اليوم. الطلبات والأعضاء كالمعتاد.

# An urgent request for which nobody can be asked any more today.
coordinator-unasked = طلب طارئ { $ref }: لا سؤال بعد اليوم. { $summary }. للقبول: نعم { $ref }. للرد: { $ref } ثم الرسالة

# An account of the console has looked at as many members as it may in a day.
coordinator-looked-much = حساب من الفريق بلغ حد الاطلاع على الناس اليوم. الرجاء مراجعة السجل.

# Somebody of the team took it.
coordinator-taken = الطلب { $ref } مع شخص من الفريق الآن. لا داعي لشيء، وشكرا.

# A coordinator has answered: the words go to the member.
coordinator-reply-sent = شكرا. رسالتك إلى رقم { $ref } في طريقها.

# DONE from a coordinator closed a talk with the team.
coordinator-closed = المحادثة رقم { $ref } مغلقة. شكرا من القلب.

# Somebody was reported, by the one who asked; the number of the talk leads to who reported.
coordinator-report-asker = الطلب { $ref }: بلاغ ممن طلب المساعدة عمن يساعد، وعرضه موقوف حتى قرار الفريق. للكتابة لمن أبلغ: { $thread } ثم الرسالة. للحظر: حظر { $ref }

# The same, by the one who helps.
coordinator-report-helper = الطلب { $ref }: بلاغ ممن يساعد عمن طلب المساعدة. صار الطلب لفريقنا وحده. للكتابة لمن أبلغ: { $thread } ثم الرسالة. للحظر: حظر { $ref }

# The same of either side, by a number that has reported several people within the week: nobody is held for it.
coordinator-report-again = الطلب { $ref }: بلاغ بين الطرفين، وقد تكرر من هذا الرقم. لا تواصل بينهما. للكتابة لمن أبلغ: { $thread } ثم الرسالة. للحظر: حظر { $ref }

# A coordinator acts for the team by text: what they wrote waits for their PIN.
team-pin-ask = هذا باسم فريقنا: الرقم السري أولا، برسالة هنا. عند النسيان: 0

# The same, of whoever has none yet: first it must be sure that they read this.
team-pin-code = للعمل باسم الفريق يلزم رقم سري. لتأكيد الهاتف أولا: إرسال { $code } هنا

# The code came back.
team-pin-new = شكرا. والآن الرقم السري: من 4 إلى 8 أرقام لا يعرفها أحد.

# It is set; what was written is done now.
team-pin-set = تم. نطلبه مرة كل ربع ساعة. الأفضل حذف الرسالة التي فيها الرقم.

# The PIN has come: everything that waited for it.
coordinator-held = بالانتظار: ({ $held }) 1 تنفيذ 2 حذف الكل

# 2 there.
team-pin-dropped = حذف الكل ولم يحدث شيء. لا نطلب الرقم السري لربع ساعة.

# BLOCK without a number.
coordinator-block-how = لحظر شخص: حظر ثم رقم الطلب أو المحادثة.

# BLOCK 47.
coordinator-block-side = الطلب { $ref }: حظر من؟ 1 من طلب 2 من يساعد 3 لا أحد

# A side was chosen, or there is only one.
coordinator-block-sure = حظر؟ ينتهي كل طلب مفتوح، والرد محايد بعده. للحظر: { $code }. للتراجع: 2

# The code came back.
coordinator-blocked = تم الحظر، دون إشعار. للتراجع خلال ساعة: رفع الحظر { $ref }

# UNBLOCK 47, of one's own block within the hour.
coordinator-unblocked = رفع الحظر. عرض المساعدة في استراحة حتى إشعار آخر.

# UNBLOCK 47, of somebody else's block, or later.
coordinator-unblock-two = رفع هذا الحظر يحتاج شخصين من فريقنا، في لوحة الفريق.

# A fourth block within the hour.
coordinator-block-enough = لم يحظر أحد: ثلاث مرات في ساعة تكفي، وفريقنا يعلم. يمكن بعد ساعة.

# The same, to the others.
coordinator-blocks-many = شخص من فريقنا حظر ثلاثة في ساعة. نرجو مراجعة السجل.

# One of the team was meant.
coordinator-block-team = لا حظر لأحد من فريقنا برسالة. الأفضل حديث مع من يدير الخط.

# Their own text is being answered at this very moment; the question follows.
coordinator-block-busy = ليس بعد: رسالة من الطرف قيد الرد الآن. بعد لحظة: حظر { $ref }

# 3 at the side, 2 at the question.
coordinator-not-blocked = حسنا، لا حظر لأحد.

## Crisis, too much, and faults

# Crisis words, at once, before anything else; the flow then waits where it was.
crisis = { $contacts ->
        [none] شكرا على ثقتك. حياتك غالية، ونحن معك. أخبرنا فريقنا وحده، لا الشرطة ولا الأهل. كل رسالة هنا تصلنا.
       *[other] شكرا على ثقتك. حياتك غالية، ونحن معك. أخبرنا فريقنا وحده، لا الشرطة ولا الأهل. للحديث فورا: { $contacts }. رسائلك تصلنا.
    }
    .voice = { $contacts_spoken ->
            [none] شكرًا على الثقة. كل حياةٍ غالية، ونحن هنا الآن. للحديث مع شخص منا، صفر.
           *[other] شكرًا على الثقة. كل حياةٍ غالية، ونحن هنا الآن. للحديث مع شخص منا، صفر. وهذا الرقم يجيب فورًا: { $contacts_spoken }.
        }

# The same where nobody of the team would read it now, and to a blocked sender.
crisis-alone = { $contacts ->
        [none] شكرا على ثقتك. حياتك غالية. نأسف، فريقنا غير متاح الآن.
       *[other] شكرا على ثقتك. حياتك غالية. فريقنا غير متاح الآن. للحديث فورا: { $contacts }
    }

# Over the limit for one number; once, then silence until it passes.
too-many = { $contacts ->
        [none] وصلت رسائل كثيرة. بعد دقائق نكمل من هنا.
       *[other] وصلت رسائل كثيرة. بعد دقائق نكمل من هنا. للطوارئ: { $contacts }
    }
    .voice = وصلت مكالمات كثيرة من هذا الهاتف. إلى اللقاء بعد قليل.

# To a new number, once: the share of today's money that answers such is spent.
too-many-today = { $contacts ->
        [none] وصلت اليوم أرقام جديدة كثيرة. الرد على هذا الرقم من { $time }.
       *[other] أرقام جديدة كثيرة اليوم. الرد هنا من { $time }. للطوارئ: { $contacts }
    }

# Something failed on our side, and the language is known.
error = عذرا، حدث خلل لدينا. نرجو إعادة الرسالة بعد دقائق.
    .voice = عذرًا، حدث خلل لدينا. نرجو الاتصال مجددًا بعد دقائق. مع السلامة.

# Static answer at the fallback URL, when even the database is away: both languages in one.
error-fallback =
    خلل لدينا. نرجو الإعادة بعد دقائق.
    Sorry, please send again soon.
    .voice = عذرًا، نرجو الاتصال مجددًا بعد دقائق. مع السلامة.

# A caller pressed one to be sent the reference.
reference-text = كما في المكالمة: رقم طلبك { $ref }. الأخبار تصلك هنا. لمعرفة حاله: حالة

## Heard only (voice)

# Start of a first call: each line in its own language and voice, Arabic first.
v-language =
    .voice = للعربية، الرقم واحد.

# Once per call, before the first menu.
v-keys =
    .voice = الاختيار بأرقام الهاتف، في أي لحظة، حتى أثناء الكلام.

# Ends every menu the first time.
v-tail =
    .voice = لشخص من فريقنا، صفر. للإعادة، النجمة.

# First option of a list made from data (areas, requests).
v-option-first =
    .voice = { $label }، الرقم { $key_spoken }.

# The following ones.
v-option-next =
    .voice = { $label }، { $key_spoken }.

# First option of a menu of categories.
v-choice-first =
    .voice = { $choice }، الرقم { $key_spoken }.

# The following ones.
v-choice-next =
    .voice = { $choice }، { $key_spoken }.

# The main menu, second time.
v-menu-short =
    .voice = { $short_options } أخبار الطلب، سبعة. تقديم المساعدة، تسعة. شخص، صفر.

# No key the first time; the short prompt follows.
v-silence-1 =
    .voice = لا داعي للعجلة. مرة أخرى.

# No key the second time; the short prompt follows.
v-silence-2 =
    .voice = مرة أخيرة، ثم نبحث عن شخص.

# No key the second time, where we have called.
v-silence-last =
    .voice = مرة أخيرة.

# A key that means nothing here; the short prompt follows.
v-wrong-1 =
    .voice = هذا الرقم ليس بين الخيارات. مرة أخرى.

# Again.
v-wrong-2 =
    .voice = هذا الرقم أيضًا ليس بين الخيارات. مرة أخيرة، ثم نبحث عن شخص.

# 0, or the third miss.
v-connecting =
    .voice = نحوّل المكالمة الآن إلى شخص من فريقنا. والأرقام تبقى مخفية. لحظات قليلة.

# About every minute while listeners are rung.
v-still-searching =
    .voice = ما زلنا نبحث عن شخص. للانتظار، الرقم واحد. لترك رسالة، اثنان.

# Nobody took the call.
v-leave-message =
    .voice = لا أحد متاح الآن، ونأسف لذلك. بعد الصافرة، يمكن ترك رسالة يسمعها فريقنا فقط. وفي النهاية، مفتاح المربع.

# 2 at need-words or follow-up-yes.
v-record-words =
    .voice = بعد الصافرة يبدأ التسجيل، دون أسماء أو عنوان. وفي النهاية، مفتاح المربع.

# After any recording.
v-record-check =
    .voice = لحفظ التسجيل، الرقم واحد. لسماعه، اثنان. لإعادته، ثلاثة.

# Nothing was recorded.
v-record-empty =
    .voice = لم يصلنا صوت. مرة أخرى.

# 1 there, for a message to the team.
v-message-kept =
    .voice = الرسالة محفوظة، وسيسمعها شخص من فريقنا في أقرب وقت.

# 1 there, for words to the helper.
v-words-kept =
    .voice = تم الحفظ.

# End of every call.
v-goodbye =
    .voice = شكرًا على الاتصال. مع السلامة.

# Number of people read back.
v-count-check =
    .voice = العدد { $count_spoken }. إن كان صحيحًا، الرقم واحد. للتعديل، اثنان.

# After a need is opened. Digit by digit, with a short pause after each.
v-reference =
    .voice = رقم الطلب: { $ref_spoken }. مرة أخرى: { $ref_spoken }.

# After v-reference, at the end of a request by phone.
v-text-permission =
    .voice = يمكن إرسال الرقم برسالة، إن كانت الرسائل آمنة على هذا الهاتف. للإرسال، الرقم واحد. دون رسالة، اثنان.

# 1 there.
v-text-sent =
    .voice = الرسالة في طريقها.

# 2 there.
v-no-text =
    .voice = حسنًا، لن تصل إلى هذا الهاتف أي رسالة عن هذا الطلب. لمعرفة أخباره، يكفي اتصال بهذا الرقم. مع السلامة.

# To a listener or helper who picks up, before the two are joined.
# Only 1 joins; silence, another key or voicemail passes to the next person. No 0, no *.
v-whisper =
    .voice = مكالمة من شخص يود الحديث. للقبول، الرقم واحد.

# The caller hung up or somebody else was faster.
v-whisper-gone =
    .voice = تم استلام المكالمة. شكرًا، مع السلامة.

# To the caller when somebody accepted.
v-joined =
    .voice = معنا الآن شخص على الخط.

# Start of a call back after a missed call.
v-callback =
    .voice = أهلًا، هنا { $community }. وصل اتصال من هذا الهاتف قبل قليل. هذه المكالمة مجانية.

# A call, as long as this line answers texts only; then goodbye.
text-only-call =
    .voice = أهلًا، هنا { $community }. هذا الخط للرسائل الآن. كل رسالة إلى هذا الرقم نفسه تصلنا. مع السلامة.

# 3 at an ask by phone.
v-ask-later =
    .voice = حسنًا، ربما في وقت آخر. مع السلامة.

# 1 at an ask by phone, where nobody was faster.
v-taken =
    .voice = شكرًا! يمكن الحديث الآن، والأرقام مخفية. للحديث، الرقم واحد. لإنهاء المكالمة، اثنان.

# 2 there.
v-accepted =
    .voice = للحديث مع الطرف الآخر، أو عند الانتهاء، أو إن تعذر الأمر: اتصال بهذا الرقم، ثم الرقم سبعة. مع السلامة.

# Start of a call to someone who gets no texts; what a text would have said follows.
v-news =
    .voice = أهلًا، هنا { $community }، ومعنا خبر. لسماعه، الرقم واحد. لوقت آخر، اثنان.

# The same, where we ask how a request went.
v-question =
    .voice = أهلًا، هنا { $community }، ومعنا سؤال قصير. لسماعه، الرقم واحد. لوقت آخر، اثنان.

# A phone that is picked up when the request needs nobody any more.
v-ask-off =
    .voice = أهلًا، هنا { $community }. كان الاتصال بشأن طلب لم يعد يحتاج إلى رد. شكرًا من القلب. مع السلامة.

# Where a PIN was set and something private is asked for.
v-pin =
    .voice = الرقم السري، ثم مفتاح المربع.

# A wrong PIN; the same words when it is locked.
v-pin-wrong =
    .voice = لم ينجح ذلك. والرسائل تصلنا أيضًا. لشخص، صفر.

# Start of a call where recordings wait: messages for the team, thanks for a helper.
v-waiting =
    .voice = { $count ->
        [one] بالانتظار رسالة صوتية واحدة.
       *[other] عدد الرسائل الصوتية بالانتظار: { $count_spoken }.
    } للسماع، الرقم واحد. للمتابعة دون سماع، اثنان.

# Before a message for the team; by this number it is answered by text.
v-message-number =
    .voice = الرسالة رقم { $ref_spoken }.

# After a message for the team.
v-message-heard =
    .voice = للإعادة، الرقم واحد. للرسالة التالية، اثنان. إن لم تعد هناك حاجة إليها، ثلاثة.

# After thanks.
v-thanks-heard =
    .voice = للإعادة، الرقم واحد. للمتابعة، اثنان.

# After the last of them.
v-waiting-over =
    .voice = كانت هذه آخر رسالة.

# As status-matched-helper, where the asker has left spoken words.
v-helping-words =
    .voice = طلب واحد ما زال جاريًا. إن تم، الرقم واحد. إن تعذر، اثنان. لسماع الرسالة المسجلة، ثلاثة. للحديث مع الطرف الآخر، أربعة.

# As status-matched-helper, where the team does not know them yet.
v-helping-new =
    .voice = طلب واحد ما زال جاريًا. رسائل الطرف الآخر، والحديث معه، بعد تعارفٍ مع فريقنا. إن تم، الرقم واحد. إن تعذر، اثنان.
