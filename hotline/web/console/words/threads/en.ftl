### Talks with the team, and spoken messages.

menu-threads = Talks
threads-count = { $count ->
    [0] No talk is open.
    [one] { $count } open talk
   *[other] { $count } open talks
  }
threads-back = All talks
thread = Talk
thread-number = Talk { $reference }
thread-with = With
thread-about = About
thread-person = asked for a person
thread-write = Answer
thread-end = End this talk
thread-end-sure = The member is told that it is closed, and can ask for a person again at any time.
said-team = The team
said-member = They
said-failed = not reached
said-forgotten = These words are not kept any more.
said-nothing = Nothing was said yet, or it is not kept any more.
messages = Spoken messages
messages-none = No message waits.
message-number = Number { $reference }
message-length = { $count ->
    [one] { $count } second
   *[other] { $count } seconds
  }
message-new = not heard yet
message-heard = heard
message-listen = Spoken message
message-coming = It is on its way here.
message-done = Done with it
message-done-sure = The message is deleted, here and at the telephone provider. This cannot be undone.
did-replied = The answer is on its way.
did-thread-unreachable = Nothing was sent: the member has left the line.
did-ended = The talk is closed; the member is told.
did-thread-goes-on = Nothing was done: a talk about a request ends with the request.
did-finished = The message is deleted.
