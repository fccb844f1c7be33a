### Everything that members read and hear in English. A message's value is its text, `.voice` its
### spoken wording. One segment each (160 units of GSM-7) at the worst filling, but for leads.
### Placeholders ending in _spoken hold words, never digits.

## Labels and helpers: parts that other messages are made of

label-food = food
    .voice = food
label-shelter = a bed
    .voice = a bed for the night
label-transport = a ride
    .voice = a ride
label-money = money
    .voice = money
label-talk = someone to talk to
    .voice = someone to talk to
label-urgent = urgent help
    .voice = urgent help
# A talk with the team, in a list of things that words may be for.
label-team = our team
    .voice = our team

# An offer's menu and its list of what is offered.
offer-food = food
    .voice = { $place ->
        [first] For food
       *[next] Food
    }
offer-shelter = a bed
    .voice = { $place ->
        [first] For a bed
       *[next] A bed
    }
offer-transport = rides
    .voice = { $place ->
        [first] For rides
       *[next] Rides
    }
offer-money = money
    .voice = { $place ->
        [first] For money
       *[next] Money
    }
offer-talk = talking
    .voice = { $place ->
        [first] For talking
       *[next] Talking
    }
offer-urgent = urgent help
    .voice = { $place ->
        [first] For urgent help
       *[next] Urgent help
    }
# An offer in every category.
offer-all = everything

# A need's menu, aloud: at the first hearing, and when it is repeated.
choice-food =
    .voice = For food
choice-shelter =
    .voice = For a bed tonight
choice-transport =
    .voice = For a ride
choice-money =
    .voice = For money
choice-talk =
    .voice = To talk with someone
choice-urgent =
    .voice = For something urgent
short-food =
    .voice = Food
short-shelter =
    .voice = A bed
short-transport =
    .voice = A ride
short-money =
    .voice = Money
short-talk =
    .voice = A talk
short-urgent =
    .voice = Urgent

when-now = now
    .voice = now
when-today = today
    .voice = today
when-tomorrow = tomorrow
    .voice = tomorrow
when-week = this week
    .voice = this week
when-next-week = next week
    .voice = next week
# So many days from today.
when-days = { $count ->
        [one] in a day
       *[other] in { $count } days
    }
    .voice = { $count ->
        [one] in a day
       *[other] in { count-spoken } days
    }
# A date; and the day of the month alone.
when-date = { $date }
when-nth = day { $day_spoken }
    .voice = day { $day_spoken } of the month
# A part of today, and of another day.
when-today-part = { $part ->
        [morning] this morning
        [noon] today at noon
        [afternoon] this afternoon
        [evening] this evening
       *[night] tonight
    }
    .voice = { $part ->
        [morning] this morning
        [noon] today at noon
        [afternoon] this afternoon
        [evening] this evening
       *[night] tonight
    }
when-day-part = { $day } { $part ->
        [morning] morning
        [noon] noon
        [afternoon] afternoon
        [evening] evening
       *[night] night
    }
    .voice = { $day }, { $part ->
        [morning] in the morning
        [noon] at noon
        [afternoon] in the afternoon
        [evening] in the evening
       *[night] at night
    }

hours-any = any time
    .voice = any time
hours-days = daytime
    .voice = in the daytime
hours-evenings = evenings
    .voice = in the evenings
hours-weekends = weekends
    .voice = at weekends

# An area inside a summary.
in-area = { $name }
    .voice = in { $name }
# An area that is none of ours.
in-other-area = another area
    .voice = in another area
# How many people a need is for, inside a summary.
for-count = for { $count }
    .voice = for { count-spoken }
# What stands between the parts of a summary, and between the items of a list.
comma = { ", " }
    .voice = { ", " }
# Behind words of somebody else, where a number or a link was struck out of them.
words-struck = (*** was a number or a link, taken out)
    .voice = A number or a link was taken out here.
# One option of a text menu, and how options follow one another.
option = { $key } { $label }
# One request of several, and one whose kind is not known.
list-item = { $ref } { $label }
list-item-bare = { $ref }
    .voice = a talk with our team
# How many people were asked.
people = { $count ->
        [0] nobody asked
        [one] 1 person asked
       *[other] { $count } people asked
    }
    .voice = { $count ->
        [0] nobody asked
        [one] one person asked
       *[other] { count-spoken } people asked
    }
# How often in a week.
times = { $count ->
        [1] once
        [2] twice
       *[other] { $count } times
    }
    .voice = { $count ->
        [1] once
        [2] twice
       *[other] { count-spoken } times
    }
digit = { $digit ->
        [0] zero
        [1] one
        [2] two
        [3] three
        [4] four
        [5] five
        [6] six
        [7] seven
        [8] eight
       *[9] nine
    }
# A number in words; from 100 on the voice reads the figures.
count-spoken = { $count ->
        [1] one
        [2] two
        [3] three
        [4] four
        [5] five
        [6] six
        [7] seven
        [8] eight
        [9] nine
        [10] ten
        [11] eleven
        [12] twelve
        [13] thirteen
        [14] fourteen
        [15] fifteen
        [16] sixteen
        [17] seventeen
        [18] eighteen
        [19] nineteen
       *[other] { $units ->
            [none] { $count }
            [0] { count-tens }
           *[other] { count-tens }-{ count-units }
        }
    }
count-tens = { $tens ->
        [2] twenty
        [3] thirty
        [4] forty
        [5] fifty
        [6] sixty
        [7] seventy
        [8] eighty
       *[9] ninety
    }
count-units = { $units ->
        [1] one
        [2] two
        [3] three
        [4] four
        [5] five
        [6] six
        [7] seven
        [8] eight
       *[9] nine
    }
# An hour on the clock aloud: eight in the morning, half past seven in the evening.
time-spoken = { $minute ->
        [0] { hour-spoken } { day-part }
        [15] quarter past { hour-spoken } { day-part }
        [30] half past { hour-spoken } { day-part }
        [one] one minute past { hour-spoken } { day-part }
       *[other] { count-spoken } minutes past { hour-spoken } { day-part }
    }
hour-spoken = { $hour ->
        [1] one
        [2] two
        [3] three
        [4] four
        [5] five
        [6] six
        [7] seven
        [8] eight
        [9] nine
        [10] ten
        [11] eleven
       *[12] twelve
    }
day-part = { $part ->
        [night] at night
        [morning] in the morning
        [noon] in the afternoon
        [afternoon] in the afternoon
       *[evening] in the evening
    }

## Arrival and menu

# Before anything else, once, to a number that has never been here and has just written or called.
welcome-first = { $community } here: people nearby help each other without seeing each other's numbers. STOP ends these texts. ERASE deletes your number here.
    .voice = Hello, this is { $community }. People here help each other without seeing each other's numbers.

# After that, to who writes Arabic in Latin letters and so reads Arabic here.
english-how = For English: ENGLISH

# Before the first ask, once, to a member whom a coordinator added.
welcome-imported = { $community } here: people nearby helping each other. Now and then we may ask for help. STOP ends these texts. ERASE deletes your number here.
    .voice = Hello, this is { $community }. People here help each other, and now and then we ask who is free.

# After the welcome, on MENU, and whenever nothing else fits.
# 7 (state of the request) is accepted in Arabic texts too; it is not printed there for want of room.
menu = I need: { $options }. 7 my request. 9 I can help others. 0 talk to us
    .voice = { $options } For news of your request, seven. To help others, nine.

# "Who is this?", "مين؟", "شو هاد؟": also the answer to a hostile probe, so it gives nothing away.
about = People nearby who help each other with food, rides and the like. No names needed. For the menu: MENU

# "Is this safe?", "who sees my number?", هل هذا آمن, مين بيشوف رقمي: the honest answer.
privacy = Members never see each other's numbers. Your phone company can see that you text us. ERASE deletes your number here. 0 talk to us
    .voice = Members never see each other's numbers. Your phone company can see that you call us.

# On COMMANDS, "?", أوامر (HELP belongs to the carrier).
commands = At any time: NEED, OFFER, STATUS, CHANGE, DROP, BACK, MENU, PAUSE, RESUME, LANG, PIN, ERASE, PRIVACY. To talk to us: 0

