"""Is what stands where a file should be one? A pipe would be waited for, and a device read, without an end."""

import errno
import os
import stat
from pathlib import Path

__all__ = ["content_of", "open_plain", "text_of_file"]

# Of what a person writes by hand; the longest mapping of a company has a tenth of it.
_MOST_BY_HAND = 5_000_000


def open_plain(path: Path) -> int:
    """Open a file to be read and return its number; whoever asks closes it.

    Raises
    ------
    OSError
        It cannot be read, or is a pipe, a socket, a device or a folder.
    """
    # A pipe that nobody writes to is opened without waiting, and then seen to be one.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    kind = os.fstat(handle).st_mode
    if stat.S_ISREG(kind):
        return handle
    os.close(handle)
    problem = errno.EISDIR if stat.S_ISDIR(kind) else errno.EINVAL
    raise OSError(problem, "Is a directory" if problem == errno.EISDIR else "It is no plain file", str(path))


def content_of(path: Path, most: int = _MOST_BY_HAND) -> bytes:
    """Return the bytes of a file.

    Parameters
    ----------
    path
        Where it is.
    most
        So many bytes it may have.

    Raises
    ------
    OSError
        It cannot be read, is no plain file, or is larger.
    """
    with os.fdopen(open_plain(path), "rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(errno.EFBIG, f"It has more than {most / 1e6:g} MB", str(path))
    return content


def text_of_file(path: Path, most: int = _MOST_BY_HAND) -> str:
    """Return the text of a file that a person wrote, in UTF-8 with or without a mark; line breaks as on any system.

    Parameters
    ----------
    path
        Where it is.
    most
        So many bytes it may have.

    Raises
    ------
    OSError
        As `content_of`.
    UnicodeDecodeError
        It is in another encoding.
    """
    return content_of(path, most).decode("utf-8-sig").replace("\r\n", "\n")
