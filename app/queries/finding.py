"""Finding a ticket by what staff know of it: its id, or the number that a visitor says."""

from sqlalchemy import Connection, select

from app.store.tables import ticket as table


def agency_of(connection: Connection, site: str, ticket_id: int) -> str | None:
    """The agency whose service a ticket of the site waits for; None where there is no such ticket."""
    query = select(table.c.agency).where(table.c.id == ticket_id, table.c.site == site)
    found: str | None = connection.execute(query).scalar()
    return found
