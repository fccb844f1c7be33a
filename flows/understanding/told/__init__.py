"""What a text tells by the way: days and hours, people, an offer. Found where it stands among other words."""
