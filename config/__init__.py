"""What exists: settings, the mall and its words; imports nothing of the app but app.domain."""
