"""A postman in a process of its own: database argv[1], gateway argv[2], seconds after MORNING argv[3].

It says "ready", sends all that is due on the first line from standard input, and says how much that was.
"""

import os
import sys
from datetime import timedelta

from app.channels.hook import GatewayChannel
from app.domain.delivering import Channel, Gateway
from app.postman import Postman
from app.postroom import PostRoom
from app.store.database import Database
from app.vault import Vault
from tests.factories import LINKS, MORNING
from tests.faults.busy_mall import busy_mall
from tests.hall import WORDS

MALL = busy_mall()


def main(url: str, gateway: str, later: str) -> None:
    now = MORNING + timedelta(seconds=float(later))
    database = Database(url)
    channel = GatewayChannel(Gateway(gateway, "a secret of both"), local=True)
    room = PostRoom(
        database,
        {Channel.WEBHOOK: channel},
        vault=Vault(LINKS.secret, os.urandom),
        links=LINKS,
        words=WORDS,
        mall_now=lambda: MALL,
        clock=lambda: now,
    )
    postman = Postman(database, Channel.WEBHOOK, room.send, clock=lambda: now)
    print("ready", flush=True)
    sys.stdin.readline()
    sent = 0
    while postman.do_one():
        sent += 1
    print(sent, flush=True)
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
