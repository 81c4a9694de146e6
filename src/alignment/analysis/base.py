"""What is a measure, and what is a rule? One declaration each: words, limits, source and function in one place."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from itertools import pairwise
from typing import Literal, TypeVar, cast

import networkx as nx

from alignment import network
from alignment.analysis import (
    accelerate,
    brokerage,
    connection,
    covered,
    cuts,
    dispersal,
    groups,
    ratings,
    respondents,
    statements,
    waivers,
)
from alignment.language import later, say
from alignment.model.organisation import Assignment, Cell, Organisation, Tie
from alignment.model.result import Figures, Finding, Measurement, Rating, Scope, Severity, Status
from alignment.settings import Settings
from alignment.source.names import slug
from alignment.source.schema import SHEETS

__all__ = [
    "AMBER_POINTS",
    "AS_SHARE",
    "CHANCE_OUT",
    "RED_POINTS",
    "UNDIVIDED",
    "Context",
    "Hit",
    "Limits",
    "Measure",
    "Reading",
    "Rule",
    "all_waived",
    "declared_measures",
    "declared_rules",
    "measure",
    "not_applicable",
    "not_measured",
    "points",
    "rating_of_points",
    "reading",
    "rule",
    "sheet_titles",
    "suppressed",
    "without_waived",
]

# One convention everywhere: 70 points and more are green, 40 and more amber, less is red.
AMBER_POINTS = 70.0
RED_POINTS = 40.0

# Why a measure can be followed across a reorganisation, as the end of a sentence that begins with "since".
UNDIVIDED = later("it does not ask how the company is divided")
CHANCE_OUT = later("what chance would give with these departments is taken out of it")
AS_SHARE = later("as a share it does not grow with the number of departments")

_T = TypeVar("_T")
Direction = Literal["higher", "lower", "neither"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Four values that a straight line joins: `good` earns 100 points, `amber` 70, `red` 40, `bad` 0.

    `amber` is where green ends, `red` where amber ends. They rise or fall strictly together.
    `basis` says where they come from: a published value, a null model, or "our choice" and why.
    """

    good: float
    amber: float
    red: float
    bad: float
    basis: str

    def __post_init__(self) -> None:
        steps = (self.good, self.amber, self.red, self.bad)
        if list(steps) not in (sorted(steps), sorted(steps, reverse=True)) or len(set(steps)) < len(steps):
            raise ValueError(f"limits must rise or fall strictly: {steps}")


def points(value: float, limits: Limits) -> float:
    """Points, 0 to 100, on the piecewise-linear curve through the four limits; flat beyond its ends.

    Examples
    --------
    >>> points(2.5, Limits(good=4, amber=3, red=2, bad=0, basis="our choice"))
    55.0
    """
    marks = ((limits.good, 100.0), (limits.amber, AMBER_POINTS), (limits.red, RED_POINTS), (limits.bad, 0.0))
    rising = limits.bad > limits.good
    if (value <= limits.good) if rising else (value >= limits.good):
        return 100.0
    for (near, high), (far, low) in pairwise(marks):
        if (value <= far) if rising else (value >= far):
            # One exact expression, so that a value on a limit earns exactly that limit's points.
            return (
                high if value == near else low if value == far else high + (low - high) * (value - near) / (far - near)
            )
    return 0.0


def rating_of_points(earned: float) -> Rating:
    """Green from 70 points, amber from 40, red below."""
    return "green" if earned >= AMBER_POINTS else "amber" if earned >= RED_POINTS else "red"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a measure's function yields: a value for one scope, or why there is none."""

    scope: Scope
    value: float | None
    status: Status = "measured"
    note: str = ""


def reading(value: float, scope: Scope | None = None, note: str = "") -> Reading:
    """Return a measured value, of the organisation unless a scope is given."""
    return Reading(scope or Scope(), float(value), "measured", note)


def not_measured(note: str, scope: Scope | None = None) -> Reading:
    """Return "the data cannot answer", with the reason."""
    return Reading(scope or Scope(), None, "not_measured", note)


def not_applicable(note: str, scope: Scope | None = None) -> Reading:
    """Return "this means nothing here", with the reason."""
    return Reading(scope or Scope(), None, "not_applicable", note)


def suppressed(note: str, scope: Scope | None = None) -> Reading:
    """Return "withheld", to protect someone or because the data is too thin, with the reason."""
    return Reading(scope or Scope(), None, "suppressed", note)


