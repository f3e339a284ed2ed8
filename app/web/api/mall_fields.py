"""What a mall's document is made of, told to whoever draws a form for it."""

from dataclasses import asdict
from functools import partial
from typing import Any

from flask import Blueprint, jsonify

from app.audience import audience
from app.context import Context
from app.domain.staff import Permission
from app.web.api.description import describe
from app.web.api.mall_field_documents import MallFields
from app.web.auth import enter_everywhere
from config.mall_naming import choice_name, key_help, key_name, table_help, table_name
from config.mall_shape import KeyShape, TableShape, shape


def routes(blueprint: Blueprint, context: Context) -> None:
    """Adds /mall/fields."""

    @blueprint.get("/mall/fields")
    @audience("admin", staff=Permission.MANAGE_MALL)
    @describe("Every table of a mall with its keys, for forms", tag="mall", answer=MallFields)
    def list_mall_fields() -> Any:
        enter_everywhere()
        return jsonify(tables=[_table(context, table) for table in shape()])


def _table(context: Context, table: TableShape) -> dict[str, Any]:
    both = partial(_both, context)
    return {
        "table": table.table,
        "list": table.many,
        "keyed": table.keyed,
        "inside": table.inside,
        "label": both(table_name(table.table)),
        "help": both(table_help(table.table)),
        "keys": [_key(context, table.table, key) for key in table.keys],
    }


def _key(context: Context, table: str, key: KeyShape) -> dict[str, Any]:
    both, known = partial(_both, context), context.words.sentences["id"]
    told = asdict(key)
    told["all"] = told.pop("everything")
    return {
        **told,
        "choices": [
            {"value": value, "label": both(choice_name(known, key.key, value), value)}
            for value in key.choices
        ],
        "label": both(key_name(known, table, key.key)),
        "help": both(key_help(known, table, key.key)),
    }


def _both(context: Context, key: str | None, otherwise: str = "") -> dict[str, str]:
    if key is None:
        return dict.fromkeys(context.words.languages, otherwise)
    return {language: context.words.say(language, key) for language in context.words.languages}
