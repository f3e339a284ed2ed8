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
        """The call with its `speech`, in the order of the mall's languages."""
        mall = self._context.mall
        wanted = {language for display in site.displays for language in display.voice}
        said: list[Speech] = speech(
            number=call["number"],
            counter_name=call["counter_name"],
            recall=call["recall"],
            languages=[language for language in mall.languages if language in wanted],
            style=mall.rules.number_speech,
            lexicons=self._lexicons,
            studio=self._context.voice,
        )
        return {**call, "speech": said}
