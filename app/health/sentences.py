"""What a finding says to a person, in either language."""

from app.domain.health import Finding
from config.words import Words


def sentence(words: Words, language: str, finding: Finding) -> str:
    blanks = {name: _said(value, language) for name, value in finding.blanks.items()}
    return words.say(language, f"health.{finding.key}", **blanks)


def _said(value: object, language: str) -> object:
    """A fraction to one place, after a comma in Indonesian."""
    if not isinstance(value, float):
        return value
    return f"{value:.1f}".replace(".", "," if language == "id" else ".")
