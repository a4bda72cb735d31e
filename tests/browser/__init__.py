"""Every shape of page in a real browser."""
