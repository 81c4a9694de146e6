"""What was found? Measurements, findings, issues, scores: the content of `health-check.json`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Literal

from alignment.model.discretion import Discretion
from alignment.model.organisation import Action, Cell

__all__ = [
    "SEVERITIES",
    "WAVES",
    "Advice",
    "DimensionScore",
    "Figures",
    "Finding",
    "HealthCheck",
    "InputFile",
    "Issue",
    "Measurement",
    "MoveKind",
    "Practice",
    "Rating",
    "Scope",
    "ScopeKind",
    "Score",
    "Severity",
    "SheetReading",
    "Status",
    "Step",
    "Wave",
]

Rating = Literal["green", "amber", "red"]
Status = Literal["measured", "not_measured", "not_applicable", "suppressed"]
Severity = Literal["critical", "high", "medium", "low", "info"]
ScopeKind = Literal["organisation", "group", "department", "person", "process", "journey", "pair"]

Wave = Literal["now", "next", "later"]
MoveKind = Literal[
    "name_owner",
    "give_mandate",
    "name_department",
    "name_accountable",
    "resolve_double_accountable",
    "connect",
    "second_thread",
    "back_up",
    "move_step",
    "hold_moment",
    "share_goal",
    "lengthen_goal",
]

# In 30 days, in 90 days, and after that.
WAVES: tuple[Wave, ...] = ("now", "next", "later")
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low", "info")


@dataclass(frozen=True, slots=True)
class Scope:
    """What a figure is about. `id` is None for the organisation and a sorted tuple of two ids for a pair."""

    kind: ScopeKind = "organisation"
    id: str | tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Measurement:
    """One figure, or the reason why there is none. `value` is None exactly where `status` is not "measured"."""

    id: str
    scope: Scope
    value: float | None
    unit: str
    status: Status
    note: str = ""
    rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something wrong with the data itself, at its cell. `cell.row` is 0 where a whole sheet or file is meant."""

    severity: Literal["error", "warning"]
    cell: Cell
    message: str
    suggestion: str = ""

    def __str__(self) -> str:
        return f"{self.cell}: {self.message} {self.suggestion}".rstrip()


@dataclass(frozen=True, slots=True)
class Finding:
    """A defect of the structure, with the cells that show it. `id` is the same next quarter for the same defect."""

    id: str
    code: str
    severity: Severity
    scope: Scope
    message: str
    recommendation: str
    evidence: tuple[Cell, ...]
    status: Literal["new", "persisting", "regressed", "waived"] = "new"
    waiver: str | None = None


