"""`alignment report`: workbooks in, the health check out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from alignment.branding import read_brand
from alignment.cli.following import follow
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
from alignment.cli.telling import tell
from alignment.cli.waves import crosswalk_option, declared, kept_waves, read_waves
from alignment.errors import SettingsError
from alignment.model.edition import WHOLE, Edition, Paper, Print
from alignment.model.result import SEVERITIES, HealthCheck
from alignment.pipeline import (
    COMMENTARY,
    Examination,
    Stage,
    company_name,
    examine,
    folder_name,
    since,
    stages,
    write_report,
)
from alignment.settings import Settings
from alignment.wording import counted

if TYPE_CHECKING:
    from alignment.advice.byhand import Asked

__all__ = ["command", "fails", "key_words", "run", "summary"]


@click.command("report")
@input_options
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Folder to write into [default: reports/<name>].")
@known_options
@click.option(
    "--since",
    "earlier",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="WORKBOOK",
    help="An earlier workbook of the company: the report says what has changed. May be given several times.",
)
@click.option("--store", metavar="PLACE", help="The same with the checks before this one that a history keeps.")
@crosswalk_option
@click.option(
    "--moves",
    type=click.Path(path_type=Path),
    help="A plan that you chose, in the place of the computed one (TOML), as alignment simulate --moves takes it.",
)
@click.option("--board", is_flag=True, help="Two pages for a board, as HTML and PDF.")
@click.option("--department", metavar="NAME", help="The page of one department, as HTML and PDF.")
@click.option(
    "--commentary",
    type=click.Path(path_type=Path),
    help="Your own words, in Markdown under the titles of chapters  [default: commentary.md in the folder, if there].",
)
@click.option(
    "--client-safe",
    is_flag=True,
    help="A report to hand on: pseudonyms for people, nothing of the ties of fewer than five, no text in own words.",
)
@key_option
@click.option(
    "--fail-on", type=click.Choice(SEVERITIES), help="End with status 1 if a finding is this severe or worse."
)
@click.option("--watch", is_flag=True, help="Write it again each time the workbook is saved, until Ctrl-C.")
@output_options
@click.pass_context
def command(
    ctx: click.Context,
    workbooks: tuple[Path, ...],
    mapping: Path | None,
    settings: Path | None,
    output: Path | None,
    group_by: str | None,
    earlier: tuple[Path, ...],
    store: str | None,
    company: str | None,
    day: datetime | None,
    crosswalk: Path | None,
    moves: Path | None,
    board: bool,
    department: str | None,
    commentary: Path | None,
    client_safe: bool,
    key: Path | None,
    fail_on: str | None,
    watch: bool,
    formats: tuple[str, ...],
    paper: str,
    brand: Path | None,
    language: str | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Write the health check of one company.

    WORKBOOKS are spreadsheets (.xlsx, .xlsm, .xls, .xlsb, .ods), CSV files or folders of CSVs; several are merged.
    """
    if board and department:
        raise click.UsageError("--board and --department are two editions: ask for one at a time.")
    edition = Edition("department", department) if department else Edition("board") if board else WHOLE
    if earlier and store:
        raise click.UsageError("--since and --store both say what was before: give one of them.")
    if crosswalk and not (earlier or store):
        raise click.UsageError("--crosswalk says what was called otherwise before: it goes with --since or --store.")
    if watch and fail_on:
        raise click.UsageError("--fail-on is about how one run ends, and --watch goes on: give one of them.")
    wanted, folder = chosen_formats(formats), _folder(output, workbooks)
    known, before = Known(company, day.date() if day else None, moves), Earlier(earlier, store, crosswalk)

    def make(brief: bool = False) -> HealthCheck:
        chosen = chosen_settings(settings, group_by, language)
        how = Print(cast("Paper", paper), edition, commentary, read_brand(brand))
        kept = chosen_key(client_safe, key, workbooks[0])
        return run(workbooks, mapping, chosen, folder, wanted, how, quiet, verbose, kept, known, before, brief)

    if watch:
        beside = (mapping, settings, brand, crosswalk, moves, commentary or folder / COMMENTARY, *earlier)
        follow(workbooks, [one for one in beside if one], folder, make, quiet)
    elif fails(make(), fail_on):
        ctx.exit(1)


def _folder(output: Path | None, workbooks: Sequence[Path]) -> Path:
    return output or Path("reports") / folder_name(company_name(workbooks[0]))


