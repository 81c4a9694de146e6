"""Disks that are full, folders that cannot be written, files that are open elsewhere: one line that says what to do, and what was there stays."""

import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

from alignment.cli.main import alignment
from alignment.interactions import engines
from alignment.source.styling import Archive
from faults import FULL, Outcome, aside, audit, bytes_in, disk, forks, kill, refuse, sweep

FORMATS = "xlsx,json,csv"
Said = tuple[int, str]


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    for module in ("html", "pdf", "excel", "powerpoint", "json", "graph", "picture"):
        import_module(f"alignment.report.{module}")


def run(*arguments: object, temporary: Path | None = None) -> Said:
    """Run a command; give its status, and what it says of errors."""
    if temporary is not None:
        os.environ["TMPDIR"], tempfile.tempdir = str(temporary), None
    done = CliRunner().invoke(alignment, [str(one) for one in arguments])
    return done.exit_code, done.stderr


def run_aside(*arguments: object, temporary: Path | None = None) -> Said:
    found = aside(lambda: run(*arguments, temporary=temporary))
    assert not found.fault, found.fault
    return found.returned


def is_refused(said: Said) -> bool:
    """Tell whether a run was refused in one line that says that a disk is full."""
    if said == (0, ""):
        return False
    status, line = said
    assert status == 2, said
    assert line.startswith("alignment: "), said
    assert line.count("\n") == 1, said
    assert "full" in line, said
    assert "a fault of this program" not in line, said
    return True


@pytest.fixture
def company(tmp_path: Path) -> tuple[Path, Path, dict[str, bytes]]:
    """The workbook of now, a folder with the report of before, and what is in it."""
    out = tmp_path / "out"
    assert run_aside("report", audit(tmp_path / "before.xlsx", ""), "-o", out, "-q", "--format", FORMATS) == (0, "")
    return audit(tmp_path / "acme.xlsx", "Sales"), out, bytes_in(out)


@forks
@pytest.mark.slow
def test_files_that_may_not_grow_beyond_any_size_leave_the_last_good_report(company, tmp_path):
    resource = pytest.importorskip("resource", reason="this system limits no file's size")
    book, out, old = company
    first, refusals = shutil.copytree(out, tmp_path / "first"), 0
    assert run_aside("report", book, "-o", out, "-q", "--format", FORMATS) == (0, "")
    new = bytes_in(out)

    def limited(most: int) -> Said:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        return run("report", book, "-o", out, "-q", "--format", FORMATS)

    # Up to the largest file, more of them where the sheets of the workbook are.
    sizes = [0, 1, *range(100, 4_000, 300), *range(10_000, 90_000, 20_000), 10_000_000]
    for most in sizes:
        shutil.rmtree(out)
        shutil.copytree(first, out)
        found = aside(lambda: limited(most))  # noqa: B023
        assert not found.fault, found.fault
        refused = is_refused(found.returned)
        assert bytes_in(out) == (old if refused else new), (most, found)
        refusals += refused
    assert 12 < refusals < len(sizes)
    assert not refused


@forks
@pytest.mark.slow
def test_a_disk_too_small_for_the_report_or_for_temporary_files_leaves_the_last_good_report(company, tmp_path):
    book, out, old = company
    fits = refused = 0
    for size in (32_768, *range(100_000, 2_000_000, 300_000)):
        with disk(size) as small:
            said = run_aside("report", book, "-o", small / "out", "-q", "--format", f"{FORMATS},pdf")
            full = is_refused(said)
            assert [one for one in small.rglob("*") if one.is_file()] == [] if full else len(bytes_in(small)) == 5
            refused, fits = refused + full, fits + (not full)
        with disk(size) as small:
            if is_refused(said := run_aside("report", book, "-o", out, "-q", "--format", "xlsx,pdf", temporary=small)):
                assert said[1] == (
                    f"alignment: {small}: cannot be written (No space left on device). The disk of temporary files is full: make "
                    "room, or name a folder on another in the variable TMPDIR (TMP on Windows).\n"
                )
                assert bytes_in(out) == old
                refused += 1
            else:
                shutil.rmtree(out)
                shutil.copytree(restored(old, tmp_path), out)
                fits += 1
            assert list(small.iterdir()) == []
    assert refused > 3
    assert fits > 3


