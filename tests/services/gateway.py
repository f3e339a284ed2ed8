"""A small web server for tests that other programs post to: it keeps what came, and answers as it is told."""

import json
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Post:
    path: str
    headers: dict[str, str]  # by their names in small letters
    body: bytes

    @property
    def document(self) -> Any:
        return json.loads(self.body)


class GatewayServer:
    """`status` is what it answers next, and from then on; `arrived` is released once a post.

    While `answers` is cleared it has what came, and says nothing.
    """

    def __init__(self, *, certificate: Path | None = None) -> None:
        self.posts: list[Post] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        self.arrived = threading.Semaphore(0)
        self.answers = threading.Event()
        self.answers.set()
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                gateway.posts.append(Post(self.path, headers, body))
                gateway.arrived.release()
                gateway.answers.wait()
                self.send_response(gateway.status)
                for name, value in gateway.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                with suppress(OSError):  # whoever asked may be gone
                    self.end_headers()

            do_GET = do_POST  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
            scheme = "https"
        self.port = self._server.server_address[1]
        self.url = f"{scheme}://localhost:{self.port}/texts"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
