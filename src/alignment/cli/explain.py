"""`alignment explain`: everything that is declared about a measure, a rule, the score or the settings."""

import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alignment.cli.options import chosen_settings

if TYPE_CHECKING:
    from alignment.analysis.explaining import Explanation, ExplanationTable

__all__ = ["command"]

_WIDEST = 110
_INDENT = 4


@click.command("explain")
@click.argument("what", metavar="[ID]", required=False)
@click.argument("workbooks", nargs=-1, type=click.Path(path_type=Path))
@click.option("--settings", type=click.Path(path_type=Path), help="Show the limits of this alignment.toml.")
@click.option("--mapping", type=click.Path(path_type=Path), help="How the workbook's words map to ours (TOML).")
def command(what: str | None, workbooks: tuple[Path, ...], settings: Path | None, mapping: Path | None) -> None:
    """Print the formula, unit, direction, limits, source and reading of ID.

    ID is a measure (silos.ei_index), the code of a finding (OWN01, or a whole finding id), "score" or "settings";
    without one, all that can be explained is listed. With WORKBOOKS, "score" says how theirs is made.
    """
    from alignment.analysis import catalogue
    from alignment.pipeline import examine

    chosen = chosen_settings(settings, None)
    catalogue.check_settings(chosen)
    width = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
    if what is None:
        for line in _index():
            click.echo(line)
        return
    analysis = examine(workbooks, chosen, mapping).analysis if workbooks else None
    # A finding's id begins with the code of its rule.
    ident = what if what.casefold() in {"score", "settings"} else what.split(":")[0]
    for line in _printed(catalogue.explanation(ident, chosen, analysis), width):
        click.echo(line)


def _index() -> Iterator[str]:
    """List every measure and rule, by question."""
    from alignment.analysis import catalogue

    for asked in catalogue.QUESTIONS:
        yield f"{asked.name}: {asked.question}"
        for measure in asked.measures:
            yield f"    {measure.id:<44} {measure.name}"
        for rule in asked.rules:
            yield f"    {rule.code:<44} {rule.title}"
        yield ""
    yield "And: score, settings"


def _printed(found: "Explanation", width: int) -> Iterator[str]:
    yield f"{found.ident}: {found.title}" if found.kind in {"measure", "rule"} else found.title
    if found.lead:
        yield from textwrap.wrap(found.lead, width)
    for term, text in found.items:
        yield ""
        yield term
        yield from textwrap.wrap(text, width, initial_indent=" " * _INDENT, subsequent_indent=" " * _INDENT)
    for table in found.tables:
        yield ""
        yield from _table(table, width)


def _table(table: "ExplanationTable", width: int) -> Iterator[str]:
    from io import StringIO

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=Text(table.caption), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for name in table.columns:
        drawn.add_column(Text(name), overflow="fold")
    for row in table.rows:
        drawn.add_row(*(Text(cell) for cell in row))
    paper = StringIO()
    Console(file=paper, width=width, color_system=None).print(drawn)
    for line in paper.getvalue().splitlines():
        yield line.rstrip()
