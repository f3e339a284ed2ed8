"""The entrance for people: signing in, the first administrator, changing a temporary password."""
