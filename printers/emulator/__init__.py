"""Printers made of sockets and dots: honest enough to test against, visible enough to learn on."""
