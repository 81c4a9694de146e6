"""`alignment compare`: two workbooks in, the difference out."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from alignment.cli.main import alignment
from alignment.resources import sample_data

PEOPLE = {"Ann": "Care", "Bob": "Care", "Cem": "Care", "Dan": "Sales", "Eve": "Ops"}
TIES = [("Ann", "Bob"), ("Bob", "Cem"), ("Dan", "Ann"), ("Cem", "Bob"), ("Eve", "Dan")]


def write(path: Path, day: str, people: dict[str, str], owner: str, actions: list[tuple[str, ...]] = []) -> Path:  # noqa: B006
    book = openpyxl.Workbook()
    book.active.title = "Organisation"
    sheets = {
        "Organisation": [("Name", "Acme"), ("Snapshot date", day)],
        "Departments": [("Department",), *((one,) for one in dict.fromkeys(people.values()))],
        "People": [("Person", "Department"), *people.items()],
        "Collaboration": [("From", "To"), *TIES],
        "Journeys": [("Journey", "End-to-end owner"), ("Move", owner), ("Leave", None)],
        "Journey steps": [
            ("Journey", "Order", "Step", "Department"),
            ("Move", 1, "Call", people["Ann"]),
            ("Move", 2, "Plan", "Ops"),
            ("Leave", 1, "Tell us", people["Cem"]),
            ("Leave", 2, "Settle", "Ops"),
        ],
        "Actions": [("Finding", "Action", "Owner", "Due", "Status"), *actions],
    }
    for title, rows in sheets.items():
        page = book.active if title == "Organisation" else book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


@pytest.fixture
def run(tmp_path: Path):
    settings = tmp_path / "alignment.toml"
    settings.write_text("[analysis]\npermutations = 100\n[score]\ndraws = 10\n", encoding="utf-8")
    agreed = [
        ("OWN01:journey:move", "Ask Ann", "Dan", "2026-05-01", "done"),
        ("COO01:pair:care+ops", "Meet weekly", "Eve", "2026-05-01", "done"),
        ("OWN01:journey:leave", "Ask Bob", "Dan", "2026-05-01", "open"),
    ]
    split = {**PEOPLE, "Ann": "Contact", "Bob": "Contact", "Cem": "Digital"}
    books = (
        write(tmp_path / "q1.xlsx", "2026-03-31", PEOPLE, ""),
        write(tmp_path / "q2.xlsx", "2026-06-30", split, "Ann", agreed),
    )

    def invoke(*more: object) -> Result:
        return CliRunner().invoke(alignment, ["compare", *map(str, (*books, "--settings", settings, *more))])

    return invoke


def test_a_split_is_asked_about_in_lines_to_copy_and_told_once_declared(run, tmp_path: Path):
    asked = run()
    assert asked.exit_code == 0, asked.output
    lines = [one.strip().partition("   # ")[0] for one in asked.output.splitlines()]
    begin = lines.index("[departments]")
    assert '"Contact" = "Care"' in lines[begin:]
    crosswalk = tmp_path / "crosswalk.toml"
    crosswalk.write_text("\n".join(lines[begin:]), encoding="utf-8")
    told = run("--crosswalk", crosswalk).output
    assert told.startswith("Acme: 31 March 2026 → 30 June 2026\n")
    assert "Care → Contact + Digital" in told
    assert "Journeys with one end-to-end owner: 0 → 0.5 (+0.5, better)\n" in told
    # Two of three ties within before, one after; nobody works with anybody else.
    assert "E-I index: 0 (chance 0.4) → 0.5 (chance 0.8); on what both have 0 → 0 (no change); it depends" in told
    assert "gone OWN01" in told
    assert "--crosswalk" not in told


def test_what_was_agreed_is_told_through_the_split(run, tmp_path: Path):
    crosswalk = tmp_path / "crosswalk.toml"
    crosswalk.write_text('[departments]\nContact = "Care"\nDigital = "Care"\n', encoding="utf-8")
    told = run("--crosswalk", crosswalk).output
    states = dict(line.split()[:2] for line in told.partition("What was agreed")[2].replace("without effect", "without-effect").splitlines()[1:4])  # fmt: skip
    assert states == {
        "without-effect": "COO01:pair:care+ops:",
        "late": "OWN01:journey:leave:",
        "done": "OWN01:journey:move:",
    }


def test_a_crosswalk_that_names_nobody_ends_the_run(run, tmp_path: Path):
    crosswalk = tmp_path / "crosswalk.toml"
    crosswalk.write_text('[departments]\nContact = "Caree"\n', encoding="utf-8")
    failed = run("--crosswalk", crosswalk)
    assert failed.exit_code == 2
    assert 'Did you mean "Care"?' in failed.output


def test_each_workbook_may_have_a_mapping_of_its_own(run, tmp_path: Path):
    """As the later one has another template."""
    book = openpyxl.load_workbook(tmp_path / "q2.xlsx")
    book["Journeys"]["B1"] = "Boss of it all"
    book.save(tmp_path / "q2.xlsx")
    first, second, third = (tmp_path / f"{one}.toml" for one in ("first", "second", "third"))
    first.write_text('[columns.journeys]\nowner = "End-to-end owner"\n', encoding="utf-8")
    second.write_text('[columns.journeys]\nowner = "Boss of it all"\n', encoding="utf-8")
    both = run("--mapping", first)
    assert both.exit_code == 2
    assert 'no column is called "End-to-end owner"' in both.output
    told = run("--mapping", first, "--mapping", second)
    assert "Journeys with one end-to-end owner: 0 → 0.5 (+0.5, better)\n" in told.output
    assert run(*(word for one in (first, second, third) for word in ("--mapping", one))).exit_code == 2


def test_the_sample_tells_its_story_without_a_crosswalk_file(tmp_path: Path):
    settings = tmp_path / "alignment.toml"
    settings.write_text("[analysis]\npermutations = 100\n[score]\ndraws = 10\n[plan]\nmost = 1\n", encoding="utf-8")
    books = (str(sample_data() / f"brightwater-q{one}.xlsx") for one in (1, 2))
    told = CliRunner().invoke(alignment, ["compare", *books, "--all", "--settings", str(settings)]).output
    assert "  Customer Service → Customer Contact + Digital Service\n" in told
    # What the split alone did is neither better nor worse.
    assert (
        "Yule's Q of tie and department: 0.987 → 0.995 (+0.0076); on what both have 0.987 → 0.988 (+0.00081, within chance), "
        in told
    )
    # What the split could have changed and did not is said once.
    assert "  Blind handoffs: 4 → 2 (−2, better)\n" in told
    # One of four is waived.
    assert "  Number of missing contacts: 7 → 3; on what both have 7 → 4 (−3, better); " in told
    assert "--crosswalk" not in told
    # What was split has no figure of its own in either quarter, but one on what both have.
    assert "  Mean answer of Customer Service: on what both have 2.95 → 2.77 (−0.19, within chance)\n" in told
    assert "not known → not known" not in told
