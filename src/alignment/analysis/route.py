"""How does one journey run? Its steps in order, where it changes hands, and where that is out of sight."""

from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from alignment.analysis.base import Context, Reading, not_measured
from alignment.language import later, say
from alignment.model.organisation import Step
from alignment.model.result import Scope
from alignment.network import Handoff
from alignment.wording import counted

__all__ = ["NO_JOURNEY", "Route", "Sight", "each", "of_journeys", "routes", "sight"]

NO_JOURNEY = later("the workbook lists no journey")


@dataclass(frozen=True, slots=True)
class Route:
    """One journey as it runs: its steps in order, and its handoffs."""

    journey: str
    steps: tuple[Step, ...]
    handoffs: tuple[Handoff, ...]

    @property
    def scope(self) -> Scope:
        """The journey, as the subject of a figure."""
        return Scope("journey", self.journey)

    @property
    def responsible(self) -> tuple[str | None, ...]:
        """Responsible department of each step."""
        return tuple(step.department for step in self.steps)

    @property
    def departments(self) -> frozenset[str]:
        """All departments that the steps name, participants too."""
        return frozenset(one for step in self.steps for one in step.departments)

    @property
    def passes(self) -> int:
        """Consecutive steps that both have a department: every one could have been a handoff."""
        return sum(None not in pair for pair in pairwise(self.responsible))

    @property
    def shares(self) -> tuple[float, ...]:
        """Share of the steps (with a department) that each responsible department has, largest first."""
        counts = sorted(Counter(one for one in self.responsible if one is not None).values(), reverse=True)
        return tuple(count / sum(counts) for count in counts)

    @property
    def returns(self) -> int:
        """Times the journey enters a department that it had left for another one."""
        left: set[str] = set()
        last: str | None = None
        count = 0
        for one in self.responsible:
            # A blank step may have been anybody's, so it does not make the last department one that was left.
            if one is None or one == last:
                continue
            if last is not None:
                left.add(last)
            count += one in left
            last = one
        return count

    @property
    def has_three_in_a_row(self) -> bool:
        """Tell whether three consecutive steps have a department."""
        units = self.responsible
        return any(None not in three for three in zip(units, units[1:], units[2:], strict=False))

    @property
    def ping_pongs(self) -> tuple[tuple[Step, Step, Step], ...]:
        """Three steps in a row: away from a department, and straight back to it."""
        triples = zip(self.steps, self.steps[1:], self.steps[2:], strict=False)
        return tuple(
            (first, middle, last)
            for first, middle, last in triples
            if first.department == last.department != middle.department and first.departments and middle.departments
        )

    @property
    def moments(self) -> tuple[Step, ...]:
        """Moments of truth that have a department: of the others nobody can say whether a handoff is there."""
        return tuple(step for step in self.steps if step.moment_of_truth and step.departments)

    @property
    def moments_at_handoffs(self) -> tuple[Step, ...]:
        """Moments of truth whose step begins or ends with a handoff."""
        at_handoff = {step.order for one in self.handoffs for step in (one.before, one.after)}
        return tuple(step for step in self.moments if step.order in at_handoff)


@dataclass(frozen=True, slots=True)
class Sight:
    """The handoffs of which the collaboration data covers both sides, and those of them without a tie."""

    covered: tuple[Handoff, ...]
    blind: tuple[Handoff, ...]
    uncovered: int

    @property
    def note(self) -> str:
        """What was left out, in words; empty where nothing was."""
        if not self.uncovered:
            return ""
        return say(
            "without {left} of which the collaboration data covers one side or none",
            left=counted(self.uncovered, "handoff"),
        )


def routes(context: Context) -> tuple[Route, ...]:
    """Journeys of which at least one step names a department, in the order of the workbook."""
    steps_of = context.organisation.steps_of
    found = (Route(journey, steps, context.handoffs.get(journey, ())) for journey, steps in steps_of.items())
    return tuple(route for route in found if route.departments)


def each(context: Context, figure: Callable[[Route], Reading]) -> Iterator[Reading]:
    """Take a figure of every journey; say of each journey without steps or departments why there is none."""
    measurable = {route.journey: route for route in routes(context)}
    for journey, steps in context.organisation.steps_of.items():
        route = measurable.get(journey)
        if route is not None:
            yield figure(route)
        else:
            reason = (
                say("no step of this journey names a department")
                if steps
                else say("no steps are recorded for this journey")
            )
            yield not_measured(reason, Scope("journey", journey))


def of_journeys(context: Context, figure: Callable[[Route], Reading]) -> Iterator[Reading]:
    """Take a figure that only journeys have, none the company: where no journey is listed, say so of the company."""
    if context.organisation.steps_of:
        yield from each(context, figure)
    else:
        yield not_measured(say(NO_JOURNEY))


def sight(handoffs: Sequence[Handoff], covered: Container[str], actual: Container[tuple[str, str]]) -> Sight:
    """Tell which handoffs the collaboration data covers, and which of these are blind.

    Parameters
    ----------
    handoffs
        Of one journey or of all.
    covered
        Departments the collaboration data can speak about (`covered_departments`).
    actual
        Pairs of departments with a tie in either direction (`Context.actual`).
    """
    known = tuple(one for one in handoffs if all(unit in covered for unit in one.pair))
    blind = tuple(one for one in known if one.pair not in actual)
    return Sight(known, blind, len(handoffs) - len(known))
