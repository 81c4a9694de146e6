"""What is kept of one check? The company as read, how it was measured, and what was found."""

from dataclasses import asdict, dataclass
from hashlib import sha256

from alignment.model.organisation import Organisation
from alignment.model.result import HealthCheck
from alignment.settings import Settings

__all__ = ["Snapshot"]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is kept of one check: what was read, how it was measured, what was found."""

    check: HealthCheck
    organisation: Organisation
    settings: Settings

    @property
    def ident(self) -> str:
        """Hash over the inputs, the settings and the day: the same input twice is the same snapshot."""
        inputs = sorted(one.sha256 for one in self.check.inputs)
        said = repr((inputs, sorted(asdict(self.settings).items()), self.check.snapshot_date))
        return sha256(said.encode()).hexdigest()
