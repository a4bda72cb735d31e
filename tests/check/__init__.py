"""All content looked at together, and what of it is never served."""
