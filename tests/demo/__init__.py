"""The demo organisation: the same rows for the same day, only the cast can sign in, twice is a no-op."""
