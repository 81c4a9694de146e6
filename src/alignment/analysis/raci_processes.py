"""Does one answer for each process, and does someone do it? Rules RACI01 to RACI03, declared for `raci`."""

from collections.abc import Iterator

from alignment.analysis.base import Context, Hit, rule
from alignment.analysis.literature import SMITH
from alignment.analysis.processes import ProcessAccount, process_accounts
from alignment.analysis.raci_rows import Row, holder_names, row_name, rows
from alignment.analysis.standing import capped
from alignment.language import number_text, say
from alignment.model.organisation import Cell
from alignment.model.result import Scope
from alignment.wording import counted

__all__ = ["no_accountable", "no_responsible", "several_accountables"]


def _accountable_cells(context: Context, account: ProcessAccount, codes: str) -> tuple[Cell, ...]:
    """The accountable cell, where it names someone or nobody is named, and the cells of the row with some letters."""
    cells: list[Cell] = []
    asked = account.process.listed and context.organisation.has("processes", "accountable")
    if asked and (account.column or not account.chart):
        cells.append(account.process.cell("accountable"))
    return capped([*cells, *Row("process", account.process.id, account.row).cells(codes)])


@rule(
    "RACI01",
    "Process without an accountable",
    severity="high",
    recommendation="Agree on one post that answers for the result, and give it the A.",
    basis=f"{SMITH} Exactly one A for each activity. A process whose accountable column is filled is not reported. "
    "Medium where a process outside the chart at least names its owner department.",
    needs=("processes|raci",),
    measure="ownership.processes_without_accountable",
)
def no_accountable(context: Context, _: float) -> Iterator[Hit]:
    """Processes with neither an A nor a named accountable; headings that only group processes aside."""
    for one in process_accounts(context.organisation):
        if one.accountables:
            continue
        scope, name = Scope("process", one.process.id), one.process.name
        department = one.process.owner_department
        cells = _accountable_cells(context, one, "RACI")
        if one.row:
            message = say(
                "Nobody is accountable (A) for “{name}”: it has {assignments} and no A.",
                name=name,
                assignments=counted(Row("process", one.process.id, one.row).number, "assignment"),
            )
            yield Hit(scope, message, cells)
        elif department is None:
            yield Hit(scope, say("Nobody is named as accountable for “{name}”.", name=name), cells)
        else:
            message = say(
                "Nobody is named as accountable for “{name}”; it belongs to {department} as a whole.",
                name=name,
                department=context.label("department", department),
            )
            yield Hit(scope, message, cells, "medium")


@rule(
    "RACI02",
    "Process with several accountables",
    severity="medium",
    recommendation="Keep one A; give the others R, C or I, whichever says what they do.",
    basis=f"{SMITH} Exactly one A for each activity.",
    needs=("processes|raci",),
    measure="ownership.processes_with_several_accountable",
)
def several_accountables(context: Context, _: float) -> Iterator[Hit]:
    """Processes with two or more A, or with several names in the accountable column."""
    for one in process_accounts(context.organisation):
        if one.accountables > 1:
            names = holder_names(context.organisation, one.chart if len(one.chart) >= len(one.column) else one.column)
            message = (
                say(
                    "“{name}” has 2 accountables (A), {names}; neither decides alone.",
                    name=one.process.name,
                    names=names,
                )
                if one.accountables == 2
                else say(
                    "“{name}” has {number} accountables (A), {names}; none decides alone.",
                    name=one.process.name,
                    number=number_text(one.accountables),
                    names=names,
                )
            )
            yield Hit(Scope("process", one.process.id), message, _accountable_cells(context, one, "A"))


@rule(
    "RACI03",
    "Nobody responsible",
    severity="medium",
    recommendation="Name who does the work, and give them the R.",
    basis=f"{SMITH} At least one R for each activity.",
    needs=("raci",),
    measure="ownership.processes_without_responsible",
)
def no_responsible(context: Context, _: float) -> Iterator[Hit]:
    """Rows without an R."""
    for row in rows(context):
        if not row.letters["R"]:
            message = say(
                "Nobody is responsible (R) for doing “{name}”: {assignments}, no R.",
                name=row_name(context, row),
                assignments=counted(row.number, "assignment"),
            )
            yield Hit(row.scope, message, row.cells())
