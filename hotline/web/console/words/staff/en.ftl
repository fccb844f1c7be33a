### The staff, for stewards.

menu-staff = Staff
staff-all = Who has an account
staff-access = Access
staff-you = this is you
staff-ended = shut out
staff-shut-out = Shut out
staff-out = The account is closed and its sessions have ended.
staff-not-out = Nothing was done: the account was closed already, or it is one's own.
staff-reset = Lost phone or password
staff-reset-how = Makes a link with which its owner sets a new password and another phone. It takes a second person, neither of you the owner. Hand it over in person, or where nobody reads along.
staff-reset-link = The link is shown only now. It opens once a second person has agreed, for { $hours } hours from then:
staff-reset-alone = The link is shown only now, and is good for { $hours } hours:
staff-invite = Invite somebody
staff-invite-how = Somebody else has to agree; then a link is shown to you.
staff-phone = Their number, if they are a member
staff-phone-hint = Only to take requests in their name; the number is not kept with the account.
staff-link = A link for one person and one time, good for { $hours } hours. It is shown only now:
staff-role = Please choose a role.
staff-number = That is no phone number.
staff-unknown = No member has this number.
staff-few = This team works without a second person (two_people: no) and has no place for another account. An operator has to take that line out first.
staff-words = Let them teach words
staff-words-end = Let them teach words no more
staff-words-how = Who may teach words reads texts that were not understood, without who wrote them, and says what was meant. Stewards always may.
staff-words-done = Changed.
