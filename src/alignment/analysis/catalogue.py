"""What is asked of a company, and what came out? All measures and rules by question, and the run through them."""

import copy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from types import MappingProxyType
from typing import get_args

from rapidfuzz import fuzz, process, utils

from alignment.analysis import (
    bridges,
    coordination,
    explaining,
    fragmentation,
    goals,
    hierarchy,
    maturity,
    ownership,
    raci,
    silos,
    statements,
    trust,
)
from alignment.analysis.base import Context, Measure, Rule
from alignment.analysis.explaining import Explanation
from alignment.analysis.score import (
    DIMENSIONS,
    OPTIONAL,
    AccountRow,
    dimension_weight,
    health_score,
    held_back,
    score_account,
)
from alignment.analysis.trust import coverage_measurements
from alignment.analysis.waivers import distinct, rank, with_waivers
from alignment.errors import SettingsError
from alignment.model.organisation import Organisation
from alignment.model.result import (
    DimensionScore,
    Finding,
    Measurement,
    MoveKind,
    Score,
)
from alignment.settings import Settings

__all__ = [
    "MEASURES",
    "QUESTIONS",
    "RULES",
    "AccountRow",
    "Analysis",
    "Explanation",
    "Question",
    "analyse",
    "check_settings",
    "concluded",
    "explanation",
    "left_out_of",
    "score_account",
    "with_measurements",
]

Progress = Callable[[str, int, int], None]

