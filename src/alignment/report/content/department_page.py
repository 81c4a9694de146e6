"""What does the page of one department say? What it is in, beside the others, what is asked of it and what was found."""

from collections import Counter
from collections.abc import Iterable, Sequence

from alignment.language import later, number_text, say, say_many
from alignment.model.organisation import Step as JourneyStep
from alignment.model.result import Finding, Step
from alignment.network import Handoff
from alignment.report.content.department_figures import DepartmentFigure
from alignment.report.content.department_part import JourneyPart, Part
from alignment.report.content.findings import finding_anchor
from alignment.report.content.plan import taken_on
from alignment.report.content.view import View
from alignment.report.content.words import all_in_workbook, headed
from alignment.report.display import clean
from alignment.report.document import Block, CellValue, Column, Paragraph, Subheading, Table
from alignment.report.traces import PLAN, measure, together, traced
from alignment.wording import capital, counted, joined

__all__ = ["department_page"]

# So much fits one page; the chapters and the Excel report hold the rest.
_MOST_JOURNEYS = 5
_MOST_STEPS_NAMED = 3
_MOST_NAMES = 4
_MOST_ASKED = 3
_MOST_CODES = 4
_LINES_TO_WRITE = 3

_WHEN = {"now": later("in 30 days"), "next": later("in 90 days"), "later": later("after that")}
_JOURNEY_COLUMNS = (
    Column(later("Journey"), share=2.6),
    Column(later("Its steps"), share=4.8),
    Column(later("Takes over from"), share=1.8),
    Column(later("Hands on to"), share=1.8),
)
_PART_COLUMNS = (Column(later("Its part"), share=2.2), Column(later("Which"), share=8.7))
_FIGURE_COLUMNS = (
    Column(later("Beside the others"), share=4.4),
    Column(later("Here"), "number", 0.9),
    Column(later("Median"), "number", 0.9),
    Column(later("To read it"), share=4.8),
)
_ASKED_COLUMNS = (
    Column(later("Step"), "number", 0.6),
    Column(later("What to do"), share=8.0),
    Column(later("When"), share=0.9),
    Column(later("Champion"), share=1.4),
    Column(later("Owner"), "blank", 1.2),
    Column(later("Date"), "blank", 0.9),
)
_FINDING_COLUMNS = (
    Column(later("Severity"), "severity", 1.0),
    Column(later("Code"), share=0.9),
    Column(later("What was found"), share=8.4),
    Column(later("In all"), "number", 0.6),
)
_TRY_COLUMNS = (
    Column(later("What we will try first"), "blank", 6.2),
    Column(later("Who"), "blank", 2.2),
    Column(later("By when"), "blank", 1.5),
    Column(later("We will see it by"), "blank", 2.6),
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
        _found(found, len(view.check.findings)),
    ]
    return [
        Subheading(clean(view.department(part.department)), anchor, page=True),
        Paragraph(_lead(view, part, asked, found)),
        *(one for one in told if one is not None),
        Table(say("Ours to decide"), headed(_TRY_COLUMNS), (("",) * len(_TRY_COLUMNS),) * _LINES_TO_WRITE),
    ]


def _lead(view: View, part: Part, asked: Sequence[Step], found: Sequence[Finding]) -> str:
    division = view.divisions[part.department]
    told = [say("A department of {division}.", division=division) if division else ""]
    if part.journeys:
        text = say("In {journeys}", journeys=counted(len(part.journeys), "journey"))
        if part.handoffs:
            text = say(
                "{text}, with {taken} to it and {handed} from it",
                text=text,
                taken=counted(part.taken, "handoff") if part.taken else say("no handoff"),
                handed=number_text(part.handed) if part.handed else say("none"),
            )
            if part.handoffs == part.blind == 1:
                text = say(
                    "{text}; that handoff is blind: this department has no tie with the one at the other end", text=text
                )
            elif part.blind:
                text = say_many(
                    part.blind,
                    "{text}; {n} of them is blind: this department has no tie with the one at the other end",
                    "{text}; {n} of them are blind: this department has no tie with those at the other end",
                    text=text,
                )
        sources = [measure("fragmentation.departments")]
        if part.handoffs:
            sources = [
                measure("fragmentation.handoffs"),
                *([measure("fragmentation.blind_handoffs")] if part.blind else []),
            ]
        told.append(traced(f"{text}.", *sources))
    steps = (
        say("The plan asks {steps} of it", steps=counted(len(asked), "step"))
        if asked
        else say("The plan asks nothing of it")
    )
    findings = (
        say_many(len(found), "{n} finding names it", "{n} findings name it") if found else say("no finding names it")
    )
    planned = bool(view.check.advice.steps)
    sources = [*([PLAN] if planned else []), *map(finding_anchor, found[:1])]
    told.append(traced(f"{steps}; {findings}." if planned else f"{capital(findings)}.", *sources))
    return together(*told)


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
    note = say("Also in {journeys}.", journeys=joined(others, 3)) if others else ""
    return Table(say("The journeys it is in"), headed(_JOURNEY_COLUMNS), rows, note)


