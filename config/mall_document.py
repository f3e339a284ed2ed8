"""A mall as a document again: plain tables of text and numbers, as its TOML files hold them."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, TypeVar

from app.domain.layout import Drawing, Layout
from app.domain.mall import (
    EVERY_DAY,
    FULL_VOLUME,
    LANGUAGES,
    SCREEN_INCHES,
    WEEKDAYS,
    Agency,
    Break,
    Counter,
    Display,
    Hours,
    Kiosk,
    Mall,
    Printer,
    Quiet,
    Rules,
    Service,
    Site,
    Upkeep,
    Zone,
    clock_text,
)
from config.mall_mistakes import Document

Value = TypeVar("Value")


def document(mall: Mall) -> Document:
    """The document that makes exactly this mall; what is left to its default is left out."""
    prefixes = [agency.prefix for agency in mall.agencies]
    prefixes += [service.prefix for agency in mall.agencies for service in agency.services]
    return _given(
        mall=_given(
            code=mall.code,
            name=mall.name,
            timezone=mall.timezone,
            languages=None if mall.languages == LANGUAGES else list(mall.languages),
            logo=mall.logo,
            ticket_footer=mall.ticket_footer,
            allow_i_and_o=bool({"I", "O"} & set("".join(prefixes).upper())) or None,
        ),
        hours=_hours(mall.hours),
        **{"break": [_break(pause) for pause in mall.breaks] or None},
        holiday=[{"date": holiday.day.isoformat(), "name": holiday.name} for holiday in mall.holidays]
        or None,
        rules=_rules(mall.rules),
        look=_given(primary=mall.look.primary, accent=mall.look.accent) or None,
        words={language: dict(own) for language, own in mall.own_words.items() if own} or None,
        upkeep=_upkeep(mall.upkeep),
        layout=[_layout(layout) for layout in mall.layouts] or None,
        agency=[_agency(agency) for agency in mall.agencies],
        site=_tables(_site, mall.sites, mall.archived_sites),
    )


def _given(**keys: Any) -> Document:
    return {key: value for key, value in keys.items() if value is not None}


def _hours(hours: Hours | None) -> Document | None:
    if hours is None:
        return None
    return {day: str(span or "") for day, span in zip(WEEKDAYS, hours.days, strict=True)}


def _break(pause: Break) -> Document:
    return {
        "days": [WEEKDAYS[day] for day in sorted(pause.days)],
        "from": clock_text(pause.span.start),
        "to": clock_text(pause.span.end),
        "reason": {"id": pause.reason.id, "en": pause.reason.en},
    }


def _rules(rules: Rules) -> Document | None:
    usual = asdict(Rules())
    chosen = {key: value for key, value in asdict(rules).items() if value != usual[key]}
    if "number_speech" in chosen:
        chosen["number_speech"] = rules.number_speech.value
    if rules.priority_ratio is not None:
        chosen["priority_ratio"] = str(rules.priority_ratio)
    return chosen or None


def _agency(agency: Agency) -> Document:
    return _given(
        code=agency.code,
        name=agency.name,
        short_name=agency.short_name,
        prefix=None if agency.prefix == agency.code else agency.prefix,
        zone=agency.zone,
        archived=agency.archived or None,
        service=[_service(service, agency) for service in agency.services] or None,
    )


def _service(service: Service, agency: Agency) -> Document:
    return _given(
        code=service.code,
        name=service.name,
        name_en=service.name_en,
        minutes=service.minutes,
        requirements=list(service.requirements) or None,
        quota=service.quota,
        prefix=None if service.prefix == agency.prefix else service.prefix,
        hours=_hours(service.hours),
        online=None if service.online else False,
        archived=service.archived or None,
    )


def _tables(
    table: Callable[[Value], Document], living: Iterable[Value], old: Iterable[Value]
) -> list[Document]:
    return [*map(table, living), *({**table(value), "archived": True} for value in old)]


def _upkeep(upkeep: Upkeep) -> Document | None:
    usual, kept_days = Upkeep(), upkeep.messages_kept_days
    at = upkeep.backup_at.strftime("%H:%M") if upkeep.backup_at else ""
    return (
        _given(
            backup_at=None if upkeep.backup_at == usual.backup_at else at,
            backups_kept=None if upkeep.backups_kept == usual.backups_kept else upkeep.backups_kept,
            messages_kept_days=None if kept_days == usual.messages_kept_days else kept_days,
        )
        or None
    )


def _site(site: Site) -> Document:
    old = site.archive
    return _given(
        code=site.code,
        name=site.name,
        address=site.address,
        agencies=_codes(site.agencies),
        hours=_hours(site.hours),
        zone=_tables(_zone, site.zones, old.zones) or None,
        counter=_tables(_counter, site.counters, old.counters) or None,
        printer=_tables(_printer, site.printers, old.printers) or None,
        kiosk=_tables(_kiosk, site.kiosks, old.kiosks) or None,
        display=_tables(_display, site.displays, old.displays) or None,
        quiet=[_quiet(quiet) for quiet in site.quiet] or None,
    )


def _layout(layout: Layout) -> Document:
    return _given(
        code=layout.code,
        name=layout.name,
        **_drawing("landscape", layout.landscape),
        **_drawing("portrait", layout.portrait),
        clock=None if layout.clock else False,
        ticker=None if layout.ticker else False,
    )


def _drawing(name: str, drawing: Drawing) -> Document:
    return {
        name: [" ".join(line) for line in drawing.lines],
        f"{name}_columns": list(drawing.columns),
        f"{name}_rows": list(drawing.rows),
    }


def _codes(codes: frozenset[str] | None) -> list[str] | None:
    return None if codes is None else sorted(codes)


def _zone(zone: Zone) -> Document:
    return {"code": zone.code, "name": zone.name}


def _counter(counter: Counter) -> Document:
    return _given(
        code=counter.code,
        name=counter.name,
        zone=counter.zone,
        services=list(counter.services),
        prefers=list(counter.prefers) or None,
    )


def _printer(printer: Printer) -> Document:
    return _given(
        code=printer.code,
        transport=printer.transport.value,
        address=printer.address,
        profile=printer.profile,
        fallback=printer.fallback,
        agent=printer.agent,
        logo=printer.logo,
        roll_m=printer.roll_m,
    )


def _kiosk(kiosk: Kiosk) -> Document:
    return _given(code=kiosk.code, name=kiosk.name, printer=kiosk.printer, services=_codes(kiosk.services))


def _display(display: Display) -> Document:
    return _given(
        code=display.code,
        name=display.name,
        zones=list(display.zones),
        layout=display.layout,
        voice=list(display.voice),
        speaker=display.speaker or None,
        distance_m=display.distance_m,
        screen_inches=None if display.screen_inches == SCREEN_INCHES else display.screen_inches,
        theme=display.theme and display.theme.value,
        volume=None if display.volume == FULL_VOLUME else display.volume,
    )


def _quiet(quiet: Quiet) -> Document:
    days = None if quiet.days == EVERY_DAY else [WEEKDAYS[day] for day in sorted(quiet.days)]
    return _given(days=days, **{"from": clock_text(quiet.span.start), "to": clock_text(quiet.span.end)})
