"""Which findings are printed, and how? Cards for the worst, one line for the small, one sentence for the many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from alignment.language import number_text
from alignment.model.result import SEVERITIES, Finding
from alignment.report.content.view import View
from alignment.report.content.words import SCOPE_NOUNS, evidence
from alignment.report.display import clean
from alignment.report.document import Block, Cards, Column, FindingCard, Paragraph, Subheading, Table
from alignment.wording import capital, counted, have, joined, of_all

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
EVERYTHING_ELSE = "in the Excel report, sheet Findings"

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
    """What several findings of one code say together: of one subject, and of many."""

    one: str
    many: str
    noun: str = ""


# Words for findings of one code together. A code without an entry is told by its count and its first message.
_THEMES: Mapping[str, _Theme] = {
    "OWN01": _Theme("has no end-to-end owner", "have no end-to-end owner"),
    "OWN02": _Theme("names several end-to-end owners", "name several end-to-end owners"),
    "OWN03": _Theme("owner is found in no register", "owners are found in no register", "named"),
    "OWN04": _Theme(
        "has an owner without authority over all its departments",
        "have owners without authority over all their departments",
    ),
    "OWN05": _Theme("is owned without a target or a recent review", "are owned without a target or a recent review"),
    "OWN06": _Theme(
        "answers for a great many journeys and processes", "each answer for a great many journeys and processes"
    ),
    "OWN07": _Theme(
        "has a moment of truth that no department answers for", "have moments of truth that no department answers for"
    ),
    "OWN08": _Theme("has steps that no department does", "have steps that no department does"),
    "OWN09": _Theme(
        "is owned from outside the departments that do it", "are owned from outside the departments that do them"
    ),
    "RACI01": _Theme("has nobody accountable", "have nobody accountable"),
    "RACI02": _Theme("has several accountable", "have several accountable"),
    "RACI03": _Theme("has nobody responsible", "have nobody responsible"),
    "RACI04": _Theme("has many responsible", "have many responsible"),
    "RACI05": _Theme("consults many", "consult many"),
    "RACI06": _Theme("informs more than half of all roles", "inform more than half of all roles"),
    "RACI07": _Theme("consults and informs nobody", "consult and inform nobody"),
    "RACI08": _Theme("has someone accountable and nobody to do it", "have someone accountable and nobody to do it"),
    "RACI09": _Theme("involves a great many", "involve a great many"),
    "RACI10": _Theme("is answered for from far above the work", "are answered for from far above the work"),
    "RACI11": _Theme(
        "is answered for from a department without authority over the work",
        "are answered for from a department without authority over the work",
    ),
    "RACI12": _Theme(
        "is accountable for a great many processes", "are each accountable for a great many processes", "role"
    ),
    "RACI13": _Theme("has a great many assignments", "have a great many assignments", "role"),
    "RACI14": _Theme("takes part in nearly every process", "take part in nearly every process", "role"),
    "RACI15": _Theme("neither does nor answers for anything", "neither do nor answer for anything", "role"),
    "RACI16": _Theme("has no letter at all", "have no letter at all", "role"),
    "FRG01": _Theme("is cut into many handoffs", "are cut into many handoffs"),
    "FRG02": _Theme("has blind handoffs", "have blind handoffs"),
    "FRG03": _Theme("goes back and forth between two departments", "go back and forth between two departments"),
    "FRG04": _Theme("has moments of truth at a handoff", "have moments of truth at a handoff"),
    "FRG05": _Theme("mostly waits", "mostly wait"),
    "COO01": _Theme("should talk and has no tie", "should talk and have no tie"),
    "COO03": _Theme("rates its tie very differently", "rate their tie very differently"),
    "SIL01": _Theme("is turned inward", "are turned inward"),
    "SIL03": _Theme("hardly meets", "hardly meet", "pair of divisions"),
    "SIL04": _Theme("keeps to itself, perhaps by chance", "keep to themselves, perhaps by chance"),
    "SIL05": _Theme("has ties that one side alone reports", "have ties that one side alone reports"),
    "BRG01": _Theme("is the only link between others", "are each the only link between others"),
    "BRG02": _Theme("hangs on a single thread", "hang on a single thread"),
    "BRG03": _Theme("has no tie", "have no tie"),
    "BRG04": _Theme("is the only link between two parts", "are the only link between two parts"),
    "BRG06": _Theme("holds the others together", "hold the others together"),
    "BRG07": _Theme("stands between others more than any other", "stand between others more than any other"),
    "BRG08": _Theme("depends on one partner", "each depend on one partner"),
    "GOA01": _Theme("has no goal about its customer", "have no goal about their customer"),
    "GOA02": _Theme("is pulled apart by goals at cross purpose", "are pulled apart by goals at cross purpose"),
    "GOA03": _Theme("has short-term goals only", "have short-term goals only"),
    "MAT02": _Theme(
        "is seen rosier from above than from the counter", "are seen rosier from above than from the counter"
    ),
    "MAT03": _Theme("often does not know", "often do not know"),
    "MAT05": _Theme("sees more alignment than is there", "see more alignment than is there"),
    "MAT06": _Theme("does not see the alignment that is there", "do not see the alignment that is there"),
    "HIE02": _Theme("has a very wide span", "have a very wide span"),
    "HIE03": _Theme(
        "begins a line of levels with one department each", "begin lines of levels with one department each"
    ),
}


# What a finding costs, for the board: a fact about the structure, not a threat.
_CONSEQUENCES: Mapping[str, str] = {
    "OWN01": "Where its departments disagree, nobody can decide for the customer.",
    "OWN02": "None of the owners has the last word.",
    "OWN04": "The owner answers for work that others direct.",
    "OWN07": "What the customer decides on, nobody looks after.",
    "FRG01": "At each handoff time and information are lost.",
    "FRG02": "Work changes hands between departments that have no recorded contact.",
    "COO01": "Journeys or processes depend on both.",
    "BRG01": "One absence cuts others off.",
    "BRG06": "Two absences at once would drive the others apart.",
    "BRG07": "Others meet there or not at all.",
    "GOA02": "Who meets the one goal misses the other.",
    "SIL01": "What others know reaches it late.",
    "RACI01": "Nobody can be asked for the result.",
    "RACI03": "The work has a place in the chart, and nobody to do it.",
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
    if len(group.findings) == 1:
        return capital(clean(group.worst.message))
    subjects = list(dict.fromkeys(_quoted(view, one) for one in group.findings))
    theme = _THEMES.get(group.code)
    if theme is None:
        return f"{capital(clean(group.worst.message))} There {have(len(group.findings) - 1, 'is', 'are')} {counted(len(group.findings) - 1, 'more finding')} of this kind."
    verb = theme.one if len(group.findings) == 1 else theme.many
    names = joined(subjects, 3) if group.worst.scope.kind != "pair" else "; ".join(_shortened(subjects, 2))
    return f"{capital(_how_many(view, group, theme))} {verb}: {names}."


def consequence(group: FindingGroup) -> str:
    """Return what findings of this code mean for the customer or the company; empty where words add nothing."""
    return _CONSEQUENCES.get(group.code, "")


def _quoted(view: View, finding: Finding) -> str:
    """Return the subject as it stands in a sentence: journeys and processes, often sentences themselves, in quotes."""
    name = clean(view.subject(finding.scope))
    return f"“{name}”" if finding.scope.kind in ("journey", "process") else name


def _shortened(names: Sequence[str], most: int) -> list[str]:
    rest = len(names) - most
    return [*names[:most], f"and {rest} more"] if rest > 0 else list(names)


def _how_many(view: View, group: FindingGroup, theme: _Theme) -> str:
    kinds = {one.scope.kind for one in group.findings}
    count = len({one.scope for one in group.findings})
    if theme.noun == "named":
        return f"{number_text(count)} named"
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
            steps.setdefault(advice, f"{capital(advice)} Begin with {_quoted(view, worst)}.")
        else:
            steps.setdefault(advice, f"{capital(_quoted(view, worst))}: {advice}")
    return tuple(steps.values())


def finding_anchor(finding: Finding) -> str:
    """Return where in the document a finding's card stands."""
    slug = "".join(one if one.isascii() and one.isalnum() else "-" for one in finding.id)
    return f"finding-{slug}"


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
        note = f"Shown: the gravest {len(shown)} of {len(group.findings)}. All are {EVERYTHING_ELSE}." if cut else ""
        blocks.append(Cards(tuple(_card(view, one) for one in shown), note))
    small = [
        one for group in groups for one in group.findings if one.severity in _SMALL and group.worst.severity in _SMALL
    ]
    if small:
        blocks.append(_small_table(view, small, groups))
    waived = sum(1 for one in view.findings(*prefixes) if one.status == "waived")
    if waived:
        blocks.append(
            Paragraph(f"{counted(waived, 'finding')} {have(waived, 'is', 'are')} waived and not shown.", "note")
        )
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


def _small_table(view: View, small: Sequence[Finding], groups: Sequence[FindingGroup]) -> Table:
    """Return the small findings: one row each while they fit, else one row a code."""
    if len(small) <= SMALL_ROWS:
        return Table(
            "Findings of low severity",
            (Column("Finding", share=5.2), Column("Code", share=0.8), Column("Cells", share=3.4)),
            tuple((clean(one.message), one.code, "; ".join(_cells(view, one, 3, _ROOM_OF_ROW))) for one in small),
            findings=tuple(finding_anchor(one) for one in small),
        )
    told = [group for group in groups if group.worst.severity in _SMALL]
    return Table(
        "Findings of low severity, by kind",
        (
            Column("Findings", share=5.2),
            Column("Code", share=0.8),
            Column("Number", "number", 0.8),
            Column("First cells", share=2.8),
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
        f"Each of them is {EVERYTHING_ELSE}.",
    )
