### What stands on every page of the console, and in several of them.
### Titles are neutral on purpose: they show in a browser's tabs and its history.

title = Notes
skip = Skip to the content
menu = Menu
menu-new = { $count } new
alone = One person is enough here: this team works without a second (two_people: no).
away = Leave now
language-en = English
language-ar = العربية
sign-out = Sign out
signed-out = Signed out.
sure = Yes, do it
name = Name
role = Role
role-listener = listener
role-coordinator = coordinator
role-steward = steward
level = level { $level }
nameless = no name
problem = This cannot be shown
problem-form = This page was open for too long, or the form is not from here. Please go back to the start and try again.
problem-role = This page is for another role.
problem-large = That is more than can be taken at once. Please send a smaller file.
problem-page = There is nothing here any more.
to-the-start = To the start
area-all = any area
wait-minutes = { $count ->
    [one] about { $count } minute
   *[other] about { $count } minutes
  }
wait-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
  }
wait-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
  }
