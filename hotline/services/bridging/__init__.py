"""The two sides of a match joined by phone, and what waits to be heard."""
