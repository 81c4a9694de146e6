"""What changed between two checks, and was it the company or what was read of it?"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from alignment.analysis.base import Context, Measure, points
from alignment.analysis.catalogue import MEASURES
from alignment.analysis.remeasure import Measured
from alignment.errors import StoreError
from alignment.history.certainty import Certainty, between
from alignment.history.common import in_common
from alignment.history.crosswalk import Crosswalk, Declared, crosswalk
from alignment.history.ledger import Entry, Fate, Place, actions, ledger, place, whole
from alignment.history.matching import same_ids
from alignment.history.proposing import Proposal, proposals
from alignment.history.snapshot import Snapshot, measured_alike
from alignment.language import later as template
from alignment.language import say
from alignment.model.organisation import Organisation
from alignment.model.result import Finding, Measurement
from alignment.settings import Settings

__all__ = ["Comparison", "Direction", "Movement", "compare"]

Direction = Literal["better", "worse", "neutral", "same"]

# Differences below this are rounding.
_SAME = 1e-9
# Figures of one person are nobody else's business, and move with the person.
_LEFT_ASIDE = frozenset({"person"})
_CUT = template("it depends on how the company is divided, which has changed")


@dataclass(frozen=True, slots=True)
class Movement:
    """One figure in two waves: as the checks print it, where both are divided alike, and on what both have.

    Its printed change is the sum of `of_company`, `of_division` and `of_data`.

    Attributes
    ----------
    id, place
        Which figure, of what: ids as both waves call them.
    before, after
        As printed; None where that wave has no such figure, as for a department that was split.
    divided_alike
        The figure of each wave, its departments divided as both can be; None where it has no value.
    common
        The same on what both have.
    expected
        What chance would give in each wave as printed, for a figure that is only read beside that.
    followed
        Whether the two printed values may be compared: not, where the company was reorganised and the measure does not
        survive that.
    direction, of_company_direction
        Whether the printed change, and the change on what both have, is for the better; None where there is none to judge.
    """

    id: str
    place: Place
    before: Measurement | None
    after: Measurement | None
    divided_alike: tuple[float | None, float | None]
    common: tuple[float | None, float | None]
    expected: tuple[float | None, float | None] | None
    followed: bool
    direction: Direction | None
    of_company_direction: Direction | None

    @property
    def change(self) -> float | None:
        """After less before, as printed; None where one has no value or the two may not be compared."""
        if not self.followed or self.before is None or self.after is None:
            return None
        return _difference(self.before.value, self.after.value)

    @property
    def of_company(self) -> float | None:
        """The change on what both waves have."""
        return _difference(*self.common)

    @property
    def of_division(self) -> float | None:
        """The part of the printed change that is gone where both are divided alike."""
        return _difference(_difference(*self.divided_alike), self.change)

    @property
    def of_data(self) -> float | None:
        """The part of the change that is of what one wave alone has."""
        return _difference(self.of_company, _difference(*self.divided_alike))

    @property
    def reason(self) -> str:
        """Why no printed change is told; empty where there is one."""
        if self.change is not None:
            return ""
        for one, words in (
            (self.before, template("not known before: {note}")),
            (self.after, template("not known now: {note}")),
        ):
            if one is not None and one.value is None:
                return say(words, note=one.note or one.status.replace("_", " "))
        return say(_CUT) if not self.followed else say("one of the two does not have it")


@dataclass(frozen=True)
class Comparison:
    """Two checks of one company, side by side.

    Attributes
    ----------
    earlier, later
        The two.
    matched, proposed
        What is what it was, and what may be and was not declared.
    movements
        Figures of the company, and of departments, journeys, processes and pairs that both have, in the order of the
        catalogue; the company's first within each.
    score, common_score
        The score of each as printed, and on what both have; None where it is withheld.
    dimensions, common_dimensions
        The same of each dimension, by its id.
    findings, actions
        What became of each.
    certainty
        Which changes on what both have are more than chance explains.
    alone
        In words, what only one wave has.
    waivers
        Those of them that tell of waivers.
    notes
        In words, what else is to be known before the two are compared.
    """

    earlier: Snapshot
    later: Snapshot
    matched: Crosswalk
    proposed: tuple[Proposal, ...]
    movements: tuple[Movement, ...]
    score: tuple[float | None, float | None]
    common_score: tuple[float | None, float | None]
    dimensions: Mapping[str, tuple[float | None, float | None]]
    common_dimensions: Mapping[str, tuple[float | None, float | None]]
    findings: tuple[Entry, ...]
    actions: tuple[Fate, ...]
    certainty: Certainty
    alone: tuple[str, ...]
    waivers: tuple[str, ...]
    notes: tuple[str, ...]

    @cached_property
    def _by_place(self) -> Mapping[tuple[str, Place], Movement]:
        return {(one.id, one.place): one for one in self.movements}

    def movement(self, ident: str, of: Place | None = None) -> Movement | None:
        """Return how one figure moved, of the company unless something else is named."""
        return self._by_place.get((ident, of or Place("organisation")))


@dataclass(frozen=True, slots=True)
class _Part:
    """One wave, as it is compared."""

    context: Context
    measurements: tuple[Measurement, ...]
    findings: tuple[Finding, ...]
    score: float | None
    dimensions: Mapping[str, float | None]


def compare(
    earlier: Snapshot, later: Snapshot, declared: Iterable[Declared] = (), seen: Collection[str] = ()
) -> Comparison:
    """Compare two checks of one company.

    Parameters
    ----------
    earlier, later
        The two; what both have is measured with the settings of the later.
    declared
        What of the later wave was what in the earlier.
    seen
        Ids of findings that checks before the earlier one had: one of them that is found again is back.

    Raises
    ------
    MappingError
        What is declared cannot be used.
    StoreError
        People have pseudonyms in one of the two only, or under another key, so that nobody can be matched.
    """
    _check_keys(earlier, later)
    waves = (earlier, later)
    matched = crosswalk(earlier.organisation, later.organisation, declared)
    common = in_common(earlier.organisation, later.organisation, matched)
    alike = tuple(
        _part(one, organisation, later.settings) for one, organisation in zip(waves, common.divided_alike, strict=True)
    )
    parts = tuple(
        whole if organisation is divided else _measured(organisation, later.settings)
        for whole, organisation, divided in zip(alike, common.waves, common.divided_alike, strict=True)
    )
    findings = ledger(
        waves, matched, (alike[0].findings, alike[1].findings), (parts[0].findings, parts[1].findings), seen
    )
    return Comparison(
        earlier,
        later,
        matched,
        proposals(earlier.organisation, later.organisation, matched),
        tuple(_movements(waves, matched, alike, parts)),
        (earlier.check.score.value, later.check.score.value),
        (parts[0].score, parts[1].score),
        _side_by_side(*({one.id: one.score for one in wave.check.dimensions} for wave in waves)),
        _side_by_side(parts[0].dimensions, parts[1].dimensions),
        findings,
        actions(waves, matched, findings),
        between(parts[0].context, parts[1].context, same_ids(*common.waves)),
        common.alone,
        common.waivers,
        tuple(_notes(earlier, later)),
    )


def _check_keys(*waves: Snapshot) -> None:
    keys = [one.check.discretion.fingerprint if one.check.discretion else "" for one in waves]
    if keys[0] == keys[1]:
        return
    days = [one.check.snapshot_date.isoformat() if one.check.snapshot_date else "no date" for one in waves]
    told = " and ".join(
        f"in the check of {day} {f'pseudonyms by the key {key}' if key else 'their names'}"
        for day, key in zip(days, keys, strict=True)
    )
    raise StoreError(
        f"People have {told}, so that nobody of the two can be matched. Read both from their workbooks with --client-safe and one "
        "key, or both without; a history to hand on is one of its own (--store)."
    )


def _part(wave: Snapshot, organisation: Organisation, settings: Settings) -> _Part:
    """Measure a wave; one that is as it was read is measured already."""
    if organisation is wave.organisation and measured_alike(wave.settings, settings):
        check = wave.check
        scores = {one.id: one.score for one in check.dimensions}
        context = Context(organisation, settings)
        return _Part(context, check.measurements, check.findings, check.score.value, scores)
    return _measured(organisation, settings)


def _measured(organisation: Organisation, settings: Settings) -> _Part:
    found = Measured(organisation, settings).analysis
    scores = {one.id: one.score for one in found.dimensions}
    return _Part(found.context, found.measurements, found.findings, found.score.value, scores)


def _side_by_side(
    before: Mapping[str, float | None], after: Mapping[str, float | None]
) -> Mapping[str, tuple[float | None, float | None]]:
    return {ident: (before.get(ident), after.get(ident)) for ident in dict.fromkeys((*after, *before))}


def _movements(
    waves: tuple[Snapshot, Snapshot], matched: Crosswalk, alike: tuple[_Part, ...], parts: tuple[_Part, ...]
) -> Iterator[Movement]:
    printed = [
        {
            (one.id, place(one.scope, matched, wave)): one
            for one in snapshot.check.measurements
            if one.scope.kind not in _LEFT_ASIDE and whole(one.scope, matched, wave)
        }
        for wave, snapshot in enumerate(waves)
    ]
    divided, shared = ([_values(part) for part in both] for both in (alike, parts))
    known = (printed[0].keys() & printed[1].keys()) | (shared[0].keys() & shared[1].keys())
    order = {ident: number for number, ident in enumerate(MEASURES)}
    for ident, where in sorted(known, key=lambda one: (order[one[0]], one[1].kind != "organisation", one[1])):
        measure = MEASURES[ident]
        pair = tuple(side.get((ident, where)) for side in printed)
        common = (shared[0].get((ident, where)), shared[1].get((ident, where)))
        whole_values = (divided[0].get((ident, where)), divided[1].get((ident, where)))
        followed = bool(measure.survives) or not matched.reorganised
        values = tuple(one.value if one else None for one in pair)
        yield Movement(
            ident,
            where,
            pair[0],
            pair[1],
            whole_values,
            common,
            _expected(measure, where, printed),
            followed,
            direction(measure, waves[1].settings, values[0], values[1]) if followed else None,
            direction(measure, waves[1].settings, *common),
        )


def _values(part: _Part) -> Mapping[tuple[str, Place], float | None]:
    return {(one.id, Place.of(one.scope)): one.value for one in part.measurements if one.scope.kind not in _LEFT_ASIDE}


def _expected(
    measure: Measure, where: Place, printed: list[dict[tuple[str, Place], Measurement]]
) -> tuple[float | None, float | None] | None:
    if not measure.expectation:
        return None
    found = [side.get((measure.expectation, where)) for side in printed]
    return (found[0].value if found[0] else None, found[1].value if found[1] else None)


def direction(measure: Measure, settings: Settings, before: float | None, after: float | None) -> Direction | None:
    """Return whether a change is for the better; neutral where neither direction is, or where nothing is gained beyond a limit."""
    if before is None or after is None:
        return None
    if abs(after - before) <= _SAME * max(1.0, abs(before), abs(after)):
        return "same"
    limits = measure.limits_in(settings)
    if measure.direction == "neither":
        return "neutral"
    if limits is not None and points(before, limits) == points(after, limits):
        return "neutral"
    return "better" if (after > before) == (measure.direction == "higher") else "worse"


def _difference(before: float | None, after: float | None) -> float | None:
    return None if before is None or after is None else after - before


def _notes(earlier: Snapshot, later: Snapshot) -> Iterator[str]:
    if earlier.check.organisation != later.check.organisation:
        yield say(
            "The two are of “{first}” and “{second}”: they are compared as one company.",
            first=earlier.check.organisation,
            second=later.check.organisation,
        )
    days = earlier.check.snapshot_date, later.check.snapshot_date
    if days[0] is not None and days[1] is not None and days[0] >= days[1]:
        yield say("The first is not older than the second: their days are as given, not in order.")
    if not measured_alike(earlier.settings, later.settings):
        yield say("The two were measured with different settings; what both have is measured with those of the later.")
