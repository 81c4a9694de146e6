"""What is the whole run? Files in, organisation, analysis, report out: read from top to bottom."""

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from contextvars import copy_context
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from alignment.errors import OutputError
from alignment.language import marking, speaking
from alignment.model.edition import WHOLE, Edition, Print
from alignment.model.organisation import Organisation
from alignment.model.result import HealthCheck
from alignment.settings import Settings

if TYPE_CHECKING:
    from alignment.advice.byhand import Asked
    from alignment.advice.chosen import Choosing
    from alignment.analysis.catalogue import Analysis
    from alignment.analysis.remeasure import Measured
    from alignment.history.crosswalk import Declared
    from alignment.history.snapshot import Snapshot
    from alignment.history.trend import Trend
    from alignment.report.document import Document
    from alignment.source.reading import Reading
    from alignment.source.unsettled import Unsettled

__all__ = [
    "COMMENTARY",
    "FORMATS",
    "PRINTED",
    "Examination",
    "Format",
    "company_name",
    "default_formats",
    "examine",
    "folder_name",
    "replanned",
    "since",
    "stages",
    "write_report",
    "write_trend",
]

Format = Literal["html", "pdf", "xlsx", "pptx", "json", "graphml", "gexf", "csv"]
Stage = Callable[[str], None]

FORMATS: tuple[Format, ...] = get_args(Format)
PRINTED: tuple[Format, ...] = ("html", "pdf", "xlsx", "pptx", "json")


# Formats that are laid out from the one document.
_EDITIONS = frozenset({"html", "pdf"})
_DRAWN = frozenset({"html", "pdf", "xlsx", "pptx"})
# What a report finds beside itself is kept when it is made again.
COMMENTARY = "commentary.md"
# How the name of the folder begins in which a report is made.
_WORKSHOP = ".alignment-"
# Bytes of a name that every file system takes, with room for what stands before and behind it.
_LONGEST_NAME = 120
# What Windows takes for a device, whatever follows behind a dot.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
# Stages that reading reports, and questions that are measured: counted here so that a bar can be drawn before either is imported.
_READING = 3
_QUESTIONS = 10
# Finding, scoring and planning.
_CONCLUDING = 3


@dataclass(frozen=True, slots=True)
class Examination:
    """What a run found out: the organisation as read, the analysis, and the health check that every format tells."""

    organisation: Organisation
    analysis: "Analysis"
    check: HealthCheck
    settings: Settings
    # Who stands under a pseudonym; no format is given it.
    people: frozenset[str] = field(default=frozenset(), repr=False)
    # What has changed since checks before it, where there are any.
    trend: "Trend | None" = None
    # The company as it was measured, so that moves can be tried without measuring it anew; None where it is not kept.
    measured: "Measured | None" = field(default=None, compare=False, repr=False)
    # What a mapping file could settle; None where the check is made to be handed on.
    unsettled: "Unsettled | None" = field(default=None, repr=False)


def default_formats() -> tuple[Format, ...]:
    """Return what is written where nothing else is asked for: all printed formats this installation can write."""
    return tuple(one for one in PRINTED if one != "pdf" or find_spec("typst") is not None)


def stages(formats: Sequence[Format]) -> int:
    """Return how many stages a run of these formats reports."""
    single = sum(one in formats for one in PRINTED)
    drawn = bool(_DRAWN & set(formats))
    graphs = bool({"graphml", "gexf", "csv"} & set(formats))
    return _READING + _QUESTIONS + _CONCLUDING + drawn + single + graphs


def company_name(path: Path) -> str:
    """Return what to call a company that does not say its name: after its workbook, or its folder."""
    return path.resolve().name if path.is_dir() else path.stem


