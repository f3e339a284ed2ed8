# Short names for the commands of run.py.
PYTHON ?= python3

.PHONY: run test lint bundle

run:
	$(PYTHON) run.py

test:
	$(PYTHON) run.py test

lint:
	$(PYTHON) run.py lint

bundle:
	$(PYTHON) run.py bundle
