"""The real things that tests talk to: PostgreSQL, Chromium, node, a running server."""
