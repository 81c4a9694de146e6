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
    from alignment.analysis.remeasure import Measured
    from alignment.source import read

    if not moves and not any(asked.values()):
        raise SettingsError('Say what is to change, such as: --owner "Onboarding=Customer Operations".')
    chosen = chosen_settings(settings)
    organisation = read(workbooks, mapping, chosen.missing, limits=chosen.reading).organisation
    changes = _changes(asked, moves, organisation)
    before = Measured(organisation, chosen)
    found = difference(before.analysis, before.after(applied(organisation, changes)).analysis)
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
    from alignment.analysis.catalogue import MEASURES
    from alignment.analysis.score import DIMENSIONS

    yield f"Health score    {_change(*found.score)}"
    for ident, pair in found.dimensions.items():
        yield f"  {DIMENSIONS[ident]:<14}{_change(*pair)}"
    company = [one for one in found.figures if one.scope.id is None and (one.better is not None or _one_sided(one))]
    # Those that the score is made of come first.
    company.sort(key=lambda one: MEASURES[one.id].scored_as is None)
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


def _one_sided(one: "FigureChange") -> bool:
    """Tell whether a figure has a value before or after the change only."""
    return (one.before is None) != (one.after is None)


def _figure(one: "FigureChange") -> str:
    from alignment.analysis.catalogue import MEASURES

    if _one_sided(one):
        known = f"{one.before if one.after is None else one.after:.3g}".replace("-", "−")
        words = f"{known} → not measured" if one.after is None else f"not measured → {known}"
        return f"  {MEASURES[one.id].name}: {words}"
    # Two figures that differ are printed with as many digits as it takes to see it.
    pairs = ([f"{value or 0.0:.{digits}g}" for value in (one.before, one.after)] for digits in range(3, 17))
    before, after = next((pair for pair in pairs if pair[0] != pair[1]), ["", ""])
    words = f"{before} → {after}".replace("-", "−")
    return f"  {MEASURES[one.id].name}: {words} ({'better' if one.better else 'worse'})"


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
