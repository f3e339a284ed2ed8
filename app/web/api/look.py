"""How a mall would look and what it may say: colours judged, a ticket as paper, words of its screens."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, current_app, g, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.colours import COLOUR, Verdict, theme
from app.domain.errors import BadRequest
from app.domain.mall import LANGUAGES
from app.domain.slip import Paper
from app.domain.staff import Permission
from app.operations.sample_slip import sample_slip
from app.web.api.description import describe
from app.web.api.look_documents import ColourDocument, ShownWords, TicketPaper
from app.web.auth import enter_everywhere
from config.mall_words import blanks
from config.words import shipped_words

SPECIMEN = "antrean.specimen"  # where the application keeps what draws a slip on paper
WIDTHS = ("58", "80")  # of paper, in millimetres
LONGEST_FOOTER = 300
# What visitors and citizens see and hear; the words of the staff's screens stay as they are.
SHOWN = (
    "kiosk", "display", "visitor", "site", "booking", "contact", "letter", "board", "paper", "availability",
    "common",
)  # fmt: skip


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds GET /mall/look, /mall/ticket and /mall/words."""

    @blueprint.get("/mall/look")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "What the screens make of two colours, and whether they can be read",
        tag="mall",
        answer=ColourDocument,
        query=("primary", "accent"),
    )
    def judge_colours() -> Any:
        enter_everywhere()
        found = theme(_colour("primary"), _colour("accent"))
        return jsonify(
            roles={"day": dict(found.day), "night": dict(found.night), "more": dict(found.more)},
            verdicts=[_verdict(context, verdict) for verdict in found.verdicts],
            refused=found.is_refused,
        )

    @blueprint.get("/mall/ticket")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "A ticket of nobody as paper, drawn from the bytes that a printer would get",
        tag="mall",
        answer=TicketPaper,
        query=("width", "language", "footer"),
    )
    def draw_ticket() -> Any:
        enter_everywhere()
        width, language = _one_of("width", WIDTHS), _one_of("language", LANGUAGES)
        paper = _drawn(context, int(width), language)
        return jsonify(
            picture=b64encode(paper.picture).decode(), text=paper.text, mm=paper.mm, size=paper.size
        )

    @blueprint.get("/mall/words")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe("The sentences that visitors read, as the system says them", tag="mall", answer=ShownWords)
    def list_words() -> Any:
        enter_everywhere()
        return jsonify(sections=[_section(context, name) for name in SHOWN])


def _drawn(context: Context, width: int, language: str) -> Paper:
    """With the footer that is asked for, else the mall's own. Raises BadRequest without services."""
    mall, logo = context.mall, context.looks.now().logo
    footer = request.args.get("footer")
    if footer is not None:
        if len(footer) > LONGEST_FOOTER:
            raise BadRequest
        mall = replace(mall, ticket_footer=footer or None)
    slip = sample_slip(mall, language=language, now=context.clock(), links=context.links, words=context.words)
    if slip is None:
        raise BadRequest
    draw: Callable[..., Paper] = current_app.extensions[SPECIMEN]
    content = logo.content if logo is not None and logo.type == "image/png" else None
    paper: Paper = context.engine.offload(lambda: draw(slip, width=width, logo=content))
    return paper


def _colour(name: str) -> str | None:
    text = request.args.get(name, "")
    if text and not COLOUR.match(text):
        raise BadRequest
    return text or None


def _one_of(name: str, known: tuple[str, ...]) -> str:
    text = request.args.get(name, known[-1] if name == "width" else known[0])
    if text not in known:
        raise BadRequest
    return text


def _verdict(context: Context, verdict: Verdict) -> dict[str, Any]:
    told = {name: _figure(value) for name, value in verdict.blanks.items()}
    sentence = context.words.say(g.language, f"look.{verdict.code}", **told)
    return {"of": verdict.of, "level": verdict.level, "sentence": sentence}


def _figure(text: str) -> str:
    """7,7 in Indonesian, 7.7 in English; colours have neither."""
    return text.replace(".", ",") if g.language == "id" else text


def _section(context: Context, name: str) -> dict[str, Any]:
    shipped = {language: shipped_words().section(language, name) for language in LANGUAGES}
    return {
        "section": name,
        "title": context.words.say(g.language, f"look.section_{name}"),
        "sentences": [
            {
                "key": f"{name}.{key}",
                **{language: shipped[language][key] for language in LANGUAGES},
                "blanks": sorted(blanks(sentence)),
            }
            for key, sentence in shipped[LANGUAGES[0]].items()
        ],
    }
