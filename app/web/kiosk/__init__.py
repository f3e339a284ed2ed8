"""The kiosk: where a visitor takes a number."""
