"""Why a device was not paired, beside the reasons of app/domain/errors.py."""

from app.domain.errors import Conflict, NotFound


class CodeExpired(NotFound):
    """A device showed this code, but not any more."""

    code = "code_expired"


class PlaceTaken(Conflict):
    """Another agent prints there: two at one place would print the same paper."""

    code = "place_taken"


class PlaceOfServer(Conflict):
    """An agent of all sites prints there, mostly the server's own; it cannot be replaced from one place."""

    code = "place_of_server"
