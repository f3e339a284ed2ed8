"""A pairing code in letters that are read from across a room, framed, for any console."""

import textwrap
from collections.abc import Sequence

# Five rows of five dots a letter, drawn here; the alphabet is that of app/domain/pairing.py.
_DOTS = {
    "B": "####. #...# ####. #...# ####.",
    "C": ".#### #.... #.... #.... .####",
    "D": "####. #...# #...# #...# ####.",
    "F": "##### #.... ####. #.... #....",
    "G": ".#### #.... #..## #...# .####",
    "H": "#...# #...# ##### #...# #...#",
    "J": "....# ....# ....# #...# .###.",
    "K": "#...# #..#. ###.. #..#. #...#",
    "L": "#.... #.... #.... #.... #####",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#...# ##..# #.#.# #..## #...#",
    "P": "####. #...# ####. #.... #....",
    "Q": ".###. #...# #.#.# #..#. .##.#",
    "R": "####. #...# ####. #..#. #...#",
    "S": ".#### #.... .###. ....# ####.",
    "T": "##### ..#.. ..#.. ..#.. ..#..",
    "V": "#...# #...# #...# .#.#. ..#..",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#...# .#.#. ..#.. .#.#. #...#",
    "Z": "##### ...#. ..#.. .#... #####",
    "-": "..... ..... .###. ..... .....",
}
ROWS = 5
WIDTH = 62  # columns between the edges of the frame; the whole fits a console of 80
_PLAIN = str.maketrans("╔╗╚╝═║█", "+++++|#")  # for a console that has no such signs


def board(code: str, sentences: Sequence[str], *, encoding: str) -> str:
    """The code, as people read it, with sentences below; only signs that `encoding` has."""
    big = [" ".join(_DOTS[letter].split()[row] for letter in code) for row in range(ROWS)]
    lines = ["", *(_drawn(row) for row in big), "", code.center(WIDTH).rstrip(), ""]
    for sentence in sentences:
        lines += [f"  {line}" for line in textwrap.wrap(sentence, WIDTH - 4, break_long_words=False)]
        lines.append("")
    framed = [f"║{line.ljust(WIDTH)}║" for line in lines]
    drawn = "\n".join([f"╔{'═' * WIDTH}╗", *framed, f"╚{'═' * WIDTH}╝"])
    return drawn if _has(encoding, drawn) else drawn.translate(_PLAIN)


def _drawn(row: str) -> str:
    return row.replace("#", "█").replace(".", " ").center(WIDTH)


def _has(encoding: str, text: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
