"""Rules that a mall may choose and that do not do what one would expect: told, and never refused."""

from collections.abc import Iterator

from app.domain.mall import Mall, Site
from app.domain.ordering import Ratio


def advice(mall: Mall) -> list[str]:
    """One sentence for each choice worth thinking over, with its key; none for the usual rules."""
    return list(_advice(mall))


def _advice(mall: Mall) -> Iterator[str]:
    rules = mall.rules
    for site in mall.sites:
        yield from _of_loudspeakers(site)
    if rules.priority_ratio is not None:
        yield _of_ratio(rules.priority_ratio, rules.priority_credit_minutes)
    if rules.priority_max_wait_minutes is not None:
        yield (
            f"[rules] priority_max_wait_minutes = {rules.priority_max_wait_minutes}: whoever has no priority "
            "may then be overtaken by people who came any time later, and not only within the head start of "
            f"{rules.priority_credit_minutes} minutes: the more of these there are, the longer others wait"
        )
        if rules.priority_max_wait_minutes <= rules.priority_credit_minutes:
            yield (
                "[rules] priority_max_wait_minutes: is no longer than the head start: priority visitors are "
                "called before everybody else after that time, however many they are"
            )


def _of_ratio(ratio: Ratio, credit_minutes: int) -> str:
    return (
        f'[rules] priority_ratio = "{ratio}": turns against priority visitors as soon as more than '
        f"{ratio.share:.0%} of all have priority, who then wait longer than the others; the head start of "
        f"{credit_minutes} minutes, which never does that, decides only within a lane while lanes take turns"
    )


def _of_loudspeakers(site: Site) -> Iterator[str]:
    """One voice at a time: the first loudspeaker of a zone says its calls, a second one says nothing."""
    voices: dict[str, str] = {}
    for display in site.displays:
        for zone in display.zones if display.speaker else ():
            first = voices.setdefault(zone, display.code)
            if first != display.code:
                yield (
                    f"[[site]] {site.code} / [[site.display]] {display.code} speaker: says nothing of "
                    f"zone {zone}, whose calls {first} says; so that one voice is heard there at a time"
                )
