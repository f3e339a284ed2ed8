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
TICKETS: Mapping[str, tuple[Slip, str]] = {
    "plain-80": (a_slip(), "epson-80"),
    "plain-58": (a_slip(), "epson-58"),
    "reprint-80": (a_slip(attempt_mark="CETAK ULANG 2"), "epson-80"),
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
