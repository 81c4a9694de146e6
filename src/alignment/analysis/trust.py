"""How far can the figures be trusted: how much is filled in, how fresh it is, who answered, what contradicts itself?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import fsum

from alignment.analysis.ages import MONTHS_CURRENT, months_before
from alignment.analysis.base import (
    Context,
    Hit,
    Limits,
    Measure,
    Reading,
    Rule,
    declared_measures,
    declared_rules,
    measure,
    not_applicable,
    not_measured,
    reading,
    rule,
)
from alignment.analysis.contradictions import RATINGS_APART, StepElsewhere, contradictions
from alignment.analysis.standing import Standing, capped, post_label
from alignment.analysis.wording import counted, joined
from alignment.model.organisation import Cell, Department, Journey, Organisation, Person, Record
from alignment.model.result import Measurement, Scope

__all__ = ["COVERAGE", "MEASURES", "RULES", "coverage", "coverage_measurements"]

COVERAGE = "trust.coverage"
_DATA_QUALITY = (
    "Pipino, L. L., Lee, Y. W. & Wang, R. Y. (2002). Data quality assessment. "
    "Communications of the ACM, 45(4), 211–218."
)
_MISSING_TIES = (
    "Kossinets, G. (2006). Effects of missing data in social networks. Social Networks, 28(3), 247–268. "
    "Costenbader, E. "
    "& Valente, T. W. (2003). The stability of centrality measures when networks are sampled. Social Networks, 25(4), "
    "283–307."
)
# Columns of which a blank cell can only mean that something is not known. A blank owner, head, parent or sponsor says
# that there is none, which is a finding and no gap in the data.
_EXPECTED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "departments": (("headcount", "headcount"), ("customer_facing", "customer_facing")),
    "people": (("department", "department"), ("role", "role")),
    "processes": (("owner_department", "owner_department"), ("criticality", "criticality"), ("volume", "volume")),
    "journeys": (
        ("segment", "segment"),
        ("importance", "importance"),
        ("volume", "volume"),
        ("satisfaction", "satisfaction"),
    ),
    "journey_steps": (
        ("process", "process"),
        ("channel", "channel"),
        ("hassle", "hassle"),
        ("duration", "duration"),
        ("waiting", "waiting"),
    ),
    "collaboration": (("strength", "strength"), ("kind", "kind")),
    "goals": (
        ("perspective", "perspective"),
        ("horizon", "horizon_months"),
        ("target", "target"),
        ("actual", "actual"),
    ),
}


def coverage(
    measurements: Iterable[Measurement], measures: Sequence[Measure], dimension: str | None = None
) -> float | None:
    """Share of the applicable measures that could be measured, of one dimension of the score or of all.

    A measure taken of many journeys or departments counts once: with the share of its applicable readings that have a
    value. Readings that do not apply are left out, and so is a measure of which none applies.

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
        one.id for one in measures if one.scored_as is not None and (dimension is None or one.scored_as == dimension)
    }
    taken: dict[str, list[bool]] = {}
    for one in measurements:
        if one.id in wanted and one.status != "not_applicable":
            taken.setdefault(one.id, []).append(one.status == "measured")
    # Summed in the order of the ids, so that the order of the measurements cannot move the last digit.
    shares = [sum(found) / len(found) for _, found in sorted(taken.items())]
    return fsum(shares) / len(shares) if shares else None


def coverage_measurements(
    measurements: Sequence[Measurement], measures: Sequence[Measure], dimensions: Mapping[str, str]
) -> tuple[Measurement, ...]:
    """Coverage as measurements: ``trust.coverage`` of everything, then ``trust.coverage.<dimension>`` of each.

    Parameters
    ----------
    measurements, measures
        As for `coverage`.
    dimensions
        Id of each dimension, and its name in words.
    """
    asked: list[tuple[str, str | None, str]] = [(COVERAGE, None, "all dimensions")]
    asked += [(f"{COVERAGE}.{ident}", ident, name) for ident, name in dimensions.items()]
    found = []
    for ident, dimension, name in asked:
        share = coverage(measurements, measures, dimension)
        if share is None:
            found.append(Measurement(ident, Scope(), None, "share", "not_applicable", f"{name}: nothing applies"))
        else:
            found.append(Measurement(ident, Scope(), share, "share", "measured", name))
    return tuple(found)


