"""The ways in besides a name, a password and a code: links, recovery codes, passkeys, and news of them."""
