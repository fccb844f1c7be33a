"""The provider: what is sent to it, and what it sends, checked and parsed."""
