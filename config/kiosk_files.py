"""The files that start a screen whenever its computer is switched on, as text; nothing is written here.

Standard library only.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

UNIT = "antrean-{kind}.service"
CMD = "antrean-{kind}.cmd"

# The desktop starts the unit, as not every desktop reaches systemd's graphical-session.target.
_USER_UNIT = """\
[Unit]
Description=Antrean {kind}
StartLimitIntervalSec=0

[Service]
ExecStart={command}
Restart=always
RestartSec=3
"""
_DESKTOP = """\
[Desktop Entry]
Type=Application
Name=Antrean {kind}
Exec=sh -c "{start}"
X-GNOME-Autostart-enabled=true
"""
# A computer without a desktop: cage shows one program over the whole screen. A technician's keyboard gets to
# another console (Ctrl-Alt-F2); a visitor has none.
_CAGE_UNIT = """\
[Unit]
Description=Antrean {kind} on this computer's screen
After=systemd-user-sessions.service network-online.target
Wants=network-online.target
Conflicts=getty@tty1.service
StartLimitIntervalSec=0

[Service]
User={user}
PAMName=login
TTYPath=/dev/tty1
StandardInput=tty
StandardOutput=journal
UtmpIdentifier=tty1
UtmpMode=user
ExecStart=/usr/bin/cage -s -- {command}
Restart=always
RestartSec=3

[Install]
WantedBy=multi-user.target
"""
_CMD = """\
@echo off\r
chcp 65001 >nul\r
rem Antrean {kind}: started at sign-in, started again when it is closed.\r
:again\r
start "" /wait {command}\r
timeout /t 3 /nobreak >nul\r
goto again\r
"""


def on_desktop(kind: str, command: Sequence[str], *, home: Path) -> Mapping[Path, str]:
    """A unit of the user that is started again whenever it ends, and the desktop's entry that starts it."""
    unit = UNIT.format(kind=kind)
    start = (
        "xset s off -dpms 2>/dev/null; "
        "gsettings set org.gnome.desktop.session idle-delay 0 2>/dev/null; "
        "systemctl --user import-environment DISPLAY WAYLAND_DISPLAY XAUTHORITY; "
        f"systemctl --user start {unit}"
    )
    entry = home / ".config" / "autostart" / f"antrean-{kind}.desktop"
    return {
        home / ".config" / "systemd" / "user" / unit: _USER_UNIT.format(kind=kind, command=_exec(command)),
        entry: _DESKTOP.format(kind=kind, start=start),
    }


def on_bare_linux(kind: str, command: Sequence[str], *, user: str) -> Mapping[Path, str]:
    """A unit of the system that shows the browser on the first console; it needs the program cage."""
    text = _CAGE_UNIT.format(kind=kind, user=user, command=_exec(command))
    return {Path("/etc/systemd/system", UNIT.format(kind=kind)): text}


def on_windows(kind: str, command: Sequence[str], *, home: Path) -> Mapping[Path, str]:
    """A command in the folder whose programs start when this user signs in."""
    folder = home.joinpath("AppData", "Roaming", "Microsoft", "Windows", "Start Menu", "Programs", "Startup")
    words = " ".join(f'"{word}"' for word in command).replace("%", "%%")
    return {folder / CMD.format(kind=kind): _CMD.format(kind=kind, command=words)}


def _exec(command: Sequence[str]) -> str:
    """As systemd reads it: a percent sign or a dollar in an address means itself."""
    return " ".join(shlex.quote(word) for word in command).replace("%", "%%").replace("$", "$$")
