"""The commands of run.py, one file a kind; each adds itself to the parser of app/cli.py."""
