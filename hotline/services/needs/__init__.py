"""A need's life: asked, dispatched, matched, relayed, followed up, closed."""
