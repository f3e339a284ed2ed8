"""What saving a changed mall would do: to those who wait or have booked, to counters, screens and paper."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import partial

from sqlalchemy import Connection

from app.domain.booking import slots_on
from app.domain.mall import Agency, Mall, Printer, Service, Site, Text, minute_of
from app.domain.mall_effect import Blanks, Effect, EffectLevel
from app.domain.opening import service_day
from app.queries.mall_today import (
    BookedSlot,
    OpenCounter,
    Queue,
    afar,
    booked,
    devices,
    issued,
    open_counters,
    open_papers,
    queues,
)
from config.sentences import day_phrase
from config.words import Words

SECTION = "mall_effects"
MOST_NAMED = 4  # counters in one sentence
_LEVELS = tuple(EffectLevel)
_Found = Iterator[Effect]
danger = partial(Effect, EffectLevel.DANGER)
warning = partial(Effect, EffectLevel.WARNING)
note = partial(Effect, EffectLevel.NOTE)


def effects(connection: Connection, before: Mall, after: Mall, *, now: datetime) -> list[Effect]:
    """The gravest first; none where nobody and nothing would notice."""
    day, sites = service_day(before, now), sorted(before.site)
    ahead = booked(connection, sites, day=day, now=now)
    waiting, given = queues(connection, sites, day=day), issued(connection, sites, day=day)
    found = [
        *_of_timezone(before, after, waiting),
        *_of_queues(before, after, waiting),
        *_of_hours(before, after, waiting, now=now),
        *_of_bookings(before, after, ahead),
        *_of_rules(before, after, ahead, afar(connection, sites, day=day)),
        *_of_counters(before, after, open_counters(connection)),
        *_of_devices(connection, before, after),
        *_of_paper(before, after, open_papers(connection, now=now)),
        *_of_quotas(before, after, given),
        *_of_prefixes(before, after, given),
    ]
    return sorted(found, key=lambda effect: _LEVELS.index(effect.level))


def sentence(effect: Effect, words: Words, language: str) -> str:
    """The effect as an administrator reads it."""
    blanks = {key: _said(words, language, value) for key, value in effect.blanks.items()}
    return words.say(language, f"{SECTION}.{effect.code}", **blanks)


def _said(words: Words, language: str, value: str | int | Text | date) -> str:
    if isinstance(value, Text):
        return value.in_(language)
    return day_phrase(words, language, value) if isinstance(value, date) else str(value)


def _of_timezone(before: Mall, after: Mall, waiting: list[Queue]) -> _Found:
    """Today's numbers belong to the day of the old zone: another day begins at another moment."""
    if before.timezone != after.timezone:
        count = sum(queue.count for queue in waiting)
        yield danger("timezone_queued", {"count": count}) if count else warning("timezone", {})


def _of_queues(before: Mall, after: Mall, waiting: list[Queue]) -> _Found:
    """People whose service no counter would call any more, or another one than before."""
    together: dict[tuple[str, str, str, tuple[str, ...]], list[Queue]] = {}
    for queue in waiting:
        told = _becomes(before, after, queue)
        if told is not None:
            together.setdefault((queue.site, queue.agency, *told), []).append(queue)
    for (site, _, code, counters), several in together.items():
        what: Blanks = {
            "count": _count(several),
            "what": _name(before, several),
            "site": _site(before, site),
        }
        if code == "stranded":
            yield danger(code, what)
        elif code == "moved":
            yield warning(code, {**what, "counters": _counters(after, site, counters)})
        else:
            yield note(code, what)


def _becomes(before: Mall, after: Mall, queue: Queue) -> tuple[str, tuple[str, ...]] | None:
    """The code of what the people of a queue would notice, and the counters that would call them."""
    old, new = _called_at(before, queue), _called_at(after, queue)
    if not new and old:
        return "stranded", ()
    if set(old) - set(new):
        return "moved", new
    ends = new and _is_archived(after, queue.service) and not _is_archived(before, queue.service)
    return ("ending", ()) if ends else None


def _is_archived(mall: Mall, service: str) -> bool:
    return service in mall.service and mall.service[service].archived


def _called_at(mall: Mall, queue: Queue) -> tuple[str, ...]:
    site = mall.site.get(queue.site)
    service = mall.service_at(site, queue.service) if site else None
    return mall.pool(site, service).counters if site and service else ()


def _of_hours(before: Mall, after: Mall, waiting: list[Queue], *, now: datetime) -> _Found:
    """People in the hall at an hour that the new mall has closed."""
    shut: dict[str, list[Queue]] = {}
    for queue in waiting:
        if _is_within(before, queue, now) and _called_at(after, queue) and not _is_within(after, queue, now):
            shut.setdefault(queue.site, []).append(queue)
    for site, several in shut.items():
        yield warning("closed_now", {"count": _count(several), "site": _site(after, site)})


def _is_within(mall: Mall, queue: Queue, now: datetime) -> bool:
    site, local = mall.site.get(queue.site), now.astimezone(mall.zone_info)
    service = mall.service_at(site, queue.service) if site else None
    if site is None or service is None or local.date() in mall.holiday:
        return False
    span = mall.hours_of(site, service).on(local.date())
    return span is not None and span.start <= minute_of(local.time()) < span.end


