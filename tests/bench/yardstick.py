"""The least a durable ticket can cost: a Flask view that bumps a counter row and inserts one row.

Runs on the same engine as the server, through run.py: `python -m tests.bench.yardstick FOLDER`.
"""

import sys
from pathlib import Path
from typing import Any

from tests.bench.engines import announced, run_instead


def serve(folder: Path, engine: Any) -> None:
    """POST /ticket: one durable commit through SQLAlchemy Core (SQLite, WAL, synchronous=FULL)."""
    from flask import Flask, jsonify, request
    from sqlalchemy import (
        Column,
        Integer,
        MetaData,
        String,
        Table,
        create_engine,
        event,
        insert,
        select,
        update,
    )

    metadata = MetaData()
    series = Table("series", metadata, Column("name", String, primary_key=True), Column("last", Integer))
    ticket = Table("ticket", metadata, Column("id", Integer, primary_key=True), Column("number", String))
    database = create_engine(f"sqlite:///{folder / 'yardstick.db'}", pool_size=1, max_overflow=0)

    @event.listens_for(database, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(database, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    with database.begin() as connection:
        metadata.create_all(connection)
        connection.execute(insert(series).values(name="A", last=0))
    app = Flask("yardstick")

    @app.post("/ticket")
    def take() -> Any:
        request.get_json()
        with database.begin() as connection:
            connection.execute(update(series).where(series.c.name == "A").values(last=series.c.last + 1))
            last = connection.execute(select(series.c.last).where(series.c.name == "A")).scalar_one()
            connection.execute(insert(ticket).values(number=f"A-{last:03d}"))
        return jsonify(number=f"A-{last:03d}")

    engine.serve(app, "127.0.0.1", 0, announced)


if __name__ == "__main__":
    data = Path(sys.argv[1])
    run_instead(lambda engine: serve(data, engine))
