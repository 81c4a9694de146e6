"""`alignment track`: a quarter is added, listed, exported and removed, and a mistake is met with what to do."""

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from alignment.cli.main import alignment
from alignment.history.store import open_store

MAPPING = '[sheets]\ndepartments = "Departments"\n[values]\nmissing = ["Ops"]\n'


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ALIGNMENT_STORE", raising=False)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(alignment, ["track", *(str(one) for one in arguments)])


def workbook(name: str, day: str | None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Departments"
    for row in (["Department", "Head"], ["Sales", "Ann"], ["Ops", "Bob"]):
        sheet.append(row)
    about = book.create_sheet("Organisation")
    about.append(["Name", "Acme"])
    if day:
        about.append(["Snapshot date", day])
    book.save(name)
    return Path(name)


def test_quarters_are_added_and_listed_by_date(tmp_path: Path):
    second, first = workbook("q2.xlsx", "2026-06-30"), workbook("q1.xlsx", "2026-03-31")
    for one in (second, first):
        assert run("add", one).exit_code == 0
    listed = run("list").output.splitlines()
    assert listed[0] == "history.sqlite: 2 snapshots"
    assert [line.split()[1] for line in listed[2:]] == ["2026-03-31", "2026-06-30"]
    assert [line.split()[-1] for line in listed[2:]] == ["q1.xlsx", "q2.xlsx"]
    assert (tmp_path / "history.sqlite").is_file()


def test_adding_the_same_again_says_so_and_adds_nothing():
    book = workbook("q1.xlsx", "2026-03-31")
    assert "history.sqlite: added" in run("add", book).output
    again = run("add", book)
    assert (again.exit_code, "has already" in again.output) == (0, True)
    assert run("list").output.startswith("history.sqlite: 1 snapshot\n")
    assert run("add", book, "--quiet").output == ""


def test_the_same_read_with_another_mapping_is_not_passed_over_in_silence():
    book = workbook("q1.xlsx", "2026-03-31")
    run("add", book)
    Path("mapping.toml").write_text(MAPPING, encoding="utf-8")
    said = run("add", book, "--mapping", "mapping.toml", "--quiet")
    assert said.exit_code == 0
    assert "was read otherwise then" in said.output
    assert "alignment track remove" in said.output


def test_a_workbook_that_says_no_day_is_given_one():
    book = workbook("wave.xlsx", None)
    said = run("add", book)
    assert said.exit_code == 2
    assert "--date" in said.output
    assert run("add", book, "--date", "2025-06-30").exit_code == 0
    with open_store("history.sqlite") as store:
        kept = store.load("2025-06-30")
    assert str(kept.organisation.snapshot_date) == str(kept.check.snapshot_date) == "2025-06-30"


def test_the_store_is_where_the_option_or_the_environment_says(tmp_path: Path, monkeypatch):
    book = workbook("q1.xlsx", "2026-03-31")
    assert run("add", book, "--store", "one.sqlite").exit_code == 0
    monkeypatch.setenv("ALIGNMENT_STORE", "two.sqlite")
    assert run("add", book).exit_code == 0
    assert {one.name for one in tmp_path.glob("*.sqlite")} == {"one.sqlite", "two.sqlite"}


def test_the_history_is_exported_and_a_snapshot_removed():
    run("add", workbook("q1.xlsx", "2026-03-31"))
    done = run("export", "-o", "out")
    assert done.exit_code == 0
    assert sorted(one.name for one in Path("out").iterdir()) == [
        "v_actions.csv",
        "v_findings.csv",
        "v_measurements.csv",
    ]
    assert run("remove", "2026-03-31").output == "history.sqlite: removed Acme, 2026-03-31\n"
    assert run("list").output == "history.sqlite: 0 snapshots\n"


def test_without_a_history_one_line_says_what_to_do(tmp_path: Path):
    said = run("list")
    assert said.exit_code == 2
    assert said.output == (
        "alignment: history.sqlite: there is no history here. `alignment track add` begins one; --store gives another place.\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named():
    said = run("add", workbook("q1.xlsx", "2026-03-31"), "--store", "nowhere/history.sqlite")
    assert said.exit_code == 2
    assert "nowhere/history.sqlite: cannot be made (No such file or directory)" in said.output.replace("\\", "/")


def test_help_on_tracking_imports_no_database():
    script = (
        "import sys, contextlib, io\n"
        "from alignment.cli.main import alignment\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    alignment(['track', 'add', '--help'], prog_name='alignment')\n"
        "print(sorted({'sqlalchemy', 'alembic', 'cattrs', 'pandas', 'networkx'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, env=os.environ)
    assert done.stdout.strip() == "[]"
