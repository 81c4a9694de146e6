"""Nothing personal is in a report to hand on: something is written into every column there is, and searched in every byte.

The columns are those of the schema, so that one that is added is tried by itself. Only where a column names departments,
processes, journeys, steps or goals may its text be printed: these stay named.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from itertools import pairwise, product
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from alignment.cli.main import alignment
from alignment.model.edition import Edition, Print
from alignment.pipeline import FORMATS, examine, write_report
from alignment.settings import Settings
from alignment.source.schema import SHEETS
from printed import texts

QUICK = Settings(permutations=20, score_draws=5, plan_most=3)
# What stays named: a column of these sheets' own names and ids, or one that refers to nothing but these.
NAMED = {"departments": "department", "processes": "process", "journeys": "journey", "goals": "goal"}
UNITS = ("Dogs", "Elks", "Foxes")
ROLE = "Keeper of the seventh seal"
PHONE = "0612345678"


def secret(number: int) -> tuple[str, str]:
    """Two words that stand nowhere else."""
    letters = "abcdefghijklmnoprst"
    pair = letters[number // len(letters)] + letters[number % len(letters)]
    return f"Zq{pair}won", f"Vx{pair}berg"


FIELDS = [(sheet.key, field.name) for sheet in SHEETS.values() for field in sheet.fields]
SECRETS = {place: secret(number) for number, place in enumerate([*FIELDS, *((one, "") for one in SHEETS)])}


def is_named(sheet: str, field: str) -> bool:
    refers = {} if not field else set(SHEETS[sheet].field(field).refers)
    own = sheet in NAMED and field in (NAMED[sheet], "id")
    return own or (sheet, field) == ("journey_steps", "step") or (bool(refers) and refers <= set(NAMED))


def spelled(words: tuple[str, str]) -> Iterator[str]:
    """How a name, and a remark about somebody, may be written."""
    first, last = words
    yield from (f"{first} {last}", f"{last}, {first}", f"{first}.{last}@acme.com", f"{first} {last} (Clerk)")
    yield from (f"{first.upper()} {last.upper()}", f'Ask "{first}", says "{last}"; {PHONE}', f"call {last} / {first}")


def people() -> list[str]:
    return [f"{one} {unit}man" for unit, one in product(UNITS, ("Ann", "Bob", "Cem", "Dee", "Eve", "Fay"))]


def sound_rows() -> Mapping[str, list[dict[str, object]]]:
    """A company in which there is something to find."""
    named = people()
    return {
        "departments": [{"department": one, "head": named[6 * at], "headcount": 6} for at, one in enumerate(UNITS)],
        "people": [{"person": one, "department": UNITS[at // 6], "role": ROLE, "manager": named[0]} for at, one in enumerate(named)],
        "processes": [{"process": "Bark", "owner_department": "Dogs", "accountable": named[1]}, {"process": "Run"}],
        "raci": [
            {"process": "Bark", "holder": named[7], "code": "A"},
            {"process": "Bark", "holder": "Chief vet", "code": "R"},
            {"process": "Run", "holder": "Dogs", "code": "R"},
            {"process": "Run", "holder": "Elks", "code": "C"},
        ],
        "journeys": [
            {"journey": "I walk", "owner": f"{named[2]}; {named[8]}", "sponsor": named[3], "kpi": "Walks", "last_review": "2020-01-01"},
            {"journey": "I rest", "importance": 5},
        ],
        "journey_steps": [
            {"journey": journey, "order": at, "step": f"Step {at}", "department": UNITS[at % 3], "moment_of_truth": "yes"}
            for journey in ("I walk", "I rest")
            for at in range(1, 6)
        ],
        "collaboration": [
            {"from": one, "to": other, "strength": 3}
            for one, other in [*pairwise(named), ("Ann Dogsman", "Cem Dogsman")]
        ],
        "goals": [{"goal": f"Goal of {one}", "owner_department": one, "horizon": 2, "journey": "I walk"} for one in UNITS],
        "survey": [{"respondent": one, "department": UNITS[at // 6], "level": "front line"} for at, one in enumerate(named)],
        "actions": [
            {"finding": "OWN01:journey:i-rest", "action": "Do it", "owner": named[4], "status": "waived", "waiver_reason": "x"},
            {"finding": f"OWN06:person:{'-'.join(named[5].casefold().split())}", "owner": named[4], "status": "open"},
        ],
        "crosswalk": [{"now": "Dogs", "was": "Hounds", "kind": "department"}],
    }  # fmt: skip


def hostile_rows(sheet: str) -> Iterator[dict[str, object]]:
    """For each column a row with a secret in it, in each spelling, and something sound in the columns that must be filled."""
    sound = sound_rows()[sheet][0]
    own = SHEETS[sheet].fields[0].name
    for field in SHEETS[sheet].fields:
        for number, text in enumerate(spelled(SECRETS[sheet, field.name])):
            row = {name: value for name, value in sound.items() if SHEETS[sheet].field(name).required}
            if not SHEETS[sheet].field(own).refers and sheet != "actions":
                # Each spelling in a record of its own, which may be anything.
                row[own] = f"Thing {field.name} {number}"
            if sheet == "people":
                row[own] = f"Thingy{number} {field.name.capitalize()}"
            yield row | {field.name: text}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("attack") / "audit.xlsx"
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    page = workbook.create_sheet("Organisation")
    first, last = SECRETS["departments", ""]
    page.append(["Organisation", "Zoo"])
    page.append(["Notes", f"{first} said to {last}"])
    for sheet in SHEETS.values():
        page = workbook.create_sheet(sheet.title)
        fields = [one.name for one in sheet.fields]
        remark = " ".join(SECRETS[sheet.key, ""])
        statement = ["What else would you like to say?"] if sheet.key == "survey" else []
        page.append([one.header for one in sheet.fields] + [remark, "Remarks", *statement])
        for row in [*sound_rows()[sheet.key], *hostile_rows(sheet.key)]:
            page.append([row.get(name) for name in fields] + [None, f"About {remark}", *(remark for _ in statement)])
    workbook.save(file)
    return file


@pytest.fixture(scope="module")
def key(book: Path) -> Path:
    return book.parent / "alignment.key"


def everything(file: Path) -> str:
    """All that a file holds, as text and byte by byte, unpacked."""
    told = ["\n".join(texts(file)), file.read_bytes().decode("utf-8", "replace")]
    told.append(file.read_bytes().decode("utf-16-le", "replace"))
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            for name in archive.namelist():
                told.append(archive.read(name).decode("utf-8", "replace"))
    return "\n".join(told).casefold()


def leaked(told: str) -> list[str]:
    hidden = [(place, word) for place, words in SECRETS.items() if not is_named(*place) for word in words]
    found = [f"{'.'.join(place)}: {word}" for place, word in hidden if word.casefold() in told]
    plain = {name for one in people() for name in (one, ".".join(one.split()), ", ".join(reversed(one.split())))}
    return found + [one for one in [*plain, ROLE, PHONE] if one.casefold() in told]


@pytest.fixture(scope="module", params=["en", "nl"])
def files(
    request: pytest.FixtureRequest, book: Path, key: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[Path]:
    settings = Settings(permutations=20, score_draws=5, plan_most=3, language=request.param)
    found = examine([book], settings, client_safe=key)
    folder = tmp_path_factory.mktemp(request.param)
    written = list(write_report(found, folder, FORMATS))
    for edition in (Edition("board"), Edition("department", "Dogs")):
        written += write_report(found, folder, ("html", "pdf"), Print(edition=edition))
    return written


def test_the_attack_finds_what_a_report_with_names_tells(book, tmp_path):
    (file,) = write_report(examine([book], QUICK), tmp_path, ["json"])
    told = everything(file)
    assert len(leaked(told)) > 40


def test_no_name_no_title_and_nobody_s_own_words_are_in_what_other_programs_read(book, key, tmp_path):
    files = write_report(examine([book], QUICK, client_safe=key), tmp_path, ["json", "graphml", "csv"])
    assert {file.name: found for file in files if (found := leaked(everything(file)))} == {}


@pytest.mark.slow
def test_no_name_no_title_and_nobody_s_own_words_are_in_any_byte(files):
    assert {one.suffix for one in files} == {f".{one}" for one in FORMATS}
    assert {file.name: found for file in files if (found := leaked(everything(file)))} == {}


@pytest.mark.slow
def test_what_is_named_still_is(files):
    told = "\n".join(everything(one) for one in files)
    assert [one for one in (*UNITS, "I walk", "Chief vet", "Goal of Dogs") if one.casefold() not in told] == []
    assert re.search(r"persoo?n [2-9b-df-hj-np-tv-xz]{6}", told)


def test_what_the_command_prints_names_nobody(book, key, tmp_path):
    asked = ["report", str(book), "-o", str(tmp_path / "out"), "--client-safe", "--key", str(key), "--format", "json"]
    done = CliRunner().invoke(alignment, asked)
    assert (done.exit_code, leaked(done.output.casefold())) == (0, [])
