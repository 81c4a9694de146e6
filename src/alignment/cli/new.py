"""`alignment new`: a blank workbook with drop-downs, notes and an example row on each sheet."""

from pathlib import Path

import click

from alignment.errors import OutputError, quoted

__all__ = ["command"]


@click.command("new")
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace the file if it is there already.")
def command(workbook: Path, force: bool) -> None:
    """Write a blank WORKBOOK (.xlsx) to fill in."""
    from alignment.source.blank import write_blank

    if workbook.suffix.lower() != ".xlsx":
        raise OutputError(f"{workbook}: the blank workbook is an .xlsx file. Give a name that ends in .xlsx.")
    if workbook.exists() and not force:
        raise OutputError(f"{workbook}: is there already. Choose another name, or --force to replace it.")
    try:
        write_blank(workbook)
    except OSError as problem:
        raise OutputError(f"{workbook}: cannot be written ({problem.strerror}). Choose another folder.") from problem
    click.echo(f"{workbook}: fill in what you have; no sheet is required. Then: alignment check {quoted(workbook)}")
