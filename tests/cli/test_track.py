"""`alignment track`: a quarter is added, listed, exported and removed, and a mistake is met with what to do."""

import json
import os
import re
import shutil
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
    # Nothing was kept, and a scheduler has to know.
    assert said.exit_code == 1
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


# Over time.


def company(name: str, day: str, owner: str | None = None, **sheets: list[tuple[object, ...]]) -> Path:
    """Two journeys of two departments; the first may have an owner."""
    book = openpyxl.Workbook()
    book.active.title = "Organisation"
    pages = {
        "Organisation": [("Name", "Acme"), ("Snapshot date", day)],
        "Departments": [("Department", "Head"), ("Sales", "Ann"), ("Ops", "Bob")],
        "People": [("Person", "Department"), ("Ann", "Sales"), ("Bob", "Ops")],
        "Journeys": [("Journey", "End-to-end owner"), ("Move", owner), ("Leave", None)],
        "Journey steps": [
            ("Journey", "Order", "Step", "Department"),
            *(
                (journey, at, f"Step {at}", unit)
                for journey in ("Move", "Leave")
                for at, unit in enumerate(("Sales", "Ops"), 1)
            ),
        ],
        **sheets,
    }
    for title, rows in pages.items():
        page = book.active if title == "Organisation" else book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(name)
    return Path(name)


def of_three_quarters() -> None:
    for name, day, owner in (("q1", "2026-03-31", None), ("q2", "2026-06-30", "Ann"), ("q3", "2026-09-30", None)):
        assert run("add", company(f"{name}.xlsx", day, owner), "-q").exit_code == 0


def test_the_trend_shows_each_check_and_how_the_figures_moved():
    of_three_quarters()
    shown = run("trend").output.splitlines()
    assert shown[0] == "Acme: 3 checks"
    assert [line.split()[0] for line in shown[2:5]] == ["2026-03-31", "2026-06-30", "2026-09-30"]
    owned = next(line for line in shown if line.startswith("Journeys with one end-to-end owner  "))
    assert owned.split()[-3:] == ["0", "0.5", "0"]


def test_a_target_is_told_beside_the_trend():
    of_three_quarters()
    Path("alignment.toml").write_text(
        '[targets]\n"ownership.journeys_owned" = { value = 0.9, by = 2026-07-31 }\n', encoding="utf-8"
    )
    said = run("trend", "--settings", "alignment.toml").output
    assert "the target of 90% by 31 July 2026 is late. The last wave has 0%." in said


def test_a_scheduler_is_told_when_it_has_become_worse():
    for name, day, owner in (("q1", "2026-03-31", None), ("q2", "2026-06-30", "Ann")):
        run("add", company(f"{name}.xlsx", day, owner), "-q")
    assert run("list", "--fail-on", "regression").exit_code == 0
    run("add", company("q3.xlsx", "2026-09-30"), "-q")
    said = run("list", "--fail-on", "regression")
    assert said.exit_code == 1
    assert "Acme, 2026-06-30 → 2026-09-30: worse\n  OWN01 Found again: “Move” has no end-to-end owner" in said.output
    assert run("list").exit_code == 0


def test_the_company_has_the_name_that_is_given():
    book = workbook("wave.xlsx", "2026-03-31")
    assert run("add", book, "--company", "Acme Group").output.endswith("Acme Group, 2026-03-31\n")


def test_several_companies_are_told_apart():
    run("add", workbook("a.xlsx", "2026-03-31"), "-q")
    run("add", workbook("b.xlsx", "2026-06-30"), "--company", "Bolt", "-q")
    said = run("trend")
    assert said.exit_code == 2
    assert "several companies: Acme, Bolt. Choose one with --company" in said.output
    assert run("list", "--company", "bolt").output.startswith("history.sqlite: 1 snapshot\n")


def test_a_workbook_that_names_no_company_is_told_under_which_name_it_stands():
    def nameless(name: str, day: str) -> Path:
        book = openpyxl.load_workbook(workbook(name, day))
        book["Organisation"].delete_rows(1)
        book.save(name)
        return Path(name)

    assert "does not say what" not in run("add", nameless("acme-q1.xlsx", "2026-03-31")).output
    said = run("add", nameless("acme-q2.xlsx", "2026-06-30")).output
    assert "it stands as acme-q2, the name of its file. Where it is acme-q1, take it out" in said
    both = run("trend", "--company", "acme-q1", "--company", "acme-q2")
    assert both.output.startswith("acme-q2: 2 checks\n")


