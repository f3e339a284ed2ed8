"""Gives a call its voice: the sentences of the site's displays, named at once and recorded meanwhile."""

from collections.abc import Mapping
from typing import Any

from app.context import Context
from app.domain.mall import LANGUAGES, Site
from displays.voice.lexicon import Lexicon
from displays.voice.speech import Speech, notice_speech, speech
from displays.voices import Voices


class Announcer:
    """Knows the lexicons and the studio; never waits for a recording."""

    def __init__(self, context: Context, lexicons: Mapping[str, Lexicon]) -> None:
        self._context = context
        self._lexicons = lexicons
        self.voices = Voices(context.clock)

    def spoken(self, site: Site, call: Mapping[str, Any]) -> dict[str, Any]:
        """The call with its `speech` and its `short` form, in the order of the mall's languages.

        `voices` are the displays that say it.
        """
        said = {"speech": self._said(site, call), "short": self._said(site, call, short=True)}
        told = {**call, **said}
        return {**told, "voices": self.voices.of(site, told)}

    def prepare(self, site: Site, call: Mapping[str, Any]) -> None:
        """Has the clips of a call made, whoever announced it, behind those that a display asks for."""
        self._said(site, call, later=True)
        self._said(site, call, short=True)

    def heard(self, site: Site, notice: Mapping[str, Any] | None) -> dict[str, Any] | None:
        """The notice as displays are told it: an urgent one with its `speech`."""
        if notice is None or not notice["urgent"]:
            return dict(notice) if notice else None
        texts = {language: notice[language] for language in LANGUAGES}
        languages, studio = self._languages(site), self._context.voice
        said = notice_speech(texts, languages=languages, lexicons=self._lexicons, studio=studio)
        return {**notice, "speech": said}

    def _languages(self, site: Site) -> list[str]:
        """Those that some display of the site speaks, in the order of the mall's languages."""
        wanted = {language for display in site.displays for language in display.voice}
        return [language for language in self._context.mall.languages if language in wanted]

    def _said(
        self, site: Site, call: Mapping[str, Any], *, short: bool = False, later: bool = False
    ) -> list[Speech]:
        return speech(
            number=call["number"],
            counter_name=said_place(call),
            recall=call["recall"],
            languages=self._languages(site),
            style=self._context.mall.rules.number_speech,
            lexicons=self._lexicons,
            studio=self._context.voice,
            short=short,
            later=later,
        )


def said_place(call: Mapping[str, Any]) -> str:
    """The counter; with its floor where it is called elsewhere too: "Lantai 3 Loket 52"."""
    is_far = len(call.get("zones", ())) > 1
    return f"{call['zone_name']} {call['counter_name']}" if is_far else str(call["counter_name"])
