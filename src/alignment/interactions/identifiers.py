"""Who is in a log? Every spelling once, hashed before anything else is asked of it: all that follows knows people by their hashes."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from alignment.interactions.engines import trimmed

if TYPE_CHECKING:
    from ibis.expr.types import StringValue, Table

    from alignment.interactions.privacy import Hashing

__all__ = ["MACHINES", "identifier", "identifiers", "machines"]

# Addresses of machines and of rooms, by how they are usually called.
MACHINES = (
    # Followed by a point, some of these are names of people: robot.smith, alert.jansen.
    r"^(no|do[-_.]?not)[-_.]?reply|^(mailer[-_.]?daemon|postmaster|notifications?|alerts?|calendar|robot|bot|system|service[-_.]account|svc|room|resource)([-_@0-9]|$)"
    r"|(-bot|_bot|\[bot\])(@|$)"
)
# Of `Ann Berg <ann@acme.com>` the address.
_WITHIN = r"<([^<>]*)>"
_DIGITS = "0123456789abcdef"


def identifier(text: Any) -> "StringValue":  # noqa: ANN401 - Ibis is typed in part only
    """Return what the spellings of one person share: the address within a name with one, neither case nor blanks around it."""
    said = trimmed(text.cast("string")).lower()
    return said.contains("<").ifelse(trimmed(said.re_extract(_WITHIN, 1)), said)


def machines(named: Sequence[str]) -> str:
    """Return the regular expression of all that is a machine: `MACHINES`, and what somebody names, where ``*`` is anything.

    Examples
    --------
    >>> machines(["build@*"]).removeprefix(MACHINES)
    '|^build@.*$'
    """
    given = ("^" + ".*".join(re.escape(part) for part in one.strip().lower().split("*")) + "$" for one in named)
    return "|".join([MACHINES, *given])


def identifiers(spelled: "Table", hashing: "Hashing", pattern: str) -> "Table":
    """Return one row for each spelling, as an expression.

    Parameters
    ----------
    spelled
        ``raw``: as a log writes people, each once.
    hashing
        Of the run.
    pattern
        Of `machines`.

    Returns
    -------
    Table
        ``raw``, ``person`` (the hash), ``machine``, and ``one`` and ``two``: two marks of a person, whole numbers in which
        one bit is set. They are drawn from a hash without a key, so that they are the same in every run and on every engine;
        see `privacy.folded_cells`, which counts people by them.
    """
    named = spelled.filter(spelled.raw.notnull()).mutate(name=identifier(spelled.raw))
    named = named.filter(named.name != "")
    drawn = named.mutate(drawn=hashing.engine.digest(named.name))
    one, two = (_mark(drawn.drawn, at, bits) for at, bits in ((0, 61), (2, 59)))
    return drawn.select("raw", person=hashing(drawn.name), machine=drawn.name.re_search(pattern), one=one, two=two)


def _mark(digest: "StringValue", at: int, bits: int) -> Any:  # noqa: ANN401 - as above
    """Set one of so many bits, by two digits of a hash."""
    import ibis

    high, low = (ibis.literal(_DIGITS).find(digest.substr(place, 1)) for place in (at, at + 1))
    # A power of two is exact as a float too, and engines shift by more than 31 bits each in their own way.
    return (ibis.literal(2.0) ** ((high * 16 + low) % bits)).cast("int64")
