"""One file a step. What is out is never edited: a change of the schema is a step of its own."""
