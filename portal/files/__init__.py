"""Files by the hash of their bytes, under the instance directory. A name or path from outside never becomes a path here."""
