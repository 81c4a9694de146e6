"""`alignment map`: a draft mapping file for a workbook with other words."""

from pathlib import Path

import click

from alignment.cli.telling import tell
from alignment.errors import OutputError, quoted
from alignment.language import say
from alignment.publishing import refusal, replacing

__all__ = ["command"]


@click.command("map")
@click.argument("workbooks", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write [default: shown on the terminal].")
@click.option("--force", is_flag=True, help="Replace the file if it is there already.")
def command(workbooks: tuple[Path, ...], output: Path | None, force: bool) -> None:
    """Draft the mapping file that `alignment report --mapping` takes."""
    from alignment.source import draft_mapping

    text = draft_mapping(workbooks)
    if output is None:
        tell(text, end="")
        return
    if output.is_dir():
        raise OutputError(f"{output}: is a folder. Give the name of a file, such as mapping.toml.")
    if output.exists() and not force:
        raise OutputError(f"{output}: is there already. Choose another name, or --force to replace it.")
    try:
        with replacing(output) as made:
            made.write_text(text, encoding="utf-8", newline="\n")
    except OSError as problem:
        raise OutputError(refusal(problem, output, say("Choose another folder."))) from problem
    given = " ".join(map(quoted, workbooks))
    tell(f"{output}: look it over, then: alignment report {given} --mapping {quoted(output)}")
