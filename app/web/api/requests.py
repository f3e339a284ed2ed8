"""Reading a request: its body by a model, its key, its site; malformed ones are refused."""

import json
from typing import TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from app.domain.errors import BadRequest, NotFound, UnknownSite
from app.domain.mall import Mall, Site
from app.operations.replies import Once

LONGEST_KEY = 80
LARGEST_ID = 2**63 - 1  # of any database

Model = TypeVar("Model", bound=BaseModel)


class KeyRequired(BadRequest):
    """A POST that changes the queue came without an Idempotency-Key."""

    code = "key_required"


def body(model: type[Model]) -> Model:
    """The JSON body as the model; an absent body is an empty object. Raises BadRequest."""
    raw = request.get_data(cache=True)
    try:
        return model.model_validate_json(raw or b"{}")
    except ValidationError:
        raise BadRequest from None


def asked_once(scope: str, wish: BaseModel) -> Once:
    """The request with its Idempotency-Key; raises KeyRequired without a usable one."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise KeyRequired
    content = json.dumps(wish.model_dump(mode="json"), sort_keys=True)
    return Once(scope, key, f"{request.method} {request.full_path} {content}")


def site_named(mall: Mall, code: str | None) -> Site:
    """Raises UnknownSite."""
    site = mall.site.get(code or "")
    if site is None:
        raise UnknownSite(site=code)
    return site


def row_id(text: str, *, unknown: type[NotFound]) -> int:
    """The number of a thing in an address; what can be no such number is `unknown`."""
    if not (text.isascii() and text.isdecimal() and len(text) < 20) or int(text) > LARGEST_ID:
        raise unknown
    return int(text)


def whole_number(name: str, *, default: int, least: int, most: int) -> int:
    """A query parameter; out of range or no number at all is a BadRequest."""
    text = request.args.get(name)
    if text is None:
        return default
    try:
        value = int(text)
    except ValueError:
        raise BadRequest from None
    if not least <= value <= most:
        raise BadRequest
    return value
