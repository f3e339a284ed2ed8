"""The rules of our addresses, which learn to write an address only when the first one is asked for."""

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

Writer = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """Reads addresses from the start; few are ever written, and a writer is most of what a rule costs."""

    def _compile_builder(self, append_unknown: bool = True) -> Writer:
        """Werkzeug binds what is given here as a method; without this override it compiles at once."""
        compiled: list[Writer] = []

        def late(rule: Rule, /, **values: Any) -> tuple[str, str]:
            if not compiled:
                compiled.append(super(LateRule, self)._compile_builder(append_unknown))
            return compiled[0](rule, **values)

        return late
