"""The guided first set-up: answers become the whole mall of an office, as long as no number was given."""

from base64 import b64decode
from functools import cache
from typing import Any

from flask import Blueprint, g, jsonify, request

from app.audience import audience
from app.context import Context
from app.domain.mall_refusals import BadMall, WrongLogo
from app.domain.staff import Permission
from app.installation import DEMO_MALL, FIRST_RUN
from app.media.logos import ENDINGS, logo_type
from app.operations.beginning import Logo, begin_mall, is_untouched
from app.operations.mall_saving import NotSaved
from app.operations.sheet_reading import FileReading, read_mall_file
from app.queries.revisions import Saved, newest_revision
from app.sheets import LARGEST_FILE
from app.store.transaction import Transaction
from app.web.api.beginning_documents import (
    SetupAnswers,
    SetupDocument,
    SetupPreview,
    SetupSaved,
    SheetDocument,
)
from app.web.api.description import describe
from app.web.api.requests import body
from app.web.auth import enter_everywhere
from app.web.mall_told import MallTold
from config import mall as mall_files
from config.mall_beginning import Answers, ChosenAgency, mall_of, moved, provincial
from config.mall_mistakes import Document, Mistake

FRAME: Document = {
    "mall": {"code": "mpp", "name": "MPP", "timezone": "Asia/Jakarta"},
    "hours": {},
    "agency": [],
    "site": [{"code": "MPP", "name": "MPP", "address": "-", "zone": [{"code": "Z1", "name": "1"}]}],
}
ASKED_LATER = ("site", "zone")  # columns of a spreadsheet: the mall that is only beginning has none yet


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds GET /setup, and POST /setup/sheet, /setup/preview and /setup/mall."""
    _looking(blueprint, context)
    _saving(blueprint, context)


def _looking(blueprint: Blueprint, context: Context) -> None:
    @blueprint.get("/setup")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "Whether the mall may still be begun anew, and with what; the catalogue is named after `name`",
        tag="mall",
        answer=SetupDocument,
        query=("name",),
    )
    def setup_state() -> Any:
        enter_everywhere()
        with context.database.read() as connection:
            newest = newest_revision(connection)
            untouched = is_untouched(connection)
        return jsonify(
            open=untouched,
            fresh=newest is None or _is_shipped(newest.saved),
            untouched=untouched,
            mall=context.mall.name,
            languages=list(context.mall.languages),
            catalogue=[
                {
                    "code": agency["code"],
                    "name": agency["name"],
                    "short_name": agency["short_name"],
                    "services": len(agency.get("service", [])),
                }
                for agency in moved(_catalogue()["agency"], request.args.get("name", ""))
            ],
        )

    @blueprint.post("/setup/sheet")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "The agencies of a spreadsheet, sent as the body itself (XLSX or CSV); nothing is saved",
        tag="mall",
        answer=SheetDocument,
        refusals=("too_large",),
    )
    def setup_sheet() -> Any:
        enter_everywhere()
        request.max_content_length = LARGEST_FILE
        content = request.get_data()
        reading: FileReading = context.engine.offload(
            lambda: read_mall_file(content, "", FRAME, context.words, replace=True, ignored=ASKED_LATER)
        )  # a large file takes seconds, in which clerks go on calling
        (site,) = reading.document["site"]
        serving = [counter["services"] for counter in site.get("counter", [])]
        codes = {str(agency["code"]) for agency in reading.document["agency"]}
        return jsonify(
            agencies=reading.document["agency"],
            counters={code: sum(code in services for services in serving) for code in sorted(codes)},
            mistakes=[
                {
                    "path": list(each.path),
                    "code": each.code,
                    "sentence": each.sentence(context.words, g.language),
                    "sheet": each.sheet,
                    "cell": each.cell,
                }
                for each in reading.mistakes
            ],
        )


def _saving(blueprint: Blueprint, context: Context) -> None:
    @blueprint.post("/setup/preview")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "The mall that these answers make, and what is wrong with it; nothing is saved",
        tag="mall",
        body=SetupAnswers,
        answer=SetupPreview,
        refusals=("wrong_logo",),
    )
    def setup_preview() -> Any:
        enter_everywhere()
        request.max_content_length = LARGEST_FILE
        told = body(SetupAnswers)
        document = _made(told, _logo(context, told.logo))
        mistakes = [_wrong(each) for each in mall_files.mistakes(document)]
        if mistakes:
            return jsonify(mistakes=mistakes, document=None, advice=[])
        return jsonify(mistakes=[], document=document, advice=_advice(context, told, document))

    @blueprint.post("/setup/mall")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe(
        "Save the mall that these answers make in place of the one in force; once a number was given, never",
        tag="mall",
        body=SetupAnswers,
        answer=SetupSaved,
        refusals=("setup_over", "bad_mall", "wrong_logo"),
    )
    def setup_mall() -> Any:
        holder, now = enter_everywhere(), context.clock()
        request.max_content_length = LARGEST_FILE
        told = body(SetupAnswers)
        logo = _logo(context, told.logo)
        document = _made(told, logo)
        comment = context.words.say(g.language, "setup.comment", name=document["mall"].get("name", ""))

        def deed(tx: Transaction) -> int:
            return begin_mall(
                tx,
                document,
                logo=logo,
                author=holder.actor,
                comment=comment,
                owns=context.database.owns,
                now=now,
            )

        try:
            number = context.database.write("", deed)
        except NotSaved as trouble:
            error = BadMall()
            error.members = {"mistakes": MallTold(context.words, g.language).mistakes(trouble.plan)}
            raise error from None
        context.mall_saved(site["code"] for site in document["site"])
        return jsonify(revision=number, site=document["site"][0]["code"])


def _is_shipped(saved: Saved) -> bool:
    """Whether nobody has chosen this mall: it is the one that a first start loads by itself."""
    return (saved.author, saved.comment) == (FIRST_RUN, DEMO_MALL.name)


def _wrong(mistake: Mistake) -> dict[str, Any]:
    return {
        "path": list(mistake.path),
        "code": mistake.code,
        "sentence": mistake.sentence(g.language),
        "sheet": None,
        "cell": None,
    }


def _advice(context: Context, told: SetupAnswers, document: Document) -> list[str]:
    """What may be thought over before saving: names of the catalogue, and what any mall is told."""
    found = mall_files.advice(mall_files.from_checked(document), g.language)
    if told.beginning == "catalogue":
        elsewhere = provincial(document)
        if elsewhere:
            names = ", ".join(elsewhere)
            found.append(context.words.say(g.language, "setup.other_province", names=names))
        found.append(context.words.say(g.language, "setup.copied_names"))
    return found


@cache  # a tenth of a second to read, at every step of the set-up
def _catalogue() -> Document:
    """The mall that the system came with, whose agencies and holidays others begin with."""
    return mall_files.read_document(DEMO_MALL)


def _logo(context: Context, told: str) -> Logo | None:
    """Raises WrongLogo."""
    if not told:
        return None
    try:
        content = b64decode(told, validate=True)
    except ValueError:
        raise WrongLogo from None
    kind = context.engine.offload(lambda: logo_type(content))
    return Logo(f"logo.{ENDINGS[kind]}", kind, content)


def _made(told: SetupAnswers, logo: Logo | None) -> Document:
    catalogue = _catalogue()
    known = {"catalogue": moved(catalogue["agency"], told.name), "sheet": told.known, "empty": []}[
        told.beginning
    ]
    plain = told.model_dump(exclude={"beginning", "agencies", "holidays", "known"})
    plain |= {"logo": logo.name if logo else ""}
    plain |= {"languages": tuple(told.languages), "zones": tuple(filter(str.strip, told.zones))}
    agencies = [
        ChosenAgency(**{**each.model_dump(), "services": tuple(each.services)}) for each in told.agencies
    ]
    holidays = catalogue["holiday"] if told.holidays else ()
    return mall_of(Answers(**plain, known=known, agencies=tuple(agencies), holidays=holidays))
