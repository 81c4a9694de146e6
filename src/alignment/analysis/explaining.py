"""What does a measure, a rule or the score mean? Everything that is declared about it, as data to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from alignment.analysis.base import AMBER_POINTS, RED_POINTS, Limits, Measure, Rule, sheet_titles
from alignment.analysis.score import DIMENSIONS, PERCENTILES, AccountRow, dimension_weight, headline_weight
from alignment.analysis.score_range import MOST_LEFT_OUT, MOST_READ_AGAIN
from alignment.model.result import DimensionScore, MoveKind, Score
from alignment.settings import Settings, allowed
from alignment.wording import joined

__all__ = ["Explanation", "ExplanationTable", "of_measure", "of_rule", "of_score", "of_settings", "range_words"]

Today = tuple[Score, tuple[DimensionScore, ...], tuple[AccountRow, ...]]


@dataclass(frozen=True, slots=True)
class ExplanationTable:
    """A table of an explanation; every row has as many texts as there are columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What there is to say: a title, a sentence or two, terms with their texts, and tables, in this order."""

    ident: str
    kind: Literal["measure", "rule", "score", "settings", "plan", "move"]
    title: str
    lead: str
    items: tuple[tuple[str, str], ...]
    tables: tuple[ExplanationTable, ...] = ()


def range_words(span: tuple[float | None, float | None]) -> str:
    """Return a range in words.

    Examples
    --------
    >>> range_words((0, 1)), range_words((0, None)), range_words((None, None))
    ('0 to 1', '0 and more', 'any number')
    """
    low, high = span
    if low is None:
        return "any number" if high is None else f"{high:g} and less"
    return f"{low:g} and more" if high is None else f"{low:g} to {high:g}"


def of_measure(measure: Measure, settings: Settings, rules: Sequence[Rule], question: str) -> Explanation:
    """Explain a measure, with the limits in force and the rules that speak about it."""
    limits = measure.limits_in(settings)
    better = {"higher": "Higher is better.", "lower": "Lower is better.", "neither": "Neither way is better in itself."}
    items = [
        ("Question", question),
        ("Formula", measure.formula),
        ("Unit", measure.unit),
        ("Range", range_words(measure.range)),
        ("Direction", better[measure.direction]),
        ("Needs", _needs_words(measure.needs)),
        ("No value", f"Where {measure.undefined}." if measure.undefined else "Never, where its sheets are there."),
        ("How to read it", measure.reading),
    ]
    if measure.differs:
        items.append(("Other programs", measure.differs))
    if measure.counts:
        items.append(("Waived", _waived_words(measure)))
    items += [("Across a reorganisation", _survival_words(measure)), ("Limits", _limits_words(limits))]
    if limits is not None:
        items.append(("Basis of the limits", limits.basis))
    items += [
        ("In the score", _score_words(measure, settings)),
        ("Source", measure.source),
        ("Rules", "; ".join(f"{one.code} {one.title}" for one in rules) or "No rule speaks about it."),
    ]
    return Explanation(measure.id, "measure", measure.name, "", tuple(items))


def _needs_words(needs: Sequence[str]) -> str:
    if not needs:
        return "Any workbook."
    words = joined([sheet_titles(need) for need in needs])
    return f"The sheet{'s' if len(needs) > 1 else ''} {words}."


def _waived_words(measure: Measure) -> str:
    codes = " or ".join(one.code for one in measure.counts)
    return f"What a waived finding of {codes} is about is left out of the company's figure, while the waiver runs."


def _survival_words(measure: Measure) -> str:
    beside = f" Read beside {measure.expectation}." if measure.expectation else ""
    if measure.survives:
        return f"It can be followed, since {measure.survives}.{beside}"
    return f"It may move with the division into departments alone: it is compared only where both are divided alike.{beside}"


def _limits_words(limits: Limits | None) -> str:
    if limits is None:
        return "None: it is shown without a light."
    toward = "up to" if limits.bad > limits.good else "down to"
    return (
        f"Green {toward} {limits.amber:g}, amber {toward} {limits.red:g}, red beyond. 100 points at {limits.good:g}, "
        f"{AMBER_POINTS:g} at {limits.amber:g}, {RED_POINTS:g} at {limits.red:g}, 0 at {limits.bad:g}, and straight "
        "lines in between."
    )


def _score_words(measure: Measure, settings: Settings) -> str:
    weight = headline_weight(measure, settings)
    if weight <= 0 or measure.scored_as is None:
        return "It is no part of the score."
    return f"Weight {weight:g} in the dimension {DIMENSIONS[measure.scored_as]}."


def of_rule(rule: Rule, settings: Settings, measure: Measure | None, question: str) -> Explanation:
    """Explain a rule, with the limit and severity in force."""
    changed = settings.rules.get(rule.code, {})
    default = "" if rule.limit is None else f"{rule.limit:g}"
    meaning = f": {rule.limit_words}." if rule.limit_words else ""
    limit = default
    if "limit" in changed and rule.limit is not None:
        limit = f"{changed['limit']:g} (set in alignment.toml; the default is {default})"
    severity = str(changed.get("severity", rule.severity))
    if severity != rule.severity:
        severity += f" (set in alignment.toml; the default is {rule.severity})"
    does = _first_line(rule.function.__doc__)
    items = [
        ("Question", question),
        ("Speaks of", does),
        ("Severity", severity),
        ("Limit", limit + meaning if limit else "None."),
        ("Recommends", rule.recommendation),
        ("Basis", rule.basis),
        ("Needs", _needs_words(rule.needs)),
        ("Measure", f"{measure.id} ({measure.name})" if measure else "It rests on no single measure."),
        ("In force", "No: switched off in alignment.toml." if changed.get("enabled", True) is False else "Yes."),
    ]
    return Explanation(rule.code, "rule", rule.title, "", tuple(items))


def _first_line(docstring: str | None) -> str:
    line = (docstring or "").strip().split("\n", 1)[0]
    # The docstrings mark the limit as code; readers meet it as a word.
    return line.replace("`limit`", "the limit")


def of_score(settings: Settings, measures: Sequence[Measure], today: Today | None = None) -> Explanation:
    """Explain how the score is made, with all numbers in force, and, given one, how today's was made."""
    low, high = PERCENTILES
    spread, minimum = f"{100 * settings.score_spread:g}%", f"{100 * settings.minimum_coverage:g}%"
    items = (
        (
            "Points",
            "Each headline figure earns 0 to 100 points: 100 at its good limit, 70 where green ends, 40 where amber "
            "ends, 0 at its bad limit, straight lines in between. Everywhere 70 points and more are green, 40 and "
            "more amber, less is red.",
        ),
        (
            "Dimension",
            "The weighted mean of the points of its headline figures that were measured; one that was not is left "
            "out, never counted as 0 or as perfect.",
        ),
        ("Company", "The weighted mean of the dimensions that have a score."),
        (
            "Light",
            "That of the score; but while a critical finding is open it is at most amber. A mean may be good and one "
            "defect still stop a customer: our choice.",
        ),
        (
            "Coverage",
            "Measured figures / applicable figures, of a dimension; the company's is their weighted mean. What is withheld to "
            "protect those who answered is no gap; of what people say in the survey, maturity, no more is covered than the "
            f"response rate. Under {minimum} a score is withheld, and says why; so is the company's where the dimensions with a score carry less of the "
            "weight than that.",
        ),
        (
            "Range",
            f"All limits and weights are multiplied by factors drawn evenly from 1 ±{spread}, {settings.score_draws} "
            f"times with the seed {settings.seed}; drawn limits stay in order and inside the measure's range. The "
            f"range holds the {low:g}th to the {high:g}th percentile of the scores: nine of ten.",
        ),
        (
            "Departments left out",
            "Where ties between people were asked for and not everyone answered, each department is left out in turn "
            "and the figures that rest on collaboration are taken again; the range is widened to hold these scores. "
            f"Of more than {MOST_LEFT_OUT} departments, those with the most people in ties are taken; of fewer where that would "
            f"have more than {MOST_READ_AGAIN:,} ties read again, and it is said of how many.",
        ),
        (
            "To change it",
            'In alignment.toml: [score.dimensions] and [score.measures] for weights, [limits."measure id"] for good, '
            "amber, red and bad, [score] for draws, spread and minimum_coverage, [analysis] for seed.",
        ),
    )
    tables = [_limits_table(settings, measures), _weights_table(settings)]
    lead = "The score says how far the structure is from the limits below, and how much the choice of limits matters."
    if today is not None:
        score, dimensions, account = today
        lead = _today_words(score)
        tables = [_today_table(dimensions), _account_table(account, measures), *tables]
    return Explanation("score", "score", "The health score", lead, items, tuple(tables))


