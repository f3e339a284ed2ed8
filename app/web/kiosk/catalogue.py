"""What changes of a site's document while names and papers stay: pure functions for the kiosks' news."""

from collections.abc import Mapping
from typing import Any

Document = Mapping[str, Any]

STANDING = frozenset(
    {"name", "name_en", "short_name", "hue", "zone", "zone_name", "minutes", "requirements", "online"}
)


def figures(agency: Document) -> dict[str, Any]:
    """An agency and its services without what a kiosk knows from its snapshot."""
    return {**_moving(agency), "services": [_moving(service) for service in agency["services"]]}


def news(before: Mapping[str, Document], document: Document) -> list[dict[str, Any]]:
    """The figures of every agency that differ from `before` (figures by the agency's code)."""
    return [now for agency in document["agencies"] if (now := figures(agency)) != before.get(agency["code"])]


def _moving(entry: Document) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key not in STANDING and key != "services"}
