"""How a number looks: the prefix of its series, a hyphen and at least three figures."""


def number(prefix: str, ordinal: int) -> str:
    """A-007 for ("A", 7); a series that passes 999 simply grows a figure."""
    return f"{prefix}-{ordinal:03d}"
