"""Steps from an empty database to the present one, up and down, on SQLite and PostgreSQL."""
