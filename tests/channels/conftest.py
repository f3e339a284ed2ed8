"""A certificate that this process trusts, and a message to send."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.delivering import Message
from tests.factories import MORNING
from tests.services.certificates import self_signed


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = self_signed(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


@pytest.fixture
def message() -> Message:
    return Message(
        key="5f" * 16,
        address="siti@example.org",
        language="id",
        subject="called",
        title="Nomor A-007 dipanggil",
        text="Silakan menuju Loket 3.\nTerima kasih.",
        fields={"number": "A-007", "counter": "Loket 3"},
        sent_at=MORNING,
        until=MORNING + timedelta(minutes=15),
    )
