"""One module for each family of pages; its use case bears the same name."""
