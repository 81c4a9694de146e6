"""Files that are made on the way are for their owner alone, whoever makes them; what was asked for is for whom the system lets."""

import os
import stat
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from shutil import copy

import httpx
import pytest

from alignment import rights
from alignment.publishing import replacing
from alignment.resources import sample_data

pytestmark = [
    pytest.mark.loopback,
    pytest.mark.skipif(os.name == "nt", reason="Windows tells who may read a file in another way"),
]
BOOKS = sorted(sample_data().glob("*.xlsx"))
# Tells of each file that is removed, hence was made on the way, and which rights it had.
WATCHED = """
    import os, stat, sys
    made, seen = {}, open(os.environ["SEEN"], "a", buffering=1)
    def look(event, given):
        try:
            if event in ("os.remove", "os.rmdir"):
                path, where = given
                found = os.lstat(path, dir_fd=None if where in (-1, None) else where)
            else:
                return
        except OSError:
            return
        seen.write(f"{event} {stat.S_IMODE(found.st_mode):o} {os.fspath(path)}\\n")
    sys.addaudithook(look)
    from alignment.__main__ import main
    main()
"""


def program(folder: Path, *arguments: object, mask: int = 0) -> list[str]:
    """What a program is started with that tells which files it removes, where others may read new files."""
    (folder / "watched.py").write_text(textwrap.dedent(WATCHED))
    return ["sh", "-c", f'umask {mask:03o}; exec "$@"', "sh", sys.executable, "watched.py", *map(str, arguments)]


