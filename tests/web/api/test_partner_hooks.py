"""Hooks of partners: every fact once, signed, in order; tried again, given up, and sent anew when asked."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, SupportsIndex

import pytest

from app.domain.delivering import PAUSES, Channel
from app.domain.partner import TOLD
from app.herald import REST, Herald, PartnerPost
from app.postman import Postman
from app.store.database import Database
from tests.factories import BRANCH, MAIN
from tests.partner_receiver import Receiver, is_signed, receiver
from tests.web.api.caller import Api
from tests.web.api.test_partners import PARTNERS, enrol


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with receiver() as kept:
        yield kept


class Post:
    """What the server's duties do, step by step."""

    def __init__(self, api: Api, *, local: bool = True) -> None:
        def clock() -> Any:
            return api.now

        self.herald = Herald(api.database, mall_now=lambda: api.mall, clock=clock)
        sender = PartnerPost(api.database, api.server.context.links.secret, clock=clock, local=local)
        self.postman = Postman(api.database, Channel.PARTNER, sender.send, clock=clock)

    def go(self) -> None:
        while self.herald.do_one():
            pass
        while self.postman.do_one():
            pass


def told(api: Api, partner: Any, **query: str) -> Any:
    path = f"{PARTNERS}/{partner['id']}/deliveries?" + "&".join(f"{k}={v}" for k, v in query.items())
    return api.ask("GET", path, role="admin").get_json()


def test_each_fact_arrives_once_signed_and_in_order(api_on_each: Api, hook: Receiver) -> None:
    api = api_on_each
    api.take()  # before the partner was there
    made = enrol(api, "journal", hook_url=hook.url)
    post = Post(api)
    api.take()
    api.clerk("1", "open")
    api.clerk("1", "call-next")
    post.go()
    post.go()
    facts = api.ask("GET", f"/api/v1/journal?site={MAIN}", token=made["token"]).get_json()["facts"]
    assert hook.told == facts[1:]
    assert [fact["kind"] for fact in hook.told] == ["ticket_issued", "counter_opened", "ticket_called"]
    assert all(is_signed(headers, body, made["hook_secret"]) for headers, body in hook.posts)
    assert not any(is_signed(headers, body + b" ", made["hook_secret"]) for headers, body in hook.posts)
    assert len(set(hook.keys)) == 3


def test_a_renewed_secret_signs_from_then_on(api: Api, hook: Receiver) -> None:
    made, post = enrol(api, "journal", hook_url=hook.url), Post(api)
    api.take()
    again = api.ask("POST", f"{PARTNERS}/{made['partner']['id']}/hook-secret", role="admin").get_json()
    post.go()
    ((headers, body),) = hook.posts
    assert is_signed(headers, body, again["hook_secret"])
    assert not is_signed(headers, body, made["hook_secret"])


def test_a_partner_is_told_of_its_sites_alone(api: Api, hook: Receiver) -> None:
    enrol(api, "journal", hook_url=hook.url, sites=[BRANCH])
    api.take()
    Post(api).go()
    assert hook.posts == []


@pytest.mark.parametrize("change", [{"scopes": []}, {"disabled": True}, {"hook_url": None}])
def test_whoever_lost_the_scope_or_the_hook_is_told_nothing(api: Api, hook: Receiver, change: Any) -> None:
    made, post = enrol(api, "journal", hook_url=hook.url)["partner"], Post(api)
    api.take()
    terms = {"name": "Kampung", "scopes": ["journal"], "hook_url": hook.url, **change}
    api.ask("PUT", f"{PARTNERS}/{made['id']}", role="admin", body=terms)
    post.go()
    assert hook.posts == []


