"""A flow as data, and the function that plays it: an event in, prompts and an effect out."""
