"""The Socket.IO namespaces as the documentation tells them; what each event is for stands in [docs]."""

from dataclasses import dataclass

AWAY = "store_unavailable"  # of every door: come again, once the database can be read


@dataclass(frozen=True, slots=True)
class SocketEvent:
    """`words` is the key of its sentence in [docs]; `payload` shows the names in the message."""

    name: str
    payload: str
    words: str


@dataclass(frozen=True, slots=True)
class SocketNamespace:
    """`auth` is what a client sends when it connects; `refusals` the messages of connect_error."""

    name: str
    auth: str
    refusals: tuple[str, ...]
    hears: tuple[SocketEvent, ...]
    says: tuple[SocketEvent, ...] = ()


BECKONED = (
    SocketEvent("identify", "{cursor, name, place, seconds}", "socket_identify"),
    SocketEvent("reload", "{cursor}", "socket_reload"),
)
NAMESPACES = (
    SocketNamespace(
        "/display",
        "{token}",
        ("unauthenticated", "unknown_site", AWAY),
        (
            SocketEvent(
                "snapshot",
                "{cursor, board, taken_back: [call], place: {title, zones, settings, volume, "
                "quiet: [{from, to}], speaks: [zone]|null, presence: {code, until}|null}}",
                "socket_board_snapshot",
            ),
            SocketEvent(
                "called",
                "{cursor, call: {id, ticket, number, counter, counter_name, agency, agency_name, hue, zone, "
                "zones, zone_name, recall, at, state, speech: [{language, text, clips: [url]}], "
                "short: [...], voices: [display]}}",
                "socket_called",
            ),
            SocketEvent("undone", "{cursor, call}", "socket_undone"),
            SocketEvent("speaks", "{speaks: [zone]}", "socket_speaks"),
            SocketEvent("spare", "{spare: bool}", "socket_spare"),
            SocketEvent("passed", "{calls: [Call]}", "socket_passed"),
            SocketEvent(
                "playlist",
                "{playlist: [{media, kind: image|video, url, size, name, seconds, sound, from_day, to_day, "
                "weekdays, from_time, to_time}]}",
                "socket_playlist",
            ),
            SocketEvent("presence", "{presence: {code, until}|null}", "socket_presence"),
            SocketEvent("board", "{cursor, board}", "socket_board"),
            SocketEvent(
                "notice", "{cursor, notice: {id, en, until, urgent, speech?: [Speech]}|null}", "socket_notice"
            ),
            *BECKONED,
        ),
        (
            SocketEvent(
                "report",
                "{version, sound: ok|blocked|silent|off, width, height, engine, rows}",
                "socket_report",
            ),
            SocketEvent("unplayed", "media", "socket_unplayed"),
        ),
    ),
    SocketNamespace(
        "/counter",
        "{token, site, counter, page: {version, width, height, engine}}",
        ("unauthenticated", "forbidden", "unknown_counter", AWAY),
        (
            SocketEvent(
                "snapshot",
                "{cursor, ...CounterDocument, alarms: [AlarmDocument], notice: NoticeDocument|null}",
                "socket_counter_snapshot",
            ),
            SocketEvent("queue_changed", "{cursor, ...CounterDocument}", "socket_queue_changed"),
            SocketEvent(
                "printer_changed", "{cursor, printer: {code, state, reason}}", "socket_printer_changed"
            ),
            SocketEvent("alarms", "{cursor, alarms: [AlarmDocument]}", "socket_alarms"),
            SocketEvent("notice", "{cursor, notice: NoticeDocument|null}", "socket_notice"),
            *BECKONED,
        ),
        (SocketEvent("ask", "{}", "socket_ask"),),
    ),
    SocketNamespace(
        "/kiosk",
        "{token, page: {version, width, height, engine}}",
        ("unauthenticated", AWAY),
        (
            SocketEvent("snapshot", "{cursor, catalogue: SiteDocument}", "socket_kiosk_snapshot"),
            SocketEvent("catalogue", "{cursor, catalogue: {now, agencies}}", "socket_catalogue"),
            SocketEvent("printed", "{cursor, ticket: TicketDocument, printer}", "socket_printed"),
            SocketEvent(
                "print_failed",
                "{cursor, ticket: TicketDocument, reason, printer, place?}",
                "socket_print_failed",
            ),
            *BECKONED,
        ),
    ),
    SocketNamespace(
        "/visitor",
        "{token: TICKET}",
        ("unauthenticated", AWAY),
        (
            SocketEvent(
                "snapshot",
                "{cursor, ticket: TicketDocument, notice: {id, en, until, urgent}|null}",
                "socket_visitor_snapshot",
            ),
            SocketEvent("ticket", "{cursor, ticket: TicketDocument}", "socket_ticket"),
            SocketEvent("notice", "{cursor, notice: {id, en, until, urgent}|null}", "socket_notice"),
        ),
    ),
    SocketNamespace(
        "/board",
        "{site}",
        ("unknown_site", "crowded", AWAY),
        (
            SocketEvent(
                "snapshot",
                "{cursor, board: {calls: {id: {id, number, counter_name, zone_name, agency, recall, at, "
                "state}}, agencies: {code: {place, short_name, hue, zone_name, waiting, current}}, "
                "notice: {id, en, until, urgent}|null}}",
                "socket_public_board",
            ),
            SocketEvent(
                "board",
                "{cursor, after, calls, agencies, gone: {calls: [id], agencies: [code]}, notice}",
                "socket_board_news",
            ),
        ),
    ),
)
