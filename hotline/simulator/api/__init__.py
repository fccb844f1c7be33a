"""The provider's REST API, the control page, and faults injected on request."""
