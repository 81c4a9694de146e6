"""What does the page of one department say? What it is in, beside the others, what is asked of it and what was found."""

from collections import Counter
from collections.abc import Iterable, Sequence

from alignment.language import number_text
from alignment.model.organisation import Step as JourneyStep
from alignment.model.result import Finding, Step
from alignment.network import Handoff
from alignment.report.content.contacts import missing_contacts
from alignment.report.content.department_figures import DepartmentFigure
from alignment.report.content.department_part import JourneyPart, Part
from alignment.report.content.findings import EVERYTHING_ELSE, finding_anchor
from alignment.report.content.plan import taken_on
from alignment.report.content.view import View
from alignment.report.display import clean
from alignment.report.document import Block, CellValue, Column, Paragraph, Subheading, Table
from alignment.wording import capital, counted, have, joined

__all__ = ["department_page"]

# So much fits one page; the chapters and the Excel report hold the rest.
_MOST_JOURNEYS = 5
_MOST_STEPS_NAMED = 3
_MOST_NAMES = 4
_MOST_ASKED = 4
_MOST_CODES = 4
_LINES_TO_WRITE = 3

_WHEN = {"now": "in 30 days", "next": "in 90 days", "later": "after that"}
_JOURNEY_COLUMNS = (
    Column("Journey", share=2.6),
    Column("Its steps", share=4.8),
    Column("Takes over from", share=1.8),
    Column("Hands on to", share=1.8),
)
_PART_COLUMNS = (Column("Its part", share=2.6), Column("Which", share=8.3))
_FIGURE_COLUMNS = (
    Column("Beside the others", share=4.4),
    Column("Here", "number", 0.9),
    Column("Median", "number", 0.9),
    Column("To read it", share=4.8),
)
_ASKED_COLUMNS = (
    Column("Step", "number", 0.6),
    Column("What to do", share=7.0),
    Column("When", share=0.9),
    Column("Champion", share=1.4),
    Column("Owner", "blank", 1.2),
    Column("Date", "blank", 0.9),
)
_FINDING_COLUMNS = (
    Column("Severity", "severity", 1.0),
    Column("Code", share=0.9),
    Column("What was found", share=8.4),
    Column("In all", "number", 0.6),
)
_TRY_COLUMNS = (
    Column("What we will try first", "blank", 6.2),
    Column("Who", "blank", 2.2),
    Column("By when", "blank", 1.5),
    Column("We will see it by", "blank", 2.6),
)


def department_page(
    view: View,
    part: Part,
    anchor: str,
    figures: Sequence[DepartmentFigure],
    asked: Sequence[Step],
    found: Sequence[Finding],
) -> list[Block]:
    """Return the page of one department; what there is nothing to say of is left out."""
    told = [
        _journeys(view, part),
        _part(view, part),
        _figures(part.department, figures),
        _asked(view, asked),
        _found(found),
    ]
    return [
        Subheading(clean(view.department(part.department)), anchor, page=True),
        Paragraph(_lead(view, part, asked, found)),
        *(one for one in told if one is not None),
        Table("Ours to decide", _TRY_COLUMNS, (("",) * len(_TRY_COLUMNS),) * _LINES_TO_WRITE),
    ]


def _lead(view: View, part: Part, asked: Sequence[Step], found: Sequence[Finding]) -> str:
    division = view.divisions[part.department]
    said = [f"A department of {division}." if division else ""]
    if part.journeys:
        text = f"In {counted(len(part.journeys), 'journey')}"
        if part.handoffs:
            text += f", with {_number(part.taken, 'handoff')} to it and {_number(part.handed)} from it"
            if part.blind:
                text += (
                    f"; {number_text(part.blind)} of them {have(part.blind, 'is', 'are')} blind, since it has no tie with "
                    "the other department"
                )
        said.append(f"{text}.")
    steps = f"The plan asks {counted(len(asked), 'step')} of it" if asked else "The plan asks nothing of it"
    findings = (
        f"{counted(len(found), 'finding')} {have(len(found), 'names', 'name')} it" if found else "no finding names it"
    )
    said.append(f"{steps}; {findings}." if view.check.advice.steps else f"{capital(findings)}.")
    return " ".join(filter(None, said))


def _number(number: int, noun: str = "") -> str:
    if not noun:
        return number_text(number) if number else "none"
    return counted(number, noun) if number else f"no {noun}"


def _journeys(view: View, part: Part) -> Table | None:
    if not part.journeys:
        return None
    rows = tuple(
        (
            clean(one.journey.name),
            _steps(one),
            _others(view, [(each, each.before) for each in one.taken], one),
            _others(view, [(each, each.after) for each in one.handed], one),
        )
        for one in part.journeys[:_MOST_JOURNEYS]
    )
    others = [f"“{clean(one.journey.name)}”" for one in part.journeys[_MOST_JOURNEYS:]]
    note = f"Also in {joined(others, 3)}." if others else ""
    return Table("The journeys it is in", _JOURNEY_COLUMNS, rows, note)


