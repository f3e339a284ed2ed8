"""Mail servers and gateways come from the environment, and a wrong one is named without its password."""

from pathlib import Path

import pytest

from config.settings import Settings, SettingsError

FROM = {"MAIL_FROM": "antrean@mpp.example.go.id"}
SECRET = {"GATEWAY_SECRET": "sixteen signs or more"}


def load(**environ: str) -> Settings:
    return Settings.load({f"ANTREAN_{name}": value for name, value in environ.items()}, Path("no-such-file"))


def test_nothing_told_means_that_nothing_goes_out() -> None:
    outgoing = load().outgoing
    assert (outgoing.mail, outgoing.gateway, outgoing.local) == (None, None, False)


@pytest.mark.parametrize(
    ("address", "port", "security"),
    [
        ("smtp://mail.example.go.id", 587, "starttls"),
        ("smtps://mail.example.go.id", 465, "tls"),
        ("smtp+plain://mail:2525", 2525, "none"),
    ],
)
def test_a_mail_server_is_an_address(address: str, port: int, security: str) -> None:
    mail = load(MAIL=address, **FROM).outgoing.mail
    assert mail is not None
    assert (mail.port, mail.security, mail.user, mail.sender) == (port, security, None, FROM["MAIL_FROM"])


def test_a_password_may_hold_any_sign() -> None:
    mail = load(MAIL="smtp://mpp%40bwi:p%40ss%2Fword@mail:587", **FROM).outgoing.mail
    assert mail is not None
    assert (mail.user, mail.password) == ("mpp@bwi", "p@ss/word")


@pytest.mark.parametrize(
    "environ",
    [
        {"MAIL": "mail.example.go.id", **FROM},
        {"MAIL": "http://mail", **FROM},
        {"MAIL": "smtp://user:hunter2@mail:99999", **FROM},
        {"MAIL": "smtp://user:hunter2@/", **FROM},
        {"MAIL": "smtp://user:hunter2@mail"},
        {"MAIL": "smtp://user:hunter2@mail", "MAIL_FROM": "nobody"},
        {"MAIL": "smtp://user:hunter2@mail", "MAIL_FROM": "Antrean <antrean@mpp.go.id>"},
        {"GATEWAY": "https://user:hunter2@gateway.example.org"},
        {"GATEWAY": "https://user:hunter2@gateway.example.org", "GATEWAY_SECRET": "short"},
        {"GATEWAY": "http://user:hunter2@gateway.example.org", **SECRET},
        {"GATEWAY": "gateway", **SECRET},
        {"LOCAL_HOOKS": "yes"},
    ],
)
def test_a_mistake_is_named_and_no_password_repeated(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as refusal:
        load(**environ)
    assert "ANTREAN_" in str(refusal.value)
    assert "hunter2" not in str(refusal.value)


def test_a_gateway_in_the_office_may_go_without_encryption() -> None:
    outgoing = load(GATEWAY="http://10.0.0.7/texts", LOCAL_HOOKS="1", **SECRET).outgoing
    assert outgoing.gateway is not None
    assert (outgoing.gateway.url, outgoing.local) == ("http://10.0.0.7/texts", True)
