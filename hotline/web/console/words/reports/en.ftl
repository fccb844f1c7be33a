### Reports: who was reported after a request, and what the team decides.

menu-reports = Reports
reports-how = Until the team has decided, whoever is reported is not asked to help, and nobody is asked to help them. They are not told. One of you may let them rest or block them; to let somebody back takes two.
reports-waiting = Waits for a decision
reports-none = Nothing waits.
reports-decided = Decided
report-forgotten = somebody who is forgotten
report-was = {": "}
report-is-open = waits for a decision; rests until then
report-is-noted = waits for a decision; goes on meanwhile, since this number has reported several people lately
report-is-resting = rests
report-is-blocked = blocked
report-is-let_back = came back
report-by-asker = Reported by the one who asked:
report-by-helper = Reported by the one who helped:
report-count = { $count } reports by this number within a week
report-rest = Rest
report-rest-sure = The report stands: they are not asked to help, and their requests come to the team alone. They are not told.
report-let-back = Let them back
report-let-back-sure = Somebody else has to agree. Then their offer and their requests go on as before; the two stay kept apart.
report-unblock-hint = To let them back, unblock them on their own page: that takes two as well.
did-report-rested = Decided: they rest. They are not told.
member-held = A report holds this member: they are not asked to help, and nobody is asked to help them.
need-held = Its asker was reported: the request is for the team alone.
did-asker-reported = Nobody was asked: the asker was reported, and the request is for the team alone until two have let them back.
