"""What a text means here and now: order.py is the whole list, the other files are its rungs."""
