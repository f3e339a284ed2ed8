"""Gives a call its voice: the sentences of the site's displays, named at once and recorded meanwhile."""

from collections.abc import Mapping
from typing import Any

from app.context import Context
from app.domain.mall import Site
from displays.voice.lexicon import Lexicon
from displays.voice.speech import Speech, speech


class Announcer:
    """Knows the lexicons and the studio; never waits for a recording."""

    def __init__(self, context: Context, lexicons: Mapping[str, Lexicon]) -> None:
        self._context = context
        self._lexicons = lexicons

    def spoken(self, site: Site, call: Mapping[str, Any]) -> dict[str, Any]:
        """The call with its `speech` and its `short` form, in the order of the mall's languages."""
        return {**call, "speech": self._said(site, call), "short": self._said(site, call, short=True)}

    def _said(self, site: Site, call: Mapping[str, Any], *, short: bool = False) -> list[Speech]:
        mall = self._context.mall
        wanted = {language for display in site.displays for language in display.voice}
        return speech(
            number=call["number"],
            counter_name=said_place(call),
            recall=call["recall"],
            languages=[language for language in mall.languages if language in wanted],
            style=mall.rules.number_speech,
            lexicons=self._lexicons,
            studio=self._context.voice,
            short=short,
        )


def said_place(call: Mapping[str, Any]) -> str:
    """The counter; with its floor where it is called elsewhere too: "Lantai 3 Loket 52"."""
    is_far = len(call.get("zones", ())) > 1
    return f"{call['zone_name']} {call['counter_name']}" if is_far else str(call["counter_name"])