# After that: the words that keep people safe.
commands-safety = To be safe: REPORT and a number, PIN, SAFE WORD, SAFE HOURS, PRIVACY, ERASE

## Asking (need intake)

# NEED without a category; first question.
need-category = What is needed? { $options } 0 talk to us
    .voice = What is needed? { $options }

# Second question, where the list of areas fits.
need-area = Which area? { $areas }. The number is enough, no address please.
    .voice = Which area? { $area_options }

# Second question, where the list does not fit.
need-area-name = Which area? Its name or number is enough, no address please. 99 shows the names, 0 talk to us
    .voice = Which area? Type its number, then hash. To hear the areas and their numbers, press star.

# 99 at an area question; pages of areas, each page at most two segments.
area-list = { $areas } 99 more 0 talk to us
    .voice = { $area_options }

# The last page of areas, or the only one.
area-list-last = { $areas } 0 talk to us
    .voice = { $area_options }

# An area that we cannot place.
area-unknown = We could not find that area. One nearby is fine, by name or number. 99 shows the names, 0 talk to us
    .voice = We could not find that area. One nearby is fine.

# Third question.
# "1 4", "1 و4", "اليوم 4", "today for four" all count. A lone "1" means one person; the summary shows it.
need-when = When, and for how many people? 1 today 2 tomorrow 3 this week. Example: today, 4 people
    .voice = When? For today, press one. For tomorrow, two. For this week, three.

# Third question for money and for a talk, where a number of people means nothing. (Urgent is always now: it gets need-count instead.)
need-when-alone = When? 1 today 2 tomorrow 3 this week 0 talk to us
    .voice = When? For today, press one. For tomorrow, two. For this week, three.

# A day that is further off than two weeks, or over; the question follows.
need-day-far = That day is too far off for us to promise. We look for help up to two weeks ahead.
    .voice = That day is too far off. We look for help up to two weeks ahead.

# Third question for urgent. By voice also after need-when. By text also when the number in the answer to need-when was unreadable.
need-count = For how many people? One number is enough.
    .voice = For how many people? Type the number, then press hash.

# Fourth question.
need-words = Anything to add? Only the person who helps will see it. Please no names or address. 1 nothing to add
    .voice = You can leave a few words that only the person who helps will hear. To go on without, press one. To record, two.

# The summary, before anything is sent.
need-confirm = Is this right? { $summary }. 1 send 2 change 3 don't send
    .voice = Your request: { $summary_spoken }. To send it, press one. To change it, two. To drop it, three.

# 2 at the summary.
need-change = Change what? 1 the kind 2 the area 3 when and how many 4 the details 0 talk to us
    .voice = To change the kind, press one. The area, two. When and how many, three. The details, four.

# A changed request was confirmed and is asked about again.
need-changed = Changed: request { $ref } takes the place of { $editing }. We are looking again now, and we will text you, yes or no. To see how it goes: STATUS
    .voice = Your request is changed. We are looking again now.

# CHANGE of nothing but the words, which nobody has been told yet.
need-words-changed = The details of request { $ref } are changed, and nobody has seen the old ones. We go on looking. To see how it goes: STATUS
    .voice = The words of your request are changed, and nobody has heard the old ones. We go on looking.

# 3 at the summary of a change: the request stays as it was.
need-unchanged = Request { $ref } stays as it was, and we go on looking. To see how it goes: STATUS
    .voice = Your request stays as it was, and we go on looking.

# CHANGE for a request that has found someone.
change-matched = Request { $ref } has found someone already. Text here what is different now, and it reaches them.
    .voice = Someone can help with your request already. A text to this number about any change reaches them.

# 3 at the summary.
need-dropped = All right. Nothing was sent to anyone. We are here whenever it is needed. Menu: MENU
    .voice = All right. Nothing was sent to anyone.

# After need-opened, where one text asked for two kinds.
need-also = And { $also }: ask for that too? 1 yes 2 no 0 talk to us
    .voice = And { $also_spoken }: shall we ask for that too? For yes, press one. For no, two.

# 1 at the summary: the need is open.
need-opened = Request { $ref } is open. We are looking now, without your name or number, and we will text you, yes or no. To see how it goes: STATUS. To edit: CHANGE { $ref }
    .voice = Your request is open. We are looking now, without your name or number, and you will hear from us either way.

# Opened in quiet hours, not urgent.
need-opened-quiet = Request { $ref } is kept. It is late, so we begin looking at { $time }. If it cannot wait until then: 6
    .voice = Your request is kept. It is late, so we begin looking at { $time_spoken }. If it cannot wait, press six.

# Opened where today's money for asking is spent, not urgent.
need-kept = Request { $ref } is kept. Today's texts have reached their limit, so we begin looking at { $time }. If it cannot wait until then: 6
    .voice = Your request is kept. Nobody more can be asked today, so we begin looking at { $time_spoken }. If it cannot wait, press six.

# 6 at need-opened-quiet or status-waiting: the request is urgent now.
need-urgent-now = Request { $ref } is urgent now. We are looking at once, without your name or number, and we will text you, yes or no.
    .voice = Your request is urgent now. We are looking at once, and you will hear from us either way.

# A second need of the same kind while one is open.
need-already = Request { $ref } of this kind is still open. 1 that one is enough 2 open another 0 talk to us
    .voice = A request of this kind is still open. If that one is enough, press one. To open another, two.

# A new need from someone who has as many open ones as the community allows.
needs-full = Open already: { $list }. To ask for more, please close one first: DROP and its number. 0 talk to us
    .voice = Several requests are open already. To ask for more, please close one first. For a person, press zero.

# A new need where a day has seen as many of this phone as it may, or an hour of all newcomers.
needs-enough = Many requests came today, and each one takes people's time. Another can be opened tomorrow. If it cannot wait: 0 talk to us
    .voice = Many requests came today. Another one can be opened tomorrow. For a person, press zero.

## Offering (offer intake)

# OFFER, or 9 on the menu; first question.
offer-categories = Thank you. Help with what? { $offer_options }. One or more, like 1 and 2. 0 talk to us
    .voice = Thank you. Help with what? { $offer_options } Press all that fit, then hash.

# Second question, where the list fits.
offer-areas = In which areas? One or more: { $areas } 90 all of them
    .voice = In which areas? { $area_options } Press all that fit, then hash.

# Second question, where the list does not fit.
offer-areas-name = In which areas? Names or numbers, one or more. 90 all of them, 99 shows the names, 0 talk to us
    .voice = In which areas? Type the number of one, then hash. For all areas, type nine, zero, then hash. To hear the areas and their numbers, press star.

# Third question.
offer-hours = When may we ask you? 1 any time 2 daytime 3 evenings 4 weekends 0 talk to us
    .voice = When may we ask you? Any time, press one. In the daytime, two. In the evenings, three. At weekends, four.

# Fourth question.
offer-consent = May we text here when someone nearby asks? At most { $times } a week, and no is always a fine answer. 1 yes 2 no
    .voice = May we ask you when someone nearby needs this? At most { $times_spoken } a week, and no is always fine. For yes, press one. For no, two.

# The same for an offer that is for some days only.
offer-consent-days = Only { $when }: may we text here when someone nearby asks? It ends by itself, and no is always a fine answer. 1 yes 2 no
    .voice = Only { $when_spoken }: may we ask you when someone nearby needs this? For yes, press one. For no, two.

# Consent given.
offer-saved = Saved, thank you. Just being ready helps more than it seems. To rest: PAUSE. To change it: OFFER
    .voice = Saved, thank you. Just being ready helps more than it seems.

# Consent given to an offer for some days.
offer-saved-days = Saved for { $when }, thank you. It ends by itself. To rest: PAUSE. For longer: OFFER
    .voice = Saved for { $when_spoken }, thank you. It ends by itself.

# Instead of offer-saved, when a chosen category needs a higher level than the member has.
offer-saved-vouch = Saved, thank you. For some kinds of help, someone from our team will say hello first. To rest: PAUSE
    .voice = Saved, thank you. For some kinds of help, someone from our team will say hello first.

