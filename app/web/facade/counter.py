"""What stands behind the facade: the same numbers, by the same rules, as the rest of the API."""

from datetime import datetime, timedelta
from typing import Any

from flask import g

from app.context import Context
from app.domain.errors import (
    Conflict,
    Forbidden,
    UnknownService,
    UnknownSite,
    UnknownToken,
    WrongPresenceCode,
)
from app.domain.keeping import SiteElsewhere
from app.domain.mall import Service, Site
from app.domain.opening import service_day
from app.domain.partner import Scope
from app.domain.ticket import ENDED
from app.operations.issuing import cancel_ticket
from app.operations.numbering import Wish
from app.operations.replies import Once
from app.queries.hall import SiteView
from app.queries.tickets import issued_on, last_called
from app.queries.tokens import Bearer
from app.web.api.afar import Afar
from app.web.api.tickets import change_ticket, look_at
from app.web.facade.questions import Question
from app.web.kept_sites import seen

Answer = dict[str, Any]
KEY_BYTES = 16


class OnlyToday(Conflict):
    """The facade speaks of numbers, and numbers are of today; times of other days are booked."""

    code = "only_today"


class NumberOver(Conflict):
    """Nobody waits with it any more: said as such, as "nobody ahead" would read as "it is your turn"."""

    code = "number_over"


def status(context: Context, question: Question, holder: Bearer) -> Answer:
    """How the service stands today. Raises what _place raises."""
    site, service = _place(context, question, holder)
    mall, now = context.mall, context.clock()
    day = service_day(mall, now)
    with context.database.read() as connection:
        shown = SiteView(connection, mall, site, now=now, words=context.words).service(service)
        issued = issued_on(connection, site=site.code, day=day, services=[service]).get(service.code, 0)
        called = last_called(connection, site=site.code, day=day, agency=service.agency)
    return {
        "namalayanan": service.name,
        "totalantrean": issued,
        "sisaantrean": shown["waiting"],
        "antreanpanggil": called or "-",
        "kuota": service.quota,
        "sisakuota": shown["quota_left"],
        "keterangan": _remark(context, site, shown),
    }


def _remark(context: Context, site: Site, shown: Answer) -> str:
    """Of what time the figures are, where the satellite is silent; else why no number is given."""
    far = seen(context, site.code)
    if far is not None and not far.fresh:
        return context.words.say(g.language, "site.far_away", site=site.name, time=far.time or "--")
    return (shown["reason_en"] if g.language == "en" else shown["reason_id"]) or ""


def take(context: Context, afar: Afar, question: Question, holder: Bearer) -> Answer:
    """A number for today; the same `nomorreferensi` is the same number. Raises what take_remote raises."""
    site, service = _place(context, question, holder)
    key = question.nomorreferensi or context.random(KEY_BYTES).hex()
    ask = Once(f"{holder.scope}/antrean", key, f"{service.code} {question.tanggalperiksa}")
    document, _ = afar.take_for(site.code, Wish(service.code, None, g.language, holder.actor), ask)
    return {
        "nomorantrean": document["number"],
        "angkaantrean": int(document["number"].rpartition("-")[2]),
        "kodebooking": document["token"],
        "estimasidilayani": _milliseconds(document["arrival"]["promised_at"]),
        "keterangan": context.words.say(g.language, "facade.come"),
    }


def left(context: Context, afar: Afar, code: str, holder: Bearer) -> Answer:
    """How many are ahead of a number of the own. Raises UnknownToken and NumberOver."""
    document = look_at(context, _own(afar, code, holder))
    if document["state"] in ENDED:
        raise NumberOver
    estimate = document["estimate"]
    wait = timedelta(minutes=estimate["high"]) if estimate else timedelta(0)
    return {
        "nomorantrean": document["number"],
        "namalayanan": document["service_name"],
        "sisaantrean": document["ahead"],
        "antreanpanggil": document["now_serving"] or "-",
        "waktutunggu": int(wait.total_seconds()),
        "keterangan": "",
    }


def cancel(context: Context, afar: Afar, code: str, holder: Bearer) -> None:
    """Raises UnknownToken and WrongState."""
    change_ticket(context, _own(afar, code, holder), cancel_ticket)


def check_in(afar: Afar, code: str, presence: str | None, holder: Bearer) -> None:
    """By the code of the screens, or by the word of a partner that is trusted to know.

    Raises UnknownToken, WrongPresenceCode, TooMany and WrongState.
    """
    token = _own(afar, code, holder)
    if presence is not None:
        afar.arrive(token, presence)
    elif holder.opens(Scope.PRESENCE):
        afar.receive(token)
    else:
        raise WrongPresenceCode


def _place(context: Context, question: Question, holder: Bearer) -> tuple[Site, Service]:
    """Raises UnknownSite, SiteElsewhere, Forbidden, UnknownService and OnlyToday."""
    mall, site = context.mall, _site(context, question.kodelokasi)
    if not holder.may_enter(site.code):
        raise Forbidden
    service = mall.service_at(site, question.kodelayanan)
    if service is None or service.archived:
        raise UnknownService
    if question.tanggalperiksa != service_day(mall, context.clock()):
        raise OnlyToday
    return site, service


def _site(context: Context, named: str | None) -> Site:
    """Raises UnknownSite, and SiteElsewhere for one of whose queue this server knows nothing."""
    mall, keeping = context.mall, context.keeping
    shown = [site for site in mall.sites if keeping.shows(site.code)]
    site = mall.site.get(named) if named else next(iter(shown), None)
    if site is None:
        raise UnknownSite
    if site not in shown:
        raise SiteElsewhere(site=site.code)
    return site


def _own(afar: Afar, code: str, holder: Bearer) -> str:
    """The number's secret address, if the partner took it itself. Raises UnknownToken."""
    if afar.ticket(code).origin != holder.actor:
        raise UnknownToken
    return code


def _milliseconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp() * 1000)
