"""Builds the server from its parts, and starts and stops what runs beside the requests."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from flask import Flask
from flask_socketio import SocketIO
from werkzeug.middleware.proxy_fix import ProxyFix

from app.audience import audience
from app.backup.keeper import BackupKeeper
from app.beckoning import BeckonTeller
from app.context import Context, Demonstration
from app.domain.links import Links
from app.domain.mall import Mall
from app.duties import duties_of
from app.duty import Duty
from app.engine import Engine
from app.live import Doorkeeper, LiveNamespace
from app.look import Looks, LookTeller
from app.media.shelf import Shelf
from app.media.unplayed import Unplayed
from app.operations.passwords import Passwords
from app.postroom import channels_of
from app.queries.voicing import office_words
from app.relay import MallTeller, Relay, SitesTeller, Teller
from app.reports import Reports
from app.sightings import Sightings
from app.specimen import specimen
from app.store.database import Database
from app.vault import Vault
from app.web import (
    api,
    assets,
    auth,
    compression,
    crowding,
    errors,
    kept_sites,
    look,
    probes,
    protection,
    refused,
    spoken,
)
from app.web.address_rules import LateRule
from app.web.admin import pages as admin_pages
from app.web.api import openapi
from app.web.api.agent import PaperBell
from app.web.api.look import SPECIMEN
from app.web.counter import pages as counter_pages
from app.web.counter.socket import AlarmTeller, CounterNamespace, QueueTeller
from app.web.entrance import pages as entrance_pages
from app.web.facade import pages as facade_pages
from app.web.far_visitors import FarAfar, FarReservations
from app.web.kiosk import pages as kiosk_pages
from app.web.kiosk.socket import KioskNamespace, KioskTeller
from app.web.messenger import MESSENGER, Messenger
from app.web.origins import origins_of
from app.web.reception import pages as reception_pages
from app.web.start import pages as start_pages
from app.web.village import pages as village_pages
from app.web.visitor import pages as visitor_pages
from app.web.visitor.board_socket import BoardNamespace, MirrorTeller, looking
from app.web.visitor.phones import Phones
from app.web.visitor.socket import VisitorNamespace, VisitorTeller
from config.own_words import words_of
from config.satellites import keeping_of, load_satellites
from config.settings import Settings
from config.words import shipped_words
from displays import pages as display_pages
from displays.announcer import Announcer
from displays.socket import BoardTeller, DisplayNamespace
from displays.voice.engines import bell_of, chime_of, voice_engines
from displays.voice.lexicon import load_lexicons
from displays.voice.office import VoiceOffice
from displays.voice.studio import Studio
from displays.voice.words import Lexicons

ROOT = Path(__file__).resolve().parent.parent
VOICES = ROOT / "config" / "voice"
PING_SECONDS = 5
LARGEST_MESSAGE = 16 * 1024


@dataclass(frozen=True)
class Server:
    """A built server: `app` answers requests; `start` and `stop` are for what runs beside them."""

    app: Flask
    context: Context
    relay: Relay
    duties: tuple[Duty, ...]

    def start(self) -> None:
        with self.context.database.read() as connection:
            self.context.voice_office.keep_words(office_words(connection))
        self.context.voice.start()
        self.context.shelf.sweep()
        self.relay.start()
        for duty in self.duties:
            duty.start()

    def stop(self) -> None:
        for duty in self.duties:
            duty.stop()
        self.relay.stop()
        self.context.keeper.stop()
        self.context.voice.stop()
        self.context.database.close()


def utc_now() -> datetime:
    return datetime.now(UTC)


def build(
    settings: Settings,
    *,
    mall_now: Callable[[], Mall],
    mall_changed: Callable[[], None] | None = None,
    engine: Engine,
    secret: bytes,
    database: Database,
    clock: Callable[[], datetime] = utc_now,
    demonstration: Demonstration | None = None,
    emulator_url: str | None = None,
    printer_addresses: Mapping[tuple[str, str], str] | None = None,
) -> Server:
    """Puts a server together; nothing runs and nothing is read from the database yet."""
    app = Flask(
        "app", root_path=str(ROOT / "app"), static_folder="web/static", template_folder="web/templates"
    )
    app.url_rule_class = LateRule
    app.json.sort_keys = False  # type: ignore[attr-defined]
    origins = origins_of(settings)
    socketio = SocketIO(
        app,
        async_mode=engine.name,
        cors_allowed_origins=origins.admit_socket,
        ping_interval=PING_SECONDS,
        ping_timeout=PING_SECONDS,
        max_http_buffer_size=LARGEST_MESSAGE,
        manage_session=False,
    )
    if settings.proxies:  # outermost, so that the live link sees the visitor's address and scheme too
        hops = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    public_url = settings.public_url or f"http://localhost:{settings.port}"
    voice = _voice(settings)
    begun = demonstration or Demonstration()
    keeper = BackupKeeper(
        settings,
        database,
        mall_now=mall_now,
        clock=clock,
        is_demo=lambda: begun.is_on,
        offload=engine.offload,
    )
    context = Context(
        settings=settings,
        database=database,
        words=words_of(shipped_words(), lambda: mall_now().own_words),
        links=Links(public_url, secret),
        clock=clock,
        random=os.urandom,
        mall_now=mall_now,
        mall_changed=mall_changed,
        looks=Looks(database, mall_now),
        socketio=socketio,
        engine=engine,
        voice=voice.studio,
        voice_office=voice,
        sightings=Sightings(database, clock=clock),
        passwords=Passwords(engine.offload),
        shelf=Shelf(settings.data / "media"),
        unplayed=Unplayed(),
        vault=Vault(secret, os.urandom),
        keeper=keeper,
        channels=channels_of(settings.outgoing, secret=secret, public_url=public_url),
        emulator_url=emulator_url,
        printer_addresses=printer_addresses or {},
        demonstration=begun,
        keeping=keeping_of(settings),
        satellites={each.site: each for each in load_satellites(settings)},
    )
    app.extensions[SPECIMEN] = specimen
    bell = PaperBell()
    reports = Reports(database, clock=clock)
    messenger = app.extensions[MESSENGER] = Messenger(context)
    afar, reservations = FarAfar(context, messenger), FarReservations(context, messenger)
    app.register_blueprint(visitor_pages.blueprint(context, afar, reservations))
    app.register_blueprint(village_pages.blueprint(context, afar, reservations))
    if settings.facade:
        app.register_blueprint(facade_pages.blueprint(context, afar))
    announcer = Announcer(context, voice.lexicons)
    doors, screens = _screens(app, context, reports, announcer)
    for door in doors:
        door.look = context.looks.now
    doorkeeper = Doorkeeper(
        database,
        doors,
        clock=clock,
        seen=context.sightings.note,
        seen_session=context.sightings.note_session,
        mall_now=mall_now,
    )
    tellers = (
        MallTeller(mall_changed),
        *screens,
        *(door for door in doors if isinstance(door, DisplayNamespace)),
        LookTeller(socketio, context.looks),
        bell,
        doorkeeper,
    )
    consoles = [teller for teller in tellers if isinstance(teller, QueueTeller)]
    daily = [teller for teller in tellers if isinstance(teller, BoardTeller | MirrorTeller)]
    at_home = [
        SitesTeller(teller, database.owns) if isinstance(teller, BoardTeller) else teller
        for teller in tellers
    ]
    relay = Relay(database, at_home, sites=lambda: tuple(mall_now().site), prompt=consoles)
    app.register_blueprint(probes.blueprint(context, relay))
    app.register_blueprint(spoken.blueprint(context))
    app.register_blueprint(look.blueprint(context.looks))
    app.register_blueprint(api.blueprint(context, bell, afar, reservations))
    app.register_blueprint(openapi.blueprint())
    _open_static(app)
    compression.install(app)
    protection.install(app)
    assets.install(app, _static_roots(app))
    auth.install(app, context, origins)
    crowding.install(app, context)
    errors.install(app, context)
    refused.install(app)
    kept_sites.install(app, context)
    spoken.install(app, context)
    look.install(app, context.looks)
    app.extensions[auth.DOORKEEPER] = doorkeeper
    duties = duties_of(context, doorkeeper, reports, announcer, settling=daily)
    return Server(app, context, relay, duties)


def _screens(
    app: Flask, context: Context, reports: Reports, announcer: Announcer
) -> tuple[Sequence[LiveNamespace], Sequence[Teller]]:
    """Registers every screen; returns the doors, and the tellers in order: displays hear first."""
    people = (entrance_pages, counter_pages, reception_pages, admin_pages)
    for pages in (display_pages, kiosk_pages, start_pages, *people):
        app.register_blueprint(pages.blueprint(context))
    phones, mirror = Phones(), looking(context)
    doors = (
        DisplayNamespace(context, announcer, reports),
        CounterNamespace(context, reports),
        KioskNamespace(context, reports),
        VisitorNamespace(context, phones),
        BoardNamespace(context, mirror),
    )
    for door in doors:
        context.socketio.on_namespace(door)
    tellers = (
        BoardTeller(context, announcer),
        BeckonTeller(context.socketio, mall_now=context.mall_now),
        QueueTeller(context),
        AlarmTeller(context),
        KioskTeller(context),
        VisitorTeller(context, phones),
        MirrorTeller(context, mirror),
    )
    return doors, tellers


def _voice(settings: Settings) -> VoiceOffice:
    """The voice: the office's own recordings, else Piper, else espeak-ng, else the chime alone."""
    packs, lexicons = settings.data / "voice", Lexicons(load_lexicons(VOICES))
    engines = voice_engines(lexicons=lexicons, packs=packs)
    studio = Studio(settings.data / "clips", engines, chime=chime_of(packs), bell=bell_of(packs))
    return VoiceOffice(studio, lexicons, engines, folder=packs)


def _open_static(app: Flask) -> None:
    """Style, scripts and pictures are for anyone."""
    for endpoint, view in app.view_functions.items():
        if endpoint == "static" or endpoint.endswith(".static"):
            app.view_functions[endpoint] = audience("anyone")(partial(view))


def _static_roots(app: Flask) -> dict[str, Path]:
    """Address of each static folder -> the folder."""
    roots = {"/static/": Path(app.static_folder or "")}
    for blueprint in app.blueprints.values():
        if blueprint.static_folder and blueprint.static_url_path:
            roots[f"{blueprint.static_url_path.rstrip('/')}/"] = Path(blueprint.static_folder)
    return roots
