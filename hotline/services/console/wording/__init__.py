"""The texts of the line and its flows, as the team looks them over, and words them otherwise; and the words
that the team teaches it to understand."""