def run(folder: Path, *arguments: object, mask: int = 0) -> list[tuple[str, int, str]]:
    """Run a command; return what became of the files that it removed."""
    told = folder / "seen"
    surroundings = {**os.environ, "SEEN": str(told), "TMPDIR": str(made(folder / "temporary"))}
    done = subprocess.run(
        program(folder, *arguments, mask=mask),
        cwd=folder,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [(event, int(mode, 8), path) for event, mode, path in map(str.split, told.read_text().splitlines())]


def made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for one in BOOKS:
        copy(one, tmp_path)
    (tmp_path / "quick.toml").write_text("[analysis]\npermutations = 20\n[score]\ndraws = 5\n")
    (tmp_path / "people.csv").write_text("person,department\n" + "".join(f"p{at},{'AB'[at % 2]}\n" for at in range(20)))
    meetings = "".join(f"p{at},p{(at + 1) % 20},2026-01-05\n" for at in range(20))
    (tmp_path / "mail.csv").write_text("from,to,time\n" + meetings)
    tmp_path.chmod(0o755)
    return tmp_path


COMMANDS = {
    "report": (
        "report brightwater-q1.xlsx -o new/out --settings quick.toml --quiet --format html,pdf,xlsx,pptx,json,csv",
        ["new/out/health-check.html", "new/out/health-check.pdf", "new/out/nodes.csv"],
    ),
    "check": ("check brightwater-q1.xlsx --annotate marked.xlsx", ["marked.xlsx"]),
    "new": ("new blank.xlsx", ["blank.xlsx"]),
    "map": ("map brightwater-q1.xlsx -o mapping.toml", ["mapping.toml"]),
    "simulate": ("simulate brightwater-q1.xlsx --link Sales:Billing --settings quick.toml -o told.json", ["told.json"]),
    "interactions": (
        "interactions mail.csv --people people.csv -o ties.csv -o ties.parquet -o ties.xlsx",
        ["ties.csv", "ties.parquet", "ties.xlsx"],
    ),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_made_on_the_way_is_for_its_owner_alone(folder, command):
    line, asked = COMMANDS[command]
    removed = run(folder, *line.split())
    assert [one for one in removed if one[1] & 0o077] == []
    assert command != "report" or {"data.json", "report.typ"} <= {Path(path).name for _, _, path in removed}
    assert {one: mode(folder / one) for one in asked} == dict.fromkeys(asked, 0o666)
    assert {mode(one) for one in folder.rglob("*") if one.is_dir() and "temporary" not in one.parts} <= {0o777}
    assert list((folder / "temporary").iterdir()) == []


def test_what_is_asked_for_is_as_the_system_has_it_or_as_it_was_before(folder):
    line, (book, *_) = COMMANDS["new"]
    run(folder, *line.split(), mask=0o027)
    assert mode(folder / book) == 0o640
    (folder / book).chmod(0o604)
    run(folder, *line.split(), "--force", mask=0o027)
    assert mode(folder / book) == 0o604


@pytest.mark.slow
def test_a_history_is_for_its_owner_alone_and_a_copy_of_it_too(folder):
    run(folder, "track", "add", "brightwater-q1.xlsx", "--settings", "quick.toml")
    assert mode(folder / "history.sqlite") == 0o600
    (folder / "history.sqlite").chmod(0o660)
    run(folder, "track", "export", "-o", "tables")
    assert mode(folder / "history.sqlite") == 0o660
    assert {mode(one) for one in (folder / "tables").iterdir()} == {0o666}


@pytest.mark.slow
def test_a_key_of_pseudonyms_is_for_its_owner_alone(folder):
    run(
        folder,
        "report",
        "brightwater-q1.xlsx",
        "-o",
        "out",
        "--settings",
        "quick.toml",
        "--client-safe",
        "--format",
        "json",
    )
    assert mode(folder / "alignment.key") == 0o600


@pytest.mark.slow
def test_all_that_the_window_keeps_is_for_its_owner_alone(folder):
    place = made(folder / "temporary")
    running = subprocess.Popen(
        program(folder, "app", "--no-browser", "--settings", "quick.toml"),
        cwd=folder,
        env={**os.environ, "SEEN": str(folder / "seen"), "TMPDIR": str(place), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        address = running.stdout.readline().split()[-1]
        home = address.partition("/open")[0]
        with httpx.Client(base_url=home, headers={"origin": home}, timeout=60) as browser:
            browser.get(address)
            form = browser.get("/").text.partition('name="csrf" value="')[2].partition('"')[0]
            browser.post("/check", data={"csrf": form}, files={"files": ("Ann.xlsx", BOOKS[0].read_bytes())})
            while browser.get("/running").status_code == 200:
                time.sleep(0.05)
            browser.post("/report/commentary", data={"csrf": form, "words": "Good."})
            browser.post("/report/make", data={"csrf": form, "format": "json", "client_safe": "yes"})
            until = time.monotonic() + 150
            while not list(place.rglob("print-*/health-check.json")) and time.monotonic() < until:
                time.sleep(0.05)
            assert list(place.rglob("print-*/health-check.json"))
            files = [one for one in place.rglob("*") if one.is_file()]
            assert {"in-use", "Ann.xlsx", "commentary.md", "alignment.key", "health-check.json"} <= {
                one.name for one in files
            }
            kept = {str(one.relative_to(place)): mode(one) for one in files}
            folders = {mode(one) for one in place.rglob("*") if one.is_dir()}
            browser.post("/close", data={"csrf": form})
        assert running.wait(30) == 0
    finally:
        running.kill()
        running.stdout.close()
    assert {name: found for name, found in kept.items() if found != 0o600} == {}
    assert folders == {0o700}
    assert list(place.iterdir()) == []


def test_a_place_that_is_no_file_is_written_and_stays(folder):
    with (folder / "told").open("wb") as told:
        subprocess.run(
            [sys.executable, "-m", "alignment", "map", "brightwater-q1.xlsx", "-o", "/dev/stdout", "--force"],
            cwd=folder, stdout=told, check=True,
        )  # fmt: skip
    assert "[sheets]" in (folder / "told").read_text() or "departments" in (folder / "told").read_text()
    (folder / "link.toml").symlink_to(folder / "target.toml")
    with replacing(folder / "link.toml") as made:
        made.write_text("a = 1\n")
    assert (folder / "link.toml").is_symlink()
    assert (folder / "target.toml").read_text() == "a = 1\n"


def test_used_by_another_program_nothing_is_changed_for_it(tmp_path):
    before = os.umask(0o022)
    try:
        with replacing(tmp_path / "a.toml") as made:
            made.write_text("")
        with rights.as_usual():
            (tmp_path / "b").write_text("")
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)
    assert (mode(tmp_path / "b") & 0o700) == 0o600