@measure(
    COVERAGE,
    "Coverage",
    formula="measures with a value / measures that apply, each dimension by itself; a measure taken of many "
    "journeys or "
    "departments counts with the share of its readings that have a value",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=(),
    source="our definition, after " + _DATA_QUALITY,
    reading="How much of what this check can measure the workbook let it measure. A dimension under 0.7 shows no "
    "score.",
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
        f"{key.replace('_', ' ')}: {', '.join(field.replace('_', ' ') for field, _ in fields)}"
        for key, fields in _EXPECTED.items()
    )
    + ". A blank owner or head is an answer (there is none) and not counted here",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=(),
    source=_DATA_QUALITY,
    reading="A column that is not in use does not count: coverage tells what is lost by that. The note names the "
    "emptiest columns.",
    limits=Limits(
        good=1,
        amber=0.9,
        red=0.7,
        bad=0.3,
        basis="our choice: with one cell in ten missing, averages still hold; with three in ten they are of those who "
        "had something to say",
    ),
)
def completeness(context: Context) -> Iterator[Reading]:
    """Share of filled cells in the columns in use."""
    organisation = context.organisation
    filled = cells = 0
    blanks: list[tuple[float, str]] = []
    for key, records in _listed_records(organisation).items():
        for field, attribute in _EXPECTED[key]:
            if records and organisation.has(key, field):
                given = sum(getattr(one, attribute) not in (None, "") for one in records)
                filled, cells = filled + given, cells + len(records)
                if given < len(records):
                    words = f"{key.replace('_', ' ')}, {field.replace('_', ' ')} ({len(records) - given} blank)"
                    blanks.append((given / len(records), words))
    if not cells:
        yield not_measured("the workbook uses none of the columns that this figure counts")
        return
    worst = [words for _, words in sorted(blanks)[:3]]
    yield reading(filled / cells, note=f"emptiest: {'; '.join(worst)}" if worst else "")


@dataclass(frozen=True)
class _Reviews:
    """Journeys with a review date, the oldest first, and those older than a year at the snapshot."""

    dated: tuple[Journey, ...]
    stale: tuple[Journey, ...]


def _reviews(organisation: Organisation) -> _Reviews | str:
    """Review dates against the snapshot; a text that says why where they cannot be compared."""
    if not organisation.has("journeys", "last_review"):
        return "the journeys have no column of last reviews"
    dates = [(one.last_review, at, one) for at, one in enumerate(organisation.journeys) if one.last_review is not None]
    if not dates:
        return "no journey gives the date of its last review"
    if organisation.snapshot_date is None:
        return "without a snapshot date the age of what is recorded is not known"
    start = months_before(organisation.snapshot_date, MONTHS_CURRENT)
    return _Reviews(
        tuple(one for *_, one in sorted(dates, key=lambda found: found[:2])),
        tuple(one for day, _, one in sorted(dates, key=lambda found: found[:2]) if day < start),
    )


@measure(
    "trust.freshness",
    "Freshness",
    formula=f"review dates within {MONTHS_CURRENT} months before the snapshot / review dates given",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=("journeys",),
    source=_DATA_QUALITY + " (timeliness)",
    reading="The dates of journey reviews are the only ones in the workbook that tell when someone last looked. Blank "
    "dates are not counted here; OWN05 reports them.",
    limits=Limits(
        good=1,
        amber=0.75,
        red=0.5,
        bad=0.1,
        basis="our choice: where most of what is dated is older than a year, it describes last year's company",
    ),
)
def freshness(context: Context) -> Iterator[Reading]:
    """Share of review dates that are not older than a year."""
    found = _reviews(context.organisation)
    if isinstance(found, str):
        yield not_measured(found)
    else:
        current = len(found.dated) - len(found.stale)
        yield reading(current / len(found.dated), note=f"{current} of {counted(len(found.dated), 'review')}")


