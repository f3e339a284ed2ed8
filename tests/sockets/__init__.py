"""A package, so that the servers of its tests end with them and do not idle beside all others."""
