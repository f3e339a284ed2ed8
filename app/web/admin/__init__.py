"""The administrator's screen."""
