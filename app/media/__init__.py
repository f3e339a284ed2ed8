"""Pictures and films for the displays: what their bytes say they are, and the folder they lie in."""
