"""Who is here: persons, teams, roles, positions, posts, sign-in sessions. Knows nothing of documents, learning or maturity."""
