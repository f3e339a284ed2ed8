"""A mall's document becomes a Mall, or every mistake in it is told with its place."""

import tomllib
from datetime import date, time

import pytest

from app.domain.mall import Break, Display, Hours, Look, NumberSpeech, Service, Span, Text, Transport, Upkeep
from config.mall import MallError, from_document, from_revision

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

A = "[[agency]] A"
MAIN = "[[site]] MAIN"
COUNTER = f"{MAIN} / [[site.counter]] 1 services"

MISTAKES = [
    (
        '"last recent", "media recent"',
        '"last recent", "media"',
        "[[layout]] own landscape must have as many words",
    ),
    (
        '"last", "qr"',
        '"last", "code"',
        "[[layout]] own portrait names code, which is no part; known here: last",
    ),
    (
        '"last recent", "media recent"',
        '"last recent", "recent media"',
        "landscape must have recent in one rectangle",
    ),
    ('"last", "qr"', '"recent", "qr"', "[[layout]] own portrait has no place for last"),
    (
        "landscape_rows = [2, 1]",
        "landscape_rows = [2]",
        "landscape_rows must have 2 shares, one for each, not 1",
    ),
    ("landscape_rows = [2, 1]", "landscape_rows = [2, 0]", "landscape_rows entry 2 must be more than 0"),
    ("landscape_rows = [2, 1]", "rows = [2, 1]", "[[layout]] own rows is not a known key"),
    (
        'code = "own"',
        'code = "calls"',
        "[[layout]] calls code is a layout of the system: choose another code",
    ),
    ('"last", "qr"', "", "[[layout]] own portrait must not be empty"),
    # unknown and missing keys
    ('code = "demo"', 'code = "demo"\nlogos = "x"', "[mall] logos is not a known key; did you mean logo?"),
    ("minutes = 20", "minutes = 20\nminute = 3", "[[agency]] B / [[agency.service]] B01 minute is not"),
    ("[rules]", "[rule]", "rule is not a known key; did you mean rules?"),
    ("speaker = true", "sound = true", f"{MAIN} / [[site.display]] TV1 sound is not a known key"),
    ('name = "Mal Contoh"', "", "[mall] name is missing"),
    ("minutes = 20", "", "[[agency]] B / [[agency.service]] B01 minutes is missing"),
    # wrong types and values
    ("minutes = 20", 'minutes = "20"', "B01 minutes must be a whole number, not '20'"),
    ("minutes = 20", "minutes = true", "B01 minutes must be a whole number, not true"),
    ("minutes = 20", "minutes = 0", "B01 minutes must be more than 0, not 0"),
    ("quota = 0", "quota = -1", "A02 quota must be 0 or more, not -1"),
    ("speaker = true", 'speaker = "yes"', "TV1 speaker must be true or false, not 'yes'"),
    ('name = "NIB"', 'name = " "', "B01 name must be one line of text that is not empty, not ' '"),
    ('name = "NIB"', 'name = "N\\nB"', "B01 name must be one line of text"),
    ('code = "B01"', 'code = "B 01"', "[[agency.service]] B 01 code must be a code of letters, digits and"),
    ('transport = "tcp"', 'transport = "fax"', "P2 transport must be 'tcp', 'usb', 'serial', 'cups' or"),
    (
        'number_speech = "words"',
        'number_speech = "song"',
        "[rules] number_speech must be 'digits' or 'words'",
    ),
    ('number_speech = "words"', "cutoff_minutes = -1", "[rules] cutoff_minutes must be 0 or more"),
    ('number_speech = "words"', "cutoff_minutes = 1441", "[rules] cutoff_minutes must be 1440 or less"),
    ('number_speech = "words"', "parked_minutes = 99999", "[rules] parked_minutes must be 1440 or less"),
    ('number_speech = "words"', "wait_norm_minutes = 1e9", "wait_norm_minutes must be a whole number"),
    ('number_speech = "words"', "unprinted_void_seconds = 86400", "unprinted_void_seconds must be 3600 or"),
    ('number_speech = "words"', "missed_after_calls = 21", "[rules] missed_after_calls must be 20 or less"),
    ('number_speech = "words"', "service_norm_factor = 1000", "service_norm_factor must be 100 or less"),
    ('number_speech = "words"', "remote_share = 0", "[rules] remote_share must be 1 or more, not 0"),
    ('number_speech = "words"', "remote_share = 101", "[rules] remote_share must be 100 or less, not 101"),
    ('number_speech = "words"', "remote_grace_minutes = 1441", "remote_grace_minutes must be 1440 or less"),
    ("minutes = 20", "minutes = 481", "B01 minutes must be 480 or less, not 481"),
    ("quota = 0", "quota = 10001", "A02 quota must be 10000 or less, not 10001"),
    ("landscape_rows = [2, 1]", "landscape_rows = [99, 1]", "own landscape_rows entry 2 has less than a fif"),
    ('number_speech = "words"', "preference_minutes = 16", "[rules] preference_minutes must be 15 or less"),
    ('number_speech = "words"', "priority_max_wait_minutes = 0", "priority_max_wait_minutes must be more"),
    ('number_speech = "words"', 'priority_ratio = "0:2"', "[rules] priority_ratio must be a ratio such as"),
    ('number_speech = "words"', "priority_ratio = 2", "[rules] priority_ratio must be a ratio such as"),
    ('"Asia/Makassar"', '"Asia/Sulawesi"', "[mall] timezone is not a known time zone; use a name such as"),
    ('"Asia/Makassar"', '"../etc/passwd"', "[mall] timezone is not a known time zone"),
    ('code = "demo"', 'code = "demo"\nlanguages = ["jv"]', "[mall] languages entry 1 must be 'id' or 'en'"),
    ('services = ["A", "B01"]', "services = []", f"{COUNTER} must not be empty"),
    ('agencies = ["B"]', 'agencies = "B"', '[[site]] PASAR agencies must be "all" or a list of codes'),
    # when the mall is open
    ('"08:00-15:00"', '"8-15"', '[hours] mon must be hours such as "08:00-15:00", or "" for closed, not'),
    ('"08:00-15:00"', '"15:00-08:00"', "[hours] mon must end later than it begins, on the same day"),
    ('"08:00-15:00"', '"08:00-24:30"', "[hours] mon must be hours such as"),
    ('"09:00-10:00"', '"09.00-10.00"', "[[agency.service]] A02 / [agency.service.hours] mon must be hours"),
    ('to = "13:00"', 'to = "11:00"', "[[break]] no. 1 to must be later than from, on the same day"),
    ('from = "11:30"', 'from = "1130"', '[[break]] no. 1 from must be a time such as "11:30", not'),
    ('["fri", "mon"]', '["jum"]', "[[break]] no. 1 days entry 1 must be 'mon', 'tue'"),
    (', en = "Friday prayer"', "", "[[break]] no. 1 reason.en is missing"),
    ("date = 2026-08-17", 'date = "17-8-2026"', '17-8-2026 date must be a date such as "2026-08-17"'),
    # codes used twice
    ('code = "B"', 'code = "a"', "[[agency]] a code is used twice: another agency has it already"),
    ('code = "B01"', 'code = "A01"', "[[agency.service]] A01 code is used twice: another service has it"),
    ('code = "PASAR"', 'code = "MAIN"', f"{MAIN} code is used twice: another site has it already"),
    ('code = "P2"', 'code = "P1"', "[[site.printer]] P1 code is used twice: another printer of the site"),
    ('code = "B01"', 'code = "A"', "[[agency.service]] A code is the code of an agency too"),
    ('code = "PASAR"', 'code = "Admin"', "[[site]] Admin code is the address of another page"),
    # prefixes of numbers
    ('prefix = "AK"', 'prefix = "AO"', "A02 prefix puts I or O into the prefix AO of its numbers"),
    ('code = "B"', 'code = "INFO"', "[[agency]] INFO code puts I or O into the prefix INFO"),
    ('code = "B"', 'code = "B-1"', "[[agency]] B-1 code B-1 does not fit as prefix of its numbers"),
    ('prefix = "AK"', 'prefix = "A-K"', "A02 prefix must be made of letters and digits only"),
    (
        'short_name = "PTSP"',
        'short_name = "PTSP"\nprefix = "A"',
        "prefix gives the prefix A, which numbers of",
    ),
    # what is named but does not exist
    (
        'zone = "Z1"\n\n',
        'zone = "Z9"\n\n',
        f"{A} zone names Z9, which is not a zone of any site; known here: Z1",
    ),
    ('agencies = ["B"]', 'agencies = ["C"]', "[[site]] PASAR agencies names C, which is not an agency of"),
    ('zone = "Z1"\nservices', 'zone = "Z2"\nservices', "[[site.counter]] 1 zone names Z2, which is not a"),
    ('services = ["A", "B01"]', 'services = ["A", "B02"]', f"{COUNTER} names B02, which is not an agency or"),
    (
        'services = ["A", "B01"]',
        'services = ["B01"]\nprefers = ["A01"]',
        f"{MAIN} / [[site.counter]] 1 prefers names A01, which is not served at this counter",
    ),
    ('printer = "P1"', 'printer = "P3"', "[[site.kiosk]] K1 printer names P3, which is not a printer of"),
    ("speaker = true", "volume = 101", "[[site.display]] TV1 volume must be 100 or less, not 101"),
    ("speaker = true", "volume = -1", "[[site.display]] TV1 volume must be 0 or more, not -1"),
    ("speaker = true", "volume = 0.5", "[[site.display]] TV1 volume must be a whole number, not 0.5"),
    (
        "speaker = true",
        'speaker = true\n\n[[site.quiet]]\nfrom = "13:00"\nto = "11:30"',
        f"{MAIN} / [[site.quiet]] no. 1 to must be later than from, on the same day",
    ),
    (
        "speaker = true",
        'speaker = true\n\n[[site.quiet]]\nfrom = "1130"\nto = "13:00"',
        "[[site.quiet]] no. 1 from must be a time such as",
    ),
    (
        "speaker = true",
        'speaker = true\n\n[[site.quiet]]\ndays = ["jum"]\nfrom = "11:30"\nto = "13:00"',
        "[[site.quiet]] no. 1 days entry 1 must be 'mon', 'tue'",
    ),
    ('zones = ["Z1"]', 'zones = ["Z1", "Z2"]', "[[site.display]] TV1 zones names Z2, which is not a zone of"),
    (
        'zones = ["Z1"]',
        'zones = ["Z1"]\nlayout = "agency"',
        "[[site.display]] TV1 layout names agency, which is not a layout; did you mean agencies?",
    ),
    ('fallback = "P2"', 'fallback = "P2"\nlogo = "logo.png"', "P1 logo must be the two letters"),
    ('fallback = "P2"', 'fallback = "P2"\nroll_m = 80000', "P1 roll_m must be 1000 or less"),
    ('fallback = "P2"', 'fallback = "P2"\nroll_m = 0', "P1 roll_m must be more than 0"),
    ('fallback = "P2"', 'fallback = "P9"', "[[site.printer]] P1 fallback names P9, which is not a printer"),
    ('fallback = "P2"', 'fallback = "P1"', "[[site.printer]] P1 fallback comes back to this printer"),
    (
        'profile = "clone-80"',
        'profile = "clone-80"\nfallback = "P1"',
        "P2 fallback comes back to this printer",
    ),
    # what is archived
    ('name = "Lantai 1"', 'name = "Lantai 1"\narchived = true', "1 zone names Z1, which is archived: choose"),
    ('name = "Lantai 1"', 'name = "Lantai 1"\narchived = true', "TV1 zones names Z1, which is archived"),
    (
        'profile = "epson-80"',
        'profile = "epson-80"\narchived = true',
        "K1 printer names P1, which is archived",
    ),
    (
        'profile = "clone-80"',
        'profile = "clone-80"\narchived = true',
        "P1 fallback names P2, which is archived",
    ),
    ('name = "Layar"', 'name = "Layar"\narchived = 1', "TV1 archived must be true or false, not 1"),
    # the mall's own look, words and upkeep
    ("[rules]", '[look]\nprimary = "green"\n[rules]', "[look] primary must be a colour such as"),
    (
        "[rules]",
        '[look]\nborder = "#000000"\n[rules]',
        "[look] border is not a known key; known here: primary",
    ),
    (
        "[rules]",
        '[words.id]\n"kiosk.greting" = "Halo"\n[rules]',
        "kiosk.greting is no sentence of the system; did you mean kiosk.greeting?",
    ),
    (
        "[rules]",
        '[words.en]\n"counter.closing_title" = "Close it?"\n[rules]',
        "counter.closing_title must have the blanks {counter}",
    ),
    ("[rules]", '[words.en]\n"kiosk.greeting" = "Hi {x}"\n[rules]', "kiosk.greeting must have no blanks"),
    ("[rules]", '[words.en]\n"kiosk.greeting" = "Hi {"\n[rules]', "kiosk.greeting has a brace that opens"),
    (
        "[rules]",
        '[words.en]\n"kiosk.greeting" = "Hi\\nyou"\n[rules]',
        "kiosk.greeting must be one line of text",
    ),
    (
        "[rules]",
        f'[words.en]\n"kiosk.greeting" = "{"x" * 301}"\n[rules]',
        "kiosk.greeting must have at most 300 characters",
    ),
    (
        "[rules]",
        '[words.jv]\n"kiosk.greeting" = "Halo"\n[rules]',
        "[words] jv is not a known key; known here: id, en",
    ),
    ("[rules]", '[upkeep]\nbackup_at = "6pm"\n[rules]', "[upkeep] backup_at must be a time such as"),
    ("[rules]", "[upkeep]\nbackups_kept = 0\n[rules]", "[upkeep] backups_kept must be 1 or more, not 0"),
]


def complaints(text: str) -> str:
    with pytest.raises(MallError) as refused:
        from_document(tomllib.loads(text))
    return str(refused.value)


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


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
