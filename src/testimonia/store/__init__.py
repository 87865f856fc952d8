"""The log, the tables, the blobs: SQLite by default, PostgreSQL by URL."""
