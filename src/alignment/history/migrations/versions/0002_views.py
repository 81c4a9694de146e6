"""The views that others read. One that changes is dropped and made anew in a later revision; no column goes."""

from alembic import op

revision = "0002"
down_revision = "0001"

_MEASUREMENTS = """
CREATE VIEW v_measurements AS
SELECT snapshots.id AS snapshot, snapshots.organisation, snapshots.snapshot_date,
    measurements.number, measurements.measure, measurements.scope_kind, measurements.scope_id,
    measurements.scope_other_id, measurements.scope_name, measurements.value, measurements.unit, measurements.status,
    measurements.rating, measurements.note
FROM measurements JOIN snapshots ON snapshots.id = measurements.snapshot
"""

_FINDINGS = """
CREATE VIEW v_findings AS
SELECT snapshots.id AS snapshot, snapshots.organisation, snapshots.snapshot_date,
    findings.number, findings.finding, findings.code, findings.severity, findings.scope_kind, findings.scope_id,
    findings.scope_other_id, findings.scope_name, findings.message, findings.recommendation, findings.status,
    findings.waiver,
    (SELECT count(*) FROM evidence
     WHERE evidence.snapshot = findings.snapshot AND evidence.finding_number = findings.number) AS evidence
FROM findings JOIN snapshots ON snapshots.id = findings.snapshot
"""

_ACTIONS = """
CREATE VIEW v_actions AS
SELECT snapshots.id AS snapshot, snapshots.organisation, snapshots.snapshot_date,
    'plan' AS origin, steps.rank AS number, NULL AS finding, steps.words AS action, NULL AS owner, NULL AS due,
    NULL AS status, NULL AS waiver_reason, NULL AS waiver_until, steps.effort, steps.gain, steps.wave
FROM steps JOIN snapshots ON snapshots.id = steps.snapshot
UNION ALL
SELECT snapshots.id, snapshots.organisation, snapshots.snapshot_date,
    'agreed', agreed.number, agreed.finding, agreed.action, NULLIF(agreed.owner, ''), agreed.due,
    NULLIF(agreed.status, ''), NULLIF(agreed.waiver_reason, ''), agreed.waiver_until, NULL, NULL, NULL
FROM agreed JOIN snapshots ON snapshots.id = agreed.snapshot
"""


def upgrade() -> None:
    """Make the views."""
    for view in (_MEASUREMENTS, _FINDINGS, _ACTIONS):
        op.execute(view)
