### What members read and hear: messages and flows.

menu-words = Words
menu-flows = Flows
words-filter = Look for messages
words-group = Part
words-all = everything
words-find = Words in it
words-go = Show
words-count = { $count ->
    [one] { $count } message.
   *[other] { $count } messages.
  }
words-page = Page { $page } of { $pages }.
words-pages = Pages
words-before = Before
words-next = Next
words-hint = Each is shown at its longest, with made-up names and numbers filled in.
words-text = by text
words-voice = aloud
words-cost = { $count ->
    [one] { $count } segment, { $units } units of
   *[other] { $count } segments, { $units } units of
  }
words-worst = At its longest
words-written = As it is written
words-back = Back to all messages
group-labels-and-helpers = Labels and parts of messages
group-arrival-and-menu = Arrival and menu
group-asking = Asking
group-offering = Offering
group-understanding-each-other = Understanding each other
group-finding-someone = Finding someone
group-while-two-people-help-each-other = While two people help each other
group-afterwards = Afterwards
group-state-of-things = State of things
group-leaving-forgetting-coming-back = Leaving, forgetting, coming back
group-a-secret-number-for-calls = A secret number
group-a-word-of-one-s-own-which-hides-everything = A word that hides everything
group-hours-in-which-texts-may-reach-a-phone = Safe hours
group-shifts-on-the-roster = Shifts
group-to-coordinators = To coordinators
group-crisis-too-much-and-faults = Crisis, too much, and faults
group-heard-only = Heard only
flows-hint = What is asked, in which order, and where each answer leads. Talks that are under way end on the steps that they began with.
flows-version = Version
flows-well = No fault was found in this flow.
flows-back = Back to all flows
step-asks = asks
step-does = does
step-looks = looks up
step-branches = depends on
only-voice = (in calls only)
only-text = (by text only)
way-else = otherwise
way-says = says
way-step = then
way-flow = goes on in
way-end = ends
words-changed = published here
words-outdated = The recording is older than these words: callers hear the old ones until it is made anew.
wording-edit = Edit
wording-words = The words
wording-hint = What stands in curly brackets is filled in when it is sent: leave it whole. A change is checked with all other texts, and waits for a second person. Then it counts within seconds, also for talks that are under way. No phone number and no wish to know an address or a name may stand in it.
wording-publish = Check and propose
wording-check = Check only
wording-checked = Nothing was found to be wrong. This is how it would read at its longest.
wording-faulty = Not published. Please put right what is named here:
wording-meanwhile = Not published: somebody else has changed these words meanwhile. What is published now stands below.
wording-same = Nothing was changed.
wording-versions = Versions
wording-own = The words that came with the software
wording-now = These words count now.
wording-again = Propose these again
wording-back = Back to the message
