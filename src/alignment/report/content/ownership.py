"""Who answers for what, and can they? The ladder of ownership, the load on each owner, and the RACI chart."""

from alignment.analysis.accountability import Load, loads
from alignment.model.organisation import Holder
from alignment.report.charts import Rung, ownership_ladder
from alignment.report.content.findings import finding_blocks
from alignment.report.content.view import View
from alignment.report.content.words import capital, counted, have, joined, number_text, of_all
from alignment.report.display import clean
from alignment.report.document import Block, CellValue, Column, Paragraph, Section, Subheading, Table

__all__ = ["OWNER_COLUMNS", "owner_rows", "ownership_section"]

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
_KINDS = {"person": "person", "department": "department", "role": "role", "unknown": "in no register"}


def ownership_section(view: View) -> Section:
    """Return ownership; a few lines where nothing says who owns what."""
    blocks: list[Block] = _ladder(view) + _load(view)
    blocks += finding_blocks(view, "What was found about ownership", "ownership-findings", "OWN")
    blocks += _chart(view)
    if not blocks:
        blocks = [
            Paragraph("Not measured: nothing in the workbook says who answers for what.", "lead"),
            Paragraph(
                "Fill the column end-to-end owner on the sheet Journeys, the column accountable on the sheet "
                "Processes, or the sheet RACI."
            ),
        ]
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
    text += f"; {of_all(foot, total, 'journey')} {have(foot)} no owner at all." if foot else "."
    return [
        Paragraph(text, "lead"),
        view.figure(
            ownership_ladder("ladder", rungs),
            "ladder",
            "The ladder of ownership. A journey stands on the highest rung of which it meets all below.",
        ),
    ]


def _known(view: View, holder: Holder) -> str:
    """Return what a holder is: the role of a person where the register has one."""
    if holder.kind == "person":
        person = view.organisation.person.get(holder.id)
        if person is None or not person.listed:
            return _KINDS["unknown"]
        return clean(person.role) or "person"
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
    return [
        Subheading("Who answers for what", "owners"),
        Table("Owners of journeys and those accountable for processes", OWNER_COLUMNS, tuple(shown), note),
    ]


def _chart(view: View) -> list[Block]:
    """Return what the RACI chart tells about processes, and its findings."""
    share = view.check.value("ownership.processes_accountable")
    blocks = finding_blocks(view, "What was found in the RACI chart", "raci-findings", "RACI")
    if share is None:
        return blocks
    none = view.check.value("ownership.processes_without_accountable") or 0
    several = view.check.value("ownership.processes_with_several_accountable") or 0
    total = round((none + several) / (1 - share)) if share < 1 else len(view.organisation.processes)
    one = total - round(none) - round(several)
    text = f"{capital(of_all(one, total, 'process') if one else 'no process')} {have(one or 1)} exactly one accountable"
    rest = [f"{counted(int(none), 'process', 'processes')} {have(int(none))} none"] if none else []
    rest += [f"{counted(int(several), 'process', 'processes')} {have(int(several))} several"] if several else []
    return [
        Subheading("Processes", "processes"),
        Paragraph(f"{text}{'; ' + joined(rest) if rest else ''}."),
        *blocks,
    ]
