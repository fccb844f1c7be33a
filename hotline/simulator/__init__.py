"""A simulated provider on this machine, with phones to hold: for tests, the demo and benchmarks."""
