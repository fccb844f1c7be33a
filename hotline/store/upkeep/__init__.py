"""What the house keeps of itself: processes, audit log, retention, erasure, overview."""