def restored(files: dict[str, bytes], place: Path) -> Path:
    folder = Path(tempfile.mkdtemp(dir=place))
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def test_a_sheet_of_which_the_end_found_no_room_is_no_sheet(tmp_path):
    part = tmp_path / "sheet"
    with Archive(tmp_path / "book.xlsx", "w") as archive:
        part.write_bytes(b"<worksheet><sheetData/></worksheet>")
        archive.write(part, "xl/worksheets/sheet1.xml")
        for short in (b"<worksheet><sheetData/></work", b"<worksheet><sheetData>", b""):
            part.write_bytes(short)
            with pytest.raises(OSError, match="No space left on device"):
                archive.write(part, "xl/worksheets/sheet2.xml")
    assert zipfile.ZipFile(tmp_path / "book.xlsx").namelist() == ["xl/worksheets/sheet1.xml"]


@pytest.fixture
def log(tmp_path: Path) -> list[object]:
    rows = [f"2026-01-{1 + at % 28:02d},s{at % 5},o{at % 7}" for at in range(200)]
    (tmp_path / "log.csv").write_text("\n".join(["date,from,to", *rows]), encoding="utf-8")
    people = [*(f"s{at},Sales" for at in range(5)), *(f"o{at},Ops" for at in range(7))]
    (tmp_path / "people.csv").write_text("\n".join(["person,department", *people]), encoding="utf-8")
    return ["interactions", tmp_path / "log.csv", "--people", tmp_path / "people.csv"]


def commands(tmp_path: Path) -> dict[str, tuple[list[object], Path]]:
    """Commands that write beside reports, each with what it writes."""
    book, made = audit(tmp_path / "acme.xlsx", "Sales"), tmp_path / "made"
    return {
        "new": (["new", made / "new.xlsx"], made),
        "survey": (["new", made / "form.xlsx", "--survey"], made),
        "map": (["map", book, "-o", made / "mapping.toml", "--force"], made),
        "annotate": (["check", book, "--annotate", made / "marked.xlsx"], made),
    }  # fmt: skip


@forks
@pytest.mark.slow
@pytest.mark.parametrize("name", ["new", "survey", "map", "annotate"])
def test_whatever_is_written_is_there_whole_or_not_at_all(tmp_path: Path, name: str):
    arguments, made = commands(tmp_path)[name]
    made.mkdir()
    status, said = run_aside(*arguments)
    assert (status, len(bytes_in(made))) == (0, 1), said
    whole = bytes_in(made)
    strikes: list[Callable[[str, Path], object]] = [kill, refuse(FULL)]
    for strike in strikes:
        shutil.rmtree(made)
        made.mkdir()
        seen = 0
        for found in sweep(lambda: run(*arguments), strike, [made], making=strike is not kill):
            seen += 1
            left = bytes_in(made)
            names = {one for one in left if not one.startswith(".alignment-")}
            assert names in (set(), set(whole))
            if strike is not kill:
                # What could not be done at once may be done in another way, such as a copy.
                assert ended_well(found) or (left == {} and is_refused(found.returned[0])), found
            # The next run takes away what was left behind, and makes the file; every third shows it.
            if seen % 3:
                shutil.rmtree(made)
                made.mkdir()
                continue
            if name in ("new", "survey"):
                shutil.rmtree(made / next(iter(whole)), ignore_errors=True)
                for one in names:
                    (made / one).unlink()
            assert run_aside(*arguments)[0] == 0
            assert bytes_in(made).keys() == whole.keys()
            shutil.rmtree(made)
            made.mkdir()
        assert seen >= 4


def ended_well(found: Outcome) -> bool:
    return isinstance(found.returned, tuple) and found.returned[0][0] == 0


