"""Message catalogs and how a prompt becomes words in a language, for the eye and for the ear."""
