"""Looks whether anything on a page covers something else, is cut off, or stands outside the window."""

from pathlib import Path

LOOK = Path(__file__).with_suffix(".js").read_text("utf-8")
