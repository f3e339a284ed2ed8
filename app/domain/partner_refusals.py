"""Why a deed about a partner, or by one, was refused."""

from app.domain.errors import BadRequest, Conflict, Forbidden, NotFound


class UnknownPartner(NotFound):
    code = "unknown_partner"


class PartnerCodeTaken(Conflict):
    code = "partner_code_taken"


class WrongPartnerCode(BadRequest):
    """Not of the signs that a partner's code may have."""

    code = "wrong_partner_code"


class WrongHookAddress(BadRequest):
    """No address that facts could be sent to."""

    code = "wrong_hook_address"


class ScopeMissing(Forbidden):
    """The partner's token does not open this."""

    code = "scope_missing"