class Context:
    """What measures and rules read: the organisation, the settings, and views of the graph, each built once."""

    def __init__(self, organisation: Organisation, settings: Settings, measured: Iterable[Measurement] = ()) -> None:
        self.organisation = organisation
        self.settings = settings
        self.measured: tuple[Measurement, ...] = tuple(measured)

    @cached_property
    def graph(self) -> "nx.MultiDiGraph[tuple[str, str]]":
        """The whole organisation as one graph."""
        return network.organisation_graph(self.organisation)

    @cached_property
    def collaboration(self) -> network.Collaboration:
        """Who works with whom: ties, their weights, and the group of every node."""
        return network.collaboration(self.organisation, self.settings.group_by)

    @cached_property
    def arrays(self) -> accelerate.Arrays:
        """U, who works with whom in either direction, as arrays."""
        return accelerate.arrays(self.collaboration.ties)

    @cached_property
    def reported(self) -> accelerate.Arrays:
        """The ties as reported, from whoever named the other, as arrays."""
        return accelerate.arrays(self.collaboration.reports)

    @cached_property
    def articulation_points(self) -> tuple[str, ...]:
        """Nodes whose removal splits a component of U."""
        return tuple(self.joints.points)

    @cached_property
    def joints(self) -> cuts.Joints:
        """What the removal of each articulation point and bridge tie of U would leave."""
        return cuts.joints(self.collaboration)

    @cached_property
    def single_threads(self) -> Mapping[tuple[str, str], tuple[tuple[str, str], ...]]:
        """Pairs of groups that hang on one tie or one node, with those ties."""
        return connection.single_threads(self.collaboration)

    @cached_property
    def open_paths(self) -> brokerage.OpenPaths:
        """Open two-step paths through every node; a tie without direction leads both ways."""
        return brokerage.open_paths(self.reported if self.collaboration.directed else self.arrays)

    @cached_property
    def brokers(self) -> brokerage.Brokerage:
        """Open two-step paths through every node by the groups they join."""
        view = self.collaboration
        return brokerage.brokerage(self.reported if view.directed else self.arrays, view.group)

    @cached_property
    def key_sets(self) -> Mapping[int, dispersal.KeySet]:
        """Sets of one, two and three nodes whose loss drives the others furthest apart; none where that is too much."""
        view = self.collaboration
        if dispersal.effort(view, len(view.ties)) > dispersal.EFFORT or not view.ties.number_of_edges():
            return {}
        sizes = [k for k in (1, 2, 3) if k + 2 <= len(view.ties)]
        return dispersal.key_sets(view, sizes, seed=self.settings.seed)

    @cached_property
    def tie_rows(self) -> Mapping[tuple[str, str], tuple[Tie, ...]]:
        """Rows of collaboration behind every tie, by sorted pair of nodes."""
        return network.tie_rows(self.organisation)

    @cached_property
    def rated_ties(self) -> tuple[ratings.RatedTie, ...] | str:
        """Ties that both sides rated; a text that says why where there are none to compare."""
        return ratings.rated_ties(self.organisation)

    @cached_property
    def blocks(self) -> groups.Blocks:
        """Ties of the collaboration, counted by the groups of this run."""
        return groups.blocks(self.collaboration)

    @cached_property
    def handoffs(self) -> Mapping[str, tuple[network.Handoff, ...]]:
        """Handoffs of each journey, in order."""
        return network.handoffs(self.organisation)

    @cached_property
    def required(self) -> Mapping[tuple[str, str], network.Requirement]:
        """Pairs of departments that journeys or processes make depend on each other."""
        return network.required_pairs(self.organisation, self.handoffs)

    @cached_property
    def chart_rows(self) -> Mapping[tuple[str, str], tuple[tuple[int, Assignment], ...]]:
        """Rows of the RACI chart by the kind and id of what they are about, each with its place among all rows."""
        found: dict[tuple[str, str], list[tuple[int, Assignment]]] = {}
        for at, row in enumerate(self.organisation.assignments):
            found.setdefault((row.subject, row.process), []).append((at, row))
        return {subject: tuple(rows) for subject, rows in found.items()}

    @cached_property
    def actual(self) -> Mapping[tuple[str, str], float]:
        """Pairs of departments with a collaboration tie in either direction, and its weight."""
        same = self.settings.group_by == "department"
        return groups.department_ties(self.collaboration if same else network.collaboration(self.organisation))

    @cached_property
    def covered(self) -> frozenset[str]:
        """Departments of which the collaboration data could have shown a tie."""
        return covered.covered_departments(self.organisation, self.collaboration)

    @cached_property
    def department_chart(self) -> "nx.DiGraph[str]":
        """Departments under their parents: an arc from superior to subordinate."""
        return network.formal_chart(self.organisation)

    @cached_property
    def people_chart(self) -> "nx.DiGraph[str]":
        """People under their managers: an arc from superior to subordinate."""
        return network.formal_chart(self.organisation, "person")

    @cached_property
    def survey(self) -> respondents.Survey:
        """Who answered what, and of whom figures may be shown."""
        return respondents.survey(self.organisation, statements.bank(self.settings.statements))

    @cached_property
    def margins(self) -> Mapping[tuple[Scope, str], float]:
        """How far the means of the survey may be off, by whom and what they are about."""
        return respondents.margins(self.survey, self.settings.seed)

    def kept(self, name: str, take: "Callable[[Context], Iterable[_T]]") -> tuple[_T, ...]:  # noqa: ARG002 - nothing is kept here
        """Return what is taken from the company; where it was taken before, by this name, it may be what was taken then."""
        return tuple(take(self))

    @cached_property
    def _by_measure(self) -> Figures:
        return Figures(self.measured)

    def taken(self, ident: str) -> Mapping[Scope, Measurement]:
        """Return what one measure gave before the rules ran, by scope."""
        return self._by_measure.by_scope(ident)

    def value(self, ident: str, scope: Scope | None = None) -> float | None:
        """Return what was measured before the rules ran; None where there is no value."""
        found = self.taken(ident).get(scope or Scope())
        return found.value if found else None

    def note(self, ident: str, scope: Scope | None = None) -> str:
        """Return the note on what was measured before the rules ran; empty where there is no value."""
        found = self.taken(ident).get(scope or Scope())
        return found.note if found and found.value is not None else ""

    def waived(self, rules: "Iterable[Rule]") -> frozenset[Scope]:
        """Return of what these rules find something that the company decided to live with, on the day of the workbook.

        It leaves the figures that count it. What is found of the company as a whole is no unit that could leave one.
        """
        codes = {one.finding.partition(":")[0].casefold() for one in self.organisation.waivers}
        found = (waivers.distinct(one.find(self)) for one in rules if one.code.casefold() in codes)
        return frozenset(
            one.scope
            for some in found
            for one in waivers.with_waivers(some, self.organisation)
            if one.status == "waived" and one.scope.kind != "organisation"
        )

    def label(self, kind: str, ident: str) -> str:
        """Return the name to print for an id."""
        return self.organisation.label(kind, ident)


