"""When do people see different companies, or another one than is there? Rules MAT01 to MAT08, declared for `maturity`.

Evidence is the headers of the statements: the row of a respondent tells who it was.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from alignment.analysis.base import Context, Hit, rule
from alignment.analysis.literature import GIBSON
from alignment.analysis.perception import department_means, departments_between, gap_within, levels_between
from alignment.analysis.privacy import SMALLEST
from alignment.analysis.respondents import Survey
from alignment.analysis.structure import Structure, structures
from alignment.language import number_text, said, say, share_text
from alignment.model.organisation import Cell
from alignment.model.result import Scope
from alignment.wording import counted, joined

__all__ = [
    "departments_apart",
    "departments_unheard",
    "many_do_not_know",
    "rosier_above",
    "rosier_above_in_department",
    "seen_but_not_there",
    "there_but_not_seen",
    "weakest_road",
]

_NEEDS = ("survey",)
_NOISE = "and only where the distance is more than twice its standard error"


def _cells(survey: Survey, roads: Iterable[str] = ("",)) -> tuple[Cell, ...]:
    """The headers of all statements of these roads: there are never many, so that none is cut and the rest miscounted."""
    return tuple(dict.fromkeys(cell for road in roads for cell in survey.cells(road)))


def _road(survey: Survey, ident: str) -> str:
    return next(said(one.name) for one in survey.bank.roads if one.id == ident)


@rule(
    "MAT01",
    "Management and the front line see different companies",
    severity="medium",
    recommendation="Let each manager sit beside a colleague of the front line for one day, and go through the statements of "
    "the road on which the two are furthest apart: what does one see that the other does not?",
    basis=f"our choice: half a point of five, {_NOISE}. After {GIBSON}",
    limit=0.5,
    limit_words="points of 5 between management and the front line, from which it speaks",
    needs=_NEEDS,
    measure="maturity.perception_gap",
)
def rosier_above(context: Context, limit: float) -> Iterator[Hit]:
    """Management and the front line of the company `limit` points or more apart, either way round."""
    survey = context.survey
    found = levels_between(survey) if survey.statements else ""
    if isinstance(found, str) or abs(found.gap) < limit or not found.beyond_noise:
        return
    gaps = [(one, other) for one in survey.roads if not isinstance(other := levels_between(survey, one), str)]
    roads = sorted(((one, other.gap) for one, other in gaps), key=lambda one: -one[1] * np.sign(found.gap))[:3]
    most = joined([f"{_road(survey, one)} ({number_text(abs(gap), 2)})" for one, gap in roads])
    management, front = found.means
    yield Hit(
        Scope(),
        say(
            "Management answers {management} of 5 on average, the front line {front_line}: {gap} points apart, most of all "
            "on {roads}.",
            management=number_text(management, 2),
            front_line=number_text(front, 2),
            gap=number_text(abs(found.gap), 2),
            roads=most,
        ),
        _cells(survey, [one for one, _ in roads]),
    )


@rule(
    "MAT02",
    "Within a department, those above see it rosier than the front line",
    severity="medium",
    recommendation="Put the two means in front of a meeting of the department and ask what each side thought of when it answered, "
    "the front line first; then choose one thing that customers meet each week to change first.",
    basis=f"our choice: half a point of five, {_NOISE}. After {GIBSON}",
    limit=0.5,
    limit_words="points of 5 by which management and middle are above the front line, from which it speaks",
    needs=_NEEDS,
    measure="maturity.perception_gap_within",
)
def rosier_above_in_department(context: Context, limit: float) -> Iterator[Hit]:
    """Departments whose management and middle answer `limit` points or more above their front line."""
    survey = context.survey
    units = [scope for scope, part in survey.groups if part == "leading"]
    for scope in units:
        found = gap_within(survey, scope)
        if isinstance(found, str) or found.gap < limit or not found.beyond_noise:
            continue
        above, front = found.means
        yield Hit(
            scope,
            say(
                "In {department}, management and middle answer {above} of 5 on average, the front line {front_line}: {gap} "
                "points apart.",
                department=context.label("department", str(scope.id)),
                above=number_text(above, 2),
                front_line=number_text(front, 2),
                gap=number_text(found.gap, 2),
            ),
            _cells(survey),
        )


@rule(
    "MAT03",
    "Many do not know",
    severity="low",
    recommendation="Show on one page, where these people work, how it is done today: who answers for the journey, whom to "
    "ask before and after, what became of last week's cases.",
    basis="our choice: one answer in seven",
    limit=0.14,
    limit_words="share of answers that are “don't know”, on one road, from which it speaks",
    needs=_NEEDS,
    measure="maturity.unknown",
)
def many_do_not_know(context: Context, limit: float) -> Iterator[Hit]:
    """Levels, or the company where no level is known, of whom a share of `limit` or more does not know on some road."""
    survey = context.survey
    levels = [scope for scope in survey.whole() if scope.kind == "group"]
    for scope in levels or [Scope()]:
        shares = {one.id: context.value(f"maturity.unknown.{one.id}", scope) or 0.0 for one in survey.bank.roads}
        roads = sorted((one for one in shares if shares[one] >= limit), key=lambda one: -shares[one])
        if roads:
            told = joined(
                [say("{share} on {road}", share=share_text(shares[one]), road=_road(survey, one)) for one in roads]
            )
            text = (
                say("Many of the {level} answer “don't know”: {shares}.", level=say(str(scope.id)), shares=told)
                if scope.id
                else say("Many of all who answered answer “don't know”: {shares}.", shares=told)
            )
            yield Hit(scope, text, _cells(survey, roads))


@rule(
    "MAT04",
    "Departments far apart",
    severity="low",
    recommendation="Let the two departments visit each other for half a day. What the first does that the second does not is "
    "worth more than advice from outside; what the second meets that the first does not is worth knowing.",
    basis=f"our choice: three quarters of a point, {_NOISE}",
    limit=0.75,
    limit_words="points of 5 between the departments that say most and least, from which it speaks",
    needs=_NEEDS,
    measure="maturity.department_gap",
)
def departments_apart(context: Context, limit: float) -> Iterator[Hit]:
    """The two departments that say most and least, where they are `limit` points or more apart."""
    survey = context.survey
    found = departments_between(survey) if survey.statements else ""
    if isinstance(found, str) or found.gap < limit or not found.beyond_noise:
        return
    first, second = (str(scope.id) for scope, _ in (found.high, found.low))
    names = [context.label("department", one) for one in (first, second)]
    pair = (min(first, second), max(first, second))
    yield Hit(
        Scope("pair", pair),
        say(
            "{first} answers {high} of 5 on average, {second} {low}: of all departments shown these two are furthest apart, "
            "{gap} points.",
            first=names[0],
            high=number_text(found.means[0], 2),
            second=names[1],
            low=number_text(found.means[1], 2),
            gap=number_text(found.gap, 2),
        ),
        _cells(survey),
    )


@rule(
    "MAT05",
    "A department sees more alignment than is there",
    severity="medium",
    recommendation="Walk one journey with the department to its end: who takes over, who answers for the whole? What is "
    "missing is easier to build where people already want it.",
    basis="our choice: a fifth of either scale above what the departments show on average, so that it tells who differs, "
    "not how one scale compares with the other; and only where the department rates its alignment higher than the company "
    "does, by more than its uncertainty",
    limit=0.2,
    limit_words="by how much the gap of a department is above the mean gap, from which it speaks",
    needs=("survey", "journey_steps"),
    measure="maturity.structure_gap",
)
def seen_but_not_there(context: Context, limit: float) -> Iterator[Hit]:
    """Departments that rate their alignment higher than the ties and owners of their journeys bear out."""
    built = structures(context)
    for scope, apart in _structure_gaps(context):
        one = built[str(scope.id)]
        if apart >= limit and _rating(context, scope) > 0 and (one.missing or one.unowned):
            seen, lacking = _seen(context, scope), _lacking(context, str(scope.id), one)
            text = say("{seen}, yet {lacking}.", seen=seen, lacking=lacking)
            yield Hit(scope, text, _both_cells(context, str(scope.id), one))


@rule(
    "MAT06",
    "A department does not see the alignment that is there",
    severity="info",
    recommendation="Tell the department who owns its journeys and whom to call on the other side: the contacts exist, and "
    "those who do the work do not know them.",
    basis="our choice: a fifth of either scale below what the departments show on average; and only where the department "
    "rates its alignment lower than the company does, by more than its uncertainty",
    limit=0.2,
    limit_words="by how much the gap of a department is below the mean gap, from which it speaks",
    needs=("survey", "journey_steps"),
    measure="maturity.structure_gap",
)
def there_but_not_seen(context: Context, limit: float) -> Iterator[Hit]:
    """Departments that rate their alignment lower than the ties and owners of their journeys would let one expect."""
    built = structures(context)
    for scope, apart in _structure_gaps(context):
        if apart <= -limit and _rating(context, scope) < 0:
            text = say(
                "{seen}, although much of what its journeys require is there: {there}.",
                seen=_seen(context, scope),
                there=built[str(scope.id)].words(),
            )
            yield Hit(scope, text, _cells(context.survey, ["alignment"]))


def _structure_gaps(context: Context) -> list[tuple[Scope, float]]:
    """Departments with how far their gap is above the mean of all; nothing where there is none to compare with."""
    units = [scope for scope in context.survey.whole() if scope.kind == "department"]
    values = [(one, value) for one in units if (value := context.value("maturity.structure_gap", one)) is not None]
    if len(values) < 3:
        return []
    middle = float(np.mean([value for _, value in values]))
    return [(one, value - middle) for one, value in values]


def _rating(context: Context, scope: Scope) -> int:
    """Whether a department rates its alignment higher (1) or lower (-1) than the company, by more than its uncertainty."""
    mean, company = (context.value("maturity.mean.alignment", one) or 0.0 for one in (scope, Scope()))
    margin = context.value("maturity.uncertainty.alignment", scope) or 0.0
    return (mean - company > margin) - (company - mean > margin)


def _seen(context: Context, scope: Scope) -> str:
    mean = context.value("maturity.mean.alignment", scope) or 0.0
    company = context.value("maturity.mean.alignment") or 0.0
    return say(
        "{department} answers {mean} of 5 on Alignment (the company {company})",
        department=context.label("department", str(scope.id)),
        mean=number_text(mean, 2),
        company=number_text(company, 2),
    )


def _lacking(context: Context, unit: str, one: Structure) -> str:
    parts = []
    if one.missing:
        others = [context.label("department", next(end for end in pair if end != unit)) for pair in one.missing]
        departments = joined(others)
        parts.append(
            say("it has no recorded contact with {departments}, with which journeys join it", departments=departments)
        )
    if one.unowned:
        names = joined([f"“{context.label('journey', journey)}”" for journey in one.unowned])
        journeys = counted(len(one.unowned), "journey")
        parts.append(say("it works in {journeys} without one owner: {names}", journeys=journeys, names=names))
    return say("{first}; and {second}", first=parts[0], second=parts[1]) if len(parts) > 1 else parts[0]


def _both_cells(context: Context, unit: str, one: Structure) -> tuple[Cell, ...]:
    """The journeys without an owner, the steps of missing contacts, and then the statements."""
    missing, behind = (
        frozenset(one.missing),
        {ident for pair in one.missing for ident in context.required[pair].journeys},
    )
    cells = [context.organisation.journey[journey].cell("owner") for journey in one.unowned]
    cells += [
        step.cell("department")
        for journey, found in context.handoffs.items()
        if journey in behind
        for handoff in found
        if handoff.pair in missing
        for step in (handoff.before, handoff.after)
        if unit in step.departments
    ]
    return tuple(dict.fromkeys([*cells, *context.survey.cells("alignment")]))


@rule(
    "MAT07",
    "The weakest road",
    severity="low",
    recommendation="Choose the lowest statement of this road and agree on what each department would see in three months if "
    "it were one stage further; leave the other roads alone until then.",
    basis="our choice: a quarter of a point under the mean of all roads, which a company of this size does not reach by chance",
    limit=0.25,
    limit_words="points of 5 by which a road is below the mean of all, from which it speaks",
    needs=_NEEDS,
    measure="maturity.mean",
)
def weakest_road(context: Context, limit: float) -> Iterator[Hit]:
    """The road with the lowest mean, where it is `limit` points or more below all roads together."""
    survey = context.survey
    whole = context.value("maturity.mean")
    means = {one: value for one in survey.roads if (value := context.value(f"maturity.mean.{one}")) is not None}
    if whole is None or len(means) < 2:
        return
    lowest = min(means, key=lambda one: means[one])
    if whole - means[lowest] < limit:
        return
    stage = context.value(f"maturity.stage.{lowest}")
    words = {
        "roads": counted(len(means), "road"),
        "road": _road(survey, lowest),
        "mean": number_text(means[lowest], 2),
        "whole": number_text(whole, 2),
    }
    text = (
        say("Of {roads}, {road} is the weakest: {mean} of 5, against {whole} on all.", **words)
        if stage is None
        else say(
            "Of {roads}, {road} is the weakest: {mean} of 5, stage {stage} of 5, against {whole} on all.",
            stage=number_text(stage),
            **words,
        )
    )
    yield Hit(Scope(), text, _cells(survey, [lowest]))


@rule(
    "MAT08",
    "Departments that the survey does not hear",
    severity="info",
    recommendation=f"Ask at least {SMALLEST} people of each of these departments before the survey is read as the company's; "
    "where a department has fewer, take it together with its neighbour.",
    basis="our choice: where three in ten departments are not heard, a mean is that of the others",
    limit=0.7,
    limit_words="share of the departments asked that may be shown, under which it speaks",
    needs=_NEEDS,
    measure="maturity.respondents",
)
def departments_unheard(context: Context, limit: float) -> Iterator[Hit]:
    """Too few departments with enough answers to be shown."""
    survey = context.survey
    units = [scope for scope in survey.whole() if scope.kind == "department"]
    heard = department_means(survey) if survey.statements else {}
    if not units or len(heard) >= limit * len(units):
        return
    names = [context.label("department", str(one.id)) for one in units if one not in heard]
    yield Hit(
        Scope(),
        say(
            "Of {departments} that answered, {shown} can be shown. Not shown, to protect those who answered: {names}.",
            departments=counted(len(units), "department"),
            shown=number_text(len(heard)),
            names=joined(names),
        ),
        _cells(survey),
    )
