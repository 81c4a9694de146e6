"""`alignment new`: a blank workbook with drop-downs, notes and an example row on each sheet, or a survey to send out."""

from pathlib import Path

import click

from alignment.cli.options import chosen_settings
from alignment.cli.telling import tell
from alignment.errors import OutputError, SourceError, quoted
from alignment.language import say
from alignment.publishing import refusal
from alignment.wording import counted

__all__ = ["command"]


@click.command("new")
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option("--survey", is_flag=True, help="Write a survey form to send out instead.")
@click.option("--language", type=click.Choice(["en", "nl"]), help="Of the survey: English or Dutch.  [default: en]")
@click.option(
    "--departments",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Workbook whose departments the survey offers.",
)
@click.option("--contact", metavar="WHO", help="Whom to ask about the survey, printed on it.")
@click.option("--until", metavar="DAY", help="Till when to send it back, printed on it as you write it.")
@click.option("--settings", type=click.Path(path_type=Path), help="alignment.toml: a bank of statements of your own.")
@click.option("--force", is_flag=True, help="Replace the file if it is there already.")
def command(
    workbook: Path,
    survey: bool,
    language: str | None,
    departments: Path | None,
    contact: str | None,
    until: str | None,
    settings: Path | None,
    force: bool,
) -> None:
    """Write a blank WORKBOOK (.xlsx) to fill in, or with --survey the form that is sent to those who are asked."""
    noun = "survey form" if survey else "blank workbook"
    if not survey and (language or departments or contact or until or settings):
        raise click.UsageError("--language, --departments, --contact, --until and --settings go with --survey.")
    if workbook.suffix.lower() != ".xlsx":
        raise OutputError(f"{workbook}: the {noun} is an .xlsx file. Give a name that ends in .xlsx.")
    if workbook.exists() and not force:
        raise OutputError(f"{workbook}: is there already. Choose another name, or --force to replace it.")
    try:
        if survey:
            said = _write_survey(workbook, language or "en", departments, contact or "", until or "", settings)
        else:
            said = _write_blank(workbook)
    except OSError as problem:
        raise OutputError(refusal(problem, workbook, say("Choose another folder."))) from problem
    tell(f"{workbook}: {said}")


def _write_blank(workbook: Path) -> str:
    from alignment.source.blank import write_blank

    write_blank(workbook)
    return f"fill in what you have; no sheet is required. Then: alignment check {quoted(workbook)}"


def _write_survey(
    workbook: Path, language: str, departments: Path | None, contact: str, until: str, settings: Path | None
) -> str:
    from alignment.analysis.statements import bank
    from alignment.source.form import write_form

    chosen = bank(chosen_settings(settings).statements)
    parts = [[one.text[language] for one in chosen.statements if one.road == road.id] for road in chosen.roads]
    names = _departments(departments) if departments else ()
    write_form(workbook, parts, language, names, contact, until)
    offered = f"{counted(len(names), 'department')} to choose from" if names else "the department is written freely"
    return (
        f"{len(chosen.statements)} statements, {offered}. Send it to everybody who is asked, one file each; put what comes "
        "back into one folder. Then: alignment collect answers/ -o audit.xlsx"
    )


def _departments(workbook: Path) -> tuple[str, ...]:
    from alignment.source import read
    from alignment.source.asked import offered

    names = tuple(dict.fromkeys(one.name for one in offered(read([workbook]).organisation)))
    if not names:
        raise SourceError(
            f"{workbook}: lists no department. Fill in its sheet Departments, or leave --departments out."
        )
    return names
