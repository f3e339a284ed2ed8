"""Pictures and films as offices send them, and bytes that only look like some.

What lies in files/ was made by Chromium (canvas.toBlob and MediaRecorder): 160 x 90 pixels, the films
two seconds and one second long, the WebM with a tone.
"""

from pathlib import Path

FOLDER = Path(__file__).parent / "files"
PNG, JPEG, WEBP, WEBM, MP4 = (
    (FOLDER / name).read_bytes()
    for name in ("picture.png", "picture.jpeg", "picture.webp", "film.webm", "film.mp4")
)
GIF = (
    b"GIF89a" + bytes([2, 0, 3, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255])
    + b",\0\0\0\0\2\0\3\0\0\2\2\x84\x51\0;"
)  # fmt: skip
ALL = {"png": PNG, "jpeg": JPEG, "webp": WEBP, "gif": GIF, "webm": WEBM, "mp4": MP4}


def box(name: bytes, *content: bytes) -> bytes:
    """A box of an MP4 file."""
    body = b"".join(content)
    return (8 + len(body)).to_bytes(4, "big") + name + body


def a_film(codec: bytes = b"avc1", *, scale: int = 1000, length: int = 90_500, wide: bool = False) -> bytes:
    """An MP4 with nothing in it but what tells of it: 1920 x 1080."""
    count = 8 if wide else 4
    times = bytes(2 * count) + scale.to_bytes(4, "big") + length.to_bytes(count, "big")
    mvhd = box(b"mvhd", bytes([int(wide), 0, 0, 0]), times, bytes(80))
    tkhd = box(b"tkhd", bytes(76), (1920 << 16).to_bytes(4, "big"), (1080 << 16).to_bytes(4, "big"))
    stsd = box(b"stsd", bytes(4), (1).to_bytes(4, "big"), box(codec, bytes(78)))
    hdlr = box(b"hdlr", bytes(8), b"vide", bytes(13))
    mdia = box(b"mdia", hdlr, box(b"minf", box(b"stbl", stsd)))
    moov = box(b"moov", mvhd, box(b"trak", tkhd, mdia))
    return box(b"ftyp", b"isom\0\0\2\0isommp42") + moov + box(b"mdat", bytes(100))
