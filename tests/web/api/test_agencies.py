"""People who are limited to some agencies: what belongs to the whole hall is not theirs."""

from app.domain.staff import Grant, Role
from tests.factories import MAIN
from tests.web.api.caller import Api

LIMITED = Grant(Role.SUPERVISOR, MAIN, frozenset({"IMIGRASI"}))
NOTICE = f"/api/v1/sites/{MAIN}/notice"


def test_only_who_looks_over_the_whole_hall_speaks_to_it(api: Api) -> None:
    whole, limited = api.session(Grant(Role.SUPERVISOR, MAIN)), api.session(LIMITED)
    text = {"text_id": "Lift diperbaiki.", "text_en": "The lift is being repaired."}
    assert api.ask("POST", NOTICE, session=whole, body=text).status_code == 200

    other = {"text_id": "Pulang saja.", "text_en": "Go home."}
    assert api.ask("POST", NOTICE, session=limited, body=other).status_code == 403
    assert api.ask("POST", f"{NOTICE}/end", session=limited, body={}).status_code == 403
    assert api.ask("GET", NOTICE).get_json()["notice"]["id"] == text["text_id"]
    assert api.ask("POST", f"{NOTICE}/end", session=whole, body={}).status_code == 200


def test_the_journal_of_a_site_is_for_those_who_may_read_all_of_it(api: Api) -> None:
    api.take("ktp")
    path = f"/api/v1/journal?site={MAIN}"
    assert api.ask("GET", path, session=api.session(LIMITED)).status_code == 403
    for reader in ({"session": api.session(Grant(Role.SUPERVISOR, MAIN))}, {"role": "partner"}):
        assert len(api.ask("GET", path, **reader).get_json()["facts"]) > 0
