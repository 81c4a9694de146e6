"""Is a target met, is it on the way, or late? What the settings ask of a measure by a day, against its waves."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from alignment.analysis.base import Measure
from alignment.analysis.catalogue import MEASURES
from alignment.history.forecast import Forecast, Wave, forecast
from alignment.language import date_text, number_text, say, share_text
from alignment.settings import Settings, Target
from alignment.wording import capital

__all__ = ["Progress", "State", "progress", "target_words"]

State = Literal["met", "on_the_way", "behind", "late", "unknown"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a measure is towards its target.

    `state` is "met" where the last wave reaches it; "late" where the day is past and it does not; else "on the way" or "behind":
    by the forecast for that day, or, where there is none, by whether the last wave is as far as a steady pace from the first
    asks. Of one wave alone it is "unknown". `forecast` is a text where there is none, and says why.
    """

    measure: str
    target: Target
    last: Wave | None
    state: State
    forecast: Forecast | str


def progress(
    waves: Mapping[str, Sequence[Wave]],
    settings: Settings,
    *,
    today: date,
    survives: Collection[str] = (),
    reorganised: Collection[date] = (),
) -> tuple[Progress, ...]:
    """Return how far each measure with a target is, in the order of the settings.

    Parameters
    ----------
    waves
        The waves of each measure, of the company.
    settings
        Holds the targets.
    today
        The day from which a target is late; that of the last wave, so that the same waves give the same report.
    survives
        Measures that mean the same across a reorganisation.
    reorganised
        Days of the first wave after each reorganisation.
    """
    found = []
    for ident, target in settings.targets.items():
        told = {one.day: one for one in waves.get(ident, ()) if one.day is not None and one.value is not None}
        path = [told[day] for day in sorted(told)]
        expected = forecast(
            path,
            target.by,
            level=1 - settings.significance,
            limits=MEASURES[ident].range,
            survives=ident in survives,
            reorganised=reorganised,
        )
        state = _state(MEASURES[ident], target, path, expected, today)
        found.append(Progress(ident, target, path[-1] if path else None, state, expected))
    return tuple(found)


def _state(measure: Measure, target: Target, path: Sequence[Wave], expected: Forecast | str, today: date) -> State:
    days = [one.day for one in path if one.day is not None]
    values = [one.value for one in path if one.value is not None]
    if not days:
        return "unknown"
    if _reached(measure, values[-1], target, values[0]):
        return "met"
    if today > target.by:
        return "late"
    if isinstance(expected, Forecast):
        return "on_the_way" if _reached(measure, expected.value, target, values[0]) else "behind"
    if days[-1] == days[0] or target.by <= days[0]:
        return "unknown"
    due = values[0] + (target.value - values[0]) * (days[-1] - days[0]).days / (target.by - days[0]).days
    return "on_the_way" if _beyond(measure, values[-1], due, target.value, values[0]) else "behind"


def _reached(measure: Measure, value: float, target: Target, first: float) -> bool:
    return _beyond(measure, value, target.value, target.value, first)


def _beyond(measure: Measure, value: float, mark: float, target: float, first: float) -> bool:
    """Tell whether a value is as far as a mark; where neither way is better, the way from the first wave to the target."""
    falling = measure.direction == "lower" or (measure.direction == "neither" and first > target)
    return value <= mark if falling else value >= mark


def target_words(one: Progress) -> str:
    """Say how far a measure is towards its target, and where its line leads."""
    measure = MEASURES[one.measure]
    values = {
        "measure": capital(say(measure.name)),
        "target": _value(measure, one.target.value),
        "day": date_text(one.target.by),
    }
    if one.last is None or one.last.value is None:
        return say("{measure}: the target is {target} by {day}. No wave has measured it.", **values)
    values["value"] = _value(measure, one.last.value)
    said = {
        "met": say("{measure}: the target of {target} by {day} is met, at {value}.", **values),
        "late": say("{measure}: the target of {target} by {day} is late. The last wave has {value}.", **values),
        "on_the_way": say("{measure}: on the way to {target} by {day}, at {value} now.", **values),
        "behind": say("{measure}: behind on the way to {target} by {day}, at {value} now.", **values),
        "unknown": say(
            "{measure}: the target is {target} by {day}, and it is at {value} now. One wave does not tell the way.",
            **values,
        ),
    }[one.state]
    return " ".join([said, *_forecast_words(measure, one)])


def _forecast_words(measure: Measure, one: Progress) -> list[str]:
    if one.state in ("met", "late", "unknown"):
        return []
    if isinstance(one.forecast, str):
        return [say("There is no forecast: {reason}.", reason=one.forecast)]
    value = _value(measure, one.forecast.value)
    if one.forecast.low is None or one.forecast.high is None:
        return [
            say("A straight line leads to {value}; the waves lie on it exactly, so it has no interval.", value=value)
        ]
    low, high = _value(measure, one.forecast.low), _value(measure, one.forecast.high)
    return [
        say(
            "If it goes on as a straight line, it will be {value} then, somewhere between {low} and {high}.",
            value=value,
            low=low,
            high=high,
        )
    ]


def _value(measure: Measure, value: float) -> str:
    return share_text(value) if measure.unit == "share" else number_text(value, 2)
