### Numbers: how the line does, and who is asked too often.

menu-numbers = Numbers
numbers-which = Which numbers
numbers-weeks = How far back
weeks = { $count ->
    [one] { $count } week
   *[other] { $count } weeks
  }
numbers-needs = Requests by kind
numbers-waiting = Time to a yes
numbers-answered = Share answered
numbers-texts = Texts for each request
numbers-cost = Cost of each request
numbers-volunteers = Asks for each volunteer
numbers-failures = Texts that failed
numbers-errors = Why they failed
numbers-reading = Texts understood
numbers-about-needs = How many requests were opened, by kind, in each week.
numbers-about-waiting = How many in a hundred requests had their first yes within this time. Requests still looking are left out.
numbers-about-answered = How many in a hundred requests of each week somebody said yes to. Requests still looking are left out.
numbers-about-texts = How many people were asked, and how many texts went out, for one request on average.
numbers-about-cost = What the texts for one request cost on average, in { $currency }, by the prices set for the line. Of older requests each text counts as one part.
numbers-about-volunteers = How many volunteers were asked so many times within { $weeks } weeks.
numbers-about-failures = How many texts did not arrive. Texts are kept for a while only, so this goes back a few weeks at most.
numbers-about-reading = How many texts of each week were understood, led to a question, or were not understood. Beside them, how many words the line was taught in that week.
numbers-about-errors = How many in a hundred failed texts bear each of the carrier's error codes.
numbers-table = The same figures as a table
numbers-plot = Plot: { $what }. The table below holds the same figures.
numbers-empty = There is nothing to draw yet: no count has reached five.
numbers-hidden = A count under five is not shown, so that it points at nobody. A total is shown in full only where it does not give such a count away. Shares are in steps of five.
numbers-csv = Keep as a spreadsheet (CSV)
numbers-people = Who is asked most
numbers-people-about = Volunteers who were asked five times or more within { $weeks } weeks. The line means to ask nobody more than { $limit } times in so long, except when it is urgent. It is written down that you have seen this.
people-count = { $count ->
    [0] Nobody was asked five times or more.
    [one] { $count } person
   *[other] { $count } people
  }
people-much = often
people-level = Level
rows-week = Week of
rows-within = Within
rows-band = Asked
rows-error = Code
within-5m = 5 min
within-15m = 15 min
within-1h = 1 hour
within-1d = 1 day
within-later = later
within-never = never
band-1-4 = 1–4 times
band-5-9 = 5–9
band-10-14 = 10–14
band-15- = 15 or more
series-total = All
series-requests = Requests in a hundred
series-answered = Answered with a yes
series-asks = Asks
series-texts = Texts
series-cost = Cost
series-volunteers = Volunteers
series-failed = Failed
series-sent = All texts
series-understood = Understood
series-asked-about = After a question
series-unread = Not understood
series-learned = Words learned
figure-under = under 5
figure-all-but = all but under 5
figure-at-least = at least { $number }
