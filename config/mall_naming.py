"""Under which key of config/words the tables and keys of a mall have their names and helps."""

from collections.abc import Container

SECTION = "mall_fields"
ANY = "any"  # stands for every table where a key means the same


def table_name(table: str) -> str:
    return f"{SECTION}.{table}"


def table_help(table: str) -> str:
    return f"{SECTION}.{table}_help"


def key_name(known: Container[str], table: str, key: str) -> str:
    """That of the table itself, else the one that the key has in every table."""
    own = f"{SECTION}.{table}_{key}"
    return own if own in known else f"{SECTION}.{ANY}_{key}"


def key_help(known: Container[str], table: str, key: str) -> str:
    own = f"{SECTION}.{table}_{key}_help"
    return own if own in known else f"{SECTION}.{ANY}_{key}_help"


def choice_name(known: Container[str], key: str, value: str) -> str | None:
    """None where the value needs no other name."""
    name = f"{SECTION}.choice_{key}_{value.replace('/', '-')}"
    return name if name in known else None
