"""What members read and hear, and what is understood of what they write: pure, without I/O or clock."""
