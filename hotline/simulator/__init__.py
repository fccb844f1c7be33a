"""A simulated provider on this machine, with phones to hold: for tests, the demo and benchmarks.

The service knows it by the provider's API alone; it posts to the service's webhooks, signed.
"""
