"""A hall full of phones must not end the server for want of open files."""

import resource

from app.engine import FEWEST_CONNECTIONS, MOST_CONNECTIONS, OTHER_FILES, room


def test_connections_leave_room_for_the_servers_own_files() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(1024, before[0]), before[1]))
        connections = room()
        allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert allowed == min(before[1], MOST_CONNECTIONS + OTHER_FILES)
        assert connections == max(FEWEST_CONNECTIONS, allowed - OTHER_FILES)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
