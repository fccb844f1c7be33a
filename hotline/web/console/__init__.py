"""The team's web pages: how they are added, drawn and locked, who gets in.

`page` is the only way to add one, and gives it its lock. What is shown and done is decided in
`services/console`.
"""
