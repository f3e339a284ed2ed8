"""The screens with a person in front of them, one folder each, and the API they use."""
