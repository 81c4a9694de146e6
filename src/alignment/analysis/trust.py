"""How far can the figures be trusted: how much is filled in, how fresh it is, who answered, what contradicts itself?"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from math import fsum

from alignment.analysis.ages import MONTHS_CURRENT
from alignment.analysis.base import (
    AS_SHARE,
    UNDIVIDED,
    Context,
    Limits,
    Measure,
    Reading,
    Rule,
    declared_measures,
    declared_rules,
    measure,
    not_measured,
    reading,
    without_waived,
)
from alignment.analysis.contradictions import RATINGS_APART, contradictions
from alignment.analysis.literature import COSTENBADER, KOSSINETS, PIPINO
from alignment.analysis.reliability import response, reviews
from alignment.analysis.trust_rules import contradicting, few_for_names, stale_data, thin_response
from alignment.language import later, number_text, say
from alignment.model.organisation import Organisation, Record
from alignment.model.result import Measurement, Scope, Status
from alignment.wording import counted

__all__ = [
    "COVERAGE",
    "MEASURES",
    "RULES",
    "behind_coverage",
    "contradicting",
    "coverage",
    "coverage_measurements",
    "few_for_names",
    "rate_of_answers",
    "stale_data",
    "thin_response",
]

COVERAGE = "trust.coverage"
_MISSING_TIES = f"{KOSSINETS} {COSTENBADER}"
# Dimensions that are what people say, with the measure of how many said it.
_SAID: Mapping[str, str] = {"maturity": "maturity.response_rate"}
# Columns of which a blank cell can only mean that something is not known. A blank owner, head, parent or sponsor says
# that there is none, which is a finding and no gap in the data.
_EXPECTED: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "departments": (
        ("headcount", "headcount", later("departments, headcount")),
        ("customer_facing", "customer_facing", later("departments, customer facing")),
    ),
    "people": (("department", "department", later("people, department")), ("role", "role", later("people, role"))),
    "processes": (
        ("owner_department", "owner_department", later("processes, owner department")),
        ("criticality", "criticality", later("processes, criticality")),
        ("volume", "volume", later("processes, volume")),
    ),
    "journeys": (
        ("segment", "segment", later("journeys, segment")),
        ("importance", "importance", later("journeys, importance")),
        ("volume", "volume", later("journeys, volume")),
        ("satisfaction", "satisfaction", later("journeys, satisfaction")),
    ),
    "journey_steps": (
        ("process", "process", later("journey steps, process")),
        ("channel", "channel", later("journey steps, channel")),
        ("hassle", "hassle", later("journey steps, hassle")),
        ("duration", "duration", later("journey steps, duration")),
        ("waiting", "waiting", later("journey steps, waiting")),
    ),
    "collaboration": (
        ("strength", "strength", later("collaboration, strength")),
        ("kind", "kind", later("collaboration, kind")),
    ),
    "goals": (
        ("perspective", "perspective", later("goals, perspective")),
        ("horizon", "horizon_months", later("goals, horizon")),
        ("target", "target", later("goals, target")),
        ("actual", "actual", later("goals, actual")),
    ),
}


def coverage(
    measurements: Iterable[Measurement], measures: Sequence[Measure], dimension: str | None = None
) -> float | None:
    """Share of the applicable measures that could be measured, of one dimension of the score or of all.

    A measure taken of many journeys or departments counts once: with the share of its applicable readings that have a
    value. Readings that do not apply are left out, and so is a measure of which none applies. A reading withheld to protect
    those who answered is no gap where another of its measure is shown: they are in the figures of the company. Of what people
    say no more is covered than the share of them who said it.

    Parameters
    ----------
    measurements
        Everything that was measured, in any order.
    measures
        The catalogue: `scored_as` tells the dimension of a measure. Measures of no dimension are not counted.
    dimension
        Id of a dimension; None for all of them together, each measure counting the same.

    Returns
    -------
    float or None
        In [0, 1]; None where nothing of it applies.
    """
    wanted = {
        one.id: one.scored_as
        for one in measures
        if one.scored_as is not None and (dimension is None or one.scored_as == dimension)
    }
    found = tuple(measurements)
    taken: dict[str, Counter[Status]] = {}
    for one in found:
        if one.id in wanted and one.status != "not_applicable":
            taken.setdefault(one.id, Counter())[one.status] += 1
    said = {ident: rate for ident in _SAID if (rate := rate_of_answers(found, ident)) is not None}
    # Summed in the order of the ids, so that the order of the measurements cannot move the last digit.
    shares = [min(_share(some), said.get(wanted[ident], 1.0)) for ident, some in sorted(taken.items())]
    return fsum(shares) / len(shares) if shares else None


def _share(taken: Counter[Status]) -> float:
    measured = taken["measured"]
    return measured / (taken.total() - taken["suppressed"]) if measured else 0.0


def behind_coverage(measures: Sequence[Measure], dimension: str) -> tuple[str, ...]:
    """Return the ids of the measures on which the coverage of a dimension rests."""
    said = [_SAID[dimension]] if dimension in _SAID else []
    return *(one.id for one in measures if one.scored_as == dimension and one.id not in said), *said


def rate_of_answers(measurements: Iterable[Measurement], dimension: str) -> float | None:
    """Return the share of people who answered, of a dimension that is what they say; None of another, or where it is not known."""
    if dimension not in _SAID:
        return None
    rate = _SAID[dimension]
    return next((one.value for one in measurements if one.id == rate and one.scope == Scope()), None)


def coverage_measurements(
    measurements: Sequence[Measurement],
    measures: Sequence[Measure],
    dimensions: Mapping[str, str],
    aside: Collection[str] = (),
) -> tuple[Measurement, ...]:
    """Coverage as measurements: ``trust.coverage`` of everything, then ``trust.coverage.<dimension>`` of each.

    Parameters
    ----------
    measurements, measures
        As for `coverage`.
    dimensions
        Id of each dimension, and its name in words.
    aside
        Dimensions that do not count in the coverage of everything.
    """
    every = [one for one in measures if one.scored_as not in aside]
    asked: list[tuple[str, str | None, str]] = [(COVERAGE, None, say("all dimensions"))]
    asked += [(f"{COVERAGE}.{ident}", ident, say(name)) for ident, name in dimensions.items()]
    found = []
    for ident, dimension, name in asked:
        share = coverage(measurements, measures if dimension else every, dimension)
        if share is None:
            why = say("{dimension}: nothing applies", dimension=name)
            found.append(Measurement(ident, Scope(), None, "share", "not_applicable", why))
        else:
            found.append(Measurement(ident, Scope(), share, "share", "measured", name))
    return tuple(found)


@measure(
    COVERAGE,
    "Coverage",
    formula="measures with a value / measures that apply, each dimension by itself; a measure taken of many "
    "journeys or "
    "departments counts with the share of its readings that have a value, those withheld to protect who answered left out; "
    "the dimension maturity with no more than the response rate of the survey, where that is known",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=(),
    source="our definition, after " + PIPINO,
    reading="How much of what this check can measure the workbook let it measure. A dimension under 0.7 shows no "
    "score.",
    undefined="nothing of a dimension applies",
    survives=AS_SHARE,
)
def covered(_: Context) -> Iterator[Reading]:
    """Yield nothing: coverage is known when everything else is measured, and `coverage_measurements` gives it."""
    yield from ()


def _listed_records(organisation: Organisation) -> Mapping[str, Sequence[Record]]:
    return {
        "departments": [one for one in organisation.departments if one.listed],
        "people": [one for one in organisation.people if one.listed],
        "processes": [one for one in organisation.processes if one.listed],
        "journeys": [one for one in organisation.journeys if one.listed],
        "journey_steps": organisation.steps,
        "collaboration": organisation.ties,
        "goals": organisation.goals,
    }


@measure(
    "trust.completeness",
    "Completeness",
    formula="filled cells / cells, over those columns in use of which a blank cell means that something is not known: "
    + "; ".join(
        f"{key.replace('_', ' ')}: {', '.join(field.replace('_', ' ') for field, *_ in fields)}"
        for key, fields in _EXPECTED.items()
    )
    + ". A blank owner or head is an answer (there is none) and not counted here",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=(),
    source=PIPINO,
    reading="A column that is not in use does not count: coverage tells what is lost by that. The note names the "
    "emptiest columns.",
    undefined="none of these columns is in use",
    limits=Limits(
        good=1,
        amber=0.9,
        red=0.7,
        bad=0.3,
        basis="our choice: with one cell in ten missing, averages still hold; with three in ten they are of those who "
        "had something to say",
    ),
    survives=AS_SHARE,
)
def completeness(context: Context) -> Iterator[Reading]:
    """Share of filled cells in the columns in use."""
    organisation = context.organisation
    filled = cells = 0
    blanks: list[tuple[float, str, int]] = []
    for key, records in _listed_records(organisation).items():
        for field, attribute, column in _EXPECTED[key]:
            if records and organisation.has(key, field):
                given = sum(getattr(one, attribute) not in (None, "") for one in records)
                filled, cells = filled + given, cells + len(records)
                if given < len(records):
                    blanks.append((given / len(records), column, len(records) - given))
    if not cells:
        yield not_measured(say("the workbook uses none of the columns that this figure counts"))
        return
    worst = [
        say("{column} ({number} blank)", column=say(column), number=number_text(number))
        for _, column, number in sorted(blanks)[:3]
    ]
    yield reading(filled / cells, note=say("emptiest: {columns}", columns="; ".join(worst)) if worst else "")


@measure(
    "trust.freshness",
    "Freshness",
    formula=f"review dates within {MONTHS_CURRENT} months before the snapshot / review dates given",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=("journeys",),
    source=PIPINO + " (timeliness)",
    reading="The dates of journey reviews are the only ones in the workbook that tell when someone last looked. Blank "
    "dates are not counted here; OWN05 reports them.",
    undefined="no review has a date, or the workbook has none itself",
    limits=Limits(
        good=1,
        amber=0.75,
        red=0.5,
        bad=0.1,
        basis="our choice: where most of what is dated is older than a year, it describes last year's company",
    ),
    survives=UNDIVIDED,
)
def freshness(context: Context) -> Iterator[Reading]:
    """Share of review dates that are not older than a year."""
    found = reviews(context.organisation)
    if isinstance(found, str):
        yield not_measured(found)
    else:
        current = len(found.dated) - len(found.stale)
        note = say("{part} of {whole}", part=number_text(current), whole=counted(len(found.dated), "review"))
        yield reading(current / len(found.dated), note=note)


@measure(
    "trust.response_rate",
    "Response rate",
    formula="listed people (or departments, where ties are between departments) that report at least one tie / all "
    "listed; suppliers are not counted",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=("collaboration",),
    source=_MISSING_TIES,
    reading="Someone without any tie of their own cannot be told from someone who did not answer. Where ties come from "
    "logs, a low figure tells who the logs did not see.",
    undefined="each tie is recorded once and does not tell who reported it, or nobody is listed who could have",
    limits=Limits(
        good=1,
        amber=0.85,
        red=0.7,
        bad=0.4,
        basis="our choice, after published studies of missing answers: totals hold from about 70%, named bridges from "
        "about 85%; with 30% silent, ranks by betweenness correlate only 0.48 with the truth on Lazega's lawyers",
    ),
    survives=UNDIVIDED,
)
def response_rate(context: Context) -> Iterator[Reading]:
    """Share of those listed who report ties."""
    found = response(context.organisation)
    yield found if isinstance(found, Reading) else reading(found.rate, note=found.words)


@measure(
    "trust.contradictions",
    "Contradictions between sheets",
    formula="journeys and processes whose owner or accountable is none of those with an A in the RACI chart + "
    "steps done "
    "in a department that neither owns their process nor stands above or below its owner + ties that both sides rated, "
    f"{RATINGS_APART:g} or more apart",
    unit="contradictions",
    direction="lower",
    range=(0, None),
    needs=(),
    source=PIPINO + " (consistency)",
    reading="Each is either a slip in the workbook or two views of the company: both are worth a talk.",
    undefined="the workbook says nothing twice",
    counts=(contradicting,),
)
def contradicting_sheets(context: Context) -> Iterator[Reading]:
    """Count of what the workbook says in two ways."""
    found = contradictions(context.organisation, context.rated_ties)
    if not found.compared:
        yield not_measured(say("nothing in the workbook is said twice, so nothing can contradict"))
        return
    waived = context.waived(contradicting_sheets.counts)
    names = [one for one in found.names if one.scope not in waived]
    steps = [one for one in found.steps if Scope("journey", one.step.journey) not in waived]
    counts = (
        (len(names), "owner or accountable"),
        (len(steps), "step"),
        (len(found.ratings), "rating"),
    )
    note = ", ".join(counted(number, noun) for number, noun in counts if number)
    left = len(found.names) - len(names) + len(found.steps) - len(steps)
    yield without_waived(reading(sum(number for number, *_ in counts), note=note), left, "contradiction")


MEASURES: tuple[Measure, ...] = declared_measures(globals())
RULES: tuple[Rule, ...] = tuple(sorted(declared_rules(globals()), key=lambda one: one.code))
