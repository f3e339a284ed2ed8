"""Forms that may be sent twice: each is made with a key of its own, and what it asks for happens once."""

import re

from flask import request

from app.context import Context
from app.domain.errors import BadRequest, Refused
from app.domain.keeping import SatelliteAway
from app.operations.replies import Once

KEY_BYTES = 16
LONGEST_CODE = 40  # signs that are read of a code somebody typed
KEY = re.compile(r"[0-9a-f]{32}")


def new_key(context: Context) -> str:
    """For the hidden field `key` of a form."""
    return context.random(KEY_BYTES).hex()


def key_again(context: Context, refusal: Refused | None) -> str:
    """The key of the form that is shown anew: the same one where it may have done its work already."""
    known = request.form.get("key", "")
    return known if isinstance(refusal, SatelliteAway) and KEY.fullmatch(known) else new_key(context)


def form_asked(scope: str, content: str = "") -> Once:
    """The request under its form's key; raises BadRequest for a form that is none of ours."""
    key = request.form.get("key", "")
    if not KEY.fullmatch(key):
        raise BadRequest
    return Once(scope, key, f"{request.method} {request.path} {content}")
