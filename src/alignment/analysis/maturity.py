"""What do the people of the company see? Measures of the survey, road by road; the rules are beside it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from functools import partial, reduce

import numpy as np

from alignment.analysis import maturity_agreement, maturity_towards
from alignment.analysis.base import (
    UNDIVIDED,
    Context,
    Limits,
    Measure,
    Reading,
    declared_measures,
    declared_rules,
    not_applicable,
    not_measured,
    reading,
    suppressed,
)
from alignment.analysis.by_group import (
    HIDDEN,
    OF_WHOM,
    absent_why,
    few_answered,
    measure,
    of_each,
    on_each_road,
    taken_of,
    values_of,
)
from alignment.analysis.literature import COX, DRATH, GIBSON
from alignment.analysis.maturity_rules import (
    departments_apart,
    departments_unheard,
    many_do_not_know,
    rosier_above,
    rosier_above_in_department,
    seen_but_not_there,
    there_but_not_seen,
    weakest_road,
)
from alignment.analysis.perception import Between, departments_between, gap_within, levels_between
from alignment.analysis.privacy import SMALLEST
from alignment.analysis.respondents import FRONT_LINE, MANAGEMENT, Survey, lens
from alignment.analysis.statements import CROSSWALKS
from alignment.analysis.structure import Structure, structures
from alignment.language import figure_text, number_text, say
from alignment.model.result import Scope
from alignment.source.asked import uncounted
from alignment.wording import counted

__all__ = [
    "MEASURES",
    "RULES",
    "departments_apart",
    "departments_unheard",
    "many_do_not_know",
    "rosier_above",
    "rosier_above_in_department",
    "seen_but_not_there",
    "there_but_not_seen",
    "weakest_road",
]


@measure(
    "maturity.respondents",
    "Respondents",
    formula=f"people who answered at least one statement, “don't know” included. {OF_WHOM}",
    unit="people",
    direction="neither",
    range=(0, None),
    source=f"our definition; what is not shown, after {COX}",
    reading="On how many voices the figures below rest. Columns that are no statement of the bank are named in the note "
    "and not counted.",
    undefined=HIDDEN,
    survives=UNDIVIDED,
)
def respondents(context: Context) -> Iterator[Reading]:
    """How many answered."""

    def number(context: Context, scope: Scope, _: str) -> Reading:
        strange = context.survey.strange if scope == Scope() else ()
        note = say("left out, as no statement of the bank: {headings}", headings="; ".join(strange)) if strange else ""
        return reading(int(context.survey.groups[scope, ""].sum()), scope, note)

    return of_each(context, "", number)


@measure(
    "maturity.response_rate",
    "Response rate of the survey",
    formula="respondents / headcount, of the listed departments that give one, and of each of them. Departments outside the "
    "company and those that only group others are left out; where nobody answered, 0 of the headcount did",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=("survey", "departments"),
    source="our definition",
    reading="Low where only some were asked. It matters who is missing: a department that hardly answered speaks for the "
    "few who did. The note says how many respondents are left out, and why.",
    undefined=f"no respondent is of a listed department that gives a headcount, more answered than work there, or {HIDDEN}",
    survives=UNDIVIDED,
)
def response_rate(context: Context) -> Iterator[Reading]:
    """Share of those who work in a department who answered."""
    absent = absent_why(context, "")
    if absent:
        yield not_measured(absent)
        return
    survey = context.survey
    organisation = context.organisation
    why_not = {one: uncounted(organisation, one) for one in (*organisation.department, *survey.departments)}
    staffed = {one.id: one.headcount or 0.0 for one in organisation.departments if not why_not[one.id]}
    answered = Counter(one for one in survey.departments if one in staffed)
    why = survey.withheld((Scope(), "")) or _rate_told(survey, staffed)
    if not answered:
        yield not_measured(say("no respondent is of a listed department that gives a headcount"))
        return
    if why:
        yield suppressed(why)
    else:
        left_out = len(survey.departments) - answered.total()
        reasons = sorted({why_not[one] for one in survey.departments} - {""})
        note = ""
        if left_out:
            respondents = counted(left_out, "respondent")
            because = reduce(lambda first, last: say("{first}, or {last}", first=first, last=last), reasons)
            note = say("{respondents} left out: {reasons}", respondents=respondents, reasons=because)
        yield _rate(answered.total(), sum(staffed.values()), Scope(), note)
    for ident, headcount in staffed.items():
        scope = Scope("department", ident)
        why = survey.withheld((scope, "")) if answered[ident] else ""
        yield suppressed(why, scope) if why else _rate(answered[ident], headcount, scope)


def _rate_told(survey: Survey, staffed: Collection[str]) -> str:
    """Why the rate of all is not shown: beside those of the departments shown it would tell how many of a few answered."""
    apart = [one for one in survey.departments if (Scope("department", one), "") not in survey.shown]
    inside = sum(one in staffed for one in apart)
    if any(0 < some < SMALLEST for some in (inside, len(apart) - inside)):
        return say(
            "held back, since with other figures it would tell how many of fewer than {number} people answered",
            number=number_text(SMALLEST),
        )
    return ""


def _rate(answered: float, headcount: float, scope: Scope, left_out: str = "") -> Reading:
    if answered > headcount:
        return not_measured(say("more people answered than the headcount says work there"), scope)
    of_all = say("{part} of {whole}", part=number_text(answered), whole=figure_text(headcount))
    return reading(answered / headcount, scope, f"{of_all}; {left_out}" if left_out else of_all)


def _mean(context: Context, about: str) -> Iterator[Reading]:
    return of_each(
        context, about, lambda context, scope, about: reading(values_of(context, scope, about).mean(), scope)
    )


@measure(
    "maturity.mean",
    "Mean answer",
    formula="mean over respondents of each one's mean over the roads, of a road over its statements; 1 to 5, without "
    "“don't know”. Over all roads, one that a respondent left out counts as the company's mean of it, so that nobody's own "
    f"mean can be worked out from those of the roads. {OF_WHOM}",
    unit="of 5",
    direction="higher",
    range=(1, 5),
    source=f"our definition, with the eight roads of the statement bank; direction, alignment and commitment after {DRATH}",
    reading="How much of what customers would notice people say they see. Compare roads and departments within the "
    "company: between companies the same answer may mean another thing.",
    undefined=f"nobody of a listed department answered, or {HIDDEN}",
    limits=Limits(
        good=4.5,
        amber=3.5,
        red=2.5,
        bad=1.5,
        basis="our choice: 3.5 is the mean from which a stage of the bank is reached; 2.5 as far below the middle, 3, as that is above it",
    ),
    headline=1.0,
    scored_as="maturity",
    survives=UNDIVIDED,
)
def mean(context: Context) -> Iterator[Reading]:
    """Mean of all roads; a listed department that nobody answered for is told as not measured."""
    yield from _mean(context, "")
    if context.survey.statements:
        for unit in _unheard(context):
            yield not_measured(say("nobody of it answered"), Scope("department", unit))


def _unheard(context: Context) -> list[str]:
    """Listed departments of the company, beside those that only group others, of which nobody answered."""
    units = context.organisation.leaf_departments
    return [one for one in units if (Scope("department", one), "") not in context.survey.groups]


def _spread(context: Context, about: str) -> Iterator[Reading]:
    return of_each(
        context, about, lambda context, scope, about: reading(values_of(context, scope, about).std(ddof=1), scope)
    )


@measure(
    "maturity.spread",
    "Spread of the answers",
    formula=f"standard deviation of the respondents' means, with n - 1. {OF_WHOM}",
    unit="points",
    direction="neither",
    range=(0, None),
    source="our definition",
    reading="Two groups with the same mean may be of one mind or in two camps.",
    undefined=HIDDEN,
)
def spread(context: Context) -> Iterator[Reading]:
    """Standard deviation between respondents."""
    return _spread(context, "")


def _unknown(context: Context, about: str) -> Iterator[Reading]:
    survey = context.survey
    # Of what few know there is no mean, but this is told all the same, where most gave an answer.
    told = [at for at in survey.columns(about) if survey.statements[at].road in survey.answering]

    def share(_: Context, scope: Scope, __: str) -> Reading:
        members = survey.groups[scope, ""]
        unknown = survey.unknown[members][:, told].sum()
        return reading(unknown / (unknown + (~np.isnan(survey.scores[members][:, told])).sum()), scope)

    return of_each(context, about, share, "" if about in survey.answering else absent_why(context, about))


@measure(
    "maturity.unknown",
    "“Don't know”",
    formula="answers “don't know” / all answers, on roads on which at least half of the respondents gave one. Blank cells are "
    f"no answers. {OF_WHOM}",
    unit="share",
    direction="lower",
    range=(0, 1),
    source="our definition",
    reading="An answer in itself: what people cannot see they cannot act on. It enters no mean.",
    undefined=HIDDEN,
    limits=Limits(
        good=0,
        amber=0.1,
        red=0.25,
        bad=0.5,
        basis="our choice: one in ten does not know; where one in four does not, a mean is that of those who think they do",
    ),
    headline=0.5,
    scored_as="maturity",
    survives=UNDIVIDED,
)
def unknown(context: Context) -> Iterator[Reading]:
    """Share of answers that are "don't know"."""
    return _unknown(context, "")


def _stage(context: Context, about: str) -> Iterator[Reading]:
    def highest(context: Context, scope: Scope, about: str) -> Reading:
        found = context.survey.standing(scope, about)
        return suppressed(few_answered(found), scope) if isinstance(found, int) else reading(found.reached, scope)

    return of_each(context, about, highest)


@measure(
    "maturity.stage",
    "Stage of the weakest road",
    formula="lowest of the stages of the roads. Stage of a road: the highest stage whose statements average at least the limit "
    f"of the bank (3.5 of 5), and those of every stage before it too; 1 where none does. {OF_WHOM}",
    unit="stage",
    direction="higher",
    range=(1, 5),
    source="our definition, with the five stages of the statement bank",
    reading="Where a group stands, and what it would see next. A road's statements of one stage count by their mean; a group with "
    "several roads is as far as its weakest. The company's is never shown without its departments'.",
    undefined=f"{HIDDEN}; or fewer than {SMALLEST} answered what a stage asks, and no road is at stage 1",
    survives=UNDIVIDED,
)
def stage(context: Context) -> Iterator[Reading]:
    """Lowest stage of any road."""
    roads = [list(_stage(context, road)) for road in context.survey.roads]
    for of_group in zip(*roads, strict=True):
        values = [one.value for one in of_group if one.value is not None]
        hidden = next((one for one in of_group if one.value is None), None)
        lowest = min(values, default=0)
        # Nothing is lower than 1: it follows from one road, whatever is not known of the others.
        yield reading(lowest, of_group[0].scope) if hidden is None or lowest == 1 else hidden
    if not roads:
        yield not_measured(absent_why(context, ""))


def _difference(context: Context, about: str, between: Callable[[Survey, str], Between | str]) -> Iterator[Reading]:
    absent = absent_why(context, about)
    found = absent or between(context.survey, about)
    if absent:
        yield not_measured(absent)
    elif isinstance(found, str):
        yield suppressed(found)
    else:
        yield reading(found.gap, note=found.words(context))


def _perception_gap(context: Context, about: str) -> Iterator[Reading]:
    survey = context.survey
    asked = [one for one in (MANAGEMENT, FRONT_LINE) if (Scope("group", one), "") in survey.groups]
    if survey.statements and len(asked) < 2:
        yield not_measured(say("the survey does not tell management from the front line"))
        return
    yield from _difference(context, about, levels_between)


@measure(
    "maturity.perception_gap",
    "Management against the front line",
    formula="mean of management - mean of the front line",
    unit="points",
    direction="neither",
    range=(-4, 4),
    source=GIBSON,
    reading="Positive where management sees it rosier than those who meet customers: decisions are then made for a company "
    "that is not there. Negative where the front line does.",
    undefined=f"the survey does not tell the levels apart, or of one {HIDDEN}",
    survives=UNDIVIDED,
)
def perception_gap(context: Context) -> Iterator[Reading]:
    """Mean of management less that of the front line."""
    return _perception_gap(context, "")


@measure(
    "maturity.perception_gap_within",
    "Above the front line against the front line, within departments",
    formula="mean of management and middle - mean of the front line, of each department. The two levels above are taken "
    "together: apart they are hardly ever five",
    unit="points",
    direction="neither",
    range=(-4, 4),
    source=GIBSON,
    reading="As the gap of the company, where those of one department see the same work from above and from the counter.",
    undefined=f"no department has both, or of one of the two {HIDDEN}",
)
def perception_gap_within(context: Context) -> Iterator[Reading]:
    """The same within each department."""
    survey = context.survey
    units = [scope for scope in survey.whole() if scope.kind == "department"]
    both = [one for one in units if {(one, "leading"), (one, "front line")} <= survey.groups.keys()]
    if not both:
        why = absent_why(context, "") or say("no department has answers from above and from the front line")
        yield not_measured(why)
    for scope in both:
        found = gap_within(survey, scope)
        yield suppressed(found, scope) if isinstance(found, str) else reading(found.gap, scope)


def _department_gap(context: Context, about: str) -> Iterator[Reading]:
    return _difference(context, about, departments_between)


@measure(
    "maturity.department_gap",
    "Between departments",
    formula="highest mean of a department - lowest, of those shown",
    unit="points",
    direction="lower",
    range=(0, 4),
    source="our definition",
    reading="Departments that live in different companies. The note names the two; with many departments some distance is "
    "chance: look at the uncertainty of both.",
    undefined="fewer than two departments may be shown",
)
def department_gap(context: Context) -> Iterator[Reading]:
    """Distance of the departments that say most and least."""
    return _department_gap(context, "")


@measure(
    "maturity.structure_gap",
    "What a department sees against what is there",
    formula="(mean on the road alignment - 1) / 4 - share of what its journeys require that is there: ties with the "
    "departments that journeys join it with, of those the collaboration data covers, and single owners of its journeys",
    unit="share",
    direction="neither",
    range=(-1, 1),
    needs=("survey", "journey_steps"),
    source="our definition",
    reading="Positive where a department feels aligned and lacks contacts or owners: it does not miss what it does not "
    "see. Negative where the structure is there and people do not feel it. The two scales are not the same, so compare "
    "departments with one another.",
    undefined=f"neither ties nor owners are known, no journey requires anything of the department, or of it {HIDDEN}",
)
def structure_gap(context: Context) -> Iterator[Reading]:
    """Alignment as it is seen, less as it is built, of each department."""
    absent = absent_why(context, "alignment")
    found: Mapping[str, Structure] = {} if absent else structures(context)
    if not found:
        yield not_measured(
            absent or say("the workbook tells of no department with respondents which ties or owners it needs")
        )
    for unit, one in found.items():
        scope = Scope("department", unit)
        why = context.survey.withheld((scope, ""))
        if why:
            yield suppressed(why, scope)
        elif not one.required:
            yield not_applicable(say("no journey requires a tie or an owner of it"), scope)
        else:
            seen = (values_of(context, scope, "alignment").mean() - 1) / 4
            yield reading(seen - one.share, scope, one.words())


def _crosswalk(name: str, value: str) -> Measure:
    """The mean of the statements that share a value of a crosswalk."""
    about = lens(name, value)
    words = {
        "dac": "direction, alignment and commitment",
        "frame": "leadership, customer definition, communication and persistence",
        "outcome": "outcomes, engagement, the customer at the heart, journeys and collaboration",
    }
    return replace(
        mean,
        id=f"maturity.{about}",
        name=f"Mean answer: {value}",
        formula=f"as maturity.mean, of the statements about {value} on roads that have a mean; one that a respondent left out "
        "counts as their own mean of its road, a road left out as the company's",
        reading=f"The same answers read by {words[name]}.",
        undefined=f"no statement about it was asked, or {HIDDEN}",
        function=partial(taken_of, _mean, about),
        headline=0.0,
        scored_as=None,
    )


MEASURES = (
    *declared_measures(globals()),
    *maturity_agreement.MEASURES,
    *maturity_towards.MEASURES,
    *on_each_road(stage, _stage, "Stage"),
    *maturity_towards.ON_ROADS,
    *on_each_road(mean, _mean),
    *on_each_road(spread, _spread),
    *on_each_road(unknown, _unknown),
    *maturity_agreement.ON_ROADS,
    *on_each_road(perception_gap, _perception_gap),
    *on_each_road(department_gap, _department_gap),
    *(_crosswalk(name, value) for name, values in CROSSWALKS.items() for value in values),
)
RULES = tuple(sorted(declared_rules(globals()), key=lambda one: one.code))
