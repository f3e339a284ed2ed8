"""How long a mall of 370 services takes to be written as a spreadsheet, read again and checked; no yardstick.

python -m tests.bench.sheets [rounds]
"""

import sys
import time
from collections.abc import Callable

from app.sheets import csv_text, read_sheets, workbook
from config import mall as mall_files
from config.bootstrap import ROOT
from config.mall_sheet import read_mall
from config.mall_sheet_template import alone, template
from config.words import Words

BAR_SECONDS = 5.0


def main(rounds: int) -> None:
    words = Words.load(ROOT / "config" / "words")
    document = mall_files.read_document(ROOT / "config" / "malls" / "banyuwangi")
    services = sum(len(agency["service"]) for agency in document["agency"])
    book, table = workbook(template(words, "id", document)), csv_text(alone(words, "id", document))

    def read(content: bytes) -> None:
        reading = read_mall(read_sheets(content), document, words)
        assert reading.mistakes == ()
        assert reading.document == document

    for what, deed in (
        ("written as XLSX", lambda: workbook(template(words, "id", document))),
        ("read from XLSX and checked", lambda: read(book)),
        ("read from CSV and checked", lambda: read(table)),
    ):
        print(f"{services} services {what}: {slowest(deed, rounds):.2f} s (the bar is {BAR_SECONDS:g} s)")


def slowest(deed: Callable[[], object], rounds: int) -> float:
    """Seconds of the slowest of so many rounds."""
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        deed()
        taken.append(time.perf_counter() - begun)
    return max(taken)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
