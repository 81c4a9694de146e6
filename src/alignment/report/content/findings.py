"""Which findings are printed, and how? Cards for the worst, one line for the small, one sentence for the many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from alignment.analysis.catalogue import RULES
from alignment.language import later, number_text, say, say_many
from alignment.model.result import SEVERITIES, Finding
from alignment.report.content.view import View
from alignment.report.content.words import SCOPE_NOUNS, all_in_workbook, evidence
from alignment.report.display import clean
from alignment.report.document import Block, Cards, Column, FindingCard, Paragraph, Subheading, Table
from alignment.report.traces import measure, place, sheet, traced
from alignment.wording import capital, counted, joined, of_all

__all__ = [
    "FindingGroup",
    "consequence",
    "finding_anchor",
    "finding_blocks",
    "grouped",
    "matters_most",
    "next_steps",
    "summary",
]

CARDS_PER_CODE = 4
SMALL_ROWS = 15
# Of the evidence printed, in cells and in characters: about two lines of a card or of a column.
CELLS_PER_CARD = 8
_ROOM_OF_CARD = 180
_ROOM_OF_ROW = 60

_DIMENSION = {
    "OWN": "ownership",
    "RACI": "ownership",
    "FRG": "journeys",
    "COO": "coordination",
    "SIL": "silos",
    "BRG": "bridges",
    "GOA": "goals",
    "MAT": "maturity",
}
_NETWORK = ("SIL", "BRG", "COO", "HIE")
_SMALL = ("low", "info")
# Of equally grave findings these come first: what customers meet, before what stands on paper.
_FIRST = ("OWN01", "OWN07", "FRG02", "COO01", "BRG01", "SIL01", "OWN02", "OWN04", "FRG01", "RACI01", "OWN03")


@dataclass(frozen=True, slots=True)
class _Theme:
    """What several findings of one code say together, of how many {who} and of which {names}; `noun` is what they are."""

    sentence: str
    noun: str = ""


# Words for findings of one code together. A code without an entry is told by its count and its first message.
_THEMES: Mapping[str, _Theme] = {
    "OWN01": _Theme(later("{who} have no end-to-end owner: {names}.")),
    "OWN02": _Theme(later("{who} name several end-to-end owners: {names}.")),
    "OWN03": _Theme(later("{number} named owners are found in no register: {names}.")),
    "OWN04": _Theme(later("{who} have owners without authority over all their departments: {names}.")),
    "OWN05": _Theme(later("{who} are owned without a target or a recent review: {names}.")),
    "OWN06": _Theme(later("{who} each answer for a great many journeys and processes: {names}.")),
    "OWN07": _Theme(later("{who} have moments of truth that no department answers for: {names}.")),
    "OWN08": _Theme(later("{who} have steps that no department does: {names}.")),
    "OWN09": _Theme(later("{who} are owned from outside the departments that do them: {names}.")),
    "RACI01": _Theme(later("{who} have nobody accountable: {names}.")),
    "RACI02": _Theme(later("{who} have several accountable: {names}.")),
    "RACI03": _Theme(later("{who} have nobody responsible: {names}.")),
    "RACI04": _Theme(later("{who} have many responsible: {names}.")),
    "RACI05": _Theme(later("{who} consult many: {names}.")),
    "RACI06": _Theme(later("{who} inform more than half of all roles: {names}.")),
    "RACI07": _Theme(later("{who} consult and inform nobody: {names}.")),
    "RACI08": _Theme(later("{who} have someone accountable and nobody to do it: {names}.")),
    "RACI09": _Theme(later("{who} involve a great many: {names}.")),
    "RACI10": _Theme(later("{who} are answered for from far above the work: {names}.")),
    "RACI11": _Theme(later("{who} are answered for from a department without authority over the work: {names}.")),
    "RACI12": _Theme(later("{who} are each accountable for a great many processes: {names}."), "role"),
    "RACI13": _Theme(later("{who} have a great many assignments: {names}."), "role"),
    "RACI14": _Theme(later("{who} take part in nearly every process: {names}."), "role"),
    "RACI15": _Theme(later("{who} neither do nor answer for anything: {names}."), "role"),
    "RACI16": _Theme(later("{who} have no letter at all: {names}."), "role"),
    "FRG01": _Theme(later("{who} are cut into many handoffs: {names}.")),
    "FRG02": _Theme(later("{who} have blind handoffs: {names}.")),
    "FRG03": _Theme(later("{who} go back and forth between two departments: {names}.")),
    "FRG04": _Theme(later("{who} have moments of truth at a handoff: {names}.")),
    "FRG05": _Theme(later("{who} mostly wait: {names}.")),
    "COO01": _Theme(later("{who} should talk and have no tie: {names}.")),
    "COO03": _Theme(later("{who} rate their tie very differently: {names}.")),
    "SIL01": _Theme(later("{who} are turned inward: {names}.")),
    "SIL03": _Theme(later("{who} hardly meet: {names}."), "pair of divisions"),
    "SIL04": _Theme(later("{who} keep to themselves, perhaps by chance: {names}.")),
    "SIL05": _Theme(later("{who} have ties that one side alone reports: {names}.")),
    "BRG01": _Theme(later("{who} are each the only link between others: {names}.")),
    "BRG02": _Theme(later("{who} hang on a single thread: {names}.")),
    "BRG03": _Theme(later("{who} have no tie: {names}.")),
    "BRG04": _Theme(later("{who} are the only link between two parts: {names}.")),
    "BRG06": _Theme(later("{who} hold the others together: {names}.")),
    "BRG07": _Theme(later("{who} stand between others more than any other: {names}.")),
    "BRG08": _Theme(later("{who} each depend on one partner: {names}.")),
    "GOA01": _Theme(later("{who} have no goal about their customer: {names}.")),
    "GOA02": _Theme(later("{who} are pulled apart by goals at cross purposes: {names}.")),
    "GOA03": _Theme(later("{who} have short-term goals only: {names}.")),
    "MAT02": _Theme(later("{who} are seen rosier from above than from the counter: {names}.")),
    "MAT03": _Theme(later("{who} often do not know: {names}.")),
    "MAT05": _Theme(later("{who} see more alignment than is there: {names}.")),
    "MAT06": _Theme(later("{who} do not see the alignment that is there: {names}.")),
    "HIE02": _Theme(later("{who} have a very wide span: {names}.")),
    "HIE03": _Theme(later("{who} begin lines of levels with one department each: {names}.")),
}


# What a finding costs, for the board: a fact about the structure, not a threat.
_CONSEQUENCES: Mapping[str, str] = {
    "OWN01": later("Where its departments disagree, nobody can decide for the customer."),
    "OWN02": later("None of the owners has the last word."),
    "OWN04": later("The owner answers for work that others direct."),
    "OWN07": later("What the customer decides on, nobody looks after."),
    "FRG01": later("At each handoff time and information are lost."),
    "FRG02": later("Work changes hands between departments that have no recorded contact."),
    "COO01": later("Journeys or processes depend on both."),
    "BRG01": later("One absence cuts others off."),
    "BRG06": later("Two absences at once would drive the others apart."),
    "BRG07": later("Others meet there or not at all."),
    "GOA02": later("Who meets the one goal misses the other."),
    "SIL01": later("What others know reaches it late."),
    "RACI01": later("Nobody can be asked for the result."),
    "RACI03": later("The work has a place in the chart, and nobody to do it."),
}


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one code, the worst first."""

    code: str
    findings: tuple[Finding, ...]

    @property
    def worst(self) -> Finding:
        """The first."""
        return self.findings[0]

    @property
    def rank(self) -> tuple[int, int, str]:
        """Order among groups: severity, then what a board asks first, then code."""
        first = _FIRST.index(self.code) if self.code in _FIRST else len(_FIRST)
        return SEVERITIES.index(self.worst.severity), first, self.code

    @property
    def sources(self) -> tuple[str, ...]:
        """What a sentence about them rests on: the method of the measure behind their rule, and where they stand."""
        taken = RULES[self.code].measure if self.code in RULES else None
        return (*((measure(taken),) if taken else ()), *map(finding_anchor, self.findings))

    @property
    def dimension(self) -> str:
        """The dimension whose question this code answers; empty for trust in the data."""
        return _DIMENSION.get(self.code.rstrip("0123456789"), "")


