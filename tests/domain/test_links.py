"""The secret address of a ticket: long, readable aloud, and only ours to make."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.links import TOKEN_LENGTH, Links, digest, normal
from tests.factories import LINKS

ALPHABET = set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
nonces = st.binary(min_size=16, max_size=16)


@given(nonce=nonces)
def test_a_token_is_26_letters_and_figures_without_lookalikes(nonce: bytes) -> None:
    token = LINKS.token(nonce)

    assert len(token) == TOKEN_LENGTH
    assert set(token) <= ALPHABET
    assert not set(token) & set("OIL")


@given(nonce=nonces)
def test_a_token_typed_in_small_letters_and_with_lookalikes_is_understood(nonce: bytes) -> None:
    token = LINKS.token(nonce)
    typed = token.lower().replace("0", "o").replace("1", "l")

    assert normal(typed) == token
    assert normal(token) == token


@given(one=nonces, other=nonces)
def test_two_tickets_never_share_a_token(one: bytes, other: bytes) -> None:
    assert (LINKS.token(one) == LINKS.token(other)) == (one == other)


@given(nonce=nonces)
def test_the_paper_printed_again_carries_the_same_code(nonce: bytes) -> None:
    assert Links(LINKS.public_url, LINKS.secret).token(nonce) == LINKS.token(nonce)


def test_another_installation_makes_other_tokens() -> None:
    stranger = Links(LINKS.public_url, bytes(32))

    assert stranger.token(bytes(16)) != LINKS.token(bytes(16))


def test_all_of_the_secret_bits_are_used() -> None:
    tokens = [LINKS.token(number.to_bytes(16, "big")) for number in range(2000)]

    assert {token[-1] for token in tokens} == ALPHABET
    assert {token[0] for token in tokens} == set("01234567")


def test_the_secret_is_not_shown() -> None:
    assert "secret" not in repr(LINKS)


def test_a_page_and_its_code_differ_only_in_capitals() -> None:
    token = LINKS.token(bytes(16))

    assert LINKS.page(token) == f"https://antrean.example.go.id/t/{token}"
    assert LINKS.scanned(token) == LINKS.page(token).upper()


def test_a_folder_in_the_address_keeps_its_case_in_the_code() -> None:
    links = Links("https://example.go.id/mpp/antrean", LINKS.secret)

    assert links.scanned("7Z") == "HTTPS://EXAMPLE.GO.ID/mpp/antrean/T/7Z"


def test_the_database_keeps_no_token() -> None:
    token = LINKS.token(bytes(16))

    assert len(digest(token)) == 32
    assert token.encode() not in digest(token)
    assert digest(token) == digest(normal(token.lower()))