def _limits_table(settings: Settings, measures: Sequence[Measure]) -> ExplanationTable:
    rows = []
    for one in measures:
        weight, limits = headline_weight(one, settings), one.limits_in(settings)
        if weight > 0 and limits is not None and one.scored_as is not None:
            marks = (f"{mark:g}" for mark in (limits.good, limits.amber, limits.red, limits.bad))
            rows.append((DIMENSIONS[one.scored_as], one.name, one.id, f"{weight:g}", *marks, limits.basis))
    order = list(DIMENSIONS.values())
    rows.sort(key=lambda row: order.index(row[0]))
    columns = ("Dimension", "Figure", "Id", "Weight", "Good", "Amber", "Red", "Bad", "Basis")
    return ExplanationTable("Headline figures, their weights and limits", columns, tuple(rows))


def _weights_table(settings: Settings) -> ExplanationTable:
    rows = tuple((name, f"{dimension_weight(ident, settings):g}") for ident, name in DIMENSIONS.items())
    return ExplanationTable("Weights of the dimensions", ("Dimension", "Weight"), rows)


def _today_words(score: Score) -> str:
    if score.value is None:
        return f"Today's score is withheld. {score.reason}"
    span = "" if score.low is None or score.high is None else f", range {score.low:.0f} to {score.high:.0f}"
    return (
        f"Today's score is {score.value:.0f} of 100{span}, coverage {100 * score.coverage:.0f}%. {score.reason}".strip()
    )