@forks
@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("file", "file: cannot be written (File exists). A file is where a folder is needed. "),
        ("file/out", "out: cannot be written (Not a directory). A file is where a folder is needed. "),
        ("taken", "health-check.json: cannot be written (Is a directory). "),
    ],
)
def test_what_is_in_the_way_is_named(tmp_path: Path, place: str, said: str):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "taken" / "health-check.json").mkdir(parents=True)
    book = audit(tmp_path / "acme.xlsx", "Sales")
    status, line = run_aside("report", book, "-o", tmp_path / place, "-q", "--format", "csv,json")
    assert status == 2
    assert line.endswith(f"{said}Close the file if it is open, or choose another folder with -o.\n")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
    assert [one.name for one in (tmp_path / "taken").iterdir()] == ["health-check.json"]


@forks
@pytest.mark.slow
def test_a_disk_that_only_reads_is_named_and_can_be_read(tmp_path: Path):
    book = audit(tmp_path / "acme.xlsx", "Sales")
    with disk(None) as shut:
        for arguments, said in (
            (["report", book, "-o", shut / "out"], f"{shut / 'out'}: cannot be written (Read-only file system)."),
            (["new", shut / "new.xlsx"], f"{shut / 'new.xlsx'}: cannot be written (Read-only file system)."),
            (["track", "add", book, "--store", shut / "h.sqlite"], f"{shut / 'h.sqlite'}: cannot be made (Read-only file system)."),
        ):  # fmt: skip
            status, line = run_aside(*arguments)
            assert (status, line.count("\n")) == (2, 1)
            assert line.startswith(f"alignment: {said}")


@forks
@pytest.mark.slow
def test_a_log_that_is_spilled_to_a_full_disk_is_told_so(tmp_path: Path, log, monkeypatch):
    rows = "\n".join(f"2026-{1 + at % 12:02d}-01,p{at * 7 % 40_000},p{at * 13 % 40_000}" for at in range(400_000))
    (tmp_path / "log.csv").write_text(f"date,from,to\n{rows}", encoding="utf-8")
    people = "\n".join(f"p{at},D{at % 50}" for at in range(40_000))
    (tmp_path / "people.csv").write_text(f"person,department\n{people}", encoding="utf-8")
    monkeypatch.setattr(engines, "MEMORY", "40MB")
    with disk(100_000) as small:
        status, said = run_aside(*log, "-o", tmp_path / "ties.csv", temporary=small)
        assert (status, said) == (
            2,
            "alignment: duckdb could not count this: the disk of temporary files is full. Make room, or name a folder on another in "
            "the variable TMPDIR (TMP on Windows).\n",
        )
        assert list(small.iterdir()) == []
    assert not (tmp_path / "ties.csv").exists()


def test_what_excel_keeps_beside_an_open_workbook_is_no_workbook(tmp_path: Path):
    book = audit(tmp_path / "acme.xlsx", "Sales")
    # Its own mark is 165 bytes of the name of whoever has it open; but even a whole workbook of that name is none.
    for content in (b"\x05Maria" + bytes(159), book.read_bytes()):
        (tmp_path / "~$acme.xlsx").write_bytes(content)
        assert run("report", book, tmp_path / "~$acme.xlsx", "-o", tmp_path / "out") == (
            2,
            f"alignment: {tmp_path / '~$acme.xlsx'}: is no workbook, but what Excel keeps beside one that is open in it. Leave it out.\n",
        )
    (tmp_path / "csv").mkdir()
    for name in ("Departments.csv", "~$Departments.csv", ".~lock.Departments.csv#", "._Departments.csv"):
        (tmp_path / "csv" / name).write_text("Department\nSales\n", encoding="utf-8")
    status, said = run("report", tmp_path / "csv", "-o", tmp_path / "out", "-q", "--format", "json")
    assert (status, said) == (0, "")
    assert '"file": "Departments.csv"' in (tmp_path / "out" / "health-check.json").read_text(encoding="utf-8")
    assert "~" not in (tmp_path / "out" / "health-check.json").read_text(encoding="utf-8")
