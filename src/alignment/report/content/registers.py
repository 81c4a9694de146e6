"""Which complete lists does the spreadsheet carry? Every journey, department, process, owner, gap and sheet."""

from collections import Counter

from alignment.analysis.catalogue import MEASURES
from alignment.analysis.parts import FEW_TIES
from alignment.analysis.privacy import SMALLEST
from alignment.analysis.statements import ROAD_NAMES
from alignment.language import later, number_text, say
from alignment.model.organisation import Department, Process
from alignment.model.result import Scope
from alignment.report.content.contacts import GAP_COLUMNS, gap_rows
from alignment.report.content.journeys import JOURNEY_COLUMNS, journey_row, ranked_journeys
from alignment.report.content.maturity import maturity_register
from alignment.report.content.measures import MeasureEntries, limits_words
from alignment.report.content.ownership import OWNER_COLUMNS, owner_rows
from alignment.report.content.sheets import SHEET_COLUMNS, SheetsRead
from alignment.report.content.view import View
from alignment.report.content.words import chosen_words, headed
from alignment.report.display import clean
from alignment.report.document import CellValue, Column, Register
from alignment.wording import capital

__all__ = ["possible_owners", "registers"]

_WAVES = {"now": later("Now"), "next": later("Next"), "later": later("Later")}
_DIRECTIONS = {"higher": later("higher"), "lower": later("lower"), "neither": later("neither")}


def registers(view: View, measures: MeasureEntries) -> tuple[Register, ...]:
    """Return the complete lists, in the order of the report; a list of nothing is left out."""
    lists = (
        _plan(view),
        _journeys(view),
        Register(
            say("Owners"),
            headed(OWNER_COLUMNS),
            tuple(owner_rows(view)),
            say("Who answers for journeys and processes."),
        ),
        _departments(view),
        _processes(view),
        _between_groups(view),
        Register(
            say("Gaps"),
            headed(GAP_COLUMNS),
            tuple(gap_rows(view)),
            say(
                "Departments that should talk and have no tie. Need: each journey and process once, times its importance, "
                "criticality or volume where given."
            ),
        ),
        maturity_register(view),
        _measures(view, measures),
        Register(
            say("Sheets read"),
            headed(SHEET_COLUMNS),
            SheetsRead(view).rows,
            say("Rows = records + rows left out."),
        ),
    )
    return tuple(one for one in lists if one.rows)


def possible_owners(view: View) -> tuple[str, ...]:
    """Return who may own an action: departments, positions of the register, people, and whom the last report's sheet names."""
    organisation = view.organisation
    departments = [one.name for one in organisation.departments if one.listed] or map(view.department, view.departments)
    held = Counter(one.role for one in organisation.people)
    groups = (
        departments,
        # A role that several hold does not say who.
        (role for role, people in held.items() if people == 1),
        (one.name for one in organisation.people if one.listed),
        (one.action.owner for one in view.agreed),
    )
    found = (name for group in groups for name in sorted({*map(clean, group)}, key=lambda one: (one.casefold(), one)))
    return tuple(dict.fromkeys(name for name in found if name.strip()))


def _yes(value: bool | None) -> str:
    if value is None:
        return ""
    return say("yes") if value else say("no")


def _measures(view: View, measures: MeasureEntries) -> Register:
    """Return what `alignment explain` says of every measure: how it is made, where it comes from, how to read it."""
    columns = (
        Column(say("Id"), share=2),
        Column(say("Measure"), share=2),
        Column(say("No. in the report")),
        Column(say("Formula"), share=4),
        Column(say("Unit")),
        Column(say("Better")),
        Column(say("Green, red"), share=2),
        Column(say("Basis of the limits"), share=3),
        Column(say("How to read it"), share=4),
        Column(say("Source"), share=4),
    )
    rows: list[tuple[CellValue, ...]] = []
    for one in MEASURES.values():
        limits = one.limits_in(view.settings)
        words = (limits_words(limits, one.unit), say(limits.basis)) if limits else (say("no limits"), "")
        made = (
            say(one.name),
            measures.numbers.get(one.id),
            say(one.formula),
            say(one.unit),
            say(_DIRECTIONS[one.direction]),
        )
        rows.append((one.id, *made, *words, say(one.reading), one.source))
    return Register(
        say("Measures"),
        columns,
        tuple(rows),
        say("How each figure is made. A command line prints the same: alignment explain ID."),
    )


