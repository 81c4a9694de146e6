"""Which complete lists does the spreadsheet carry? Every journey, department, process, owner, gap and sheet."""

from collections import Counter

from alignment.analysis.catalogue import MEASURES
from alignment.analysis.parts import FEW_TIES
from alignment.analysis.statements import ROAD_NAMES
from alignment.model.organisation import Department, Process
from alignment.model.result import Scope
from alignment.report.content.contacts import GAP_COLUMNS, gap_rows
from alignment.report.content.journeys import JOURNEY_COLUMNS, journey_row, ranked_journeys
from alignment.report.content.maturity import maturity_register
from alignment.report.content.method import SHEET_COLUMNS, limits_words, sheet_rows
from alignment.report.content.ownership import OWNER_COLUMNS, owner_rows
from alignment.report.content.view import View
from alignment.report.display import clean
from alignment.report.document import CellValue, Column, Register

__all__ = ["registers"]


def registers(view: View) -> tuple[Register, ...]:
    """Return the complete lists, in the order of the report; a list of nothing is left out."""
    lists = (
        _plan(view),
        _journeys(view),
        Register("Owners", OWNER_COLUMNS, tuple(owner_rows(view)), "Who answers for journeys and processes."),
        _departments(view),
        _processes(view),
        _between_groups(view),
        Register(
            "Gaps",
            GAP_COLUMNS,
            tuple(gap_rows(view)),
            "Departments that should talk and have no tie. Need: each journey and process once, times its importance, "
            "criticality or volume where given.",
        ),
        maturity_register(view),
        _measures(view),
        Register("Sheets read", SHEET_COLUMNS, tuple(sheet_rows(view)), "Rows = records + rows left out."),
    )
    return tuple(one for one in lists if one.rows)


def _measures(view: View) -> Register:
    """Return what `alignment explain` says of every measure: how it is made, where it comes from, how to read it."""
    columns = (
        Column("Id", share=2),
        Column("Measure", share=2),
        Column("Formula", share=4),
        Column("Unit"),
        Column("Better"),
        Column("Green, red", share=2),
        Column("Basis of the limits", share=3),
        Column("How to read it", share=4),
        Column("Source", share=4),
    )
    rows: list[tuple[CellValue, ...]] = []
    for one in MEASURES.values():
        limits = one.limits_in(view.settings)
        words = (limits_words(limits, one.unit), limits.basis) if limits else ("no limits", "")
        rows.append((one.id, one.name, one.formula, one.unit, one.direction, *words, one.reading, one.source))
    return Register(
        "Measures",
        columns,
        tuple(rows),
        "How each figure is made. A command line prints the same: alignment explain ID.",
    )


def _journeys(view: View) -> Register:
    columns = (
        *JOURNEY_COLUMNS,
        Column("Segment"),
        Column("Importance (1–5)", "number", decimals=1),
        Column("Annual volume", "number"),
        Column("Share of steps in the owner's reach", "share"),
        Column("Returns", "number"),
        Column("Waiting share", "share"),
        Column("Findings", "number"),
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
    return Register("Journeys", columns, tuple(rows), "All journeys, those with the gravest findings first.")


def _departments(view: View) -> Register:
    columns = (
        Column("Department"),
        Column("Part of"),
        Column("Listed"),
        Column("Supplier or partner"),
        Column("Headcount", "number"),
        Column("Departments tied to", "number"),
        Column("Departments it should talk to", "number"),
        Column("Of these without a tie", "number"),
        Column("Insularity", "share"),
        Column("Journeys", "number"),
        Column("Steps", "number"),
        Column("Findings", "number"),
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
            "yes" if one.listed else "no",
            {True: "yes", False: "no", None: ""}[one.external],
            one.headcount,
            ties[one.id] if known else None,
            needs[one.id],
            gaps[one.id] if known else None,
            inside,
            journeys[one.id],
            steps[one.id],
            len(view.findings_about(Scope("department", one.id))),
        )

    ordered = sorted(view.organisation.departments, key=lambda one: (one.name.casefold(), one.id))
    return Register("Departments", columns, tuple(row(one) for one in ordered))


def _processes(view: View) -> Register:
    columns = (
        Column("Process"),
        Column("Owner department"),
        Column("Accountable"),
        Column("R", "number"),
        Column("A", "number"),
        Column("C", "number"),
        Column("I", "number"),
        Column("Criticality (1–5)", "number", decimals=1),
        Column("Annual volume", "number"),
        Column("Findings", "number"),
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
    return Register("Processes", columns, tuple(row(one) for one in ordered))


def _between_groups(view: View) -> Register:
    """Return the ties between each two groups beside what an even spread would give."""
    columns = (
        Column("Group"),
        Column("Other group"),
        Column("Ties", "number"),
        Column("Strength", "number", decimals=1),
        Column("Against an even spread (1 = as many)", "number", decimals=2),
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
        for low, high in pairs:
            names = view.subject(Scope("group", low)), view.subject(Scope("group", high))
            rows.append((*map(clean, names), counts[low, high], strength[low, high], mixing.get((low, high))))
    note = (
        "Ties between people, by their departments; ties between departments, by their divisions. Two that have no tie are "
        f"listed where an even spread would give {FEW_TIES} or more."
    )
    return Register("Ties between groups", columns, tuple(rows), note)


def _plan(view: View) -> Register:
    """Return the plan with all that is known of each step."""
    columns = (
        Column("Step", "number"),
        Column("What to do", share=4),
        Column("Wave"),
        Column("Quick win"),
        Column("Effort", "number"),
        Column("Points", "number", decimals=2),
        Column("Added up", "number", decimals=2),
        Column("Asks", share=2),
        Column("Champion", share=2),
        Column("Why", share=2),
        Column("Action", share=2),
        Column("Helps to reach, road"),
        Column("Helps to reach, stage", "number"),
        Column("On Monday", share=4),
        Column("With whom", share=3),
        Column("What to bring", share=3),
        Column("It worked when", share=3),
        Column("Closes", share=3),
        Column("Brings", share=3),
        Column("Against it", share=3),
        Column("In the workbook", share=4),
    )
    practices = {one.id: one for one in view.check.advice.practices}
    rows: list[tuple[CellValue, ...]] = []
    for one in view.check.advice.steps:
        asks = "; ".join(view.department(unit) for unit in one.asks)
        how = practices.get(one.practice)
        told = (
            (how.title, ROAD_NAMES[how.road].capitalize(), how.stage, how.monday, how.whom, how.bring, how.seen)
            if how
            else (None,) * 7
        )
        lists = tuple("; ".join(some) or None for some in (one.closes, one.opens, one.against, one.edits))
        quick = "yes" if one.quick_win else None
        figures = (one.effort, one.gain, one.cumulative)
        carried = (asks or None, one.champion or None, one.champion_reason or None)
        rows.append((one.rank, one.words, one.wave.capitalize(), quick, *figures, *carried, *told, *lists))
    note = (
        "The steps in their order, each with its action, and where it is typed. The sheet Actions is there to fill in."
    )
    return Register("Plan", columns, tuple(rows), note)
