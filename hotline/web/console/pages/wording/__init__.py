"""What members read and hear, and what is understood of what they write."""
