"""A call, step by step: a webhook in, a document out; and calls that we place."""