# Consent refused.
offer-not-saved = All right, nothing is kept and nobody will be asked. Thank you for thinking of it. Menu: MENU
    .voice = All right, nothing is kept. Thank you for thinking of it.

# OFFER from a member who has one.
offer-existing = Your offer: { $cats }. 1 keep it 2 change it 3 rest for now 4 take it back 0 talk to us
    .voice = You have an offer with us. To keep it, press one. To change it, two. To rest for now, three. To take it back, four.

# An offer for several days has ended by itself.
offer-over = The days of your offer are over, with our thanks. To offer again: OFFER
    .voice = The days of your offer are over, with our thanks.

# 4 above.
offer-withdrawn = Your offer is taken back, with our thanks. To offer again: OFFER
    .voice = Your offer is taken back, with our thanks.

## Understanding each other

# A one-shot request filled at least one question; the next question follows.
oneshot-understood = Understood: { $parts }.
    .voice = Understood: { $parts_spoken }.

# Two kinds in one text: the more pressing is asked for first, the other when that is done. The next question follows.
oneshot-first = First { $parts }; after that, { $also }.
    .voice = First { $parts_spoken }. After that, { $also_spoken }.

# Medicine is no kind of request: what we can do about it. "What is needed?" follows.
medicine = Medicine itself we do not have. The way to it, money for it or urgent help can be asked for.
    .voice = Medicine itself we do not have. The way to it, money for it or urgent help can be asked for.

# Words with a slip of the finger ("foof"): asked about, never acted on.
slip = Is this meant: { $parts }? 1 yes 2 no 0 talk to us
    .voice = Is this meant: { $parts_spoken }? For yes, press one. For no, two.

# A word of a kind that says neither that it is needed nor that it is offered. Text only.
which-way = About { $what }: 1 I need it 2 I can give it 3 neither 0 talk to us

# First unclear answer; the same question follows.
misunderstood-1 = Sorry, that was not clear to us. Once more:
    .voice = Sorry, that was not clear. Once more.

# Second in a row: the short hint, with a person offered. Nobody reads twice in a row that something was not clear.
misunderstood-2 = One of these is enough: { $keys }. Or 0 to talk to us
    .voice = Still not clear, sorry. Listen to the options again, or press zero for a person.

# The same where there are no keys to name; the same question follows.
misunderstood-again = 0 to talk to us. Or once more:
    .voice = Once more, or zero for a person.

# Third in a row: a person takes over.
misunderstood-3 = That is all right. We have asked a person to write here. You can already say what it is about.
    .voice = That is all right. Let us find a person for you. Please stay on the line.

# وقف, خلص, خلاص, khalas, remove: a word that may mean a rest or no more texts.
ambiguous-stop = Just to be sure: 1 a rest from requests 2 no more texts at all 3 keep as it is 0 talk to us

# The same words, from someone with an open request or match.
ambiguous-done = Just to be sure: 1 it is done 2 close the request 3 no more texts at all 4 keep as it is 0 talk to us

# "stop texting me", from someone with somebody at the other end: the words wait.
stop-or-send = Not sent yet. Who is it for? 1 no more texts from this line at all 2 send it to the other side 3 neither 0 talk to us

# 0 by text, at any step.
person-asked = We have asked a person to write here as soon as they can. You can already say what it is about.

# 0, or a third misunderstanding, while nobody of the team can be reached.
person-none = { $contacts ->
        [none] We are sorry, nobody from our team can be reached just now. Please write to us again in a while.
       *[other] We are sorry, nobody from our team can be reached just now. Please write to us again in a while. If it cannot wait: { $contacts }
    }
    .voice = { $contacts_spoken ->
            [none] We are sorry, nobody from our team can be reached just now. Please try again in a while.
           *[other] We are sorry, nobody from our team can be reached just now. Please try again in a while. If it cannot wait, this number answers: { $contacts_spoken }.
        }

# A coordinator has closed the talk with the team: to the member.
person-closed = This talk with our team is closed for now. Thank you for writing. To talk to us again: 0
    .voice = This talk with our team is closed for now. For a person again, press zero.

# BACK; the previous question follows.
back = One step back.
    .voice = One step back.

# BACK at the first question; it follows.
back-first = This is the first question already.
    .voice = This is the first question already.

# LANG without a language. The same text in both catalogs.
# Two lines, so that neither language turns the other round. Voice: each in its own voice, Arabic first.
lang-ask =
    1 العربية
    2 English
    .voice = For English, press two.

# Language changed; the open question follows.
lang-switched = English from now on.
    .voice = English from now on.

# First text or call after a pause, inside the time limit; the open question follows.
# By text it is a lead-in; by voice it asks.
resume = Good to hear from you again. We were here:
    .voice = Welcome back. To go on where you stopped, press one. To begin again, two.

# First text after the time limit.
continue-or-restart = Your last request was not finished. 1 go on with it 2 begin again 0 talk to us
    .voice = Your last request was not finished. To go on with it, press one. To begin again, two.

# To a blocked sender, to "thanks", to anything that needs no action: everyone gets the same.
neutral = Thank you, this has arrived. For the menu: MENU
    .voice = Thank you for calling. Goodbye.

# A picture, a sound or a sticker.
media-ignored = Only words arrive here, no pictures or sound. A word or a number is enough.

## Finding someone (dispatch)

# To a volunteer; nothing but what, where, when, how many.
ask = Request { $ref }: { $summary }. Could you? YES { $ref } or NO { $ref }. No is fine. To rest: PAUSE
    .voice = Hello, this is { $community }. There is a request: { $summary_spoken }. If you can, press one. If not, two. If not now, three.

# The same for an urgent need.
ask-urgent = Request { $ref }, urgent: { $details }. Could you? YES { $ref } or NO { $ref }. No is fine too.
    .voice = Hello, this is { $community }. There is an urgent request: { $details_spoken }. If you can, press one. If not, two. If not now, three.

# To the one who won. The asker's words, if any, follow as a relay text.
accepted-helper = Thank you! Request { $ref } is yours. Text here and it reaches them; numbers stay hidden. When done: DONE { $ref }. If you can't any more: CANT { $ref }
    .voice = Thank you! It is yours. We can connect you now, numbers hidden. To be connected, press one. To text instead, two.

# The same, where the team does not know them yet: the asker's words wait.
accepted-helper-new = Thank you! Request { $ref } is yours. Texts here reach them; their words come once our team knows you. When done: DONE { $ref }. If you can't: CANT { $ref }
    .voice = Thank you! It is yours. Their words, and calls with them, come once our team knows you. When it is done, or if it becomes impossible: please call this number and press seven. Goodbye.

# To the asker at that moment.
accepted-asker = Good news on request { $ref }: someone can help. Text here and it reaches them; numbers stay hidden.
    .voice = Good news: someone can help with your request. Numbers stay hidden.

# The same, where the team does not know the one who helps.
accepted-asker-new = Good news on request { $ref }: someone new can help. What you write here waits until our team knows them. Numbers stay hidden. 0 talk to us
    .voice = Good news: someone new can help with your request. Your words wait until our team knows them. Numbers stay hidden.

# To everybody else who was asked and has not answered.
covered = Request { $ref } has found someone, so no answer is needed any more. Thank you for being there.

# To everybody who was asked, or says yes later, where only the team helps with it from now on.
with-team = Request { $ref } is with our team now, so no answer is needed any more. Thank you for being there.
    .voice = That request is with our team now. Thank you for being there. Goodbye.

# A yes after someone else's.
late-yes = Thank you for the yes! Someone was a moment earlier for request { $ref }. We hope to ask you another time.
    .voice = Thank you for the yes! Someone was a moment earlier. We hope to ask you another time. Goodbye.

# A yes to a request that takes somebody whom the team knows by now: it has become urgent.
late-yes-known = Thank you for the yes! Request { $ref } is now for people whom our team knows. We hope to ask you another time.
    .voice = Thank you for the yes! This request is now for people whom our team knows. We hope to ask you another time. Goodbye.

# A reference that does not exist, is not theirs, is closed, or a YES from someone never asked: always this one.
ref-unknown = Thank you. Nothing is open here under that number just now. For the menu: MENU
    .voice = Thank you. Nothing is open under that number just now.

