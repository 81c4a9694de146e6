"""What may a file be called? What a stranger called it, or a company, or a department, as every file system takes it."""

import os
import re
import unicodedata
from collections.abc import Sequence

__all__ = ["folder_name", "safe_name"]

_LONGEST_NAME, _LONGEST_SUFFIX = 120, 20
# Most file systems take 255, and more is put behind some names.
_MOST_BYTES = 180
# What a file system somewhere refuses, what parts folders, and what nobody sees: a name must not read as another.
_REFUSED = re.compile(
    '[<>:"/\\\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufffe\uffff]+'
)
# Devices of Windows, whatever suffix they are given.
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\.|$)", re.IGNORECASE)


def folder_name(name: str) -> str:
    r"""Return what a folder is called, or a file before its ending, that is named after a company or a department.

    Examples
    --------
    >>> folder_name("Sales/Service"), folder_name("../.."), folder_name("CON"), folder_name("invoice\u202efdp.exe")
    ('Sales-Service', 'report', 'file-CON', 'invoice-fdp.exe')
    """
    # Dots and hyphens at its ends climb out of a folder, or are taken for an option.
    return _shortened(_undeviced(_bare(name).strip(" .-") or "report"), _LONGEST_NAME)


def safe_name(name: str, taken: Sequence[str] = ()) -> str:
    r"""Return what an uploaded file may be called: its own name without folders, and without what a file system refuses.

    Examples
    --------
    >>> safe_name("../../etc/audit.xlsx"), safe_name("C:\\temp\\audit.xlsx"), safe_name("a.csv", ["a.csv"])
    ('audit.xlsx', 'audit.xlsx', 'a (2).csv')
    """
    stem, suffix = os.path.splitext(_undeviced(_bare(re.split(r"[/\\]", name)[-1]).strip(" .") or "file"))  # noqa: PTH122 - a name, of no folder
    suffix = _shortened(suffix, _LONGEST_SUFFIX)
    stem = _shortened(stem, _LONGEST_NAME - len(suffix)) or "file"
    found, number = f"{stem}{suffix}", 1
    while found.casefold() in {one.casefold() for one in taken}:
        number += 1
        found = f"{stem} ({number}){suffix}"
    return found


def _bare(name: str) -> str:
    # Composed, since some systems hold both ways of writing an accent for the same.
    return _REFUSED.sub("-", unicodedata.normalize("NFC", name))


def _undeviced(name: str) -> str:
    return f"file-{name}" if _DEVICE.match(name) else name


def _shortened(text: str, most: int) -> str:
    """Return as many characters of a text, without half of one and without a space at its end."""
    return text[:most].encode(errors="replace")[:_MOST_BYTES].decode(errors="ignore").rstrip(" .")
