"""Files come whole or not at all, have their hash for a name, and leave no room that the database needs."""

import errno
import os
from hashlib import sha256
from pathlib import Path

import pytest

from app.domain.media import MediaBroken, MediaLarge, NoSpace
from app.media.shelf import Incoming, Shelf
from tests.media.samples import PNG, WEBM


def send(shelf: Shelf, content: bytes) -> str:
    incoming = shelf.receive()
    try:
        for begin in range(0, len(content), 1000):
            incoming.write(content[begin : begin + 1000])
        return incoming.finish().file
    finally:
        incoming.give_up()


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_a_file_is_kept_byte_for_byte_under_its_hash(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "media")
    name = send(shelf, WEBM)
    assert name == f"{sha256(WEBM).hexdigest()}.webm" == send(shelf, WEBM)
    path = shelf.path(name)
    assert path is not None
    assert path.read_bytes() == WEBM
    assert names(tmp_path / "media") == [name]
    shelf.throw_away(name)
    assert shelf.path(name) is None


def test_what_is_refused_leaves_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, largest=len(PNG))
    with pytest.raises(MediaLarge):
        send(shelf, WEBM)
    with pytest.raises(MediaBroken):
        send(shelf, PNG[:-20])
    assert names(tmp_path) == []


def test_a_disk_that_is_nearly_full_takes_nothing(tmp_path: Path) -> None:
    incoming = Incoming(tmp_path, largest=10**6, free=500)
    with pytest.raises(NoSpace):
        incoming.write(bytes(501))
    incoming.give_up()
    assert names(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_disk_that_fills_up_meanwhile_is_a_refusal(tmp_path: Path) -> None:
    incoming = Incoming(tmp_path, largest=10**6, free=10**6)
    with Path("/dev/full").open("wb", buffering=0) as full:
        os.dup2(full.fileno(), incoming.file.fileno())
    with pytest.raises(NoSpace) as refused:
        incoming.write(bytes(100_000))
    incoming.give_up()
    assert names(tmp_path) == []
    assert isinstance(refused.value.__cause__, OSError)
    assert refused.value.__cause__.errno == errno.ENOSPC


def test_names_that_lead_elsewhere_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_bytes(b"secret")
    (tmp_path / "media").mkdir()
    shelf = Shelf(tmp_path / "media")
    for name in ("../secret.key", "secret.key", "", ".", f"{'a' * 64}.html", f"../media/{'a' * 64}.png"):
        assert shelf.path(name) is None
        shelf.throw_away(name)
    assert (tmp_path / "secret.key").exists()


def test_what_was_half_sent_when_the_server_ended_is_swept_away(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.receive().write(b"half")
    whole = send(shelf, PNG)
    Shelf(tmp_path).sweep()
    assert names(tmp_path) == [whole]
