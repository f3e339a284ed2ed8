"""Mirrors the tree: what app, config, displays and printers promise, tried on real parts."""