def grouped(view: View, findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """Return findings by code, the gravest code first; waived findings are left out."""
    active = [one for one in findings if one.status != "waived"]
    ordered = sorted(
        active,
        key=lambda one: (one.code, SEVERITIES.index(one.severity), -view.weight(one.scope), -len(one.evidence), one.id),
    )
    groups = [FindingGroup(code, tuple(some)) for code, some in groupby(ordered, key=lambda one: one.code)]
    return tuple(sorted(groups, key=lambda one: one.rank))


def summary(view: View, group: FindingGroup) -> str:
    """Return one sentence for a group: the finding's own words for one, a count with names for several."""
    return traced(_summed_up(view, group), *group.sources)


def _summed_up(view: View, group: FindingGroup) -> str:
    if len(group.findings) == 1:
        return capital(clean(group.worst.message))
    subjects = list(dict.fromkeys(_quoted(view, one) for one in group.findings))
    theme = _THEMES.get(group.code)
    if theme is None:
        rest = say_many(
            len(group.findings) - 1,
            "There is {n} more finding of this kind.",
            "There are {n} more findings of this kind.",
        )
        return f"{capital(clean(group.worst.message))} {rest}"
    names = joined(subjects, 3) if group.worst.scope.kind != "pair" else "; ".join(_shortened(subjects, 2))
    number = len({one.scope for one in group.findings})
    who = capital(_how_many(view, group, number, theme))
    return say(theme.sentence, who=who, number=number_text(number), names=names)


def consequence(group: FindingGroup) -> str:
    """Return what findings of this code mean for the customer or the company; empty where words add nothing."""
    return say(_CONSEQUENCES.get(group.code, ""))


def _quoted(view: View, finding: Finding) -> str:
    """Return the subject as it stands in a sentence: journeys and processes, often sentences themselves, in quotes."""
    name = clean(view.subject(finding.scope))
    return f"“{name}”" if finding.scope.kind in ("journey", "process") else name


def _shortened(names: Sequence[str], most: int) -> list[str]:
    rest = len(names) - most
    return [*names[:most], say("and {number} more", number=number_text(rest))] if rest > 0 else list(names)


def _how_many(view: View, group: FindingGroup, count: int, theme: _Theme) -> str:
    kinds = {one.scope.kind for one in group.findings}
    noun = theme.noun or (SCOPE_NOUNS[kinds.pop()] if len(kinds) == 1 else "subject")
    whole = {"journey": len(view.owners), "process": len(view.organisation.processes)}.get(noun)
    if whole is not None and whole >= count:
        return of_all(count, whole, noun)
    return counted(count, noun)


def matters_most(view: View, most: int = 3) -> tuple[FindingGroup, ...]:
    """Return the groups for the board page: the gravest, of different dimensions first."""
    groups = [one for one in grouped(view, view.check.findings) if one.worst.severity not in _SMALL]
    told = [one for one in groups if one.dimension] or groups
    chosen: list[FindingGroup] = []
    for one in told:
        if len(chosen) < most and one.dimension not in {other.dimension for other in chosen}:
            chosen.append(one)
    for one in told:
        if len(chosen) < most and one not in chosen:
            chosen.append(one)
    return tuple(sorted(chosen, key=lambda one: one.rank))


def next_steps(view: View, groups: Iterable[FindingGroup]) -> tuple[str, ...]:
    """Return what to do about each group, beginning with its worst case; equal recommendations once."""
    steps: dict[str, str] = {}
    for group in groups:
        worst = group.worst
        advice = clean(worst.recommendation).strip()
        if not advice:
            continue
        advice = advice if advice.endswith((".", "!", "?")) else f"{advice}."
        if worst.scope.kind == "organisation":
            steps.setdefault(advice, capital(advice))
        elif len(group.findings) > 1:
            begin = say("Begin with {subject}.", subject=_quoted(view, worst))
            steps.setdefault(advice, f"{capital(advice)} {begin}")
        else:
            subject = capital(_quoted(view, worst))
            steps.setdefault(advice, say("{what}: {words}", what=subject, words=advice))
    return tuple(steps.values())


def finding_anchor(finding: Finding) -> str:
    """Return where in the document a finding's card stands."""
    return place("finding", finding.id)


def finding_blocks(view: View, heading: str, anchor: str, *prefixes: str) -> list[Block]:
    """Return the findings of a section: cards for what is medium or graver, one table for the small ones.

    Of each code at most `CARDS_PER_CODE` are cards; a sentence says how many there are in all.
    """
    groups = grouped(view, view.findings(*prefixes))
    if not groups:
        return []
    blocks: list[Block] = [Subheading(heading, anchor)]
    for group in groups:
        grave = [one for one in group.findings if one.severity not in _SMALL]
        if not grave:
            continue
        shown = grave[:CARDS_PER_CODE]
        cut = len(group.findings) > len(shown)
        if cut:
            blocks.append(Paragraph(summary(view, group)))
        note = ""
        if cut:
            note = say(
                "Shown: the gravest {some} of {all}.",
                some=number_text(len(shown)),
                all=number_text(len(group.findings)),
            )
            note += " " + all_in_workbook(say("Findings"), len(view.check.findings))
        blocks.append(Cards(tuple(_card(view, one) for one in shown), note))
    small = [
        one for group in groups for one in group.findings if one.severity in _SMALL and group.worst.severity in _SMALL
    ]
    if small:
        blocks.append(_small_table(view, small, groups))
    waived = sum(1 for one in view.findings(*prefixes) if one.status == "waived")
    if waived:
        words = say_many(waived, "{n} finding is waived and not shown.", "{n} findings are waived and not shown.")
        blocks.append(Paragraph(traced(words, sheet("actions")), "note"))
    return blocks


def _card(view: View, finding: Finding) -> FindingCard:
    return FindingCard(
        anchor=finding_anchor(finding),
        ident=finding.id,
        code=finding.code,
        severity=finding.severity,
        subject=clean(view.subject(finding.scope)),
        message=clean(finding.message),
        recommendation=clean(finding.recommendation),
        evidence=_cells(view, finding, CELLS_PER_CARD, _ROOM_OF_CARD),
    )


def _cells(view: View, finding: Finding, most: int, room: int) -> tuple[str, ...]:
    """Return as much of the evidence as there is room for; where the network speaks, of a person's cell only the place: it is about structure."""
    unnamed = view.people_names if finding.code.startswith(_NETWORK) else ()
    return evidence(finding.evidence, view.several_files, most, unnamed, room)


def _small_title(small: Sequence[Finding]) -> str:
    """Return what small findings are called: those of severity info are remarks, no defects."""
    found = {one.severity for one in small}
    if found == {"info"}:
        return say("Remarks")
    return say("Findings of low severity, and remarks") if "info" in found else say("Findings of low severity")


def _small_table(view: View, small: Sequence[Finding], groups: Sequence[FindingGroup]) -> Table:
    """Return the small findings: one row each while they fit, else one row a code."""
    if len(small) <= SMALL_ROWS:
        return Table(
            _small_title(small),
            (Column(say("Finding"), share=5.2), Column(say("Code"), share=0.8), Column(say("Cells"), share=3.4)),
            tuple((clean(one.message), one.code, "; ".join(_cells(view, one, 3, _ROOM_OF_ROW))) for one in small),
            findings=tuple(finding_anchor(one) for one in small),
        )
    told = [group for group in groups if group.worst.severity in _SMALL]
    return Table(
        say("{findings}, by kind", findings=_small_title(small)),
        (
            Column(say("Findings"), share=5.2),
            Column(say("Code"), share=0.8),
            Column(say("Number"), "number", 0.8),
            Column(say("First cells"), share=2.8),
        ),
        tuple(
            (
                summary(view, one),
                one.code,
                len(one.findings),
                "; ".join(_cells(view, one.worst, 2, _ROOM_OF_ROW)),
            )
            for one in told
        ),
        all_in_workbook(
            say("Findings"),
            len(view.check.findings),
            say("Each of them is in the Excel report, sheet {sheet}.", sheet=say("Findings")),
        ),
    )
