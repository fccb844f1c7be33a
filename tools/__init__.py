"""What the house keeps itself in order with: run by make, never by the service."""
