"""What do other programs read of the checks over time? The trend as data: in `health-check.json`, and as `trend.json`."""

from alignment.history.certainty import words
from alignment.history.change import Verdict
from alignment.history.comparison import Comparison, Movement
from alignment.history.forecast import Forecast
from alignment.history.ledger import Fate, Place
from alignment.history.targets import Progress
from alignment.history.trend import Check, Course, Trend
from alignment.model.result import Measurement

__all__ = ["trend_data"]

Data = dict[str, object]


def trend_data(trend: Trend) -> Data:
    """Return the trend as lists, texts, numbers and null."""
    found = trend.comparison
    return {
        "since": trend.days[-2].isoformat(),
        "checks": [_check(one) for one in trend.checks],
        "reorganised": [one.isoformat() for one in trend.reorganised],
        "score": _pairs(found.score, found.common_score),
        "dimensions": [
            {"id": ident} | _pairs(pair, found.common_dimensions.get(ident, (None, None)))
            for ident, pair in found.dimensions.items()
        ],
        "movements": [_movement(one, found) for one in found.movements],
        "findings": [_course(one) for one in trend.courses],
        "agreed": [_fate(one) for one in found.actions],
        "targets": [_progress(one) for one in trend.targets],
        "lines": [
            {
                "id": ident,
                "values": [one.value for one in waves],
                "days": [one.day.isoformat() for one in waves if one.day is not None],
            }
            for ident, waves in trend.lines.items()
        ],
        "untested": [
            {"id": one.measure, "scope": _scope(Place.of(one.scope)), "reason": one.why}
            for one in found.certainty.untested
        ],
        "crosswalk": [
            {"kind": one.kind, "was": list(one.was), "now": list(one.now), "declared": one.declared}
            for one in found.matched.links
            if one.listed and not (one.whole and one.was == one.now)
        ],
        "proposed": [{"kind": one.kind, "line": one.line, "evidence": one.evidence} for one in found.proposed],
        "only_one_has": list(found.alone),
        "notes": list(found.notes),
    }


def _check(check: Check) -> Data:
    score = check.score
    return {
        "snapshot": check.ident,
        "snapshot_date": check.day.isoformat(),
        "score": {
            "value": score.value,
            "low": score.low,
            "high": score.high,
            "coverage": score.coverage,
            "rating": score.rating,
        },
        "dimensions": [{"id": one.id, "score": one.score, "rating": one.rating} for one in check.dimensions.values()],
        "findings": dict(check.findings),
    }


def _pairs(printed: tuple[float | None, float | None], common: tuple[float | None, float | None]) -> Data:
    return {"before": printed[0], "after": printed[1], "common_before": common[0], "common_after": common[1]}


def _movement(one: Movement, found: Comparison) -> Data:
    return {
        "id": one.id,
        "scope": _scope(one.place),
        "before": _value(one.before),
        "after": _value(one.after),
        "change": one.change,
        "of_company": one.of_company,
        "of_division": one.of_division,
        "of_data": one.of_data,
        "common_before": one.common[0],
        "common_after": one.common[1],
        "expected": list(one.expected) if one.expected is not None else None,
        "direction": one.direction,
        "of_company_direction": one.of_company_direction,
        "reason": one.reason,
        "certainty": _verdict(found.certainty.of(one.id, one.place.scope)),
    }


def _value(one: Measurement | None) -> float | None:
    return one.value if one is not None else None


def _scope(place: Place) -> Data:
    return {"kind": place.kind, "id": list(place.ids) if len(place.ids) > 1 else next(iter(place.ids), None)}


def _verdict(one: Verdict | None) -> Data | None:
    if one is None:
        return None
    change = one.change
    return {
        "state": one.state,
        "before": change.before,
        "after": change.after,
        "p": change.p,
        "adjusted": one.adjusted,
        "low": change.low,
        "high": change.high,
        "least": change.least,
        "method": change.method,
        "cases": change.cases,
        "changed": change.changed,
        "words": words(one),
    }


def _course(one: Course) -> Data:
    return {
        "id": one.finding.id,
        "code": one.finding.code,
        "severity": one.finding.severity,
        "state": one.state,
        "cause": one.cause,
        "days": [day.isoformat() for day in one.days],
        "message": one.finding.message,
    }


def _fate(one: Fate) -> Data:
    action = one.action
    return {
        "finding": action.finding,
        "state": one.state,
        "gain": one.gain,
        "owner": action.owner or None,
        "due": action.due.isoformat() if action.due else None,
        "verdict": one.verdict,
    }


def _progress(one: Progress) -> Data:
    return {
        "id": one.measure,
        "value": one.target.value,
        "by": one.target.by.isoformat(),
        "state": one.state,
        "last": one.last.value if one.last else None,
        "forecast": _forecast(one.forecast) if isinstance(one.forecast, Forecast) else None,
        "reason": one.forecast if isinstance(one.forecast, str) else "",
    }


def _forecast(one: Forecast) -> Data:
    return {"value": one.value, "low": one.low, "high": one.high, "yearly": one.yearly, "waves": one.waves}
