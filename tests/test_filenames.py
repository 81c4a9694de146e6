"""What a stranger calls a company or a department never leads out of a folder, and every file system takes it."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.filenames import folder_name, safe_name
from alignment.model.edition import Edition, Print
from alignment.pipeline import examine, write_report
from alignment.settings import Settings

NAMES = {
    "../../etc/passwd": "etc-passwd",
    "..": "report",
    "": "report",
    "Sales/Service": "Sales-Service",
    "C:\\temp\\x:stream": "C-temp-x-stream",
    "CON": "file-CON",
    "aux.txt": "file-aux.txt",
    "Nul .": "file-Nul",
    "com\u00b9": "file-com\u00b9",
    "Console": "Console",
    "trailing. . ": "trailing",
    "-rf": "rf",
    "invoice\u202efdp.exe": "invoice-fdp.exe",
    "\x1b[2Jx": "[2Jx",
    "a\udcffb": "a-b",
    "Cafe\u0301": "Caf\u00e9",
    "x" * 300: "x" * 120,
    "\U0001f680" * 100: "\U0001f680" * 45,
    "\u6f22" * 200: "\u6f22" * 60,
}


@pytest.mark.parametrize("name", NAMES)
def test_a_folder_is_called_after_a_company_as_far_as_it_may(name, tmp_path):
    assert folder_name(name) == NAMES[name]
    (tmp_path / NAMES[name]).mkdir()


@given(st.text())
def test_no_name_leads_elsewhere(name):
    for found in (folder_name(name), safe_name(name)):
        assert PurePosixPath(found).parts == PureWindowsPath(found).parts == (found,)
        assert found not in (".", "..")
        assert found == found.rstrip(" .")
        assert 0 < len(found.encode()) <= 200
        assert found.isprintable() or not found.isascii()


def test_editions_stand_beside_one_another_whatever_departments_are_called(tmp_path):
    names = ["Sales/Service", "Sales Service", "Sales:Service", "CON", "../../ran", "z" * 300, "<b>&"]
    audit = tmp_path / "departments.csv"
    audit.write_text("\n".join(["Department,Head", *(f"{one},Ann" for one in names)]), encoding="utf-8")
    found = examine([audit], Settings(permutations=5, score_draws=2))
    folder = tmp_path / "deep" / "out"
    made = {
        one: write_report(found, folder, ("html",), Print(edition=Edition("department", one)))[0].name for one in names
    }
    assert made == {
        "Sales Service": "health-check-sales-service.html",
        "Sales/Service": "health-check-sales-service-2.html",
        "Sales:Service": "health-check-sales-service-3.html",
        "CON": "health-check-file-con.html",
        "../../ran": "health-check-ran.html",
        "z" * 300: f"health-check-{'z' * 120}.html",
        "<b>&": "health-check-b-&.html",
    }
    assert sorted(one.name for one in folder.iterdir()) == sorted(made.values())
    assert sorted(one.name for one in tmp_path.iterdir()) == ["deep", "departments.csv"]
