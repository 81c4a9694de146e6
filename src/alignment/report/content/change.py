"""What do the pages of the change look at? The waves, the last two side by side, and which figures lead."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from alignment.analysis.base import Measure, points
from alignment.analysis.catalogue import MEASURES, score_account
from alignment.analysis.discreet import context_shown
from alignment.history.change import Verdict
from alignment.history.comparison import Comparison, Direction, Movement
from alignment.history.snapshot import Snapshot
from alignment.history.trend import Trend
from alignment.language import date_text, figure_text, later, number_text, say, share_text
from alignment.model.result import Scope
from alignment.report.content.view import View
from alignment.report.content.words import value_text
from alignment.report.display import NOTHING, clean
from alignment.report.traces import place
from alignment.wording import capital

__all__ = [
    "CHANCE_WORDS",
    "Changes",
    "change_text",
    "figure_place",
    "moved",
    "name_of",
    "pair_text",
    "view_of",
]

# A change below this is rounding.
_SAME = 1e-9
_MOST_DECIMALS = 4
_LARGE = 10
CHANCE_WORDS: Mapping[str, str] = {
    "real": later("more than chance explains"),
    "not_shown": later("no change that the data can show"),
    "unchanged": later("as it was"),
    "too_few": later("too few have changed to tell"),
}
# Figures that say one thing in several ways: of one family, the one that the score counts most is named in sentences.
_FAMILIES = (
    # How far ties stay within departments.
    (
        "silos.assortativity",
        "silos.assortativity_weighted",
        "silos.modularity",
        "silos.modularity_weighted",
        "silos.yules_q",
        "silos.ei_index",
        "silos.ei_index_weighted",
        "silos.ei_z",
        "silos.ei_rescaled",
    ),
    ("silos.agreement", "silos.agreement_rand"),
    ("coordination.congruence", "coordination.congruence_weighted"),
    ("coordination.gaps", "coordination.gap_count"),
    ("coordination.surplus", "coordination.surplus_count"),
    ("ownership.journeys_owned", "ownership.journeys_owned_weighted", "ownership.journeys_without_owner"),
    ("ownership.processes_accountable", "ownership.processes_without_accountable"),
    ("fragmentation.handoff_share", "fragmentation.handoffs"),
    ("fragmentation.boundary_level", "fragmentation.boundary_handoffs"),
    ("fragmentation.blind_handoff_share", "fragmentation.blind_handoffs"),
    ("fragmentation.journeys_with_ping_pong", "fragmentation.ping_pong"),
    ("fragmentation.cross_department_journeys", "fragmentation.cross_department_journey_count"),
    ("fragmentation.moments_of_truth_at_handoffs_share", "fragmentation.moments_of_truth_at_handoffs"),
    ("bridges.articulation_share", "bridges.articulation_points"),
    ("bridges.single_thread_share", "bridges.single_threads"),
    ("bridges.distance_fragmentation", "bridges.distance_fragmentation_directed"),
)
_FAMILY: Mapping[str, str] = {ident: family[0] for family in _FAMILIES for ident in family}


def view_of(wave: Snapshot) -> View:
    """Return what sections read of one check."""
    context = context_shown(wave.organisation, wave.settings, wave.check.measurements)
    return View(wave.check, wave.organisation, wave.settings, context)


def moved(value: float | None) -> bool:
    """Tell whether a change is more than rounding."""
    return value is not None and abs(value) > _SAME


def pair_text(measure: Measure, before: float | None, after: float | None) -> tuple[str, str]:
    """Return two values with as many decimals as it takes to tell them apart, but no more than four.

    Examples
    --------
    >>> pair_text(MEASURES["silos.yules_q"], 0.987, 0.988), pair_text(MEASURES["ownership.journeys_owned"], 0.5, None)
    (('0.987', '0.988'), ('50%', 'not measured'))
    """
    first, last = value_text(before, measure.unit), value_text(after, measure.unit)
    if before is None or after is None or first != last or not moved(after - before):
        return first, last
    shown = share_text if measure.unit == "share" else number_text
    pairs = [(shown(before, decimals), shown(after, decimals)) for decimals in range(1, _MOST_DECIMALS + 1)]
    return next((one for one in pairs if one[0] != one[1]), pairs[-1])


def change_text(measure: Measure, value: float | None) -> str:
    """Return a change with its sign; of a share in points of a hundred.

    Examples
    --------
    >>> change_text(MEASURES["ownership.journeys_owned"], 0.111), change_text(MEASURES["silos.ei_index"], -0.02)
    ('+11 pp', '−0.02')
    """
    if value is None:
        return NOTHING
    if not moved(value):
        return number_text(0)
    shown = 100 * value if measure.unit == "share" else value
    # Two digits that count are enough, but whole numbers stay whole.
    text = number_text(shown) if abs(shown) >= _LARGE else figure_text(shown, 2)
    text = f"{'+' if value > 0 else ''}{text}"
    return say("{number} pp", number=text) if measure.unit == "share" else text


@dataclass(frozen=True)
class Changes:
    """What the pages of the change read: a trend, and the view of its last check."""

    view: View
    trend: Trend

    @property
    def found(self) -> Comparison:
        """The last two waves side by side."""
        return self.trend.comparison

    @cached_property
    def earlier(self) -> View:
        """The view of the check before the last."""
        return view_of(self.found.earlier)

    @property
    def days(self) -> tuple[date, date]:
        """Of the last two checks."""
        return self.trend.days[-2], self.trend.days[-1]

    @property
    def since(self) -> str:
        """The day of the check before, in words."""
        return date_text(self.days[0])

    @property
    def ends(self) -> tuple[str, str]:
        """The days of both in words."""
        return date_text(self.days[0]), date_text(self.days[1])

    def verdict(self, movement: Movement) -> Verdict | None:
        """Return what chance says of a figure on what both have; None where it was not tested, or may not be told."""
        return self.found.certainty.of(movement.id, movement.place.scope) if self.told(movement) else None

    def told(self, movement: Movement) -> bool:
        """Tell whether more than the printed figure may be said: a report to be handed on says nothing that it does not print."""
        if self.view.check.discretion is None or movement.place.kind == "organisation":
            return True
        return all(one is not None and one.value is not None for one in (movement.before, movement.after))

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        """Weight in the score of each measure that either check counts."""
        return {one.measure: one.weight for wave in (self.earlier, self.view) for one in score_account(wave.check)}

    @cached_property
    def dimension_of(self) -> Mapping[str, str]:
        """The dimension of the score in which each measure counts."""
        return {one.measure: one.dimension for wave in (self.earlier, self.view) for one in score_account(wave.check)}

    def gain(self, movement: Movement) -> float:
        """Return how much a change on what both have matters to the score: points of the measure by its weight."""
        before, after = movement.common
        limits = MEASURES[movement.id].limits_in(self.view.settings)
        if before is None or after is None or limits is None:
            return 0.0
        return self._weights.get(movement.id, 0.0) * (points(after, limits) - points(before, limits))

    @cached_property
    def company(self) -> tuple[Movement, ...]:
        """Figures of the company that at least one of the two has."""
        return tuple(
            one
            for one in self.found.movements
            if one.place.kind == "organisation" and (_has(one.before) or _has(one.after))
        )

    @cached_property
    def leading(self) -> tuple[Movement, ...]:
        """Figures of the company that lead: those that count in the score, that have a target, or that moved by more than chance.

        What moved by more than chance comes first, then what matters most to the score.
        """
        wanted = self._weights.keys() | self.view.settings.targets.keys()
        found = [one for one in self.company if one.id in wanted or self.real(one)]
        return tuple(sorted(found, key=lambda one: (not self.real(one), -abs(self.gain(one)))))

    def real(self, movement: Movement) -> bool:
        """Tell whether a figure moved by more than chance explains."""
        verdict = self.verdict(movement)
        return verdict is not None and verdict.state == "real"

    def shown(self, movement: Movement) -> bool:
        """Tell whether the company changed in a figure: it did on what both have, and chance is not known to explain it."""
        verdict = self.verdict(movement)
        return moved(movement.of_company) and (verdict is None or verdict.state in ("real", "too_few"))

    def turned(self, way: str) -> tuple[Movement, ...]:
        """Return the leading figures of which the change on what both have is "better", "worse" or "neutral".

        What matters most to the score comes first.
        """
        return self.by_gain(one for one in self.leading if self.way(one) == way and self.shown(one))

    def by_gain(self, movements: Iterable[Movement]) -> tuple[Movement, ...]:
        """Return figures in another order: what matters most to the score first."""
        return tuple(sorted(movements, key=lambda one: -abs(self.gain(one))))

    def telling(self, movements: Iterable[Movement]) -> tuple[Movement, ...]:
        """Return figures to be named in sentences: the first of each family, where its change shows as it is printed."""
        found: dict[str, Movement] = {}
        for one in movements:
            unit = MEASURES[one.id].unit
            before, after = (value_text(value, unit) for value in one.common)
            if before != after:
                found.setdefault(_FAMILY.get(one.id, one.id), one)
        return tuple(found.values())

    def way(self, movement: Movement) -> Direction | None:
        """Return whether the company got better in a figure; what is read only beside chance is neither by itself."""
        found = movement.of_company_direction
        return "neutral" if movement.expected is not None and found in ("better", "worse") else found

    def within(self, movement: Movement) -> bool:
        """Tell whether a figure was tested and its change may be chance."""
        verdict = self.verdict(movement)
        return verdict is not None and verdict.state == "not_shown"

    def chance(self, movement: Movement) -> str:
        """Return in a few words what chance says of a figure."""
        verdict = self.verdict(movement)
        if verdict is None:
            return say("not tested")
        return say(CHANCE_WORDS[verdict.state])

    def subject(self, scope: Scope) -> str:
        """Return what something is called now; what only an earlier check has, as it was called."""
        idents = (scope.id,) if isinstance(scope.id, str) else scope.id or ()
        registers = (self.view.organisation, self.earlier.organisation)
        kind = "department" if scope.kind in ("group", "pair") else scope.kind
        known = [all(ident in getattr(one, kind) for ident in idents) for one in registers] if idents else [True]
        if not any(known) and scope.kind == "pair":
            known = [all(ident in one.person for ident in idents) for one in registers]
        view = self.earlier if not known[0] and any(known) else self.view
        return clean(view.subject(scope))


def _has(one: object) -> bool:
    return getattr(one, "value", None) is not None


def name_of(ident: str) -> str:
    """Return the name of a measure as a sentence begins with it."""
    return capital(say(MEASURES[ident].name))


def figure_place(ident: str) -> str:
    """Return where the change of a figure stands."""
    return place("change", ident)
