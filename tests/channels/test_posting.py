"""Posts go where they may go, and nowhere else."""

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.channels import posting
from app.channels.posting import NotAllowed, Unreachable, is_public, post
from tests.services.gateway import GatewayServer


@pytest.fixture
def gateway() -> Iterator[GatewayServer]:
    with GatewayServer() as server:
        yield server


def test_a_post_arrives_and_its_answer_is_a_number(gateway: GatewayServer) -> None:
    gateway.status = 202
    assert post(gateway.url + "?a=1", b"{}", {"X-One": "1"}, local=True) == 202
    (came,) = gateway.posts
    assert (came.path, came.body, came.headers["x-one"]) == ("/texts?a=1", b"{}", "1")
    assert came.headers["host"] == f"localhost:{gateway.port}"


def test_a_post_by_https_is_to_whom_the_certificate_names(certificate: Path) -> None:
    with GatewayServer(certificate=certificate) as server:
        assert post(server.url, b"{}", {}, local=True) == 200
        with pytest.raises(Unreachable, match="not trusted"):
            post(server.url.replace("localhost", "127.0.0.1"), b"{}", {}, local=True)


def test_a_redirect_leads_nowhere(gateway: GatewayServer) -> None:
    gateway.status, gateway.headers = 307, {"Location": gateway.url + "/elsewhere"}
    assert post(gateway.url, b"{}", {}, local=True) == 307
    assert len(gateway.posts) == 1


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "2130706433", "0x7f.1"])
def test_neighbours_are_not_written_to(gateway: GatewayServer, host: str) -> None:
    with pytest.raises((NotAllowed, Unreachable)):
        post(f"https://{host}:{gateway.port}/", b"{}", {})
    assert gateway.posts == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https:///",
        "https://example.org:99999/",
        "",
    ],
)
def test_only_https_addresses_are_written_to(url: str) -> None:
    with pytest.raises(NotAllowed):
        post(url, b"{}", {})


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1%eth0", "fd00::1",
        "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "2001:0:a00:1::", "ff02::1",
    ],
)  # fmt: skip
def test_no_address_of_the_inside_passes_for_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


def test_whoever_talks_too_slowly_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte now and then would keep every single wait short, and the whole of it endless."""
    monkeypatch.setattr(posting, "WHOLE_SECONDS", 0.3)
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _ = listener.accept()
            with connection:
                while not done.wait(0.05):
                    try:
                        connection.sendall(b"H")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        with pytest.raises(Unreachable):
            post(f"http://127.0.0.1:{listener.getsockname()[1]}/", b"{}", {}, local=True)
        done.set()
        thread.join()


def test_whoever_drags_out_the_handshake_is_cut_off_too(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The connection is another one from then on, which the cut must meet as well."""
    monkeypatch.setattr(posting, "WHOLE_SECONDS", 0.3)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    cut = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drag() -> None:
            connection, _ = listener.accept()
            with connection:
                cut.wait(0.6)
                try:
                    secured = context.wrap_socket(connection, server_side=True)
                    while not cut.wait(0.05):
                        secured.sendall(b"H")
                except OSError:
                    return

        thread = threading.Thread(target=drag)
        thread.start()
        with pytest.raises(Unreachable):
            post(f"https://localhost:{listener.getsockname()[1]}/", b"{}", {}, local=True)
        cut.set()
        thread.join()


def test_nobody_there_is_said_without_an_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(Unreachable, match=r"^no connection \(ConnectionRefusedError\)$"):
        post(f"http://127.0.0.1:{port}/", b"{}", {}, local=True)
