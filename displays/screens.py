"""Which of several screens of one display speaks, where somebody opened its link a second time."""

import threading

from app.domain.screens import Sound

Place = tuple[str, str]  # the site and the display's code
MUTE = frozenset({Sound.BLOCKED, Sound.OFF})


class Screens:
    """The newest that can be heard; the others are silent, or the hall would hear each call twice.

    A screen that has said nothing of itself yet counts as one that can.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sounds: dict[Place, dict[str, Sound | None]] = {}  # by link, the oldest first
        self._spare: set[str] = set()  # links that were told to be silent

    def came(self, place: Place, link: str) -> None:
        with self._lock:
            self._sounds.setdefault(place, {})[link] = None

    def went(self, place: Place, link: str) -> None:
        with self._lock:
            links = self._sounds.get(place, {})
            links.pop(link, None)
            self._spare.discard(link)
            if not links:
                self._sounds.pop(place, None)

    def says(self, place: Place, link: str, sound: Sound) -> Sound | None:
        """How a screen sounds; returns how it did before."""
        with self._lock:
            links = self._sounds.setdefault(place, {})
            before, links[link] = links.get(link), sound
            return before

    def is_blocked(self, place: Place) -> bool:
        """Whether there are screens, and none of them plays anything before somebody touches it."""
        with self._lock:
            links = self._sounds.get(place, {})
            return bool(links) and all(sound is Sound.BLOCKED for sound in links.values())

    def changes(self, place: Place) -> dict[str, bool]:
        """By link, whether it is spare, for those that were told otherwise the last time."""
        with self._lock:
            links = self._sounds.get(place, {})
            speaks = next((each for each in reversed(links) if links[each] not in MUTE), None)
            if speaks is None:
                speaks = next(reversed(links), None)
            told = {link: link != speaks for link in links if (link != speaks) != (link in self._spare)}
            self._spare = (self._spare - links.keys()) | {link for link in links if link != speaks}
            return told
