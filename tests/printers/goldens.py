"""The tickets whose bytes are kept in golden/; run as a module to write them anew after a wanted change."""

from collections.abc import Mapping
from pathlib import Path

from app.domain.slip import Slip
from printers.profiles import PROFILES
from printers.ticket import render
from tests.printers.pieces import a_slip

FOLDER = Path(__file__).parent / "golden"
LONG = a_slip(
    agency="Dinas Sosial, Pemberdayaan Perempuan, dan Keluarga Berencana",
    service="Sertifikat Produksi Pangan Industri Rumah Tangga (SPP-IRT)",
    bring="Bawa: KTP-el asli, kartu keluarga, akta kelahiran, surat keterangan desa atau kelurahan",
    priority="Prioritas",
)
ENGLISH = a_slip(
    service="First identity card",
    issued="Monday 23 November 2026 08:42 WIB",
    ahead="People ahead: 3, about 10-20 minutes",
    place="Waiting area: Lantai 1 / Ruang tunggu: Lantai 1",
    bring="Bring: KK, akta kelahiran",
    scan="Follow on your phone: scan this code / Pantau dari ponsel: pindai kode ini",
    footer="Thank you for your patience",
    number_label="Your queue number / Nomor antrean Anda",
)
TICKETS: Mapping[str, tuple[Slip, str]] = {
    "plain-80": (a_slip(), "epson-80"),
    "plain-58": (a_slip(), "epson-58"),
    "reprint-80": (a_slip(attempt_mark="CETAK ULANG 2"), "epson-80"),
    "reprint-58": (a_slip(attempt_mark="CETAK ULANG 2"), "epson-58"),
    "english-80": (ENGLISH, "epson-80"),
    "english-58": (ENGLISH, "epson-58"),
    "long-names-80": (LONG, "clone-80"),
    "long-names-58": (LONG, "clone-58-mute"),
}


def readable(job: bytes) -> str:
    """The bytes of a job as text: one printed line a line, control bytes as escapes."""
    return job.decode("latin-1").encode("unicode_escape").decode().replace("\\n", "\\n\n") + "\n"


def written(name: str) -> str:
    slip, profile = TICKETS[name]
    return readable(render(slip, PROFILES[profile]))


if __name__ == "__main__":
    for ticket in TICKETS:
        (FOLDER / f"{ticket}.txt").write_text(written(ticket), encoding="ascii")
