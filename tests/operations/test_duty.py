"""A server's duty goes on, whatever happened in the last round."""

import threading

from app.duty import Duty


def test_a_round_that_breaks_off_is_not_the_last() -> None:
    rounds: list[int] = []
    again = threading.Event()

    def do_one() -> bool:
        rounds.append(1)
        if len(rounds) == 1:
            raise ValueError("a surprise")
        again.set()
        return False

    duty = Duty("test", do_one, seconds=0.01)
    duty.start()
    assert again.wait(10)
    duty.stop()
