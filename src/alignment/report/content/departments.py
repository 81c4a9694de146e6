"""What does this check say to each department? One page each, to be handed to its head; first, whose pages there are."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from alignment.language import later, number_text, say, say_many
from alignment.model.result import SEVERITIES, Finding, Step
from alignment.report.content.department_figures import department_figures
from alignment.report.content.department_page import department_page
from alignment.report.content.department_part import Part, parts
from alignment.report.content.view import View
from alignment.report.content.words import headed
from alignment.report.display import clean, severity_word
from alignment.report.document import Block, CellValue, Column, Paragraph, Section, Table
from alignment.wording import counted

__all__ = ["department_section", "departments_section", "findings_about"]

# In a large company those come first whom the plan asks, then those with the gravest findings.
_MOST_DEPARTMENTS = 36
_MOST_DIVISIONS = 25
# A department has no page for findings of this severity and below alone.
_SMALL = SEVERITIES.index("low")
_WORD = re.compile(r"\w+")
_QUOTED = re.compile('"[^"]*"|“[^”]*”')
_COLUMNS = (
    Column(later("Department"), share=4),
    Column(later("Journeys"), "number", 1.2),
    Column(later("Steps of the plan"), "number", 1.4),
    Column(later("Findings"), "number", 1.2),
    Column(later("Gravest"), "severity", 1.2),
)


def departments_section(view: View) -> Section | None:
    """Return a page for each department that the plan asks, that has handoffs, or about which something graver was found."""
    about, part, asked = findings_about(view), parts(view), _asked(view)
    told = [one for one in about if about[one] or asked[one] or part[one].journeys]
    worth = [one for one in told if asked[one] or part[one].handoffs or _gravest(about[one]) < _SMALL]
    if not worth:
        return None
    first = sorted(worth, key=lambda one: (not asked[one], _gravest(about[one]), -len(about[one]), one))
    chosen, cut = set(first[:_MOST_DEPARTMENTS]), len(first) > _MOST_DEPARTMENTS
    shown = [one for one in told if one in chosen]
    blocks: list[Block] = [
        Paragraph(_lead(len(shown), len(told), len(about)), "lead"),
        *(_by_division(view, about) if cut else ()),
        _overview(view, shown, part, asked, about),
    ]
    measured = department_figures(view, part)
    for place, unit in enumerate(shown, start=1):
        blocks += department_page(view, part[unit], f"to-{place}", measured, asked[unit], about[unit])
    title = say("Pages for departments") if cut else say("A page for each department")
    return Section("departments", title, tuple(blocks), apart=True)


def department_section(view: View, unit: str) -> Section:
    """Return the page of one department, as a chapter of its own."""
    part = parts(view)
    figures = department_figures(view, part)
    _, *blocks = department_page(
        view, part[unit], "department", figures, _asked(view)[unit], findings_about(view)[unit]
    )
    return Section("department", clean(view.department(unit)), tuple(blocks))


def _asked(view: View) -> dict[str, list[Step]]:
    """Return the steps that the plan asks of each department."""
    asked: dict[str, list[Step]] = {one: [] for one in view.departments}
    for step in view.check.advice.steps:
        for unit in step.asks:
            if unit in asked:
                asked[unit].append(step)
    return asked


def _lead(shown: int, told: int, departments: int) -> str:
    text = say(
        "A page to hand to the head of each department: what it is in, how it stands beside the others, what the plan "
        "asks of it, and what was found."
    )
    if shown < told:
        text += " " + say(
            "Of {departments} of which there is something to say, {number} have a page: those whom the plan asks before "
            "others, then those with the gravest findings; none without a handoff and with small findings only. What was found "
            "about the others is in the Excel report, sheet {sheet}.",
            departments=counted(told, "department"),
            number=number_text(shown),
            sheet=say("Findings"),
        )
    if told < departments:
        text += " " + say_many(
            departments - told,
            "{n} department is in no journey, and neither the plan nor a finding names it.",
            "{n} departments are in no journey, and neither the plan nor a finding names them.",
        )
    return text


def findings_about(view: View) -> dict[str, list[Finding]]:
    """Return the findings about each department, gravest first, of equal ones those that name it last.

    A finding about a position is about the department of that position.
    """
    names = _Names({clean(view.department(one)): one for one in view.departments})
    about: dict[str, list[Finding]] = {one: [] for one in view.departments}
    named: dict[str, list[Finding]] = {one: [] for one in view.departments}
    for finding in view.check.findings:
        if finding.status == "waived":
            continue
        ids = (finding.scope.id,) if isinstance(finding.scope.id, str) else finding.scope.id or ()
        if finding.scope.kind in ("journey", "process", "organisation"):
            for unit in names.in_message(clean(finding.message)):
                named[unit].append(finding)
        else:
            for home in dict.fromkeys(_home(view, one) for one in ids):
                if home in about:
                    about[home].append(finding)
    return {
        unit: sorted([*some, *named[unit]], key=lambda one: SEVERITIES.index(one.severity))
        for unit, some in about.items()
    }


def _home(view: View, ident: str) -> str | None:
    person = None if ident in view.organisation.department else view.organisation.person.get(ident)
    if person is None:
        return ident
    # Whoever of a few it is would be known by the place.
    return None if person.department in view.small else person.department


class _Names:
    """The departments by name, and by the first word of it: of thousands, few can stand in a message."""

    def __init__(self, departments: Mapping[str, str]) -> None:
        self._departments = departments
        self._by_word: dict[str, list[str]] = {}
        for name in filter(None, departments):
            word = _WORD.search(name)
            self._by_word.setdefault(word[0] if word else "", []).append(name)

    def in_message(self, message: str) -> set[str]:
        """Return the departments that a message names; what stands in quotes is the name of something else."""
        rest = _QUOTED.sub("", message)
        likely = [name for word in {"", *_WORD.findall(rest)} for name in self._by_word.get(word, ())]
        found = set()
        # The longest first, so that "Sales Support" does not name "Sales".
        for name in sorted((one for one in likely if one in rest), key=len, reverse=True):
            rest, number = re.subn(rf"(?<!\w){re.escape(name)}(?!\w)", "", rest)
            if number:
                found.add(self._departments[name])
        return found


def _gravest(findings: Sequence[Finding]) -> int:
    return SEVERITIES.index(findings[0].severity) if findings else len(SEVERITIES)


def _by_division(view: View, about: Mapping[str, Sequence[Finding]]) -> list[Block]:
    """Return what was found in each division, where not every department has a page; nothing where there are no divisions."""
    members: dict[str, list[str]] = {}
    for unit, division in view.divisions.items():
        if division is not None:
            members.setdefault(division, []).append(unit)
    if len(members) < 2:
        return []
    found: dict[str, Counter[str]] = {}
    for division, units in members.items():
        # A finding that names two departments of a division is one finding.
        once = {one.id: one.severity for unit in units for one in about[unit]}
        found[division] = Counter(once.values())
    ranked = sorted(members, key=lambda one: ([-found[one][severity] for severity in SEVERITIES], one))
    rows: list[tuple[CellValue, ...]] = [
        (one, len(members[one]), *(found[one][severity] for severity in SEVERITIES)) for one in ranked[:_MOST_DIVISIONS]
    ]
    columns = (
        Column(say("Division"), share=3.2),
        Column(say("Departments"), "number", 1.3),
        *(Column(severity_word(one), "number") for one in SEVERITIES),
    )
    note = say("A finding that names departments of several divisions counts in each of them.")
    if len(rows) < len(ranked):
        some, every = number_text(len(rows)), number_text(len(ranked))
        cut = say("Shown: {some} of {all}, the gravest first.", some=some, all=every)
        note = f"{cut} {note}"
    return [Table(say("What was found, by division"), columns, tuple(rows), note, anchor="findings-by-division")]


def _overview(
    view: View,
    shown: Sequence[str],
    part: Mapping[str, Part],
    asked: Mapping[str, Sequence[Step]],
    about: Mapping[str, Sequence[Finding]],
) -> Table:
    rows: list[tuple[CellValue, ...]] = [
        (
            clean(view.department(one)),
            len(part[one].journeys),
            len(asked[one]),
            len(about[one]),
            about[one][0].severity if about[one] else None,
        )
        for one in shown
    ]
    return Table(say("Whose pages follow"), headed(_COLUMNS), tuple(rows), anchor="department-pages")
