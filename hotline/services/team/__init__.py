"""Words between members and the team."""