def _journeys(view: View) -> Register:
    columns = (
        *headed(JOURNEY_COLUMNS),
        Column(say("Segment")),
        Column(say("Importance (1–5)"), "number", decimals=1),
        Column(say("Annual volume"), "number"),
        Column(say("Share of steps in the owner's reach"), "share"),
        Column(say("Returns"), "number"),
        Column(say("Waiting share"), "share"),
        Column(say("Findings"), "number"),
    )
    rows: list[tuple[CellValue, ...]] = []
    for one in ranked_journeys(view):
        scope = Scope("journey", one.id)
        rows.append(
            (
                *journey_row(view, one),
                clean(one.segment),
                one.importance,
                one.volume,
                view.check.value("ownership.owner_coverage", scope),
                view.check.value("fragmentation.returns", scope),
                view.check.value("fragmentation.waiting_share", scope),
                len(view.findings_about(scope)),
            )
        )
    return Register(say("Journeys"), columns, tuple(rows), say("All journeys, those with the gravest findings first."))


def _departments(view: View) -> Register:
    columns = (
        Column(say("Department")),
        Column(say("Part of")),
        Column(say("Listed")),
        Column(say("Supplier or partner")),
        Column(say("Headcount"), "number"),
        Column(say("Departments tied to"), "number"),
        Column(say("Departments it should talk to"), "number"),
        Column(say("Of these without a tie"), "number"),
        Column(say("Insularity"), "share"),
        Column(say("Journeys"), "number"),
        Column(say("Steps"), "number"),
        Column(say("Findings"), "number"),
    )
    ties = Counter(end for pair in view.context.actual for end in pair)
    needs = Counter(end for pair in view.context.required for end in pair)
    open_pairs = [
        pair
        for pair in view.context.required
        if view.context.covered.issuperset(pair) and pair not in view.context.actual
    ]
    gaps = Counter(end for pair in open_pairs for end in pair)
    steps = Counter(one.department for one in view.organisation.steps if one.department)
    journeys = Counter(one for route in view.routes.values() for one in sorted(route.departments))

    def row(one: Department) -> tuple[CellValue, ...]:
        known = one.id in view.context.covered
        inside = view.check.value("silos.insularity", Scope("group", one.id))
        if inside is None:
            inside = view.check.value("silos.insularity", Scope("department", one.id))
        return (
            clean(one.name),
            clean(view.department(one.parent)) if one.parent else "",
            _yes(one.listed),
            _yes(one.external),
            None if view.check.discretion and (one.headcount or 0) < SMALLEST else one.headcount,
            ties[one.id] if known else None,
            needs[one.id],
            gaps[one.id] if known else None,
            inside,
            journeys[one.id],
            steps[one.id],
            len(view.findings_about(Scope("department", one.id))),
        )

    ordered = sorted(view.organisation.departments, key=lambda one: (one.name.casefold(), one.id))
    note = say(
        "Every department. Pictures and pages of the report leave out units that only hold others and, where departments are "
        "listed, names that neither the list nor a tie knows."
    )
    return Register(say("Departments"), columns, tuple(row(one) for one in ordered), note)


def _processes(view: View) -> Register:
    columns = (
        Column(say("Process")),
        Column(say("Owner department")),
        Column(say("Accountable")),
        Column("R", "number"),
        Column("A", "number"),
        Column("C", "number"),
        Column("I", "number"),
        Column(say("Criticality (1–5)"), "number", decimals=1),
        Column(say("Annual volume"), "number"),
        Column(say("Findings"), "number"),
    )
    letters: dict[str, Counter[str]] = {}
    for one in view.organisation.assignments:
        if one.subject == "process":
            letters.setdefault(one.process, Counter()).update(one.codes)

    def row(one: Process) -> tuple[CellValue, ...]:
        given = letters.get(one.id)
        return (
            clean(one.name),
            clean(view.department(one.owner_department)) if one.owner_department else "",
            clean(", ".join(view.holder(holder) for holder in one.accountable)),
            *(given[code] if given else None for code in "RACI"),
            one.criticality,
            one.volume,
            len(view.findings_about(Scope("process", one.id))),
        )

    ordered = sorted(view.organisation.processes, key=lambda one: (one.name.casefold(), one.id))
    return Register(say("Processes"), columns, tuple(row(one) for one in ordered))