def test_what_failed_comes_again_with_the_same_key_until_it_is_given_up(api: Api, hook: Receiver) -> None:
    made, post = enrol(api, "journal", hook_url=hook.url)["partner"], Post(api)
    hook.answers = [503] * 6
    api.take()
    post.go()
    for pause in PAUSES:
        api.now += pause + REST
        post.go()
    assert len(hook.posts) == len(PAUSES) + 1
    assert len(set(hook.keys)) == 1
    (gone,) = told(api, made)["deliveries"]
    assert (gone["state"], gone["attempts"], gone["last_error"]) == ("given_up", 6, "it answered 503")
    again = f"{PARTNERS}/{made['id']}/deliveries/{gone['id']}/again"
    assert api.ask("POST", again, role="admin", body={}).status_code == 200
    api.now += REST
    post.go()
    assert len(hook.posts) == len(PAUSES) + 2
    assert len(set(hook.keys)) == 1
    assert told(api, made)["counts"] == {"due": 0, "sent": 1, "given_up": 0}


def test_everything_since_a_moment_is_sent_again(api: Api, hook: Receiver) -> None:
    made, post = enrol(api, "journal", hook_url=hook.url)["partner"], Post(api)
    api.take()
    post.go()
    api.now += timedelta(hours=1)
    since = api.now.isoformat()
    api.take()
    api.take()
    post.go()
    wish = {"since": since, "all": True}
    answer = api.ask("POST", f"{PARTNERS}/{made['id']}/replay", role="admin", body=wish)
    assert answer.get_json() == {"count": 2}
    post.go()
    assert hook.keys[3:] == hook.keys[1:3]
    nothing = api.ask("POST", f"{PARTNERS}/{made['id']}/replay", role="admin", body={"since": since})
    assert nothing.get_json() == {"count": 0}  # nothing was given up


def test_a_silent_hook_holds_up_nobody_else(api: Api, hook: Receiver) -> None:
    enrol(api, "journal", code="silent", hook_url="http://127.0.0.1:1/")
    enrol(api, "journal", code="awake", hook_url=hook.url)
    for _ in range(3):
        api.take()
    Post(api).go()
    assert len(hook.posts) == 3


def test_a_slow_hook_leaves_half_of_the_time_to_the_others(api: Api, hook: Receiver) -> None:
    class Slowly(list[int]):
        """Five seconds pass before each answer."""

        def pop(self, _index: SupportsIndex = -1, /) -> int:
            api.now += timedelta(seconds=5)
            return 200

    with receiver() as slow:
        slow.answers = Slowly([200])
        enrol(api, "journal", code="slow", hook_url=slow.url)
        enrol(api, "journal", code="awake", hook_url=hook.url)
        for _ in range(3):
            api.take()
        post = Post(api)
        post.go()
        assert (len(slow.posts), len(hook.posts)) == (1, 3)
        for _ in range(2):
            api.now += timedelta(seconds=5)
            post.go()
        assert len(slow.posts) == 3


def test_a_dead_hook_keeps_nobody_busy_with_its_backlog(api: Api) -> None:
    made, post = enrol(api, "journal", hook_url="http://127.0.0.1:1/")["partner"], Post(api)
    for _ in range(12):
        api.take()
    while post.herald.do_one():
        pass
    taken_up = 0
    while post.postman.do_one():
        taken_up += 1
    assert taken_up == 2  # one was tried, and one told that all of them wait
    listed = told(api, made)["deliveries"]
    assert [one["attempts"] for one in listed] == [0] * 11 + [1]
    assert min(one["next_at"] for one in listed) == (api.now + REST).isoformat()


def test_a_hook_is_tried_with_a_message_that_tells_of_nothing(api: Api, hook: Receiver) -> None:
    made, post = enrol(api, "journal", hook_url=hook.url)["partner"], Post(api)
    assert api.ask("POST", f"{PARTNERS}/{made['id']}/ping", role="admin", body={}).status_code == 200
    post.go()
    assert [fact["kind"] for fact in hook.told] == ["ping"]


def test_a_hook_in_the_offices_own_network_is_refused_unless_the_operator_allows_it(
    api: Api, hook: Receiver
) -> None:
    made, post = enrol(api, "journal", hook_url=hook.url)["partner"], Post(api, local=False)
    api.take()
    post.go()
    assert hook.posts == []
    (gone,) = told(api, made)["deliveries"]
    assert gone["state"] == "given_up"
    assert gone["last_error"]


