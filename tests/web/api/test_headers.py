"""What every answer carries, whatever it is, so that no page of ours can be turned against a visitor."""

from tests.factories import MAIN
from tests.web.api.caller import Api
from tests.web.api.test_doors import addresses, enter

REFUSED = ("/api/v1/moon", "/moon/and/stars", f"/api/v1/counters?site={MAIN}")


def policy(value: str) -> dict[str, list[str]]:
    """The Content-Security-Policy as directive -> sources."""
    return {words[0]: words[1:] for words in (part.split() for part in value.split(";"))}


def test_every_answer_protects_whoever_reads_it(api: Api) -> None:
    pages = [(method, path) for _, method, path in addresses(api)]
    for method, path in [*pages, *(("GET", path) for path in REFUSED)]:
        headers = enter(api, method, path, None).headers
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "no-referrer", path
        assert headers["X-Frame-Options"] == "DENY", path
        assert headers["Cache-Control"], path
        assert "Set-Cookie" not in headers, path
        allowed = policy(headers["Content-Security-Policy"])
        assert allowed["default-src"] == ["'self'"], path
        assert allowed["frame-ancestors"] == allowed["object-src"] == allowed["base-uri"] == ["'none'"], path
        assert "'unsafe-inline'" not in headers["Content-Security-Policy"], path
        assert "'unsafe-eval'" not in headers["Content-Security-Policy"], path
        assert "script-src" not in allowed, path


def test_data_are_kept_by_no_cache(api: Api) -> None:
    token = api.take().get_json()["token"]
    for path in (f"/api/v1/tickets/{token}", f"/t/{token}", f"/api/v1/sites/{MAIN}"):
        assert api.ask("GET", path).headers["Cache-Control"] == "no-store", path


def test_over_tls_browsers_are_told_to_stay_there(api: Api) -> None:
    client = api.app.test_client()

    assert "Strict-Transport-Security" in client.get("/healthz", base_url="https://localhost").headers
    assert "Strict-Transport-Security" not in client.get("/healthz").headers


def test_a_file_that_is_not_there_is_not_remembered(api: Api) -> None:
    answer = api.ask("GET", "/static/of-the-next-version.js?v=abc")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
