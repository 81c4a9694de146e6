"""Nothing lost, nobody let in: each hostile file ends in a report that tells of it, or in one clear line; in time, in little memory."""

import hashlib
import re
import shutil
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from hostile.catalogue import CASES
from hostile.declared import Case, company, workbook
from hostile.looking import dangers, issues, shows

if sys.platform == "win32":
    pytest.skip("files are given as POSIX systems have them, and runs are forked", allow_module_level=True)

from hostile.running import SECONDS, Ended, Runner

# What a terminal would obey, and what turns the order of letters.
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
GIBIBYTE = 1 << 30
# The list of typefaces of the machine, which the library that draws makes once in the user's folder for such things.
OF_LIBRARIES = (".cache", ".config")


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    found = Runner()
    yield found
    found.close()


def entries(place: Path) -> Mapping[str, object]:
    """All that stands under a place, followed nowhere: path → its bytes and times; links and pipes by what they are."""
    found: dict[str, object] = {}
    for one in sorted(place.rglob("*")):
        told = one.lstat()
        whole = hashlib.sha256(one.read_bytes()).hexdigest() if stat.S_ISREG(told.st_mode) else ""
        times = 0 if stat.S_ISDIR(told.st_mode) else told.st_mtime_ns
        found[str(one.relative_to(place))] = (stat.S_IFMT(told.st_mode), times, whole)
    return found


def given(case: Case, place: Path) -> list[str]:
    """Make what a case gives, and return what the program is called with."""
    (place / "in").mkdir()
    file = place / "in" / case.file
    plain = place / "in" / "company.xlsx"
    workbook(company())(plain)
    case.make(file)
    words = {"file": file, "in": place / "in", "company": plain, "out": place / "out", "formats": case.formats}
    return [one.format(**words) for one in case.command]


def clear_line(ended: Ended, case: Case) -> None:
    assert (ended.status, ended.out) == (2, ""), ended.err + ended.out
    assert ended.err.startswith("alignment: ")
    assert ended.err.count("\n") == 1
    assert not STEERING.search(ended.err)
    assert "fault of this program" not in ended.err, ended.err
    # Where it leads to something else, that is what is wrong.
    assert case.file in ended.err or any(one.startswith("/") for one in case.said), ended.err
    assert len(ended.err) < 1_000


# A few of every day: one of each kind that once ended the program, hung it, or was read wrongly without a word.
EVERY_DAY = frozenset({
    "protected zip.xlsx", "column of many letters.xlsx", "laughs in UTF-16.xlsx", "a pipe.csv", "strength 1e400.xlsx",
    "day of year 1.xlsx", "crosswalk that multiplies.xlsx", "markup, script.xlsx",
})  # fmt: skip


@pytest.mark.parametrize(
    "case",
    [pytest.param(one, id=one.file, marks=() if one.file in EVERY_DAY else pytest.mark.slow) for one in CASES],
)
def test_a_hostile_file_does_no_harm(runner, tmp_path, case, record_property):
    arguments = given(case, tmp_path)
    before = entries(tmp_path)
    ended = runner.run(arguments, tmp_path)
    record_property("seconds", round(ended.seconds, 2))
    record_property("mebibytes", round(ended.peak / 1024**2))
    try:
        assert "Traceback" not in ended.out + ended.err
        assert ended.status >= 0, f"stopped by signal {-ended.status} after {ended.seconds:.0f} s"
        if case.ends == "refused":
            clear_line(ended, case)
            assert all(one in ended.err for one in case.said), ended.err
            assert not (tmp_path / "out").exists() or list((tmp_path / "out").iterdir()) == []
        else:
            assert ended.err == ""
            assert ended.status == 0
            assert not STEERING.search(ended.out)
            if case.command[0] == "report":
                if "json" in case.formats:
                    told = issues(tmp_path / "out")
                    assert all(any(one in line for line in told) for one in case.said), told
                    assert not case.shown or shows(tmp_path / "out", case.shown)
                assert dangers(tmp_path / "out") == []
        assert ended.seconds < SECONDS
        assert ended.peak < GIBIBYTE
        after = entries(tmp_path)
        assert {name: one for name, one in after.items() if name in before} == before
        mine = ("home", "tmp", "cwd", "said", "out")
        new = [name for name in after if name not in before]
        assert [one for one in new if not one.startswith(mine)] == []
        assert list((tmp_path / "tmp").iterdir()) == []
        assert list((tmp_path / "cwd").iterdir()) == []
        assert [one.name for one in (tmp_path / "home").iterdir() if one.name not in OF_LIBRARIES] == []
    finally:
        # Together they are large.
        shutil.rmtree(tmp_path, ignore_errors=True)
        tmp_path.mkdir(exist_ok=True)
