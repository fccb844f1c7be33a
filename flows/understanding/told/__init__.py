"""What a text tells in a line or in any words: a need, an offer, days, hours and people among other words."""
