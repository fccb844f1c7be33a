"""What `hotline flows check` says of flows, texts and prompts, and how they are drawn."""
