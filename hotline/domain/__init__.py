"""Rules without I/O: plain values in, plain values out; no clock, no database."""
