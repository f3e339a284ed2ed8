"""The start page: where every screen is found."""
