"""What a server does beside the requests, each by itself and at its own pace."""

from collections.abc import Iterator, Sequence

from app.backup.keeper import ROUND_SECONDS as BACKUP_SECONDS
from app.context import Context
from app.crier import ROUND_SECONDS as CRYING_SECONDS
from app.crier import Crier
from app.domain.delivering import Channel
from app.duty import Duty
from app.health.updates import ROUND_SECONDS as UPDATE_SECONDS
from app.health.updates import UpdateWatch
from app.herald import ROUND_SECONDS as HERALD_SECONDS
from app.herald import Herald, PartnerPost
from app.housekeeper import ROUND_SECONDS as HOUSEKEEPING_SECONDS
from app.housekeeper import Housekeeper
from app.live import ROUND_SECONDS as DOORKEEPING_SECONDS
from app.live import Doorkeeper
from app.postman import ROUND_SECONDS as POST_SECONDS
from app.postman import Postman
from app.postroom import PostRoom
from app.puller import pulling
from app.reports import ROUND_SECONDS as REPORT_SECONDS
from app.reports import Reports
from app.sightings import ROUND_SECONDS as SIGHTING_SECONDS
from app.watchman import ROUND_SECONDS as WATCH_SECONDS
from app.watchman import Watchman
from app.web.visitor.board_socket import ROUND_SECONDS as MIRROR_SECONDS
from app.web.visitor.board_socket import MirrorTeller
from displays.announcer import Announcer
from displays.presence import ROUND_SECONDS as PRESENCE_SECONDS
from displays.presence import PresenceTeller
from displays.socket import NAMESPACE as DISPLAYS
from displays.socket import BoardTeller, place_room
from displays.socket import room as display_room
from displays.voices import ROUND_SECONDS as RELIEF_SECONDS
from displays.voices import Relief


def duties_of(
    context: Context,
    doorkeeper: Doorkeeper,
    reports: Reports,
    announcer: Announcer,
    *,
    settling: Sequence[BoardTeller | MirrorTeller],
) -> tuple[Duty, ...]:
    """Those of one server process; `settling` are the tellers that begin a new day by themselves."""
    updates = UpdateWatch(context.settings, clock=context.clock)
    return (
        *_keeping(context),
        *(Duty(type(teller).__name__, teller.do_one, seconds=MIRROR_SECONDS) for teller in settling),
        *_postmen(context),
        Duty("doorkeeper", doorkeeper.do_one, seconds=DOORKEEPING_SECONDS),
        Duty("sightings", context.sightings.do_one, seconds=SIGHTING_SECONDS),
        Duty("reports", reports.do_one, seconds=REPORT_SECONDS),
        Duty("keeper of backups", context.keeper.do_one, seconds=BACKUP_SECONDS),
        Duty("watch of updates", updates.do_one, seconds=UPDATE_SECONDS),
        *_displaying(context, announcer),
    )


def _keeping(context: Context) -> Iterator[Duty]:
    """The rounds through the queue: what is overdue, over, or to be told."""
    database, mall_now, clock = context.database, context.mall_now, context.clock
    watchman = Watchman(database, mall_now=mall_now, clock=clock)
    yield Duty("watchman", watchman.do_one, seconds=WATCH_SECONDS)
    keeper = Housekeeper(database, mall_now=mall_now, clock=clock)
    yield Duty("housekeeper", keeper.do_one, seconds=HOUSEKEEPING_SECONDS)
    crier = Crier(database, mall_now=mall_now, clock=clock)
    yield Duty("crier", crier.do_one, seconds=CRYING_SECONDS)
    yield from pulling(database, context.satellites, mall_now=mall_now, clock=clock, random=context.random)


def _displaying(context: Context, announcer: Announcer) -> Iterator[Duty]:
    relief = Relief(
        announcer.voices,
        context.socketio,
        mall_now=context.mall_now,
        namespace=DISPLAYS,
        room=place_room,
    )
    yield Duty("relief of a voice", relief.do_one, seconds=RELIEF_SECONDS)
    presence = PresenceTeller(context, namespace=DISPLAYS, room=display_room)
    yield Duty("presence codes", presence.do_one, seconds=PRESENCE_SECONDS)


def _postmen(context: Context) -> Iterator[Duty]:
    """One a channel, so that one that hangs holds up no other."""
    room = PostRoom(
        context.database,
        context.channels,
        vault=context.vault,
        links=context.links,
        words=context.words,
        mall_now=context.mall_now,
        clock=context.clock,
    )
    for channel in (Channel.MAIL, Channel.WEBHOOK, Channel.PUSH):
        postman = Postman(context.database, channel, room.send, clock=context.clock)
        yield Duty(f"postman of {channel}", postman.do_one, seconds=POST_SECONDS)
    clock, local = context.clock, context.settings.outgoing.local
    hooks = PartnerPost(context.database, context.links.secret, clock=clock, local=local)
    postman = Postman(context.database, Channel.PARTNER, hooks.send, clock=clock)
    yield Duty("postman of partners", postman.do_one, seconds=POST_SECONDS)
    herald = Herald(context.database, mall_now=context.mall_now, clock=clock)
    yield Duty("herald", herald.do_one, seconds=HERALD_SECONDS)