def folder_name(company: str) -> str:
    """Return what the folder of a company's report is called."""
    # Characters that a file system somewhere refuses, and the dots that climb out of a folder.
    plain = re.sub(r'[<>:"/\\|?*\x00-\x1f\x7f]+', "-", company).strip(" .-")
    plain = plain.encode("utf-8", "replace")[:_LONGEST_NAME].decode("utf-8", "ignore").strip(" .-")
    return f"report-{plain}" if _DEVICE.fullmatch(plain) else plain or "report"


def _silence(_: str) -> None:
    """Report no progress."""


def examine(
    paths: Sequence[Path],
    settings: Settings | None = None,
    mapping: Path | None = None,
    stage: Stage = _silence,
    client_safe: Path | None = None,
    day: date | None = None,
    company: str | None = None,
    moves: "Sequence[Asked]" = (),
    *,
    retain: bool = False,
) -> Examination:
    """Read the workbooks of one company and find what is in them.

    Parameters
    ----------
    paths
        Workbooks, CSV files or folders of CSVs of one company; several are merged by name.
    settings
        Limits, weights and seeds; the defaults without it.
    mapping
        A mapping file that says how the company's words map to ours.
    stage
        Called with the name of each stage as it begins.
    client_safe
        The file with the key of the engagement, for a report that can be handed on: people under pseudonyms, no figure
        of the ties of a few people, no text in anybody's own words. Without such a file, one is made. Without a path,
        everything is told.
    day
        The day of which the workbooks tell, in the place of the one that they say, or do not say.
    company
        What the company is called, in the place of what they say.
    moves
        What somebody chose, in the place of the plan that is computed without.
    retain
        Whether the company is kept as it was measured, for moves to be tried on: that is as large as the analysis.

    Raises
    ------
    SourceError
        A file cannot be read, or nothing in it is recognised.
    MappingError, SettingsError
        The mapping, the settings or the moves name something that is not there; or the key is none, or damaged.
    OutputError
        No key can be made there.
    """
    from alignment.analysis import catalogue
    from alignment.source.workbooks import uncollected

    chosen = settings or Settings()
    catalogue.check_settings(chosen)
    with speaking(chosen.language), uncollected():
        read_in, people = _read(paths, chosen, mapping, stage, client_safe)
        asked = {"snapshot_date": day, "name": company}
        told: Any = {name: value for name, value in asked.items() if value}
        read_in = replace(read_in, organisation=replace(read_in.organisation, **told))
        called = read_in.organisation.name or company_name(paths[0])
        return _examined(read_in, people, called, chosen, stage, moves, retain)


def _examined(
    read_in: "Reading",
    people: frozenset[str],
    company: str,
    chosen: Settings,
    stage: Stage,
    moves: "Sequence[Asked]",
    retain: bool,
) -> Examination:
    """Find in the language that is spoken."""
    from alignment.advice.advising import advise
    from alignment.advice.capacity import with_departments
    from alignment.advice.chosen import advise_chosen
    from alignment.advice.discreet import told_of
    from alignment.analysis.remeasure import Measured
    from alignment.source.workbooks import settled

    organisation = read_in.organisation
    chosen = with_departments(chosen, organisation)
    measured = Measured(organisation, chosen, lambda name, *_: stage(f"Measuring: {name}"))
    with settled():
        stage("Finding")
        measured.findings  # noqa: B018 - looked up here so that it is a stage of its own
        stage("Scoring")
        analysis = measured.ranged_analysis
        stage("Planning")
        advice = advise_chosen(measured, moves) if moves else advise(measured)
    check = HealthCheck(
        organisation=company,
        snapshot_date=organisation.snapshot_date,
        inputs=read_in.inputs,
        score=analysis.score,
        dimensions=analysis.dimensions,
        measurements=analysis.measurements,
        findings=analysis.findings,
        issues=read_in.issues,
        advice=advice,
        agreed=organisation.actions,
    )
    unsettled = None if organisation.discretion else read_in.unsettled
    told = told_of(check, analysis.context)
    return Examination(
        organisation, analysis, told, chosen, people, measured=measured if retain else None, unsettled=unsettled
    )


