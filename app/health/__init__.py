"""Is all well? The same checks for the page of health and for the console, each with what to do about it."""
