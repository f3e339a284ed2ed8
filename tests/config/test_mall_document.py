"""Every mall that can exist is written as a document, and read back as the same mall."""

import json
import tempfile
from dataclasses import replace
from datetime import date, time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.layout import Layout, Theme, drawing
from app.domain.mall import (
    LANGUAGES,
    Agency,
    Archive,
    Break,
    Counter,
    Display,
    Holiday,
    Hours,
    Kiosk,
    Look,
    Mall,
    NumberSpeech,
    OwnSentence,
    Printer,
    Quiet,
    Rules,
    Service,
    Site,
    Span,
    Text,
    Transport,
    Upkeep,
    Zone,
)
from app.domain.ordering import Ratio
from config.mall import document, from_document, load, write

lines = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029"), min_size=1, max_size=12
).map(lambda text: f"{text}x")
maybe_line = st.none() | lines
spans = st.lists(st.integers(0, 1440), min_size=2, max_size=2, unique=True).map(
    lambda ends: Span(min(ends), max(ends))
)
hours = st.lists(st.none() | spans, min_size=7, max_size=7).map(lambda days: Hours(days=tuple(days)))
weekdays = st.frozensets(st.integers(0, 6), min_size=1)
languages = st.lists(st.sampled_from(LANGUAGES), unique=True, min_size=1).map(tuple)
whole = st.integers(1, 480)


@st.composite
def agencies(draw: st.DrawFn, code: str, zones: list[str]) -> Agency:
    prefix = draw(st.sampled_from([code, f"{code}1"]))
    services = tuple(
        Service(
            code=f"{code}-{place}",
            name=draw(lines),
            agency=code,
            minutes=draw(whole),
            prefix=draw(st.sampled_from([prefix, "Z", "IO"])),
            name_en=draw(maybe_line),
            requirements=tuple(draw(st.lists(lines, max_size=2))),
            quota=draw(st.none() | st.integers(0, 99)),
            hours=draw(st.none() | hours),
            online=draw(st.booleans()),
            archived=draw(st.booleans()),
        )
        for place in range(draw(st.integers(0, 2)))
    )
    return Agency(
        code=code,
        name=draw(lines),
        short_name=draw(lines),
        prefix=prefix,
        services=services,
        zone=draw(st.none() | st.sampled_from(zones)) if zones else None,
        archived=draw(st.booleans()),
    )


@st.composite
def sites(draw: st.DrawFn, code: str, everything: dict[str, list[str]]) -> Site:
    offered = draw(st.none() | st.frozensets(st.sampled_from(sorted(everything))))
    here = [
        name for agency in everything if offered is None or agency in offered for name in everything[agency]
    ]
    zones = tuple(Zone(code=f"Z{place}", name=draw(lines)) for place in range(draw(st.integers(1, 2))))
    a_zone = st.sampled_from([zone.code for zone in zones])
    some = st.lists(st.sampled_from(here), min_size=1, unique=True) if here else st.nothing()
    counter = st.builds(
        lambda name, zone, services, prefers: Counter("1", name, zone, services, services[:prefers]),
        name=lines,
        zone=a_zone,
        services=some.map(tuple),
        prefers=st.integers(0, 2),
    )
    printers = (
        Printer(
            code="P1", transport=draw(st.sampled_from(Transport)), address=draw(lines), profile="epson-80"
        ),
        Printer(
            code="P2",
            transport=Transport.TCP,
            address="192.0.2.1",
            profile="x",
            fallback="P1",
            agent="pc-1",
            logo="A1",
            roll_m=65.5,
        ),
    )
    kiosk = st.builds(
        Kiosk,
        code=st.just("K1"),
        name=lines,
        printer=st.sampled_from([None, "P1"]),
        services=st.none() | st.frozensets(st.sampled_from(here)) if here else st.none(),
    )
    display = st.builds(
        Display,
        code=st.just("T1"),
        name=lines,
        zones=st.lists(a_zone, min_size=1, unique=True).map(tuple),
        voice=languages,
        speaker=st.booleans(),
        volume=st.integers(0, 100),
        distance_m=st.none() | st.floats(0.5, 50, allow_nan=False),
        layout=st.sampled_from(["calls", "agencies"]),
        screen_inches=st.sampled_from([32.0, 55.0]),
        theme=st.none() | st.sampled_from(Theme),
    )
    old = Archive(
        zones=draw(st.sampled_from([(), (Zone("Z9", "Lama"),)])),
        counters=draw(st.sampled_from([(), (Counter("9", "Lama", "Z0", (here[0],)),)])) if here else (),
        printers=draw(st.sampled_from([(), (Printer("P9", Transport.TCP, "192.0.2.9", "x"),)])),
        kiosks=draw(st.sampled_from([(), (Kiosk("K9", "Lama", printer="P1"),)])),
        displays=draw(st.sampled_from([(), (Display("T9", "Lama", zones=("Z0",)),)])),
    )
    return Site(
        code=code,
        archive=old,
        name=draw(lines),
        address=draw(lines),
        agencies=offered,
        hours=draw(st.none() | hours),
        zones=zones,
        counters=(draw(counter),) if here else (),
        printers=printers,
        kiosks=(draw(kiosk),),
        displays=(draw(display),),
        quiet=tuple(Quiet(span, draw(weekdays)) for span in draw(st.lists(spans, max_size=2))),
    )


