"""The auditor: does the database keep every promise? It reads with SQL of its own, through the plain
drivers, and shares no code with the services that it checks, so that one mistake cannot hide in both."""
