"""One emulated network printer: its plug, its buffer and its print head, each with a thread of its own."""

import select
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from printers.emulator.buffer import CAPACITY, Buffer
from printers.emulator.commands import Commands
from printers.emulator.mechanism import Mechanism, Pace
from printers.emulator.realtime import RealTime
from printers.profiles import PROFILES

WAKE_SECONDS = 0.1  # how soon a plug notices that it was pulled
_RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class EmulatedPrinter:
    """A printer to be emulated; `tcp_port` 0 takes any free port."""

    code: str
    site: str
    host: str
    tcp_port: int
    profile: str
    pace: Pace = field(default_factory=Pace)

    @property
    def name(self) -> str:
        return f"{self.site}-{self.code}"


class Device:
    """Listens, prints and answers until closed. One connection at a time, as on a real one."""

    def __init__(self, printer: EmulatedPrinter) -> None:
        """Raises OSError if its port is taken, KeyError for an unknown profile."""
        self.printer = printer
        self.profile = PROFILES[printer.profile]
        self.buffer = Buffer()
        self.mechanism = Mechanism(self.profile, self.buffer, pace=printer.pace)
        self._commands = Commands(
            self.buffer,
            self.mechanism,
            self.profile,
            answer=self._say,
            watch_status=self._set_automatic_status,
        )
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._connection: socket.socket | None = None
        self.link_bytes_per_second = 0.0  # how slow the line is; 0 means as fast as it goes
        self._deeds: list[tuple[int, Callable[[], None]]] = []  # to be done so many bytes from now
        self._automatic_status = False
        self._listener: socket.socket | None = _listen(printer.host, printer.tcp_port)
        self.port: int = self._listener.getsockname()[1]
        self._threads = [
            threading.Thread(target=work, name=f"{printer.name} {part}", daemon=True)
            for part, work in (("plug", self._serve_plug), ("head", self._serve_head))
        ]

    def start(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def close(self) -> None:
        self._closing.set()
        self.buffer.close()
        for thread in self._threads:
            thread.join()

    def set_fault(self, name: str, *, on: bool) -> None:
        """Raises KeyError for a fault that does not exist."""
        before = self.mechanism.automatic_status()
        self.mechanism.set_fault(name, on=on)
        self._tell_change(before)

    def load_paper(self, mm: float) -> None:
        before = self.mechanism.automatic_status()
        self.mechanism.load(mm)
        self._tell_change(before)

    def at_byte(self, count: int, deed: Callable[[], None]) -> None:
        """Do something once, as soon as so many more bytes have come in and before the next one does."""
        with self._lock:
            self._deeds = sorted([*self._deeds, (max(0, count), deed)], key=lambda due: due[0])

    def drop_after(self, count: int) -> None:
        """Break the connection once, as soon as so many more bytes have come in."""
        self.at_byte(count, self.break_line)

    def break_line(self) -> None:
        """Reset the connection there is; what came through it is still printed."""
        self._hang_up(reset=True)

    def cycle_power(self) -> None:
        """Off and on: what was in the buffer is lost, what is on paper stays on paper."""
        with self._lock:  # nothing that was still on its way gets into the empty buffer
            connection, self._connection = self._connection, None
            self._automatic_status = False
            self.buffer.empty()
        _close(connection, reset=True)

    def _serve_head(self) -> None:
        while not self._closing.is_set():
            self._commands.do_one()

    def _serve_plug(self) -> None:
        while not self._closing.is_set():
            self._plug_or_unplug()
            if self._listener is None:
                self._closing.wait(WAKE_SECONDS)
            elif select.select([self._listener], [], [], WAKE_SECONDS)[0]:
                connection, _ = self._listener.accept()
                self._serve_connection(connection)
        if self._listener is not None:
            self._listener.close()

    def _plug_or_unplug(self) -> None:
        refuse = self.mechanism.faults.refuse
        if refuse and self._listener is not None:
            self._listener.close()
            self._listener = None
        elif not refuse and self._listener is None:
            self._listener = _listen(self.printer.host, self.port)

    def _serve_connection(self, connection: socket.socket) -> None:
        with self._lock:
            self._connection = connection
        real_time = RealTime(on_question=self._answer_question, on_clear=self._clear)
        connection.settimeout(1.0)
        try:
            while not self._closing.is_set() and not self.mechanism.faults.refuse:
                room = min(self.buffer.room(timeout=WAKE_SECONDS), self._until_deed())
                if not room or not select.select([connection], [], [], WAKE_SECONDS)[0]:
                    continue
                data = connection.recv(room)
                if not data:
                    break
                self._pass_link(len(data))
                if not self._keep(real_time.sift(data), connection):
                    break
                self._do_deeds(len(data))
        except (OSError, ValueError):
            pass  # hung up by either side; the buffer prints on
        finally:
            self._hang_up()
            connection.close()  # also where an answer found nobody there any more

    def _keep(self, data: bytes, connection: socket.socket) -> bool:
        """Put what came in into the buffer; False if the line it came by was broken in the meantime."""
        with self._lock:
            if self._connection is not connection:
                return False
            self.buffer.put(data)
            return True

    def _pass_link(self, count: int) -> None:
        if self.link_bytes_per_second:
            self._closing.wait(count / self.link_bytes_per_second)

    def _until_deed(self) -> int:
        """How many bytes may be read before something is to be done."""
        with self._lock:
            ahead = self._deeds[0][0] if self._deeds else CAPACITY
        slow = self.link_bytes_per_second
        return max(1, min(ahead, int(slow * WAKE_SECONDS) if slow else CAPACITY))

    def _do_deeds(self, count: int) -> None:
        with self._lock:
            due = [deed for ahead, deed in self._deeds if ahead <= count]
            self._deeds = [(ahead - count, deed) for ahead, deed in self._deeds if ahead > count]
        for deed in due:
            deed()

    def _answer_question(self, question: int) -> None:
        if self.profile.status:
            self._say(bytes([self.mechanism.answer(question)]))

    def _clear(self) -> None:
        if self.profile.clear_buffer:
            self.buffer.empty()
            self._say(b"\x37\x25\x00")

    def _set_automatic_status(self, on: bool) -> None:
        self._automatic_status = on and self.profile.status
        if self._automatic_status:
            self._say(self.mechanism.automatic_status())

    def _tell_change(self, before: bytes) -> None:
        now = self.mechanism.automatic_status()
        if self._automatic_status and now != before:
            self._say(now)

    def _say(self, answer: bytes) -> None:
        """Answer on the connection there is; a mute printer, or one with nobody listening, says nothing."""
        with self._lock:
            if self._connection is None or self.mechanism.faults.mute:
                return
            try:
                self._connection.sendall(answer)
            except OSError:
                self._connection = None

    def _hang_up(self, *, reset: bool = False) -> None:
        with self._lock:
            connection, self._connection = self._connection, None
        _close(connection, reset=reset)


def _close(connection: socket.socket | None, *, reset: bool) -> None:
    if connection is None:
        return
    if reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
    connection.close()


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket whose own buffer is as small as the system allows, so that back-pressure is felt."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    try:
        listener.bind((host, port))
        listener.listen(8)  # two may bind a port, one may listen at it
    except OSError:
        listener.close()
        raise
    return listener