@dataclass(frozen=True)
class _Response:
    """Who could have reported ties, and who did: records of people, or of departments."""

    asked: tuple[Person | Department, ...]
    silent: tuple[Person | Department, ...]
    noun: str

    @property
    def rate(self) -> float:
        return self.answered / len(self.asked)

    @property
    def answered(self) -> int:
        return len(self.asked) - len(self.silent)

    @property
    def percent(self) -> int:
        """Rounded down, or a rate just under a limit would read as the limit."""
        return 100 * self.answered // len(self.asked)

    @property
    def words(self) -> str:
        return f"{self.answered} of {len(self.asked)} listed {self.noun} report ties"


def _response(organisation: Organisation) -> _Response | Reading:
    """Who of those listed reports ties; a reading that says why where that cannot be told. Suppliers are not asked."""
    if not organisation.ties_directed:
        return not_applicable("each tie is recorded once: it does not tell who reported it")
    reporters = {tie.source for tie in organisation.ties}
    standing = Standing(organisation)
    asked: tuple[Person | Department, ...]
    if organisation.tie_level == "person":
        noun = "people"
        inside = [one for one in organisation.people if one.department is None or not standing.external(one.department)]
        asked = tuple(one for one in inside if one.listed)
    else:
        noun = "departments"
        groups = {one.parent for one in organisation.departments}
        named = reporters | {tie.target for tie in organisation.ties}
        units = [one for one in organisation.departments if one.listed and not one.external]
        # A division above other departments has nobody of its own to ask, unless a tie names it.
        asked = tuple(one for one in units if one.id not in groups or one.id in named)
    if not asked:
        return not_measured(f"no {noun} are listed, so nobody knows who could have answered")
    return _Response(asked, tuple(one for one in asked if one.id not in reporters), noun)


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
    limits=Limits(
        good=1,
        amber=0.85,
        red=0.7,
        bad=0.4,
        basis="published: totals hold from about 70%, named bridges from about 85%; with 30% silent, ranks by "
        "betweenness correlate only 0.48 with the truth on Lazega's lawyers",
    ),
)
def response_rate(context: Context) -> Iterator[Reading]:
    """Share of those listed who report ties."""
    found = _response(context.organisation)
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
    source=_DATA_QUALITY + " (consistency)",
    reading="Each is either a slip in the workbook or two views of the company: both are worth a talk.",
)
def contradicting_sheets(context: Context) -> Iterator[Reading]:
    """Count of what the workbook says in two ways."""
    found = contradictions(context.organisation)
    if not found.compared:
        yield not_measured("nothing in the workbook is said twice, so nothing can contradict")
        return
    counts = (
        (len(found.names), "owner or accountable", "owners or accountables"),
        (len(found.steps), "step", "steps"),
        (len(found.ratings), "rating", "ratings"),
    )
    note = ", ".join(counted(number, one, many) for number, one, many in counts if number)
    yield reading(sum(number for number, *_ in counts), note=note)


@rule(
    "TRU01",
    "Thin response",
    severity="medium",
    recommendation="Ask those who have not answered before anything is decided on bridges or on single ties.",
    basis=f"{_MISSING_TIES} Totals hold from about 70% of answers.",
    limit=0.7,
    needs=("collaboration",),
    measure="trust.response_rate",
)
def thin_response(context: Context, limit: float) -> Iterator[Hit]:
    """Too few of those listed report ties; the cells shown are of departments, not of names."""
    found = _response(context.organisation)
    if isinstance(found, Reading) or found.rate >= limit:
        return
    message = f"Only {found.words} ({found.percent}%; {100 * limit:.0f}% are needed)"
    silent = sorted(found.silent, key=lambda one: (_unit(one), one.origin.row))
    if found.noun == "people":
        groups = [(unit, len(list(group))) for unit, group in groupby(silent, key=_unit) if unit]
        most = sorted(groups, key=lambda group: (-group[1], group[0]))[:3]
        names = joined([f"{context.label('department', unit)} ({number})" for unit, number in most])
        message += f"; most are missing in {names}" if most else ""
    yield Hit(Scope(), f"{message}.", capped(one.cell("department") for one in silent))


