### One text to many: written by one person, let go by another.

menu-broadcasts = Messages to many
broadcasts-all = The latest
broadcasts-back = All messages to many
broadcast-one = Message to many
broadcast-new = A new one
broadcast-how = Nothing goes out yet: first comes a preview, and then somebody else has to let it go.
broadcast-who = For
broadcast-who-hint = It goes to members whose offer is active and fits, and always to coordinators. Nobody else gets it.
broadcast-anything = everything offered
broadcast-comma = ,
broadcast-people = { $count ->
    [one] 1 person
   *[other] { $count } people
  }
broadcast-words-in = Words in { $language }
broadcast-language-en = English
broadcast-language-ar = Arabic
broadcast-words-hint = Two segments at most: 306 letters in English, 134 in Arabic. The first forty letters show on a locked phone. Write nothing that says who the readers are.
broadcast-preview = Keep it and see a preview
broadcast-written = Written
broadcast-writer = Written by
broadcast-approver = Let go by
broadcast-expires = A draft until
broadcast-segments = Segments in all
broadcast-cost = Cost
broadcast-spent = Spent today
broadcast-takes = Readers: { $people }. Segments for each: { $each }. In all, with first greetings: { $all }.
broadcast-dear = This costs more than is left of today's money. What is left over waits for tomorrow.
broadcast-missing = { $count ->
    [one] One person reads this language, and there are no words for them yet.
   *[other] { $count } people read this language, and there are no words for them yet.
  }
broadcast-nobody = Nobody would get it.
broadcast-needs-second = Somebody else has to let this go: another account, and another person.
broadcast-approve = Let it go out
broadcast-approve-sure = { $count ->
    [one] It goes to one person, at once or when the quiet hours are over.
   *[other] It goes to { $count } people, at once or when the quiet hours are over.
  }
broadcast-change = Change it
broadcast-discard = Throw it away
broadcast-stop = Stop it now
broadcast-so-far = { $done } of { $total } done
broadcast-count-waiting = still waiting
broadcast-count-under_way = being sent
broadcast-count-sent = sent
broadcast-count-arrived = arrived
broadcast-count-failed = not delivered
broadcast-count-canceled = not sent
broadcast-count-gone = reader erased since
broadcast-is-draft = draft
broadcast-is-going = going out
broadcast-is-done = done
broadcast-is-stopped = stopped
broadcast-is-discarded = thrown away
broadcast-is-expired = too old, never sent
broadcast-drafted = Kept as a draft. Nothing has gone out.
broadcast-changed = Changed. Somebody else has to read it anew and let it go.
broadcast-approved = It is on its way.
broadcast-stopped = Stopped. Whatever had not left stays here.
broadcast-discarded = Thrown away.
broadcast-other = Nothing was done: it has changed meanwhile. This is how it is now.
broadcast-own = Nothing was done: whoever wrote it cannot let it go.
broadcast-too-old = Nothing was done: this draft is too old. Please write it anew.
broadcast-incomplete = Nothing was done: words are missing, or nobody would get it.
broadcast-over = Nothing was done: it was over already.
broadcast-faults = Not kept yet: please look at the words below.
broadcast-fault-empty = Words are missing: some readers have this language.
broadcast-fault-long = Too long: it takes more than two segments.
broadcast-fault-banned = This word tells too much on somebody's phone:
broadcast-fault-link = Links and phone numbers cannot go to many.