def _of_bookings(before: Mall, after: Mall, slots: list[BookedSlot]) -> _Found:
    """Booked times at which nobody would serve: another site, a holiday, other hours, no counter."""
    lost: dict[tuple[str, str], list[BookedSlot]] = {}
    for slot in slots:
        if _is_kept(before, slot) and not _is_kept(after, slot):
            lost.setdefault((slot.site, slot.service), []).append(slot)
    for (site, service), several in lost.items():
        yield danger(
            "bookings_lost",
            {
                "count": sum(slot.count for slot in several),
                "what": _named(before.service[service]),
                "site": _site(before, site),
                "day": several[0].day,
            },
        )


def _is_kept(mall: Mall, slot: BookedSlot) -> bool:
    site = mall.site.get(slot.site)
    service = mall.service_at(site, slot.service) if site else None
    if site is None or service is None or service.archived or not mall.pool(site, service).counters:
        return False
    return any(
        each.starts_at <= slot.starts_at < each.ends_at for each in slots_on(mall, site, service, slot.day)
    )


def _of_rules(before: Mall, after: Mall, slots: list[BookedSlot], from_afar: int) -> _Found:
    """What was promised while a rule held is kept when it ends."""
    if before.rules.bookings and not after.rules.bookings and slots:
        yield note("bookings_end", {"count": sum(slot.count for slot in slots)})
    if before.rules.remote_tickets and not after.rules.remote_tickets and from_afar:
        yield note("remote_ends", {"count": from_afar})


def _of_counters(before: Mall, after: Mall, counters: list[OpenCounter]) -> _Found:
    """Counters at which somebody sits while they are taken away or given other work."""
    for each in counters:
        site, new_site = before.site.get(each.site), after.site.get(each.site)
        old = site.counter.get(each.code) if site else None
        if site is None or old is None:
            continue
        new = new_site.counter.get(each.code) if new_site else None
        where: Blanks = {"counter": old.name, "site": site.name}
        if (new_site is None or new is None) and each.number:
            yield danger("counter_serves", {**where, "number": each.number})
        elif new_site is None or new is None:
            yield warning("counter_open", where)
        elif before.services_of(site, old) != after.services_of(new_site, new):
            yield note("counter_changes", where)


def _of_devices(connection: Connection, before: Mall, after: Mall) -> _Found:
    """Screens whose place is no more: they end, and their keys are refused."""
    gone: dict[str, int] = {}
    for each in devices(connection):
        site, new_site = before.site.get(each.site), after.site.get(each.site)
        if site is None:
            continue
        if new_site is None:
            gone[each.site] = gone.get(each.site, 0) + 1
            continue
        places, new_places = _places(site, each.role), _places(new_site, each.role)
        if each.code in places and each.code not in new_places:
            yield warning("device_ends", {"device": places[each.code], "site": site.name})
    for code, count in gone.items():
        yield warning("devices_end", {"count": count, "site": before.site[code].name})


def _places(site: Site, role: str) -> dict[str | None, str]:
    """The names of a site's kiosks or displays by their codes; other roles have no such place."""
    if role == "kiosk":
        return {kiosk.code: kiosk.name for kiosk in site.kiosks}
    return {display.code: display.name for display in site.displays} if role == "display" else {}


def _of_paper(before: Mall, after: Mall, papers: dict[tuple[str, str], int]) -> _Found:
    for site in before.sites:
        new_site = after.site.get(site.code)
        for printer in site.printers:
            count = papers.get((site.code, printer.code), 0)
            new = new_site.printer.get(printer.code) if new_site else None
            where: Blanks = {"printer": printer.code, "site": site.name}
            if new is None and count:
                yield warning("papers_move", {**where, "count": count})
            elif new is not None and _wiring(new) != _wiring(printer):
                yield note("printer_changes", where)


def _wiring(printer: Printer) -> tuple[str, ...]:
    return printer.transport.value, printer.address, printer.profile, printer.agent or ""


def _of_quotas(before: Mall, after: Mall, given: dict[tuple[str, str], int]) -> _Found:
    """Services of which as many numbers were given out today as they may have from now on."""
    for (site, code), count in given.items():
        old, new = before.service.get(code), after.service.get(code)
        if old is None or new is None or new.quota is None or site not in after.site or new.archived:
            continue
        if count >= new.quota and (old.quota is None or count < old.quota):
            yield warning("quota_used", {"count": count, "what": _named(new), "site": _site(after, site)})


def _of_prefixes(before: Mall, after: Mall, given: dict[tuple[str, str], int]) -> _Found:
    """Today's numbers keep their letters; new ones begin again at 001 with the others."""
    changed: dict[tuple[str, str], int] = {}
    for (_, code), count in given.items():
        old, new = before.service.get(code), after.service.get(code)
        if old is not None and new is not None and old.prefix != new.prefix:
            pair = old.prefix, new.prefix
            changed[pair] = changed.get(pair, 0) + count
    for (old_prefix, new_prefix), count in changed.items():
        yield note("prefix_changes", {"count": count, "old": old_prefix, "new": new_prefix})


def _count(several: Iterable[Queue]) -> int:
    return sum(queue.count for queue in several)


def _name(mall: Mall, several: list[Queue]) -> Text:
    """The service, or the agency where several of its services are meant."""
    if len(several) == 1:
        return _named(mall.service[several[0].service])
    agency: Agency = mall.agency[several[0].agency]
    return Text(agency.short_name, agency.short_name)


def _named(service: Service) -> Text:
    return Text(service.named("id"), service.named("en"))


def _site(mall: Mall, code: str) -> str:
    return mall.site[code].name if code in mall.site else code


def _counters(mall: Mall, site: str, codes: tuple[str, ...]) -> str:
    names = [mall.site[site].counter[code].name for code in codes]
    return ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")
