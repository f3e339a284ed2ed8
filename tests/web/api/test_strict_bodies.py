"""What a program sends is taken as it is meant, or refused: no text is made a number, no number a yes."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from app.domain.staff import Grant, Role
from app.web.api.documents import Asked
from tests.factories import MAIN
from tests.web.api.caller import Api

# By the type that the API's document names: what is like it, and is not it.
ALIKE: dict[str, tuple[Any, ...]] = {
    "integer": ("3", True, 3.5, [3]),
    "number": ("3.5", True),
    "boolean": (1, 0, "true", "yes"),
    "string": (7, 86_400, True, ["text"]),
    "array": ("text", {}),
}


def bodies(root: type[Asked] = Asked) -> Iterator[type[Asked]]:
    for model in root.__subclasses__():
        yield model
        yield from bodies(model)


def types(told: dict[str, Any], document: dict[str, Any]) -> set[str]:
    """The JSON types that one field may have."""
    if "$ref" in told:
        return types(document["$defs"][told["$ref"].rsplit("/", 1)[-1]], document)
    if "anyOf" in told:
        return {each for option in told["anyOf"] for each in types(option, document)}
    return {told.get("type", "")}


def wrong(model: type[Asked]) -> Iterator[tuple[str, Any]]:
    document = model.model_json_schema()
    for name, told in document.get("properties", {}).items():
        meant = types(told, document)
        for kind in meant & set(ALIKE):
            for value in ALIKE[kind]:
                if not ({"integer", "number", "string"} & meant - {kind}):
                    yield name, value


def test_no_field_of_any_body_takes_what_is_only_like_it(api: Api) -> None:
    """The application is built, so that every route has told its body."""
    tried, taken = 0, []
    for model in bodies():
        for name, value in wrong(model):
            tried += 1
            try:
                model.model_validate_json(json.dumps({name: value}))
            except ValidationError as refused:
                if any(error["loc"][0] == name for error in refused.errors()):
                    continue
            taken.append((model.__name__, name, value))
    assert tried > 300
    assert not taken, taken


@pytest.mark.parametrize("wish", [{"volume": True}, {"volume": "28"}, {"always_on": 1}, {"distance_m": "7"}])
def test_a_display_is_not_set_by_what_only_looks_like_a_setting(api: Api, wish: dict[str, Any]) -> None:
    session = api.session(Grant(Role.ADMINISTRATOR))
    answer = api.ask("PATCH", f"/api/v1/sites/{MAIN}/displays/TV1", session=session, body=wish)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "bad_request")
