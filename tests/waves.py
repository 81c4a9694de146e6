"""A check of a company without files or a plan. For tests only."""

from alignment.analysis.remeasure import Measured
from alignment.history.snapshot import Snapshot
from alignment.model.organisation import Organisation
from alignment.model.result import Advice, HealthCheck
from alignment.settings import Settings

__all__ = ["SHORT", "snapshot"]

# Shorter tests of chance than a report's.
SHORT = Settings(permutations=200, score_draws=20)


def snapshot(organisation: Organisation, settings: Settings = SHORT, advice: Advice = Advice()) -> Snapshot:  # noqa: B008 - it cannot be changed
    """Measure a company."""
    found = Measured(organisation, settings).analysis
    check = HealthCheck(
        organisation.name,
        organisation.snapshot_date,
        (),
        found.score,
        found.dimensions,
        found.measurements,
        found.findings,
        (),
        advice,
        organisation.actions,
    )
    return Snapshot(check, organisation, settings)
