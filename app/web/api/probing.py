"""What a printer can do: asked for by an administrator, examined and told by the printer's agent."""

from typing import Any

from flask import Blueprint, jsonify

from app.audience import audience
from app.context import Context
from app.domain.staff import Permission
from app.operations.probing import ask_probe, end_probe, take_probe
from app.queries.probes import site_of_probe
from app.store.transaction import Transaction
from app.web.api.agent import must_serve
from app.web.api.agent_documents import PrinterKey
from app.web.api.description import describe
from app.web.api.probe_documents import ProbeDocument, ProbeKey, ProbeReport, ProbeTaken, ProbeWish
from app.web.api.requests import body, site_named
from app.web.auth import enter


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds the administrator's route and the agent's."""

    @blueprint.post("/sites/<site>/printers/<printer>/probe")
    @audience("admin", staff=Permission.MANAGE_DEVICES)
    @describe(
        "Ask what a printer can do; its agent answers within seconds",
        tag="printers",
        body=ProbeWish,
        answer=ProbeDocument,
        refusals=("unknown_site", "unknown_printer"),
    )
    def ask(site: str, printer: str) -> Any:
        known = site_named(context.mall, site)
        actor = enter(known.code).actor
        mall, now, slip = context.mall, context.clock(), body(ProbeWish).slip

        def deed(tx: Transaction) -> dict[str, Any]:
            return ask_probe(tx, mall, printer, slip=slip, actor=actor, now=now)

        return jsonify(context.database.write(known.code, deed))

    @blueprint.post("/agent/probe-taken")
    @audience("agent")
    @describe("A printer is being examined now", tag="agent", body=ProbeKey, answer=ProbeTaken)
    def take() -> Any:
        probe = body(ProbeKey).probe
        place = _place(context, probe)
        if place is None:
            return jsonify(wanted=False)
        site, _ = place

        def deed(tx: Transaction) -> bool:
            return take_probe(tx, probe, now=context.clock())

        return jsonify(wanted=context.database.write(site, deed))

    @blueprint.post("/agent/probe-outcome")
    @audience("agent")
    @describe("What a printer can do; again changes nothing", tag="agent", body=ProbeReport)
    def tell() -> Any:
        said = body(ProbeReport)
        place = _place(context, said.probe)
        if place is not None:
            site, actor = place
            outcome = said.model_dump(mode="json", exclude={"probe"})

            def deed(tx: Transaction) -> None:
                end_probe(tx, said.probe, outcome, actor=actor, now=context.clock())

            context.database.write(site, deed)
        return jsonify({})


def _place(context: Context, probe: int) -> tuple[str, str] | None:
    """A probe's site and the agent that may handle it; None if there is no such probe. Raises Forbidden."""
    with context.database.read() as connection:
        found = site_of_probe(connection, probe)
    if found is None:
        return None
    return found.site, must_serve(context, PrinterKey(site=found.site, code=found.printer)).actor
