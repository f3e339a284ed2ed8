"""The agent's journal: no attempt twice, no verdict lost."""

import resource
from pathlib import Path

import pytest

from app.domain.printing import Verdict
from printers import journal as journal_module
from printers.journal import Attempt, Journal, Step
from printers.session import RESTART

KEY = (7, 1)


def an_attempt(job: int = 7, attempt: int = 1) -> Attempt:
    return Attempt(job=job, attempt=attempt, site="utama", printer="P1")


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


def test_one_folder_belongs_to_one_agent(tmp_path: Path) -> None:
    with Journal(tmp_path), pytest.raises(OSError, match="another agent"):
        Journal(tmp_path)
