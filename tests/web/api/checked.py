"""Answers as the OpenAPI document promises them: each is held against its description."""

from typing import Any

from werkzeug.test import TestResponse

from app.web.api.description import Description
from app.web.api.openapi import PREFIX
from tests.factories import MAIN
from tests.web.api.caller import Api


class Checked:
    """Asks as Api does, checks each answer against its description, and remembers the routes."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.asked: set[tuple[str, str]] = set()

    def ask(self, method: str, path: str, **more: Any) -> Any:
        answer = self.api.ask(method, f"{PREFIX}{path}", **more)
        rule, description = self._described(method, f"{PREFIX}{path}")
        assert answer.status_code == description.status, answer.get_data()
        self._check(answer, description)
        self.asked.add((method, rule))
        return answer.get_json(silent=True)

    def clerk(self, counter: str, deed: str, **body: Any) -> Any:
        path = f"/counters/{counter}/{deed}?site={MAIN}"
        return self.ask("POST", path, role="counter", body=body, key=f"{deed} {len(self.asked)} {body}")

    def _described(self, method: str, path: str) -> tuple[str, Description]:
        adapter = self.api.app.url_map.bind("localhost")
        rule, _ = adapter.match(path.partition("?")[0], method=method, return_rule=True)
        return rule.rule, self.api.app.view_functions[rule.endpoint].description  # type: ignore[attr-defined]

    def _check(self, answer: TestResponse, description: Description) -> None:
        if description.answer is None:
            assert answer.get_json() == {} if answer.is_json else answer.get_data()
        else:
            description.answer.model_validate_json(answer.get_data(), strict=False)


def described_routes(api: Api) -> set[tuple[str, str]]:
    return {
        (method, rule.rule)
        for rule in api.app.url_map.iter_rules()
        if hasattr(api.app.view_functions[rule.endpoint], "description")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