def without_waived(found: Reading, number: int, noun: str) -> Reading:
    """Return a reading that says how many units (one of `wording.NOUNS`) were left out of it because they are waived."""
    if not number or found.value is None:
        return found
    return replace(found, note="; ".join(filter(None, (found.note, waivers.waived_words(number, noun)))))


def all_waived(scope: Scope | None = None) -> Reading:
    """Return that a figure means nothing, since everything that it could count is waived."""
    return not_applicable(say(waivers.ALL_WAIVED), scope)


def sheet_titles(need: str) -> str:
    """Return the titles of the sheets of which one is needed.

    Examples
    --------
    >>> sheet_titles("journey_steps"), sheet_titles("journeys|processes|raci")
    ('Journey steps', 'Journeys, Processes or RACI')
    """
    *others, last = (say(SHEETS[one].title) if one in SHEETS else one for one in need.split("|"))
    return say("{first} or {last}", first=", ".join(others), last=last) if others else last


def _without_sheets(needs: Iterable[str]) -> Reading:
    """Return that the workbook lacks these sheets."""
    named = (say("no sheet {sheet}", sheet=sheet_titles(one)) for one in needs)
    sheets = reduce(lambda first, last: say("{first} and {last}", first=first, last=last), named)
    return not_measured(say("the workbook has {sheets}", sheets=sheets))


@dataclass(frozen=True)
class Measure:
    """One measure of the catalogue: everything that is known about it, and the function that takes it.

    `needs` lists sheets of the schema of which all must be there (``"journeys"``), alternatives joined by a bar
    (``"processes|raci"``). `headline` is the default weight in its dimension's score, 0 for a measure outside it.
    `scored_as` says which dimension that is. A measure with several scopes yields them from one function.
    `undefined` says where there is no value although the sheets are there, as the end of a sentence that begins with
    "where"; `differs`, which other program or definition gives another value, and why. `survives` says why it can be
    followed across a reorganisation, and is empty where it cannot: where departments are split or merged, such a figure moves
    although nobody does anything else. `expectation` is the id of the measure that says what chance would give. `counts`
    lists the rules whose defects it counts: what is waived of them is left out of it, by its function, through
    `Context.waived`.
    """

    id: str
    name: str
    formula: str
    unit: str
    direction: Direction
    range: tuple[float | None, float | None]
    needs: tuple[str, ...]
    source: str
    reading: str
    function: Callable[[Context], Iterable[Reading]]
    limits: Limits | None = None
    headline: float = 0.0
    scored_as: str | None = None
    undefined: str = ""
    differs: str = ""
    survives: str = ""
    expectation: str = ""
    counts: "tuple[Rule, ...]" = ()

    def limits_in(self, settings: Settings) -> Limits | None:
        """Return the limits in force: the declared ones with what `alignment.toml` changes."""
        changed = settings.limits.get(self.id)
        if changed is None or self.limits is None:
            return self.limits
        return replace(self.limits, **changed, basis=later("set in alignment.toml"))

    def take(self, context: Context) -> Iterator[Measurement]:
        """Yield this measure's values, or one "not measured" that names the missing sheet."""
        missing = [need for need in self.needs if not any(context.organisation.has(one) for one in need.split("|"))]
        limits = self.limits_in(context.settings)
        for one in [_without_sheets(missing)] if missing else self.function(context):
            rating = None if one.value is None or limits is None else rating_of_points(points(one.value, limits))
            yield Measurement(self.id, one.scope, one.value, self.unit, one.status, one.note, rating)


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule's function yields: one defect with its subject, its words and the cells that show it."""

    scope: Scope
    message: str
    evidence: tuple[Cell, ...]
    severity: Severity | None = None
    recommendation: str | None = None


