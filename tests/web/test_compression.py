"""Text is packed for browsers that ask for it, and stays the same text."""

import gzip

from tests.services.server import Answer, Server

STYLE = "/static/tokens.css"


def ask(server: Server, path: str, *, packed: bool) -> Answer:
    return server.request("GET", path, headers={"Accept-Encoding": "gzip"} if packed else {})


def test_text_is_packed_on_request(demo: Server) -> None:
    for path in (STYLE, "/counter", "/words/id/visitor.json"):
        plain, packed = ask(demo, path, packed=False), ask(demo, path, packed=True)
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert gzip.decompress(packed.body) == plain.body
        assert len(packed.body) == int(packed.headers["Content-Length"]) < len(plain.body) / 2

    tag = {name.lower(): value for name, value in ask(demo, STYLE, packed=True).headers.items()}["etag"]
    unchanged = {"Accept-Encoding": "gzip", "If-None-Match": tag}
    assert demo.request("GET", STYLE, headers=unchanged).status == 304
    for path in ("/healthz", "/favicon.ico"):
        assert "Content-Encoding" not in ask(demo, path, packed=True).headers
