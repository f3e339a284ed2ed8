"""What a mall may choose and may not have meant: told, and never refused."""

from collections.abc import Iterator
from functools import partial

from app.domain.mall import Mall, Rules, Site, Transport
from config.mall_shape import PROFILES
from config.words import shipped_words

SECTION = "mall_advice"
MUTE = "mute"  # in the name of a profile: one that answers nothing
MOST_NAMED = 5  # in one sentence
Told = tuple[str, dict[str, object]]  # the key of a sentence in [mall_advice], and its blanks


def advice(mall: Mall, language: str = "en") -> list[str]:
    """One sentence for each choice worth thinking over, with its place; none for the usual ones."""
    say = partial(shipped_words().say, language)
    return [say(f"{SECTION}.{key}", **blanks) for key, blanks in _advice(mall)]


def _advice(mall: Mall) -> Iterator[Told]:
    for site in mall.sites:
        yield from _of_counters(mall, site)
        yield from _of_screens(site)
        yield from _of_loudspeakers(site)
        yield from _of_printers(site)
    yield from _of_rules(mall.rules)


def _of_rules(rules: Rules) -> Iterator[Told]:
    credit, longest = rules.priority_credit_minutes, rules.priority_max_wait_minutes
    if rules.priority_ratio is not None:
        share = f"{rules.priority_ratio.share:.0%}"
        yield "ratio", {"ratio": rules.priority_ratio, "share": share, "credit": credit}
    if longest is not None:
        yield "longest", {"longest": longest, "credit": credit}
        if longest <= credit:
            yield "short_longest", {}


def _of_counters(mall: Mall, site: Site) -> Iterator[Told]:
    """Services that visitors would look for at a site where nobody serves them."""
    lonely = [
        agency.short_name
        for agency in mall.agencies_at(site)
        if any(not service.archived for service in agency.services)
        and not any(mall.pool(site, service).counters for service in agency.services)
    ]
    if lonely:
        yield "no_counter", {"site": site.code, "agencies": _list(lonely)}


def _of_screens(site: Site) -> Iterator[Told]:
    """Zones whose calls are shown nowhere."""
    seen = {zone for display in site.displays for zone in display.zones}
    unseen = dict.fromkeys(counter.zone for counter in site.counters if counter.zone not in seen)
    if unseen:
        yield "no_display", {"site": site.code, "zones": _list(list(unseen))}


def _of_printers(site: Site) -> Iterator[Told]:
    for printer in site.printers:
        if printer.profile not in PROFILES:
            blanks = {"site": site.code, "printer": printer.code, "profile": printer.profile}
            yield "profile", {**blanks, "profiles": ", ".join(PROFILES)}
        elif printer.transport is Transport.CUPS and MUTE not in printer.profile.split("-"):
            fitting = ", ".join(profile for profile in PROFILES if MUTE in profile.split("-"))
            yield "one_way", {"site": site.code, "printer": printer.code, "profiles": fitting}


def _of_loudspeakers(site: Site) -> Iterator[Told]:
    """One voice at a time: the first loudspeaker of a zone says its calls, a second one says nothing."""
    voices: dict[str, str] = {}
    for display in site.displays:
        for zone in display.zones if display.speaker else ():
            first = voices.setdefault(zone, display.code)
            if first != display.code:
                yield (
                    "silent",
                    {"site": site.code, "display": display.code, "zone": zone, "first": first},
                )


def _list(names: list[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (
        f" (+{len(names) - MOST_NAMED})" if len(names) > MOST_NAMED else ""
    )
