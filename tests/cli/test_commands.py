"""The command line as a user meets it: words, exit status, and the last good report."""

import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from alignment.cli.main import alignment
from alignment.resources import sample_data

SAMPLE = sorted(sample_data().glob("*.xlsx"))[0]


def run(*arguments: object) -> Result:
    return CliRunner().invoke(alignment, [str(one) for one in arguments], catch_exceptions=False)


def workbook(file: Path, **sheets: list[tuple[object, ...]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
    book.save(file)
    return file


def test_help_imports_nothing_heavy():
    heavy = (
        "{'pandas', 'numpy', 'networkx', 'matplotlib', 'openpyxl', 'jinja2', 'typst', 'rapidfuzz', 'python_calamine'}"
    )
    script = (
        "import sys, contextlib, io\n"
        "from alignment.cli.main import alignment\n"
        "with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):\n"
        "    alignment(['--help'], prog_name='alignment')\n"
        f"print(sorted({heavy} & set(sys.modules)), 'report' in out.getvalue())"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[] True"


@pytest.mark.parametrize("name", ["demo", "new", "check", "map", "report", "explain"])
def test_every_command_explains_itself(name: str):
    found = run(name, "--help")
    assert found.exit_code == 0
    assert f"Usage: alignment {name}" in found.output


def test_a_report_says_what_was_found_and_where_it_is(tmp_path: Path):
    found = run("report", SAMPLE, "-o", tmp_path / "out", "--format", "json,xlsx")
    assert found.exit_code == 0
    assert "Health score" in found.output
    assert str(tmp_path / "out" / "health-check.json") in found.output
    assert sorted(one.name for one in (tmp_path / "out").iterdir()) == ["health-check.json", "health-check.xlsx"]


def test_quiet_says_nothing(tmp_path: Path):
    assert run("report", SAMPLE, "-o", tmp_path, "--format", "json", "--quiet").output == ""


def test_findings_at_the_level_asked_for_end_with_status_1(tmp_path: Path):
    assert run("report", SAMPLE, "-o", tmp_path, "--format", "json", "--fail-on", "high").exit_code == 1
    clean = workbook(tmp_path / "clean.xlsx", Departments=[("Department",), ("Sales",), ("Billing",)])
    assert run("report", clean, "-o", tmp_path, "--format", "json", "--fail-on", "critical").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.xlsx"], "nowhere.xlsx"),
        (["text.xlsx"], "text.xlsx"),
        (["good.xlsx", "--mapping", "broken.toml"], "broken.toml"),
        (["good.xlsx", "--settings", "broken.toml"], "broken.toml"),
        (["good.xlsx", "--format", "docx"], "docx"),
        (["good.xlsx", "-o", "text.xlsx"], "text.xlsx"),
    ],
)
def test_what_cannot_run_is_one_line_and_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
):
    monkeypatch.chdir(tmp_path)
    workbook(Path("good.xlsx"), Departments=[("Department",), ("Sales",)])
    Path("text.xlsx").write_text("Department\nSales\n", encoding="utf-8")
    Path("broken.toml").write_text("[sheets\n", encoding="utf-8")
    found = run("report", *arguments)
    assert found.exit_code == 2
    assert said in found.output.splitlines()[-1]
    assert "Traceback" not in found.output


def test_a_failed_run_leaves_the_last_good_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    good = workbook(tmp_path / "good.xlsx", Departments=[("Department",), ("Sales",), ("Billing",)])
    out = tmp_path / "out"
    run("report", good, "-o", out, "--format", "json,xlsx")
    before = {file.name: file.read_bytes() for file in out.iterdir()}

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("alignment.report.excel.write", fail)
    found = run("report", SAMPLE, "-o", out, "--format", "json,xlsx")
    assert found.exit_code == 2
    assert "No space left on device" in found.output
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before


def test_the_input_is_never_changed(tmp_path: Path):
    copy = tmp_path / "audit.xlsx"
    copy.write_bytes(SAMPLE.read_bytes())
    run("report", copy, "-o", tmp_path / "out")
    run("check", copy, "--annotate", tmp_path / "marked.xlsx")
    assert copy.read_bytes() == SAMPLE.read_bytes()


def test_the_same_workbook_gives_the_same_bytes(tmp_path: Path):
    for name in ("one", "two"):
        assert run("report", SAMPLE, "-o", tmp_path / name, "--format", "html,pdf,json,graphml,gexf,csv").exit_code == 0
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes(), file.name


def test_check_lists_errors_before_warnings_with_cells_and_suggestions(tmp_path: Path):
    book = workbook(
        tmp_path / "audit.xlsx",
        Departments=[("Department", "Headcount"), ("Finance", 3), ("Sales", "many")],
        Collaboration=[("From", "To"), ("Finanace", "Sales")],
    )
    lines = run("check", book).output.splitlines()
    assert 'Collaboration!A2: no department is called "Finanace". Did you mean "Finance"?' in "\n".join(lines)
    assert any("Departments!B3" in line for line in lines)
    titles = [line for line in lines if line.startswith(("Errors", "Warnings"))]
    assert titles == sorted(titles)


def test_check_refuses_to_annotate_onto_the_workbook(tmp_path: Path):
    book = workbook(tmp_path / "audit.xlsx", Departments=[("Department",), ("Sales",)])
    found = run("check", book, "--annotate", book)
    assert (found.exit_code, "never changed" in found.output) == (2, True)


def test_new_writes_a_workbook_once(tmp_path: Path):
    blank = tmp_path / "audit.xlsx"
    assert run("new", blank).exit_code == 0
    written = blank.read_bytes()
    refused = run("new", blank)
    assert (refused.exit_code, blank.read_bytes()) == (2, written)
    assert run("new", blank, "--force").exit_code == 0


def test_a_drafted_mapping_is_taken_unchanged(tmp_path: Path):
    book = workbook(tmp_path / "audit.xlsx", Departments=[("Department",), ("Sales",), ("Billing",)])
    draft = tmp_path / "mapping.toml"
    assert run("map", book, "-o", draft).exit_code == 0
    found = run("report", book, "--mapping", draft, "-o", tmp_path / "out", "--format", "json")
    assert found.exit_code == 0, found.output


@pytest.mark.parametrize("ident", ["silos.ei_index", "OWN01", "score", "settings"])
def test_explain_prints_a_measure_a_rule_and_the_score(ident: str):
    found = run("explain", ident)
    assert found.exit_code == 0
    assert len(found.output.splitlines()) > 3


def test_explain_suggests_what_was_meant():
    found = run("explain", "silos.ei_indx")
    assert (found.exit_code, "silos.ei_index" in found.output) == (2, True)


def test_the_settings_change_the_result(tmp_path: Path):
    file = tmp_path / "alignment.toml"
    file.write_text("[rules.OWN01]\nenabled = false\n", encoding="utf-8")
    codes = []
    for name, more in (("with", []), ("without", ["--settings", file])):
        run("report", SAMPLE, "-o", tmp_path / name, "--format", "json", *more)
        check = json.loads((tmp_path / name / "health-check.json").read_text(encoding="utf-8"))
        codes.append({one["code"] for one in check["findings"]})
    assert codes[0] - codes[1] == {"OWN01"}
