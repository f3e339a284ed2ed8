"""An office that was left with an earlier version of the program."""

from sqlalchemy import create_engine, event, text

from app.store.migrating import upgrade
from config.private_file import write_private
from config.settings import Settings
from tests.backup.office import SECRET

OLD = "0004"
TICKET = """
    INSERT INTO ticket (site, day, prefix, ordinal, number, service, agency, status, language, sort_key,
        issued_at, origin, print_state, nonce, token_hash)
    VALUES ('main', '2026-11-20', 'A', :ordinal, :number, 'ktp', 'DUKCAPIL', 'served', 'id',
        '2026-11-20 01:30:00.000000', '2026-11-20 01:30:00.000000', 'kiosk:K1', 'printed', :hash, :hash)
"""
SERIES = "INSERT INTO series (site, day, prefix, last) VALUES ('main', '2026-11-20', 'A', 12)"


def make_older(place: Settings) -> None:
    """A database of version OLD with a dozen numbers, and its key."""
    place.data.mkdir(parents=True, exist_ok=True)
    write_private(place.secret_path, SECRET)
    engine = create_engine(place.database_url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: setattr(raw, "isolation_level", None))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.begin() as connection:
        upgrade(connection, OLD)
        for ordinal in range(1, 13):
            told = {"ordinal": ordinal, "number": f"A-{ordinal:03d}", "hash": bytes([ordinal]) * 16}
            connection.execute(text(TICKET), told)
        connection.execute(text(SERIES))
    engine.dispose()