def _between_groups(view: View) -> Register:
    """Return the ties between each two groups beside what an even spread would give."""
    columns = (
        Column(say("Group")),
        Column(say("Other group")),
        Column(say("Ties"), "number"),
        Column(say("Strength"), "number", decimals=1),
        Column(say("Against an even spread (1 = as many)"), "number", decimals=2),
    )
    rows: list[tuple[CellValue, ...]] = []
    if view.talks:
        group = view.context.collaboration.group
        counts: Counter[tuple[str, str]] = Counter()
        strength: Counter[tuple[str, str]] = Counter()
        for first, second, weight in view.context.collaboration.ties.edges(data="weight", default=1.0):
            if first in group and second in group:
                low, high = sorted((group[first], group[second]))
                counts[low, high] += 1
                strength[low, high] += weight
        mixing = {one.scope.id: one.value for one in view.check.of("silos.mixing")}
        pairs = sorted({*counts, *(pair for pair in mixing if isinstance(pair, tuple))})
        pairs = [one for one in pairs if view.small.isdisjoint(one)]
        for low, high in pairs:
            names = view.subject(Scope("group", low)), view.subject(Scope("group", high))
            rows.append((*map(clean, names), counts[low, high], strength[low, high], mixing.get((low, high))))
    note = say(
        "Ties between people, by their departments; ties between departments, by their divisions. Two that have no tie are "
        "listed where an even spread would give {number} or more.",
        number=number_text(FEW_TIES),
    )
    return Register(say("Ties between groups"), columns, tuple(rows), note)


def _plan(view: View) -> Register:
    """Return the plan with all that is known of each step."""
    columns = (
        Column(say("Step"), "number"),
        Column(say("What to do"), share=4),
        Column(say("Wave")),
        Column(say("Quick win")),
        Column(say("Effort"), "number"),
        Column(say("Points"), "number", decimals=2),
        Column(say("Added up"), "number", decimals=2),
        Column(say("Asks"), share=2),
        Column(say("Champion"), share=2),
        Column(say("Why"), share=2),
        Column(say("Action"), share=2),
        Column(say("Helps to reach, road")),
        Column(say("Helps to reach, stage"), "number"),
        Column(say("On Monday"), share=4),
        Column(say("With whom"), share=3),
        Column(say("What to bring"), share=3),
        Column(say("It worked when"), share=3),
        Column(say("Closes"), share=3),
        Column(say("Brings"), share=3),
        Column(say("Against it"), share=3),
        Column(say("In the workbook"), share=4),
    )
    practices = {one.id: one for one in view.check.advice.practices}
    rows: list[tuple[CellValue, ...]] = []
    for one in view.check.advice.steps:
        asks = "; ".join(view.department(unit) for unit in one.asks)
        how = practices.get(one.practice)
        told: tuple[CellValue, ...] = (
            (
                say(how.title),
                capital(say(ROAD_NAMES[how.road])),
                how.stage,
                *map(say, (how.monday, how.whom, how.bring, how.seen)),
            )
            if how
            else (None,) * 7
        )
        lists = tuple("; ".join(some) or None for some in (one.closes, one.opens, one.against, one.edits))
        quick = say("yes") if one.quick_win else None
        figures = (one.effort, one.gain, one.cumulative)
        carried = (asks or None, one.champion or None, one.champion_reason or None)
        rows.append((one.rank, one.words, say(_WAVES[one.wave]), quick, *figures, *carried, *told, *lists))
    note = say(
        "The steps in their order, each with its action, and where it is typed. The sheet {sheet} is there to fill in.",
        sheet=say("Actions"),
    )
    return Register(say("Plan"), columns, tuple(rows), f"{chosen_words(view.check.advice)} {note}".lstrip())
