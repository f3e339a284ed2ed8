"""A small mall without a mistake, as a document, and how tests spoil it."""

GOOD = """
[mall]
code = "demo"
name = "Mal Contoh"
timezone = "Asia/Makassar"

[hours]
mon = "08:00-15:00"
sat = "00:00-24:00"
sun = ""

[[break]]
days = ["fri", "mon"]
from = "11:30"
to = "13:00"
reason = { id = "salat Jumat", en = "Friday prayer" }

[[holiday]]
date = 2026-08-17
name = "Hari Kemerdekaan"

[rules]
number_speech = "words"

[[layout]]
code = "own"
landscape = ["last recent", "media recent"]
landscape_rows = [2, 1]
portrait = ["last", "qr"]
ticker = false

[[agency]]
code = "A"
name = "Dinas Kependudukan"
short_name = "Dukcapil"
zone = "Z1"

[[agency.service]]
code = "A01"
name = "KTP-el"
minutes = 10

[[agency.service]]
code = "A02"
name = "Akta"
minutes = 5
prefix = "AK"
quota = 0
hours = { mon = "09:00-10:00" }

[[agency]]
code = "B"
name = "Perizinan"
short_name = "PTSP"

[[agency.service]]
code = "B01"
name = "NIB"
minutes = 20

[[site]]
code = "MAIN"
name = "Gedung utama"
address = "Jl. Contoh 1"

[[site.zone]]
code = "Z1"
name = "Lantai 1"

[[site.counter]]
code = "1"
name = "Loket 1"
zone = "Z1"
services = ["A", "B01"]

[[site.printer]]
code = "P1"
transport = "emulator"
address = "127.0.0.1:9101"
profile = "epson-80"
fallback = "P2"

[[site.printer]]
code = "P2"
transport = "tcp"
address = "192.0.2.7:9100"
profile = "clone-80"

[[site.kiosk]]
code = "K1"
name = "Anjungan"
printer = "P1"
services = ["A", "B01"]

[[site.display]]
code = "TV1"
name = "Layar"
zones = ["Z1"]
speaker = true

[[site]]
code = "PASAR"
name = "Pasar"
address = "Jl. Pasar"
agencies = ["B"]
"""


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)
