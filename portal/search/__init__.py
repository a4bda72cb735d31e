"""Search over everything a reader may see: knows only entries, filtered inside the query. The index can always be built anew."""
