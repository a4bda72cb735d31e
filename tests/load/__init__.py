"""The portal under load, and killed: nothing acknowledged is lost, nothing published is not found, everything counted adds up."""
