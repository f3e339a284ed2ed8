"""What every test of paper needs before it has threads."""

import pytest

from printers.ticket import encoder


@pytest.fixture(scope="session", autouse=True)
def _encoder() -> None:
    """Loaded here, as an agent does: loading it moves the place of temporary files for a moment."""
    encoder()