def _steps(part: JourneyPart) -> str:
    """Return the steps it is responsible for, then those it takes part in, with their moments of truth."""
    told = [_step(one) for one in part.responsible]
    told += [f"takes part in {_step(one)}" for one in part.participant]
    rest = len(told) - _MOST_STEPS_NAMED
    return "; ".join([*told[:_MOST_STEPS_NAMED], *([f"and {rest} more"] if rest > 0 else [])])


def _step(step: JourneyStep) -> str:
    moment = " (moment of truth)" if step.moment_of_truth else ""
    return f"{step.order} {clean(step.name)}{moment}"


def _others(view: View, ends: Iterable[tuple[Handoff, JourneyStep]], part: JourneyPart) -> str:
    """Return the departments at the other end of handoffs, each once, the blind ones marked."""
    names = dict.fromkeys(
        f"{clean(view.department(step.departments[0]))}{' (blind)' if handoff in part.blind else ''}"
        for handoff, step in ends
    )
    return joined(list(names), _MOST_NAMES)


def _part(view: View, part: Part) -> Table | None:
    """Return what it answers for, with whom it works most, and with whom it should and does not."""
    rows = [
        ("Owns from end to end", [clean(one) for one in part.owned]),
        ("Accountable for", [clean(one) for one in part.accountable]),
        ("Works most with", _partners(view, part.department)),
        ("Should talk to and does not", _missing(view, part.department)),
    ]
    told = tuple((what, "; ".join(_cut(names))) for what, names in rows if names)
    return Table("What it answers for, and with whom", _PART_COLUMNS, told) if told else None


def _cut(names: Sequence[str]) -> list[str]:
    rest = len(names) - _MOST_NAMES
    return [*names[:_MOST_NAMES], *([f"and {rest} more"] if rest > 0 else [])]


def _partners(view: View, unit: str) -> list[str]:
    """Return the departments it has ties with, the strongest first, with the strength of all ties between the two."""
    ties = [(weight, _other(pair, unit)) for pair, weight in view.context.actual.items() if unit in pair]
    ranked = sorted(ties, key=lambda one: (-one[0], one[1]))
    return [f"{clean(view.department(other))} (strength {number_text(weight)})" for weight, other in ranked]


def _missing(view: View, unit: str) -> list[str]:
    """Return the departments it should talk to and has no tie with, each with what needs it, the most needed first."""
    if not view.talks:
        return []
    label = view.organisation.label
    found = []
    for pair, need in missing_contacts(view):
        if unit in pair:
            behind = [label("journey", one) for one in need.journeys] + [
                label("process", one) for one in need.processes
            ]
            words = joined([f"“{clean(one)}”" for one in behind], 1)
            found.append(f"{clean(view.department(_other(pair, unit)))}, for {words}")
    return found


def _other(pair: tuple[str, str], unit: str) -> str:
    return pair[1] if pair[0] == unit else pair[0]


def _figures(unit: str, figures: Sequence[DepartmentFigure]) -> Table | None:
    rows = tuple(one.row(unit) for one in figures if unit in one.values)
    return (
        Table("Its figures", _FIGURE_COLUMNS, rows, "Median: of all departments that have the figure.")
        if rows
        else None
    )


def _asked(view: View, steps: Sequence[Step]) -> Table | None:
    if not steps:
        return None
    rows: list[tuple[CellValue, ...]] = [
        (one.rank, clean(one.words), _WHEN[one.wave], clean(one.champion), *taken_on(view, one))
        for one in steps[:_MOST_ASKED]
    ]
    left = len(steps) - len(rows)
    note = f"And {counted(left, 'more step')}, in the chapter The plan." if left else ""
    # Not every kind of step has a champion.
    kept = [place for place, one in enumerate(_ASKED_COLUMNS) if one.kind == "blank" or any(row[place] for row in rows)]
    columns = tuple(_ASKED_COLUMNS[place] for place in kept)
    return Table("What the plan asks of it", columns, tuple(tuple(row[place] for place in kept) for row in rows), note)


def _found(findings: Sequence[Finding]) -> Table | None:
    """Return the gravest finding of each code, and how many more there are of its kind."""
    if not findings:
        return None
    alike = Counter(one.code for one in findings)
    first: dict[str, Finding] = {}
    for one in findings:
        first.setdefault(one.code, one)
    shown = list(first.values())[:_MOST_CODES]
    rows = tuple((one.severity, one.code, capital(clean(one.message)), alike[one.code]) for one in shown)
    told = f"Of several of one code the gravest is told. All are {EVERYTHING_ELSE}."
    note = told if len(findings) > len(shown) else ""
    return Table("What was found", _FINDING_COLUMNS, rows, note, findings=tuple(map(finding_anchor, shown)))