# Below this likeness a suggestion is a guess.
_LIKENESS = 70
_TOPICS = ("score", "settings")
_MARKS = ("good", "amber", "red", "bad")


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its words, the dimension of the score it belongs to, its measures and rules."""

    id: str
    name: str
    question: str
    dimension: str | None
    measures: tuple[Measure, ...]
    rules: tuple[Rule, ...]


# The share of each dimension that was measured is a figure of its own, which no function of a context can take.
_COVERAGES = tuple(
    replace(trust.covered, id=f"{trust.COVERAGE}.{ident}", name=f"Coverage of {name}")
    for ident, name in DIMENSIONS.items()
)

QUESTIONS: tuple[Question, ...] = (
    Question(
        "ownership",
        "Ownership",
        "Who answers for a journey from end to end, and can they?",
        "ownership",
        ownership.MEASURES,
        ownership.RULES,
    ),
    Question(
        "raci",
        "RACI",
        "Does one role answer for each activity, does someone do it, and is nobody overloaded?",
        "ownership",
        (),
        raci.RULES,
    ),
    Question(
        "fragmentation",
        "Journeys",
        "How often does the customer's journey change hands, and do those who hand over talk to each other?",
        "journeys",
        fragmentation.MEASURES,
        fragmentation.RULES,
    ),
    Question(
        "silos",
        "Silos",
        "Where does collaboration stop at a boundary, more than chance would have it?",
        "silos",
        silos.MEASURES,
        silos.RULES,
    ),
    Question(
        "bridges",
        "Bridges",
        "What does collaboration hang on, and what would fall apart without it?",
        "bridges",
        bridges.MEASURES,
        bridges.RULES,
    ),
    Question(
        "coordination",
        "Coordination",
        "Who should talk, because journeys and processes need it, and does not?",
        "coordination",
        coordination.MEASURES,
        coordination.RULES,
    ),
    Question(
        "hierarchy",
        "Hierarchy",
        "Is the formal chart in one piece, without circles, and how deep and wide is it?",
        None,
        hierarchy.MEASURES,
        hierarchy.RULES,
    ),
    Question(
        "goals",
        "Goals",
        "Do departments want the same for the customer, or do their goals pull apart?",
        None,
        goals.MEASURES,
        goals.RULES,
    ),
    Question(
        "maturity",
        "Maturity",
        "What do the people of each department see of what customers would notice, and do they see the same?",
        "maturity",
        maturity.MEASURES,
        maturity.RULES,
    ),
    Question(
        "trust",
        "Trust in the data",
        "How far can the figures be trusted?",
        None,
        (*trust.MEASURES, *_COVERAGES),
        trust.RULES,
    ),
)

MEASURES: Mapping[str, Measure] = MappingProxyType({one.id: one for asked in QUESTIONS for one in asked.measures})
RULES: Mapping[str, Rule] = MappingProxyType({one.code: one for asked in QUESTIONS for one in asked.rules})


@dataclass(frozen=True, slots=True)
class Analysis:
    """What came out: measurements in the order of the catalogue, findings the gravest first, scores.

    `context` holds the organisation, the settings and the graph views everything was read from.
    """

    measurements: tuple[Measurement, ...]
    findings: tuple[Finding, ...]
    dimensions: tuple[DimensionScore, ...]
    score: Score
    context: Context


def analyse(organisation: Organisation, settings: Settings | None = None, progress: Progress | None = None) -> Analysis:
    """Take every measure, score, and ask every rule.

    Parameters
    ----------
    organisation
        The company as read.
    settings
        Limits, weights and seeds; the defaults without it. Check them first with `check_settings`.
    progress
        Called with a question's name, how many questions are done, and of how many, as each begins.

    Returns
    -------
    Analysis
        The same for the same organisation and settings, whatever the machine.
    """
    context = Context(organisation, settings or Settings())
    taken: dict[str, tuple[Measurement, ...]] = {}
    for done, asked in enumerate(QUESTIONS):
        if progress:
            progress(asked.name, done, len(QUESTIONS))
        for measure in asked.measures:
            taken[measure.id] = tuple(measure.take(context))
    context = with_measurements(context, taken)
    score, dimensions = health_score(context, tuple(MEASURES.values()))
    return concluded(context, score, dimensions, (finding for one in RULES.values() for finding in one.find(context)))


def with_measurements(context: Context, taken: Mapping[str, Iterable[Measurement]]) -> Context:
    """Return a context that knows what was measured, in the order of the catalogue, and shares the views built so far.

    `taken` gives, by id, what each measure yielded. How much of each dimension was measured is added here: that can be
    told only when everything else is.
    """
    found = {ident: list(taken.get(ident, ())) for ident in MEASURES}
    everything = [one for yielded in found.values() for one in yielded]
    aside = [one for one in OPTIONAL if dimension_weight(one, context.settings) <= 0]
    for one in coverage_measurements(everything, tuple(MEASURES.values()), DIMENSIONS, aside):
        found[one.id].append(one)
    seeing = copy.copy(context)
    seeing.measured = tuple(
        one for yielded in found.values() for one in sorted(yielded, key=lambda one: rank(one.scope))
    )
    # What was looked up before belongs to the measurements before.
    seeing.__dict__.pop("_by_measure", None)
    return seeing


def concluded(
    context: Context, score: Score, dimensions: tuple[DimensionScore, ...], findings: Iterable[Finding]
) -> Analysis:
    """Return an analysis with its findings in order and the light that they allow."""
    ordered = in_order(findings, context.organisation)
    return Analysis(context.measured, ordered, dimensions, held_back(score, ordered), context)


def in_order(findings: Iterable[Finding], organisation: Organisation) -> tuple[Finding, ...]:
    """Return findings in order, the gravest first, each with an id of its own and with what is waived."""
    return with_waivers(distinct(findings), organisation)


def left_out_of(finding: Finding, measurements: Iterable[Measurement]) -> tuple[Measure, ...]:
    """Return the measures whose figure of the company does not count a finding, because it is waived.

    None of one that is not waived, or is of the company as a whole. A figure that the data cannot give counts nothing.
    """
    if finding.status != "waived" or finding.scope.kind == "organisation":
        return ()
    taken = {one.id for one in measurements if one.scope.kind == "organisation" and one.status != "not_measured"}
    return tuple(
        one for one in MEASURES.values() if one.id in taken and any(rule.code == finding.code for rule in one.counts)
    )


def check_settings(settings: Settings) -> None:
    """Check that the settings name what exists and that limits make sense.

    Raises
    ------
    SettingsError
        A measure, rule, dimension or kind of move is unknown, a limit is given for one that has none, limits do not
        rise or fall strictly, point the wrong way or leave the measure's range; or the bank of statements cannot be used.
    """
    statements.bank(settings.statements)
    weights = {"score.dimensions": settings.dimension_weights, "score.measures": settings.measure_weights}
    for place, given in weights.items():
        for ident, weight in given.items():
            if not isfinite(weight):
                raise SettingsError(f'{place}."{ident}" = {weight} is no number to weigh with.')
    for ident in settings.dimension_weights:
        if ident not in DIMENSIONS:
            raise SettingsError(f"score.dimensions: there is no dimension {ident}.{_suggestion(ident, DIMENSIONS)}")
    for ident in settings.measure_weights:
        measure = _known_measure(ident, "score.measures")
        if measure.scored_as is None or measure.limits is None:
            scored = ", ".join(one.id for one in MEASURES.values() if one.limits and one.scored_as)
            raise SettingsError(f'score.measures."{ident}": this measure earns no points. Those that can: {scored}.')
    for ident in settings.limits:
        _check_limits(ident, settings)
    for ident, target in settings.targets.items():
        _check_range(_known_measure(ident, "targets"), f'targets."{ident}"', "a target", (target.value,))
    for code, changes in settings.rules.items():
        rule = RULES.get(code)
        if rule is None:
            raise SettingsError(f"rules: there is no rule {code}.{_suggestion(code, RULES)}")
        if "limit" in changes and rule.limit is None:
            raise SettingsError(f"rules.{code}.limit: {code} ({rule.title}) has no limit to change.")
    _check_kinds(settings.plan_effort)


def _check_kinds(given: Iterable[str]) -> None:
    kinds = get_args(MoveKind)
    for kind in given:
        if kind not in kinds:
            raise SettingsError(
                f"plan.effort: there is no kind of move {kind}.{_suggestion(kind, kinds)} Known: {', '.join(kinds)}."
            )


def _known_measure(ident: str, place: str) -> Measure:
    measure = MEASURES.get(ident)
    if measure is None:
        raise SettingsError(f"{place}: there is no measure {ident}.{_suggestion(ident, MEASURES)}")
    return measure


def _check_limits(ident: str, settings: Settings) -> None:
    measure = _known_measure(ident, "limits")
    place = f'limits."{ident}"'
    declared = measure.limits
    if declared is None:
        raise SettingsError(f"{place}: this measure has no limits; it is shown without a light.")
    try:
        changed = measure.limits_in(settings) if all(map(isfinite, settings.limits[ident].values())) else None
    except ValueError:
        changed = None
    if changed is None:
        given = {name: settings.limits[ident].get(name, getattr(declared, name)) for name in _MARKS}
        values = ", ".join(f"{name} = {value:g}" for name, value in given.items())
        raise SettingsError(
            f"{place}: good, amber, red and bad must rise or fall strictly in this order; now {values}."
        )
    if (changed.bad > changed.good) != (declared.bad > declared.good):
        better = "smaller" if declared.bad > declared.good else "larger"
        raise SettingsError(f"{place}: {better} is better for this measure, so good must be {better} than bad.")
    _check_range(measure, place, "limits", (changed.good, changed.amber, changed.red, changed.bad))


def _check_range(measure: Measure, place: str, what: str, values: Iterable[float]) -> None:
    low, high = measure.range
    if any((low is not None and one < low) or (high is not None and one > high) for one in values):
        hint = " A share is written as 0.9, not 90." if measure.unit == "share" else ""
        raise SettingsError(f"{place}: {what} must lie within {explaining.range_words(measure.range)}.{hint}")


def explanation(ident: str, settings: Settings | None = None, analysis: Analysis | None = None) -> Explanation:
    """Explain a measure id, a rule code, ``"score"`` or ``"settings"``; capitals and blanks around do not matter.

    The plan and the kinds of moves are explained by `alignment.advice.explaining`; they are suggested where they are close.

    Parameters
    ----------
    ident
        What to explain.
    settings
        The settings in force; those of the analysis, or the defaults, without it.
    analysis
        For the score: adds how this one was made.

    Raises
    ------
    SettingsError
        Nothing has that name; the message suggests what is close.
    """
    chosen = settings or (analysis.context.settings if analysis else Settings())
    known = {one.casefold(): one for one in (*MEASURES, *RULES, *_TOPICS)}
    found = known.get(ident.strip().casefold())
    if found is None:
        close = _suggestion(ident, (*known.values(), "plan", *get_args(MoveKind)))
        raise SettingsError(
            f"There is nothing called {ident.strip()} to explain.{close} "
            "A measure id, a rule code, a kind of move, score, plan or settings can be explained."
        )
    if found == "settings":
        return explaining.of_settings(chosen)
    if found == "score":
        today = (analysis.score, analysis.dimensions, score_account(analysis)) if analysis else None
        return explaining.of_score(chosen, tuple(MEASURES.values()), today)
    asked = next(one for one in QUESTIONS if found in {*(m.id for m in one.measures), *(r.code for r in one.rules)})
    if found in RULES:
        rule = RULES[found]
        return explaining.of_rule(rule, chosen, MEASURES.get(rule.measure or ""), asked.question)
    speaking = tuple(one for one in RULES.values() if one.measure == found)
    return explaining.of_measure(MEASURES[found], chosen, speaking, asked.question)


def _suggestion(wrong: str, known: Iterable[str]) -> str:
    close = process.extract(
        wrong, sorted(known), scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=_LIKENESS, limit=3
    )
    return f" Did you mean {' or '.join(name for name, *_ in close)}?" if close else ""