# A bare YES, NO, DONE, CANT or DROP that could mean several; the number alone answers.
which-one = Which one? { $list }. Its number is enough.
    .voice = Which one? { $list_options }

# A maybe: ممكن, ان شاء الله, طيب, ماشي, "I think so". Nobody is bound by a word that may mean no.
soft-yes = Thank you! Is that a yes? YES { $ref } or NO { $ref }
    .voice = Is that a yes? For yes, press one. For no, two.

# A yes with more to it: "yes but only after 6". Their words go to the asker with it, before anything else.
soft-yes-words = Shall we say yes to request { $ref } for you, with these words of yours? 1 yes 2 no
    .voice = Shall we say yes for you, with your words? For yes, press one. For no, two.

# A question about an ask; the ask itself follows.
ask-about = This is all that we may say; the rest after a yes:

# Anything else while an ask waits; the ask itself follows.
ask-again = This one still waits for an answer:

# NO.
declined-ack = That is fine, and thank you for answering. To rest from requests: PAUSE
    .voice = That is fine, thank you for answering. Goodbye.

# PAUSE.
paused = Rest well. No requests will reach you meanwhile. When you want them again: RESUME
    .voice = Rest well. No requests will reach you meanwhile.

# RESUME.
resumed = Welcome back, and thank you. Requests can reach you again. To rest: PAUSE
    .voice = Welcome back, and thank you.

# PAUSE or RESUME without an offer.
no-offer = There is no offer from you here yet. To help others: OFFER. For the menu: MENU

# To the asker after the first wave.
still-looking-1 = Request { $ref }: we are still looking and have just asked more people.

# After the second wave.
still-looking-2 = Request { $ref }: no yes so far. We are asking further around now. It is not forgotten.

# After the third wave and later ones.
still-looking-more = Request { $ref }: we keep looking, one more round has begun. To close it: DROP { $ref }. 0 talk to us

# To the asker: nobody may be asked at this hour, so asking begins later.
waiting-hours = Request { $ref }: at this hour nobody may be asked. We begin asking at { $time }, and we will text you, yes or no.
    .voice = At this hour nobody may be asked. We begin asking for you at { $time_spoken }.

# To the asker: today's money for asking is spent, and the request waits for it.
waiting-money = Request { $ref }: today's texts have reached their limit. We go on asking at { $time }, and a yes can still come. If it cannot wait: STATUS
    .voice = Nobody more can be asked for your request today. We go on asking at { $time_spoken }, and a yes can still come.

# To the asker of an urgent request: today's money is spent, also what was kept for urgent ones.
unasked-urgent = { $contacts ->
        [none] Request { $ref } is kept, but nobody more can be asked before { $time }. Our team has been told.
       *[other] Request { $ref } is kept, but nobody more can be asked before { $time }. Our team has been told. If it cannot wait: { $contacts }
    }
    .voice = { $contacts_spoken ->
            [none] Your request is kept, but nobody more can be asked before { $time_spoken }. Our team has been told.
           *[other] Your request is kept, but nobody more can be asked before { $time_spoken }. Our team has been told. If it cannot wait, this number answers: { $contacts_spoken }.
        }

# The same where no coordinator can be reached.
unasked-urgent-alone = { $contacts ->
        [none] Request { $ref } is kept, but nobody more can be asked before { $time }, and our team cannot be reached just now.
       *[other] Request { $ref } is kept, but nobody can be asked before { $time }, and our team cannot be reached just now. If it cannot wait: { $contacts }
    }
    .voice = { $contacts_spoken ->
            [none] Your request is kept, but nobody more can be asked before { $time_spoken }, and our team cannot be reached just now.
           *[other] Your request is kept, but nobody more can be asked before { $time_spoken }, and our team cannot be reached just now. If it cannot wait, this number answers: { $contacts_spoken }.
        }

# To the asker, after quiet hours: asking has begun.
started-asking = Request { $ref }: we have begun asking, without your name or number. We will text you, yes or no.
    .voice = We have begun asking for your request. You will hear from us either way.

# After the last wave, to the asker.
nobody-asker = Request { $ref }: nobody found so far. Our team looks after it now, and a yes can still come. 0 talk to us
    .voice = We found nobody for your request so far. Our team looks after it now, and a yes can still come.

# The same for an urgent need.
nobody-asker-urgent = { $contacts ->
        [none] Request { $ref }: nobody found so far. Our team is on it now, and a yes can still come.
       *[other] Request { $ref }: nobody found so far. Our team is on it now. If it cannot wait: { $contacts }
    }
    .voice = { $contacts_spoken ->
            [none] We found nobody so far. Our team is on it now, and a yes can still come.
           *[other] We found nobody so far. Our team is on it now. If it cannot wait, this number answers: { $contacts_spoken }.
        }

# After the last wave, while no coordinator can be reached.
nobody-asker-alone = Request { $ref }: nobody found so far, and our team cannot be reached just now. It stays open, and a yes can still come.
    .voice = We found nobody for your request so far, and our team cannot be reached just now. It stays open, and a yes can still come.

# The same for an urgent need.
nobody-asker-alone-urgent = { $contacts ->
        [none] Request { $ref }: nobody found so far, and our team cannot be reached just now. It stays open, and a yes can still come.
       *[other] Request { $ref }: nobody found so far, and our team cannot be reached just now. It stays open. If it cannot wait: { $contacts }
    }
    .voice = { $contacts_spoken ->
            [none] We found nobody so far, and our team cannot be reached just now. Your request stays open.
           *[other] We found nobody so far, and our team cannot be reached just now. Your request stays open. If it cannot wait, this number answers: { $contacts_spoken }.
        }

# The helper let go.
reopened-asker = Request { $ref }: something came up for the person who said yes. We are looking for someone else already.
    .voice = Something came up for the person who said yes. We are looking for someone else already.

# The same where nobody can be asked just now; when that is follows.
reopened-unasked = Request { $ref }: something came up for the person who said yes, so it is open again.
    .voice = Something came up for the person who said yes, so your request is open again.

## While two people help each other (relay, done, can't, withdraw)

# The asker's text, to the helper. Also the optional words, right after acceptance.
relay-to-helper = { $ref }: { $words }
    .voice = With this request came these words: { $words }.

# Instead of the asker's text, right after acceptance, where the words were spoken.
words-recorded = Request { $ref }: spoken words for you are kept here. To hear them, call this same number.
    .voice = There are spoken words for you with this request.

# The helper's text, to the asker.
# One prefix both ways on purpose: it reveals no role on a locked screen. The reference tells several matches apart.
relay-to-asker = { $ref }: { $words }
    .voice = From the person who helps, these words: { $words }.

# A coordinator's words to a member.
relay-from-team = { $ref }, our team: { $words }
    .voice = From our team, these words: { $words }.

# Words that could go to several people; we hold them until the number comes.
relay-which = Which request are these words for? { $list }. Its number is enough, we pass them on.

# Words that we held can no longer be passed on.
relay-held-gone = The words you sent before could not be passed on: that request is closed now. For the menu: MENU

# A number or link was struck out.
relay-scrubbed = Passed on. A phone number or link was taken out, to keep everyone safe. To speak: CALL { $ref }

# Words to an asker who wants no texts about this request.
relay-kept = Request { $ref }: kept. They get no texts about it, and hear your words when they call us.

# Words to a helper whom the team does not know yet.
relay-unvouched = Your words for { $ref } are kept. They arrive once our team knows the one who helps. 0 talk to us

# The same, where a number or link was struck out.
relay-unvouched-scrubbed = Your words for { $ref } are kept, without the number or link. They arrive once our team knows the one who helps. 0 talk to us

# Words for a match that has ended.
relay-closed = Request { $ref } is closed, so this was not passed on. For the menu: MENU

# The other phone cannot be reached.
relay-failed = Request { $ref }: your last text has not arrived yet. Please try later. 0 talk to us
    .voice = Your last words have not arrived yet. Please try again later.

# A helper told the other side that it is done.
relay-done = If it is done, please text DONE { $ref } too. That closes the request.

