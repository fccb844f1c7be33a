"""The provider's REST API, the control page, and faults injected on request.

Where the real one would answer something else, that is a fault here.
"""
