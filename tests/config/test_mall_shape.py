"""The shape of a mall says of every key what a form needs, and agrees with what the schema takes."""

import tomllib

import pytest

from config.mall import MallError, from_document
from config.mall_naming import choice_name, key_help, key_name, table_help, table_name
from config.mall_shape import PROFILES, FieldKind, KeyShape, TableShape, shape
from config.words import shipped_words
from printers.profiles import PROFILES as KNOWN_PRINTERS
from tests.config.good_mall import GOOD

TABLES = {table.table: table for table in shape()}
KEYS = [(table, key) for table in shape() for key in table.keys]


def key(table: str, name: str) -> KeyShape:
    return next(key for key in TABLES[table].keys if key.key == name)


def test_every_table_of_a_mall_is_there_with_its_place() -> None:
    assert [table.table for table in shape() if not table.inside] == [
        "mall", "hours", "break", "holiday", "rules", "look", "words", "upkeep", "layout", "agency", "site",
    ]  # fmt: skip
    assert [table.table for table in shape() if table.inside == "site"] == [
        "zone", "counter", "printer", "kiosk", "display", "quiet",
    ]  # fmt: skip
    assert (TABLES["service"].inside, TABLES["service"].keyed) == ("agency", "code")
    assert (TABLES["holiday"].keyed, TABLES["break"].keyed, TABLES["mall"].keyed) == ("date", None, None)
    assert [table.table for table in shape() if not table.many] == [
        "mall", "hours", "rules", "look", "words", "upkeep",
    ]  # fmt: skip


@pytest.mark.parametrize("table", shape(), ids=lambda table: str(table.table))
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_table_and_key_has_a_name_and_a_help(table: TableShape, language: str) -> None:
    known = shipped_words().sentences[language]
    wanted = [table_name(table.table), table_help(table.table)]
    for each in table.keys:
        wanted += [key_name(known, table.table, each.key), key_help(known, table.table, each.key)]
    assert [name for name in wanted if name not in known] == []


def test_no_name_of_a_field_is_left_without_its_field() -> None:
    known = shipped_words().sentences["en"]
    used = {name for table in shape() for name in (table_name(table.table), table_help(table.table))}
    for table, each in KEYS:
        used |= {key_name(known, table.table, each.key), key_help(known, table.table, each.key)}
        used |= {choice_name(known, each.key, value) or "" for value in each.choices}
    assert {name for name in known if name.startswith("mall_fields.")} - used == set()


def test_every_choice_of_our_own_has_a_name() -> None:
    known = shipped_words().sentences["id"]
    assert [
        (each.key, value)
        for _, each in KEYS
        for value in each.choices
        if not choice_name(known, each.key, value)
    ] == []


def test_the_kinds_say_how_a_key_is_written() -> None:
    assert key("service", "hours").kind is FieldKind.WEEK
    assert key("hours", "mon").kind is FieldKind.HOURS
    assert (key("mall", "logo").kind, key("look", "accent").kind) == (FieldKind.FILE, FieldKind.COLOUR)
    assert (key("site", "agencies").everything, key("site", "agencies").default) == (True, "all")
    assert key("counter", "services").of == ("agency", "service")
    assert key("upkeep", "backup_at").default == "18:30"
    assert key("printer", "transport").choices == ("tcp", "usb", "serial", "cups", "emulator")
    assert key("service", "minutes") == KeyShape(
        "minutes", FieldKind.NUMBER, required=True, low=1, high=480, whole=True
    )
    assert (key("printer", "roll_m").low, key("printer", "roll_m").above) == (0, True)


def test_the_kinds_of_printers_are_those_that_can_print() -> None:
    assert tuple(KNOWN_PRINTERS) == PROFILES


@pytest.mark.parametrize("name", [key.key for key in TABLES["rules"].keys if key.kind is FieldKind.NUMBER])
def test_the_limits_of_a_rule_are_those_of_the_schema(name: str) -> None:
    rule = key("rules", name)
    assert rule.low is not None
    assert rule.high is not None
    for value in (rule.low, rule.high):
        from_document(with_rule(name, value))
    for value in (rule.low - 1, rule.high + 1):
        with pytest.raises(MallError):
            from_document(with_rule(name, value))


def with_rule(name: str, value: float) -> dict[str, object]:
    return {**tomllib.loads(GOOD), "rules": {name: value}}


def test_what_is_required_is_missed_and_what_is_usual_is_not() -> None:
    for table in shape():
        if not table.many and table.table not in ("mall", "hours"):
            assert not any(each.required for each in table.keys)
    assert [each.key for each in TABLES["service"].keys if each.required] == ["code", "name", "minutes"]
    assert key("display", "layout").default == "calls"
