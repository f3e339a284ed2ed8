"""The mall that comes with the system: complete, and served everywhere it promises to be."""

import re
from collections import Counter
from pathlib import Path

import pytest

from app.domain.mall import Mall, Transport
from config.mall import check, document, from_document, load, write

FOLDER = Path(__file__).parents[2] / "config" / "malls" / "banyuwangi"


@pytest.fixture(scope="module")
def mall() -> Mall:
    return load(FOLDER)


def test_the_folder_has_no_mistakes() -> None:
    assert check(FOLDER) == []


def test_it_has_34_agencies_370_services_and_78_counters(mall: Mall) -> None:
    assert (len(mall.agencies), len(mall.service)) == (34, 370)
    assert [(site.code, len(site.counters)) for site in mall.sites] == [("BWI", 78), ("RGJ", 4), ("GTG", 3)]


def test_every_service_is_served_by_a_counter_of_every_site_that_offers_it(mall: Mall) -> None:
    for site in mall.sites:
        served = frozenset().union(*(mall.services_of(site, counter) for counter in site.counters))
        offered = {service.code for agency in mall.agencies_at(site) for service in agency.services}
        assert served == offered, site.code


def test_every_counter_stands_in_the_zone_of_its_agencies(mall: Mall) -> None:
    main = mall.site["BWI"]
    for counter in main.counters:
        assert {mall.agency[code].zone for code in counter.services} == {counter.zone}, counter.code


def test_the_markets_offer_four_agencies(mall: Mall) -> None:
    for code in ("RGJ", "GTG"):
        assert [agency.code for agency in mall.agencies_at(mall.site[code])] == ["A", "B", "L", "CS"]


def test_every_agency_has_a_zone_with_a_name_at_every_site_it_is_at(mall: Mall) -> None:
    for site in mall.sites:
        assert {agency.zone for agency in mall.agencies_at(site)} <= site.zone.keys()


def test_numbers_are_told_apart_at_sight(mall: Mall) -> None:
    prefixes = Counter(agency.prefix for agency in mall.agencies)
    assert max(prefixes.values()) == 1
    assert not re.search("[IO]", "".join(prefixes))


def test_every_zone_has_one_display_that_speaks(mall: Mall) -> None:
    for site in mall.sites:
        speaking = [zone for display in site.displays if display.speaker for zone in display.zones]
        assert sorted(speaking) == sorted(site.zone)


def test_the_main_mall_has_its_kiosks_displays_and_printers(mall: Mall) -> None:
    main = mall.site["BWI"]
    assert (len(main.kiosks), len(main.displays), len(main.printers)) == (3, 4, 3)
    assert {printer.profile for printer in main.printers} == {"epson-80", "epson-58", "clone-80"}
    assert set(main.zone) in [set(display.zones) for display in main.displays]


def test_every_kiosk_prints_on_an_emulator_of_its_own(mall: Mall) -> None:
    printers = [printer for site in mall.sites for printer in site.printers]
    assert {printer.transport for printer in printers} == {Transport.EMULATOR}
    assert len({printer.address for printer in printers}) == len(printers) == 5
    for site in mall.sites:
        assert sorted(kiosk.printer or "" for kiosk in site.kiosks) == sorted(site.printer)


def test_every_service_has_an_english_name(mall: Mall) -> None:
    assert [service.code for service in mall.service.values() if not service.name_en] == []


def test_it_survives_export_and_import(mall: Mall, tmp_path: Path) -> None:
    write(document(mall), tmp_path)
    assert load(tmp_path) == from_document(document(mall)) == mall
