"""How a number looks: the prefix of its series, a hyphen and at least three figures."""

import re

_SAID = re.compile(r"(?P<letters>.*?)(?P<figures>[0-9]{0,6})", re.DOTALL)


def number(prefix: str, ordinal: int) -> str:
    """A-007 for ("A", 7); a series that passes 999 simply grows a figure."""
    return f"{prefix}-{ordinal:03d}"


def meant(text: str) -> frozenset[tuple[str, int | None]]:
    """What a person may mean by "A-007", "a7", "A 7", "7" or "A": plain prefixes, each with an ordinal.

    An empty prefix stands for any series and no ordinal for any number. Since a prefix may itself end in
    figures, "a17" is the seventeenth of A or the seventh of A1; without letters figures are an ordinal.
    """
    said = _SAID.fullmatch(plain_prefix(text))
    if said is None:
        return frozenset()
    letters, figures = said["letters"], said["figures"]
    if not figures:
        return frozenset({(letters, None)} if letters else ())
    splits = range(len(figures)) if letters else (0,)
    return frozenset((letters + figures[:at], int(figures[at:])) for at in splits if int(figures[at:]))


def plain_prefix(text: str) -> str:
    """Letters and figures alone, in one case: "a-", "A " and "A" are the same series."""
    return "".join(sign for sign in text.casefold() if sign.isascii() and sign.isalnum())
