"""What a village desk asked another server for and got no answer to: asked again, it is given once."""

from typing import Any

from flask import Blueprint, g, redirect, render_template

from app.audience import audience
from app.context import Context
from app.domain.errors import Refused, UnknownTicket
from app.domain.staff import Permission
from app.operations.errands import Errand
from app.web.api.requests import row_id
from app.web.auth import enter
from app.web.errors import sentence
from app.web.far_made import asked_again
from app.web.messenger import messenger
from app.web.visitor.board_pages import site_by_address
from app.web.visitor.moment import moment

WAYS = {Errand.TICKET: "nomor", Errand.BOOKING: "reservasi"}


def to_slip(site: str, way: str, address: str, number: int) -> Any:
    """To the slip of what was just given: a satellite's under the id that it has here."""
    far = messenger().given(address) if messenger().is_for(site) else None
    return redirect(f"/desa/{site}/{way}/{far.id if far else number}", 303)


def add_asking_again(pages: Blueprint, context: Context) -> None:
    @pages.post("/desa/<site>/tanya/<errand>")
    @audience("admin", staff=Permission.SERVE_AFAR)
    def ask_again(site: str, errand: str) -> Any:
        """A press after the answer came leads to the slip; a refusal means that nothing was given."""
        known = site_by_address(context.mall, site)
        number, actor = row_id(errand, unknown=UnknownTicket), enter(known.code).actor
        try:
            made = asked_again(known.code, number, actor)
        except Refused as refusal:
            told = sentence(context, refusal, g.language)
            return render_template("village/refused.html", refusal=told, **moment(context)), refusal.status
        return redirect(f"/desa/{known.code}/{WAYS[made.kind]}/{made.id}", 303)
