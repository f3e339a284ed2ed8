"""The desk of a village office."""
