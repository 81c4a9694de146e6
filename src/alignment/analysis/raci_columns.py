"""What does the RACI chart ask of each holder? Rules on its columns, declared for `raci`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from alignment.analysis.base import Context, Hit, rule
from alignment.analysis.literature import SMITH
from alignment.analysis.standing import capped, holder_scope, post_label
from alignment.language import figure_text, number_text, say
from alignment.model.organisation import Assignment, Cell, Holder
from alignment.model.result import Scope
from alignment.wording import counted, joined

__all__ = ["many_accountabilities", "many_assignments", "neither_r_nor_a", "no_blank_row", "nothing"]

# In a chart of fewer rows, having a letter in each is no burden worth a line.
_ROWS_FOR_SHARES = 5


@dataclass(frozen=True)
class _Column:
    """What one holder has in the chart of processes."""

    holder: Holder
    assignments: tuple[Assignment, ...]

    def rows(self, codes: str = "RACI") -> tuple[str, ...]:
        """Processes in which the holder has one of some letters."""
        return tuple(dict.fromkeys(one.process for one in self.assignments if set(codes) & set(one.codes)))

    @property
    def number(self) -> int:
        """Letters, each counted once for each process."""
        return len({(one.process, code) for one in self.assignments for code in one.codes})

    def cells(self, codes: str = "RACI") -> tuple[Cell, ...]:
        return capped(one.cell("code") for one in self.assignments if set(codes) & set(one.codes))


def _columns(context: Context) -> Sequence[_Column]:
    """Holders of the chart of processes, sorted; those without any letter too, where the chart names them."""
    columns: dict[Holder, list[Assignment]] = {}
    for one in context.organisation.assignments:
        if one.subject == "process":
            columns.setdefault(one.holder, []).append(one)
    return [_Column(holder, tuple(found)) for holder, found in sorted(columns.items())]


def _per_column(context: Context, message: Callable[[_Column, str], str], codes: str = "RACI") -> Iterator[Hit]:
    """A hit for each holder about whom there is something to say."""
    for column in _columns(context):
        words = message(column, _post(context, column.holder))
        if words:
            yield Hit(holder_scope(column.holder), words, column.cells(codes))


def _post(context: Context, holder: Holder) -> str:
    """Return a holder as a sentence begins, such as ``One position, “Planner (Sales)”,``."""
    name = post_label(context.organisation, holder)
    match holder.kind:
        case "department":
            return say("One department, “{department}”,", department=name)
        case "person":
            return say("One position, “{position}”,", position=name)
        case _:
            return say("One role, “{role}”,", role=name)


@rule(
    "RACI12",
    "Many A in one column",
    severity="medium",
    recommendation="Move A to those who can decide nearer the work; keep what needs this post.",
    basis=f"{SMITH} A column full of A is a bottleneck. The number is our choice.",
    limit=5,
    limit_words="A in one column",
    needs=("raci",),
)
def many_accountabilities(context: Context, limit: float) -> Iterator[Hit]:
    """Holders with more A than the limit."""

    def message(column: _Column, words: str) -> str:
        number = len(column.rows("A"))
        if number <= limit:
            return ""
        return say(
            "{post} holds the A of {rows} of the chart, more than {limit}.",
            post=words,
            rows=counted(number, "row"),
            limit=figure_text(limit),
        )

    yield from _per_column(context, message, "A")


@rule(
    "RACI13",
    "Many assignments in one column",
    severity="low",
    recommendation="Ask which of these letters change anything, and take out the others.",
    basis=f"{SMITH} The number is our choice.",
    limit=10,
    limit_words="assignments in one column",
    needs=("raci",),
)
def many_assignments(context: Context, limit: float) -> Iterator[Hit]:
    """Holders with more letters than the limit."""

    def message(column: _Column, words: str) -> str:
        if column.number <= limit:
            return ""
        return say(
            "{post} holds {letters} in the chart, more than {limit}.",
            post=words,
            letters=counted(column.number, "letter"),
            limit=figure_text(limit),
        )

    yield from _per_column(context, message)


@rule(
    "RACI14",
    "Involved in everything",
    severity="low",
    recommendation="Ask in which activities this post must really take part.",
    basis=f"{SMITH} No blank cells: does this post need to be involved in so much? The share is our choice; charts of "
    f"fewer than {_ROWS_FOR_SHARES} rows are not judged.",
    limit=0.9,
    limit_words="share of the rows in which one column has a letter, from which it speaks",
    needs=("raci",),
)
def no_blank_row(context: Context, limit: float) -> Iterator[Hit]:
    """Holders with a letter in at least the limit's share of the rows."""
    rows = len(context.organisation.chart_rows["process"])

    def message(column: _Column, words: str) -> str:
        filled = len(column.rows())
        if rows < _ROWS_FOR_SHARES or filled < limit * rows:
            return ""
        return say(
            "{post} has a letter in {part} of {rows} of the chart.",
            post=words,
            part=number_text(filled),
            rows=counted(rows, "row"),
        )

    yield from _per_column(context, message)


@rule(
    "RACI15",
    "Neither does nor answers",
    severity="info",
    recommendation="See whether this post still needs a column, or whether work it does is missing from the chart.",
    basis=f"{SMITH} No R and no A: is it a post of the past?",
    needs=("raci",),
)
def neither_r_nor_a(context: Context, _: float) -> Iterator[Hit]:
    """Holders with C or I only."""

    def message(column: _Column, words: str) -> str:
        if not column.number or column.rows("RA"):
            return ""
        letters = joined([f"{len(column.rows(code))} {code}" for code in "CI" if column.rows(code)])
        return say("{post} has no R and no A in the chart, only {letters}.", post=words, letters=letters)

    yield from _per_column(context, message)


@rule(
    "RACI16",
    "Nothing in the chart",
    severity="info",
    recommendation="See whether its work is missing from the chart, or the column is not needed.",
    basis=f"{SMITH} A department of the register is reported only where every holder of the chart is a department, "
    "and neither for groups of departments nor for suppliers.",
    needs=("raci",),
)
def nothing(context: Context, _: float) -> Iterator[Hit]:
    """Columns of the chart without a letter, and departments that a chart by department leaves out."""
    organisation = context.organisation
    columns = _columns(context)
    for column in columns:
        if not column.number:
            name = post_label(organisation, column.holder)
            cells = capped(one.cell("holder") for one in column.assignments)
            message = say("“{name}” has a place in the chart and no letter.", name=name)
            yield Hit(holder_scope(column.holder), message, cells)
    named = {column.holder.id for column in columns}
    if not columns or any(column.holder.kind != "department" for column in columns):
        return
    groups = {one.parent for one in organisation.departments}
    for one in organisation.departments:
        if one.listed and not one.external and one.id not in groups and one.id not in named:
            message = say(
                "“{name}” has no letter in the chart, in which every other name is a department.", name=one.name
            )
            yield Hit(Scope("department", one.id), message, (one.cell("department"),))
