"""`alignment check`: what was understood of the workbooks, and every issue with its cell."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from alignment.cli.options import chosen_settings, input_options
from alignment.cli.telling import tell
from alignment.errors import OutputError, SourceError
from alignment.model.result import InputFile, Issue
from alignment.wording import counted

__all__ = ["command"]


@click.command("check")
@input_options
@click.option(
    "--annotate",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a copy of the workbook with the cells marked and commented.",
)
@click.option("--fail-on", type=click.Choice(["error", "warning"]), help="End with status 1 if there is such an issue.")
@click.pass_context
def command(
    ctx: click.Context,
    workbooks: tuple[Path, ...],
    mapping: Path | None,
    settings: Path | None,
    annotate: Path | None,
    fail_on: str | None,
) -> None:
    """List every issue in the data, errors first, each with its cell and what to do."""
    from alignment.analysis.statements import bank, strange
    from alignment.source import read

    chosen = chosen_settings(settings)
    found = read(workbooks, mapping, chosen.missing, limits=chosen.reading)
    issues = (*found.issues, *strange(found.organisation.answers, bank(chosen.statements)))
    for line in _understood(found.inputs):
        tell(line)
    click.echo("")
    for line in _listed(issues, len(found.inputs) > 1):
        tell(line)
    if annotate is not None:
        _annotate(workbooks, issues, annotate)
    wanted = {"error": ("error",), "warning": ("error", "warning")}.get(fail_on or "", ())
    if any(one.severity in wanted for one in issues):
        ctx.exit(1)


def _understood(inputs: Iterable[InputFile]) -> Iterator[str]:
    """One line a sheet: what it was taken for, and what became of its rows."""
    rows = [("Sheet", "Read as", "Rows", "Records", "Skipped")]
    several = len(tuple(inputs)) > 1
    for file in inputs:
        for sheet in file.sheets:
            name = f"{file.file}: {sheet.sheet}" if several else sheet.sheet
            skipped = "; ".join(
                f"{count} {'row' if count == 1 else 'rows'}: {reason}" for reason, count in sheet.skipped.items()
            )
            said = "; ".join(one for one in (skipped, sheet.note) if one)
            kind = (sheet.kind or "not used").replace("_", " ")
            rows.append((name, kind, str(sheet.rows), str(sheet.records), said))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for name, kind, count, records, said in rows:
        line = f"{name:<{widths[0]}}  {kind:<{widths[1]}}  {count:>{widths[2]}}  {records:>{widths[3]}}  {said}"
        yield line.rstrip()


def _listed(issues: tuple[Issue, ...], several: bool) -> Iterator[str]:
    """Errors, then warnings, one line each."""
    if not issues:
        yield "No issues."
        return
    for severity, title in (("error", "Errors"), ("warning", "Warnings")):
        chosen = [one for one in issues if one.severity == severity]
        if chosen:
            yield f"{title} ({len(chosen)})"
            yield from (f"  {one.cell.file}: {one}" if several else f"  {one}" for one in chosen)


def _annotate(workbooks: tuple[Path, ...], issues: tuple[Issue, ...], destination: Path) -> None:
    from alignment.source.annotate import write_annotated

    if len(workbooks) > 1:
        raise SourceError("--annotate marks one workbook at a time. Check them one by one.")
    if destination.resolve() == workbooks[0].resolve():
        raise OutputError(f"{destination}: is the workbook itself, which is never changed. Give the copy another name.")
    try:
        marked = write_annotated(workbooks[0], issues, destination)
    except OSError as problem:
        raise OutputError(f"{destination}: cannot be written ({problem.strerror}). Choose another name.") from problem
    click.echo(f"\n{destination}: {counted(marked, 'cell')} marked")
