"""What may not pass from one member to another in their words: numbers, links, accounts. Pure."""
