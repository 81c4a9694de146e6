"""`alignment simulate`: what would change if."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alignment.cli.options import chosen_settings, input_options
from alignment.cli.telling import tell
from alignment.errors import OutputError, SettingsError
from alignment.language import say
from alignment.publishing import refusal, replacing

if TYPE_CHECKING:
    from alignment.advice.byhand import Asked
    from alignment.advice.simulation import Difference, FigureChange

__all__ = ["command"]

_MOST_FIGURES = 12


class _InOrder(click.Command):
    """Keeps the order in which options of several kinds were given, which click forgets."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        ctx.obj = [one.name for one in order]
        return super().parse_args(ctx, args)


@click.command("simulate", cls=_InOrder)
@input_options
@click.option("--owner", "owner", multiple=True, metavar="JOURNEY=WHO", help="Somebody owns a journey from end to end.")
@click.option("--accountable", multiple=True, metavar="PROCESS=WHO", help="Somebody answers for a process.")
@click.option("--link", multiple=True, metavar="A:B", help="Two departments, or two people, work together.")
@click.option("--move-step", multiple=True, metavar="JOURNEY#STEP=DEPARTMENT", help="A department does a step.")
@click.option("--merge", multiple=True, metavar="A+B=C", help="Departments become one.")
@click.option("--without", multiple=True, metavar="NAME", help="A department or a person is gone.")
@click.option(
    "--step", multiple=True, metavar="KEY", help="A step of the plan is taken: its “move” in the JSON report."
)
@click.option(
    "--moves", type=click.Path(path_type=Path), help="Changes in a file (TOML), by the names of these options."
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Write the difference to this file (JSON).")
@click.option("--force", is_flag=True, help="Replace that file if it is there already.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    workbooks: tuple[Path, ...],
    mapping: Path | None,
    settings: Path | None,
    moves: Path | None,
    output: Path | None,
    force: bool,
    **asked: tuple[str, ...],
) -> None:
    """Say what a health check would find if the company were a little different. Nothing is changed.

    Every option can be given several times. Changes are made one after the other in the order given, those of --moves
    last, and a later one can name what an earlier one made: --merge "Sales+Billing=Office" --link "Office:Legal".
    """
    from alignment.advice.byhand import STEP
    from alignment.advice.byhand import changes as changes_of
    from alignment.advice.chosen import Choosing
    from alignment.advice.movesfile import asked_in_file
    from alignment.analysis.remeasure import Measured
    from alignment.source import read

    if not moves and not any(asked.values()):
        raise SettingsError('Say what is to change, such as: --owner "Onboarding=Customer Operations".')
    if output is not None:
        _check_output(output, [one for one in (*workbooks, mapping, settings, moves) if one is not None], force)
    chosen = chosen_settings(settings)
    wanted = [*_in_order(ctx.obj, asked), *(asked_in_file(moves) if moves else ())]
    organisation = read(workbooks, mapping, chosen.missing, limits=chosen.reading).organisation
    # A name that is misspelt is told before anything is measured.
    changes_of([one for one in wanted if one.kind != STEP], organisation)
    choosing = Choosing(Measured(organisation, chosen))
    words, found = choosing.words(wanted), choosing.difference(wanted)
    if output is not None:
        _write(output, words, found)
    tell("If " + "\nand ".join(words) + ":\n")
    for line in _printed(found):
        tell(line)
    if output is not None:
        tell(f"\n  {output}")


def _check_output(output: Path, inputs: Sequence[Path], force: bool) -> None:
    """Refuse what cannot be written, or must not be, before anything is measured."""
    target = output.resolve()
    for one in inputs:
        # Of a folder, the CSV files in it are read.
        if target == one.resolve() or (target.parent == one.resolve() and output.suffix.lower() in {".csv", ".tsv"}):
            raise OutputError(f"{output}: is what is read, which is never changed. Give the difference another name.")
    if output.is_dir():
        raise OutputError(f"{output}: is a folder. Give the name of a file, such as difference.json.")
    if not target.parent.is_dir():
        raise OutputError(f"{output}: there is no such folder. Make it, or choose another.")
    if output.exists() and not force:
        raise OutputError(f"{output}: is there already. Choose another name, or --force to replace it.")


def _in_order(names: Sequence[str], asked: dict[str, tuple[str, ...]]) -> "Iterator[Asked]":
    """Yield what the options ask for, given the name of the option at each place of the command line."""
    from alignment.advice.byhand import Asked

    texts: dict[str, Iterator[str]] = {name: iter(given) for name, given in asked.items()}
    for name in names:
        if name in texts:
            yield Asked(name, next(texts[name]))


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
    from alignment.advice.simulation import digits_apart

    if before is None or after is None:
        said = [f"{one:.1f}" if one is not None else "withheld" for one in (before, after)]
        return f"{said[0]} → {said[1]}" if said[0] != said[1] else f"{said[0]} (no change)"
    digits = digits_apart(before, after)
    if digits is None:
        return f"{before:.1f} (no change)"
    moved = f"{after - before:+.{digits}f}"
    return f"{before:.{digits}f} → {after:.{digits}f}  ({moved})".replace("-", "−")


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


def _write(output: Path, words: Sequence[str], found: "Difference") -> None:
    import json

    content = {
        "schema": "alignment/simulation/1",
        "changes": list(words),
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
        with replacing(output) as made:
            made.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as problem:
        raise OutputError(refusal(problem, output, say("Choose another folder."))) from problem
