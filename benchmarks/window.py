"""How long does the window take from drop to last file, beside `alignment report`; and how soon does each page load?

    python benchmarks/window.py                           the sample company
    python benchmarks/window.py audit.xlsx --runs 5       any workbook

Every run is a process of its own, and runs of both alternate, so that both see the same machine; medians are compared. The command
line is timed from its start to its end. The window is timed from the drop, in a program that was just started and has checked
nothing yet, until the last file of the report is written, and asked all the while how far it is, as a page does.
"""

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep

import httpx

from alignment.resources import sample_data

PAGES = ("/understood", "/issues", "/report")
# As often as the page itself asks.
_LOOK_AGAIN = 0.3


def commanded(workbook: Path) -> float:
    """Seconds of one run of the command line."""
    with tempfile.TemporaryDirectory() as folder:
        begun = perf_counter()
        subprocess.run([sys.executable, "-m", "alignment", "report", workbook, "-o", folder, "-q"], check=True)
        return perf_counter() - begun


@contextmanager
def window() -> Iterator[httpx.Client]:
    """A program that was just started, and a browser that has opened it."""
    program = subprocess.Popen(
        [sys.executable, "-u", "-m", "alignment", "app", "--no-browser"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert program.stdout is not None
        address = program.stdout.readline().split()[-1]
        home = address.partition("/open")[0]
        with httpx.Client(base_url=home, headers={"origin": home}, timeout=600) as browser:
            browser.get(address)
            yield browser
    finally:
        program.terminate()
        program.wait()


def dropped(workbook: Path) -> tuple[float, float, dict[str, float]]:
    """Seconds until there is something to see, and until the last file is written; and of each page, once all is there."""
    with window() as browser:
        secret = re.search(r'name="csrf" value="([^"]+)"', browser.get("/").text)[1]
        content = workbook.read_bytes()
        begun = perf_counter()
        browser.post("/check", data={"csrf": secret}, files=[("files", (workbook.name, content))])
        number = re.search(r'data-job="(\d+)"', browser.get("/running").text)[1]
        seen = 0.0
        while (told := browser.get(f"/progress?job={number}").json())["state"] == "running":
            seen = seen or (perf_counter() - begun if told["ready"] else 0.0)
            sleep(_LOOK_AGAIN)
        written = perf_counter() - begun
        assert told["state"] == "done", told["error"]
        return seen or written, written, {path: _loaded(browser, path) for path in PAGES}


def _loaded(browser: httpx.Client, path: str) -> float:
    begun = perf_counter()
    assert browser.get(path).status_code == 200
    return perf_counter() - begun


def main() -> None:
    """Run both in turn, and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("workbook", nargs="?", type=Path, default=sorted(sample_data().glob("*.xlsx"))[0])
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    lines, windows = [], []
    for _ in range(given.runs):
        lines.append(commanded(given.workbook))
        windows.append(dropped(given.workbook))
    line = statistics.median(lines)
    seen, written = (statistics.median(one[place] for one in windows) for place in (0, 1))
    print(f"alignment report          {line:6.2f} s")
    print(f"window, drop to last file {written:6.2f} s  {written / line:.2f} times as long")
    print(f"window, drop to sheets    {seen:6.2f} s")
    for path in PAGES:
        print(f"{path:<25} {statistics.median(one[2][path] for one in windows):6.3f} s")


if __name__ == "__main__":
    main()
