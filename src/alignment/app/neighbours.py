"""Whose program asks? On a machine that several people use, each of them reaches what listens on the loopback address."""

import os
import sys
from pathlib import Path

__all__ = ["is_stranger"]

_CONNECTIONS = Path("/proc/net/tcp")
_ADMINISTRATOR = 0


def is_stranger(client: tuple[str, int] | None) -> bool:
    """Tell whether a connection is that of another user of this machine.

    The address that opens the window stands for a moment among the running programs, where others may see it, and browsers show a cookie to
    every port of a machine: neither is to let them in. Only Linux tells whose a connection is; where nobody does, nobody is a stranger.
    """
    if not sys.platform.startswith("linux") or client is None:
        return False
    owner = _owner(*client)
    # An administrator reads everything anyway, and forwards what a browser outside a virtual machine asks.
    return owner is not None and owner not in (os.getuid(), _ADMINISTRATOR)


def _owner(host: str, port: int) -> int | None:
    """The user whose end of a connection is at an address; None where that cannot be told."""
    wanted = f"{int.from_bytes(bytes(map(int, host.split('.'))), sys.byteorder):08X}:{port:04X}"
    try:
        lines = _CONNECTIONS.read_text(encoding="ascii").splitlines()[1:]
    except OSError:
        return None
    # Number, own end, other end, state, queues, timer, retransmissions, user.
    return next((int(one[7]) for one in map(str.split, lines) if one[1] == wanted), None)
