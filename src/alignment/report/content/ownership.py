"""Who answers for what, and can they? The ladder of ownership, the load on each owner, the RACI and the formal chart."""

from alignment.analysis.loads import Load, loads
from alignment.language import later, number_text, say, say_many
from alignment.model.organisation import Holder
from alignment.report.charts import Rung, ownership_ladder
from alignment.report.content.additions import Unmeasured
from alignment.report.content.chart import CHART, chart_blocks
from alignment.report.content.findings import finding_blocks
from alignment.report.content.view import View
from alignment.report.content.words import all_in_workbook, headed
from alignment.report.display import clean
from alignment.report.document import Block, CellValue, Column, Paragraph, Section, Subheading, Table
from alignment.report.traces import measure, together, traced
from alignment.wording import capital, joined, of_all

__all__ = ["OWNER_COLUMNS", "owner_rows", "ownership_section", "processes_words"]

MOST_OWNERS = 15

# What each rung of the ladder is called and takes (METRICS: ownership.ladder).
RUNGS = (
    (later("Nobody"), later("no end-to-end owner is named")),
    (later("Named"), later("several names, or one that no register knows")),
    (later("Single"), later("one owner, known in the register")),
    (later("Mandated"), later("stands above the departments, or has a mandate")),
    (later("Exercised"), later("KPI with a target, reviewed within 12 months")),
)

OWNER_COLUMNS = (
    Column(later("Who answers"), share=2.6),
    Column(later("Known as"), share=2.4),
    Column(later("Journeys"), "number", 0.9),
    Column(later("Processes"), "number", 1.0),
    Column(later("For what"), share=4.4),
)
# The columns of them that nothing may stand in: what an owner is known as, journeys, processes.
_MAY_BE_EMPTY = (1, 2, 3)
_KINDS = {"department": later("department"), "role": later("role"), "unknown": later("in no register")}


def ownership_section(view: View) -> Section | Unmeasured:
    """Return ownership, or that nothing says who owns what."""
    blocks: list[Block] = _ladder(view) + _load(view)
    blocks += finding_blocks(view, say("What was found about ownership"), "ownership-findings", "OWN")
    blocks += _chart(view)
    if not blocks:
        reason = say("nothing in the workbook says who answers for what")
        return Unmeasured(say("Ownership"), reason, ("journeys", "accountable"))
    chart = chart_blocks(view)
    if chart:
        blocks += [Subheading(say(CHART), "chart"), *chart]
    return Section("ownership", say("Ownership"), tuple(blocks))


def _ladder(view: View) -> list[Block]:
    standing: dict[int, list[str]] = {level: [] for level in range(len(RUNGS))}
    for one in view.check.of("ownership.ladder"):
        if one.value is not None and isinstance(one.scope.id, str):
            standing[int(one.value)].append(clean(view.organisation.label("journey", one.scope.id)))
    total = sum(map(len, standing.values()))
    if not total:
        if not view.organisation.journeys:
            return []
        reason = next(
            (one.note for one in view.check.of("ownership.ladder") if one.note), say("the data does not tell")
        )
        return [Paragraph(say("Ownership of journeys is not measured: {reason}.", reason=reason), "lead")]
    rungs = [
        Rung(level, say(title), say(meaning), tuple(sorted(standing[level], key=str.casefold)))
        for level, (title, meaning) in enumerate(RUNGS)
    ]
    foot, firm = len(standing[0]), len(standing[3]) + len(standing[4])
    text = say_many(
        firm or 1,
        "{journeys} has an owner who can decide",
        "{journeys} have an owner who can decide",
        journeys=of_all(firm, total, "journey") if firm else say("no journey"),
    )
    if foot:
        text = say_many(foot, "{text}; {n} has no owner at all", "{text}; {n} have no owner at all", text=text)
    return [
        Paragraph(traced(f"{capital(text)}.", measure("ownership.ladder")), "lead"),
        view.figure(
            ownership_ladder("ladder", rungs),
            "ladder",
            say("The ladder of ownership. A journey stands on the highest rung of which it meets all below."),
        ),
    ]


