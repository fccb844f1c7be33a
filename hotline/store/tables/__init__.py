"""The tables themselves, by theme."""
