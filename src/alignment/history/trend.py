"""How has a company moved from check to check? Its waves in a row, the last two side by side, and what its targets ask."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from alignment.analysis.base import finding_id
from alignment.analysis.catalogue import MEASURES
from alignment.errors import StoreError
from alignment.history.comparison import Comparison, compare
from alignment.history.crosswalk import Crosswalk, Declared, crosswalk
from alignment.history.forecast import Wave
from alignment.history.ledger import STATUSES, Cause, State, followed, seen_as
from alignment.history.snapshot import Snapshot, as_now
from alignment.history.targets import Progress, progress
from alignment.model.result import DimensionScore, Finding, HealthCheck, Scope, Score, Severity
from alignment.settings import Settings

__all__ = ["Check", "Course", "Trend", "trend", "with_fates"]


@dataclass(frozen=True, slots=True)
class Check:
    """One wave, as a row of a history shows it. `findings` counts those that are not waived, by severity."""

    ident: str
    day: date
    score: Score
    dimensions: Mapping[str, DimensionScore]
    findings: Mapping[Severity, int]


@dataclass(frozen=True, slots=True)
class Course:
    """What became of one defect over all waves: as it was found last, on the days in `days`, oldest first.

    One that the wave before the last did not have any more is "gone" without a `cause`.
    """

    finding: Finding
    state: State
    cause: Cause | None
    days: tuple[date, ...]


@dataclass(frozen=True)
class Trend:
    """The checks of one company over time.

    Attributes
    ----------
    checks
        Every wave, the oldest first.
    reorganised
        Days of the first wave after each reorganisation.
    lines
        The waves of each measure of the company, the oldest first, by the id of the measure.
    comparison
        The last two waves side by side.
    courses
        Every defect that any wave had: those of the last wave in its order, then those that are gone, the last gone first.
    targets
        How far each measure with a target is.
    """

    checks: tuple[Check, ...]
    reorganised: tuple[date, ...]
    lines: Mapping[str, tuple[Wave, ...]]
    comparison: Comparison
    courses: tuple[Course, ...]
    targets: tuple[Progress, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """Of the waves, the oldest first."""
        return tuple(one.day for one in self.checks)

    def stretches(self, ident: str) -> tuple[tuple[Wave, ...], ...]:
        """Return the waves of a measure in stretches that may be compared: a reorganisation ends one, unless it survives that."""
        ends = () if MEASURES[ident].survives else self.reorganised

        def begun(wave: Wave) -> int:
            return sum(1 for end in ends if wave.day is not None and end <= wave.day)

        return tuple(tuple(those) for _, those in groupby(self.lines.get(ident, ()), begun))


def trend(
    snapshots: Iterable[Snapshot], declared: Iterable[Declared] = (), language: str = "", judge: Settings | None = None
) -> Trend:
    """Put the waves of one company in a row; no more than two of them are held at a time.

    Parameters
    ----------
    snapshots
        Two or more, the oldest first. What another version of the program measured is measured again.
    declared
        What of the last wave was what in the one before it, beside what its workbook says.
    language
        That of the words; that of each wave, where none is given.
    judge
        Settings whose targets, significance and correction count instead of those of the last wave.

    Raises
    ------
    StoreError
        There are fewer than two, or one has no date, or they are not in order.
    MappingError
        What is declared, in a workbook or here, cannot be used.
    """
    row = _Row()
    earlier: Snapshot | None = None
    later: Snapshot | None = None
    for one in snapshots:
        if later is not None:
            matched = crosswalk(earlier.organisation, later.organisation) if earlier else None
            row.take(later, matched)
        earlier, later = later, as_now(one, language or one.settings.language)
    if earlier is None or later is None:
        raise StoreError(
            "A trend needs two checks of one company. Keep another with `alignment track add`, or name an earlier workbook."
        )
    if judge is not None:
        later = _judged(later, judge)
    found = compare(earlier, later, declared, row.gone)
    row.take(later, found.matched)
    return row.told(found)


def _judged(wave: Snapshot, judge: Settings) -> Snapshot:
    settings = replace(
        wave.settings, targets=judge.targets, significance=judge.significance, correction=judge.correction
    )
    return replace(wave, settings=settings)


@dataclass(slots=True)
class _Defect:
    """A finding, the days of the checks that had it, and every scope under which the last wave may know it."""

    finding: Finding
    scopes: set[Scope]
    days: list[date]

    @property
    def ids(self) -> set[str]:
        return {self.finding.id} | {finding_id(self.finding.code, one) for one in self.scopes}


class _Row:
    """What is kept of the waves so far."""

    def __init__(self) -> None:
        self.checks: list[Check] = []
        self.reorganised: list[date] = []
        self.lines: dict[str, list[Wave]] = {}
        self.found: list[_Defect] = []
        self.lost: list[_Defect] = []

    @property
    def gone(self) -> set[str]:
        """Ids of findings that waves before the last one had, and the last has not."""
        return {ident for one in self.lost for ident in one.ids}

    def take(self, wave: Snapshot, matched: Crosswalk | None) -> None:
        """Keep what is needed of a wave; `matched` says what of it was what in the one before."""
        day = self._day(wave)
        if matched is not None and matched.reorganised:
            self.reorganised.append(day)
        counts = Counter(one.severity for one in wave.check.findings if one.status != "waived")
        scores = {one.id: one for one in wave.check.dimensions}
        self.checks.append(Check(wave.ident, day, wave.check.score, scores, dict(counts)))
        for measurement in wave.check.measurements:
            if measurement.scope == Scope():
                self.lines.setdefault(measurement.id, []).append(Wave(day, measurement.value))
        self._take_findings(wave.check.findings, day, matched)

    def _day(self, wave: Snapshot) -> date:
        day = wave.check.snapshot_date
        if day is None:
            raise StoreError(
                f"{_files(wave)}: a check without a date has no place in a trend. Write the snapshot date on the sheet "
                "Organisation, or give it with --date."
            )
        if self.checks and day <= self.checks[-1].day:
            raise StoreError(
                f"{_files(wave)}: it tells of {day.isoformat()}, and the check before it of {self.checks[-1].day.isoformat()}. "
                "Each check of a trend has a later day than the one before."
            )
        return day

    def _take_findings(self, findings: Iterable[Finding], day: date, matched: Crosswalk | None) -> None:
        before = [*self.found, *self.lost]
        places: dict[str, list[int]] = {}
        for at, one in enumerate(before):
            for ident in one.ids:
                places.setdefault(ident, []).append(at)
        taken: set[int] = set()
        self.found = []
        for finding in findings:
            ids = seen_as(finding, matched) if matched is not None else {finding.id}
            same = {at for ident in ids for at in places.get(ident, ())}
            taken |= same
            days = sorted({earlier for at in same for earlier in before[at].days})
            self.found.append(_Defect(finding, {finding.scope}, [*days, day]))
        self.lost = [one for at, one in enumerate(before) if at not in taken]
        if matched is not None:
            for one in self.lost:
                one.scopes = {now for scope in one.scopes for now in followed(scope, matched)}

    def told(self, found: Comparison) -> Trend:
        """Return the whole, with what the comparison of the last two waves says of each finding."""
        settings = found.later.settings
        lines = {ident: tuple(waves) for ident, waves in self.lines.items()}
        targets = progress(
            lines,
            settings,
            today=self.checks[-1].day,
            survives={ident for ident in lines if MEASURES[ident].survives},
            reorganised=self.reorganised,
        )
        return Trend(tuple(self.checks), tuple(self.reorganised), lines, found, tuple(self._courses(found)), targets)

    def _courses(self, found: Comparison) -> Iterator[Course]:
        here = {one.finding.id: one for one in found.findings if one.state != "gone"}
        gone = {one.finding.id: one for one in found.findings if one.state == "gone"}
        for one in self.found:
            entry = here[one.finding.id]
            yield Course(one.finding, entry.state, entry.cause, tuple(one.days))
        for one in sorted(self.lost, key=lambda one: one.days[-1], reverse=True):
            last = gone.get(one.finding.id) if one.days[-1] == self.checks[-2].day else None
            yield Course(one.finding, "gone", last.cause if last else None, tuple(one.days))


def _files(wave: Snapshot) -> str:
    return ", ".join(one.file for one in wave.check.inputs) or wave.check.organisation


def with_fates(check: HealthCheck, found: Comparison) -> HealthCheck:
    """Return a check whose findings say whether the check before had them, too; what is waived stays so."""
    states = {one.finding.id: one.state for one in found.findings}
    findings = tuple(
        one if one.status == "waived" else replace(one, status=STATUSES.get(states.get(one.id, "new"), "new"))
        for one in check.findings
    )
    return replace(check, findings=findings)
