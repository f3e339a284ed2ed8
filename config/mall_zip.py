"""A mall's folder as one ZIP file: packed to be carried elsewhere, and unpacked with distrust."""

import io
import lzma
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from config.mall_folder import Reading, read, write
from config.mall_mistakes import ITSELF, Document

LARGEST_FILE = 8 * 1024 * 1024  # bytes, unpacked
LARGEST_FOLDER = 16 * 1024 * 1024
MOST_FILES = 200
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, ValueError,
    OSError,
)  # fmt: skip
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # of a ZIP file: the same mall is the same file, whenever it is packed


class WrongZip(Exception):
    """Not a ZIP file, damaged, too large, or one whose names lead out of its folder."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What the folder says, and the bytes of the files beside its tables, by name."""

    reading: Reading
    files: Mapping[str, bytes]

    @property
    def document(self) -> Document:
        return self.reading.document


def pack(document: Document, files: Mapping[str, bytes], *, about: str) -> bytes:
    """The folder that makes exactly this mall; `about` is what stands in its README."""
    made = io.BytesIO()
    with tempfile.TemporaryDirectory() as name, zipfile.ZipFile(made, "w") as packed:
        folder = Path(name)
        write(document, folder)
        tables = {each.name: each.read_bytes() for each in sorted(folder.iterdir())}
        for file, content in {**files, **tables, "README.md": about.encode()}.items():
            entry = zipfile.ZipInfo(file, FIRST_MOMENT)
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            packed.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def unpack(content: bytes) -> Unpacked:
    """The mall of a packed folder, which may lie in one folder more; raises WrongZip."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            files = _files(packed)
    except BROKEN:
        raise WrongZip from None
    inside = _mall_of(files)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _lay_down(inside, folder)
        reading = read(folder)
    return Unpacked(reading, inside)


def is_mall_zip(content: bytes) -> bool:
    """Whether it is a ZIP file with a mall.toml, and not a spreadsheet, which is a ZIP file too."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return any(PurePosixPath(name).name == ITSELF for name in packed.namelist())
    except BROKEN:
        return False


def _lay_down(files: Mapping[str, bytes], folder: Path) -> None:
    """Raises WrongZip where a name is too long for a disk, or that of a file and of a folder."""
    try:
        for file, held in files.items():
            place = folder / file
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(held)
    except OSError:
        raise WrongZip from None


def _files(packed: zipfile.ZipFile) -> dict[str, bytes]:
    """Every file by its name; what it says of its size is not believed."""
    entries = [entry for entry in packed.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        raise WrongZip
    files: dict[str, bytes] = {}
    left = LARGEST_FOLDER
    for entry in entries:
        if _is_odd(entry) or entry.filename in files:
            raise WrongZip
        with packed.open(entry) as held:
            content = held.read(min(LARGEST_FILE, left) + 1)
        if len(content) > min(LARGEST_FILE, left):
            raise WrongZip
        left -= len(content)
        files[entry.filename] = content
    return files


def _is_odd(entry: zipfile.ZipInfo) -> bool:
    """A link, something locked, or a name that would be another place on some computer."""
    name = PurePosixPath(entry.filename)
    strange = any(sign in entry.filename for sign in "\\:\0") or not entry.filename.isprintable()
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return strange or is_link or bool(entry.flag_bits & 1) or name.is_absolute() or ".." in name.parts


def _mall_of(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of the folder that holds mall.toml, the outermost one."""
    places = [PurePosixPath(name).parent for name in files if PurePosixPath(name).name == ITSELF]
    if not places:
        raise WrongZip
    home = min(places, key=lambda place: (len(place.parts), str(place)))
    return {
        str(PurePosixPath(name).relative_to(home)): content
        for name, content in files.items()
        if PurePosixPath(name).is_relative_to(home)
    }
