"""The first mall of an office, made of what somebody answers to a few questions instead of writing tables."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.mall import WEEKDAYS
from config.mall_check import RESERVED
from config.mall_mistakes import Document

COPIED_FROM = "Banyuwangi"  # whose catalogue others begin with
COPIED_OF = "Kabupaten"  # what it is
PROVINCE = re.compile(r"\b(Jawa Timur|Jatim)\b")  # its province's own agencies, which no other has
_KIND = re.compile(r"\b(kabupaten|kab\.?|kota)\s+(?:administrasi\s+)?(?=\S)", re.I)
_HALL = re.compile(r"^(mpp|mal pelayanan publik)\b", re.I)
_MINUTES = re.compile(r"(.*?)\s*;\s*(\d{1,3})\s*(?:menit|mnt|minutes?|min)?\.?", re.I | re.ASCII)
SITE_LETTERS = 3
USUAL_MINUTES = 10
PRAYER = {
    "days": ["fri"],
    "from": "11:30",
    "to": "13:00",
    "reason": {"id": "salat Jumat", "en": "Friday prayer"},
}


@dataclass(frozen=True, slots=True)
class ChosenAgency:
    """An agency of the new mall: known to the catalogue or the spreadsheet by its code, or told here.

    `counters` is how many it has, `zone` which of the zones they stand in, from 0.
    """

    code: str
    name: str = ""
    short_name: str = ""
    services: tuple[str, ...] = ()
    counters: int = 1
    zone: int = 0


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered; `known` are the agencies of a catalogue or a spreadsheet as documents."""

    name: str
    address: str
    timezone: str
    languages: tuple[str, ...]
    hours: Mapping[str, str]
    agencies: tuple[ChosenAgency, ...]
    zones: tuple[str, ...]
    known: Sequence[Document] = ()
    site_name: str = ""
    site: str = ""
    footer: str = ""
    primary: str = ""
    accent: str = ""
    logo: str = ""
    prayer: bool = True
    holidays: Sequence[Document] = field(default_factory=tuple)
    kiosk: str = ""
    printer: str = ""
    profile: str = "epson-80"
    displays: bool = True


def mall_of(answers: Answers) -> Document:
    """The whole document; whether it makes sense is for the mall's own check to say."""
    site = answers.site or site_code(answers.name)
    return _given(
        mall=_given(
            code=slug(answers.name),
            name=answers.name,
            timezone=answers.timezone,
            languages=list(answers.languages),
            logo=answers.logo,
            ticket_footer=answers.footer,
        ),
        look=_given(primary=answers.primary, accent=answers.accent),
        hours={day: answers.hours.get(day, "") for day in WEEKDAYS},
        **{"break": [PRAYER] if answers.prayer else None},
        holiday=[dict(each) for each in answers.holidays],
        agency=list(_agencies(answers)),
        site=[{**_site(answers), "code": site}],
    )


