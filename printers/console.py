"""The commands `run.py printer ...`: for the person who puts a printer up."""

import argparse
import sys

from app.domain.mall import Transport
from app.domain.printing import PrinterState
from printers import probe
from printers.transport import Line, TransportError, open_line


def add_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    kinds = commands.add_parser("printer", help="put a printer up").add_subparsers(
        required=True, metavar="what"
    )
    command = kinds.add_parser("probe", help="ask a printer what it can do and which profile fits")
    command.add_argument(
        "address", metavar="ADDRESS", help="10.0.0.7:9100, /dev/usb/lp0, /dev/ttyUSB0:9600 ..."
    )
    command.add_argument("--transport", choices=list(Transport), default=Transport.TCP)
    command.add_argument("--slip", action="store_true", help="print a slip and ask what can be seen on it")
    command.set_defaults(command=_probe)


def _probe(asked: argparse.Namespace, *_: object) -> int:
    def opener(timeout: float) -> Line:
        return open_line(asked.transport, asked.address, timeout=timeout)

    print(f"Asking {asked.address} over {asked.transport} ...", flush=True)
    try:
        if (findings := probe.one_way(asked.transport)) is None:
            findings = probe.probe(opener)
        else:
            opener(2.0).close()
        if findings.state is PrinterState.UNREACHABLE:
            return _broken(findings)
        if asked.slip:
            probe.print_slip(opener)
            findings = probe.judged(findings, _yes)
    except TransportError as trouble:
        print(f"No line to the printer: {trouble}.", file=sys.stderr)
        return 1
    for sentence in probe.sentences(findings):
        print(f"- {sentence}")
    profile = probe.fitting(findings)
    print(f"\nThe profile that fits: {profile.code}. For the mall's TOML file, in its [[site]]:\n")
    print(probe.mall_lines(asked.transport, asked.address, profile), end="")
    return 0


def _broken(findings: probe.Findings) -> int:
    """A printer that was not heard out may be able to do more than it said: nothing is recommended."""
    print(*probe.sentences(findings), file=sys.stderr)
    return 1


def _yes(question: str) -> bool:
    """The technician's answer; the end of the input is a no."""
    while True:
        print(f"{question} [y/n] ", end="", flush=True)
        answer = sys.stdin.readline()
        if not answer or answer.strip().lower() in ("n", "no", "t", "tidak"):
            return False
        if answer.strip().lower() in ("y", "yes", "ya"):
            return True
