"""Backups: everything that an installation knows in one file, taken while it works, and brought back."""
