"""Who answers for what, and can they? The ladder of ownership, the load on each owner, the RACI and the formal chart."""

from alignment.analysis.accountability import Load, loads
from alignment.language import number_text
from alignment.model.organisation import Holder
from alignment.report.charts import Rung, ownership_ladder
from alignment.report.content.additions import Unmeasured
from alignment.report.content.chart import CHART, chart_blocks
from alignment.report.content.findings import finding_blocks
from alignment.report.content.view import View
from alignment.report.display import clean
from alignment.report.document import Block, CellValue, Column, Paragraph, Section, Subheading, Table
from alignment.wording import capital, have, joined, of_all

__all__ = ["OWNER_COLUMNS", "owner_rows", "ownership_section", "processes_words"]

MOST_OWNERS = 15

# What each rung of the ladder is called and takes (METRICS: ownership.ladder).
RUNGS = (
    ("Nobody", "no end-to-end owner is named"),
    ("Named", "several names, or one that no register knows"),
    ("Single", "one owner, known in the register"),
    ("Mandated", "stands above the departments, or has a mandate"),
    ("Exercised", "KPI with a target, reviewed within 12 months"),
)

OWNER_COLUMNS = (
    Column("Who answers", share=2.6),
    Column("Known as", share=2.4),
    Column("Journeys", "number", 0.9),
    Column("Processes", "number", 1.0),
    Column("For what", share=4.4),
)
_KINDS = {"department": "department", "role": "role", "unknown": "in no register"}


def ownership_section(view: View) -> Section | Unmeasured:
    """Return ownership, or that nothing says who owns what."""
    blocks: list[Block] = _ladder(view) + _load(view)
    blocks += finding_blocks(view, "What was found about ownership", "ownership-findings", "OWN")
    blocks += _chart(view)
    if not blocks:
        return Unmeasured("Ownership", "nothing in the workbook says who answers for what", ("journeys", "accountable"))
    chart = chart_blocks(view)
    if chart:
        blocks += [Subheading(CHART, "chart"), *chart]
    return Section("ownership", "Ownership", tuple(blocks))


def _ladder(view: View) -> list[Block]:
    standing: dict[int, list[str]] = {level: [] for level in range(len(RUNGS))}
    for one in view.check.of("ownership.ladder"):
        if one.value is not None and isinstance(one.scope.id, str):
            standing[int(one.value)].append(clean(view.organisation.label("journey", one.scope.id)))
    total = sum(map(len, standing.values()))
    if not total:
        if not view.organisation.journeys:
            return []
        reason = next((one.note for one in view.check.of("ownership.ladder") if one.note), "the data does not tell")
        return [Paragraph(f"Ownership of journeys is not measured: {reason}.", "lead")]
    rungs = [Rung(level, *RUNGS[level], tuple(sorted(standing[level], key=str.casefold))) for level in standing]
    foot, firm = len(standing[0]), len(standing[3]) + len(standing[4])
    text = (
        f"{capital(of_all(firm, total, 'journey') if firm else 'no journey')} {have(firm or 1)} an owner who can decide"
    )
    text += f"; {number_text(foot)} {have(foot)} no owner at all." if foot else "."
    return [
        Paragraph(text, "lead"),
        view.figure(
            ownership_ladder("ladder", rungs),
            "ladder",
            "The ladder of ownership. A journey stands on the highest rung of which it meets all below.",
        ),
    ]


def _known(view: View, holder: Holder) -> str | None:
    """Return what a holder is: of a person the role, where the register has one."""
    if holder.kind == "person":
        person = view.organisation.person.get(holder.id)
        if person is None or not person.listed:
            return _KINDS["unknown"]
        return clean(person.role) or None
    if holder.kind == "department":
        department = view.organisation.department.get(holder.id)
        return "department" if department is not None and department.listed else _KINDS["unknown"]
    return _KINDS[holder.kind]


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
    note = (
        f"Shown: the {len(shown)} who answer for most, of {number_text(len(rows))}. All are in the Excel report, sheet Owners."
        if len(rows) > len(shown)
        else ""
    )
    # A workbook without journeys, or without processes, leaves a column of noughts; one without roles, of dashes.
    kept = [
        place
        for place, column in enumerate(OWNER_COLUMNS)
        if column.name not in ("Known as", "Journeys", "Processes") or any(row[place] for row in rows)
    ]
    columns = tuple(OWNER_COLUMNS[place] for place in kept)
    owning = any(row[2] for row in rows)
    accounting = any(row[3] for row in rows)
    caption = " and ".join(
        words
        for words, there in (("owners of journeys", owning), ("those accountable for processes", accounting))
        if there
    )
    cells = tuple(tuple(row[place] for place in kept) for row in shown)
    return [
        Subheading("Who answers for what", "owners"),
        Table(capital(caption) or "Owners", columns, cells, note),
    ]


def _chart(view: View) -> list[Block]:
    """Return what the RACI chart tells about processes, and its findings."""
    blocks = finding_blocks(view, "What was found in the RACI chart", "raci-findings", "RACI")
    words = processes_words(view)
    return [Subheading("Processes", "processes"), Paragraph(words), *blocks] if words else blocks


def processes_words(view: View) -> str:
    """Return how many processes have one accountable; empty where that is not measured."""
    share = view.check.value("ownership.processes_accountable")
    if share is None:
        return ""
    none = view.check.value("ownership.processes_without_accountable") or 0
    several = view.check.value("ownership.processes_with_several_accountable") or 0
    total = round((none + several) / (1 - share)) if share < 1 else len(view.organisation.processes)
    one = total - round(none) - round(several)
    text = f"{capital(of_all(one, total, 'process') if one else 'no process')} {have(one or 1)} exactly one accountable"
    rest = [f"{number_text(none)} {have(int(none))} none"] if none else []
    rest += [f"{number_text(several)} {have(int(several))} several"] if several else []
    return f"{text}{'; ' + joined(rest) if rest else ''}."