def slug(name: str) -> str:
    """A code made of a name: "MPP Kab. Pohuwato" is "mpp-kab-pohuwato"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:32].strip("-") or "mpp"


def site_code(name: str) -> str:
    """A short code out of the place in a name, never that of a page of ours: "MPP Pohuwato" is "POH"."""
    code = slug(place_of(name)[1]).partition("-")[0][:SITE_LETTERS].upper()
    return f"{code}1" if code.casefold() in RESERVED else code


def place_of(name: str) -> tuple[str, str]:
    """Whether it is a "Kota" or "Kabupaten", and the place that a mall is called after.

    "MPP Kabupaten Gorontalo Utara (contoh)" is in Gorontalo Utara, "MPP Kota Palu" in Palu; "" for no place.
    """
    text = " ".join(re.sub(r"\(.*?\)", " ", name).split())
    kind = _KIND.search(text)
    if kind is None:
        return COPIED_OF, _HALL.sub("", text).strip()
    return "Kota" if kind[1].lower() == "kota" else COPIED_OF, text[kind.end() :]


def moved(agencies: Iterable[Document], name: str) -> list[Document]:
    """The agencies of the catalogue with the place of the new mall in their names."""
    kind, place = place_of(name)
    if not place:
        kind, place = COPIED_OF, COPIED_FROM

    def said(table: Document) -> Document:
        text = str(table["name"]).replace(f"{COPIED_OF} {COPIED_FROM}", f"{kind} {place}")
        return {**table, "name": text.replace(COPIED_FROM, place)}

    return [
        {**said(agency), "service": [said(service) for service in agency.get("service", [])]}
        for agency in agencies
    ]


def provincial(document: Document) -> list[str]:
    """The names of a mall's agencies that belong to the province of the catalogue, whatever the mall's is."""
    return [str(agency["name"]) for agency in document["agency"] if PROVINCE.search(str(agency["name"]))]


def service_lines(lines: Iterable[str]) -> Iterator[tuple[str, int]]:
    """The services somebody wrote a line each: a name and, behind a semicolon, minutes at the counter.

    What stands behind it and is no number belongs to the name.
    """
    for line in lines:
        told = _MINUTES.fullmatch(line.strip())
        text = " ".join((told[1] if told else line).split()).strip("; ")
        if text:
            yield text, int(told[2]) if told else USUAL_MINUTES


def _given(**keys: object) -> Document:
    return {key: value for key, value in keys.items() if value not in (None, "", [], {})}


def _agencies(answers: Answers) -> Iterator[Document]:
    """Those of the catalogue as they stand there, in the order of the answers; each in its zone."""
    known = {str(agency.get("code")): agency for agency in answers.known}
    for chosen in answers.agencies:
        if chosen.code in known:
            agency = {key: value for key, value in known[chosen.code].items() if key != "zone"}
        else:
            agency = _told(chosen)
        services = agency.pop("service", [])
        yield {**agency, "zone": _zone(answers, chosen.zone), "service": services}


def _told(chosen: ChosenAgency) -> Document:
    services = [
        {"code": f"{chosen.code}{number:02d}", "name": name, "minutes": minutes}
        for number, (name, minutes) in enumerate(service_lines(chosen.services), start=1)
    ]
    name = chosen.name or chosen.short_name
    return {"code": chosen.code, "name": name, "short_name": chosen.short_name or name, "service": services}


def _site(answers: Answers) -> Document:
    zones = [_zone(answers, place) for place in range(max(1, len(answers.zones)))]
    names = answers.zones or (answers.site_name or answers.name,)
    printer = {"code": "P1", "transport": "tcp", "address": answers.printer, "profile": answers.profile}
    kiosk = _given(code="K1", name=answers.kiosk, printer="P1" if answers.printer else None, services="all")
    displays = [
        {
            "code": f"TV{number}",
            "name": f"Layar {name}",
            "zones": [zone],
            "voice": [language for language in answers.languages if language == "id"] or ["en"],
            "speaker": True,
        }
        for number, (zone, name) in enumerate(zip(zones, names, strict=True), start=1)
    ]
    return _given(
        name=answers.site_name or answers.name,
        address=answers.address,
        agencies="all",
        zone=[{"code": zone, "name": name} for zone, name in zip(zones, names, strict=True)],
        counter=list(_counters(answers)),
        printer=[printer] if answers.printer else None,
        kiosk=[kiosk] if answers.kiosk else None,
        display=displays if answers.displays else None,
    )


def _counters(answers: Answers) -> Iterator[Document]:
    """Numbered through the whole site, agency by agency, as the signs above them are."""
    number = 0
    for chosen in answers.agencies:
        for _ in range(chosen.counters):
            number += 1
            zone = _zone(answers, chosen.zone)
            yield {"code": str(number), "name": f"Loket {number}", "zone": zone, "services": [chosen.code]}


def _zone(answers: Answers, place: int) -> str:
    """The code of a zone; one that is not there any more is the first."""
    return f"Z{place + 1 if place < len(answers.zones) else 1}"