def replanned(
    examination: Examination, moves: "Sequence[Asked]" = (), choosing: "Choosing | None" = None
) -> Examination:
    """Put moves that somebody chose into a health check in the place of its plan; without any, the plan that is computed.

    Nothing is measured again but what the moves touch.

    Parameters
    ----------
    examination
        As `examine` returns it.
    moves
        What was chosen, in the order of the plan.
    choosing
        What answers for the moves of this examination already, if anything does: it knows what they come to.

    Raises
    ------
    SettingsError
        A move names something that is not there, or cannot be taken.
    """
    from alignment.advice.advising import advise
    from alignment.advice.chosen import Choosing
    from alignment.advice.discreet import told_of
    from alignment.analysis.remeasure import Measured

    check, analysis = examination.check, examination.analysis
    measured = examination.measured or Measured(examination.organisation, examination.settings)
    with speaking(examination.settings.language):
        advice = (choosing or Choosing(measured)).advice(moves) if moves else advise(measured)
        # What is kept back is found out again: it depends on what the steps close.
        whole = replace(check, measurements=analysis.measurements, findings=analysis.findings, advice=advice)
        told = told_of(whole, analysis.context)
    if examination.trend is not None:
        from alignment.history.trend import with_fates

        told = with_fates(told, examination.trend.comparison)
    return replace(examination, check=told)


def _read(
    paths: Sequence[Path], chosen: Settings, mapping: Path | None, stage: Stage, client_safe: Path | None
) -> "tuple[Reading, frozenset[str]]":
    """Read the workbooks, and what is strange to the bank of statements; client-safe, only what can be handed on.

    Beside it stand the names of those who have pseudonyms.
    """
    from alignment.analysis import statements
    from alignment.analysis.discreet import with_small
    from alignment.source import read, unnamed
    from alignment.source.pseudonyms import key_file
    from alignment.source.speech import holders

    bank = statements.bank(chosen.statements)
    with marking() if client_safe else nullcontext():
        found = read(paths, mapping, chosen.missing, stage, chosen.reading)
        issues = (*found.issues, *statements.strange(found.organisation.answers, bank))
    found = replace(found, issues=issues)
    if client_safe is None:
        return found, frozenset()
    key, _ = key_file(client_safe)
    safe = unnamed(found, key, lambda text: bank.recognised(text) is not None)
    # Owners and heads whom no list knows have pseudonyms, too; an office keeps its title.
    owners = {one.id for one in holders(found.organisation) if one.kind in ("unknown", "role")}
    strangers = owners - {one.id for one in holders(safe.organisation)}
    people = strangers.union(one.name for one in found.organisation.people)
    return replace(safe, organisation=with_small(safe.organisation)), frozenset(people)


def since(examination: Examination, earlier: Iterable["Snapshot"], declared: Iterable["Declared"] = ()) -> Examination:
    """Hold a check against those before it: its findings say whether they are new, and the report what has changed.

    Parameters
    ----------
    examination
        The latest check.
    earlier
        Snapshots of checks of the same company, the oldest first.
    declared
        What of this check was what in the one before it, beside what the sheet Crosswalk says.

    Raises
    ------
    StoreError
        A check has no date, or they are not in order.
    MappingError
        What is declared cannot be used.
    """
    from itertools import chain

    from alignment.history.snapshot import taken
    from alignment.history.trend import trend, with_fates

    language = examination.settings.language
    with speaking(language):
        found = trend(chain(earlier, (taken(examination),)), declared, language)
    return replace(examination, check=with_fates(examination.check, found.comparison), trend=found)


