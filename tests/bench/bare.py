"""The least a call can cost: a bare Flask-SocketIO emit and a page that paints what it hears.

Runs on the same engine as the server, through run.py: `python -m tests.bench.bare`.
"""

from typing import Any

from config.bootstrap import ROOT
from tests.bench.engines import announced, run_instead

VENDOR = ROOT / "app" / "web" / "static" / "vendor"
PAGE = """<!doctype html><title>bare</title><h1></h1>
<script src="/vendor/socket.io.min.js"></script><script>
window.antreanPainted = [];
const socket = io('/bare', {transports: ['websocket']});
socket.on('called', call => {
  document.querySelector('h1').textContent = call.number;
  requestAnimationFrame(() => setTimeout(() => antreanPainted.push({id: call.id, painted: Date.now()}), 0));
});
socket.on('connect', () => { document.documentElement.dataset.connected = 'yes'; });
</script>"""


def serve(engine: Any) -> None:
    """POST /call/<id> emits one call of the usual size to everybody."""
    from flask import Flask, jsonify, send_from_directory
    from flask_socketio import Namespace, SocketIO

    app = Flask("bare")
    socketio = SocketIO(app, async_mode=engine.name)
    socketio.on_namespace(Namespace("/bare"))
    library = next(VENDOR.glob("socket.io-client-*")) / "dist"

    @app.get("/")
    def page() -> str:
        return PAGE

    @app.get("/vendor/<name>")
    def vendor(name: str) -> Any:
        return send_from_directory(library, name)

    @app.post("/call/<call>")
    def emit(call: str) -> Any:
        payload = {"id": call, "number": f"A-{call}", "counter_name": "Loket 3", "filler": "x" * 800}
        socketio.emit("called", payload, namespace="/bare")
        return jsonify(id=call)

    engine.serve(app, "127.0.0.1", 0, announced)


if __name__ == "__main__":
    run_instead(serve)
