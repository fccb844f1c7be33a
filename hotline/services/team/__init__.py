"""Words between members and the team: threads, who of the coordinators is told, who may answer.

The console shows the same threads; a coordinator who was reported is none for whoever reported them.
"""
