"""What was something called before? The sheet Crosswalk: what of this workbook was what at the last check."""

from collections.abc import Mapping, Sequence

from alignment.language import later, say
from alignment.model.organisation import RenamedKind, Renaming
from alignment.source.headers import header_key
from alignment.source.merge import EXAMPLE_LEFT, NOTHING_USED, is_example, is_remark
from alignment.source.references import References
from alignment.source.schema import SHEETS
from alignment.source.tables import Row, SheetTable
from alignment.wording import NOUNS, plural, singular

__all__ = ["renamings"]

_KINDS: tuple[RenamedKind, ...] = ("department", "journey", "process")


def renamings(tables: Sequence[SheetTable], references: References) -> list[Renaming]:
    """Return the rows of the sheets; one that leaves open what was what is an issue.

    Whether the names are there is known once the earlier workbook is, too.
    """
    found = []
    for table in tables:
        for row in table.rows:
            if is_remark(row) or is_example(row, "crosswalk"):
                table.skip(row, NOTHING_USED if is_remark(row) else EXAMPLE_LEFT)
                continue
            blank = next((name for name in SHEETS["crosswalk"].required if not row.text(name)), None)
            if blank is not None:
                references.ledger.error(
                    row.cell(blank),
                    say("the row does not say what was what."),
                    say("Write the name of today and the name at the last check."),
                )
                table.skip(row, later("a name is missing"))
                continue
            found.append(Renaming(row.origin, row.text("now"), row.text("was"), _kind(row, references)))
            table.use(row)
    return found


def _kind(row: Row, references: References) -> RenamedKind:
    """Return what it is that has another name; a department where that stays open."""
    text = header_key(row.text("kind"))
    known: Mapping[str, RenamedKind] = {
        header_key(word): kind for kind in _KINDS for word in (kind, NOUNS[kind], singular(kind), plural(kind))
    }
    if text and text not in known:
        references.ledger.warn(
            row.cell("kind"),
            say('"{text}" is nothing that can be renamed here, and is read as a department.', text=row.text("kind")),
            say("Write one of: {words}.", words=", ".join(map(singular, _KINDS))),
        )
    return known.get(text, "department")
