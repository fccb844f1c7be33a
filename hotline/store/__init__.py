"""The database: SQLAlchemy Core, a room for each theme of its tables; functions take a Connection."""