@dataclass(frozen=True)
class Rule:
    """One rule: when it speaks, how loudly, what it recommends, and on what basis.

    `function(context, limit)` yields the hits; `limit` is None where the rule has no threshold, and `limit_words` say
    of what it is a number.
    """

    code: str
    title: str
    severity: Severity
    recommendation: str
    basis: str
    function: Callable[[Context, float], Iterable[Hit]]
    limit: float | None = None
    limit_words: str = ""
    needs: tuple[str, ...] = ()
    measure: str | None = None

    def find(self, context: Context) -> Iterator[Finding]:
        """Yield this rule's findings; none where it is switched off or its sheets are absent."""
        changed = context.settings.rules.get(self.code, {})
        has = context.organisation.has
        if changed.get("enabled", True) is False or not all(any(map(has, need.split("|"))) for need in self.needs):
            return
        limit = float(changed.get("limit", self.limit if self.limit is not None else 0.0))
        for hit in self.function(context, limit):
            severity = cast("Severity", changed.get("severity", hit.severity or self.severity))
            yield Finding(
                id=finding_id(self.code, hit.scope),
                code=self.code,
                severity=severity,
                scope=hit.scope,
                message=hit.message,
                recommendation=hit.recommendation or say(self.recommendation),
                evidence=hit.evidence,
            )


def finding_id(code: str, scope: Scope) -> str:
    """Return the id a defect keeps from run to run, however its subject is spelt: letter case, blanks, a leading @.

    Examples
    --------
    >>> finding_id("COO01", Scope("pair", ("Sales", "Field Service")))
    'COO01:pair:field-service+sales'
    """
    idents = (scope.id,) if isinstance(scope.id, str) else scope.id or ()
    slugs = sorted(map(slug, idents))
    return ":".join((code, scope.kind, "+".join(slugs))) if slugs else f"{code}:{scope.kind}"


def measure(
    ident: str,
    name: str,
    *,
    formula: str,
    unit: str,
    direction: Direction,
    range: tuple[float | None, float | None],
    needs: tuple[str, ...],
    source: str,
    reading: str,
    limits: Limits | None = None,
    headline: float = 0.0,
    scored_as: str | None = None,
    undefined: str = "",
    differs: str = "",
    survives: str = "",
    expectation: str = "",
    counts: tuple[Rule, ...] = (),
) -> Callable[[Callable[[Context], Iterable[Reading]]], Measure]:
    """Declare the decorated function as a measure."""

    def declare(function: Callable[[Context], Iterable[Reading]]) -> Measure:
        return Measure(
            ident, name, formula, unit, direction, range, needs, source, reading, function, limits, headline, scored_as,
            undefined, differs, survives, expectation, counts,
        )  # fmt: skip

    return declare


def rule(
    code: str,
    title: str,
    *,
    severity: Severity,
    recommendation: str,
    basis: str,
    limit: float | None = None,
    limit_words: str = "",
    needs: tuple[str, ...] = (),
    measure: str | None = None,
) -> Callable[[Callable[[Context, float], Iterable[Hit]]], Rule]:
    """Declare the decorated function as a rule."""

    def declare(function: Callable[[Context, float], Iterable[Hit]]) -> Rule:
        return Rule(code, title, severity, recommendation, basis, function, limit, limit_words, needs, measure)

    return declare


def declared_measures(module: Mapping[str, object]) -> tuple[Measure, ...]:
    """Return the measures a module declares, in its order: call it as ``declared_measures(globals())``."""
    return tuple(one for one in module.values() if isinstance(one, Measure))


def declared_rules(module: Mapping[str, object]) -> tuple[Rule, ...]:
    """Return the rules a module declares, in its order."""
    return tuple(one for one in module.values() if isinstance(one, Rule))
