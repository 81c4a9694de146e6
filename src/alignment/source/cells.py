"""What does the cell of one column hold? A number, a day or a yes; None, with an issue, where it cannot be used."""

from collections.abc import Container
from datetime import date
from functools import lru_cache, partial

from alignment.language import figure_text, later, say
from alignment.source.ledger import Ledger
from alignment.source.names import Placeholders
from alignment.source.schema import Field
from alignment.source.tables import Row, SheetTable
from alignment.source.values import UnreadableError, date_of, folded, number_of, yes_or_no

__all__ = ["UNUSED", "day", "flag", "number", "numbers", "out_of_bounds"]

UNUSED = later("The cell is not used.")


def number(row: Row, field: Field, ledger: Ledger, placeholders: Placeholders) -> float | None:
    """Read a number within the bounds of its column; "n/a" and the like are blank."""
    found, problem = _number(row.values.get(field.name, ""), field, placeholders)
    if problem:
        ledger.warn(row.cell(field.name), problem)
    return found


def numbers(
    table: SheetTable, field: Field, ledger: Ledger, placeholders: Placeholders, without: Container[int]
) -> list[float | None]:
    """Read a column of numbers as `number` reads them one by one; of the rows `without` nothing is said."""
    # Numbers repeat: each is read once. TRUE, which equals 1, is none.
    read = lru_cache(maxsize=None, typed=True)(partial(_number, field=field, placeholders=placeholders))
    found: list[float | None] = []
    for index, (one, problem) in zip(table.indices, map(read, table.values(field.name)), strict=True):
        found.append(one)
        if problem and index not in without:
            ledger.warn(table.row(index).cell(field.name), problem)
    return found


def _number(value: object, field: Field, placeholders: Placeholders) -> tuple[float | None, str]:
    """The number, and why the cell is not used; empty where it is used or blank."""
    if _blank(value, placeholders):
        return None, ""
    try:
        found = number_of(value)
    except UnreadableError as problem:
        return None, f"{problem} {say(UNUSED)}"
    if found is not None and (
        (field.least is not None and found < field.least) or (field.most is not None and found > field.most)
    ):
        return None, f"{out_of_bounds(found, field)} {say(UNUSED)}"
    return found, ""


def out_of_bounds(found: float, field: Field) -> str:
    """Say that a number lies outside the bounds of its column."""
    least, column, number = figure_text(field.least or 0.0), say(field.header), figure_text(found)
    if field.most is None:
        return say("{column} is {number}, and must be {least} or more.", column=column, number=number, least=least)
    return say(
        "{column} is {number}, and must be {least} to {most}.",
        column=column,
        number=number,
        least=least,
        most=figure_text(field.most),
    )


def day(row: Row, field: Field, ledger: Ledger, placeholders: Placeholders) -> date | None:
    """Read a date; what may mean two days is not used."""
    if _blank(row.values.get(field.name, ""), placeholders):
        return None
    try:
        return date_of(row.values[field.name])
    except UnreadableError as problem:
        ledger.warn(row.cell(field.name), f"{problem} {say(UNUSED)}")
        return None


def flag(row: Row, field: Field, ledger: Ledger, placeholders: Placeholders) -> bool | None:
    """Read yes or no."""
    if _blank(row.values.get(field.name, ""), placeholders):
        return None
    try:
        return yes_or_no(row.values[field.name])
    except UnreadableError as problem:
        ledger.warn(row.cell(field.name), f"{problem} {say(UNUSED)}", say('Write "yes" or "no".'))
        return None


def _blank(value: object, placeholders: Placeholders) -> bool:
    # A tick is an answer although it holds no letter; zero is a number.
    return isinstance(value, str) and (not folded(value) or (folded(value) not in "✓✔☑✗✘☐" and value in placeholders))
