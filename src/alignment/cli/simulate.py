"""`alignment simulate`: what would change if."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alignment.cli.options import chosen_settings, input_options
from alignment.errors import OutputError, SettingsError

if TYPE_CHECKING:
    from alignment.advice.byhand import Change
    from alignment.advice.simulation import Difference, FigureChange
    from alignment.model.organisation import Organisation

__all__ = ["command"]

_MOST_FIGURES = 12


@click.command("simulate")
@input_options
@click.option("--owner", "owner", multiple=True, metavar="JOURNEY=WHO", help="Somebody owns a journey from end to end.")
@click.option("--accountable", multiple=True, metavar="PROCESS=WHO", help="Somebody answers for a process.")
@click.option("--link", multiple=True, metavar="A:B", help="Two departments, or two people, work together.")
@click.option("--move-step", multiple=True, metavar="JOURNEY#STEP=DEPARTMENT", help="A department does a step.")
@click.option("--merge", multiple=True, metavar="A+B=C", help="Departments become one.")
@click.option("--without", multiple=True, metavar="NAME", help="A department or a person is gone.")
@click.option(
    "--moves", type=click.Path(path_type=Path), help="Changes in a file (TOML), by the names of these options."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the difference to this file (JSON).")
def command(
    workbooks: tuple[Path, ...],
    mapping: Path | None,
    settings: Path | None,
    moves: Path | None,
    output: Path | None,
    **asked: tuple[str, ...],
) -> None:
    """Say what a health check would find if the company were a little different. Nothing is changed.

    Every option can be given several times; all changes are made together, in the order of the options above.
    """
    from alignment.advice.byhand import applied
    from alignment.advice.simulation import difference
    from alignment.analysis.catalogue import analyse
    from alignment.pipeline import examine

    if not moves and not any(asked.values()):
        raise SettingsError('Say what is to change, such as: --owner "Onboarding=Customer Operations".')
    examination = examine(workbooks, chosen_settings(settings), mapping)
    changes = _changes(asked, moves, examination.organisation)
    after = analyse(applied(examination.organisation, changes), examination.settings)
    found = difference(examination.analysis, after)
    click.echo("If " + "\nand ".join(one.words for one in changes) + ":\n")
    for line in _printed(found):
        click.echo(line)
    if output is not None:
        _write(output, changes, found)
        click.echo(f"\n  {output}")


def _changes(asked: dict[str, tuple[str, ...]], file: Path | None, organisation: "Organisation") -> "list[Change]":
    from alignment.advice.byhand import KINDS, change, changes_of_file

    found = [change(kind, text, organisation) for kind in KINDS for text in asked.get(kind, ())]
    return [*found, *(changes_of_file(file, organisation) if file is not None else ())]


def _printed(found: "Difference") -> Iterator[str]:
    from alignment.analysis.score import DIMENSIONS

    yield f"Health score    {_change(*found.score)}"
    for ident, pair in found.dimensions.items():
        yield f"  {DIMENSIONS[ident]:<14}{_change(*pair)}"
    company = [one for one in found.figures if one.scope.id is None and one.better is not None]
    if company:
        yield "\nFigures of the company"
        for figure in company[:_MOST_FIGURES]:
            yield _figure(figure)
        if len(company) > _MOST_FIGURES:
            yield f"  and {len(company) - _MOST_FIGURES} more; -o writes them all"
    for title, findings in (("Findings gone", found.gone), ("Findings new", found.new)):
        yield f"\n{title}: {len(findings) or 'none'}"
        for one in findings:
            yield f"  {one.code}  {one.severity:<9}{one.message}"


def _change(before: float | None, after: float | None) -> str:
    said = [f"{one:.1f}" if one is not None else "withheld" for one in (before, after)]
    moved = "" if before is None or after is None or said[0] == said[1] else f"  ({after - before:+.1f})"
    return (f"{said[0]} → {said[1]}{moved}" if said[0] != said[1] else f"{said[0]} (no change)").replace("-", "−")


def _figure(one: "FigureChange") -> str:
    from alignment.analysis.catalogue import MEASURES

    before, after = (
        f"{value:.3g}".replace("-", "−") if value is not None else "–" for value in (one.before, one.after)
    )
    return f"  {MEASURES[one.id].name}: {before} → {after} ({'better' if one.better else 'worse'})"


def _write(output: Path, changes: "Sequence[Change]", found: "Difference") -> None:
    import json

    content = {
        "schema": "alignment/simulation/1",
        "changes": [one.words for one in changes],
        "score": {"before": found.score[0], "after": found.score[1]},
        "dimensions": [
            {"id": ident, "before": before, "after": after} for ident, (before, after) in found.dimensions.items()
        ],
        "measurements": [
            {
                "id": one.id,
                "scope": {"kind": one.scope.kind, "id": one.scope.id},
                "before": one.before,
                "after": one.after,
                "better": one.better,
            }
            for one in found.figures
        ],
        "findings_gone": [one.id for one in found.gone],
        "findings_new": [one.id for one in found.new],
    }
    try:
        output.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as problem:
        raise OutputError(f"{output}: cannot be written ({problem.strerror}).") from problem