def write_report(
    examination: Examination,
    folder: Path,
    formats: Sequence[Format] | None = None,
    printed: Print = Print(),  # noqa: B008 - it cannot be changed
    stage: Stage = _silence,
) -> tuple[Path, ...]:
    """Write the health check into a folder and return the files written, in the order of `FORMATS`.

    All formats are made in a temporary folder beside the old ones and moved into place when the last is whole,
    so a failed run leaves the last good report as it was. Without `formats`, all of `default_formats`. An edition
    for a board or a department is HTML and PDF only, whatever else is wanted: the other formats hold everything.

    Raises
    ------
    OutputError
        The folder or a file in it cannot be written, or the workbook does not have the department of the edition.
    SettingsError
        The commentary cannot be read.
    """
    wanted = _wanted(formats)
    if printed.edition != WHOLE:
        wanted = [one for one in wanted if one in _EDITIONS]
    with speaking(examination.settings.language):
        return _published(folder, lambda workshop: _make(examination, workshop, wanted, printed, stage))


def write_trend(
    trend: "Trend",
    folder: Path,
    formats: Sequence[Format] | None = None,
    printed: Print = Print(),  # noqa: B008 - it cannot be changed
    stage: Stage = _silence,
) -> tuple[Path, ...]:
    """Write the report of what has changed into a folder, as `write_report` does the health check.

    It has the printed formats, and JSON; there is no edition of it.

    Raises
    ------
    OutputError
        The folder or a file in it cannot be written.
    SettingsError
        The commentary cannot be read.
    """
    wanted = [one for one in _wanted(formats) if one in PRINTED]
    with speaking(trend.comparison.later.settings.language):
        return _published(folder, lambda workshop: _make_trend(trend, workshop, wanted, printed, stage))


def _wanted(formats: Sequence[Format] | None) -> list[Format]:
    """Return the formats in their order, where they can be made."""
    wanted = [one for one in FORMATS if one in (default_formats() if formats is None else formats)]
    if "pdf" in wanted and find_spec("typst") is None:
        raise OutputError(
            "The library that makes PDFs (typst) is not installed; there is none for Windows on ARM. "
            "Choose --format html,xlsx,json and print the HTML report from a browser: it has a style for paper."
        )
    return wanted


