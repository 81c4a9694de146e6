"""`alignment demo`: the sample company, end to end."""

from pathlib import Path
from typing import cast

import click

from alignment.branding import read_brand
from alignment.cli.options import chosen_settings, output_options
from alignment.cli.report import run
from alignment.cli.telling import tell
from alignment.errors import SourceError
from alignment.model.edition import Paper, Print
from alignment.resources import sample_data

__all__ = ["command"]


@click.command("demo")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("reports/demo"),
    show_default=True,
    help="Folder to write into.",
)
@output_options
def command(
    output: Path,
    formats: tuple[str, ...],
    paper: str,
    brand: Path | None,
    language: str | None,
    quiet: bool,
    verbose: bool,
) -> None:
    """Write the health check of the sample company, as it was in its first quarter."""
    workbooks = sorted(sample_data().glob("*.xlsx"))
    if not workbooks:
        raise SourceError(f"{sample_data()}: the sample company is not there. Install the program again.")
    run(
        workbooks[:1],
        None,
        chosen_settings(None, language=language),
        output,
        formats,
        Print(cast("Paper", paper), brand=read_brand(brand)),
        quiet,
        verbose,
    )
    if not quiet:
        tell(f"Made from {workbooks[0]}")