def _known(view: View, holder: Holder) -> str | None:
    """Return what a holder is: of a person the role, where the register has one."""
    if holder.kind == "person":
        person = view.organisation.person.get(holder.id)
        if person is None or not person.listed:
            return say(_KINDS["unknown"])
        return clean(person.post) or None
    if holder.kind == "department":
        department = view.organisation.department.get(holder.id)
        listed = department is not None and department.listed
        return say(_KINDS["department"] if listed else _KINDS["unknown"])
    return say(_KINDS[holder.kind])


def owner_rows(view: View) -> list[tuple[CellValue, ...]]:
    """Return who answers for what, the most loaded first, for `OWNER_COLUMNS`."""

    def rank(item: tuple[Holder, Load]) -> tuple[int, str]:
        return -item[1].total, item[0].id

    return [
        (
            clean(view.holder(holder)),
            _known(view, holder),
            len(load.journeys),
            len(load.processes),
            clean(joined([*load.journeys, *load.processes], 3)),
        )
        for holder, load in sorted(loads(view.organisation).items(), key=rank)
    ]


def _load(view: View) -> list[Block]:
    rows = owner_rows(view)
    if not rows:
        return []
    shown = rows[:MOST_OWNERS]
    note = ""
    if len(rows) > len(shown):
        note = say(
            "Shown: the {some} who answer for most, of {all}.",
            some=number_text(len(shown)),
            all=number_text(len(rows)),
        )
        note += " " + all_in_workbook(say("Owners"), len(rows))
    # A workbook without journeys, or without processes, leaves a column of noughts; one without roles, of dashes.
    kept = [
        place for place in range(len(OWNER_COLUMNS)) if place not in _MAY_BE_EMPTY or any(row[place] for row in rows)
    ]
    columns = headed(OWNER_COLUMNS[place] for place in kept)
    owning = any(row[2] for row in rows)
    accounting = any(row[3] for row in rows)
    if owning and accounting:
        caption = say("Owners of journeys and those accountable for processes")
    elif accounting:
        caption = say("Those accountable for processes")
    else:
        caption = say("Owners of journeys") if owning else say("Owners")
    cells = tuple(tuple(row[place] for place in kept) for row in shown)
    return [
        Subheading(say("Who answers for what"), "owners"),
        Table(caption, columns, cells, note),
    ]


def _chart(view: View) -> list[Block]:
    """Return what the RACI chart tells about processes, and its findings."""
    blocks = finding_blocks(view, say("What was found in the RACI chart"), "raci-findings", "RACI")
    words = processes_words(view)
    return [Subheading(say("Processes"), "processes"), Paragraph(words), *blocks] if words else blocks


def processes_words(view: View) -> str:
    """Return how many processes have one accountable; empty where that is not measured."""
    share = view.check.value("ownership.processes_accountable")
    if share is None:
        return ""
    missing = view.check.value("ownership.processes_without_accountable") or 0
    several = view.check.value("ownership.processes_with_several_accountable") or 0
    waived = len(view.waived("ownership.processes_accountable"))
    total = round((missing + several) / (1 - share)) if share < 1 else len(view.organisation.processes) - waived
    one = total - round(missing) - round(several)
    text = say_many(
        one or 1,
        "{processes} has exactly one accountable",
        "{processes} have exactly one accountable",
        processes=of_all(one, total, "process") if one else say("no process"),
    )
    rest, sources = [], [measure("ownership.processes_accountable")]
    if missing:
        rest.append(say_many(int(missing), "{n} has none", "{n} have none"))
        sources.append(measure("ownership.processes_without_accountable"))
    if several:
        rest.append(say_many(int(several), "{n} has several", "{n} have several"))
        sources.append(measure("ownership.processes_with_several_accountable"))
    told = traced(f"{'; '.join(filter(None, (capital(text), joined(rest))))}.", *sources)
    return together(told, view.waived_words("ownership.processes_accountable", "process"))
