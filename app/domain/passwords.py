"""Which passwords are good enough: long, not what everybody takes, and not the person's own name."""

import hmac
import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from hashlib import sha512
from itertools import count

SHORTEST = 12
LONGEST = 128
FEWEST_LETTERS = 5  # different ones
LONGEST_REPEATED = 6  # letters of a piece that is only said again

# What people take first, in both languages; what stands around it or in place of its letters does not help.
COMMON = frozenset(
    """
    password passwort passphrase sandi katasandi katakunci kunci rahasia secret letmein welcome selamat datang
    selamatdatang admin administrator root user pengguna petugas loket antrean antrian queue tiket kiosk
    login masuk masukan test testing coba cobacoba default guest tamu demo sementara changeme ganti gantisaya
    qwerty qwertyuiop qwertyui asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm qazwsx
    abc abcd abcde abcdef abcdefg abcdefgh abcdefghij
    indonesia merdeka pancasila garuda nusantara jakarta banyuwangi surabaya jawa timur bali bandung
    mpp mall pelayanan publik malpelayananpublik kantor dinas pemerintah kabupaten pemkab
    dispendukcapil samsat
    bismillah alhamdulillah assalamualaikum allahuakbar insyaallah allah
    sayang cinta cintaku sayangku iloveyou love aku kamu mama papa ibu bapak anak keluarga
    januari februari maret april mei juni juli agustus september oktober november desember
    january february march may june july august october december
    senin selasa rabu kamis jumat sabtu minggu monday tuesday wednesday thursday friday saturday sunday
    dragon monkey football sunshine princess superman master hello halo super baru new my the is ku saya
    """.split()  # noqa: SIM905 - a list that is read and added to as prose
)
ROWS = ("0123456789", "01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")
SEEN_AS = str.maketrans("@4301!$5789", "aaeoiissqbg")
TEMPORARY = "abcdefghjkmnpqrstuvwxyz23456789"  # none that looks like another one
TEMPORARY_GROUPS, TEMPORARY_GROUP = 4, 4
_FAIR = 256 // len(TEMPORARY) * len(TEMPORARY)  # bytes from here on would make some letters likelier


class Weakness(StrEnum):
    """Why a password is refused."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    NAME = "name"


def plain_password(text: str) -> str:
    """The same password, whichever keyboard composed its letters."""
    return unicodedata.normalize("NFKC", text)


def weakness(password: str, *, username: str) -> Weakness | None:
    """What speaks against it; None for a good one."""
    if len(password) < SHORTEST:
        return Weakness.SHORT
    if len(password) > LONGEST:
        return Weakness.LONG
    bare = _bare(password)
    if len(_bare(username)) > 2 and _bare(username) in bare:
        return Weakness.NAME
    return Weakness.COMMON if _is_common(password) else None


def temporary_password(random: Callable[[int], bytes]) -> str:
    """Sixteen letters and figures in groups, to be read from a screen; `random(n)` gives n secret bytes."""
    letters = ""
    most = TEMPORARY_GROUPS * TEMPORARY_GROUP
    while len(letters) < most:
        letters += "".join(TEMPORARY[byte % len(TEMPORARY)] for byte in random(most) if byte < _FAIR)
    return "-".join(letters[start : start + TEMPORARY_GROUP] for start in range(0, most, TEMPORARY_GROUP))


def repeatable(secret: bytes, seed: str) -> Callable[[int], bytes]:
    """Bytes as secret as `secret`, 64 at a time at most, and the same ones for the same seed."""
    turns = count()

    def draw(wanted: int) -> bytes:
        return hmac.digest(secret, f"antrean temporary password/{next(turns)}/{seed}".encode(), sha512)[
            :wanted
        ]

    return draw


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", plain_password(text).lower())


def _is_common(password: str) -> bool:
    """Whether common words, figures in order, years and signs are all that it is made of."""
    bare = _bare(password)
    if len(set(bare)) < FEWEST_LETTERS or _is_repeated(bare):
        return True
    core = re.sub(r"^[\d\W_]+|[\d\W_]+$", "", plain_password(password).lower())
    return any(_is_made_of_words(re.sub(r"[\d\W_]+", "", form)) for form in (core, core.translate(SEEN_AS)))


def _is_repeated(text: str) -> bool:
    return any(
        text == (text[:length] * len(text))[: len(text)]
        for length in range(1, min(LONGEST_REPEATED, len(text) // 2) + 1)
    )


def _is_made_of_words(text: str) -> bool:
    """Whether the letters fall into common words, or rows of the keyboard, without a remainder."""
    if not text:
        return True  # figures and signs alone: a birthday, a telephone number
    reached = [True] + [False] * len(text)
    for end in range(1, len(text) + 1):
        reached[end] = any(
            reached[start] and _is_common_word(text[start:end]) for start in range(max(0, end - 30), end)
        )
    return reached[-1]


def _is_common_word(word: str) -> bool:
    in_order = len(word) > 2 and any(word in row or word in row[::-1] for row in ROWS)
    return word in COMMON or in_order
