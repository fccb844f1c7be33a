"""What a text is: folded for comparing, counted in segments, cleaned on its way out; a prompt before it
has words; what may never be said; faults that name file and line.

It knows no language's words and no flow.
"""
