"""What is kept of one check, so that it can be compared later, and measured again when a formula changes?"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any, Protocol, cast

from alignment import __version__
from alignment.language import speaking
from alignment.model.organisation import Organisation
from alignment.model.result import HealthCheck
from alignment.settings import Settings

__all__ = ["Snapshot", "as_now", "measured_alike", "taken"]

# Settings that decide on words, and on what is said of a change, and on no figure.
_NO_FIGURES: Mapping[str, object] = MappingProxyType(
    {name: getattr(Settings(), name) for name in ("language", "significance", "correction", "targets")}
)


class Examined(Protocol):
    """What a run found out, as far as a snapshot keeps it."""

    @property
    def check(self) -> HealthCheck: ...
    @property
    def organisation(self) -> Organisation: ...
    @property
    def settings(self) -> Settings: ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is kept of one check: what was read, how it was measured, what was found, by which version of the program."""

    check: HealthCheck
    organisation: Organisation
    settings: Settings
    version: str = __version__

    @property
    def ident(self) -> str:
        """A hash over the inputs, the settings and the date: the same input twice is the same snapshot.

        The order in which workbooks were given does not matter, nor what they are called. Of the settings those count
        that are not the default, so that a setting of a later version leaves the snapshots of before what they were.
        """
        default = Settings()
        chosen = {one.name: getattr(self.settings, one.name) for one in fields(Settings)}
        changed = {name: value for name, value in chosen.items() if value != getattr(default, name)}
        parts = {
            "inputs": sorted(one.sha256 for one in self.check.inputs),
            "settings": changed,
            "day": str(self.check.snapshot_date or ""),
        }
        return hashlib.sha256(json.dumps(parts, sort_keys=True, default=_plain).encode()).hexdigest()


def _plain(value: object) -> object:
    """Return what JSON can hold of a setting: a table, or a target as its words."""
    return dict(value) if isinstance(value, Mapping) else str(value)


def taken(examination: Examined) -> Snapshot:
    """Return what is kept of an examination."""
    return Snapshot(examination.check, examination.organisation, examination.settings)


def as_now(snapshot: Snapshot, language: str) -> Snapshot:
    """Return a snapshot as this version of the program measures it, in words of a language; its plan stays as it was.

    What was measured by another version is measured again, with the settings of then, so that a formula that changed
    does not pass for a change of the company.
    """
    if snapshot.version == __version__ and snapshot.settings.language == language:
        return snapshot
    from alignment.analysis.remeasure import Measured

    settings = replace(snapshot.settings, language=language)
    with speaking(language):
        found = Measured(snapshot.organisation, settings).ranged_analysis
    check = replace(
        snapshot.check,
        score=found.score,
        dimensions=found.dimensions,
        measurements=found.measurements,
        findings=found.findings,
    )
    return Snapshot(check, snapshot.organisation, settings)


def measured_alike(first: Settings, second: Settings) -> bool:
    """Tell whether two settings give the same figures."""
    changes = cast("dict[str, Any]", dict(_NO_FIGURES))
    return replace(first, **changes) == replace(second, **changes)
