"""How does a person stay unknown? Keyed hashes in the place of identifiers, first of all; nothing of fewer than five, last of all.

A hash is made in two turns, each with a key of its own that fills one block of SHA-256:

    hash = SHA-256(outer ‖ SHA-256(inner ‖ identifier)), the first 32 of its 64 digits

This is the construction of HMAC (RFC 2104) with two keys instead of one that is padded in two ways (NMAC, Bellare, Canetti
and Krawczyk 1996). All of it is text, so that every engine can do it. The two keys are taken from the secret by HMAC.
Whoever sees the queries of an engine sees these keys: without a key file they are drawn for each run and forgotten.
"""

import hashlib
import hmac
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from alignment.analysis.privacy import SMALLEST
from alignment.source.pseudonyms import Key

if TYPE_CHECKING:
    from ibis.expr.types import StringValue, Table

    from alignment.interactions.engines import Engine

__all__ = ["FEW", "REST", "Hashing", "bits", "folded_cells", "folded_departments"]

# What departments of fewer than five people are called together, and what pairs of departments are.
FEW = f"Fewer than {SMALLEST} people"
REST = "Not told"
_DIGITS = 32
_CELL = ("month", "kind", "mutual", "source_code", "target_code")


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


def folded_departments(
    people: Mapping[str, int], together: Callable[[Collection[str]], int] | None = None
) -> Mapping[str, str]:
    """Return what each department is shown as: itself, or `FEW` where it has too few people.

    Departments are folded from the smallest until together they are of enough different people: one folded alone would be
    told by the name.

    Parameters
    ----------
    people
        Department → how many are in it.
    together
        Tells how many different people there are in some departments; without it, their sizes are added up.

    Examples
    --------
    >>> folded_departments({"Sales": 9, "Ops": 6, "Desk": 2})
    {'Desk': 'Fewer than 5 people', 'Ops': 'Fewer than 5 people', 'Sales': 'Sales'}
    """
    together = together or (lambda names: sum(people[one] for one in names))
    few: list[str] = []
    ordered = sorted(people, key=lambda one: (people[one], one))
    for name in ordered:
        if people[name] >= SMALLEST and (not few or together(few) >= SMALLEST):
            break
        few.append(name)
    return {name: FEW if name in few else name for name in ordered}


def folded_cells(sums: "Table", rest: int) -> "Table":
    """Put together cells of departments, month and kind of which at least five people are not certain, as an expression.

    Those of two departments and a kind become one without a month; where that is of fewer than five too, it becomes one of
    its kind, `REST` with `REST`; and where that is of fewer still, its departments are null: it is counted as withheld and
    never written. Whatever is written is a sum of such cells, so that no difference between two figures tells of fewer than
    five.

    Each person has two marks. Of a cell where five different bits are set in one of them, five people are certain, for a
    person sets one. Two people can share a bit: of cells of exactly five people, one in forty is folded for that, and none
    of fewer than five is ever shown. Marks are whole numbers, so that a log of any size is counted in one pass, in memory
    that grows with the cells and not with the rows.

    Parameters
    ----------
    sums
        One row a cell or part of one: `_CELL`, ``units``, ``times``, and the marks ``one`` and ``two`` of all its people.
    rest
        Code of `REST`.
    """
    import ibis

    months = _together(sums)
    shown = [months.filter(_five(months))]
    years = _together(months.filter(~_five(months)).mutate(month=ibis.null("date")))
    shown.append(years.filter(_five(years)))
    code = ibis.literal(rest, "int32")
    kinds = _together(years.filter(~_five(years)).mutate(source_code=code, target_code=code))
    code_or_none = _five(kinds).ifelse(code, ibis.null("int32"))
    shown.append(kinds.mutate(source_code=code_or_none, target_code=code_or_none))
    return ibis.union(*(one.select(*_CELL, "units", "times") for one in shown))


def _together(sums: "Table") -> "Table":
    return sums.group_by(_CELL).agg(
        units=sums.units.sum().cast("int64"),
        times=sums.times.sum().cast("int64"),
        one=bits(sums.one),
        two=bits(sums.two),
    )


def bits(marks: Any) -> Any:  # noqa: ANN401 - Ibis is typed in part only
    """Return all bits that are set in any row, as an expression: Ibis 12 has no such sum on Spark, and Spark has."""
    import ibis

    @ibis.udf.agg.builtin  # type: ignore[untyped-decorator]  # as above
    def bit_or(marks: int) -> int: ...  # type: ignore[empty-body]

    return bit_or(marks)


def _five(cells: "Table") -> Any:  # noqa: ANN401 - as above
    """Tell whether five bits are set in one of the marks: whether one is left when the lowest is taken away four times."""

    def left(mark: Any) -> Any:  # noqa: ANN401 - as above
        for _ in range(SMALLEST - 1):
            mark = mark & (mark - 1)
        return mark != 0

    return (left(cells.one) | left(cells.two)).fill_null(False)
