"""Open questions of flows, PINs, recordings, and the limits of what one number may cost."""