shares = st.lists(st.floats(2, 90), min_size=2, max_size=2).map(tuple)


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    return Layout(
        code="own",
        name=draw(maybe_line),
        landscape=drawing("last recent", "media .", columns=draw(shares), rows=draw(shares)),
        portrait=drawing("last", "qr", rows=draw(shares)),
        clock=draw(st.booleans()),
        ticker=draw(st.booleans()),
    )


@st.composite
def malls(draw: st.DrawFn) -> Mall:
    codes = ["A", "b", "KJ", "9"][: draw(st.integers(1, 4))]
    some_agencies = tuple(draw(agencies(code, ["Z0"])) for code in codes)
    everything = {
        agency.code: [agency.code, *(service.code for service in agency.services)] for agency in some_agencies
    }
    days = draw(st.lists(st.dates(date(2020, 1, 1), date(2040, 1, 1)), unique=True, max_size=2))
    a_break = st.builds(
        Break,
        days=st.frozensets(st.integers(0, 6), min_size=1),
        span=spans,
        reason=st.builds(Text, id=lines, en=lines),
    )
    return Mall(
        code="demo",
        name=draw(lines),
        timezone=draw(st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])),
        hours=draw(hours),
        agencies=some_agencies,
        sites=tuple(draw(sites(code, everything)) for code in ["MAIN", "pasar-2"][: draw(st.integers(1, 2))]),
        archived_sites=tuple(draw(sites(code, everything)) for code in ["LAMA"][: draw(st.integers(0, 1))]),
        look=Look(
            draw(st.sampled_from([None, "#0b5d4f", "#0B5D4F"])), draw(st.sampled_from([None, "#f2b705"]))
        ),
        own_sentences=tuple(
            OwnSentence(language, "kiosk.greeting", draw(lines).replace("{", "{{").replace("}", "}}"))
            for language in LANGUAGES[: draw(st.integers(0, 2))]
        ),
        upkeep=Upkeep(draw(st.sampled_from([None, time(0, 0), time(23, 59)])), draw(st.integers(1, 366)), 7),
        languages=draw(languages),
        logo=draw(st.sampled_from([None, "logo.svg"])),
        ticket_footer=draw(maybe_line),
        breaks=tuple(draw(st.lists(a_break, max_size=2))),
        holidays=tuple(Holiday(day=day, name=draw(lines)) for day in days),
        layouts=tuple(draw(st.lists(layouts(), max_size=1))),
        rules=draw(
            st.builds(
                Rules,
                cutoff_minutes=st.integers(0, 99),
                capacity_check=st.booleans(),
                priority_max_wait_minutes=st.none() | whole,
                priority_ratio=st.none() | st.builds(Ratio, st.integers(1, 9), st.integers(1, 9)),
                preference_minutes=st.integers(0, 15),
                number_speech=st.sampled_from(NumberSpeech),
            )
        ),
    )


examples = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@examples
@given(malls())
def test_a_mall_survives_its_document(mall: Mall) -> None:
    assert from_document(json.loads(json.dumps(document(mall)))) == mall


@examples
@given(malls())
def test_a_mall_survives_its_folder(mall: Mall) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(document(mall), Path(folder))
        assert load(Path(folder)) == mall


def test_a_document_leaves_out_what_is_usual() -> None:
    service = Service(code="A01", name="KTP-el", agency="A", minutes=10, prefix="A")
    agency = Agency(code="A", name="Dinas", short_name="Dinas", prefix="A", services=(service,))
    mall = Mall(
        code="demo",
        name="Mal",
        timezone="Asia/Jakarta",
        hours=Hours(days=(None,) * 7),
        agencies=(agency,),
        sites=(Site(code="MAIN", name="Gedung", address="Jl. 1"),),
    )
    plain = document(mall)
    assert sorted(plain) == ["agency", "hours", "mall", "site"]
    assert plain["agency"][0]["service"] == [{"code": "A01", "name": "KTP-el", "minutes": 10}]
    chosen = document(replace(mall, rules=Rules(number_speech=NumberSpeech.WORDS)))
    assert chosen["rules"] == {"number_speech": "words"}
