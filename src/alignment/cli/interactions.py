"""`alignment interactions`: logs of meetings, mail and tickets, counted where they lie, as sheets that a report reads."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alignment.cli.telling import tell
from alignment.errors import SourceError, quoted

if TYPE_CHECKING:
    from alignment.interactions.counting import Counted, Rules
    from alignment.interactions.engines import Engine
    from alignment.interactions.handovers import Ways
    from alignment.interactions.logs import Log
    from alignment.interactions.pairs import Amount
    from alignment.interactions.people import Register
    from alignment.source.pseudonyms import Key

__all__ = ["command"]

_DROPPED = {
    "no day": "no day can be read; write it as 2026-01-31",
    "untold": "how often, or how long, is no number above 0",
    "nobody named": "somebody is not named",
    "bot": "a machine, not a person",
    "self": "nobody but oneself",
    "broadcast": "more recipients than --most-recipients",
}


@click.command("interactions")
@click.argument("logs", nargs=-1, required=True)
@click.option("--people", help="Who is in which department, from when and till when: a file, or a table of the engine.")
@click.option(
    "--engine", metavar="URL", help="Count where the log lies: spark://…, postgres://…  [default: DuckDB, here]"
)
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(path_type=Path),
    help="File to write: .csv or .xlsx for a report, .parquet for every month; may be repeated.",
)
@click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    help="Which columns hold what, where their headers do not tell (TOML).",
)
@click.option(
    "--weights",
    metavar="LIST",
    default="",
    help='What a kind of interaction counts, such as "meeting=2,chat=0.5".  [default: 1 each]',
)
@click.option(
    "--most-recipients",
    type=click.IntRange(1, 1_000_000),
    default=20,
    show_default=True,
    help="To more, it is a broadcast and does not count.",
)
@click.option(
    "--machine",
    "machines",
    metavar="NAME",
    multiple=True,
    help='A sender that is no person, such as "build@*"; may be repeated. noreply, room-… and their like are known.',
)
@click.option(
    "--amount",
    type=click.Choice(["times", "minutes"]),
    default="times",
    show_default=True,
    help="What a tie adds up: how often, or how long (a column of durations).",
)
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    help="Key file with which identifiers are hashed.  [default: a new key, kept nowhere]",
)
@click.option("--dry-run", is_flag=True, help="Say what would be read and kept; read no row.")
def command(
    logs: tuple[str, ...],
    people: str | None,
    engine: str | None,
    outputs: tuple[Path, ...],
    mapping: Path | None,
    weights: str,
    most_recipients: int,
    machines: tuple[str, ...],
    amount: "Amount",
    key: Path | None,
    dry_run: bool,
) -> None:
    """Count LOGS of who met, wrote to or handed over to whom: files, folders of files, or tables of the engine.

    Identifiers are hashed before anything else, texts and subjects are never read, and nothing is written of fewer than five people.
    """
    from alignment.interactions.columns import read_columns
    from alignment.interactions.counting import Rules, count
    from alignment.interactions.engines import connected, left_files
    from alignment.interactions.handovers import ways
    from alignment.interactions.logs import read_logs
    from alignment.interactions.people import read_people
    from alignment.interactions.writing import check_output, write
    from alignment.source.pseudonyms import Key, key_file

    if not outputs and not dry_run:
        raise click.UsageError("Say where to write with -o, or look first with --dry-run.")
    inputs = [Path(one) for one in (*logs, people, mapping, key) if one]
    for path in outputs:
        check_output(path, inputs)
    if len({path.resolve() for path in outputs}) < len(outputs):
        raise click.UsageError("Two of -o are one file.")
    given, weighed = read_columns(mapping), _weights(weights)
    with connected(engine) as where:
        found = read_logs(where, logs, given.get("log", {}))
        for place in logs:
            if skipped := left_files(place):
                tell(f"{place}: {skipped:,} files left out, for they are neither .csv nor .parquet")
        between = [log for log in found if log.shape != "handovers"]
        cases = [log for log in found if log.shape == "handovers"]
        if between and people is None:
            raise SourceError(
                "--people is missing: a list of who is in which department. Without it, nobody is in any."
            )
        register = read_people(where, people, given.get("people", {})) if people is not None else None
        if amount == "minutes" and (without := [log.place for log in between if "duration" not in log.columns]):
            raise SourceError(
                f"{without[0]}: has no column of durations, which --amount minutes adds up. Leave it out, or name the column in a mapping file."
            )
        if dry_run:
            for line in _plan(found, people, register, where, most_recipients):
                tell(line)
            return
        rules = Rules(most_recipients, machines, amount)
        secret = Key.new() if key is None else key_file(key)[0]
        counted = count(where, between, register, secret, rules) if between and register is not None else None
        gone = ways(cases, where, _shown(where, register, rules, secret)) if cases else None
    unknown = set(weighed) - set(counted.kinds if counted else ())
    for line in (*(_counted(counted) if counted else ()), *(_gone(gone) if gone else ())):
        tell(line)
    if unknown:
        tell(f"--weights: no interaction that is told is of kind {', '.join(sorted(unknown))}.")
    written = [file for path in outputs for file in write(path, counted, gone, weighed)]
    read = [file for file in written if file.suffix.lower() != ".parquet"]
    tell(f"\nWritten: {', '.join(map(str, written))}.")
    if read and ((counted and counted.ties) or (gone and gone.found)):
        tell(f"Then: alignment report {' '.join(map(quoted, read))}")


def _shown(where: "Engine", people: "Register | None", rules: "Rules", key: "Key") -> Mapping[str, str] | None:
    """What departments are called; those of few people are put together."""
    from alignment.interactions.identifiers import machines
    from alignment.interactions.people import shown_in
    from alignment.interactions.privacy import Hashing

    if people is None:
        tell("Without --people nobody knows how large departments are: those of fewer than five people are named too.")
        return None
    return shown_in(people, Hashing(where, key), machines(rules.machines))


def _weights(text: str) -> Mapping[str, Fraction]:
    found = {}
    for part in filter(None, (one.strip() for one in text.split(","))):
        kind, _, number = part.rpartition("=")
        try:
            found[kind.strip().lower()] = Fraction(number.strip())
        except (ValueError, ZeroDivisionError):
            raise click.BadParameter(
                f'"{part}" is no kind and number, such as meeting=2.', param_hint="--weights"
            ) from None
        if not kind.strip() or not 0 < found[kind.strip().lower()] <= 1_000_000:
            raise click.BadParameter(
                f'"{part}": name a kind, and a number above 0 and up to a million.', param_hint="--weights"
            )
    return found


def _plan(
    found: "Sequence[Log]", people: str | None, register: "Register | None", where: "Engine", most: int
) -> Iterator[str]:
    """What would be read and kept; nothing but headers has been looked at."""
    from alignment.analysis.privacy import SMALLEST
    from alignment.interactions.columns import shown

    yield f"Counted on: {where.name}. No row was read."
    for log in found:
        yield f"\n{log.place}: a log of {log.shape}"
        for field, header in log.columns.items():
            what = "hashed at once" if field in ("from", "to", "recipients", "participants") else "read"
            yield f"  {field}: column {header}, {what}"
        if log.left_out:
            yield f"  never read: {shown(log.left_out)}"
    if register is not None:
        yield f"\n{people}: who is in which department"
        for field, header in register.columns.items():
            yield f"  {field}: column {header}, {'hashed at once' if field == 'person' else 'read'}"
    yield f"\nDropped and counted: rows without a day or a name, machines, oneself, more than {most} recipients, people who are in no department."
    yield f"Kept: departments by month and kind with at least {SMALLEST} people, and ways of at least {SMALLEST} cases. No row, no person and no pair of people is written."


def _counted(counted: "Counted") -> Iterator[str]:
    from alignment.interactions.pairs import KEPT

    yield f"{sum(counted.rows.values()):,} rows read, {counted.rows[KEPT]:,} kept"
    for fate, rows in counted.rows.items():
        if fate != KEPT:
            yield f"  dropped: {rows:,} ({_DROPPED[fate]})"
    if counted.bots:
        yield f"  machines left out of lists of people: {counted.bots:,}"
    if counted.no_stays:
        yield f"  rows of --people not used: {counted.no_stays:,} (no person, no department, an end before its beginning, or a day that cannot be read; write it as 2026-01-31)"
    if counted.in_several:
        yield f"  people in several departments from one day: {counted.in_several:,}; the first by name counts"
    if counted.several:
        yield f'  read as one person: {counted.several:,} cells that hold several. Name their column in a mapping file: [columns.log] recipients = "To"'
    # What is withheld is in no figure, so that none is the difference of two.
    yield f"{counted.known - counted.withheld:,} interactions of two people in departments"
    if counted.unlisted:
        yield f"  not counted: {counted.unlisted:,}, with somebody who is not in --people ({_few(counted.unlisted_people)})"
    if counted.elsewhere:
        yield f"  not counted: {counted.elsewhere:,}, with somebody who is in no department on the day"
    if counted.withheld:
        yield "  withheld: some, of fewer than five people even when put together"
    named = [tie for tie in counted.ties if tie.named]
    if few := sum(tie.times for tie in counted.ties if not tie.named):
        yield f"  told as one sum only: {few:,}, of departments that fewer than five people connect; it is in a .parquet file and no tie"
    yield f"{len(named):,} {'tie' if len(named) == 1 else 'ties'} between departments, {counted.months.num_rows:,} by month"


def _few(people: int) -> str:
    from alignment.analysis.privacy import SMALLEST

    return f"{people:,} people" if people >= SMALLEST else "fewer than five people"


def _gone(ways: "Ways") -> Iterator[str]:
    yield f"{ways.rows:,} stops of cases read, {ways.rows - ways.unusable:,} kept"
    if ways.unusable:
        yield f"  dropped: {ways.unusable:,} (no case, no department, or no place in the order)"
    yield f"{len(ways.found):,} ways, of {sum(cases for _, cases in ways.found):,} cases"
    if ways.rare:
        yield f"  not told: {ways.rare:,} cases of ways that fewer than five took"
