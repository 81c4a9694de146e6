"""How fast are the network measures beside other libraries, and how do time and memory grow with the company?

    python benchmarks/peers.py                                  all parts, but for the largest companies: minutes
    python benchmarks/peers.py --part igraph --part shuffles
    python benchmarks/peers.py --large -o benchmarks/peers.md   all of it: about an hour on two cores

Every run is a process of its own, on the same made-up company (`companies.py`). Runs of ours and of the others take turns,
so that all see the same machine, and the quickest of each counts. Processor seconds are compared: a busy machine does not
stretch them much. Imports are not counted, nor is bringing the ties into the form that a library wants; how long that takes
here is a row of its own. Ratios hold from machine to machine, seconds do not.

vivainsights and igraph are no dependencies of the program: `make peers` installs them beside it, for this comparison
alone. A part whose library is not there says so and is left out.
"""

import argparse
import json
import math
import os
import platform
import resource
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from time import process_time
from typing import Any

from memory import peak

PERSON_LEVEL = ((300, 1_500), (1_000, 5_000), (3_000, 15_000), (10_000, 50_000))
WARM_UP = (60, 150)
SPARSE, DENSE, LARGE = (1_000, 5_000), (1_000, 25_000), (20_000, 400_000)
# From above the size up to which betweenness is exact, so that one way of measuring grows.
GROWING = ((25_000, 500_000), (50_000, 1_000_000), (100_000, 2_000_000))
# Seconds of a process, after which it is said not to be done.
LIMIT, LARGE_LIMIT = 580, 7_200
# A contender that took as long as this in all is not run again.
ENOUGH = 60.0
# Of a measure that takes less than this in the largest company nobody asks how it grows.
NOTABLE = 1.0
LIBRARIES = ("numpy", "scipy", "networkx", "graspologic-native", "igraph", "vivainsights")
Size = tuple[int, int]


@dataclass(frozen=True)
class Choice:
    """What was asked for: how often each is run at most, and whether the largest companies are wanted."""

    runs: int
    large: bool


@dataclass(frozen=True)
class Run:
    """One run: processor seconds, peak megabytes, and what came out, to compare."""

    seconds: float
    megabytes: float
    result: dict[str, Any]


def child(task: str, people: int, ties: int, limit: int) -> None:
    """Run a task in this process, and print what it took as JSON: one line, or for the growth one a measure."""
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    library, _, measure = task.partition(" ")
    if task == "ours growth":
        import ours

        for line in ours.growth(people, ties):
            print(json.dumps(line), flush=True)
        return
    if library == "ours":
        import ours

        make = ours.TASKS[measure]
    else:
        import others

        make = others.TASKS[task]
    # Another company first, so that imports are not counted.
    make(*WARM_UP)()()
    run = make(people, ties)
    begun = process_time()
    told = run()
    seconds = process_time() - begun
    print(json.dumps({"seconds": seconds, "megabytes": peak(), "result": told()}))


