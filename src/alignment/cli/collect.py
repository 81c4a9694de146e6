"""`alignment collect`: surveys that came back, as the sheet Survey of a workbook, with response rates and every issue."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alignment.cli.options import chosen_settings
from alignment.cli.telling import tell
from alignment.errors import OutputError, quoted
from alignment.language import say
from alignment.model.result import Issue
from alignment.publishing import refusal
from alignment.source.schema import SHEETS
from alignment.wording import counted

if TYPE_CHECKING:
    from alignment.source.asked import Rate
    from alignment.source.collecting import Gathered

__all__ = ["command"]

_WIDTHS = (14.0, 28.0, 14.0, 24.0)


@click.command("collect")
@click.argument("answers", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="Workbook that gets the sheet Survey."
)
@click.option("--settings", type=click.Path(path_type=Path), help="alignment.toml: a bank of statements of your own.")
@click.option(
    "--mapping", type=click.Path(path_type=Path), help="Mapping file: other spellings of departments, under [aliases]."
)
@click.option("--add", is_flag=True, help="Add to the answers that the workbook holds already.")
@click.option("--force", is_flag=True, help="Replace the answers that the workbook holds already.")
def command(
    answers: tuple[Path, ...], output: Path, settings: Path | None, mapping: Path | None, add: bool, force: bool
) -> None:
    """Gather survey forms and exports of Google Forms and Microsoft Forms: ANSWERS are files, or folders of files.

    Folders within folders are read too. Who answered is not copied: names, e-mail addresses and times stay behind.
    """
    from alignment.analysis.statements import bank
    from alignment.source import collecting
    from alignment.source.asked import rates
    from alignment.source.inserting import write_sheet

    if add and force:
        raise click.UsageError("--add keeps the answers that are there, --force replaces them. Choose one.")
    if output.suffix.lower() not in {".xlsx", ".xlsm"}:
        raise OutputError(f"{output}: the answers go into an .xlsx workbook. Give a name that ends in .xlsx.")
    chosen = chosen_settings(settings)
    statements = bank(chosen.statements)
    files, others = collecting.answer_files(answers, output)
    workbook = output if output.exists() else None
    gathered = collecting.gather(files, workbook, chosen, mapping, add=add)
    title = _place(gathered, output, add, force)

    def recognised(text: str) -> str | None:
        found = statements.recognised(text)
        return found.id if found else None

    columns, unknown = collecting.statements_of(
        gathered, recognised, {one.id: one.text for one in statements.statements}
    )
    fresh = collecting.once(gathered, columns)
    rows = collecting.table_of(fresh, columns)
    try:
        write_sheet(output, title, rows, _WIDTHS)
    except OSError as problem:
        raise OutputError(refusal(problem, output, say("Close it if it is open, or choose another name."))) from problem
    for line in (
        *_summary(gathered, answers, files, others),
        *_added(gathered, fresh, title),
        *_rates(rates(fresh.organisation, [one.unit for one in fresh.everybody]), fresh),
        *_issues([*gathered.issues, *unknown]),
        *_settling(collecting.aliases(fresh)),
    ):
        tell(line)
    done = f"{output}: {counted(len(rows) - 1, 'respondent')} on sheet {title}"
    tell(f"\n{done}. Then: alignment report {quoted(output)}")


def _place(gathered: "Gathered", output: Path, add: bool, force: bool) -> str:
    """The sheet to write; one that holds answers only when that is asked for."""
    if not gathered.held:
        return SHEETS["survey"].title
    if len(gathered.held) > 1:
        raise OutputError(
            f"{output}: {', '.join(gathered.held)} hold answers already. Keep one of them, and take the others out."
        )
    if add and not gathered.earlier:
        raise OutputError(
            f"{output}: no answer can be read on sheet {gathered.held[0]}, so none can be added. Look at it with alignment check, or "
            "replace it with --force."
        )
    if not add and not force:
        raise OutputError(
            f"{output}: sheet {gathered.held[0]} holds answers already. --add adds those of these files to them, --force replaces "
            "them; or choose another workbook."
        )
    return gathered.held[0]


def _summary(
    gathered: "Gathered", given: Sequence[Path], files: Sequence[Path], others: Sequence[Path]
) -> Iterator[str]:
    """What was read of the files, and what was left behind."""
    yield f"{counted(len(gathered.respondents), 'respondent')} in {counted(len(gathered.inputs), 'file')}"
    notes: dict[str, int] = {}
    for file in gathered.inputs:
        for sheet in file.sheets:
            if sheet.kind == "survey" and sheet.records:
                for note in filter(None, sheet.note.split("; ")):
                    notes[note] = notes.get(note, 0) + 1
    for note, count in notes.items():
        yield f"  {note}" + (f" ({count} files)" if count > 1 else "")
    within = dict.fromkeys(
        str(one.parent.relative_to(folder)) for folder in given for one in files if folder in one.parent.parents
    )
    if within:
        yield f"  read in folders within, too: {', '.join(within)}"
    if others:
        yield f"  no spreadsheets, left out: {', '.join(one.name for one in others)}"


def _added(gathered: "Gathered", fresh: "Gathered", title: str) -> Iterator[str]:
    """What became of those of the files who were on the sheet already."""
    if gathered.earlier:
        again = len(gathered.respondents) - len(fresh.respondents)
        yield (
            f"  {counted(len(gathered.earlier), 'respondent')} on sheet {title} already; {len(fresh.respondents)} added"
            + (f", {again} left out: the same department, level and answers are there" if again else "")
        )


def _rates(rates: "tuple[Rate, ...]", gathered: "Gathered") -> Iterator[str]:
    """A line a department, then what stands for the company as a whole."""
    yield ""
    width = max([len(one.department) for one in rates] + [len("No department given")])
    yield f"{'Department':<{width}}  Answered  People  Share"
    for one in rates:
        yield _rate(one.department, one.answered, one.people, width)
    nowhere = sum(not one.department for one in gathered.everybody)
    if nowhere:
        yield _rate("No department given", nowhere, None, width)
    known = [one for one in rates if one.people]
    if known:
        yield _rate("Together", sum(one.answered for one in known), sum(one.people or 0 for one in known), width)
    yield from _left_out(gathered)
    if any(one.people and one.answered > one.people for one in rates):
        yield "More than 100%: look at the headcount, or for answers sent twice."
    given = [answer for one in gathered.everybody for answer in one.answers.values()]
    unknown = sum(not isinstance(one, int) for one in given)
    yield f"Don't know: {unknown} of {counted(len(given), 'answer')} ({unknown / len(given):.0%})"


def _left_out(gathered: "Gathered") -> Iterator[str]:
    """How many respondents are in no rate, and why."""
    from alignment.source.asked import uncounted

    why = Counter(uncounted(gathered.organisation, one.unit) for one in gathered.everybody)
    del why[""]
    if why:
        reasons = ", ".join(f"{reason} ({count})" for reason, count in why.most_common())
        yield f"Left out of the rate: {counted(why.total(), 'respondent')}: {reasons}."


def _rate(name: str, answered: int, people: float | None, width: int) -> str:
    share = f"{answered / people:.0%}" if people else "–"
    return f"{name:<{width}}  {answered:>8}  {f'{people:g}' if people else '–':>6}  {share:>5}"


def _settling(aliases: Mapping[str, str]) -> Iterator[str]:
    """How departments that are written otherwise are counted with those they mean."""
    if aliases:
        yield ""
        yield "Where two names are one department, say so in a mapping file, such as mapping.toml, and give it with --mapping mapping.toml:"
        yield "  [aliases]"
        yield from (
            f"  {json.dumps(name, ensure_ascii=False)} = {json.dumps(meant, ensure_ascii=False)}"
            for name, meant in aliases.items()
        )


def _issues(issues: Iterable[Issue]) -> Iterator[str]:
    found = sorted(issues, key=lambda one: (one.severity != "error", one.cell.file, one.cell.row, one.cell.column))
    yield ""
    yield f"Issues ({len(found)})" if found else "No issues."
    for one in found:
        where = str(one) if one.cell.sheet == one.cell.file else f"{one.cell.file}: {one}"
        yield f"  {where}"