def _published(folder: Path, make: Callable[[Path], Sequence[Path]]) -> tuple[Path, ...]:
    """Let files be made in a temporary folder beside where they go, and move them when the last is whole."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=_WORKSHOP, dir=folder) as workshop:
            return tuple(_move(file, folder) for file in make(Path(workshop)))
    except OSError as problem:
        place = Path(problem.filename or folder)
        # The temporary folder is no business of the user's: the file will stand, or the folder is, outside it.
        place = Path(*(one for one in place.parts if not one.startswith(_WORKSHOP)))
        raise OutputError(
            f"{place}: cannot be written ({problem.strerror}). Close the file if it is open, or choose another folder with -o."
        ) from problem


def _make(examination: Examination, workshop: Path, formats: Sequence[Format], how: Print, stage: Stage) -> list[Path]:
    """Make every format in the workshop folder."""
    made: list[Path] = []
    if set(formats) & _DRAWN:
        stage("Drawing")
        place = workshop / _file_name(how.edition)
        made += _printed(_drawn(examination, how), examination.check, place, formats, how, stage)
    if "json" in formats:
        from alignment.report import json

        stage("Writing JSON")
        made.append(workshop / "health-check.json")
        json.write(examination.check, made[-1], examination.trend)
    if set(formats) & {"graphml", "gexf", "csv"}:
        made += _graphs(examination, workshop, formats, stage)
    order = {suffix: place for place, suffix in enumerate(FORMATS)}
    return sorted(made, key=lambda file: (order.get(file.suffix[1:], len(order)), file.name))  # type: ignore[call-overload]  # suffixes outside FORMATS are meant to miss


def _make_trend(trend: "Trend", workshop: Path, formats: Sequence[Format], how: Print, stage: Stage) -> list[Path]:
    """Make every format of what has changed in the workshop folder."""
    from alignment.history.trend import with_fates
    from alignment.report import content

    made: list[Path] = []
    if set(formats) & _DRAWN:
        stage("Drawing")
        commentary = content.read_commentary(how.commentary) if how.commentary else None
        document = content.trend_document(trend, commentary)
        check = with_fates(trend.comparison.later.check, trend.comparison)
        made += _printed(document, check, workshop / "trend", formats, how, stage)
    if "json" in formats:
        from alignment.report import json

        stage("Writing JSON")
        made.append(_written(workshop / "trend.json", json.render_trend(trend)))
    return sorted(made, key=lambda file: FORMATS.index(cast("Format", file.suffix[1:])))


def _drawn(examination: Examination, how: Print) -> "Document":
    """Return the report as content."""
    from alignment.report import content

    commentary = content.read_commentary(how.commentary) if how.commentary else None
    check, organisation, settings = examination.check, examination.organisation, examination.settings
    seen = examination.analysis.context
    return content.document(check, organisation, settings, how.edition, commentary, examination.trend, seen)


def _printed(
    document: "Document", check: HealthCheck, place: Path, formats: Sequence[Format], how: Print, stage: Stage
) -> list[Path]:
    """Make the formats that are laid out from the one document: `place` and the suffix of each."""
    from alignment.report.branded import branded

    document = branded(document, how.brand)
    # Typst sets the pages outside the interpreter's lock: the other formats are made meanwhile.
    with ThreadPoolExecutor(1) as aside:
        printing = None
        if "pdf" in formats:
            from alignment.report import pdf

            printing = aside.submit(copy_context().run, pdf.render, document, how.paper)
        made = _laid_out(document, check, place, formats, stage)
        if printing is not None:
            stage("Writing PDF")
            file = place.with_name(f"{place.name}.pdf")
            file.write_bytes(printing.result())
            made.append(file)
    return made


def _laid_out(
    document: "Document", check: HealthCheck, place: Path, formats: Sequence[Format], stage: Stage
) -> list[Path]:
    """Make the page, the workbook and the slides."""
    made: list[Path] = []

    def file(suffix: str) -> Path:
        made.append(place.with_name(f"{place.name}.{suffix}"))
        return made[-1]

    if "html" in formats:
        from alignment.report import html

        stage("Writing HTML")
        _written(file("html"), html.render(document))
    if "xlsx" in formats:
        from alignment.report import excel

        stage("Writing Excel")
        excel.write(document, check, file("xlsx"))
    if "pptx" in formats:
        from alignment.report import powerpoint

        stage("Writing PowerPoint")
        powerpoint.write(document, file("pptx"))
    return made


def _file_name(edition: Edition) -> str:
    """Return what the files of an edition are called, so that they stand beside the whole report."""
    from alignment.source.names import slug

    if edition.kind == "whole":
        return "health-check"
    # A department may be called Sales/Service, or worse.
    return f"health-check-{folder_name(slug(edition.department)) if edition.kind == 'department' else edition.kind}"


def _graphs(examination: Examination, workshop: Path, formats: Sequence[Format], stage: Stage) -> list[Path]:
    """Make the exports for other network tools."""
    from alignment.analysis.discreet import context_shown, exported
    from alignment.network import organisation_graph
    from alignment.report import graph

    stage("Writing graphs")
    company = examination.organisation
    if company.discretion is not None:
        company = exported(company, context_shown(company, examination.settings, ()))
    made: list[Path] = []
    writers: Mapping[str, Callable[..., None]] = {"graphml": graph.write_graphml, "gexf": graph.write_gexf}
    for suffix, write in writers.items():
        if suffix in formats:
            file = workshop / f"graph.{suffix}"
            write(organisation_graph(company), file)
            made.append(file)
    if "csv" in formats:
        made += graph.write_csv_pairs(company, workshop)
    return made


def _written(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8", newline="\n")
    return file


def _move(file: Path, folder: Path) -> Path:
    target = folder / file.name
    os.replace(file, target)  # noqa: PTH105 - the same call, named for what it does: an atomic swap
    return target
