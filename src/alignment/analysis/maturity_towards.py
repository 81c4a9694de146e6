"""How far is the company from the next stage of a road? Measures declared for `maturity`."""

from collections.abc import Iterator

from alignment.analysis.base import (
    UNDIVIDED,
    Context,
    Reading,
    declared_measures,
    not_applicable,
    not_measured,
    reading,
    suppressed,
)
from alignment.analysis.by_group import HIDDEN, absent_why, few_answered, measure, on_each_road
from alignment.analysis.privacy import SMALLEST
from alignment.language import later, number_text, say
from alignment.model.result import Scope

__all__ = ["MEASURES", "ON_ROADS"]

_TOLD = later("held back, since with other figures it would tell what fewer than {number} people answered")


def _towards(context: Context, road: str) -> Iterator[Reading]:
    survey = context.survey
    absent = absent_why(context, road)
    why = "" if absent else survey.withheld((Scope(), ""))
    if absent or why:
        yield not_measured(absent) if absent else suppressed(why)
        return
    found = survey.standing(Scope(), road)
    if isinstance(found, int):
        yield suppressed(few_answered(found))
    elif found.unmet is None or found.mean is None:
        yield not_applicable(say("every stage that was asked is reached"))
    elif road not in survey.told_ahead:
        yield suppressed(say(_TOLD, number=number_text(SMALLEST)))
    else:
        yield reading(found.mean, note=say("stage {number}", number=number_text(found.unmet)))


@measure(
    "maturity.towards",
    "What the statements of the next stage average",
    formula="the lowest of the roads; of a road, the mean of all answers of the company to the statements of the first stage "
    "that it has not reached, 1 to 5, without “don't know”",
    unit="of 5",
    direction="higher",
    range=(1, 5),
    source="our definition, with the five stages of the statement bank",
    reading="How far the next stage is: it is reached at the limit of the bank, 3.5. Two roads on the same stage may be near it "
    "and far from it. The note names the stage.",
    undefined=f"every stage that was asked is reached, fewer than {SMALLEST} answered what a stage asks, or {HIDDEN}",
    survives=UNDIVIDED,
)
def towards(context: Context) -> Iterator[Reading]:
    """Lowest of all roads."""
    found = [one for road in context.survey.roads for one in _towards(context, road)]
    values = [one for one in found if one.value is not None]
    if values:
        yield min(values, key=lambda one: one.value or 0.0)
    elif found:
        yield found[0]
    else:
        yield not_measured(absent_why(context, ""))


MEASURES = declared_measures(globals())
ON_ROADS = on_each_road(towards, _towards)
