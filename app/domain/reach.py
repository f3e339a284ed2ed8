"""Which counters are a clerk's: those that serve one of the clerk's agencies."""

from collections.abc import Iterable

from app.domain.mall import Counter, Mall, Site


def serves_one_of(mall: Mall, site: Site, counter: Counter, agencies: frozenset[str] | None) -> bool:
    """Whether the counter calls visitors of any of these agencies; None is all of them, and every counter."""
    if agencies is None:
        return True
    return any(mall.service[code].agency in agencies for code in mall.services_of(site, counter))


def within(mall: Mall, services: Iterable[str], agencies: frozenset[str] | None) -> frozenset[str]:
    """Those services that belong to one of these agencies; None is all of them."""
    return frozenset(code for code in services if agencies is None or mall.service[code].agency in agencies)
