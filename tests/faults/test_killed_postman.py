"""A postman that is killed between sending and noting, and two at one outbox: nobody is told anything twice.

The message of a killed one goes out again, under the key by which its receiver knows it.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from app.domain.delivering import LEASE
from app.store.database import Database
from app.store.tables import delivery
from config.bootstrap import ROOT
from tests.faults.busy_mall import busy_mall
from tests.hall import Hall
from tests.operations.test_contacts import leave_for_ticket
from tests.services.gateway import GatewayServer

KILLS = 5
MESSAGES = 40

Begin = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def gateway() -> Iterator[GatewayServer]:
    with GatewayServer() as gateway:
        yield gateway
        gateway.answers.set()


@pytest.fixture
def hall(database_url: str) -> Iterator[Hall]:
    database = Database(database_url)
    yield Hall(database, mall=busy_mall())
    database.close()


@pytest.fixture
def begin(database_url: str, gateway: GatewayServer) -> Iterator[Begin]:
    """begin(later=seconds) starts a postman, which waits for the word to go."""
    begun: list[subprocess.Popen[str]] = []

    def start(*, later: float = 0.0) -> subprocess.Popen[str]:
        postman = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.post_office", database_url, gateway.url, str(later)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        begun.append(postman)
        assert postman.stdout is not None
        assert postman.stdout.readline() == "ready\n"
        return postman

    yield start
    for postman in begun:
        postman.kill()
        postman.communicate()


def go(postman: subprocess.Popen[str]) -> None:
    print("go", file=postman.stdin, flush=True)


def sent(postman: subprocess.Popen[str]) -> int:
    out, _ = postman.communicate()
    return int(out)


def keys(gateway: GatewayServer) -> list[str]:
    return [post.headers["idempotency-key"] for post in gateway.posts]


def states(hall: Hall) -> Counter[str]:
    with hall.database.read() as connection:
        return Counter(connection.execute(select(delivery.c.state)).scalars())


def owe(hall: Hall, count: int) -> None:
    for number in range(count):
        leave_for_ticket(hall, hall.ticket(), f"0812345{number:05}")


@pytest.mark.slow
def test_a_killed_postmans_message_comes_again_under_its_key_and_no_other_one_twice(
    hall: Hall, gateway: GatewayServer, begin: Begin
) -> None:
    owe(hall, KILLS + 2)
    later = 3600.0
    for _ in range(KILLS):
        gateway.answers.clear()  # it has the post, and the postman waits for the answer
        postman = begin(later=later)
        go(postman)
        gateway.arrived.acquire()
        postman.kill()
        postman.wait()
        gateway.answers.set()
        later += LEASE.total_seconds() + 1
    assert sent_by(begin, later) == KILLS + 2
    assert states(hall) == {"sent": KILLS + 2}
    assert len(set(keys(gateway))) == KILLS + 2
    assert len(keys(gateway)) == KILLS + KILLS + 2  # once more for every kill, and not once more than that
    assert sent_by(begin, later + 86_400) == 0


def sent_by(begin: Begin, later: float) -> int:
    postman = begin(later=later)
    go(postman)
    return sent(postman)


@pytest.mark.slow
def test_two_postmen_share_the_work_and_send_nothing_twice(
    hall: Hall, gateway: GatewayServer, begin: Begin
) -> None:
    owe(hall, MESSAGES)
    pair = [begin(later=3600.0), begin(later=3600.0)]
    for postman in pair:
        go(postman)
    assert sum(sent(postman) for postman in pair) == MESSAGES
    assert Counter(keys(gateway)).most_common(1)[0][1] == 1
    assert states(hall) == {"sent": MESSAGES}
