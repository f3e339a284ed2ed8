"""Screens whose place is archived: their tokens open nothing until the place is brought back."""

from app.domain.mall import Mall


def is_retired(mall: Mall, role: str, site: str | None, code: str | None) -> bool:
    """Whether a token of this role stands at an archived site, or for an archived kiosk or display."""
    place = mall.site.get(site or "")
    if place is None:
        return site is not None and mall.any_site(site) is not None
    if role == "kiosk":
        return code not in place.kiosk and any(each.code == code for each in place.archive.kiosks)
    if role == "display":
        return code not in place.display and any(each.code == code for each in place.archive.displays)
    return False