def _unit(record: Person | Department) -> str:
    return (record.department or "") if isinstance(record, Person) else record.id


@rule(
    "TRU02",
    "Sheets that contradict each other",
    severity="low",
    recommendation="Ask the departments concerned which of the two is true, and correct the other.",
    basis=_DATA_QUALITY + " (consistency). Ratings that disagree are reported by COO03.",
    measure="trust.contradictions",
)
def contradicting(context: Context, _: float) -> Iterator[Hit]:
    """Owners that the RACI chart does not know as accountable, and steps of other departments' processes."""
    organisation = context.organisation
    found = contradictions(organisation)
    words: dict[Scope, list[str]] = {}
    cells: dict[Scope, list[Cell]] = {}
    for one in found.names:
        column = joined([post_label(organisation, holder) for holder in one.column], most=3)
        chart = joined([post_label(organisation, holder) for holder in one.chart], most=3)
        kind = "end-to-end owner" if one.scope.kind == "journey" else "accountable"
        words.setdefault(one.scope, []).append(f"its {kind} is {column}, but the RACI chart gives the A to {chart}")
        cells.setdefault(one.scope, []).extend(one.cells)
    for journey, group in groupby(found.steps, key=lambda one: one.step.journey):
        scope, steps = Scope("journey", journey), list(group)
        listing = joined([_elsewhere(organisation, one) for one in steps], most=2)
        owned = "another department owns the process" if len(steps) == 1 else "other departments own the processes"
        words.setdefault(scope, []).append(f"{owned} of {listing}")
        for one_step in steps:
            cells.setdefault(scope, []).extend(
                (one_step.step.cell("department"), one_step.process.cell("owner_department"))
            )
    for scope, said in words.items():
        name = context.label(scope.kind, str(scope.id))
        yield Hit(scope, f"“{name}” is told in two ways: {'; '.join(said)}.", capped(cells[scope]))


def _elsewhere(organisation: Organisation, one: StepElsewhere) -> str:
    done = organisation.label("department", one.step.departments[0])
    owner = organisation.label("department", one.process.owner_department or "")
    return f"step {one.step.order} “{one.step.name}” (done in {done}; “{one.process.name}” belongs to {owner})"


@rule(
    "TRU03",
    "Stale data",
    severity="low",
    recommendation="Go through the journey list with its owners before drawing conclusions from it.",
    basis=_DATA_QUALITY + " (timeliness). The share is our choice.",
    limit=0.5,
    needs=("journeys",),
    measure="trust.freshness",
)
def stale_data(context: Context, limit: float) -> Iterator[Hit]:
    """More than the limit's share of review dates is older than a year at the snapshot."""
    found = _reviews(context.organisation)
    if isinstance(found, str) or len(found.stale) <= limit * len(found.dated):
        return
    oldest = found.stale[0].last_review
    message = (
        f"{len(found.stale)} of {counted(len(found.dated), 'review date')} are more than {MONTHS_CURRENT} months "
        "before "
        f"the snapshot; the oldest is {oldest.isoformat() if oldest else ''}."
    )
    message = message.replace(" are more", " is more", 1) if len(found.stale) == 1 else message
    yield Hit(Scope(), message, capped(one.cell("last_review") for one in found.stale))


MEASURES: tuple[Measure, ...] = declared_measures(globals())
RULES: tuple[Rule, ...] = declared_rules(globals())
