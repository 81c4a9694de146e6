"""No test calls the network: an attempt of any library, by way of Python, fails. What is about this machine's own sockets says so."""

import ipaddress
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Called", "loopback_allowed", "watch"]

# Each call of Python that asks another machine for something, with the place among its arguments where the address stands.
_ASKED = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.sendmsg": 1,
    "socket.bind": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
    "socket.gethostbyaddr": 0,
    "socket.getnameinfo": 0,
}
# On Windows an event loop wakes itself through the loopback.
_ALWAYS = os.name == "nt"


class Called(BaseException):
    """The network was called; nothing that catches what went wrong catches this."""


class _Open:
    """Whether this machine may be called by its loopback address now."""

    loopback = False


@contextmanager
def loopback_allowed(allowed: bool) -> Iterator[None]:
    """Let the loopback be called, or not, in what is done here."""
    before, _Open.loopback = _Open.loopback, allowed
    try:
        yield
    finally:
        _Open.loopback = before


def watch() -> None:
    """Look at every call of the network from here on; a hook of Python cannot be taken away again."""
    sys.addaudithook(_look)


def _look(event: str, arguments: tuple[object, ...]) -> None:
    place = _ASKED.get(event)
    if place is None:
        return
    address = arguments[place]
    host = address[0] if isinstance(address, tuple) and address else address
    # A path, or nothing, for sockets between programs of this machine; no address at all for a socket that is connected.
    if isinstance(address, str | bytes) and event.startswith(("socket.connect", "socket.send", "socket.bind")):
        return
    if address is None or ((_Open.loopback or _ALWAYS) and _is_here(host)):
        return
    raise Called(f"{event}: {address!r}. Tests of this machine's own sockets are marked with pytest.mark.loopback.")


def _is_here(host: object) -> bool:
    if host in ("localhost", b"localhost", "", None):
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False
