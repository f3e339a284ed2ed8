"""A small mall, its visitors' wishes and moments of its days: plain factories for tests of the core."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.links import Links
from app.domain.mall import (
    Agency,
    Break,
    Counter,
    Display,
    Holiday,
    Hours,
    Kiosk,
    Mall,
    Printer,
    Service,
    Site,
    Span,
    Text,
    Transport,
    Zone,
)
from app.domain.ticket import PrintState, Status, Ticket
from app.operations.numbering import Wish

MAIN, BRANCH = "main", "branch"
DAY = Span(8 * 60, 15 * 60)
WEEK = Hours(days=(DAY, DAY, DAY, DAY, DAY, Span(8 * 60, 12 * 60), None))
FRIDAY_PRAYER = Break(frozenset({4}), Span(11 * 60 + 30, 13 * 60), Text("salat Jumat", "Friday prayer"))
INDEPENDENCE = Holiday(date(2026, 8, 17), "Hari Kemerdekaan")
LINKS = Links("https://antrean.example.go.id", bytes(range(32)))


def moment(text: str, *, zone: str = "Asia/Jakarta") -> datetime:
    """The aware UTC moment of a local "2026-11-23 08:30"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


MORNING = moment("2026-11-23 08:30")  # a Monday


def a_service(code: str = "ktp", **changes: Any) -> Service:
    values = {"name": f"Layanan {code}", "agency": "DUKCAPIL", "minutes": 10, "prefix": "A"}
    return Service(code=code, **{**values, **changes})


def an_agency(code: str, *services: Service, prefix: str) -> Agency:
    mine = tuple(replace(service, agency=code, prefix=service.prefix or prefix) for service in services)
    return Agency(code, f"Instansi {code}", code.title(), prefix, mine, zone="Z1")


def main_site(**changes: Any) -> Site:
    """Counters 1 and 2 serve DUKCAPIL, 3 serves passports alone; kiosk K1 has paper, K2 has none."""
    values: dict[str, Any] = {
        "name": "Mal Utama",
        "address": "Jl. Sritanjung 1",
        "zones": (Zone("Z1", "Lantai 1"),),
        "counters": (
            Counter("1", "Loket 1", "Z1", ("DUKCAPIL",)),
            Counter("2", "Loket 2", "Z1", ("DUKCAPIL",)),
            Counter("3", "Loket 3", "Z1", ("paspor",)),
        ),
        "printers": (Printer("P1", Transport.EMULATOR, "127.0.0.1:9100", "epson-80"),),
        "kiosks": (
            Kiosk("K1", "Anjungan 1", printer="P1"),
            Kiosk("K2", "Anjungan 2", services=frozenset({"DUKCAPIL"})),
        ),
        "displays": (Display("TV1", "Layar 1", ("Z1",), speaker=True),),
    }
    return Site(MAIN, **{**values, **changes})


def branch_site() -> Site:
    """A market satellite: DUKCAPIL alone, one counter, one kiosk."""
    return Site(
        BRANCH,
        "Pasar",
        "Jl. Pasar 2",
        agencies=frozenset({"DUKCAPIL"}),
        zones=(Zone("Z1", "Ruang tunggu"),),
        counters=(Counter("1", "Loket 1", "Z1", ("DUKCAPIL",)),),
        printers=(Printer("P1", Transport.EMULATOR, "127.0.0.1:9101", "epson-80"),),
        kiosks=(Kiosk("K1", "Anjungan", printer="P1"),),
        displays=(Display("TV1", "Layar", ("Z1",)),),
    )


def a_mall(**changes: Any) -> Mall:
    """Monday to Friday 08:00-15:00, Saturday to noon, Friday prayer, one holiday, two sites.

    DUKCAPIL (series A) offers ktp and kk, 10 minutes each; IMIGRASI offers paspor (series P,
    20 minutes, three a day) and visa (series B), which no counter serves.
    """
    values: dict[str, Any] = {
        "code": "mpp",
        "name": "Mal Pelayanan Publik",
        "timezone": "Asia/Jakarta",
        "hours": WEEK,
        "agencies": (
            an_agency("DUKCAPIL", a_service("ktp", name_en="Identity card"), a_service("kk"), prefix="A"),
            an_agency(
                "IMIGRASI",
                a_service("paspor", minutes=20, quota=3, prefix="P", requirements=("KTP", "KK")),
                a_service("visa", prefix="B"),
                prefix="B",
            ),
        ),
        "sites": (main_site(), branch_site()),
        "breaks": (FRIDAY_PRAYER,),
        "holidays": (INDEPENDENCE,),
    }
    return Mall(**{**values, **changes})


def with_service(mall: Mall, code: str, **changes: Any) -> Mall:
    """The mall with one service changed."""

    def changed(service: Service) -> Service:
        return replace(service, **changes) if service.code == code else service

    agencies = tuple(
        replace(agency, services=tuple(changed(service) for service in agency.services))
        for agency in mall.agencies
    )
    return replace(mall, agencies=agencies)


def a_wish(service: str = "ktp", **changes: Any) -> Wish:
    """A visitor at kiosk K1, whose paper comes out of P1."""
    values = {"priority": None, "language": "id", "origin": "kiosk:K1", "kiosk": "K1"}
    return Wish(service=service, **{**values, **changes})


def a_ticket(ticket_id: int = 1, **changes: Any) -> Ticket:
    """A waiting ticket of the main site as a value, in no database."""
    values: dict[str, Any] = {
        "site": MAIN,
        "day": date(2026, 11, 23),
        "number": "A-007",
        "service": "ktp",
        "issued_for": changes.get("service", "ktp"),
        "agency": "DUKCAPIL",
        "status": Status.WAITING,
        "priority": None,
        "language": "id",
        "sort_key": MORNING,
        "issued_at": MORNING,
        "waiting_since": changes.get("issued_at", MORNING),
        "called_at": None,
        "serving_at": None,
        "ended_at": None,
        "counter": None,
        "calls": 0,
        "origin": "kiosk:K1",
        "print_state": PrintState.NONE,
        "printer": None,
        "confirmed_at": None,
        "nonce": bytes(16),
    }
    return Ticket(id=ticket_id, **{**values, **changes})
