"""What a terminal is told holds words only, whatever files, sheets and names are called."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import poisons
from alignment.cli.main import alignment
from alignment.errors import quoted

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
ESCAPED = "\x1b]0;title\x07\x1b[2J\x9b31m"


@pytest.fixture(scope="module")
def settings(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("settings") / "alignment.toml"
    file.write_text("[analysis]\npermutations = 5\n[score]\ndraws = 2\n", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def company(tmp_path_factory) -> Path:
    return poisons.company(tmp_path_factory.mktemp("company") / "poisoned")


def told(*arguments: object) -> tuple[int, str]:
    answer = CliRunner().invoke(alignment, [str(one) for one in arguments])
    return answer.exit_code, answer.output


def test_issues_are_told_without_what_they_quote_steering_anything(company, settings):
    status, text = told("check", company, "--settings", settings)
    assert status == 0
    assert "\ufffd[31m $x$ {n} #panic() =1+1 '&<i>" in text
    assert not STEERING.search(text)


COMPANY, SETTINGS, OUT = "COMPANY", "SETTINGS", "OUT"


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("report", COMPANY, "--settings", SETTINGS, "--format", "json", "-o", OUT), 0),
        (("map", COMPANY), 0),
        (("simulate", COMPANY, "--settings", SETTINGS, "--without", poisons.POISONS["one byte ansi"]), 0),
        (("simulate", COMPANY, "--settings", SETTINGS, "--link", f"sALES:{poisons.POISONS['controls']}"), 0),
        (("simulate", COMPANY, "--settings", SETTINGS, "--without", ESCAPED), 2),
        (("explain", "ownership.ladder", COMPANY, "--settings", SETTINGS), 0),
        (("explain", "OWN01", COMPANY, "--settings", SETTINGS), 0),
        (("compare", COMPANY, COMPANY, "--settings", SETTINGS), 0),
    ],
)
def test_no_command_hands_on_what_would_steer_a_terminal(company, settings, tmp_path, arguments, status):
    places = {COMPANY: company, SETTINGS: settings, OUT: tmp_path / "out"}
    found, text = told(*(places.get(one, one) for one in arguments))
    assert found == status, text
    assert "a fault of this program" not in text
    assert len(text) > 40
    assert not STEERING.search(text)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_the_name_of_a_file_steers_nothing_either(tmp_path):
    file = tmp_path / f"audit{ESCAPED}\udcff.csv"
    file.write_text("Department,Head\nSales,Ann\n", encoding="utf-8")
    missing = tmp_path / f"gone{ESCAPED}.xlsx"
    for arguments in (("check", file), ("check", missing), ("map", file), ("report", file, "-o", tmp_path / "out")):
        status, text = told(*arguments)
        assert status == (2 if missing in arguments else 0), text
        assert "\ufffd]0;title" in text
        assert not STEERING.search(text)
    assert sorted(one.suffix for one in (tmp_path / "out").iterdir()) == [".html", ".json", ".pdf", ".pptx", ".xlsx"]


@pytest.mark.skipif(sys.platform == "win32", reason="of the shell of other systems")
@pytest.mark.parametrize(
    "name", ["$(touch ran).csv", "`touch ran`.csv", 'a"; touch ran; ".csv', "a b.csv", "a'b$c.csv", "!!.csv"]
)
def test_a_command_that_is_pasted_runs_nothing_but_itself(name, tmp_path):
    shown = quoted(Path(name))
    assert shlex.split(shown) == [name]
    printed = subprocess.run(
        ["sh", "-c", f"printf %s {shown}"], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout
    assert printed == name
    assert list(tmp_path.iterdir()) == []
