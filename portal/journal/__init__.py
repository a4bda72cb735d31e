"""Append-only: who did what to which object, when, with before and after; ids and never names. Knows nothing of the features that write to it."""
