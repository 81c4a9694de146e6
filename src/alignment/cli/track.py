"""`alignment track`: snapshots of checks are kept, listed, exported and removed."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from alignment.cli.options import chosen_settings, input_options, progress
from alignment.language import languages
from alignment.pipeline import examine, stages

if TYPE_CHECKING:
    from alignment.history.exporting import ExportFormat
    from alignment.history.store import Entry

__all__ = ["command", "store_option"]

# As `alignment.history.store` has it, which is imported only by what opens a history.
_STORE = "history.sqlite"


def store_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option that says where the history is."""
    return click.option(
        "--store",
        default=_STORE,
        envvar="ALIGNMENT_STORE",
        show_default=True,
        metavar="PLACE",
        help="The history: a file, or postgresql+psycopg://user@host/name.",
    )(command)


@click.group("track")
def command() -> None:
    """Keep snapshots of health checks, so that one quarter can be held against another.

    The history is one file, history.sqlite in the folder you are in, unless --store or ALIGNMENT_STORE says otherwise. It
    holds what the workbooks hold, names of people included: keep it as you keep them.
    """


@command.command("add")
@input_options
@store_option
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of which the workbook tells, where it does not say so itself, or says it wrong.",
)
@click.option(
    "--group-by", type=click.Choice(["department", "division"]), help="What a group is when ties are people's."
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(languages(), case_sensitive=False),
    help="Language of the findings.  [default: en]",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say more about what is done.")
def add(
    workbooks: tuple[Path, ...],
    mapping: Path | None,
    settings: Path | None,
    store: str,
    day: datetime | None,
    group_by: str | None,
    language: str | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Check the workbooks of one company, and keep what was found as one snapshot.

    The same workbooks under the same settings are one snapshot, however often they are added.
    """
    from alignment.history.snapshot import taken
    from alignment.history.store import open_store

    chosen = chosen_settings(settings, group_by, language)
    with progress(stages(()) + 1, quiet, verbose) as stage:
        examination = examine(workbooks, chosen, mapping, stage, day=day.date() if day else None)
        stage("Keeping")
        snapshot = taken(examination)
        # Begun only when there is something to keep.
        with open_store(store, create=True) as history:
            done = history.add(snapshot)
            entry = next(one for one in history.entries() if one.ident == snapshot.ident)
            name = history.database.name
    if done == "differs":
        click.echo(
            f"{name}: this workbook is kept already as {entry.short}, and was read otherwise then: with another mapping, or by "
            f"another version of this program. It stays as it was. To keep what is read now, remove that one first: "
            f"alignment track remove {entry.short}",
            err=True,
        )
    elif not quiet:
        click.echo(f"{name}: {'added' if done == 'added' else 'has already'} {entry.short}, {_about(entry)}")


@command.command("list")
@store_option
def list_(store: str) -> None:
    """List the snapshots, by company and date."""
    from alignment.history.store import open_store

    with open_store(store) as history:
        entries = history.entries()
        name = history.database.name
    click.echo(f"{name}: {len(entries)} {'snapshot' if len(entries) == 1 else 'snapshots'}")
    for line in _listed(entries):
        click.echo(line)


@command.command("export")
@store_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("history"),
    show_default=True,
    help="Folder to write into.",
)
@click.option("--format", "form", type=click.Choice(["csv", "parquet"]), default="csv", show_default=True)
def export_(store: str, output: Path, form: str) -> None:
    """Write figures, findings and actions of all snapshots as tables for other programs.

    Each is a view of the database as well, for those that read databases: v_measurements, v_findings, v_actions.
    """
    from alignment.history.exporting import export
    from alignment.history.store import open_store

    with open_store(store) as history:
        files = export(history, output, cast("ExportFormat", form))
    for file in files:
        click.echo(f"  {file}")


@command.command("remove")
@click.argument("snapshot")
@store_option
def remove(snapshot: str, store: str) -> None:
    """Take a snapshot out of the history for good.

    SNAPSHOT is the beginning of its id, or its date, as `alignment track list` shows them.
    """
    from alignment.history.store import open_store

    with open_store(store) as history:
        gone = history.remove(snapshot)
        click.echo(f"{history.database.name}: removed {_about(gone)}")


def _about(entry: "Entry") -> str:
    """Say which snapshot it is."""
    return f"{entry.organisation}, {entry.snapshot_date.isoformat()}"


def _listed(entries: Sequence["Entry"]) -> Iterator[str]:
    """One line a snapshot under a line of headings."""
    rows = [("Id", "Date", "Company", "Score", "Measured", "Findings", "Added", "From")]
    for one in entries:
        score = "withheld" if one.score is None else f"{one.score:.0f} ({one.rating})"
        # In the time of whoever reads it.
        added = one.added.replace(tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M")
        coverage = f"{one.coverage:.0%}"
        day = one.snapshot_date.isoformat()
        rows.append((one.short, day, one.organisation, score, coverage, str(one.findings), added, ", ".join(one.files)))
    if not entries:
        return
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(f"{text:<{width}}" for text, width in zip(row, widths, strict=True)).rstrip()
