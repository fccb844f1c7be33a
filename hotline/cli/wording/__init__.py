"""What members read and hear, and the words that the line understands: commands about all of it."""
