"""What does the workbook say in two ways? Owners against letters, steps against processes, ratings against ratings."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from alignment.analysis.processes import ProcessAccount, process_accounts
from alignment.analysis.ratings import RatedTie
from alignment.analysis.standing import Standing, chart_accountable, owner_cell
from alignment.model.organisation import Assignment, Cell, Holder, Organisation, Process, Step
from alignment.model.result import Scope

__all__ = ["RATINGS_APART", "Contradictions", "NamesApart", "StepElsewhere", "contradictions"]

# Ratings of one tie, on a scale of 5, that are so far apart are two different stories.
RATINGS_APART = 2.0


@dataclass(frozen=True)
class NamesApart:
    """An owner, or accountable, whom the column names otherwise than the RACI chart."""

    scope: Scope
    column: tuple[Holder, ...]
    chart: tuple[Holder, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class StepElsewhere:
    """A step done in other departments than the one that owns its process."""

    step: Step
    process: Process


@dataclass(frozen=True)
class Contradictions:
    """Everything that the sheets say in two ways. `compared` is False where nothing could be compared."""

    names: tuple[NamesApart, ...]
    steps: tuple[StepElsewhere, ...]
    ratings: tuple[RatedTie, ...]
    compared: bool


def _agree(standing: Standing, one: Holder, other: Holder) -> bool:
    """Tell whether two names can mean the same post: one person and their department, or their role, can."""
    if one == other:
        return True
    mine, theirs = standing.departments(one), standing.departments(other)
    if one.kind == other.kind:
        return False
    # A role that stands nowhere may be anybody's.
    return (
        not mine
        or not theirs
        or any(standing.reaches(mine, place) for place in theirs)
        or any(standing.reaches(theirs, place) for place in mine)
    )


def _differ(standing: Standing, column: Sequence[Holder], chart: Sequence[Holder]) -> bool:
    return bool(column and chart) and not any(_agree(standing, one, other) for one in column for other in chart)


def _letter_cells(row: Iterable[Assignment]) -> list[Cell]:
    return [one.cell("code") for one in row if "A" in one.codes]


def _names_apart(organisation: Organisation, standing: Standing) -> tuple[list[NamesApart], bool]:
    found, compared = [], False
    rows = organisation.chart_rows["journey"]
    for journey in organisation.journeys:
        row = rows.get(journey.id, ())
        chart = chart_accountable(row)
        compared |= bool(chart and journey.owners)
        if _differ(standing, journey.owners, chart):
            cells = (owner_cell(organisation, journey), *_letter_cells(row))
            found.append(NamesApart(Scope("journey", journey.id), journey.owners, chart, cells))
    for account in process_accounts(organisation):
        compared |= bool(account.chart and account.column)
        if _differ(standing, account.column, account.chart):
            found.append(_process_names(account))
    return found, compared


def _process_names(account: ProcessAccount) -> NamesApart:
    cells = (account.process.cell("accountable"), *_letter_cells(account.row))
    return NamesApart(Scope("process", account.process.id), account.column, account.chart, cells)


def _steps_elsewhere(organisation: Organisation, standing: Standing) -> tuple[list[StepElsewhere], bool]:
    """Steps of which no department is, stands above or stands below the owner of their process; suppliers aside."""
    found, compared = [], False
    for steps in organisation.steps_of.values():
        for step in steps:
            process = organisation.process.get(step.process) if step.process is not None else None
            owner = process.owner_department if process is not None else None
            doers = [one for one in step.departments if standing.listed(one) and not standing.external(one)]
            if process is None or owner is None or not standing.listed(owner) or not doers:
                continue
            compared = True
            if not any(standing.reaches((owner,), one) or standing.reaches((one,), owner) for one in doers):
                found.append(StepElsewhere(step, process))
    return found, compared


def contradictions(organisation: Organisation, rated: tuple[RatedTie, ...] | str) -> Contradictions:
    """Return everything that two sheets, or two rows, say differently, in the order of the workbook.

    `rated` are the ties that both sides rated, or why there are none (`Context.rated_ties`).

    Names of different kinds may mean one post: a person and the department where they stand, a role and who has it;
    they contradict only where the chart shows that they are apart.
    """
    standing = Standing(organisation)
    names, names_compared = _names_apart(organisation, standing)
    steps, steps_compared = _steps_elsewhere(organisation, standing)
    apart = () if isinstance(rated, str) else tuple(one for one in rated if one.difference >= RATINGS_APART)
    compared = names_compared or steps_compared or not isinstance(rated, str)
    return Contradictions(tuple(names), tuple(steps), apart, compared)
