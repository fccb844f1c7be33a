"""The team's web pages: routes with locks, how they are drawn, who gets in."""
