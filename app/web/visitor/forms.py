"""Forms that may be sent twice: each is made with a key of its own, and what it asks for happens once."""

import re

from flask import request

from app.context import Context
from app.domain.errors import BadRequest
from app.operations.replies import Once

KEY_BYTES = 16
LONGEST_CODE = 40  # signs that are read of a code somebody typed
KEY = re.compile(r"[0-9a-f]{32}")


def new_key(context: Context) -> str:
    """For the hidden field `key` of a form."""
    return context.random(KEY_BYTES).hex()


def form_asked(scope: str, content: str = "") -> Once:
    """The request under its form's key; raises BadRequest for a form that is none of ours."""
    key = request.form.get("key", "")
    if not KEY.fullmatch(key):
        raise BadRequest
    return Once(scope, key, f"{request.method} {request.path} {content}")
