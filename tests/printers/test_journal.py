"""The agent's journal: no attempt twice, no verdict lost."""

import json
import resource
import threading
from pathlib import Path

import pytest

from app.domain.printing import Verdict
from printers import journal as journal_module
from printers.journal import Attempt, Journal, Step
from printers.session import RESTART

KEY = (7, 1)


def an_attempt(job: int = 7, attempt: int = 1, *, slip: str = "a paper") -> Attempt:
    return Attempt(job=job, attempt=attempt, site="utama", printer="P1", slip=slip)


def of_an_earlier_version(folder: Path) -> None:
    """Takes from the file what earlier versions did not write."""
    file = folder / "attempts.jsonl"
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    for line in lines:
        del line["slip"]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))


def done(folder: Path, verdict: Verdict, *, reported: bool = True) -> None:
    """One attempt that ended in an earlier run."""
    with Journal(folder) as journal:
        journal.take(an_attempt())
        journal.ended(KEY, verdict, "")
        if reported:
            journal.reported(KEY)


def test_an_attempt_is_taken_once(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        assert journal.take(an_attempt())
        assert not journal.take(an_attempt())
        assert journal.take(an_attempt(attempt=2))


def test_an_attempt_that_a_full_disk_refused_may_be_taken_later(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
        try:
            with pytest.raises(OSError, match="File too large"):
                journal.take(an_attempt())
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert journal.take(an_attempt())
        journal.sending(KEY)
    with Journal(tmp_path) as journal:
        assert [attempt.verdict for attempt in journal.unreported()] == [Verdict.UNKNOWN]


def test_an_attempt_stays_taken_after_a_restart(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.take(an_attempt())
        journal.sending(KEY)
        journal.ended(KEY, Verdict.PRINTED, "")
        journal.reported(KEY)
    with Journal(tmp_path) as journal:
        assert not journal.take(an_attempt())
        assert journal.unreported() == ()


def test_a_verdict_that_nobody_heard_is_due_after_a_restart(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.take(an_attempt())
        journal.ended(KEY, Verdict.NOT_PRINTED, "paper_out")
    with Journal(tmp_path) as journal:
        (due,) = journal.unreported()
    assert (due.key, due.verdict, due.reason) == (KEY, Verdict.NOT_PRINTED, "paper_out")


def test_what_was_being_sent_at_a_crash_is_unknown(tmp_path: Path) -> None:
    with Journal(tmp_path) as crashed:
        crashed.take(an_attempt())
        crashed.sending(KEY)
    with Journal(tmp_path) as journal:
        (due,) = journal.unreported()
    assert (due.verdict, due.reason) == (Verdict.UNKNOWN, RESTART)


def test_what_was_only_taken_at_a_crash_was_not_printed(tmp_path: Path) -> None:
    with Journal(tmp_path) as crashed:
        crashed.take(an_attempt())
    with Journal(tmp_path) as journal:
        (due,) = journal.unreported()
    assert (due.verdict, due.reason) == (Verdict.NOT_PRINTED, RESTART)


def test_another_paper_under_a_known_number_is_taken(tmp_path: Path) -> None:
    """A database that was restored or emptied, or another server, counts its jobs from there on again."""
    done(tmp_path, Verdict.PRINTED)
    with Journal(tmp_path) as journal:
        assert journal.take(an_attempt(slip="another"))
        journal.sending(KEY)
    with Journal(tmp_path) as journal:
        assert [attempt.verdict for attempt in journal.unreported()] == [Verdict.UNKNOWN]
        assert not journal.take(an_attempt(slip="another"))


def test_another_paper_under_a_known_number_is_the_latest_of_its_printer(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        for job in (7, 8):
            journal.take(an_attempt(job))
            journal.sending((job, 1))
            journal.ended((job, 1), Verdict.PRINTED, "")
        journal.take(an_attempt(slip="another"))
        journal.sending(KEY)
        assert journal.ends_in_doubt("utama", "P1")
    with Journal(tmp_path) as journal:
        assert journal.ends_in_doubt("utama", "P1")


@pytest.mark.parametrize("verdict", [Verdict.PRINTED, Verdict.SENT, Verdict.CANCELLED, Verdict.UNKNOWN])
def test_what_may_be_the_paper_of_an_earlier_version_is_in_doubt(tmp_path: Path, verdict: Verdict) -> None:
    """Nobody knows whether it was this paper, so this one comes out with the mark of the next attempt."""
    done(tmp_path, verdict)
    of_an_earlier_version(tmp_path)
    with Journal(tmp_path) as journal:
        assert not journal.take(an_attempt())
        journal.report_again(KEY)
        assert [attempt.verdict for attempt in journal.unreported()] == [Verdict.UNKNOWN]


def test_what_an_earlier_version_did_not_print_is_printed(tmp_path: Path) -> None:
    done(tmp_path, Verdict.NOT_PRINTED)
    of_an_earlier_version(tmp_path)
    with Journal(tmp_path) as journal:
        assert journal.take(an_attempt())


@pytest.mark.parametrize("verdict", [Verdict.PRINTED, Verdict.NOT_PRINTED])
def test_a_verdict_that_an_earlier_version_left_untold_is_told(tmp_path: Path, verdict: Verdict) -> None:
    done(tmp_path, verdict, reported=False)
    of_an_earlier_version(tmp_path)
    with Journal(tmp_path) as journal:
        assert not journal.take(an_attempt())
        assert [attempt.verdict for attempt in journal.unreported()] == [verdict]


def test_what_a_later_version_wrote_beside_is_passed_over(tmp_path: Path) -> None:
    done(tmp_path, Verdict.PRINTED)
    file = tmp_path / "attempts.jsonl"
    lines = file.read_text().splitlines()
    file.write_text("".join(json.dumps({**json.loads(line), "more": 1}) + "\n" for line in lines))
    with Journal(tmp_path) as journal:
        assert not journal.take(an_attempt())


@pytest.mark.parametrize("lost", range(1, 120, 7))
def test_a_torn_last_line_loses_only_itself(tmp_path: Path, lost: int) -> None:
    with Journal(tmp_path) as journal:
        for job in (1, 2):
            journal.take(an_attempt(job))
            journal.sending((job, 1))
            journal.ended((job, 1), Verdict.PRINTED, "")
    file = tmp_path / "attempts.jsonl"
    file.write_bytes(file.read_bytes()[:-lost])
    with Journal(tmp_path) as journal:
        verdicts = {attempt.job: attempt.verdict for attempt in journal.unreported()}
        assert journal.take(an_attempt(3))
    assert verdicts == {1: Verdict.PRINTED, 2: Verdict.UNKNOWN if lost > 1 else Verdict.PRINTED}
    with Journal(tmp_path) as journal:
        assert not journal.take(an_attempt(3))


def test_an_attempt_asked_for_again_is_reported_again(tmp_path: Path) -> None:
    with Journal(tmp_path) as journal:
        journal.take(an_attempt())
        journal.ended(KEY, Verdict.PRINTED, "")
        journal.reported(KEY)
        journal.report_again(KEY)
        assert [attempt.key for attempt in journal.unreported()] == [KEY]


def test_the_file_forgets_old_attempts_and_keeps_every_unreported_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "KEPT_ATTEMPTS", 3)
    monkeypatch.setattr(journal_module, "LONGEST_FILE", 20)
    with Journal(tmp_path) as journal:
        for job in range(30):
            journal.take(an_attempt(job))
            journal.ended((job, 1), Verdict.PRINTED, "")
            if job:
                journal.reported((job, 1))
        assert [attempt.job for attempt in journal.unreported()] == [0]
        assert journal.step((29, 1)) is Step.REPORTED
    lines = (tmp_path / "attempts.jsonl").read_text().splitlines()
    assert len(lines) < 30


def test_a_file_that_could_not_be_written_anew_goes_on_and_is_shortened_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "LONGEST_FILE", 6)
    monkeypatch.setattr(journal_module, "LINES_UNTIL_NEXT_TRY", 2)
    in_the_way = tmp_path / "attempts.new"
    with Journal(tmp_path) as journal:
        in_the_way.mkdir()
        for job in (1, 2):
            for _ in range(2):
                journal.take(an_attempt(job))
            journal.sending((job, 1))
            journal.ended((job, 1), Verdict.PRINTED, "")
            journal.reported((job, 1))
        lines = len((tmp_path / "attempts.jsonl").read_text().splitlines())
        in_the_way.rmdir()
        journal.take(an_attempt(3))
        journal.sending((3, 1))
        assert lines == 8
        assert len((tmp_path / "attempts.jsonl").read_text().splitlines()) < lines
    with Journal(tmp_path) as journal:
        assert [attempt.job for attempt in journal.unreported()] == [3]


def test_a_printer_may_begin_while_others_print(tmp_path: Path) -> None:
    done_with = threading.Event()

    def print_on(journal: Journal) -> None:
        for job in range(500):
            journal.take(an_attempt(job))
        done_with.set()

    with Journal(tmp_path) as journal:
        for job in range(1_000, 3_000):
            journal.take(an_attempt(job))
        other = threading.Thread(target=print_on, args=(journal,))
        other.start()
        while not done_with.is_set():
            assert not journal.ends_in_doubt("utama", "P2")
        other.join()


def test_one_folder_belongs_to_one_agent(tmp_path: Path) -> None:
    with Journal(tmp_path), pytest.raises(OSError, match="another agent"):
        Journal(tmp_path)
