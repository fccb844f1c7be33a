"""What a text means as an answer, a command, a category, an area, a time: None where it cannot be told."""
