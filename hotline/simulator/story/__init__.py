"""The demo's story: one need from first text or call to thanks."""