def _steps(part: JourneyPart) -> str:
    """Return the steps it is responsible for, then those it takes part in, with their moments of truth."""
    told = [_step(one) for one in part.responsible]
    told += [say("takes part in {step}", step=_step(one)) for one in part.participant]
    return "; ".join(_cut(told, _MOST_STEPS_NAMED))


def _step(step: JourneyStep) -> str:
    text = f"{step.order} {clean(step.name)}" if step.name else say("step {number}", number=step.order)
    return say("{step} (moment of truth)", step=text) if step.moment_of_truth else text


def _others(view: View, ends: Iterable[tuple[Handoff, JourneyStep]], part: JourneyPart) -> str:
    """Return the departments at the other end of handoffs, each once, the blind ones marked."""
    names: dict[str, None] = {}
    for handoff, step in ends:
        name = clean(view.department(step.departments[0]))
        names[say("{department} (blind)", department=name) if handoff in part.blind else name] = None
    return joined(list(names), _MOST_NAMES)


def _part(view: View, part: Part) -> Table | None:
    """Return what it answers for, with whom it works most, and with whom it should and does not."""
    rows = [
        (say("Owns from end to end"), [clean(one) for one in part.owned]),
        (say("Accountable for"), [clean(one) for one in part.accountable]),
        (say("Works most with"), _partners(view, part.department)),
        (say("Should talk to and does not"), _missing(view, part.department)),
    ]
    told = tuple((what, "; ".join(_cut(names, _MOST_NAMES))) for what, names in rows if names)
    return Table(say("What it answers for, and with whom"), headed(_PART_COLUMNS), told) if told else None


def _cut(texts: Sequence[str], most: int) -> list[str]:
    rest = len(texts) - most
    return [*texts[:most], *([say("and {number} more", number=number_text(rest))] if rest > 0 else [])]


def _partners(view: View, unit: str) -> list[str]:
    """Return the departments it has ties with, the strongest first, with the strength of all ties between the two."""
    ties = [(weight, _other(pair, unit)) for pair, weight in view.context.actual.items() if unit in pair]
    ranked = sorted(ties, key=lambda one: (-one[0], one[1]))
    return [
        say(
            "{department} (strength {strength})", department=clean(view.department(other)), strength=number_text(weight)
        )
        for weight, other in ranked
    ]


def _missing(view: View, unit: str) -> list[str]:
    """Return the departments it should talk to and has no tie with, each with what needs it, the most needed first."""
    if not view.talks:
        return []
    label = view.organisation.label
    found = []
    for pair, need in view.missing_contacts:
        if unit in pair:
            behind = [label("journey", one) for one in need.journeys] + [
                label("process", one) for one in need.processes
            ]
            words = joined([f"“{clean(one)}”" for one in behind], 1)
            other = clean(view.department(_other(pair, unit)))
            found.append(say("{department}, for {what}", department=other, what=words))
    return found


def _other(pair: tuple[str, str], unit: str) -> str:
    return pair[1] if pair[0] == unit else pair[0]


def _figures(unit: str, figures: Sequence[DepartmentFigure]) -> Table | None:
    rows = tuple(one.row(unit) for one in figures if unit in one.values)
    return (
        Table(
            say("Its figures"),
            headed(_FIGURE_COLUMNS),
            rows,
            say("Median: of all departments that have the figure."),
        )
        if rows
        else None
    )


def _asked(view: View, steps: Sequence[Step]) -> Table | None:
    if not steps:
        return None
    rows: list[tuple[CellValue, ...]] = [
        (one.rank, clean(one.words), say(_WHEN[one.wave]), clean(one.champion), *taken_on(view, one))
        for one in steps[:_MOST_ASKED]
    ]
    left = len(steps) - len(rows)
    note = say("And {steps}, in the chapter The plan.", steps=counted(left, "more step")) if left else ""
    # Not every kind of step has a champion.
    kept = [place for place, one in enumerate(_ASKED_COLUMNS) if one.kind == "blank" or any(row[place] for row in rows)]
    columns = headed(_ASKED_COLUMNS[place] for place in kept)
    return Table(
        say("What the plan asks of it"), columns, tuple(tuple(row[place] for place in kept) for row in rows), note
    )


def _found(findings: Sequence[Finding], whole: int) -> Table | None:
    """Return the gravest finding of each code, and how many more there are of its kind; of `whole` findings in all."""
    if not findings:
        return None
    alike = Counter(one.code for one in findings)
    first: dict[str, Finding] = {}
    for one in findings:
        first.setdefault(one.code, one)
    shown = list(first.values())[:_MOST_CODES]
    rows = tuple((one.severity, one.code, capital(clean(one.message)), alike[one.code]) for one in shown)
    note = ""
    if len(findings) > len(shown):
        note = say("Of findings with the same code only the gravest is shown.")
        note += " " + all_in_workbook(say("Findings"), whole)
    return Table(
        say("What was found"), headed(_FINDING_COLUMNS), rows, note, findings=tuple(map(finding_anchor, shown))
    )