def test_a_server_that_dies_between_owing_and_sending_tells_each_fact_once(
    tmp_path: Path, sqlite_url: str, hook: Receiver
) -> None:
    first = Api(Database(sqlite_url), tmp_path)
    enrol(first, "journal", hook_url=hook.url)
    first.take()
    while Post(first).herald.do_one():
        pass
    first.database.close()  # nothing was sent
    second = Api(Database(sqlite_url), tmp_path)
    Post(second).go()
    Post(second).go()
    second.database.close()
    assert len(hook.posts) == 1


def test_a_hook_that_stumbles_now_and_then_costs_no_message_its_tries(api: Api, hook: Receiver) -> None:
    made, post = enrol(api, "journal", hook_url=hook.url)["partner"], Post(api)
    for _ in range(6):
        api.take()
    hook.answers = [503, 200] * 6
    for _ in range(30):
        post.go()
        api.now += REST
    assert told(api, made)["counts"] == {"due": 0, "sent": 6, "given_up": 0}
    assert max(each["attempts"] for each in told(api, made)["deliveries"]) <= 3


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"scopes": []}, {"scopes": ["journal"]}),
        ({"scopes": ["journal"], "sites": [BRANCH]}, {"scopes": ["journal"], "sites": [BRANCH, MAIN]}),
    ],
)
def test_what_is_given_later_tells_nothing_of_the_past(
    api: Api, hook: Receiver, before: Any, after: Any
) -> None:
    wish = {"code": "kampung", "name": "Kampung", "hook_url": hook.url}
    made = api.ask("POST", PARTNERS, role="admin", body={**wish, **before}).get_json()["partner"]
    post = Post(api)
    api.take()
    post.go()
    del wish["code"]
    api.ask("PUT", f"{PARTNERS}/{made['id']}", role="admin", body={**wish, **after})
    post.go()
    assert hook.posts == []
    api.take()
    post.go()
    assert len(hook.posts) == 1


def test_nothing_is_told_of_a_site_that_was_taken_away_not_even_again(api: Api, hook: Receiver) -> None:
    made, post = enrol(api, "journal", hook_url=hook.url)["partner"], Post(api)
    api.take()
    post.go()
    api.take()
    while post.herald.do_one():
        pass
    terms = {"name": "Kampung", "scopes": ["journal"], "hook_url": hook.url, "sites": [BRANCH]}
    api.ask("PUT", f"{PARTNERS}/{made['id']}", role="admin", body=terms)
    wish = {"since": (api.now - timedelta(hours=1)).isoformat(), "all": True}
    api.ask("POST", f"{PARTNERS}/{made['id']}/replay", role="admin", body=wish)
    post.go()
    assert len(hook.posts) == 1
    assert told(api, made)["counts"]["given_up"] == 2


def test_a_hub_tells_of_its_own_sites_and_stumbles_over_no_other(
    tmp_path: Path, sqlite_url: str, hook: Receiver
) -> None:
    hub = Api(Database(sqlite_url, owns=lambda site: site in ("", MAIN)), tmp_path)
    for code in ("first", "second"):
        enrol(hub, "journal", code=code, hook_url=hook.url)
    hub.take()
    Post(hub).go()
    hub.database.close()
    assert len(hook.posts) == 2


def test_what_a_hook_is_told_holds_what_the_journal_of_partners_holds(api: Api, hook: Receiver) -> None:
    made, post = enrol(api, "journal", hook_url=hook.url), Post(api)
    api.take()
    api.clerk("1", "open")
    api.clerk("1", "call-next")
    api.clerk("1", "note", text="rahasia")
    post.go()
    listed = api.ask("GET", f"/api/v1/journal?site={MAIN}", token=made["token"]).get_json()["facts"]
    assert [fact for fact in listed if fact["kind"] in {str(kind) for kind in TOLD}] == hook.told
    assert b"rahasia" not in b"".join(body for _, body in hook.posts)
