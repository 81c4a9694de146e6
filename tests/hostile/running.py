"""Runs the program many times, each in a process of its own: forked from one that has imported it, so that a run costs what it does.

Started as ``python -m hostile.running``: a line of JSON for each run comes in, and one about how it ended goes out.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

__all__ = ["SECONDS", "Ended", "Runner"]

SECONDS = 60
# More than a run may hold, so that the peak is a measurement and not a guess; less than would hurt the machine.
_MOST_ADDRESSES = 6 << 30
_MOST_IN_A_FILE = 512 << 20
# What commands import when they begin to work.
_HEAVY = (
    "jinja2", "matplotlib.pyplot", "networkx", "numpy", "openpyxl", "pandas", "pptx", "scipy.stats", "sqlalchemy",
    "typst", "alembic.command", "markdown_it", "fontTools.ttLib",
)  # fmt: skip
# Those that cannot be imported by themselves, or need what a report does not.
_LEFT_OUT = ("alignment.history.migrations.env", "alignment.__main__", "alignment.app", "alignment.interactions")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its status, -9 where it was stopped; the seconds it took and the most bytes it held; what it said."""

    status: int
    seconds: float
    peak: int
    out: str
    err: str


class Runner:
    """A process that runs the program when it is asked to."""

    def __init__(self) -> None:
        tests = Path(__file__).resolve().parents[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "hostile.running"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=tests,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(tests)},
        )

    def run(self, arguments: Sequence[str], place: Path) -> Ended:
        """Run the program with a home, a temporary and a current folder of its own under `place`."""
        for name in ("home", "tmp", "cwd", "said"):
            (place / name).mkdir()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"arguments": list(arguments), "place": str(place)}) + "\n")
        self.process.stdin.flush()
        ended = json.loads(self.process.stdout.readline())
        told = {name: (place / "said" / name).read_text(encoding="utf-8", errors="replace") for name in ("out", "err")}
        return Ended(**ended, **told)

    def close(self) -> None:
        self.process.communicate(timeout=SECONDS)


def warm() -> None:
    """Import what a run imports, and run nothing: a process that has threads cannot be forked."""
    import alignment

    for name in _HEAVY:
        importlib.import_module(name)
    for module in pkgutil.walk_packages(alignment.__path__, "alignment."):
        if not module.name.startswith(_LEFT_OUT) and ".versions" not in module.name:
            importlib.import_module(module.name)


def _become(request: Mapping[str, Any]) -> None:
    """In the child: be the program, called in the folders of the request."""
    os.setsid()
    place = Path(request["place"])
    # Nothing to read, and not the requests of the parent.
    for handle, (name, how) in enumerate((("said/in", "w+"), ("said/out", "w"), ("said/err", "w"))):
        with (place / name).open(how) as file:
            os.dup2(file.fileno(), handle)
    os.chdir(place / "cwd")
    os.environ.update(HOME=str(place / "home"), TMPDIR=str(place / "tmp"))
    tempfile.tempdir = None
    for kind, most in (
        (resource.RLIMIT_AS, _MOST_ADDRESSES),
        (resource.RLIMIT_FSIZE, _MOST_IN_A_FILE),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, 4 * SECONDS),
    ):
        with suppress(ValueError):
            resource.setrlimit(kind, (most, most))
    sys.argv = ["alignment", *request["arguments"]]


def _be_the_program() -> NoReturn:
    """Run the command line and end as it says, without taking apart what the parent had imported: that takes a second."""
    from alignment.__main__ import main as program

    status = 0
    try:
        program()
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        traceback.print_exc()
        status = 1
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError):
            stream.flush()
    os._exit(status)


def _waited(child: int) -> tuple[int, resource.struct_rusage]:
    until = time.monotonic() + SECONDS
    while True:
        ended, status, used = os.wait4(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status), used
        if time.monotonic() > until:
            os.killpg(child, signal.SIGKILL)
            _, status, used = os.wait4(child, 0)
            return os.waitstatus_to_exitcode(status), used
        time.sleep(0.005)


def main() -> None:
    """Answer requests until there are no more."""
    warm()
    # A collector that walks over all of it would copy every page of it into each child.
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        request, begun = json.loads(line), time.monotonic()
        child = os.fork()
        if child == 0:
            _become(request)
            _be_the_program()
        status, used = _waited(child)
        peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        print(json.dumps({"status": status, "seconds": time.monotonic() - begun, "peak": peak}), flush=True)


if __name__ == "__main__":
    main()