def test_what_was_renamed_can_be_said_when_it_is_added():
    run("add", workbook("q1.xlsx", "2026-03-31"), "-q")
    book = openpyxl.load_workbook("q1.xlsx")
    book["Departments"]["A3"] = "Operations"
    book["Organisation"]["B2"] = "2026-06-30"
    book.save("q2.xlsx")
    Path("crosswalk.toml").write_text('[departments]\nOperations = "Ops"\n', encoding="utf-8")
    assert run("add", "q2.xlsx", "--crosswalk", "crosswalk.toml", "-q").exit_code == 0
    compared = CliRunner().invoke(alignment, ["compare", "2026-03-31", "2026-06-30"]).output
    assert "Ops → Operations" in compared


def test_a_snapshot_to_hand_on_names_nobody():
    run("add", company("q1.xlsx", "2026-03-31", "Ann"), "--client-safe", "-q")
    with open_store("history.sqlite") as store:
        kept = store.load("2026-03-31")
    assert not {"Ann", "Bob"} & {one.name for one in kept.organisation.people}
    assert kept.check.discretion is not None
    assert Path("alignment.key").is_file()
    # The next is read in full: its people are nobody of those.
    run("add", company("q2.xlsx", "2026-06-30", "Ann"), "-q")
    said = run("trend")
    assert said.exit_code == 2
    assert "People have in the check of 2026-03-31 pseudonyms by the key" in said.output


def test_neither_a_file_nor_a_snapshot_is_said_to_be_neither():
    run("add", workbook("q1.xlsx", "2026-03-31"), "-q")
    said = CliRunner().invoke(alignment, ["compare", "2026-03-31", "2027-01-01"])
    assert said.exit_code == 2
    assert "2027-01-01: there is no such file, and no one snapshot is meant by it." in said.output


def report(*arguments: object) -> Result:
    return CliRunner().invoke(alignment, ["report", *map(str, arguments)])


def test_what_has_changed_is_written_in_every_format():
    of_three_quarters()
    done = run("report", "-o", "out")
    assert done.exit_code == 0, done.output
    assert sorted(one.name for one in Path("out").iterdir()) == [
        "trend.html",
        "trend.json",
        "trend.pdf",
        "trend.pptx",
        "trend.xlsx",
    ]
    told = json.loads(Path("out/trend.json").read_text(encoding="utf-8"))["trend"]
    assert [one["snapshot_date"] for one in told["checks"]] == ["2026-03-31", "2026-06-30", "2026-09-30"]


def test_one_check_alone_has_no_trend():
    run("add", company("q1.xlsx", "2026-03-31"), "-q")
    said = run("report", "-o", "out")
    assert said.exit_code == 2
    assert "A trend needs two checks of one company" in said.output
    assert not Path("out").exists()


def test_a_health_check_says_what_has_changed_since_an_earlier_workbook():
    first, second = company("q1.xlsx", "2026-03-31", "Ann"), company("q2.xlsx", "2026-06-30")
    assert report(second, "--since", first, "-o", "out", "--format", "json,html", "-q").exit_code == 0
    content = json.loads(Path("out/health-check.json").read_text(encoding="utf-8"))
    assert content["trend"]["since"] == "2026-03-31"
    statuses = {one["id"]: one["status"] for one in content["findings"]}
    assert (statuses["OWN01:journey:move"], statuses["OWN01:journey:leave"]) == ("new", "persisting")
    assert "Change since last time" in Path("out/health-check.html").read_text(encoding="utf-8")


def test_a_health_check_is_held_against_the_checks_of_a_history_before_it():
    of_three_quarters()
    # The day of the second: the third is later and does not count.
    again = company("again.xlsx", "2026-06-30", "Bob")
    assert report(again, "--store", "history.sqlite", "-o", "out", "--format", "json", "-q").exit_code == 0
    content = json.loads(Path("out/health-check.json").read_text(encoding="utf-8"))
    assert [one["snapshot_date"] for one in content["trend"]["checks"]] == ["2026-03-31", "2026-06-30"]


