"""What the provider posts to us, read into values: one frozen form and one reader for each webhook.

No reader touches a database or the web server; each says which field is missing or malformed.
"""
