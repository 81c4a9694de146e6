"""What does each table keep of one snapshot? The documents give the snapshot back; the other rows are for questions to many."""

import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Table

from alignment import __version__
from alignment.history import tables
from alignment.history.documents import text_of
from alignment.history.snapshot import Snapshot
from alignment.language import speaking
from alignment.model.organisation import Organisation
from alignment.model.result import Scope

__all__ = ["rows"]

Row = dict[str, Any]


def rows(snapshot: Snapshot) -> tuple[tuple[Table, list[Row]], ...]:
    """Return the rows of a snapshot by table, in an order in which they can be inserted."""
    found = (
        (tables.SNAPSHOTS, _about(snapshot)),
        (tables.DOCUMENTS, _documents(snapshot)),
        (tables.INPUTS, _inputs(snapshot)),
        (tables.SCORES, _scores(snapshot)),
        (tables.MEASUREMENTS, _measurements(snapshot)),
        (tables.FINDINGS, _findings(snapshot)),
        (tables.EVIDENCE, _evidence(snapshot)),
        (tables.STEPS, _steps(snapshot)),
        (tables.AGREED, _agreed(snapshot)),
    )
    ident = snapshot.ident
    with speaking(snapshot.settings.language):
        return tuple(
            (table, [one | {"id" if table is tables.SNAPSHOTS else "snapshot": ident} for one in each])
            for table, each in found
        )


def _about(snapshot: Snapshot) -> Iterator[Row]:
    check = snapshot.check
    yield {
        "organisation": check.organisation,
        "snapshot_date": check.snapshot_date,
        "added": datetime.now(UTC).replace(tzinfo=None),
        "program_version": __version__,
        "score": check.score.value,
        "score_low": check.score.low,
        "score_high": check.score.high,
        "coverage": check.score.coverage,
        "rating": check.score.rating,
        "reason": check.score.reason,
    }


def _documents(snapshot: Snapshot) -> Iterator[Row]:
    parts = {
        "organisation": snapshot.organisation,
        "settings": snapshot.settings,
        "health_check": snapshot.check,
    }
    yield {name: zlib.compress(text_of(part).encode()) for name, part in parts.items()}


def _inputs(snapshot: Snapshot) -> Iterator[Row]:
    for number, one in enumerate(snapshot.check.inputs, start=1):
        yield {"number": number, "file": one.file, "sha256": one.sha256}


def _scores(snapshot: Snapshot) -> Iterator[Row]:
    for one in snapshot.check.dimensions:
        yield {
            "dimension": one.id,
            "name": one.name,
            "score": one.score,
            "score_low": one.low,
            "score_high": one.high,
            "coverage": one.coverage,
            "weight": one.weight,
            "rating": one.rating,
            "reason": one.reason,
        }


def _measurements(snapshot: Snapshot) -> Iterator[Row]:
    for number, one in enumerate(snapshot.check.measurements, start=1):
        yield {
            "number": number,
            "measure": one.id,
            **_scope(one.scope, snapshot.organisation),
            "value": one.value,
            "unit": one.unit,
            "status": one.status,
            "rating": one.rating,
            "note": one.note,
        }


def _findings(snapshot: Snapshot) -> Iterator[Row]:
    for number, one in enumerate(snapshot.check.findings, start=1):
        yield {
            "number": number,
            "finding": one.id,
            "code": one.code,
            "severity": one.severity,
            **_scope(one.scope, snapshot.organisation),
            "message": one.message,
            "recommendation": one.recommendation,
            "status": one.status,
            "waiver": one.waiver,
        }


def _evidence(snapshot: Snapshot) -> Iterator[Row]:
    for number, finding in enumerate(snapshot.check.findings, start=1):
        for place, one in enumerate(finding.evidence, start=1):
            yield {
                "finding_number": number,
                "number": place,
                "file": one.file,
                "sheet": one.sheet,
                "cell": one.address,
                "value": one.value,
            }


def _steps(snapshot: Snapshot) -> Iterator[Row]:
    for one in snapshot.check.advice.steps:
        yield {
            "rank": one.rank,
            "move": one.move,
            "kind": one.kind,
            **_scope(one.subject, snapshot.organisation),
            "words": one.words,
            "effort": one.effort,
            "gain": one.gain,
            "cumulative": one.cumulative,
            "wave": one.wave,
            "champion": one.champion,
        }


def _agreed(snapshot: Snapshot) -> Iterator[Row]:
    for number, one in enumerate(snapshot.check.agreed, start=1):
        yield {
            "number": number,
            "finding": one.finding,
            "action": one.action,
            "owner": one.owner,
            "due": one.due,
            "status": one.status,
            "waiver_reason": one.waiver_reason,
            "waiver_until": one.waiver_until,
        }


def _scope(scope: Scope, organisation: Organisation) -> Row:
    if scope.id is None:
        return _place(scope.kind, None, None, organisation.name)
    if isinstance(scope.id, str):
        return _place(scope.kind, scope.id, None, organisation.label(scope.kind, scope.id))
    first, second = scope.id
    # A pair is of two departments or of two people; an id that no list of departments has is looked up among people.
    names = [organisation.label("department" if one in organisation.department else "person", one) for one in scope.id]
    return _place(scope.kind, first, second, " – ".join(names))


def _place(kind: str, ident: str | None, other: str | None, name: str) -> Row:
    return {"scope_kind": kind, "scope_id": ident, "scope_other_id": other, "scope_name": name}
