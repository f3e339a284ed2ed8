"""What people call those whom the journal names: the person who was signed in, or the screen."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from app.queries.tokens import STAFF
from app.store.tables import staff, token


def names_of(connection: Connection, actors: Iterable[str | None]) -> dict[str, str]:
    """The names behind "staff:siti" and "counter:2", for those that have one."""
    found = {actor: actor.partition(":") for actor in actors if actor}
    usernames = {place for role, _, place in found.values() if role == STAFF}
    ids = {int(place) for role, _, place in found.values() if role != STAFF and place.isdecimal()}
    people = select(staff.c.username, staff.c.name).where(staff.c.username.in_(sorted(usernames)))
    screens = select(token.c.id, token.c.name, token.c.role).where(token.c.id.in_(sorted(ids)))
    names = {f"{STAFF}:{row.username}": row.name for row in connection.execute(people)} if usernames else {}
    if ids:
        names |= {f"{row.role}:{row.id}": row.name for row in connection.execute(screens)}
    return {actor: names[actor] for actor in sorted(found) if names.get(actor)}
