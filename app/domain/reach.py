"""Which counters are a clerk's: those that serve one of the clerk's agencies."""

from app.domain.mall import Counter, Mall, Site


def serves_one_of(mall: Mall, site: Site, counter: Counter, agencies: frozenset[str] | None) -> bool:
    """Whether the counter calls visitors of any of these agencies; None is all of them, and every counter."""
    if agencies is None:
        return True
    return any(mall.service[code].agency in agencies for code in mall.services_of(site, counter))
