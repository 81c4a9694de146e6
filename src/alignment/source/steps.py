"""What does the customer go through? The steps of each journey, in order, with the departments that do them."""

from collections.abc import Sequence

from alignment.language import later, say, say_many
from alignment.model.organisation import Step
from alignment.source.cells import flag, number
from alignment.source.merge import EXAMPLE_LEFT, NOTHING_USED, is_example, is_remark
from alignment.source.names import Placeholders, split_names
from alignment.source.references import References
from alignment.source.schema import SHEETS
from alignment.source.tables import Row, SheetTable

__all__ = ["filled_down", "steps"]

_SHEET = SHEETS["journey_steps"]
# Position of a step before sorting: the number given, then the row it stands in.
_Place = tuple[float, int]


def steps(tables: Sequence[SheetTable], references: References) -> list[Step]:
    """Return the steps of all journeys, numbered from 1 within each.

    A step without a number keeps its place after the step above it. The same step in two workbooks is read once.
    """
    placed: dict[str, list[tuple[_Place, Step]]] = {}
    seen: dict[tuple[object, ...], str] = {}
    count = 0
    for table in tables:
        ordered = "order" in table.layout.places
        last: dict[str, float] = {}
        rows = filled_down(table, "journey", references)
        for row, journey_text in rows:
            if _unusable(table, row, journey_text, references):
                continue
            journey = references.resolve(journey_text, row, "journey", "journeys")
            place = _order(row, references, last.get(journey, 0.0)) if ordered else last.get(journey, 0.0)
            last[journey] = place
            step = _step(row, journey, references)
            identity = (journey, place, step.name, step.departments)
            if seen.setdefault(identity, table.grid.file) != table.grid.file:
                table.skip(row, say("read from {file} already", file=seen[identity]))
                continue
            placed.setdefault(journey, []).append(((place, count), step))
            count += 1
            table.use(row)
    return [step for found in placed.values() for step in _numbered(found)]


def filled_down(table: SheetTable, field: str, references: References) -> list[tuple[Row, str]]:
    """Return each row with the name in a column; a name written once stands for the rows below it, and that is said."""
    found, above, blank = [], "", []
    for row in table.rows:
        text = row.text(field)
        if is_example(row, table.kind):
            found.append((row, text))
            continue
        if not text and above and not is_remark(row):
            blank.append(row)
            text = above
        above = text or above
        found.append((row, text))
    if blank:
        header = say(SHEETS[table.kind].field(field).header)
        references.ledger.warn(
            blank[0].cell(field),
            say_many(
                len(blank),
                "{column} is blank; {n} row is read as going on with the {name} above.",
                "{column} is blank; {n} rows are read as going on with the {name} above.",
                column=header,
                name=header.lower(),
            ),
            say("Write it in every row to be sure."),
        )
    return found


def _unusable(table: SheetTable, row: Row, journey: str, references: References) -> bool:
    if is_remark(row):
        table.skip(row, NOTHING_USED)
    elif is_example(row, "journey_steps"):
        table.skip(row, EXAMPLE_LEFT)
    elif not journey or journey in references.placeholders:
        references.ledger.error(
            row.cell("journey"), say("the step belongs to no journey."), say("Write the journey, or clear the row.")
        )
        table.skip(row, later("no journey named"))
    elif not any(row.text(name) for name in ("step", "department", "order", "process")) and _leads(table, row):
        table.skip(row, later("a heading: the journey of the rows below"))
    elif not any(row.text(name) for name in ("step", "department", "order", "process")):
        references.ledger.error(
            row.cell("step"),
            say("the row names neither a step nor a department."),
            say("Fill it in, or clear the row."),
        )
        table.skip(row, later("neither step nor department named"))
    else:
        return False
    return True


def _leads(table: SheetTable, row: Row) -> bool:
    """Tell whether a row that names just a journey stands above rows that name none: it is their heading."""
    below = next((one for one in table.rows if one.origin.row > row.origin.row), None)
    return bool(row.text("journey")) and below is not None and not below.text("journey") and not is_remark(below)


def _order(row: Row, references: References, last: float) -> float:
    if not row.text("order"):
        references.ledger.warn(
            row.cell("order"), say("the step has no number; it is read after the step above it."), say("Number it.")
        )
        return last
    found = number(row, _SHEET.field("order"), references.ledger, references.placeholders)
    return last if found is None else found


def _step(row: Row, journey: str, references: References) -> Step:
    ledger, placeholders = references.ledger, references.placeholders
    _report_placeholders(row, placeholders, references)
    return Step(
        row.origin,
        journey,
        0,
        name=row.text("step"),
        departments=references.ids(row, "department", "departments"),
        process=references.id(row, "process", "processes"),
        channel="" if row.text("channel") in placeholders else row.text("channel"),
        moment_of_truth=flag(row, _SHEET.field("moment_of_truth"), ledger, placeholders) or False,
        hassle=number(row, _SHEET.field("hassle"), ledger, placeholders),
        duration=number(row, _SHEET.field("duration"), ledger, placeholders),
        waiting=number(row, _SHEET.field("waiting"), ledger, placeholders),
    )


def _report_placeholders(row: Row, placeholders: Placeholders, references: References) -> None:
    known = references.registers["departments"].known
    for one in row.naming("department"):
        for name in split_names(one.raw("department"), known):
            if name in placeholders and not known(name):
                references.ledger.warn(
                    one.cell("department"),
                    say('"{name}" names no department.', name=name),
                    say("Write who does this step, or leave the cell blank."),
                )


def _numbered(found: list[tuple[_Place, Step]]) -> list[Step]:
    # Steps of one number stay in the order of their rows.
    ordered = sorted(found, key=lambda one: one[0])
    return [
        Step(
            step.origin, step.journey, position, step.name, step.departments, step.process, step.channel,
            step.moment_of_truth, step.hassle, step.duration, step.waiting,
        )
        for position, (_, step) in enumerate(ordered, start=1)
    ]  # fmt: skip