# A helper told the other side that it has become impossible.
relay-cant = If it has become impossible, please text CANT { $ref } too. Then we ask others.

# An asker told the other side that nothing is needed any more.
relay-drop = If it is not needed any more, please text DROP { $ref } too. That closes the request.

# Words of fear or harm about the other side, or for our team: nobody has read them.
held-words = Not sent to anyone yet. Who is it for? 1 the other person 2 our team, and they hear nothing of it 3 nobody, delete it

# 3 there.
held-words-struck = Deleted. Nobody has read it. To talk to us: 0

# 2 there.
held-words-team = Our team has it, and the other person hears nothing of it. To be kept apart from them for good: REPORT { $ref }

# The same, with several requests.
held-words-team-several = Our team has it, and the other person hears nothing of it. To be kept apart from them for good: REPORT and the number

# Words that could answer our question, or be for whoever has written since.
whose-words = Who is that for? 1 it answers our question 2 send it to the other person

# What was written answers a private question of ours in no way that we can read. The question follows.
not-passed-on = Not passed on. For the other person: { $ref } and the words. Once more:

# Once, before the first call to a member.
call-safe = Are calls to this phone all right, also with others around? 1 yes 2 no, texts only

# CALL, from a member who has said no to that before.
call-safe-again = Calls to this phone are off, as you wished. Switch them on? 1 yes 2 no, texts only

# NO CALLS.
calls-off = No calls to this phone from now on, texts only. To change that: CALL

# CALL, while the other side is asked whether a call is safe for them.
call-asked = We are asking whether a call suits them. Texts still reach them.

# CALL, when both sides have said that it is safe.
call-coming = Your phone will ring in a moment, from this same number.

# CALL, when it is not safe or nobody answers. One wording for both.
call-not-now = A call is not possible just now. Texts still reach them.
    .voice = A call is not possible just now. Texts still reach them. Goodbye.

# CALL, from the asker, while the team does not know the one who helps.
call-unvouched-asker = Request { $ref }: no call yet. Calls can begin once our team knows the one who helps. 0 talk to us
    .voice = No call yet. Calls can begin once our team knows the one who helps. Goodbye.

# The same, from the one who helps.
call-unvouched-helper = Request { $ref }: no call yet. Calls can begin once our team knows you. Texts here reach them.
    .voice = No call yet. Calls can begin once our team knows you. Goodbye.

# DONE, to the helper.
done-helper = Thank you, from the heart. Request { $ref } is complete. It made a difference.
    .voice = Thank you, from the heart. It made a difference.

# CANT, to the helper.
cant-helper = All right, and thank you for saying so. We are looking for someone else for request { $ref } now.
    .voice = All right, and thank you for saying so. We are looking for someone else now.

# The same where nobody can be asked just now.
cant-helper-later = All right, and thank you for saying so. Request { $ref } is open again.
    .voice = All right, and thank you for saying so. The request is open again.

# DROP, to the asker.
withdrawn-asker = Request { $ref } is closed and nobody else will be asked. We are here whenever it is needed.
    .voice = Your request is closed and nobody else will be asked.

# REPORT, to whoever reports. Where others are asked now, that follows.
report-done = Thank you for telling us. Nothing passes between you two any more, and we will not bring you together again.

# After that, where there is a team.
report-team = Our team has been told, without your number. What you write here now reaches them.

# The asker withdrew: to the helper, and to those asked and still silent.
withdrawn-helper = Request { $ref } is not needed any more, so there is nothing left to do. Thank you for being ready.
    .voice = That request is not needed any more. Thank you for being ready.

# The need ran past its time.
expired-asker = Request { $ref } is past its time and closed. We are sorry it found nobody. To ask again: NEED. 0 talk to us
    .voice = Your request is past its time and closed. We are sorry that it found nobody. To ask again, please call this number.

# DONE or CANT with no open match.
done-needs-one = You have nothing open now. For the menu: MENU

## Afterwards (follow-up and thanks)

# To the asker, follow_up_after the match or after DONE.
follow-up = Request { $ref }: did help come? 1 yes 2 some of it 3 no
    .voice = About your last request: did help come? For yes, press one. Partly, two. No, three.

# An answer that does not tell which.
follow-up-unsure = Request { $ref }: which is it? 1 help came 2 some of it came 3 none came 0 talk to us
    .voice = Sorry, that was not clear. Did it happen?

# 1: glad, and the thanks invitation.
follow-up-yes = That is good to hear. A word of thanks to pass on? Write it here, without names. 1 no need
    .voice = That is good to hear. To leave it at that, press one. To record a word of thanks, two.

# 2: partly.
follow-up-partly = Thank you for telling us. Shall we look for the rest? 1 yes 2 no, it is enough 0 talk to us
    .voice = Thank you for telling us. To look for the rest, press one. If it is enough, two.

# 3: it did not happen.
follow-up-no = We are sorry. What would be best now? 1 ask others 2 talk to us 3 leave it
    .voice = We are sorry. To ask others, press one. To talk with a person, two. To leave it, three.

# 1 after partly or no.
follow-up-reopened = Request { $ref } is open again. We are looking for someone else now.
    .voice = Your request is open again. We are looking for someone else now.

# It is enough, or left.
follow-up-closed = All right, request { $ref } is closed. Thank you, and take good care.
    .voice = All right, it is closed. Thank you, and take good care.

# Words of thanks received from the asker.
thanks-kept = Your thanks are on their way. Take good care.
    .voice = Your thanks are on their way. Take good care.

# Thanks for a helper whom the team does not know.
thanks-waiting = Your thanks are kept. They arrive once our team knows the one who helped. Take good care.
    .voice = Your thanks are kept. They arrive once our team knows the one who helped. Take good care.

# 1 at the invitation.
thanks-none = All right. Take good care.
    .voice = All right. Take good care.

# To the helper, once; words scrubbed.
thanks-delivered = Thanks have come for request { $ref }: { $words }
    .voice = Thanks have come for your last help: { $words }.

# To the helper, once, where the words of thanks were spoken.
thanks-recorded = Spoken thanks have come for request { $ref }. To hear them, call this same number.
    .voice = Thanks have come for your last help, in spoken words.

## State of things (STATUS, 7)

# Nothing open, no offer.
status-none = Nothing is open just now. To ask for something: NEED. To help others: OFFER
    .voice = Nothing is open just now.

# An intake is half-way; its question follows.
status-unfinished = One request is not finished. We were here:
    .voice = One request is not finished.

# Quiet hours.
status-waiting = Request { $ref }: we begin looking at { $time }. If it cannot wait until then: 6
    .voice = Your request is kept. We begin looking at { $time_spoken }. If it cannot wait, press six. To close it, eight.

# "I do not need it any more".
drop-check = Shall we close request { $ref }? 1 yes 2 no, keep it

# need: seeking.
status-seeking = Request { $ref }: we are still looking, { $people } so far. To change it: CHANGE { $ref }. To close it: DROP { $ref }
    .voice = We are still looking, { $people_spoken } so far. To close the request, press eight.

# need: escalated.
status-escalated = Request { $ref }: our team looks after it, and a yes can still come. To change it: CHANGE { $ref }. To close it: DROP { $ref }
    .voice = Our team looks after your request, and a yes can still come. To close it, press eight.

# need: matched, to the asker.
status-matched-asker = Request { $ref }: someone can help. Text here and it reaches them. To speak: CALL { $ref }. To close it: DROP { $ref }
    .voice = Someone can help with your request. To be connected, press one. To close the request, eight.

# The same, where the team does not know the one who helps.
status-matched-new = Request { $ref }: someone new can help. What you write waits until our team knows them. To close it: DROP { $ref }. 0 talk to us
    .voice = Someone new can help with your request. Your words wait until our team knows them. To close the request, eight.

# match: open, to the helper.
status-matched-helper = Request { $ref } is yours. When done: DONE { $ref }. If you can't any more: CANT { $ref }
    .voice = One request is yours. If it is done, press one. If it became impossible, two. To talk with them, four.

# need: done, withdrawn or expired. One wording for all three.
status-closed = Request { $ref } is closed. For something new: NEED. For the menu: MENU
    .voice = Your last request is closed.

