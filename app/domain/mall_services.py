"""Who serves in a mall and what: agencies with their services."""

from dataclasses import dataclass

from app.domain.mall_week import Hours


@dataclass(frozen=True, slots=True)
class Service:
    code: str
    name: str
    agency: str
    minutes: int
    prefix: str
    name_en: str | None = None
    requirements: tuple[str, ...] = ()
    quota: int | None = None
    hours: Hours | None = None
    online: bool = True
    archived: bool = False

    def named(self, language: str) -> str:
        return self.name_en if language == "en" and self.name_en else self.name


@dataclass(frozen=True, slots=True)
class Agency:
    code: str
    name: str
    short_name: str
    prefix: str
    services: tuple[Service, ...]
    zone: str | None = None
    archived: bool = False
