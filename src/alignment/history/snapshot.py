"""What is kept of one check, so that it can be compared later, and measured again when a formula changes?"""

import hashlib
import json
from dataclasses import dataclass, fields
from typing import Protocol

from alignment.model.organisation import Organisation
from alignment.model.result import HealthCheck
from alignment.settings import Settings

__all__ = ["Snapshot", "taken"]


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
    """What is kept of one check: what was read, how it was measured, what was found."""

    check: HealthCheck
    organisation: Organisation
    settings: Settings

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
        return hashlib.sha256(json.dumps(parts, sort_keys=True, default=dict).encode()).hexdigest()


def taken(examination: Examined) -> Snapshot:
    """Return what is kept of an examination."""
    return Snapshot(examination.check, examination.organisation, examination.settings)