def _today_table(dimensions: Sequence[DimensionScore]) -> ExplanationTable:
    rows = tuple(
        (
            one.name,
            "withheld" if one.score is None else f"{one.score:.0f}",
            "" if one.low is None or one.high is None else f"{one.low:.0f} to {one.high:.0f}",
            f"{100 * one.coverage:.0f}%",
            f"{one.weight:g}",
            one.reason,
        )
        for one in dimensions
    )
    return ExplanationTable("Today", ("Dimension", "Score", "Range", "Coverage", "Weight", "Remark"), rows)


def _account_table(account: Sequence[AccountRow], measures: Sequence[Measure]) -> ExplanationTable:
    names = {one.id: one.name for one in measures}
    rows = tuple(
        (
            DIMENSIONS[one.dimension],
            names.get(one.measure, one.measure),
            "not measured" if one.value is None else f"{one.value:.3g}",
            "" if one.points is None else f"{one.points:.1f}",
            f"{one.weight:g}",
            "" if one.contribution is None else f"{one.contribution:.1f}",
        )
        for one in account
    )
    columns = ("Dimension", "Figure", "Value", "Points", "Weight", "Adds to the score")
    return ExplanationTable("How today's score adds up", columns, rows)


# Place in the file, field of Settings, meaning.
_SETTINGS = (
    ("analysis.group_by", "group_by", 'Group people by "department" or by "division".'),
    ("analysis.seed", "seed", "Seed of everything that is drawn; the same seed gives the same report."),
    ("analysis.permutations", "permutations", "How often labels are shuffled to see what chance would give."),
    ("score.draws", "score_draws", "How often limits and weights are drawn for the range of the score."),
    ("score.spread", "score_spread", "How far they are drawn from their value: 0.2 means ±20%."),
    ("score.minimum_coverage", "minimum_coverage", "Share of the figures that must be measured for a score."),
    (
        "score.dimensions",
        "dimension_weights",
        "Weights of dimensions, such as silos = 2; 1 unless given, and 0 for maturity.",
    ),
    ("score.measures", "measure_weights", 'Weights of measures in their dimension, such as "silos.assortativity" = 0.'),
    ("values.missing", "missing", 'Further words that mean "nobody", such as "APPOINTMENT NEEDED".'),
    (
        "plan.budget",
        "plan_budget",
        "Effort that the whole plan may take; a move takes 1 (an hour's talk) to 5 (a project).",
    ),
    ("plan.most", "plan_most", "The most moves of a plan."),
    (
        "plan.subjects",
        "plan_subjects",
        "Journeys, processes or pairs considered for each kind of move, gravest first; of a very large company fewer.",
    ),
    (
        "plan.effort",
        "plan_effort",
        f"Effort of kinds of moves, such as connect = 2. Kinds: {', '.join(get_args(MoveKind))}.",
    ),
    (
        "plan.capacity",
        "plan_capacity",
        'Share of its usual time that a department can spare, such as "Customer Service" = 0.5; 0 asks nothing of it before '
        "the last wave; 1 unless given.",
    ),
    (
        "survey.statements",
        "statements",
        "A bank of survey statements of your own, beside alignment.toml; see templates/statements.toml.",
    ),
    ("track.significance", "significance", "From which p down a change between two waves is called real."),
    (
        "track.correction",
        "correction",
        "How p allows for all changes that are tested at once: so that one in twenty of those called real is expected to be "
        "chance (benjamini-hochberg), or so that any is (holm), at a significance of 0.05.",
    ),
    ("report.language", "language", "The language that the report speaks."),
    ("reading.most_file_mb", "most_file_mb", "The largest file that is opened, in MB."),
    ("reading.most_unpacked_mb", "most_unpacked_mb", "The most that a workbook may unpack to, in MB."),
    (
        "reading.most_cells",
        "most_cells",
        "The most cells that the sheets of a file may span together, blank ones included.",
    ),
    ("limits", "limits", 'Limits by measure: [limits."coordination.congruence"] with good, amber, red, bad.'),
    ("rules", "rules", "Rules by code: [rules.OWN06] with limit, severity, enabled."),
    (
        "targets",
        "targets",
        'What measures of the company are to reach, and by when: under [targets], "ownership.journeys_owned" = '
        "{ value = 0.9, by = 2026-12-31 }.",
    ),
)


def of_settings(settings: Settings) -> Explanation:
    """Explain every setting of `alignment.toml`, with its default and the value in force."""
    default = Settings()
    rows = tuple(
        (
            place,
            _setting_words(getattr(default, name)),
            _setting_words(getattr(settings, name)),
            f"{meaning} Allowed: {allowed(name)}." if allowed(name) else meaning,
        )
        for place, name, meaning in _SETTINGS
    )
    lead = "What alignment.toml may say. Every key may be left out; the report prints what was in force."
    table = ExplanationTable("Settings", ("Setting", "Default", "In force", "Meaning"), rows)
    return Explanation("settings", "settings", "Settings", lead, (), (table,))


def _setting_words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} = {_setting_words(one)}" for key, one in sorted(value.items())) or "none"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)
