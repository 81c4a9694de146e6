"""`alignment track`: snapshots of checks are kept, listed, followed over time, exported and removed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from alignment.branding import read_brand
from alignment.cli.options import (
    chosen_formats,
    chosen_key,
    chosen_settings,
    input_options,
    key_option,
    known_options,
    output_options,
    progress,
)
from alignment.cli.report import key_words
from alignment.cli.telling import tell
from alignment.cli.trend_table import aligned, printed
from alignment.cli.waves import company_option, crosswalk_option, declared, kept_waves, store_option
from alignment.errors import StoreError
from alignment.filenames import folder_name
from alignment.language import languages
from alignment.model.edition import Paper, Print
from alignment.pipeline import PRINTED, examine, stages, write_trend

if TYPE_CHECKING:
    from alignment.history.choosing import Kept
    from alignment.history.exporting import ExportFormat
    from alignment.history.keeping import Keeping
    from alignment.history.store import Entry, Store
    from alignment.history.trend import Trend

__all__ = ["command"]

# What this report finds beside itself; the health check in the same folder has a commentary of its own.
COMMENTARY = "trend.md"


@click.group("track")
def command() -> None:
    """Keep snapshots of health checks, and tell how a company moves from quarter to quarter.

    The history is one file, history.sqlite in the folder you are in, unless --store or ALIGNMENT_STORE says otherwise. It
    holds what the workbooks hold, names of people included: keep it as you keep them.
    """


@command.command("add")
@input_options
@store_option
@known_options
@crosswalk_option
@click.option(
    "--client-safe",
    is_flag=True,
    help="Keep it as it may be handed on: pseudonyms for people, no text in own words.",
)
@key_option
@click.option(
    "--lang",
    "language",
    type=click.Choice(languages(), case_sensitive=False),
    help="Language of the findings.  [default: en]",
)
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("-v", "--verbose", is_flag=True, help="Say more about what is done.")
@click.pass_context
def add(
    ctx: click.Context,
    workbooks: tuple[Path, ...],
    mapping: Path | None,
    settings: Path | None,
    store: str,
    day: datetime | None,
    company: str | None,
    crosswalk: Path | None,
    group_by: str | None,
    client_safe: bool,
    key: Path | None,
    language: str | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Check the workbooks of one company, and keep what was found as one snapshot.

    The same workbooks under the same settings are one snapshot, however often they are added.
    """
    from alignment.history.crosswalk import with_declared
    from alignment.history.keeping import keep
    from alignment.history.snapshot import taken

    chosen = chosen_settings(settings, group_by, language)
    kept = chosen_key(client_safe, key, workbooks[0])
    new = kept is not None and not kept.exists()
    with progress(stages(()) + 1, quiet, verbose) as stage:
        examination = examine(workbooks, chosen, mapping, stage, kept, day.date() if day else None, company)
        stage("Keeping")
        found = keep(with_declared(taken(examination), declared(crosswalk)), store)
    entry, name = found.entry, found.place
    if found.done == "differs":
        tell(
            f"{name}: this workbook is kept already as {entry.short}, and was read otherwise then: with another mapping, crosswalk, name or "
            f"statements, with or without pseudonyms, or by another version of this program. It stays as it was. To keep what is read "
            f"now, remove that one first: alignment track remove {entry.short}",
            err=True,
        )
        ctx.exit(1)
    elif not quiet:
        _hint(found)
        if kept is not None:
            tell(key_words(kept, new, examination.check))
        tell(f"{name}: {'added' if found.done == 'added' else 'has already'} {entry.short}, {_about(entry)}")


@command.command("list")
@store_option
@click.option("--company", metavar="NAME", help="Only this one.")
@click.option(
    "--fail-on",
    type=click.Choice(["regression"]),
    help="End with status 1 if the last check of a company is worse than the one before by more than chance explains.",
)
@click.pass_context
def list_(ctx: click.Context, store: str, company: str | None, fail_on: str | None) -> None:
    """List the snapshots, by company and date.

    With --fail-on the last two checks of each company are compared, and what has become worse is told: a light of the score,
    a figure that is worse by more than chance explains, a grave finding that is new or back, a target that is late.
    """
    from alignment.history.choosing import companies, waves
    from alignment.history.store import open_store

    with open_store(store) as history:
        entries = history.entries()
        name = history.database.name
        if company is not None:
            chosen = {one.organisation for one in waves(entries, [company], place=name)}
            entries = tuple(one for one in entries if one.organisation in chosen)
        tell(f"{name}: {len(entries)} {'snapshot' if len(entries) == 1 else 'snapshots'}")
        for line in _listed(entries):
            tell(line)
        if fail_on is None:
            return
        worse = [line for one in companies(entries) for line in _worse(history, one, entries)]
    for line in worse:
        tell(line)
    if worse:
        ctx.exit(1)


