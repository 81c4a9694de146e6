"""How is a history laid out in a database? One row a snapshot, and rows for all that others ask about it.

The tables are the program's own, and change with it. Others read the views, whose names, columns and meanings stay as
`docs/history.md` describes them; a test holds that page to `VIEWS`.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

__all__ = ["METADATA", "REVISION", "VERSION_TABLE", "VIEWS", "View", "ViewColumn", "stored"]

# The revision of the schema that this program reads and writes: the last one of `migrations/versions`.
REVISION = "0002"
# Not Alembic's own name: a database on a server may hold the tables of other programs, too.
VERSION_TABLE = "alignment_version"

METADATA = MetaData()


def stored(text: str) -> str:
    """Return a text as every database takes it: a NUL and half a surrogate pair become the replacement character."""
    return text.replace("\0", "\ufffd").encode("utf-8", "surrogatepass").decode("utf-8", "replace")


class Words(TypeDecorator[str]):
    """A text out of somebody's workbook, which may hold what no database takes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else stored(value)


def _snapshot() -> Column[Any]:
    return Column("snapshot", String(64), ForeignKey("snapshots.id", ondelete="CASCADE"), primary_key=True)


def _number(name: str) -> Column[Any]:
    """A part of the key that numbers the rows of one snapshot, from 1, in the order of the health check."""
    return Column(name, Integer, primary_key=True, autoincrement=False)


def _scope() -> tuple[Column[Any], ...]:
    """What a row is about; only a pair has the other id."""
    return (
        Column("scope_kind", Text, nullable=False),
        Column("scope_id", Words),
        Column("scope_other_id", Words),
        Column("scope_name", Words, nullable=False),
    )


SNAPSHOTS = Table(
    "snapshots",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("organisation", Words, nullable=False),
    Column("snapshot_date", Date, nullable=False),
    # When it was added, in UTC: where two of one day stand beside one another, the later is the one that counts.
    Column("added", DateTime, nullable=False),
    Column("program_version", Text, nullable=False),
    Column("score", Float),
    Column("score_low", Float),
    Column("score_high", Float),
    Column("coverage", Float, nullable=False),
    Column("rating", Text, nullable=False),
    Column("reason", Words, nullable=False),
)

DOCUMENTS = Table(
    "documents",
    METADATA,
    _snapshot(),
    # Each the text of `documents.text_of`, compressed with zlib: a twentieth of its size.
    Column("organisation", LargeBinary, nullable=False),
    Column("settings", LargeBinary, nullable=False),
    Column("health_check", LargeBinary, nullable=False),
)

INPUTS = Table(
    "inputs",
    METADATA,
    _snapshot(),
    _number("number"),
    Column("file", Words, nullable=False),
    Column("sha256", String(64), nullable=False),
)

SCORES = Table(
    "scores",
    METADATA,
    _snapshot(),
    Column("dimension", String(64), primary_key=True),
    Column("name", Words, nullable=False),
    Column("score", Float),
    Column("score_low", Float),
    Column("score_high", Float),
    Column("coverage", Float, nullable=False),
    Column("weight", Float, nullable=False),
    Column("rating", Text, nullable=False),
    Column("reason", Words, nullable=False),
)

