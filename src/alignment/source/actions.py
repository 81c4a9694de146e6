"""What was decided on the findings of the last report? The Actions sheet, as it comes back."""

from collections.abc import Mapping, Sequence

from alignment.language import later, say
from alignment.model.organisation import Action
from alignment.source.cells import day
from alignment.source.headers import header_key
from alignment.source.merge import EXAMPLE_LEFT, NOTHING_USED, is_example, is_remark
from alignment.source.references import References
from alignment.source.schema import SHEETS
from alignment.source.tables import Row, SheetTable
from alignment.source.words import STATUS_WORDS

__all__ = ["actions"]

_STATUSES: Mapping[str, str] = {header_key(word): status for status, words in STATUS_WORDS.items() for word in words}


def actions(tables: Sequence[SheetTable], references: References) -> list[Action]:
    """Return the actions; a row that names no finding is an issue."""
    found = []
    for table in tables:
        for row in table.rows:
            if is_remark(row) or is_example(row, "actions"):
                table.skip(row, NOTHING_USED if is_remark(row) else EXAMPLE_LEFT)
            elif not row.text("finding"):
                references.ledger.error(
                    row.cell("finding"),
                    say("the action names no finding."),
                    say("Copy the finding's id from the last report."),
                )
                table.skip(row, later("no finding named"))
            else:
                found.append(_action(row, references))
                table.use(row)
    return found


def _action(row: Row, references: References) -> Action:
    sheet = SHEETS["actions"]
    found = Action(
        row.origin,
        row.text("finding"),
        action=row.text("action"),
        owner="" if row.text("owner") in references.placeholders else row.text("owner"),
        due=day(row, sheet.field("due"), references.ledger, references.placeholders),
        status=_status(row, references),
        waiver_reason=row.text("waiver_reason"),
        waiver_until=day(row, sheet.field("waiver_until"), references.ledger, references.placeholders),
        found=row.text("found"),
    )
    if found.status == "waived":
        _report_blanks(found, row, references)
    return found


def _report_blanks(waiver: Action, row: Row, references: References) -> None:
    """Report what a waiver leaves unsaid; it holds all the same."""
    if not waiver.waiver_reason:
        references.ledger.warn(
            row.cell("status"),
            say("a finding is waived and no reason is given."),
            say("Write why the company lives with it."),
        )
    if waiver.waiver_until is None:
        references.ledger.warn(
            row.cell("status"),
            say("a finding is waived and no day is given until when; it never comes back."),
            say("Write the day when it is to be looked at again."),
        )


def _status(row: Row, references: References) -> str:
    """Return how far an action is; a word of one's own stays as it is written, with an issue, and counts as open."""
    text = row.text("status")
    if not text or text in references.placeholders:
        return ""
    status = _STATUSES.get(header_key(text))
    if status is None:
        references.ledger.warn(
            row.cell("status"),
            say('"{text}" is no status that is known, and counts as open.', text=text),
            say("Write one of: {words}.", words=", ".join(map(say, STATUS_WORDS))),
        )
    return status or text.casefold()
