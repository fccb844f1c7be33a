"""What a request says in a line or in any words: what is sure, and what would be but for a slip."""
