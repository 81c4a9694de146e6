"""What does the cell of one column hold? A number, a day or a yes; None, with an issue, where it cannot be used."""

from datetime import date

from alignment.source.ledger import Ledger
from alignment.source.names import Placeholders
from alignment.source.schema import Field
from alignment.source.tables import Row
from alignment.source.values import UnreadableError, date_of, number_of, yes_or_no

__all__ = ["day", "flag", "number"]

_UNUSED = "The cell is not used."


def number(row: Row, field: Field, ledger: Ledger, placeholders: Placeholders) -> float | None:
    """Read a number within the bounds of its column; "n/a" and the like are blank."""
    if _blank(row, field, placeholders):
        return None
    try:
        found = number_of(row.values[field.name])
    except UnreadableError as problem:
        ledger.warn(row.cell(field.name), f"{problem} {_UNUSED}")
        return None
    if found is not None and (
        (field.least is not None and found < field.least) or (field.most is not None and found > field.most)
    ):
        bounds = f"{field.least:g} to {field.most:g}" if field.most is not None else f"{field.least:g} or more"
        ledger.warn(row.cell(field.name), f"{field.header} is {found:g}, and must be {bounds}. {_UNUSED}")
        return None
    return found


def day(row: Row, field: Field, ledger: Ledger, placeholders: Placeholders) -> date | None:
    """Read a date; what may mean two days is not used."""
    if _blank(row, field, placeholders):
        return None
    try:
        return date_of(row.values[field.name])
    except UnreadableError as problem:
        ledger.warn(row.cell(field.name), f"{problem} {_UNUSED}")
        return None


def flag(row: Row, field: Field, ledger: Ledger, placeholders: Placeholders) -> bool | None:
    """Read yes or no."""
    if _blank(row, field, placeholders):
        return None
    try:
        return yes_or_no(row.values[field.name])
    except UnreadableError as problem:
        ledger.warn(row.cell(field.name), f"{problem} {_UNUSED}", 'Write "yes" or "no".')
        return None


def _blank(row: Row, field: Field, placeholders: Placeholders) -> bool:
    value = row.values.get(field.name, "")
    # A tick is an answer although it holds no letter; zero is a number.
    return value == "" or (
        isinstance(value, str)
        and (not row.text(field.name) or (row.text(field.name) not in "✓✔☑✗✘☐" and value in placeholders))
    )
