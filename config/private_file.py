"""A file that only its owner may read: keys and tokens on disk."""

import os
from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """Writes a file with mode 0600, whole or not at all, and on the disk when this returns."""
    part = path.with_name(f"{path.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
