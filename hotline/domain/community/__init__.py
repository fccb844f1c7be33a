"""community.yaml: what a community says of itself, read with file, line and remedy for each mistake."""
