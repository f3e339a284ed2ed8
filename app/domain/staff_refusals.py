"""Why a person may not come in, or may not be changed so: refusals of signing in and of managing staff."""

from app.domain.errors import BadRequest, Conflict, Forbidden, NotFound, TooMany, Unauthenticated
from app.domain.passwords import Weakness


class WrongCredentials(Unauthenticated):
    """User name and password do not belong together; which of them is wrong is not said."""

    code = "wrong_credentials"


class PasswordExpired(Unauthenticated):
    """A temporary password was not changed in time."""

    code = "password_expired"


class SignInDelayed(TooMany):
    """Too many failed attempts; the next one has to wait."""

    code = "sign_in_delayed"


class CsrfMissing(Forbidden):
    """A session's deed came without the token that only our own pages know."""

    code = "csrf_missing"


class PasswordChangeNeeded(Forbidden):
    """Somebody else knows this password; it has to be changed before anything else."""

    code = "password_change_needed"


class WrongSetupCode(Forbidden):
    code = "wrong_setup_code"


class SetupDone(Conflict):
    """There is somebody already who can add others."""

    code = "setup_done"


class UsernameTaken(Conflict):
    code = "username_taken"


class LastAdministrator(Conflict):
    """Nobody would be left who can manage staff."""

    code = "last_administrator"


class StaffChanged(Conflict):
    """Somebody else has changed these grants since they were read."""

    code = "staff_changed"


class UnknownStaff(NotFound):
    code = "unknown_staff"


class UnknownSession(NotFound):
    code = "unknown_session"


class WrongUsername(BadRequest):
    code = "wrong_username"


class WrongGrant(BadRequest):
    """A role for a place that does not exist, or more than may be given."""

    code = "wrong_grant"


class SamePassword(BadRequest):
    """The new password is the old one."""

    code = "password_same"


class PasswordShort(BadRequest):
    code = "password_short"


class PasswordLong(BadRequest):
    code = "password_long"


class PasswordCommon(BadRequest):
    code = "password_common"


class PasswordIsName(BadRequest):
    code = "password_name"


WEAK: dict[Weakness, type[BadRequest]] = {
    Weakness.SHORT: PasswordShort,
    Weakness.LONG: PasswordLong,
    Weakness.COMMON: PasswordCommon,
    Weakness.NAME: PasswordIsName,
}