# An ask to this member waits for an answer.
status-asked = Request { $ref } waits for your answer: YES { $ref } or NO { $ref }
    .voice = One request waits for your answer.

# offer: active.
status-offer-active = Your offer is on: { $cats }. To rest: PAUSE. To change it: OFFER
    .voice = Your offer is on.

# offer: active, for some days; the last of them.
status-offer-until = Your offer is on, the last day is { $when }: { $cats }. To rest: PAUSE. To change it: OFFER
    .voice = Your offer is on. The last day is { $when_spoken }.

# offer: paused.
status-offer-paused = Your offer is resting. When you want requests again: RESUME
    .voice = Your offer is resting.

# More than three things.
status-several = Open now: { $list }. For more on one: its number.
    .voice = Several requests are open. { $list_options }

## Leaving, forgetting, coming back

# After an Arabic stop word only; the carrier answers the English ones. The last text they get.
optout-ack = Done. No more texts will come. To come back at any time: RESUME. To delete your number: ERASE

# Back after opting out.
optin-ack = Welcome back. Texts are on again. For the menu: MENU
    .voice = Welcome back.

# ERASE.
erase-confirm = Forget everything we hold about this number? This cannot be undone. 1 yes, forget 2 no, keep
    .voice = To have everything about this number forgotten for good, press one. To keep it, two.

# 1 to that.
erased = All forgotten. The texts on this phone itself remain; delete them there too. Take good care.
    .voice = All forgotten. Take good care. Goodbye.

# 2 to that.
erase-kept = Nothing was erased. For the menu: MENU
    .voice = Nothing was erased.

## A secret number for calls (PIN)

# PIN, where none is set; after 1 at pin-manage.
pin-ask = A secret number for calls: please text 4 to 8 digits that nobody else knows. To leave it: MENU

# An answer that is no number of that length.
pin-digits = The secret number is 4 to 8 digits and nothing else. Once more, please. To leave it: MENU

# Digits that anybody would try first; pin-ask follows.
pin-weak = That number is easy to guess. Another one is safer.

# It is set.
pin-set = Set. Calls ask for it before anything private. Please delete the text that holds it. To change or remove it: PIN

# PIN, where one is set.
pin-manage = A secret number is set. 1 change it 2 remove it 3 keep it 4 in texts too

# Before anything about it changes.
pin-old = First the secret number as it is now, please. Forgotten? A person can help: 0

# 4 there.
pin-in-texts = Shall texts ask for it too, before news of requests and words of others? 1 yes 2 only calls

# 1 there.
pin-texts-set = Set: texts ask for it once, then not for 15 minutes. To change that: PIN

# Something private was asked for, and texts ask for the PIN.
pin-needed = Please text your secret number first.

# The right one; how things stand follows, and the words that waited.
pin-open = Thank you. For 15 minutes it is not asked for again.

# A wrong one, a locked one, too many tries: the same.
pin-wrong = That did not work. To talk to us: 0

# Words of others wait behind the PIN.
pin-words-wait = A message waits. To read it, text your secret number.

# 2 there.
pin-removed = Removed. Calls will not ask for a secret number any more. To set one again: PIN
    .voice = The secret number was taken away. Calls will not ask for it any more.

# 3 there.
pin-kept = All right, the secret number stays as it is.

## A word of one's own, which hides everything

# SAFE WORD, where none is set; after 1 at safe-word-manage.
safe-word-ask = A word of your own: texted alone, it closes and hides everything here. Please text one that nobody writes by chance. To leave it: MENU

# A word that is too short or usual, or means something; safe-word-ask follows.
safe-word-poor = That one is too short or too usual, or it means something here. Another one is safer.

# A good one.
safe-word-again = Please text the same word again.

# Two that differ; safe-word-ask follows.
safe-word-different = The two were not the same, so nothing is set.

# It is set.
safe-word-set = Set. Texted alone it closes everything, and the answer looks like a wrong number. Please delete these texts. To change or remove it: SAFE WORD

# SAFE WORD, where one is set.
safe-word-manage = A word of your own is set. 1 change it 2 remove it 3 keep it

# 2 there.
safe-word-removed = Removed. To set one again: SAFE WORD

# 3 there.
safe-word-kept = All right, your word stays as it is.

# The answer to the word itself: nothing in it tells that anything has happened.
safe-word-reply = Sorry, there is nothing here for this number.

## Hours in which texts may reach a phone

# SAFE HOURS, where none are set; after 1 at safe-hours-manage.
safe-hours-ask = Between which hours may texts reach this phone? Like 9-21. Outside of them you get only answers to what you send. To leave it: MENU

# An answer that is no two hours.
safe-hours-hint = From when to when? Like 9-21 or 18:30-23. To leave it: MENU

# They are set.
safe-hours-set = Set: texts reach this phone only from { $from } to { $until }. What comes meanwhile waits. To change or remove it: SAFE HOURS

# SAFE HOURS, where they are set.
safe-hours-manage = Texts reach this phone only from { $from } to { $until }. 1 change it 2 at any hour again 3 keep it

# 2 there.
safe-hours-removed = Texts can reach this phone at any hour again. To set hours: SAFE HOURS

# 3 there.
safe-hours-kept = All right, the hours stay as they are.

# Words for somebody whose hours have not begun.
relay-later = Your words for { $ref } are kept. They arrive later, at an hour that suits the other phone.

## Shifts on the roster

# What they are for.
role-listener = listening
    .voice = listening
role-coordinator = coordinating
    .voice = coordinating
weekday-0 = Mon
    .voice = Monday
weekday-1 = Tue
    .voice = Tuesday
weekday-2 = Wed
    .voice = Wednesday
weekday-3 = Thu
    .voice = Thursday
weekday-4 = Fri
    .voice = Friday
weekday-5 = Sat
    .voice = Saturday
weekday-6 = Sun
    .voice = Sunday
# When one is.
shift-time = { $weekday } { $date } { $from }-{ $until }
shift-begins = { $weekday } { $date } { $from }
# Aloud: the day of the month, and when it begins and ends.
shift-spoken = { $weekday }, day { $day_spoken } of the month, from { $begins } to { $ends }

# SHIFTS, SWAP.
shifts-mine = Your shifts: { $shifts }. To hand one over, its number.

# There is none.
shifts-none = No shift of yours is planned just now. To talk to the team that plans them: 0

# A number there: others are asked.
shift-offered = We are asking others to take { $shift }. It stays yours until someone says yes, and you will hear from us.

# The same once more.
shift-offered-before = Others have been asked about that shift. It stays yours until someone says yes. 0 talk to us

# There is nobody to ask; the team hears of it.
shift-offered-nobody = There is nobody to ask for { $shift } just now, so our team is told. It stays yours until you hear from us.

# To those who could take it.
shift-could = Our line, { $role }: could you take the shift { $shift }? 1 yes 2 no. No is fine.

# 1 there, the first one.
shift-yours = Thank you! The shift { $shift } is yours now. To see your shifts or hand one over: SHIFTS

# 1 there, from one who is on duty at that time.
shift-clash = Thank you! You have a shift at that time already, so somebody else is asked.

# 1 there, too late.
shift-gone = Thank you for the yes! Someone was a moment earlier, and the shift is taken.

# To its holder before.
shift-taken = The shift { $shift } has been taken over: you are free then. Thank you for telling us.
    .voice = Somebody has taken over your shift: { $shift_spoken }. You are free then. Thank you for telling us.

# To the others who were asked.
shift-covered = The shift { $shift } is taken, so no answer is needed any more. Thank you for being there.
    .voice = The shift that we asked you about is taken: { $shift_spoken }. No answer is needed any more. Thank you for being there.

# Nobody has said yes: to its holder.
shift-untaken = Nobody has taken { $shift } so far. It is still yours, and our team knows. 0 talk to us
    .voice = Nobody has taken your shift so far: { $shift_spoken }. It is still yours, and our team knows.

# The team has planned one, or one each week; or has taken one off.
shift-planned = You are on the roster: { $shift }, { $role }. To see your shifts or hand one over: SHIFTS
    .voice = You are on the roster for { $role_spoken }: { $shift_spoken }.
