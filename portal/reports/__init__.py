"""Pages that show several features at once: home, practices, the journal. Writes nothing of theirs; its queries alone may read their tables."""