@dataclass(frozen=True, slots=True)
class Known:
    """What a workbook may leave unsaid, and the command line says; and what plan was chosen."""

    company: str | None = None
    day: date | None = None
    moves: Path | None = None

    @property
    def asked(self) -> "tuple[Asked, ...]":
        """What the chosen plan asks for; nothing where the plan is to be computed."""
        if self.moves is None:
            return ()
        from alignment.advice.movesfile import asked_in_file

        return asked_in_file(self.moves)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The checks that one is held against: workbooks, or those of a history."""

    workbooks: Sequence[Path] = ()
    store: str | None = None
    crosswalk: Path | None = None

    def held_against(self, found: Examination, mapping: Path | None, key: Path | None, stage: Stage) -> Examination:
        """Return an examination with what has changed since; as it is, where there is nothing before it."""
        if self.workbooks or self.store:
            stage("Comparing")
        links = declared(self.crosswalk)
        if self.workbooks:
            return since(found, read_waves(self.workbooks, found.settings, mapping, key), links)
        if self.store is None:
            return found
        with kept_waves(self.store, [found.check.organisation], before=found.check.snapshot_date) as kept:
            if not kept:
                click.echo("The history has no check of this company before this one: nothing is compared.", err=True)
                return found
            return since(found, kept, links)


def run(
    workbooks: Sequence[Path],
    mapping: Path | None,
    settings: Settings,
    output: Path | None,
    formats: tuple[str, ...],
    how: Print,
    quiet: bool,
    verbose: bool,
    key: Path | None = None,
    known: Known = Known(),
    before: Earlier = Earlier(),
    brief: bool = False,
) -> HealthCheck:
    """Examine the workbooks, write the report, say what was found and where it is; with a key, one to hand on.

    What is brief says no more than must be said each time.
    """
    wanted = chosen_formats(formats)
    folder = _folder(output, workbooks)
    beside = folder / COMMENTARY
    if how.commentary is None and beside.is_file():
        how = replace(how, commentary=beside)
    if key is not None:
        _check_key(key, folder)
    new = key is not None and not key.exists()
    moves = known.asked
    with progress(stages(wanted), quiet, verbose) as stage:
        examination = examine(workbooks, settings, mapping, stage, key, known.day, known.company, moves)
        examination = before.held_against(examination, mapping, key, stage)
        files = write_report(examination, folder, wanted, how, stage)
    if not (quiet or brief):
        tell(summary(examination.check))
        for file in files:
            tell(f"  {file}")
    if key is not None and not quiet and (new or not brief):
        click.echo(key_words(key, new, examination.check))
    # Said even where nothing else is: the report is on its way to others.
    if examination.people and how.commentary is not None and how.commentary.is_file():
        from alignment.report.content.commentary import named

        if people := named(how.commentary, examination.people):
            click.echo(
                f"{how.commentary}: your own words are printed as they are, and name {', '.join(people)}.", err=True
            )
    return examination.check


def _check_key(key: Path, folder: Path) -> None:
    """Refuse a key in the folder that is handed on."""
    if key.resolve().is_relative_to(folder.resolve()):
        raise SettingsError(
            f"{key}: the key would lie in the report's own folder, and be handed on with it. Choose another folder with -o, or "
            "another place for the key with --key."
        )


def key_words(key: Path, new: bool, check: HealthCheck) -> str:
    """Return where the key is, and what to do with it."""
    fingerprint = check.discretion.fingerprint if check.discretion else ""
    if new:
        return (
            f"The key of the pseudonyms ({fingerprint}) was made: {key}\nKeep it, since the next report needs it for the same "
            "pseudonyms, and hand it to nobody who reads the reports."
        )
    return f"Pseudonyms by the key {fingerprint}: {key}. Keep it, and hand it to nobody who reads the reports."


def summary(check: HealthCheck) -> str:
    """Return what a run found, in a few lines for a terminal: whose check, the score, the findings, the issues."""
    # Imported here: with it comes networkx, and --help needs neither.
    from alignment.language import share_text

    score = check.score
    title = check.organisation + (f", {check.snapshot_date.isoformat()}" if check.snapshot_date else "")
    if score.value is None:
        line = f"Health score withheld: {score.reason}"
    else:
        between = (
            f", between {score.low:.0f} and {score.high:.0f}"
            if score.low is not None and score.high is not None
            else ""
        )
        line = f"Health score {score.value:.0f} of 100 ({score.rating}{between}; {share_text(score.coverage)} of the figures measured)"
        line += f"\n{score.reason}" if score.reason else ""
    counts = [(sum(one.severity == severity for one in check.findings), severity) for severity in SEVERITIES]
    found = ", ".join(f"{count} {severity}" for count, severity in counts if count) or "none"
    errors = sum(one.severity == "error" for one in check.issues)
    data = f"Issues in the data: {counted(errors, 'error')}, {counted(len(check.issues) - errors, 'warning')}"
    if check.issues:
        data += " (alignment check lists them with their cells)"
    return f"{title}\n{line}\nFindings: {found}\n{data}"


def fails(check: HealthCheck, fail_on: str | None) -> bool:
    """Tell whether a finding is at least as severe as asked, waived ones aside."""
    if fail_on is None:
        return False
    worst = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return any(one.severity in worst and one.status != "waived" for one in check.findings)
