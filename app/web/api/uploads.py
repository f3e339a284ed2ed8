"""Takes a file out of a multipart form while it is still coming in; nothing of it is held in memory."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, cast

from flask import Request
from werkzeug.formparser import FormDataParser

from app.domain.media import LARGEST_FILE, MediaLarge, MediaMissing
from app.media.shelf import Incoming, Shelf

ENVELOPE = 64 * 1024  # bytes of a form around its file
FORM_MEMORY = 256 * 1024  # bytes in hand at once: a block of 64 kB, and what is left of the one before
MOST_PARTS = 10
FORM = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came; `name` is what its sender calls it, or called the file."""

    incoming: Incoming
    name: str


@contextmanager
def received(request: Request, shelf: Shelf) -> Iterator[Upload]:
    """The only file of the form; what is not finished within leaves nothing behind.

    Raises MediaMissing, MediaLarge and NoSpace.
    """
    request.max_content_length = LARGEST_FILE + ENVELOPE
    if (request.content_length or 0) > LARGEST_FILE + ENVELOPE:
        raise MediaLarge
    if request.mimetype != FORM:
        raise MediaMissing
    with ExitStack() as arrived:
        yield _read(request, shelf, arrived)


def _read(request: Request, shelf: Shelf, arrived: ExitStack) -> Upload:
    came: list[Incoming] = []

    def open_file(*_: object, **__: object) -> IO[bytes]:
        if came:
            raise MediaMissing
        came.append(shelf.receive())
        arrived.callback(came[0].give_up)
        return cast(IO[bytes], came[0])

    parser = FormDataParser(
        open_file, max_form_memory_size=FORM_MEMORY, max_form_parts=MOST_PARTS, silent=False
    )
    try:
        _, fields, files = parser.parse(
            request.stream, request.mimetype, request.content_length, request.mimetype_params
        )
    except ValueError:
        raise MediaMissing from None
    sent = files.get("file")
    if sent is None:
        raise MediaMissing
    return Upload(came[0], fields.get("name") or sent.filename or "")
