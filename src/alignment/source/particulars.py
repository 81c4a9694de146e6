"""Whose health check is it, of which day? The Organisation sheet: a name and a value in each row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from alignment.language import later
from alignment.source.grid import Grid
from alignment.source.headers import header_key
from alignment.source.ledger import Ledger
from alignment.source.tables import Layout, Row, SheetTable
from alignment.source.values import UnreadableError, date_of

__all__ = ["Particulars", "keys_layout", "particulars"]

_WORDS: Mapping[str, str] = {
    header_key(word): name
    for name, words in {
        "name": "name|organisation|organization|organisation name|company|company name|client|naam|organisatie|bedrijf|klant|unternehmen"
        "|firma|name der organisation|nom|entreprise|société|organización|empresa|nombre|organização|nome|cliente|client",
        "snapshot_date": "snapshot date|snapshot|date|as of|reference date|peildatum|datum|stichtag|date de référence|fecha|fecha de corte"
        "|data|data de referência",
        "prepared_by": "prepared by|author|auditor|made by|opgesteld door|auteur|erstellt von|préparé par|preparado por|elaborado por",
        "notes": "notes|note|remarks|comments|opmerkingen|toelichting|notizen|bemerkungen|remarques|notas|observaciones|observações",
    }.items()
    for word in words.split("|")
}


@dataclass(frozen=True, slots=True)
class Particulars:
    """What an Organisation sheet says; blank where it says nothing."""

    name: str = ""
    snapshot_date: date | None = None
    prepared_by: str = ""
    notes: str = ""


def keys_layout(grid: Grid) -> Layout | None:
    """Find the two columns of names and values; None where no row has a name that is known."""
    for column in range(3):
        for index in grid.filled[:20]:
            row = grid.texts[index]
            if (
                len(row) > column
                and header_key(row[column]) in _WORDS
                and index + 1 not in _header_of(grid, index, column)
            ):
                return Layout("organisation", "keys", index - 1, {"key": column, "value": column + 1})
    return None


def _header_of(grid: Grid, index: int, column: int) -> tuple[int, ...]:
    """A row of several known words is the header of a list, not a name and its value."""
    known = sum(header_key(text) in _WORDS for text in grid.texts[index][column:])
    return (index + 1,) if known > 2 else ()


def particulars(table: SheetTable, ledger: Ledger) -> Particulars:
    """Read an Organisation sheet; names that mean nothing here are counted, not lost."""
    found: dict[str, str] = {}
    day: date | None = None
    for row in table.rows:
        name = _WORDS.get(header_key(row.text("key")))
        if name is None or name in found:
            table.skip(row, later("not a line of this sheet") if name is None else later("said twice"))
            continue
        found[name] = row.raw("value").strip()
        table.use(row)
        if name == "snapshot_date":
            day = _day(row, ledger)
    return Particulars(found.get("name", ""), day, found.get("prepared_by", ""), found.get("notes", ""))


def _day(row: Row, ledger: Ledger) -> date | None:
    try:
        return date_of(row.values.get("value"))
    except UnreadableError as problem:
        ledger.warn(row.cell("value"), str(problem))
        return None
