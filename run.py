"""Starts Antrean: has the environment prepared, chooses the concurrency engine, hands over to app.cli."""

import os
import sys
import warnings

if sys.version_info < (3, 11):
    sys.exit("Antrean needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])

from config import bootstrap, development, kiosk_pc, settings


def main(arguments: list[str]) -> int:
    bootstrap.prepare(arguments)
    command = arguments[0] if arguments and not arguments[0].startswith("-") else "serve"
    if command in (own := {**development.COMMANDS, "kiosk": kiosk_pc.main}):
        return own[command](arguments[1:])
    if command != "serve" or settings.Settings.load().engine == "threading":
        from app import cli, engine

        return cli.main(arguments, engine.threads())
    os.environ["PSYCOPG_WAIT_FUNC"] = "wait_selector"  # psycopg's own wait would stop every green thread
    warnings.filterwarnings("ignore", "\nEventlet is deprecated", Warning)
    from eventlet import listen, monkey_patch, spawn, tpool, wsgi

    monkey_patch()
    from app import cli, engine

    def serve(app, host, port, opened):  # type: ignore[no-untyped-def]
        door, interruption = listen((host, port), backlog=4096, reuse_port=False), engine.Interruption()
        spawn(wsgi.server, door, app, max_size=engine.room(), log_output=False).link(interruption.tell)
        with opened(door.getsockname()[1]):
            interruption.wait()
        door.close()

    return cli.main(arguments, engine.Engine("eventlet", offload=tpool.execute, serve=serve))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
