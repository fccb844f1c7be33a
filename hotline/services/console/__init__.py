"""Use cases of the team's web pages; each family bears the name of its page."""
