"""Options that several commands share, and how a run shows its progress."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import click

from alignment.cli.telling import tell
from alignment.errors import SettingsError
from alignment.language import languages
from alignment.pipeline import FORMATS, PRINTED, Format, Stage, default_formats
from alignment.settings import GroupBy, Settings, read_settings

__all__ = [
    "chosen_formats",
    "chosen_key",
    "chosen_settings",
    "input_options",
    "key_option",
    "known_options",
    "output_options",
    "progress",
]

# Any: click's decorators keep the wrapped function's own signature, which differs from command to command.
Command = Callable[..., Any]


def input_options(command: Command) -> Command:
    """Add the arguments and options that say what is read, and how."""
    for decorate in reversed(
        (
            click.argument("workbooks", nargs=-1, required=True, type=click.Path(path_type=Path)),
            click.option(
                "--mapping", type=click.Path(path_type=Path), help="How the company's words map to ours (TOML)."
            ),
            click.option(
                "--settings", type=click.Path(path_type=Path), help="Limits, weights, seeds (alignment.toml)."
            ),
        )
    ):
        command = decorate(command)
    return command


def known_options(command: Command) -> Command:
    """Add the options that say of the workbooks what they may leave unsaid, and what a group of people is."""
    for decorate in reversed(
        (
            click.option(
                "--company", metavar="NAME", help="What the company is called, where the workbook does not say so."
            ),
            click.option(
                "--date",
                "day",
                type=click.DateTime(["%Y-%m-%d"]),
                help="The day of which the workbook tells, where it does not say so itself, or says it wrong.",
            ),
            click.option(
                "--group-by",
                type=click.Choice(["department", "division"]),
                help="What a group is when ties are people's.",
            ),
        )
    ):
        command = decorate(command)
    return command


def key_option(command: Command) -> Command:
    """Add the option that says where the key of pseudonyms is."""
    return click.option(
        "--key",
        type=click.Path(path_type=Path, dir_okay=False),
        help="File with the key of the pseudonyms; made where it is not there  [default: alignment.key beside the first workbook].",
    )(command)


def chosen_key(client_safe: bool, key: Path | None, workbook: Path) -> Path | None:
    """Return the file of the key for a run that can be handed on; None for one that tells everything."""
    if key is not None and not client_safe:
        raise click.UsageError("--key is the key of pseudonyms: it goes with --client-safe.")
    return (key or _key_beside(workbook)) if client_safe else None


def output_options(command: Command) -> Command:
    """Add the options that say what is written, and where."""
    for decorate in reversed(
        (
            click.option(
                "--format",
                "formats",
                metavar="LIST",
                multiple=True,
                help=f"Formats, joined by commas: {', '.join(FORMATS)}.  [default: {','.join(PRINTED)}]",
            ),
            click.option(
                "--paper",
                type=click.Choice(["a4", "us-letter"], case_sensitive=False),
                default="a4",
                show_default=True,
                help="Paper of the PDF.",
            ),
            click.option(
                "--brand",
                type=click.Path(path_type=Path),
                help="Your firm's name, logo, colours, typefaces and foot of the page (brand.toml).",
            ),
            click.option(
                "--lang",
                "language",
                type=click.Choice(languages(), case_sensitive=False),
                help="Language of the report.  [default: en]",
            ),
            click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
            click.option("-v", "--verbose", is_flag=True, help="Say more about what is done."),
        )
    ):
        command = decorate(command)
    return command


def chosen_settings(path: Path | None, group_by: str | None = None, language: str | None = None) -> Settings:
    """Return the settings of the file, with what the command line overrides.

    Raises
    ------
    SettingsError
        The file cannot be read, or names a measure, rule or dimension that does not exist; the message names the file.
    """
    settings = read_settings(path)
    if path is not None:
        from alignment.analysis.catalogue import check_settings

        try:
            check_settings(settings)
        except SettingsError as problem:
            raise SettingsError(f"{path}: {problem}") from problem
    asked = {"group_by": cast("GroupBy | None", group_by), "language": language}
    return replace(settings, **{name: value for name, value in asked.items() if value})  # type: ignore[arg-type]  # each under the name of its field


def chosen_formats(lists: Sequence[str]) -> tuple[Format, ...]:
    """Split comma-separated lists of formats; without one, all that this installation can print.

    Raises
    ------
    click.BadParameter
        A format is not known.
    """
    if not lists:
        return default_formats()
    names = [one.strip().lower().lstrip(".") for one in ",".join(lists).split(",") if one.strip()]
    unknown = [one for one in names if one not in FORMATS]
    if unknown or not names:
        raise click.BadParameter(
            f"{', '.join(unknown)} cannot be written. Choose from {', '.join(FORMATS)}."
            if unknown
            else f"no format is named. Choose from {', '.join(FORMATS)}.",
            param_hint="--format",
        )
    return tuple(one for one in FORMATS if one in names)


def _key_beside(workbook: Path) -> Path:
    """Return where the key of an engagement stands: beside its first workbook, or beside its folder of CSV files."""
    from alignment.source.pseudonyms import KEY_FILE

    return workbook.resolve().parent / KEY_FILE


@contextmanager
def progress(total: int, quiet: bool, verbose: bool) -> Iterator[Stage]:
    """Give a function that shows the stage a run is in: a bar on a terminal, silence in a pipe.

    With `verbose` each stage becomes a line of its own, with the seconds it took.
    """
    import sys

    if verbose and not quiet:
        yield from _lines()
        return
    # A program started without a window has no error stream at all.
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.table import Column

    words = TextColumn("{task.description}", table_column=Column(width=36, no_wrap=True, overflow="ellipsis"))
    columns = (words, BarColumn(bar_width=30), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Starting", total=total)
        begun = 0

        def show(stage: str) -> None:
            nonlocal begun
            bar.update(task, description=stage, completed=begun)
            begun += 1

        yield show


def _lines() -> Iterator[Stage]:
    from time import perf_counter

    last: list[tuple[str, float]] = []

    def close() -> None:
        if last:
            stage, begun = last.pop()
            tell(f"{stage}: {perf_counter() - begun:.2f} s", err=True)

    def show(stage: str) -> None:
        close()
        last.append((stage, perf_counter()))

    yield show
    close()