def said(task: str, size: Size, limit: int) -> list[dict[str, Any]]:
    """Run a task in a process of its own; return what it told until it was done, or out of time."""
    print(f"{task}, {size[0]:,} people, {size[1]:,} ties", file=sys.stderr, flush=True)
    command = [sys.executable, "-W", "ignore", __file__, "--child", task, *map(str, size), str(limit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    # A negative status is the signal that ended it: too much processor time, or memory.
    if done.returncode > 0:
        raise SystemExit(f"{task} failed at {size[0]:,} people:\n{done.stderr}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def quickest(tasks: Sequence[str], size: Size, runs: int, limit: int = LIMIT) -> list[Run | None]:
    """The quickest run of each task, all in turn; None for one that was not done in time."""
    found: dict[str, list[Run]] = {task: [] for task in tasks}
    given_up: set[str] = set()
    for _ in range(runs):
        for task, each in found.items():
            if task in given_up or sum(one.seconds for one in each) > ENOUGH:
                continue
            lines = said(task, size, limit)
            each += [Run(**one) for one in lines]
            if not lines:
                given_up.add(task)
    return [min(each, key=lambda one: one.seconds) if each else None for each in found.values()]


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table: words in the first column, numbers in the others."""
    return [
        f"| {' | '.join(columns)} |",
        "|---|" + "---:|" * (len(columns) - 1),
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
    ]


def seconds_words(run: Run | None, limit: int = LIMIT) -> str:
    return f"not done in {limit:,}" if run is None else f"{run.seconds:,.3g}"


def times(ours: Run, other: Run | None, limit: int = LIMIT) -> float:
    """How many times longer the other took; at least so many where it was not done."""
    return (limit if other is None else other.seconds) / ours.seconds


def ratio_words(ours: Run, other: Run | None, limit: int = LIMIT) -> str:
    ratio = times(ours, other, limit)
    return f"{'over ' if other is None else ''}{f'{ratio:.2f}' if ratio < 10 else f'{ratio:,.0f}'}"


def results_words(ours: Run, other: Run) -> str:
    """How far the figures of two runs are apart at most; both, where they are drawn at random."""
    one, two = ours.result, other.result
    if "figures" in one:
        return f"apart by {max(abs(a - b) for a, b in zip(one['figures'], two['figures'], strict=True)):.0e}"
    return "; ".join(f"{name} {one[name]:.3f} and {two[name]:.3f}" for name in one)


@dataclass(frozen=True)
class Row:
    """A measure beside that of another library, and how many times faster ours should be."""

    words: str
    measure: str
    library: str
    aim: float


def beside(rows: Sequence[Row], size: Size, runs: int, limit: int = LIMIT) -> list[str]:
    """A table of our measures beside the same of another library."""
    cells = []
    for row in rows:
        ours, other = quickest([f"ours {row.measure}", f"{row.library} {row.measure}"], size, runs, limit)
        cell = [row.words, seconds_words(ours, limit), seconds_words(other, limit)]
        if ours is None:
            cell += ["", f"{row.aim:.2g}", "no", ""]
        else:
            reached = "yes" if times(ours, other, limit) >= row.aim else "no"
            cell += [ratio_words(ours, other, limit), f"{row.aim:.2g}", reached]
            cell.append("" if other is None else results_words(ours, other))
        cells.append(cell)
    columns = ("", "ours, s", f"{rows[0].library}, s", "times faster", "aim", "reached", "results")
    return table(columns, cells)


def vivainsights_part(choice: Choice) -> list[str]:
    text = [
        "Ours: every measure of the catalogue that needs collaboration, from the records of a workbook on; of ties with strengths,",
        "and of the same ties without, as theirs are. Theirs:",
        '`network_p2p(return_type="table", centrality="betweenness", community="leiden")`, all that this table can hold.',
        "Nearly all of its time goes into placing the nodes of a picture that a table does not show; so the last column has its",
        "`network_summary`: the same five centralities alone, without departments and communities.",
        "",
    ]
    rows = []
    for size in PERSON_LEVEL if choice.large else PERSON_LEVEL[:-1]:
        tasks = ("ours catalogue", "ours catalogue without strengths", "vivainsights table", "vivainsights summary")
        ours, plain, whole, alone = quickest(tasks, size, choice.runs)
        if ours is None or plain is None:
            raise SystemExit(f"the measures of {size[0]:,} people were not done in {LIMIT} s")
        rows.append(
            [
                f"{size[0]:,}",
                f"{ours.result['measures']} with {ours.result['values']:,}",
                f"{ours.megabytes:.0f}",
                seconds_words(ours),
                seconds_words(plain),
                "" if whole is None else f"{whole.result['measures']}",
                "" if whole is None else f"{whole.megabytes:.0f}",
                seconds_words(whole),
                f"{ratio_words(ours, whole)}, {ratio_words(plain, whole)}",
                seconds_words(alone),
            ]
        )
    columns = (
        "people, 5 ties each", "ours: measures, values", "MB", "s", "without strengths, s", "`network_p2p`: measures", "MB",
        "s", "times faster, both", "`network_summary`, s",
    )  # fmt: skip
    return [
        *text,
        *table(columns, rows),
        "Aim: at least 50 times faster at 3,000 people, with more measures. What stands in the way is exact betweenness: a",
        "fiftieth of their time is less than igraph, in C, takes for betweenness alone. It takes half of ours without strengths;",
        "10,000 shuffles of the departments take a third.",
        "",
    ]


def networkx_part(choice: Choice) -> list[str]:
    rows = (
        Row("betweenness, in hops", "betweenness", "networkx", 40),
        Row("betweenness, by strength", "weighted betweenness", "networkx", 20),
        Row("constraint", "constraint", "networkx", 6),
        Row("effective size", "effective size", "networkx", 6),
        Row("communities, one search", "communities", "networkx", 10),
    )
    (arrays,) = quickest(["ours arrays"], DENSE, choice.runs)
    return [
        "1,000 people, 25,000 ties. Effective size is taken without strengths, since networkx's is wrong with them; communities",
        f"are Leiden's here and Louvain's there. Making arrays of the NetworkX graph, once for all: {seconds_words(arrays)} s.",
        "",
        *beside(rows, DENSE, choice.runs),
    ]


def igraph_part(choice: Choice) -> list[str]:
    text = ["1,000 people, 25,000 ties; the aim 0.77 is to take at most 1.3 times as long:", ""]
    text += beside([Row("betweenness, in hops", "betweenness", "igraph", 1 / 1.3)], DENSE, choice.runs)
    if choice.large:
        row = Row("betweenness, in hops", "betweenness", "igraph", 1.0)
        text += ["20,000 people, 400,000 ties:", "", *beside([row], LARGE, 1, LARGE_LIMIT)]
    return text


def shuffles_part(choice: Choice) -> list[str]:
    rows = (
        Row("the loop counts the company alone", "shuffles", "numpy", 1.0),
        Row("the loop counts every department too", "shuffles by department", "numpy", 1.0),
    )
    return [
        "Ties inside departments in 10,000 shuffles of 1,000 people, 5,000 ties; the loop is `permutation` and a comparison of",
        "the labels of all ties. Ours counts the company and every department.",
        "",
        *beside(rows, SPARSE, choice.runs),
    ]


def exponent(sizes: Sequence[float], values: Sequence[float]) -> float:
    """Slope of the values over the sizes, both as logarithms: 1 where both double together."""
    x, y = [math.log(one) for one in sizes], [math.log(one) for one in values]
    mean, level = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mean) * (b - level) for a, b in zip(x, y, strict=True)) / sum((a - mean) ** 2 for a in x)


def growth_part(choice: Choice) -> list[str]:
    sizes = GROWING if choice.large else GROWING[:2]
    found = [{one["id"]: one for one in said("ours growth", size, LARGE_LIMIT)} for size in sizes]
    people = [size[0] for size in sizes]
    largest = found[-1]
    if "all" not in largest:
        raise SystemExit(f"{people[-1]:,} people were not done in {LARGE_LIMIT:,} s: {list(largest)[-1]} was the last")
    rows = []
    for name, last in largest.items():
        if last["seconds"] >= NOTABLE:
            seconds, megabytes = ([one[name][what] for one in found] for what in ("seconds", "megabytes"))
            rows.append(
                [
                    f"`{name}`" if "." in name else name,
                    *(f"{one:,.3g}" for one in seconds),
                    f"{exponent(people, seconds):.2f}",
                    *(f"{one:,.0f}" for one in megabytes),
                    f"{exponent(people, megabytes):.2f}",
                ]
            )
    quick = [f"`{name}`" for name, one in largest.items() if one["seconds"] < NOTABLE and one["values"]]
    without: dict[str, list[str]] = {}
    for name, one in largest.items():
        if one["values"] == 0:
            without.setdefault(one["note"], []).append(f"`{name}`")
    told = sum(bool(one["values"]) for one in largest.values())
    columns = (
        "people",
        *(f"{one:,}, s" for one in people),
        "exponent",
        *(f"{one:,}, MB" for one in people),
        "exponent",
    )
    return [
        f"20 ties each. {told} measures have a value at {people[-1]:,} people. What several share is counted where it is first",
        f"needed; each of those that are not in the table takes under {NOTABLE:g} s. Megabytes are the peak of the process while",
        "it takes the measure, the network and arrays included. The exponents are of time and of memory over the number of people.",
        "",
        *table(columns, rows),
        f"Under {NOTABLE:g} s at {people[-1]:,} people: {', '.join(quick)}.",
        "",
        f"Without a value at {people[-1]:,} people:",
        "",
        *(f"- {', '.join(names)}: {note}" for note, names in without.items()),
        "",
    ]


PARTS: dict[str, tuple[str, Callable[[Choice], list[str]], str]] = {
    "vivainsights": ("All measures, beside vivainsights", vivainsights_part, "vivainsights"),
    "networkx": ("Single measures, beside networkx", networkx_part, "networkx"),
    "igraph": ("Betweenness, beside igraph", igraph_part, "igraph"),
    "shuffles": ("Shuffled people, beside a NumPy loop", shuffles_part, "numpy"),
    "growth": ("How time and memory grow", growth_part, "networkx"),
}


def installed(library: str) -> bool:
    return util.find_spec(library.replace("-", "_")) is not None


def machine() -> str:
    """What the table was made on, without saying whose it is."""
    versions = [f"{name} {metadata.version(name)}" for name in LIBRARIES if installed(name)]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{platform.system()}, {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB; "
        f"Python {platform.python_version()}, {', '.join(versions)}."
    )


def page(names: Iterable[str], choice: Choice) -> str:
    """All parts asked for, as a page of Markdown."""
    before = os.getloadavg()[0]
    text = []
    for name in names:
        title, part, library = PARTS[name]
        text += [f"## {title}", ""]
        text += part(choice) if installed(library) else [f"{library} is not installed: left out.", ""]
    head = [
        "# Beside other libraries",
        "",
        f"{machine()} Load {before:.1f} when it began, {os.getloadavg()[0]:.1f} when it was done.",
        "",
        f"Processor seconds, the quickest of up to {choice.runs} runs that took turns; a contender that took a minute was not run",
        "again. `make peers` makes this page; `peers.py` says what is counted.",
        "",
    ]
    return "\n".join([*head, *text]).rstrip() + "\n"


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        task, *numbers = sys.argv[2:]
        child(task, *map(int, numbers))
        return
    parser = argparse.ArgumentParser(description="Time the network measures beside other libraries.")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part; may be given several times")
    parser.add_argument("--large", action="store_true", help="with the largest companies: about an hour")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("-o", "--output", type=Path)
    chosen = parser.parse_args()
    text = page(chosen.part or PARTS, Choice(chosen.runs, chosen.large))
    if chosen.output:
        chosen.output.write_text(text, encoding="utf-8")
    else:
        print(text)


if __name__ == "__main__":
    main()