def test_the_first_check_of_a_history_is_written_without_a_trend():
    of_three_quarters()
    first = company("first.xlsx", "2025-12-31")
    done = report(first, "--store", "history.sqlite", "-o", "out", "--format", "json", "-q")
    assert done.exit_code == 0
    assert "no check of this company before this one: nothing is compared" in done.output
    assert json.loads(Path("out/health-check.json").read_text(encoding="utf-8"))["trend"] is None


def test_earlier_workbooks_and_a_history_are_not_both_given():
    book = company("q1.xlsx", "2026-03-31")
    for given, words in (
        (("--since", book, "--store", "history.sqlite"), "give one of them"),
        (("--crosswalk", "x.toml"), "goes with --since or --store"),
    ):
        said = report(book, *given)
        assert (said.exit_code, words in said.output) == (2, True)


def test_an_earlier_workbook_of_the_same_day_is_named():
    first, second = company("q1.xlsx", "2026-03-31"), company("q2.xlsx", "2026-03-31", "Ann")
    said = report(second, "--since", first, "-o", "out")
    assert said.exit_code == 2
    assert "q2.xlsx: it tells of 2026-03-31, and the check before it of 2026-03-31" in said.output
    dated = report(second, "--since", first, "--date", "2026-06-30", "-o", "out", "--format", "json", "-q")
    assert dated.exit_code == 0


def test_client_safe_and_what_has_changed_go_together():
    first, second = company("q1.xlsx", "2026-03-31", "Ann"), company("q2.xlsx", "2026-06-30", "Bob")
    assert report(second, "--since", first, "--client-safe", "-o", "out", "--format", "html,json", "-q").exit_code == 0
    for file in ("health-check.html", "health-check.json"):
        text = (Path("out") / file).read_text(encoding="utf-8")
        assert not re.search(r"\b(Ann|Bob)\b", text)
    content = json.loads(Path("out/health-check.json").read_text(encoding="utf-8"))
    assert content["trend"] is not None


def test_a_copy_of_a_workbook_under_another_name_is_the_same():
    run("add", company("q1.xlsx", "2026-03-31"), "-q")
    shutil.copy("q1.xlsx", "copy of q1.xlsx")
    again = run("add", "copy of q1.xlsx")
    assert (again.exit_code, "has already" in again.output) == (0, True)


def test_a_wrong_crosswalk_is_refused_and_a_right_one_can_follow():
    run("add", company("q1.xlsx", "2026-03-31"), "-q")
    Path("wrong.toml").write_text('[departments]\nNowhere = "Ops"\n', encoding="utf-8")
    second = company("q2.xlsx", "2026-06-30")
    said = run("add", second, "--crosswalk", "wrong.toml")
    assert said.exit_code == 2
    assert 'is called "Nowhere"' in said.output
    assert "Nothing was added to history.sqlite" in said.output
    assert run("add", second, "-q").exit_code == 0


def test_without_a_day_no_history_is_begun_and_the_cell_is_named():
    said = run("add", company("q1.xlsx", "03/04/2026"))
    assert said.exit_code == 2
    assert "Organisation!B2" in said.output
    assert "may mean two different days" in said.output
    assert not Path("history.sqlite").exists()


def test_a_corrected_workbook_counts_in_the_place_of_the_first():
    run("add", company("q1.xlsx", "2026-03-31"), "-q")
    run("add", company("q2.xlsx", "2026-06-30"), "-q")
    said = run("add", company("q2-corrected.xlsx", "2026-06-30", "Ann"))
    assert "Of 2026-06-30 there are 2 snapshots: the one that was added last counts" in said.output
    owned = next(
        one for one in run("trend").output.splitlines() if one.startswith("Journeys with one end-to-end owner  ")
    )
    assert owned.split()[-2:] == ["0", "0.5"]


def test_formats_that_cannot_tell_a_change_are_refused():
    of_three_quarters()
    said = run("report", "--format", "graphml,csv", "-o", "out")
    assert said.exit_code == 2
    assert "graphml, csv cannot tell what has changed" in said.output


def test_own_words_beside_the_report_are_printed():
    of_three_quarters()
    Path("out").mkdir()
    Path("out/trend.md").write_text("# What has changed\n\nThe steering group met twice.\n", encoding="utf-8")
    assert run("report", "-o", "out", "--format", "html", "-q").exit_code == 0
    assert "The steering group met twice." in Path("out/trend.html").read_text(encoding="utf-8")
