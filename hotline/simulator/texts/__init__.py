"""Texts through the simulator: handed in by phones, handed out to them, and the answers that came with a
webhook."""