@dataclass(frozen=True, slots=True)
class Practice:
    """An action of the library: how a step, or the answer to a finding, is put into practice.

    Attributes
    ----------
    road
        Which of the eight roads to the customer it is a step on.
    stage
        Which stage of maturity, 2 to 5, it helps to reach on that road.
    source
        Where the idea comes from.
    monday, whom, bring, seen
        What to do on Monday, with whom, what to bring, and how to see that it worked.
    measure
        The id of the measure that shows it.
    findings
        The codes it answers.
    moves
        The kinds of step it serves.
    """

    id: str
    title: str
    road: str
    stage: int
    source: str
    monday: str
    whom: str
    bring: str
    seen: str
    measure: str
    findings: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the plan: what to do, what it takes, what it gains after the steps before it.

    `gain` and `cumulative` are in points of the company's score. `closes` and `opens` are ids of
    findings. `edits` says where the change would be typed into the workbook. `champion` is who could carry it, and why. `practice`
    is the id of the action that puts it into practice.
    """

    rank: int
    move: str
    kind: str
    subject: Scope
    words: str
    against: tuple[str, ...]
    asks: tuple[str, ...]
    effort: int
    gain: float
    cumulative: float
    wave: Wave
    quick_win: bool
    closes: tuple[str, ...]
    opens: tuple[str, ...]
    edits: tuple[str, ...]
    champion: str = ""
    champion_reason: str = ""
    practice: str = ""

    @property
    def begins(self) -> bool:
        """Whether the plan begins with it: a quick win that the first wave has room for."""
        return self.quick_win and self.wave == WAVES[0]


@dataclass(frozen=True, slots=True)
class Advice:
    """The plan: its steps in order, out of how many moves considered, and the score before and after them.

    `practices` are the actions of the library that serve a step or answer a finding, in the order of the library;
    `answers` gives for the code of each finding the ids of those that answer it, the first first. `quick_gain` is what
    the quick wins of the first wave add where no other step is taken. `waived` is how many kinds of step on a subject
    were possible and left out, since the company waived them. `note` says what was not looked at, and why. `chosen` says
    that somebody chose the steps and their order, in the place of the plan that would have been computed.
    """

    steps: tuple[Step, ...] = ()
    considered: int = 0
    before: float | None = None
    after: float | None = None
    practices: tuple[Practice, ...] = ()
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    quick_gain: float | None = None
    waived: int = 0
    note: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What became of one sheet. `rows` = `records` + the rows of `skipped` (reason → count), blank rows aside."""

    sheet: str
    kind: str | None
    rows: int
    records: int
    skipped: Mapping[str, int] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file that was read, by name only, with the hash of its bytes."""

    file: str
    sha256: str
    sheets: tuple[SheetReading, ...]


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """The score of one dimension, 0–100, from its headline measures; None under the minimum coverage."""

    id: str
    name: str
    score: float | None
    rating: Literal["green", "amber", "red", "withheld"]
    coverage: float
    weight: float
    low: float | None = None
    high: float | None = None
    # One row per headline measure: id, value, points (0–100), weight; value and points None where not measured.
    parts: tuple[tuple[str, float | None, float | None, float], ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """The company's score, 0–100, with the range that the choice of limits and weights (and of ties) leaves open."""

    value: float | None
    low: float | None
    high: float | None
    coverage: float
    rating: Literal["green", "amber", "red", "withheld"]
    reason: str = ""


class Figures:
    """Measurements by their id, and of each id by what they are about, put together as they are asked for.

    Of a large company there are millions that nobody looks up.
    """

    def __init__(self, measurements: Iterable[Measurement]) -> None:
        found: dict[str, list[Measurement]] = {}
        for one in measurements:
            found.setdefault(one.id, []).append(one)
        self._of = {ident: tuple(some) for ident, some in found.items()}
        self._by_scope: dict[str, Mapping[Scope, Measurement]] = {}

    def of(self, ident: str) -> tuple[Measurement, ...]:
        """Return all measurements of one id, in their order."""
        return self._of.get(ident, ())

    def by_scope(self, ident: str) -> Mapping[Scope, Measurement]:
        """Return the measurements of one id by what they are about."""
        if ident not in self._by_scope:
            self._by_scope[ident] = {one.scope: one for one in self.of(ident)}
        return self._by_scope[ident]


@dataclass(frozen=True)
class HealthCheck:
    """Everything that was found, as data; every report format says just this."""

    organisation: str
    snapshot_date: date | None
    inputs: tuple[InputFile, ...]
    score: Score
    dimensions: tuple[DimensionScore, ...]
    measurements: tuple[Measurement, ...]
    findings: tuple[Finding, ...]
    issues: tuple[Issue, ...]
    advice: Advice = Advice()
    # What the workbook says was agreed after the last report: its sheet Actions, come back.
    agreed: tuple[Action, ...] = ()
    # What the report keeps to itself, where it is made to be handed on.
    discretion: Discretion | None = None

    @cached_property
    def _figures(self) -> "Figures":
        return Figures(self.measurements)

    def measurement(self, ident: str, scope: Scope | None = None) -> Measurement | None:
        """Return one measurement, of the organisation unless a scope is given; None where it was not taken."""
        return self._figures.by_scope(ident).get(scope or Scope())

    def value(self, ident: str, scope: Scope | None = None) -> float | None:
        """Return the value of one measurement; None where there is none."""
        found = self.measurement(ident, scope)
        return found.value if found else None

    def of(self, ident: str) -> tuple[Measurement, ...]:
        """Return all measurements of one id, in their order."""
        return self._figures.of(ident)
