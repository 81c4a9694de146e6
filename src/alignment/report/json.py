"""What do other programs read? The results as `health-check.json`; `templates/health-check.schema.json` is its contract."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from alignment import __version__
from alignment.model.discretion import Discretion
from alignment.model.organisation import Action, Cell
from alignment.model.result import (
    DimensionScore,
    Finding,
    HealthCheck,
    InputFile,
    Issue,
    Measurement,
    Practice,
    Scope,
    Step,
)

if TYPE_CHECKING:
    from alignment.history.trend import Trend

__all__ = ["SCHEMA", "TREND_SCHEMA", "render", "render_trend", "write"]

SCHEMA = "alignment/health-check/1"
TREND_SCHEMA = "alignment/trend/1"
Data = dict[str, object]


def render(check: HealthCheck, trend: "Trend | None" = None) -> str:
    """Return the results as JSON text, in the order in which they were found.

    `trend` is what has changed since checks before it, where there are any.

    Raises
    ------
    ValueError
        A figure is no finite number.
    """
    return _text(_content(check, trend))


def write(check: HealthCheck, path: Path, trend: "Trend | None" = None) -> None:
    """Write what `render` returns, piece by piece: of a large company the text is larger than all that it tells.

    Raises
    ------
    ValueError
        A figure is no finite number.
    OSError
        The file cannot be written.
    """
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.writelines(_pieces(_content(check, trend)))


def _content(check: HealthCheck, trend: "Trend | None") -> Data:
    """Return the results as data; a list that grows with the company gives its entries one by one."""
    return {
        "schema": SCHEMA,
        "generator": {"name": "alignment", "version": __version__},
        "organisation": {
            "name": check.organisation,
            "snapshot_date": check.snapshot_date.isoformat() if check.snapshot_date else None,
        },
        "inputs": [_input(one) for one in check.inputs],
        "score": {
            "value": check.score.value,
            "low": check.score.low,
            "high": check.score.high,
            "coverage": check.score.coverage,
            "rating": check.score.rating,
            "reason": check.score.reason,
        },
        "dimensions": [_dimension(one) for one in check.dimensions],
        "measurements": map(_measurement, check.measurements),
        "findings": (
            _finding(one) | {"practices": list(check.advice.answers.get(one.code, ()))} for one in check.findings
        ),
        "actions": [_action(one) for one in check.advice.steps],
        "issues": map(_issue, check.issues),
        "trend": None if trend is None else _trend(trend),
        "practices": [_practice(one) for one in check.advice.practices],
        "agreed": [_agreed(one) for one in check.agreed],
        "discretion": None if check.discretion is None else _discretion(check.discretion),
        "plan": "chosen" if check.advice.chosen else "computed",
    }


def render_trend(trend: "Trend") -> str:
    """Return what has changed, by itself, as JSON text.

    Raises
    ------
    ValueError
        A figure is no finite number.
    """
    check = trend.comparison.later.check
    return _text(
        {
            "schema": TREND_SCHEMA,
            "generator": {"name": "alignment", "version": __version__},
            "organisation": {"name": check.organisation, "snapshot_date": trend.days[-1].isoformat()},
            "trend": _trend(trend),
        }
    )


def _trend(trend: "Trend") -> Data:
    # Imported here: with it comes all that tells chance from change, and most reports are of one check.
    from alignment.report.json_trend import trend_data

    return trend_data(trend)


def _text(content: Data) -> str:
    text = "".join(_pieces(content))
    # Half a surrogate pair has no place in UTF-8: it is written as an escape, which JSON allows.
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _pieces(content: Data) -> Iterator[str]:
    """Yield the text of an object, the entries of an iterator one by one; together the text that `json.dumps` gives."""
    for place, (name, value) in enumerate(content.items()):
        yield f"{',' if place else '{'}\n {_dumped(name, 0)}: "
        if isinstance(value, Iterator):
            number = 0
            for number, one in enumerate(value, start=1):
                yield f"{',' if number > 1 else '['}\n  {_dumped(one, 2)}"
            yield "\n ]" if number else "[]"
        else:
            yield _dumped(value, 1)
    yield "\n}\n"


def _dumped(value: object, depth: int) -> str:
    """Return a value as it stands so deep in an object; within a text there is no line break."""
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False).replace("\n", "\n" + " " * depth)


def _discretion(discretion: Discretion) -> Data:
    return {"key": discretion.fingerprint, "small": sorted(discretion.small)}


def _input(file: InputFile) -> Data:
    records: dict[str, int] = {}
    for one in file.sheets:
        if one.kind is not None:
            records[one.sheet] = records.get(one.sheet, 0) + one.records
    return {
        "file": file.file,
        "sha256": file.sha256,
        "sheets": records,
        "unread": [one.sheet for one in file.sheets if one.kind is None],
    }


def _dimension(dimension: DimensionScore) -> Data:
    return {
        "id": dimension.id,
        "name": dimension.name,
        "score": dimension.score,
        "rating": dimension.rating,
        "coverage": dimension.coverage,
        "low": dimension.low,
        "high": dimension.high,
        "weight": dimension.weight,
        "reason": dimension.reason,
        "parts": [
            {"id": ident, "value": value, "points": points, "weight": weight}
            for ident, value, points, weight in dimension.parts
        ],
    }


def _measurement(measurement: Measurement) -> Data:
    return {
        "id": measurement.id,
        "scope": _scope(measurement.scope),
        "value": measurement.value,
        "unit": measurement.unit,
        "status": measurement.status,
        "note": measurement.note,
        "rating": measurement.rating,
    }


def _finding(finding: Finding) -> Data:
    return {
        "id": finding.id,
        "code": finding.code,
        "severity": finding.severity,
        "subject": _scope(finding.scope),
        "message": finding.message,
        "recommendation": finding.recommendation,
        "evidence": [_place(one) | {"value": one.value} for one in finding.evidence],
        "status": finding.status,
        "waiver": finding.waiver,
    }


def _action(step: Step) -> Data:
    return {
        "rank": step.rank,
        "move": step.move,
        "subject": _scope(step.subject),
        "words": step.words,
        "effort": step.effort,
        "gain": step.gain,
        "cumulative": step.cumulative,
        "wave": step.wave,
        "findings": list(step.closes),
        "opens": list(step.opens),
        "quick_win": step.quick_win,
        "asks": list(step.asks),
        "against": list(step.against),
        "edits": list(step.edits),
        "champion": step.champion or None,
        "champion_reason": step.champion_reason,
        "practice": step.practice or None,
    }


def _practice(practice: Practice) -> Data:
    return {
        "id": practice.id,
        "title": practice.title,
        "road": practice.road,
        "stage": practice.stage,
        "source": practice.source,
        "monday": practice.monday,
        "whom": practice.whom,
        "bring": practice.bring,
        "seen": practice.seen,
        "measure": practice.measure,
    }


def _agreed(action: Action) -> Data:
    return {
        "finding": action.finding,
        "action": action.action,
        "owner": action.owner,
        "due": action.due.isoformat() if action.due else None,
        "status": action.status,
        "waiver_reason": action.waiver_reason,
        "waiver_until": action.waiver_until.isoformat() if action.waiver_until else None,
    }


def _issue(issue: Issue) -> Data:
    said: Data = {"message": issue.message, "suggestion": issue.suggestion}
    return {"severity": issue.severity} | _place(issue.cell) | said


def _scope(scope: Scope) -> Data:
    return {"kind": scope.kind, "id": list(scope.id) if isinstance(scope.id, tuple) else scope.id}


def _place(cell: Cell) -> Data:
    return {"file": cell.file, "sheet": cell.sheet, "cell": cell.address}