shift-planned-weekly = You are on the roster each week from { $shift }, { $role }. To see your shifts or hand one over: SHIFTS
    .voice = You are on the roster for { $role_spoken } each week, the first time on { $shift_spoken }.
shift-removed = The shift { $shift } is off the roster: you are free then. Thank you.
    .voice = This shift is off the roster: { $shift_spoken }. You are free then. Thank you.

## To coordinators

# Nobody has taken a shift that its holder cannot keep.
coordinator-shift-untaken = The shift { $shift }, { $role }: its holder cannot, and nobody has taken it so far. It is on the roster in the console.

# Every wave is spent.
coordinator-escalated = Request { $ref } needs our team: { $summary } ({ $people }). To take it: YES { $ref }. To answer: { $ref } and your words

# The same at once, of somebody who was reported: no member is asked.
coordinator-escalated-alone = Request { $ref } is for our team alone: its asker was reported. { $summary }. To take it: YES { $ref }. To answer: { $ref } and words

# Someone pressed 0 or was misunderstood three times.
coordinator-person = Someone asks for a person, number { $ref }. To answer: { $ref } and your words. When finished: DONE { $ref }

# Words of fear or harm about the other side of a request, or for the team alone; the words follow.
coordinator-words-about = Number { $thread }: words about the other side of request { $refs }, who must not learn of them. To answer: { $thread } and your words

# Such words wait, and their writer has not said who may read them.
coordinator-words-wait = Number { $thread }: words of fear, or for our team, about the other side of request { $refs } wait unsent: nobody said who may read them. To write to whoever wrote: { $thread } and your words

# Crisis words arrived.
coordinator-crisis = { $contacts ->
        [none] Number { $ref }: please look at this one first, now. To answer: { $ref } and your words
       *[other] Number { $ref }: please look at this one first, now. They have the emergency contacts. To answer: { $ref } and your words
    }

# The same, of somebody who is blocked; their words follow.
coordinator-crisis-blocked = Number { $ref }: words of crisis from somebody who is blocked. Please look. To write to them, two of our team lift the block first, in the console.

# Crisis words of several people, who wrote soon after others.
coordinator-crisis-several = Numbers { $refs }: please look at these first, now. To answer one: its number and your words

# More crisis words of people of whom the team was told already.
coordinator-crisis-more = In 30 minutes { $alarms }, from { $persons }: { $refs }. To answer: a number and your words

# How many texts that is.
alarms = { $count ->
        [one] 1 more text that cannot wait
       *[other] { $count } more texts that cannot wait
    }

# And from how many people.
persons = { $count ->
        [one] 1 person
       *[other] { $count } people
    }

# A recording waits.
coordinator-voice = A voice message waits, number { $ref }. To hear it, call this same number.
    .voice = A voice message waits for our team.

# The same, for whoever has no secret number yet: without it messages of others are not played.
coordinator-voice-pin = A voice message waits, number { $ref }. To hear it, first text PIN and choose a secret number, then call this number.
    .voice = A voice message waits for our team. To hear it, please text the word PIN to this number first.

# The asker answered 3 and wants a person, or this helper's needs fail again.
coordinator-not-done = Request { $ref }: the asker says it did not happen and wants a person. To answer: { $ref } and your words

# Texts to an asker or helper fail for good.
coordinator-undeliverable = Request { $ref }: our texts do not arrive at one of the two. Please look. To answer: { $ref } and your words

# Somebody of level 0 has said yes to a request.
coordinator-newcomer = Request { $ref }: somebody whom none of us knows yet said yes. What the asker writes waits until our team vouches for them, in the console.

# The day has cost most of what it may.
coordinator-spend-80 = The line has spent 80 percent of today's money. When it is all spent, asks and news wait until midnight; replies and urgent requests go on.

# The day has cost what it may.
coordinator-spend-100 = The line has spent today's money. Asks and news wait until midnight, or until the limit is raised; replies and urgent requests go on.

# And what is kept for urgent requests as well.
coordinator-spend-urgent = The line has spent today's money, also for urgent requests: nobody is asked until midnight, or until the limit is raised. Each urgent one comes to our team.

# New numbers alone have used up what there is for them.
coordinator-spend-new = New numbers have used up their share of today's money, and are told so. Members, asks and urgent requests go on.

# An urgent request for which nobody can be asked any more today.
coordinator-unasked = Urgent, request { $ref }: nobody more can be asked today. { $summary }. To take it: YES { $ref }. To answer: { $ref } and your words

# An account of the console has looked at as many members as it may in a day.
coordinator-looked-much = One of the team has looked at very many people today and cannot go on looking. Please talk to each other, and look through the record.

# Somebody of the team took it.
coordinator-taken = Request { $ref } is with one of our team now. Nothing more to do, thank you.

# A coordinator has answered: the words go to the member.
coordinator-reply-sent = Thank you. Your words for number { $ref } are on their way.

# DONE from a coordinator closed a talk with the team.
coordinator-closed = Number { $ref } is closed. Thank you for being there.

# Somebody was reported, by the one who asked; the number of the talk leads to who reported.
coordinator-report-asker = Request { $ref }: the asker reports the helper, whose offer rests until you decide. To write to who reported: { $thread } and your words. To block: BLOCK { $ref }

# The same, by the one who helps. Requests of whoever was reported are the team's alone from now on.
coordinator-report-helper = Request { $ref }: the helper reports the asker. Nobody else is asked: it is yours. To write to who reported: { $thread } and your words. To block: BLOCK { $ref }

# The same of either side, by a number that has reported several people within the week: nobody is held for it.
coordinator-report-again = Request { $ref }: one side reports the other; this number reports often. To write to who reported: { $thread } and your words. To block: BLOCK { $ref }

# A coordinator acts for the team by text: what they wrote waits for their PIN.
team-pin-ask = This is done for our team: please text your secret number first. What you wrote waits. Forgotten? 0

# The same, of whoever has none yet: first it must be sure that they read this.
team-pin-code = Acting for our team takes a secret number of your own. First, so that we know this phone: please text { $code }. What you wrote waits.

# The code came back.
team-pin-new = Thank you. Now the secret number itself: please text 4 to 8 digits that nobody else knows.

# It is set; what was written is done now.
team-pin-set = Set. It is asked for once, then not for 15 minutes. Please delete the text that holds it.

# The PIN has come: everything that waited for it.
coordinator-held = Waiting: ({ $held }) 1 do it 2 drop all of it

# 2 there.
team-pin-dropped = Dropped, nothing was done. For 15 minutes no secret number is asked for.

# BLOCK without a number.
coordinator-block-how = To block somebody: BLOCK and the number of the request or of the talk.

# BLOCK 47.
coordinator-block-side = Request { $ref }: block whom? 1 the one who asked 2 the one who helps 3 nobody

# A side was chosen, or there is only one.
coordinator-block-sure = Block them? Whatever they have open ends, and each text of theirs gets one neutral answer. If so, please text { $code }. 2 no

# The code came back.
coordinator-blocked = Blocked. They are not told. To take it back within the hour: UNBLOCK { $ref }. Later two of our team can, in the console.

# UNBLOCK 47, of one's own block within the hour.
coordinator-unblocked = The block is lifted. Their offer rests until they say otherwise.

# UNBLOCK 47, of somebody else's block, or later.
coordinator-unblock-two = To lift this block takes two of our team, in the console.

# A fourth block within the hour.
coordinator-block-enough = Nobody was blocked: three within the hour are enough, and the rest of our team has been told. Somebody else can, or you in an hour.

# The same, to the others.
coordinator-blocks-many = One of our team has blocked three people within the hour. Please look who, in the console: Record.

# One of the team was meant.
coordinator-block-team = Nobody of our team can be blocked by text. Please talk it over, or ask whoever runs this line.

# Their own text is being answered at this very moment; the question follows.
coordinator-block-busy = Not yet: something of theirs is just being answered. Please once more in a moment: BLOCK { $ref }

# 3 at the side, 2 at the question.
coordinator-not-blocked = All right, nobody is blocked.