MEASUREMENTS = Table(
    "measurements",
    METADATA,
    _snapshot(),
    _number("number"),
    Column("measure", Text, nullable=False),
    *_scope(),
    Column("value", Float),
    Column("unit", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("rating", Text),
    Column("note", Words, nullable=False),
    Index("measurements_by_measure", "measure", "scope_kind"),
)

FINDINGS = Table(
    "findings",
    METADATA,
    _snapshot(),
    _number("number"),
    Column("finding", Words, nullable=False),
    Column("code", Text, nullable=False),
    Column("severity", Text, nullable=False),
    *_scope(),
    Column("message", Words, nullable=False),
    Column("recommendation", Words, nullable=False),
    Column("status", Text, nullable=False),
    Column("waiver", Words),
)

EVIDENCE = Table(
    "evidence",
    METADATA,
    _snapshot(),
    _number("finding_number"),
    _number("number"),
    Column("file", Words, nullable=False),
    Column("sheet", Words, nullable=False),
    Column("cell", Text, nullable=False),
    Column("value", Words, nullable=False),
    ForeignKeyConstraint(
        ["snapshot", "finding_number"],
        ["findings.snapshot", "findings.number"],
        "evidence_of_finding",
        ondelete="CASCADE",
    ),
)

# What the plan of the check proposes.
STEPS = Table(
    "steps",
    METADATA,
    _snapshot(),
    _number("rank"),
    Column("move", Words, nullable=False),
    Column("kind", Text, nullable=False),
    *_scope(),
    Column("words", Words, nullable=False),
    Column("effort", Integer, nullable=False),
    Column("gain", Float, nullable=False),
    Column("cumulative", Float, nullable=False),
    Column("wave", Text, nullable=False),
    Column("champion", Words, nullable=False),
)

# What people agreed on after the last report: the sheet Actions, come back.
AGREED = Table(
    "agreed",
    METADATA,
    _snapshot(),
    _number("number"),
    Column("finding", Words, nullable=False),
    Column("action", Words, nullable=False),
    Column("owner", Words, nullable=False),
    Column("due", Date),
    Column("status", Text, nullable=False),
    Column("waiver_reason", Words, nullable=False),
    Column("waiver_until", Date),
)


@dataclass(frozen=True, slots=True)
class ViewColumn:
    """A column that others may rely on: its name, what stands in it (a type of SQL), and what it means."""

    name: str
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class View:
    """A view that others may rely on: one row for each of what `rows` says, in the order of `order`."""

    name: str
    rows: str
    columns: tuple[ViewColumn, ...]
    order: tuple[str, ...]


_WHICH = (
    ViewColumn("snapshot", "text", "The snapshot: 64 characters that the same input has every time."),
    ViewColumn("organisation", "text", "The company."),
    ViewColumn("snapshot_date", "date", "The day of which the workbook tells."),
)
_ABOUT = (
    ViewColumn(
        "scope_kind", "text", "What it is about: organisation, group, department, person, process, journey or pair."
    ),
    ViewColumn("scope_id", "text", "Its id; null for the organisation. Of a pair, the first."),
    ViewColumn("scope_other_id", "text", "Of a pair, the second id; null otherwise."),
    ViewColumn("scope_name", "text", "What it is called; of a pair, both names."),
)

VIEWS = (
    View(
        "v_measurements",
        "figure of a snapshot, or the reason why there is none",
        (
            *_WHICH,
            ViewColumn("number", "integer", "Its place in the health check, from 1."),
            ViewColumn("measure", "text", "The measure, as `alignment explain` knows it."),
            *_ABOUT,
            ViewColumn(
                "value", "double", "The figure; null exactly where the status is not measured. Never 0 for that."
            ),
            ViewColumn("unit", "text", "Its unit; a share is from 0 to 1."),
            ViewColumn("status", "text", "measured, not_measured, not_applicable or suppressed."),
            ViewColumn("rating", "text", "green, amber or red; null where the measure has no limits."),
            ViewColumn("note", "text", "The reason where there is no figure, and what is to be known of it."),
        ),
        ("organisation", "snapshot_date", "snapshot", "number"),
    ),
    View(
        "v_findings",
        "finding of a snapshot",
        (
            *_WHICH,
            ViewColumn("number", "integer", "Its place in the health check, from 1."),
            ViewColumn("finding", "text", "Its id: the same in every snapshot that has the same defect."),
            ViewColumn("code", "text", "The rule, as `alignment explain` knows it."),
            ViewColumn("severity", "text", "critical, high, medium, low or info."),
            *_ABOUT,
            ViewColumn("message", "text", "What was found, in the language of the check."),
            ViewColumn("recommendation", "text", "What to do about it."),
            ViewColumn(
                "status",
                "text",
                "new, persisting, regressed (found before, gone, and found again) or waived; told anew whenever a check before it is "
                "added or removed.",
            ),
            ViewColumn("waiver", "text", "Why it was waived; null where it was not."),
            ViewColumn("evidence", "integer", "How many cells show it."),
        ),
        ("organisation", "snapshot_date", "snapshot", "number"),
    ),
    View(
        "v_actions",
        "step of the plan of a snapshot, and one for each action that its workbook says was agreed",
        (
            *_WHICH,
            ViewColumn(
                "origin", "text", "plan for a step that the check proposes, agreed for a row of the sheet Actions."
            ),
            ViewColumn("number", "integer", "The rank of the step, or the place of the row, from 1."),
            ViewColumn("finding", "text", "The finding it was agreed on; null for a step, which may answer several."),
            ViewColumn("action", "text", "What is to be done, in words."),
            ViewColumn("owner", "text", "Who took it on; null where nobody did, and for a step."),
            ViewColumn("due", "date", "When it is due; null where nobody said."),
            ViewColumn(
                "status", "text", "How far it is, as the workbook says; null where it does not, and for a step."
            ),
            ViewColumn("waiver_reason", "text", "Why it is waived; null where it is not, and for a step."),
            ViewColumn("waiver_until", "date", "When the waiver lapses; null where it does not."),
            ViewColumn("effort", "integer", "Effort of a step, 1 to 5; null for what was agreed."),
            ViewColumn("gain", "double", "Points of the score that a step adds; null for what was agreed."),
            ViewColumn("wave", "text", "now, next or later; null for what was agreed."),
        ),
        ("organisation", "snapshot_date", "snapshot", "origin", "number"),
    ),
)