def _worse(history: "Store", company: str, entries: "Sequence[Entry]") -> Iterator[str]:
    """Say what of a company has become worse since the check before the last."""
    from alignment.history.choosing import Kept, waves
    from alignment.history.regression import regressions
    from alignment.history.trend import trend
    from alignment.language import speaking

    # All of them: what is found again was found before the last two.
    kept = Kept(history, waves(entries, [company]))
    if len(kept) < 2:
        return
    language = kept.language
    with speaking(language):
        found = trend(kept, language=language)
        worse = regressions(found.comparison, found.targets)
    if worse:
        yield f"{company}, {found.days[-2].isoformat()} → {found.days[-1].isoformat()}: worse"
        yield from (f"  {one}" for one in worse)


@command.command("trend")
@store_option
@company_option
@click.option("--settings", type=click.Path(path_type=Path), help="Targets, and from when on a change is called real.")
@crosswalk_option
@click.option("--all", "everything", is_flag=True, help="Tell every figure of the company, not those alone that lead.")
def trend_(store: str, names: tuple[str, ...], settings: Path | None, crosswalk: Path | None, everything: bool) -> None:
    """Show how the score and the figures of a company have moved from check to check."""
    with kept_waves(store, names) as kept:
        found = _trend(kept, settings, crosswalk, "en")
    for line in printed(found, everything):
        tell(line)


@command.command("report")
@store_option
@company_option
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder to write into [default: reports/<name>].")
@click.option("--settings", type=click.Path(path_type=Path), help="Targets, and from when on a change is called real.")
@crosswalk_option
@click.option(
    "--commentary",
    type=click.Path(path_type=Path),
    help=f"Your own words, in Markdown under the titles of chapters  [default: {COMMENTARY} in the folder, if there].",
)
@click.option(
    "--client-safe",
    is_flag=True,
    help="Write it only if it can be handed on: if all checks were kept with track add --client-safe.",
)
@output_options
def report(
    store: str,
    names: tuple[str, ...],
    output: Path | None,
    settings: Path | None,
    crosswalk: Path | None,
    commentary: Path | None,
    client_safe: bool,
    formats: tuple[str, ...],
    paper: str,
    brand: Path | None,
    language: str | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Write what has changed since the check before, and over all checks: trend.html, .pdf, .xlsx, .pptx and .json."""
    wanted = chosen_formats(formats)
    if others := [one for one in wanted if one not in PRINTED]:
        raise click.BadParameter(
            f"{', '.join(others)} cannot tell what has changed. Choose from {', '.join(PRINTED)}.",
            param_hint="--format",
        )
    how = Print(cast("Paper", paper), commentary=commentary, brand=read_brand(brand))
    with progress(stages(wanted), quiet, verbose) as stage:
        stage("Comparing")
        with kept_waves(store, names) as kept:
            if client_safe:
                _check_discreet(kept)
            found = _trend(kept, settings, crosswalk, language)
        folder = output or Path("reports") / folder_name(found.comparison.later.check.organisation)
        if how.commentary is None and (folder / COMMENTARY).is_file():
            how = replace(how, commentary=folder / COMMENTARY)
        files = write_trend(found, folder, wanted, how, stage)
    if not quiet:
        for file in files:
            tell(f"  {file}")


def _check_discreet(kept: "Kept") -> None:
    """Refuse where a check was kept with names: what it holds in somebody's own words cannot be told from the program's any more."""
    for entry, snapshot in zip(kept.entries, kept, strict=True):
        if snapshot.check.discretion is None:
            raise StoreError(
                f"{kept.store.database.name}: {entry.short}, {_about(entry)}, was kept with the names of people. Take it out (alignment track "
                f"remove {entry.short}) and add its workbook with --client-safe; or keep what is handed on in another --store."
            )


def _trend(kept: "Kept", settings: Path | None, crosswalk: Path | None, language: str | None) -> "Trend":
    """Put the waves in a row; of given settings those count that say what is asked of a change."""
    from alignment.history.trend import trend
    from alignment.language import speaking

    spoken = language or kept.language
    judge = chosen_settings(settings) if settings else None
    with speaking(spoken):
        return trend(kept, declared(crosswalk), spoken, judge)


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
        tell(f"  {file}")


@command.command("remove")
@click.argument("snapshot")
@store_option
def remove(snapshot: str, store: str) -> None:
    """Take a snapshot out of the history for good.

    SNAPSHOT is the beginning of its id, or its date, as `alignment track list` shows them.
    """
    from alignment.history.restating import restate
    from alignment.history.store import open_store

    with open_store(store) as opened:
        with opened.together() as history:
            gone = history.remove(snapshot)
            restate(history, gone.organisation, gone.snapshot_date)
        tell(f"{opened.database.name}: removed {_about(gone)}")


def _hint(found: "Keeping") -> None:
    """Say what else the history holds that may be the same: of this day, or under another name where a workbook has none."""
    entry = found.entry
    if found.same_day > 1:
        tell(
            f"Of {entry.snapshot_date.isoformat()} there are {found.same_day} snapshots: the one that was added last counts in a trend.",
            err=True,
        )
    if found.others:
        tell(
            f"The workbook does not say what the company is called: it stands as {entry.organisation}, the name of its file. Where it "
            f"is {' or '.join(found.others)}, take it out (alignment track remove {entry.short}) and add it with --company.",
            err=True,
        )


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
    if entries:
        yield from aligned(rows)
