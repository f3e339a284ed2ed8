"""Lobby displays: the board, the chime and the voice; never imports app.web."""
