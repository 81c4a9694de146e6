"""What stands where a file should: a pipe, a device, a link in a circle, a folder."""

import os
import socket
from pathlib import Path

from hostile.asides import BRAND, COMMENTARY, KEY, LOGO, MAPPING, MOVES, SETTINGS, branded
from hostile.declared import Case, Make, refused, told

__all__ = ["CASES"]


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    here = Path.cwd()
    # The address of a socket may have a hundred letters.
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


def _link(target: str) -> Make:
    return lambda path: path.symlink_to(target)


def _circle(path: Path) -> None:
    other = path.with_name(f"other{path.suffix}")
    path.symlink_to(other.name)
    other.symlink_to(path.name)


def _beside(path: Path) -> None:
    path.symlink_to("company.xlsx")


_KINDS = {"a pipe": _pipe, "a socket": _socket, "a device without an end": _link("/dev/zero"), "a device of nothing": _link("/dev/null"), "a circle of links": _circle, "a link to nothing": _link("nowhere/there"), "a folder": Path.mkdir}  # fmt: skip

CASES: tuple[Case, ...] = (
    *(refused(f"{kind}{suffix}", f"is {kind}", make, "") for kind, make in _KINDS.items() for suffix in (".xlsx", ".csv")),
    *(
        refused(f"{kind} as {name}", f"is {kind} where a file of {name} should be", make, "", command=command, formats=formats)
        for kind in ("a pipe", "a device without an end", "a folder")
        for make in (_KINDS[kind],)
        for name, command, formats in (("settings.toml", SETTINGS, "json"), ("mapping.toml", MAPPING, "json"), ("moves.toml", MOVES, "json"), ("commentary.md", COMMENTARY, "html"), ("brand.toml", BRAND, "json"), ("alignment.key", KEY, "json"))
        # Of a folder as a key the command line says so itself.
        if (kind, name) != ("a folder", "alignment.key")
    ),
    *(refused(f"{kind} as logo.png", f"is {kind} where a logo should be", branded(make), "", command=LOGO) for kind, make in _KINDS.items() if kind in ("a pipe", "a device without an end", "a folder")),
    refused("memory of the machine.csv", "is a file of the system that cannot be read", _link("/proc/self/mem"), "cannot be read"),
    refused("secrets of the machine.csv", "is a file of the system that is no table", _link("/etc/shadow"), ""),
    told("link to the company.xlsx", "is a link to a workbook", _beside),
)  # fmt: skip
