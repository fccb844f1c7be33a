### Requests: the list, one of them, what can be done.

menu-needs = Requests
filter = Filter
filter-go = Show
state = State
area = Area
category = Kind
any-area = any
any-category = any
state-open = all that is open
state-seeking = looking
state-escalated = with the team
state-matched = has a helper
state-done = done
state-withdrawn = withdrawn
state-expired = expired
needs-count = { $count ->
    [0] Nothing here.
    [one] { $count } request
   *[other] { $count } requests
  }
needs-more = There are more; a filter shows others.
needs-back = All requests
need = Request
need-number = Request { $reference }
need-what = { $category }, { $area }
urgent = urgent
waits = Open for
wave = Round
answers = Answers
answers-so-far = { $asked } asked, { $yes } yes, { $no } no
when = When
people = For how many
asker = Asked by
helper = Helper
opened = Opened
unvouched = Words wait
unvouched-one = None of the team knows this helper yet. What the asker writes and says waits, and no call joins the two, until one of you vouches for them.
unvouched-two = The team does not know this helper well enough yet. What the asker writes and says waits, and no call joins the two, until two of you vouch for them.
unvouched-go = To the helper
asker-words = In their words
story = What has happened
story-opened = opened
story-wave = { $count ->
    [one] round { $wave }: { $count } person
   *[other] round { $wave }: { $count } people
  }
story-later = asking goes on: nobody may be asked at this hour
story-match = accepted by
story-follow-up = the asker will be asked how it went
story-expires = it will expire
ask-queued = text on its way
ask-sent = no answer yet
ask-accepted = yes
ask-declined = no
ask-lapsed = no answer in time
ask-covered = somebody was faster
ask-withdrawn = called off
ask-failed = not reached
ask-released = yes, then let go
match-open = helping
match-done = done
match-released = let go
match-withdrawn = called off
match-reported = reported
actions = What can be done
actions-none = This request is closed.
action-take = Take it myself
action-widen = Ask more people now
action-close = It is done
action-reassign = Find somebody else
action-reassign-sure = The helper is thanked and told that it is not needed; others are asked at once.
action-withdraw = Withdraw it
action-withdraw-sure = The asker, the helper and everybody who was asked are told. This cannot be undone.
write = Write to the asker
write-words = Message
write-hint = It goes out as a text from the line. Phone numbers and links are struck out.
write-go = Send
did-taken = It is yours. A text says how to reach the asker.
did-too-late = Somebody was faster: see below how it stands now.
did-no-member = This account is not tied to a member, so nothing can be taken with it. A steward can send an invitation with a number.
did-not-yours = This request cannot be taken with this account.
did-changed = Nothing was done: the request has changed meanwhile. This is how it stands now.
did-reassigned = The helper is thanked, and others are being asked.
did-widened = More people are being asked.
did-widened-later = Nobody may be asked at this hour. Asking goes on as soon as it may.
did-nobody-left = Nothing was done: there is nobody left to ask.
did-one-at-a-time = Nothing was done: only people whom nobody of the team knows yet are left, and one of them is being asked. They are asked one at a time.
did-closed = Marked as done; both are thanked.
did-withdrawn = Withdrawn; everybody concerned is told.
did-written = The message is on its way.
did-unreachable = Nothing was sent: the asker has left the line.
did-no-words = Nothing was sent: please write a message of 1 to 600 characters.
did-spent = Nothing was done: what may be spent in a day is spent. Asking goes on tomorrow.
