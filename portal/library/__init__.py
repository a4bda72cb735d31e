"""Controlled documents: their Revisions, who must read them and who has. Knows nothing of learning, quizzes or maturity."""
