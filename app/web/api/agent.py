"""The print agent's door: its printers, jobs to lease, reports and the printers' health."""

import base64
import threading
import time
from dataclasses import asdict
from typing import Any

from flask import Blueprint, g, jsonify
from sqlalchemy import select

from app.audience import audience
from app.context import Context
from app.domain.errors import Forbidden
from app.domain.events import Event, Kind
from app.domain.mall import Printer, Transport
from app.operations.leasing import Job, lease_jobs, may_serve, papers_due, serve
from app.operations.printing import Report, note_printer, settle_report
from app.queries.logo import Logo
from app.queries.probes import probes_to_take
from app.queries.tokens import Bearer
from app.store.tables import print_job as table
from app.store.transaction import Transaction
from app.web.api.agent_documents import (
    HealthReport,
    JobList,
    JobReport,
    LeaseWish,
    PictureDocument,
    PrinterKey,
    PrinterList,
    PrinterReport,
)
from app.web.api.description import describe
from app.web.api.requests import body, site_named
from app.web.auth import enter

LOOK_SECONDS = 1.0
PICTURE_NAME = 12  # letters that tell one logo from another
# Facts after which a printer may have something to do.
NEW_PAPER = frozenset(
    {
        Kind.TICKET_ISSUED,
        Kind.TICKET_PRINTED,
        Kind.TICKET_REPRINTED,
        Kind.PRINT_FAILED,
        Kind.PAPER_MOVED,
        Kind.PRINTER_TESTED,
    }
)


class PaperBell:
    """Wakes waiting agents when a ticket was issued; a teller of the relay."""

    def __init__(self) -> None:
        self._condition = threading.Condition()

    def tell(self, _cursor: int, event: Event) -> None:
        if event.kind in NEW_PAPER:
            with self._condition:
                self._condition.notify_all()

    def settle(self, _site: str, _cursor: int) -> None:
        """Nothing to sum up."""

    def wait(self, seconds: float) -> None:
        with self._condition:
            self._condition.wait(seconds)


def routes(blueprint: Blueprint, context: Context, bell: PaperBell) -> None:
    """Adds the routes under /agent."""
    _add_picture(blueprint, context)

    @blueprint.get("/agent/printers")
    @audience("agent")
    @describe("The printers this agent serves", tag="agent", answer=PrinterList)
    def printers() -> Any:
        return jsonify(printers=_printers(context))

    @blueprint.post("/agent/lease")
    @audience("agent")
    @describe("Lease due jobs, waiting for one if asked", tag="agent", body=LeaseWish, answer=JobList)
    def lease() -> Any:
        wish = body(LeaseWish)
        wanted: dict[str, set[str]] = {}
        for printer in wish.printers:
            must_serve(context, printer)
            wanted.setdefault(printer.site, set()).add(printer.code)
        deadline = time.monotonic() + wish.wait
        by = g.bearer.id
        while not (jobs := _lease(context, wanted, by)) and (left := deadline - time.monotonic()) > 0:
            bell.wait(min(left, LOOK_SECONDS))
        found = [{**asdict(job), "expires_at": job.expires_at.isoformat()} for job in jobs]
        return jsonify(jobs=found, probes=_probes(context, wanted, by))

    @blueprint.post("/agent/report")
    @audience("agent")
    @describe("What an attempt came to; again changes nothing", tag="agent", body=JobReport)
    def report() -> Any:
        said = body(JobReport)
        with context.database.read() as connection:
            site = connection.execute(select(table.c.site).where(table.c.id == said.job)).scalar()
        if site is not None:
            holder = enter(site)
            result = Report(said.job, said.attempt, said.verdict, said.reason, said.paper)
            serves = {place["code"] for place in _printers(context) if place["site"] == site}

            def deed(tx: Transaction) -> None:
                now = context.clock()
                settle_report(tx, result, by=holder.id, serves=serves, actor=holder.actor, now=now)

            context.database.write(site, deed)
        return jsonify({})

    @blueprint.post("/agent/health")
    @audience("agent")
    @describe(
        "How the printers are", tag="agent", body=HealthReport, refusals=("unknown_site", "unknown_printer")
    )
    def health() -> Any:
        for printer in body(HealthReport).printers:
            _note(context, printer)
        return jsonify({})


def _add_picture(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/agent/picture")
    @audience("agent")
    @describe("The mall's logo, to be printed on tickets", tag="agent", answer=PictureDocument)
    def picture() -> Any:
        logo = _picture(context)
        return jsonify(content=base64.b64encode(logo.content).decode() if logo else "")


def _printers(context: Context) -> list[dict[str, Any]]:
    """The printers of the agent's site, if kept here, that name this agent, or none for the server's own."""
    holder, picture = g.bearer, _picture(context)
    return [
        {
            "site": site.code,
            "code": printer.code,
            "transport": printer.transport.value,
            "address": _address(context, site.code, printer),
            "profile": printer.profile,
            "fallback": printer.fallback,
            "logo": printer.logo,
            "picture": picture.sha256[:PICTURE_NAME] if picture else None,
        }
        for site in context.mall.sites
        if holder.may_enter(site.code) and context.keeping.owns(site.code)
        for printer in site.printers
        if printer.agent == holder.code
    ]


def _address(context: Context, site: str, printer: Printer) -> str:
    """Where it is reached; the emulator may have had to take other ports than the mall says."""
    if printer.transport is not Transport.EMULATOR:
        return printer.address
    return context.printer_addresses.get((site, printer.code), printer.address)


def _picture(context: Context) -> Logo | None:
    """The mall's logo, if it is one of dots: a drawing is for screens."""
    logo = context.looks.now().logo
    return logo if logo is not None and logo.type == "image/png" else None


def must_serve(context: Context, printer: PrinterKey) -> Bearer:
    """The agent, which the mall must have given this printer; raises Forbidden: a slip is for nobody else."""
    holder = enter(printer.site)
    known = site_named(context.mall, printer.site).printer.get(printer.code)
    if known is None or known.agent != holder.code:
        raise Forbidden
    return holder


def _lease(context: Context, wanted: dict[str, set[str]], by: int) -> list[Job]:
    now = context.clock()
    with context.database.read() as connection:  # a write is worth while only where something may be leased
        due = [site for site, codes in wanted.items() if papers_due(connection, site, codes, by=by, now=now)]
    jobs: list[Job] = []
    for site in sorted(due):
        codes = wanted[site]

        def deed(tx: Transaction, codes: set[str] = codes) -> tuple[Job, ...]:
            return lease_jobs(tx, codes, by=by, now=now)

        jobs.extend(context.database.write(site, deed))
    return jobs


def _probes(context: Context, wanted: dict[str, set[str]], by: int) -> list[dict[str, Any]]:
    """Told beside the jobs and never waited for: an agent that knows of none would be woken over and over."""
    now = context.clock()
    with context.database.read() as connection:
        return [
            order
            for site, codes in sorted(wanted.items())
            for order in probes_to_take(connection, site, codes, now=now)
            if may_serve(connection, site, order["printer"], by=by, now=now)
        ]


def _note(context: Context, printer: PrinterReport) -> None:
    """Keeps it if no other agent serves the printer, which may be out of this one's sight.

    Raises UnknownSite, or Forbidden for a printer that the mall does not give to this agent.
    """
    holder = must_serve(context, printer)

    def deed(tx: Transaction) -> None:
        now = context.clock()
        if serve(tx, printer.code, by=holder.id, now=now):
            note_printer(
                tx, printer.code, state=printer.state, reason=printer.reason, actor=holder.actor, now=now
            )

    context.database.write(printer.site, deed)
