"""How does a person stay unknown? Keyed hashes in the place of identifiers, first of all; nothing of fewer than five, last of all.

A hash is made in two turns, each with a key of its own that fills one block of SHA-256:

    hash = SHA-256(outer ‖ SHA-256(inner ‖ identifier)), the first 32 of its 64 digits

This is the construction of HMAC (RFC 2104) with two keys instead of one that is padded in two ways (NMAC, Bellare, Canetti
and Krawczyk 1996). All of it is text, so that every engine can do it. The two keys are taken from the secret by HMAC.
Whoever sees the queries of an engine sees these keys: without a key file they are drawn for each run and forgotten.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from alignment.analysis.privacy import SMALLEST
from alignment.source.pseudonyms import Key

if TYPE_CHECKING:
    from ibis.expr.types import StringValue, Table

    from alignment.interactions.engines import Engine

__all__ = ["FEW", "Hashing", "folded_cells", "folded_departments", "identifier"]

# What departments and pairs of fewer than five people are called together.
FEW = f"Fewer than {SMALLEST} people"
_DIGITS = 32
_CELL = ("month", "kind", "mutual", "source_department", "target_department")


def identifier(text: "StringValue") -> "StringValue":
    """Return what the spellings of one person share: neither case nor blanks around it count."""
    return text.cast("string").strip().lower()


@dataclass(frozen=True, slots=True)
class Hashing:
    """How the identifiers of one run are hashed, on the engine that reads them."""

    engine: "Engine"
    key: Key = field(repr=False)

    def __call__(self, text: "StringValue") -> "StringValue":
        """Return the keyed hash of an identifier, as an expression."""
        import ibis

        inner = self.engine.digest(ibis.literal(self._part("inner")) + text)
        return self.engine.digest(ibis.literal(self._part("outer")) + inner).substr(0, _DIGITS)

    def _part(self, name: str) -> str:
        # 64 digits: one block of SHA-256, so that where the key ends and the text begins is never in doubt.
        return hmac.new(self.key.secret, f"interactions {name}".encode(), hashlib.sha256).hexdigest()


def folded_departments(people: Mapping[str, int]) -> Mapping[str, str]:
    """Return what each department is shown as: itself, or `FEW` where it has too few people.

    Departments are folded from the smallest until together they are enough: one folded alone would be told by the name.

    Parameters
    ----------
    people
        Department → how many are, or were, in it.

    Examples
    --------
    >>> folded_departments({"Sales": 9, "Ops": 6, "Desk": 2})
    {'Desk': 'Fewer than 5 people', 'Ops': 'Fewer than 5 people', 'Sales': 'Sales'}
    """
    shown, together = {}, 0
    for name in sorted(people, key=lambda one: (people[one], one)):
        small = people[name] < SMALLEST or 0 < together < SMALLEST
        together += people[name] if small else 0
        shown[name] = FEW if small else name
    return shown


def folded_cells(pairs: "Table") -> "Table":
    """Add up pairs of people to cells of departments, month and kind, each of at least five people, as an expression.

    Cells of fewer become one for the month and kind, `FEW` with `FEW`; where that is of fewer too, its departments are null:
    it is counted as withheld and never written. Whatever is written is a sum of such cells, so that no difference between
    two figures tells of fewer than five.

    Parameters
    ----------
    pairs
        One row a pair of people, of known departments: ``source``, ``target``, `_CELL`, ``units``, ``times``.
    """
    import ibis

    sized = _with_people(pairs)
    small = sized.people < SMALLEST
    few = ibis.literal(FEW)
    folded = sized.mutate(
        source_department=small.ifelse(few, sized.source_department),
        target_department=small.ifelse(few, sized.target_department),
    ).drop("people")
    again = _with_people(folded)
    cells = again.group_by([*_CELL, "people"]).agg(units=again.units.sum(), times=again.times.sum())
    withheld = cells.people < SMALLEST
    return cells.mutate(
        source_department=withheld.ifelse(ibis.null("string"), cells.source_department),
        target_department=withheld.ifelse(ibis.null("string"), cells.target_department),
        people=withheld.ifelse(ibis.null("int64"), cells.people),
    )


def _with_people(pairs: "Table") -> "Table":
    """Add to each pair how many people there are in its cell."""
    import ibis

    ends = ibis.union(
        pairs.select(*_CELL, person=pairs.source), pairs.select(*_CELL, person=pairs.target), distinct=True
    )
    return pairs.inner_join(ends.group_by(_CELL).agg(people=ends.count()), _CELL)
