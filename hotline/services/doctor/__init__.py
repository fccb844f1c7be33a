"""What is set up wrongly, each with what to change."""
