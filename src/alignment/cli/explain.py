"""`alignment explain`: everything that is declared about a measure, a rule, a move, the score, the plan or the settings."""

import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alignment.cli.options import chosen_settings
from alignment.cli.telling import tell
from alignment.errors import SourceError, quoted

if TYPE_CHECKING:
    from alignment.analysis.catalogue import Analysis
    from alignment.analysis.explaining import Explanation, ExplanationTable
    from alignment.model.result import Advice

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

    ID is a measure (silos.ei_index), the code of a finding (OWN01, or a whole finding id), a kind of move
    (connect), "score", "plan" or "settings"; without one, all that can be explained is listed. With WORKBOOKS, it also says what was found in them.
    """
    from alignment.advice import explaining
    from alignment.analysis import catalogue
    from alignment.pipeline import examine

    chosen = chosen_settings(settings)
    width = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
    if what is None:
        for line in _index():
            tell(line)
        return
    if not workbooks and Path(what).exists():
        raise SourceError(f"{what}: say first what to explain, such as: alignment explain score {quoted(Path(what))}")
    examined = examine(workbooks, chosen, mapping) if workbooks else None
    analysis = examined.analysis if examined else None
    # A finding's id begins with the code of its rule.
    ident = what if what.casefold() in {"score", "settings"} else what.split(":")[0]
    found = explaining.explanation(ident, chosen) or catalogue.explanation(ident, chosen, analysis)
    for line in _printed(found, width):
        tell(line)
    if found.kind == "rule":
        tell("\nWhat to do on Monday")
        for text in _answers(found.ident):
            tell("\n".join(textwrap.wrap(text, width, initial_indent=" " * 4, subsequent_indent=" " * 4)))
    if examined is not None and found.kind not in {"score", "settings"}:
        tell("\nIn these workbooks")
        planned = found.kind in {"plan", "move"}
        for text in _steps_there(found, examined.check.advice) if planned else _found_there(what, examined.analysis):
            tell("\n".join(textwrap.wrap(text, width, initial_indent=" " * 4, subsequent_indent=" " * 4)))


def _answers(code: str) -> Iterator[str]:
    """What the action library says to findings of a rule."""
    from alignment.advice.library import library

    first, *others = library().answering(code)
    yield f"{first.title}. {first.monday}"
    if others:
        yield f"See also: {'; '.join(one.title for one in others)}."


def _found_there(what: str, analysis: "Analysis") -> Iterator[str]:
    """What a measure came to for the whole organisation, or the findings of a rule."""
    wanted = what.strip().casefold()
    code = wanted.split(":")[0]
    taken = [one for one in analysis.measurements if one.id.casefold() == wanted]
    found = [one for one in analysis.findings if one.code.casefold() == code and wanted in (code, one.id.casefold())]
    for one in taken:
        if one.scope.id is None:
            yield (f"Not measured: {one.note}" if one.value is None else f"{_number(one.value)} ({one.unit})")
    parts = sum(one.scope.id is not None for one in taken)
    if parts:
        yield f"It is also taken of {parts} parts of the company: the sheet Measurements of the Excel report lists them."
    for finding in found:
        yield f"{finding.severity.capitalize()}: {finding.message}"
    if not taken and not found:
        yield "No finding."
    if not taken and wanted == code:
        yield from _compared(code, analysis)


def _compared(code: str, analysis: "Analysis") -> Iterator[str]:
    """What the measure of a rule came to, so that a reader sees how far it is from the rule's limit."""
    from alignment.analysis.catalogue import MEASURES, RULES

    rule = next((one for one in RULES.values() if one.code.casefold() == code), None)
    if rule is None or rule.measure is None:
        return
    measure = MEASURES[rule.measure]
    read = [one for one in analysis.measurements if one.id == measure.id]
    parts = sorted(one.value for one in read if one.scope.id is not None and one.value is not None)
    for one in read:
        if one.scope.id is None:
            said = _number(one.value) if one.value is not None else f"no value: {one.note}"
            yield f"{measure.name} ({measure.id}, {measure.unit}): {said}."
    if parts:
        span = f"{_number(parts[0])} to {_number(parts[-1])}" if len(parts) > 1 else _number(parts[0])
        yield f"{measure.name}, {len(parts)} parts of the company with a value: {span}."
    limit = analysis.context.settings.rules.get(rule.code, {}).get("limit", rule.limit)
    if read and limit is not None:
        yield f"The limit of the rule is {limit:g}: {rule.limit_words}."


def _number(value: float) -> str:
    return f"{value:.3g}".replace("-", "−")


def _steps_there(found: "Explanation", advice: "Advice") -> Iterator[str]:
    """Yield the steps of the plan, of one kind of move where that was asked for."""
    steps = [one for one in advice.steps if found.kind == "plan" or one.kind == found.ident]
    for step in steps:
        yield f"{step.rank}. {step.words} ({step.gain:.2f} points for effort {step.effort}, {step.wave})"
    if not steps:
        yield "No step of the plan."


def _index() -> Iterator[str]:
    """List every measure and rule, by question, and every kind of move."""
    from alignment.advice.moves import KINDS
    from alignment.analysis import catalogue

    for asked in catalogue.QUESTIONS:
        yield f"{asked.name}: {asked.question}"
        for measure in asked.measures:
            yield f"    {measure.id:<44} {measure.name}"
        for rule in asked.rules:
            yield f"    {rule.code:<44} {rule.title}"
        yield ""
    yield "Moves: What can the plan propose?"
    for ident, kind in KINDS.items():
        yield f"    {ident:<44} {kind.name}"
    yield ""
    yield "And: score, plan, settings"


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
        yield table.caption
        # Ids are there to be copied, and a basis to be read: neither is done in a column of five letters.
        yield from _records(table, width) if "Id" in table.columns else _table(table, width)


def _records(table: "ExplanationTable", width: int) -> Iterator[str]:
    """One paragraph a row: its id, its short columns in a line, its last column as text."""
    indent = " " * _INDENT
    place, last = table.columns.index("Id"), len(table.columns) - 1
    for row in table.rows:
        yield ""
        yield row[place]
        cells = [
            f"{name.lower()} {cell}"
            for column, (name, cell) in enumerate(zip(table.columns, row, strict=True))
            if cell and column not in (place, last)
        ]
        for text in ("; ".join(cells), row[last]):
            yield from textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent)


def _table(table: "ExplanationTable", width: int) -> Iterator[str]:
    from io import StringIO

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in table.columns:
        drawn.add_column(Text(name), overflow="fold")
    for row in table.rows:
        drawn.add_row(*(Text(cell) for cell in row))
    paper = StringIO()
    Console(file=paper, width=width, color_system=None).print(drawn)
    for line in paper.getvalue().splitlines():
        yield line.rstrip()