## Crisis, too much, and faults

# Crisis words, at once, before anything else; the flow then waits where it was.
crisis = { $contacts ->
        [none] Thank you for telling us. You matter. We told only our own team, not police, not family. Writing here reaches us too.
       *[other] Thank you for telling us. You matter. We told only our own team, not police, not family. To talk right away: { $contacts }. Write here too.
    }
    .voice = { $contacts_spoken ->
            [none] Thank you for telling us. You matter. To talk with one of us, press zero.
           *[other] Thank you for telling us. You matter. To talk with one of us, press zero. This number answers right away: { $contacts_spoken }.
        }

# The same where nobody of the team would read it now, and to a blocked sender.
crisis-alone = { $contacts ->
        [none] Thank you for telling us. You matter. We are sorry, our team cannot be reached just now.
       *[other] Thank you for telling us. You matter. Our team cannot be reached just now. To talk right away: { $contacts }
    }

# Over the limit for one number; once, then silence until it passes.
too-many = { $contacts ->
        [none] Many texts came at once. Please wait a few minutes, then write again.
       *[other] Many texts came at once. Please wait a few minutes, then write again. If it cannot wait: { $contacts }
    }
    .voice = There were many calls from this phone. Please call again a little later. Goodbye.

# To a new number, once: the share of today's money that answers such is spent.
too-many-today = { $contacts ->
        [none] Very many new numbers wrote today. From { $time } on this one gets answers again.
       *[other] Very many new numbers wrote today. From { $time } on this one gets answers again. If it cannot wait: { $contacts }
    }

# Something failed on our side, and the language is known.
error = Sorry, something went wrong on our side. Please send that again in a few minutes.
    .voice = Sorry, something went wrong on our side. Please call again in a few minutes. Goodbye.

# Static answer at the fallback URL, when even the database is away: both languages in one.
error-fallback =
    خلل لدينا. نرجو الإعادة بعد دقائق.
    Sorry, please send again soon.
    .voice = Sorry, please call again in a few minutes. Goodbye.

# A caller pressed one to be sent the reference.
reference-text = As you wished: your number is { $ref }. News arrives here. At any time: STATUS

## Heard only (voice)

# Start of a first call: each line in its own language and voice, Arabic first.
v-language =
    .voice = For English, press two.

# Once per call, before the first menu.
v-keys =
    .voice = You can press a key at any time, even while we speak.

# Ends every menu the first time.
v-tail =
    .voice = For a person, zero. To hear this again, star.

# First option of a list made from data (areas, requests).
v-option-first =
    .voice = For { $label }, press { $key_spoken }.

# The following ones.
v-option-next =
    .voice = { $label }, { $key_spoken }.

# First option of a menu of categories.
v-choice-first =
    .voice = { $choice }, press { $key_spoken }.

# The following ones.
v-choice-next =
    .voice = { $choice }, { $key_spoken }.

# The main menu, second time.
v-menu-short =
    .voice = { $short_options } Your request, seven. To help, nine. A person, zero.

# No key the first time; the short prompt follows.
v-silence-1 =
    .voice = No hurry. Once more.

# No key the second time; the short prompt follows.
v-silence-2 =
    .voice = One last time, then we look for a person.

# No key the second time, where we have called.
v-silence-last =
    .voice = One last time.

# A key that means nothing here; the short prompt follows.
v-wrong-1 =
    .voice = That key is not one of the options. Once more.

# Again.
v-wrong-2 =
    .voice = That key is not one of the options either. One last time, then we look for a person.

# 0, or the third miss.
v-connecting =
    .voice = We are connecting you with a person. Numbers stay hidden. Please stay on the line.

# About every minute while listeners are rung.
v-still-searching =
    .voice = We are still looking for someone. To keep waiting, press one. To leave a message, two.

# Nobody took the call.
v-leave-message =
    .voice = Nobody is free right now, and we are sorry. After the tone you can leave a message. Only our team hears it. When you finish, press hash.

# 2 at need-words or follow-up-yes.
v-record-words =
    .voice = After the tone, please speak, without names or address. When you finish, press hash.

# After any recording.
v-record-check =
    .voice = To keep it, press one. To hear it, two. To record it again, three.

# Nothing was recorded.
v-record-empty =
    .voice = We could not hear anything. Once more.

# 1 there, for a message to the team.
v-message-kept =
    .voice = Your message is kept. A person will hear it as soon as they can.

# 1 there, for words to the helper.
v-words-kept =
    .voice = Kept.

# End of every call.
v-goodbye =
    .voice = Thank you for calling. Take good care. Goodbye.

# Number of people read back.
v-count-check =
    .voice = For { $count_spoken }. If that is right, press one. To change it, two.

# After a need is opened. Digit by digit, with a short pause after each.
v-reference =
    .voice = Your request has a number: { $ref_spoken }. Once more: { $ref_spoken }.

# After v-reference, at the end of a request by phone.
v-text-permission =
    .voice = We can text that number to this phone, if texts here are safe for you. To get the text, press one. For no text, two.

# 1 there.
v-text-sent =
    .voice = The text is on its way.

# 2 there.
v-no-text =
    .voice = All right: no text about this request comes to this phone. For news of it, please call this number. Goodbye.

# To a listener or helper who picks up, before the two are joined.
# Only 1 joins; silence, another key or voicemail passes to the next person. No 0, no *.
v-whisper =
    .voice = A member would like to talk. To accept, press one.

# The caller hung up or somebody else was faster.
v-whisper-gone =
    .voice = That call has been answered already. Thank you. Goodbye.

# To the caller when somebody accepted.
v-joined =
    .voice = Someone is here now.

# Start of a call back after a missed call.
v-callback =
    .voice = Hello, this is { $community }. A call came from this phone just now. This call is free for you.

# A call, as long as this line answers texts only; then goodbye.
text-only-call =
    .voice = Hello, this is { $community }. This line works by text for now. Please text this same number. Goodbye.

# 3 at an ask by phone.
v-ask-later =
    .voice = All right, perhaps another time. Goodbye.

# 1 at an ask by phone, where nobody was faster.
v-taken =
    .voice = Thank you! It is yours. We can connect you now, numbers hidden. To be connected, press one. To end this call, two.

# 2 there.
v-accepted =
    .voice = To speak with them, when it is done, or if it becomes impossible: please call this number and press seven. Goodbye.

# Start of a call to someone who gets no texts; what a text would have said follows.
v-news =
    .voice = Hello, this is { $community }, with news for you. To hear it, press one. If not now, two.

# The same, where we ask how a request went.
v-question =
    .voice = Hello, this is { $community }, with a short question. To hear it, press one. If not now, two.

# A phone that is picked up when the request needs nobody any more.
v-ask-off =
    .voice = Hello, this is { $community }. We were calling about a request that needs no answer any more. Thank you for being there. Goodbye.

# Where a PIN was set and something private is asked for.
v-pin =
    .voice = Please type your secret number, then hash.

# A wrong PIN; the same words when it is locked.
v-pin-wrong =
    .voice = That did not work. A text to us works as well. For a person, press zero.

# Start of a call where recordings wait: messages for the team, thanks for a helper.
v-waiting =
    .voice = { $count ->
        [one] One voice message waits for you.
       *[other] Voice messages wait for you: { $count_spoken }.
    } To hear, press one. To go on without, two.

# Before a message for the team; by this number it is answered by text.
v-message-number =
    .voice = Message number { $ref_spoken }.

# After a message for the team.
v-message-heard =
    .voice = To hear it again, press one. For the next, two. If nobody needs to hear it any more, three.

# After thanks.
v-thanks-heard =
    .voice = To hear it again, press one. To go on, two.

# After the last of them.
v-waiting-over =
    .voice = That was the last one.

# As status-matched-helper, where the asker has left spoken words.
v-helping-words =
    .voice = One request is yours. If it is done, press one. If it became impossible, two. To hear the spoken words for you, three. To talk with them, four.

# As status-matched-helper, where the team does not know them yet.
v-helping-new =
    .voice = One request is yours. Their words, and calls with them, come once our team knows you. If it is done, press one. If it became impossible, two.
