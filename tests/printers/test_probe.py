"""An unknown printer is asked what it can do, and a person what the slip shows."""

import argparse
import io
import tomllib

import pytest
import zxingcpp
from PIL import Image

from app.domain.mall import Transport
from app.domain.printing import PrinterState
from printers import console, probe
from printers.emulator.roll import png
from printers.probe import NARROW, WIDE, Findings
from printers.profiles import PROFILES
from printers.status import ASK
from printers.transport import Unreachable
from tests.printers.pieces import a_device, opener

ANSWERING = ["epson-80", "clone-80"]


@pytest.mark.parametrize("profile", [*ANSWERING, "epson-58", "clone-58", "clone-80-mute", "clone-58-mute"])
def test_a_printer_is_recognised_by_its_answers_and_its_width(profile: str) -> None:
    with a_device(profile) as device:
        found = probe.probe(opener(device), seconds=0.5)
        assert device.mechanism.slips == ()
        assert device.mechanism.coming is None
    known = PROFILES[profile]
    seen = probe.judged(found, lambda question: known.dots == WIDE or "ONE line" not in question)
    assert (seen.status, seen.process_id, seen.fence) == (known.status, known.process_id, known.fence)
    assert probe.fitting(seen) == known


def test_the_model_says_its_name() -> None:
    with a_device("epson-80") as device:
        assert probe.probe(opener(device), seconds=1.5).name == "EPSON-80"


def test_a_printer_without_paper_is_told_to_be_filled_first() -> None:
    with a_device("clone-80") as device:
        device.load_paper(0)
        found = probe.probe(opener(device), seconds=0.5)
    assert found.state is PrinterState.PAPER_OUT
    assert any("no paper" in sentence for sentence in probe.sentences(found))
    assert any("probe again" in sentence for sentence in probe.sentences(found))


def test_a_printer_that_answers_status_but_confirms_nothing_gets_a_profile_that_promises_nothing() -> None:
    assert probe.fitting(Findings(PrinterState.READY, dots=NARROW)).code == "clone-58-mute"


@pytest.mark.parametrize("state", PrinterState)
def test_every_finding_has_sentences_and_a_profile(state: PrinterState) -> None:
    assert all(sentence.endswith(".") for sentence in probe.sentences(Findings(state)))
    assert probe.fitting(Findings(state)).dots == WIDE


def test_what_to_write_into_the_mall_is_toml() -> None:
    table = tomllib.loads(probe.mall_lines("serial", 'COM"3\\:9600', PROFILES["epson-58"]))

    assert table["site"]["printer"] == [
        {"code": "P1", "transport": "serial", "address": 'COM"3\\:9600', "profile": "epson-58"}
    ]


@pytest.mark.parametrize(("profile", "ruler_lines"), [("epson-80", 1), ("clone-58-mute", 2)])
def test_the_slip_shows_width_number_code_and_knife(profile: str, ruler_lines: int) -> None:
    with a_device(profile) as device:
        probe.print_slip(opener(device))
        assert device.mechanism.wait_for_slips(1, timeout=60)
        (slip,) = device.mechanism.slips
        picture = Image.open(io.BytesIO(png(slip.pieces, paper_dots=device.mechanism.paper_dots)))
    lines = [line.strip() for line in slip.text.splitlines()]
    assert lines.index(probe.SLIP_NUMBER) == ruler_lines
    assert lines[ruler_lines - 1].endswith("#")
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [probe.SLIP_URL]


def test_a_slip_that_never_came_changes_nothing() -> None:
    found = Findings(PrinterState.READY, fence=True)

    assert probe.judged(found, lambda _: False) == found


def test_what_a_person_saw_is_said() -> None:
    found = Findings(PrinterState.READY, fence=True)
    seen = probe.judged(found, lambda question: "slip come out" in question)
    told = " ".join(probe.sentences(seen))

    assert (seen.dots, seen.draws_qr, seen.cuts) == (NARROW, False, False)
    assert "58 mm" in told
    assert "QR" in told
    assert "tear" in told


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    console.add_commands(parser.add_subparsers())
    asked = parser.parse_args(["printer", "probe", *words])
    return int(asked.command(asked))


def test_the_command_tells_the_findings_and_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    with a_device("clone-80") as device:
        assert run(f"127.0.0.1:{device.port}") == 0
    told = capsys.readouterr().out
    assert "(fence)" in told
    assert "The profile that fits: clone-80." in told
    assert tomllib.loads(told.partition("\n\n")[2].partition("\n\n")[2])["site"]["printer"][0]["profile"] == (
        "clone-80"
    )


def test_the_guided_slip_asks_until_it_understands(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("maybe\ny\nn\nya\nyes\n"))
    with a_device("epson-58") as device:
        assert run(f"127.0.0.1:{device.port}", "--slip") == 0
        assert device.mechanism.wait_for_slips(1, timeout=60)
    told = capsys.readouterr().out
    assert told.count("large number") == 2
    assert "The profile that fits: epson-58." in told


def test_a_printer_that_is_not_there_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    with a_device() as device:
        port = device.port
    assert run(f"127.0.0.1:{port}") == 1
    assert "No line to the printer" in capsys.readouterr().err
    with pytest.raises(Unreachable):
        probe.probe(opener(device))


def test_a_line_that_breaks_in_the_middle_is_said_and_nothing_recommended(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with a_device("epson-80") as device:
        device.drop_after(len(ASK) + 1)
        assert run(f"127.0.0.1:{device.port}", "--slip") == 1
        assert device.mechanism.slips == ()
    told = capsys.readouterr()
    assert "line broke" in told.err
    assert "profile" not in told.out + told.err


def test_a_queue_is_not_asked_what_it_cannot_answer() -> None:
    assert probe.one_way(Transport.CUPS) == Findings(PrinterState.MUTE)
    assert probe.one_way(Transport.TCP) is None
