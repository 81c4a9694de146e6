"""Fuzz the reader with atheris: `make fuzz`, or `python tests/hostile/fuzz.py csv cells --seconds 60`.

Each target runs in a process of its own, guided by what it reaches in the program. What raises is kept in
`.fuzz/crashes`, once for each place it was raised at, and the run goes on; a hang or a lack of memory ends the target, and
libFuzzer keeps the input in the same folder. The last lines say how much was run; the status is 1 where anything was found.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

# A tool of its own: pytest puts this on the path for what it runs.
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

PLACE = Path(".fuzz")
MEGABYTES = 1500
# A run that takes so many seconds is a hang; all inputs are small.
HANG = 30
LONGEST = 8192


def main() -> int:
    """Run targets one after the other and tell what came of each."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("targets", nargs="*", help="those of fuzztargets.TARGETS; all without any")
    asked.add_argument("--seconds", type=int, default=60, help="for each target")
    asked.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        _fuzz(given.targets[0], given.seconds)
        return 0
    from fuzztargets import TARGETS

    found = [_told(target, given.seconds) for target in given.targets or TARGETS]
    return int(any(found))


def _told(target: str, seconds: int) -> bool:
    """Fuzz a target in a process of its own; tell whether anything was found."""
    crashes = PLACE / "crashes" / target
    command = [sys.executable, str(Path(__file__)), target, "--one", "--seconds", str(seconds)]
    # Chance decides the order of sets: the same input must fall again.
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        errors="replace",
        env={**os.environ, "PYTHONHASHSEED": "0"},
        check=False,
    )
    figures = dict(re.findall(r"stat::(\w+):\s*(\d+)", done.stderr))
    kept = [one for one in crashes.iterdir() if one.suffix != ".txt"] if crashes.is_dir() else []
    kinds = {kind: sum(one.name.startswith(kind) for one in kept) for kind in ("crash", "timeout", "oom", "slow-unit")}
    print(
        f"{target}: {int(figures.get('number_of_executed_units', 0)):,} runs, {kinds['crash']} crashes, {kinds['timeout']} hangs, "
        f"{kinds['oom']} out of memory, {kinds['slow-unit']} slow, {figures.get('peak_rss_mb', '?')} MB",
        flush=True,
    )
    if not figures:
        print(done.stderr[-2000:], flush=True)
    return bool(kept) or not figures


def _fuzz(target: str, seconds: int) -> None:
    """Fuzz one target in this process, which ends with it."""
    import atheris

    # What a library warns of stands before the user, too.
    warnings.simplefilter("error", RuntimeWarning)
    # What measures is called a million times for a dozen cells: to follow that would cost nine runs of ten.
    with atheris.instrument_imports(
        include=["alignment", "tomllib"], exclude=["alignment.analysis", "alignment.network"]
    ):
        from fuzztargets import TARGETS
    from fuzzseeds import dictionary, seeds

    corpus, crashes = PLACE / "corpus" / target, PLACE / "crashes" / target
    for folder in (corpus, crashes):
        folder.mkdir(parents=True, exist_ok=True)
    for content in seeds(target, corpus.parent):
        (corpus / hashlib.sha256(content).hexdigest()[:16]).write_bytes(content)
    words = PLACE / "words.dict"
    words.write_text("\n".join(dictionary()) + "\n", encoding="ascii")
    options = {
        "max_total_time": seconds, "rss_limit_mb": MEGABYTES, "timeout": HANG, "max_len": LONGEST, "print_final_stats": 1,
        "report_slow_units": 10, "verbosity": 0, "dict": words, "artifact_prefix": f"{crashes}/",
    }  # fmt: skip
    arguments = [sys.argv[0], *(f"-{name}={value}" for name, value in options.items()), str(corpus)]
    # libFuzzer ends the process with no word to Python: what would be cleared away at its end is cleared away at the next.
    files = PLACE / "files" / target
    shutil.rmtree(files, ignore_errors=True)
    files.mkdir(parents=True)
    atheris.Setup(arguments, _kept(lambda data: TARGETS[target](data, files), crashes))
    atheris.Fuzz()


def _kept(run: Callable[[bytes], None], crashes: Path) -> Callable[[bytes], None]:
    """A target that keeps what raises, the shortest input for each place, and goes on."""

    def one_input(data: bytes) -> None:
        try:
            run(data)
        except Exception as problem:  # whatever it is, it is found
            name = crashes / f"crash-{hashlib.sha256(''.join(_place(problem)).encode()).hexdigest()[:12]}"
            if not name.exists() or len(data) < name.stat().st_size:
                name.write_bytes(data)
                name.with_suffix(".txt").write_text("".join(traceback.format_exception(problem)), "utf-8", "replace")

    return one_input


def _place(problem: BaseException) -> Iterator[str]:
    """What is raised, and where: of the program's own lines the last three; of what must hold, which of it."""
    yield type(problem).__name__
    if isinstance(problem, AssertionError):
        yield str(problem)[:30]
    lines = [
        one
        for one in traceback.extract_tb(problem.__traceback__)
        if "alignment" in one.filename or str(HERE) in one.filename
    ]
    yield from (f"{one.filename}:{one.lineno}" for one in lines[-3:])


if __name__ == "__main__":
    sys.exit(main())
