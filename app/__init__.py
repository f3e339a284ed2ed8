"""Antrean: queue management and counter displays for public service malls."""
