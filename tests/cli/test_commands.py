"""The command line as a user meets it: words, exit status, and the last good report."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
from click.testing import CliRunner, Result

from alignment.cli.main import alignment
from alignment.cli.options import progress
from alignment.pipeline import FORMATS, PRINTED, company_name, examine, stages, write_report
from alignment.resources import sample_data
from alignment.settings import Settings

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
    heavy = "{'pandas', 'numpy', 'networkx', 'matplotlib', 'openpyxl', 'jinja2', 'typst', 'rapidfuzz', 'python_calamine', 'sqlalchemy'}"
    script = (
        "import sys, contextlib, io\n"
        "from alignment.cli.main import alignment\n"
        "with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):\n"
        "    alignment(['--help'], prog_name='alignment')\n"
        f"print(sorted({heavy} & set(sys.modules)), 'report' in out.getvalue())"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[] True"


@pytest.mark.parametrize("name", ["demo", "new", "check", "map", "report", "explain", "track"])
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


def test_formats_may_be_asked_for_one_by_one(tmp_path: Path):
    assert run("report", SAMPLE, "-o", tmp_path / "out", "--format", "json", "--format", "csv").exit_code == 0
    written = {one.suffix for one in (tmp_path / "out").iterdir()}
    assert written == {".json", ".csv"}


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


def test_check_marks_a_workbook_that_has_a_chart_sheet_without_a_chart(tmp_path: Path):
    source = workbook(tmp_path / "audit.xlsx", Departments=[("Department", "Parent"), ("Sales", "Salse")])
    book = openpyxl.load_workbook(source)
    book.create_chartsheet("Chart")
    book.save(source)
    found = run("check", source, "--annotate", tmp_path / "marked.xlsx")
    assert (found.exit_code, "1 cell marked" in found.output) == (0, True)
    # openpyxl cannot open such a workbook.
    with python_calamine.CalamineWorkbook.from_path(tmp_path / "marked.xlsx") as marked:
        assert marked.sheet_names == ["Issues", "Departments", "Chart"]
        assert 'no department is called "Salse"' in str(marked.get_sheet_by_name("Issues").to_python())


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


def test_a_finding_is_explained_with_what_to_do_on_monday():
    told = run("explain", "OWN01").output
    assert (
        "\nWhat to do on Monday\n    One accountable owner for each journey. Ask the proposed owner in person" in told
    )
    assert "See also: A customer officer on the board" in " ".join(told.split())


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


def test_check_counts_rows_that_are_skipped_in_words(tmp_path: Path):
    book = workbook(
        tmp_path / "audit.xlsx",
        Departments=[("Department",), ("Sales",)],
        RACI=[("Process", "Department", "Code"), ("Sell", "Sales", "A"), ("Sell", None, None), ("Bill", None, None)],
        Menu=[("Soup",), (1,)],
    )
    lines = run("check", book).output.splitlines()
    assert any(line.endswith("3        1  2 rows: nobody named") for line in lines)
    assert any(line.endswith("2 rows: not used; neither its name nor its columns show what it is") for line in lines)


def test_a_setting_that_means_nothing_is_named_with_its_file(tmp_path: Path):
    file = tmp_path / "alignment.toml"
    file.write_text("[rules.OWN99]\nenabled = false\n", encoding="utf-8")
    for command in (["check", SAMPLE], ["report", SAMPLE, "-o", tmp_path / "out"], ["explain", "score"]):
        found = run(*command, "--settings", file)
        assert found.exit_code == 2
        assert found.output.startswith(f"alignment: {file}: rules: there is no rule OWN99.")


def test_no_format_is_said_to_be_none():
    assert "no format is named" in run("report", SAMPLE, "--format", ",").output


def test_every_stage_is_counted_and_told(tmp_path: Path):
    for formats in (PRINTED, ("json",), ("graphml", "csv"), FORMATS):
        told: list[str] = []
        write_report(
            examine([SAMPLE], Settings(score_draws=1, permutations=1), stage=told.append),
            tmp_path,
            formats,
            stage=told.append,
        )
        assert len(told) == stages(formats), told
    assert told[0] == f"Opening {SAMPLE.name}"
    assert "Measuring: Silos" in told


def test_a_company_without_a_name_is_called_after_its_file_or_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = tmp_path / "Acme v1.2"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert company_name(Path()) == "Acme v1.2"
    assert company_name(Path("audit 2026.xlsx")) == "audit 2026"


def test_the_temporary_folder_is_not_named_in_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", str(tmp_path / "out" / ".alignment-abc" / "health-check.json"))

    monkeypatch.setattr("alignment.report.json.write", fail)
    found = run("report", SAMPLE, "-o", tmp_path / "out", "--format", "json")
    assert f"{tmp_path / 'out' / 'health-check.json'}: cannot be written" in found.output


def test_commands_that_are_proposed_can_be_pasted(tmp_path: Path):
    assert f'alignment check "{tmp_path / "my audit.xlsx"}"' in run("new", tmp_path / "my audit.xlsx").output
    book = workbook(tmp_path / "a b.xlsx", Departments=[("Department",), ("Sales",)])
    assert f'alignment report "{book}" --mapping' in run("map", book, "-o", tmp_path / "m.toml").output


def test_map_does_not_take_a_folder_for_a_file(tmp_path: Path):
    found = run("map", SAMPLE, "-o", tmp_path)
    assert (found.exit_code, "is a folder" in found.output) == (2, True)


def test_explain_says_what_was_found_in_the_workbooks():
    assert "\nIn these workbooks\n    Critical: “I switch to Brightwater”" in run("explain", "OWN01", SAMPLE).output
    assert run("explain", "silos.ei_index", SAMPLE).output.rstrip().endswith("(index)")
    assert run("explain", "OWN01:journey:nothing-of-the-kind", SAMPLE).output.rstrip().endswith("No finding.")


def test_explain_sets_what_was_measured_beside_the_limit_of_a_rule_that_found_nothing():
    said = " ".join(run("explain", "MAT04", SAMPLE).output.split())
    found = re.search(
        r"Between departments \(maturity\.department_gap, points\): (\S+)\. The limit of the rule is 0\.75: ", said
    )
    assert found is not None
    assert 0 < float(found[1]) < 4
    parts = " ".join(run("explain", "MAT06", SAMPLE).output.split())
    assert re.search(r"What a department sees .*, \d+ parts of the company with a value: −0\.\d+ to 0\.\d+\.", parts)


def test_explain_asks_for_an_id_where_a_workbook_stands_in_its_place():
    found = run("explain", SAMPLE)
    assert (found.exit_code, "alignment explain score" in found.output) == (2, True)


def test_explain_keeps_ids_in_one_piece():
    assert "\nownership.processes_accountable\n" in run("explain", "score").output


def program(*arguments: object, **options: Any) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "alignment", *map(str, arguments)]
    return subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way there")
@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_stopped_leaves_the_folder_as_it_was(tmp_path: Path, sent: signal.Signals, status: int):
    (tmp_path / "health-check.json").write_text("old", encoding="utf-8")
    with program("report", SAMPLE, "-o", tmp_path, "--verbose") as run_:
        assert run_.stderr is not None
        # The first line comes when the stage before drawing is over, the folder being made by then.
        assert any(line.startswith("Measuring: Trust") for line in run_.stderr)
        run_.send_signal(sent)
        said = run_.stderr.read()
    assert (run_.returncode, "Traceback" in said) == (status, False)
    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [
        ("health-check.json", "old")
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such pipe")
def test_a_reader_that_leaves_is_no_fault(tmp_path: Path):
    people = [("Person", "Department"), *((f"P{number}", "Nowhere") for number in range(3_000))]
    book = workbook(tmp_path / "audit.xlsx", Departments=[("Department",), ("Sales",)], People=people)
    with program("check", book) as run_:
        assert run_.stdout is not None
        assert run_.stderr is not None
        run_.stdout.readline()
        run_.stdout.close()
        said = run_.stderr.read()
    assert (run_.returncode, said) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_output_that_cannot_be_written_is_one_line():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "alignment", "explain"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (2, "alignment: the output: No space left on device.\n")


def test_a_fault_of_the_program_is_one_line_that_can_be_reported(monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("alignment.source.read", fail)
    found = run("check", SAMPLE)
    assert found.exit_code == 2
    assert re.search(
        r"a fault of this program, not of your file: KeyError \(cli/check\.py:\d+\)\. Please report it", found.output
    )


def test_without_an_error_stream_there_is_no_bar(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "stderr", None)
    with progress(3, quiet=False, verbose=False) as stage:
        assert stage("Reading") is None


def test_a_chosen_plan_takes_the_place_of_the_computed_one(tmp_path):
    moves = tmp_path / "moves.toml"
    moves.write_text('without = "Complaints"\nlink = "Sales:Billing"\n', encoding="utf-8")
    quarter = sample_data() / "brightwater-q2.xlsx"
    assert run("report", quarter, "-o", tmp_path / "out", "--format", "json", "--moves", moves).exit_code == 0
    told = json.loads((tmp_path / "out" / "health-check.json").read_text(encoding="utf-8"))
    assert told["plan"] == "chosen"
    assert [one["move"].split(":")[0] for one in told["actions"]] == ["without", "connect"]
    wrong = run("report", quarter, "-o", tmp_path / "out", "--moves", tmp_path / "none.toml")
    assert wrong.exit_code == 2
