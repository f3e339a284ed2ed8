"""A mall's document becomes a Mall, or every mistake in it is told with its place."""

import tomllib
from datetime import date, time

import pytest

from app.domain.mall import Break, Display, Hours, Look, NumberSpeech, Service, Span, Text, Transport, Upkeep
from config.mall import MallError, from_document, from_revision
from tests.config.good_mall import GOOD, changed
from tests.config.mall_mistakes import COUNTER, MISTAKES


def complaints(text: str) -> str:
    with pytest.raises(MallError) as refused:
        from_document(tomllib.loads(text))
    return str(refused.value)


@pytest.mark.parametrize(("old", "new", "told"), MISTAKES, ids=[told for _, _, told in MISTAKES])
def test_a_mistake_is_told_with_its_place(old: str, new: str, told: str) -> None:
    text = complaints(changed(old, new))
    assert told in text
    assert all(line.startswith("mall.toml: ") for line in text.splitlines())


def test_all_mistakes_are_told_at_once_in_the_order_of_the_document() -> None:
    text = changed("minutes = 20", "minutes = 0").replace('printer = "P1"', 'printer = "P3"')
    text = text.replace("Asia/Makassar", "Asia/Sulawesi")
    assert [
        line.split(" must")[0].split(" names")[0].split(" is ")[0] for line in complaints(text).splitlines()
    ] == [
        "mall.toml: [mall] timezone",
        "mall.toml: [[agency]] B / [[agency.service]] B01 minutes",
        "mall.toml: [[site]] MAIN / [[site.kiosk]] K1 printer",
    ]


def test_an_empty_document_lacks_its_tables() -> None:
    lines = complaints("").splitlines()
    assert lines == [f"mall.toml: {table} is missing" for table in ("mall", "hours", "agency", "site")]


@pytest.mark.parametrize("table", ["agency", "site", "mall", "hours", "rules", "break", "holiday"])
@pytest.mark.parametrize("value", [1, "x", [1], [[]], True, {"code": [1]}, [{"code": {}}], []])
def test_a_document_of_wrong_shapes_is_refused_and_never_a_crash(table: str, value: object) -> None:
    document = {**tomllib.loads(GOOD), table: value}
    if value == [] and table in ("break", "holiday"):
        from_document(document)
    else:
        with pytest.raises(MallError):
            from_document(document)


def test_an_agency_that_is_not_at_the_site_has_no_counter_there() -> None:
    text = GOOD.replace('address = "Jl. Contoh 1"', 'address = "Jl. Contoh 1"\nagencies = ["A"]')
    assert f"{COUNTER} names B01, which is not an agency or service of the site" in complaints(text)


def test_what_is_archived_is_in_no_living_list_and_keeps_its_name() -> None:
    document = tomllib.loads(GOOD)
    main, branch = document["site"]
    for table in ("counter", "kiosk", "display"):
        main[table][0]["archived"] = True
    main["zone"].append({"code": "Z2", "name": "Lantai lama", "archived": True})
    branch["archived"] = True
    mall = from_document(document)

    site = mall.site["MAIN"]
    assert (site.counters, site.kiosks, site.displays) == ((), (), ())
    assert list(mall.site) == ["MAIN"]
    assert "Z2" not in site.zone
    assert (site.any_counter("1"), site.any_zone("Z2")) == (site.archive.counters[0], site.archive.zones[0])
    assert (site.any_counter("7"), site.any_zone(None)) == (None, None)
    assert mall.any_site("PASAR") == mall.archived_sites[0]
    assert mall.pool(site, mall.service["A01"]).counters == ()


def test_what_is_archived_may_name_what_is_archived() -> None:
    document = tomllib.loads(GOOD)
    for table in ("zone", "counter", "display"):
        document["site"][0][table][0]["archived"] = True
    assert from_document(document).site["MAIN"].archive.counters[0].zone == "Z1"


def test_a_mall_keeps_one_site() -> None:
    document = tomllib.loads(GOOD)
    for site in document["site"]:
        site["archived"] = True
    with pytest.raises(MallError, match="site are all archived: one must stay"):
        from_document(document)


def test_a_mall_has_colours_words_and_upkeep_of_its_own() -> None:
    own = '[look]\nprimary = "#0b5d4f"\n[words.en]\n"kiosk.greeting" = "Hello"\n[upkeep]\nbackup_at = ""\n'
    mall = from_document(tomllib.loads(own + GOOD))
    assert mall.look == Look("#0b5d4f", None)
    assert mall.own_words == {"id": {}, "en": {"kiosk.greeting": "Hello"}}
    assert mall.upkeep == Upkeep(None, 14)
    assert from_document(tomllib.loads(GOOD)).upkeep == Upkeep(time(18, 30), 14, 30)


def test_a_saved_mall_starts_though_a_sentence_of_its_own_fits_no_more() -> None:
    document = tomllib.loads('[words.en]\n"kiosk.of_an_older_version" = "Hello"\n' + GOOD)
    with pytest.raises(MallError):
        from_document(document)
    assert from_revision(document).own_words["en"] == {"kiosk.of_an_older_version": "Hello"}


def test_a_mall_may_insist_on_i_and_o() -> None:
    text = changed('code = "demo"', 'code = "demo"\nallow_i_and_o = true')
    mall = from_document(tomllib.loads(text.replace('prefix = "AK"', 'prefix = "IO"')))
    assert mall.service["A02"].prefix == "IO"


def test_a_service_may_share_a_prefix_when_it_says_so() -> None:
    mall = from_document(tomllib.loads(changed('prefix = "AK"', 'prefix = "B"')))
    assert mall.service["A02"].prefix == mall.agency["B"].prefix == "B"


def test_an_archived_agency_gives_its_prefix_free() -> None:
    mall = from_document(
        tomllib.loads(changed('short_name = "PTSP"', 'short_name = "PTSP"\nprefix = "A"\narchived = true'))
    )
    assert mall.agency["B"].archived


def test_a_good_document_becomes_the_mall_it_describes() -> None:
    mall = from_document(tomllib.loads(GOOD))
    assert mall.hours == Hours(days=(Span(480, 900), None, None, None, None, Span(0, 1440), None))
    assert mall.breaks == (Break(frozenset({0, 4}), Span(690, 780), Text("salat Jumat", "Friday prayer")),)
    assert mall.holiday[date(2026, 8, 17)].name == "Hari Kemerdekaan"
    assert mall.rules.number_speech is NumberSpeech.WORDS
    assert mall.rules.cutoff_minutes == 30
    assert mall.service["A01"] == Service(code="A01", name="KTP-el", agency="A", minutes=10, prefix="A")
    assert mall.service["A02"].hours == Hours(days=(Span(540, 600), *(None,) * 6))
    assert mall.service["A02"].quota == 0
    assert (mall.site["MAIN"].agencies, mall.site["PASAR"].agencies) == (None, frozenset({"B"}))
    main = mall.site["MAIN"]
    assert main.printer["P2"].transport is Transport.TCP
    assert main.counter["1"].services == ("A", "B01")
    assert main.kiosk["K1"].services == frozenset({"A", "B01"})
    assert main.display["TV1"] == Display(code="TV1", name="Layar", zones=("Z1",), speaker=True)
