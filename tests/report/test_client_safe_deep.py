"""A report to hand on is searched as whoever wants a name would: unpacked, decoded, decompressed, in names of files and in properties.

What is written into every column is searched by test_client_safe_attack.py; here are the places that are no column, names that are hard to
find, everything else that is written of such a check, and real organisations.
"""

import base64
import io
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import openpyxl
import pypdf
import pytest
from click.testing import CliRunner
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from alignment.cli.main import alignment
from alignment.pipeline import FORMATS, examine, write_report
from alignment.resources import sample_data
from alignment.settings import Settings
from alignment.source import read
from printed import texts

QUICK = Settings(permutations=20, score_draws=5, plan_most=3)
UNITS = ("Dogs", "Elks", "Foxes")
# Short, marked up, part of one another, of other scripts, written with more than letters.
HARD = (
    "Bo Zq", "<b>Zqa</b> & Co", "Zqe O'Neil", "Zqan Zqvist", "Zqan Zqvistberg", "Зюкан Щукин", "蔣孟引 張", "محمد زقطان", "Zqô Ññez-Ügur",
    "Zqdr. Wxh. van der Zq", "#Zqset image(\"x\")", "=Zqsum(1)", "Zq\N{RIGHT-TO-LEFT OVERRIDE}nab Wxy", "ZQCAPS WXCAPS", "Zqﬁsh Wxﬂow",
)  # fmt: skip
PLAIN = tuple(f"Zq{one}{unit.casefold()} Wx{one}man" for unit in UNITS for one in "fghkm")
# Standing in no column: found in the properties, notes and margins of a workbook that is read.
HIDDEN = {
    name: f"Zqh{name} Wxh{name}"
    for name in ("creator", "lastModifiedBy", "title", "subject", "keywords", "description", "category")
} | {name: f"Zqh{name} Wxh{name}" for name in ("comment", "author", "header", "link", "defined", "prompt", "hidden")}


def company(file: Path, author: str) -> Path:
    """A small company in which everybody has a name that is hard to find, and properties hold more."""
    named = [*HARD, *PLAIN]
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheets = {
        "Departments": [["Department", "Head", "Headcount"], *([one, named[at], 9] for at, one in enumerate(UNITS))],
        "People": [["Person", "Department", "Role"], *([one, UNITS[at % 3], "Clerk"] for at, one in enumerate(named))],
        "Processes": [["Process", "Owner department", "Accountable"], *([f"Bark {at}", UNITS[at % 3], one] for at, one in enumerate(named))],
        "RACI": [["Process", "Department or person or role", "Code"], *([f"Bark {at}", one, "R"] for at, one in enumerate(named))],
        "Journeys": [["Journey", "End-to-end owner", "Sponsor"], ["I walk", named[0], named[1]], ["I rest", None, None]],
        "Journey steps": [["Journey", "Order", "Step", "Department", "Notes"], *(["I walk", at, f"Step {at}", UNITS[at % 3], f"ask {named[at]}"] for at in range(1, 6))],
        "Collaboration": [["From", "To", "Strength"], *([one, other, 3] for one, other in pairwise(named))],
        "Survey": [["Respondent", "Department", "What else?"], *([one, UNITS[at % 3], f"{one} never answers"] for at, one in enumerate(named))],
        author: [["Remarks"], [f"by {author}"]],
    }  # fmt: skip
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
            for cell in page[page.max_row]:
                # Otherwise a name that looks like one is a formula.
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    page = book["Departments"]
    page["A2"].comment = Comment(HIDDEN["comment"], HIDDEN["author"])
    page["A2"].hyperlink = f"mailto:{HIDDEN['link'].replace(' ', '.')}@example.com"
    page["A2"].value = UNITS[0]
    page.oddHeader.center.text = HIDDEN["header"]
    page.column_dimensions["H"].hidden = True
    page["H1"], page["H2"] = "Remark", HIDDEN["hidden"]
    book.defined_names[HIDDEN["defined"].replace(" ", "_")] = DefinedName(
        HIDDEN["defined"].replace(" ", "_"), attr_text="Departments!$A$1"
    )
    for name in ("creator", "lastModifiedBy", "title", "subject", "keywords", "description", "category"):
        setattr(book.properties, name, HIDDEN[name])
    book.save(file)
    return file


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    author = PLAIN[0]
    return company(tmp_path_factory.mktemp("deep") / f"{author.replace(' ', '_')}_audit.xlsx", author)


def layers(content: bytes) -> Iterator[bytes]:
    """What is in a file, and in what is in it: packed, encoded and compressed."""
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for one in archive.infolist():
                yield one.filename.encode() + one.comment + one.extra
                yield from layers(archive.read(one))
    elif content.startswith(b"%PDF"):
        yield from _of_pdf(content)
    elif content.startswith(b"\x89PNG"):
        yield from (
            zlib.decompress(one)
            for one in re.findall(rb"(?:zTXt|iTXt)[^\0]*\0+(x\x9c.*?)(?=IDAT|IEND)", content, re.DOTALL)
        )
    elif content.startswith(b"SQLite format 3"):
        yield from _of_history(content)
    for one in re.findall(rb"base64,([A-Za-z0-9+/=]{40,})", content):
        yield base64.b64decode(one + b"==")


def _of_pdf(content: bytes) -> Iterator[bytes]:
    reader = pypdf.PdfReader(io.BytesIO(content))
    for number in range(1, len(reader.xref[0]) + len(reader.xref_objStm) + 1):
        found = reader.get_object(number)
        if isinstance(found, pypdf.generic.StreamObject):
            yield found.get_data()
        # Titles, what pictures show, and who made it are texts of objects.
        yield str(found).encode("utf-8", "surrogatepass")


def _of_history(content: bytes) -> Iterator[bytes]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(content)
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                for one in row:
                    yield one if isinstance(one, bytes) else str(one).encode("utf-8", "surrogatepass")


def pieces(file: Path) -> Iterator[str]:
    """All that can be got out of a file, as texts in small letters."""
    found = [file.name.encode(), *layers(file.read_bytes())]
    if file.suffix[1:] in FORMATS:
        found.append("\n".join(texts(file)).encode("utf-8", "surrogatepass"))
    for one in found:
        text = one.decode("utf-8", "replace")
        yield text.casefold()
        if "\ufffd" in text or "\0" in text:
            yield from (one.decode(code, "replace").casefold() for code in ("utf-16-le", "utf-16-be", "latin-1"))
        if "\\u" in text:
            yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda code: chr(int(code[1], 16)), text).casefold()


def told(file: Path) -> str:
    """All that can be got out of a file, as one text."""
    return "\n".join(pieces(file))


def standing(file: Path, names: Iterable[str]) -> set[str]:
    """Who of many stands in a file, as words of their own: each text is gone through once."""
    known: dict[str, list[str]] = {}
    for one in names:
        if first := re.search(r"\w+", one):
            known.setdefault(first[0].casefold(), []).append(one[first.start() :].casefold())
    return {
        name
        for text in pieces(file)
        for word in re.finditer(r"\w+", text)
        for name in known.get(word[0], ())
        if text.startswith(name, word.start())
        and not text[word.start() + len(name) : word.start() + len(name) + 1].isalnum()
    }


def spelled(names: Iterable[str]) -> Iterator[str]:
    """How a name, and what tells it, is looked for: whole, turned round, joined, escaped for a page, and its last word alone."""
    for name in names:
        yield name
        yield name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        words = name.split()
        yield from (mark.join(order) for order in (words, words[::-1]) for mark in ("_", ".", ", ", "-"))
        yield from (one for one in words if re.match(r"(?i)zq|wx", one) and len(one) > 4)


def leaked(text: str, names: Iterable[str] = (*HARD, *PLAIN, *HIDDEN.values())) -> list[str]:
    return [one for one in dict.fromkeys(spelled(names)) if one.casefold() in text]


@pytest.fixture(scope="module")
def files(book: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    found = examine([book], QUICK, client_safe=book.parent / "alignment.key")
    return write_report(found, tmp_path_factory.mktemp("out"), FORMATS)


@pytest.mark.slow
def test_the_search_finds_what_a_report_with_names_holds(book, tmp_path):
    for file in write_report(examine([book], QUICK), tmp_path, FORMATS):
        assert len(leaked(told(file), [*HARD, *PLAIN])) > 10, file.name
        # Of what is no column, nothing is in any report.
        assert leaked(told(file), [HIDDEN[one] for one in HIDDEN if one != "hidden"]) == [], file.name


@pytest.mark.slow
def test_no_name_is_in_any_layer_of_any_format(files):
    assert {one.suffix[1:] for one in files} == set(FORMATS)
    assert {file.name: found for file in files if (found := leaked(told(file)))} == {}


@pytest.mark.slow
def test_the_name_of_a_file_stands_for_its_author_and_not_with_the_name(book, files):
    (page,) = (one for one in files if one.suffix == ".json")
    assert re.search(r"person [2-9b-df-hj-np-tv-xz]{6} audit\.xlsx", told(page))


@pytest.mark.slow
def test_no_name_is_in_a_history_that_was_kept_to_hand_on_nor_in_what_comes_of_it(book, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "quick.toml").write_text("[analysis]\npermutations = 20\n[score]\ndraws = 5\n")
    key = ["--client-safe", "--key", str(book.parent / "alignment.key")]
    said = ""
    for day in ("2026-03-31", "2026-06-30"):
        asked = ["track", "add", str(book), "--date", day, "--settings", "quick.toml", *key]
        done = CliRunner().invoke(alignment, asked)
        assert done.exit_code == 0, done.output
        said += done.output
        # The second wave is another file.
        again = openpyxl.load_workbook(book)
        again["Departments"]["C2"] = 10
        again.save(book)
    for more in (["list"], ["trend", "--all"], ["report", "-o", "out", "--client-safe"], ["export", "-o", "tables"]):
        done = CliRunner().invoke(alignment, ["track", *more])
        assert done.exit_code == 0, done.output
        said += done.output
    assert leaked(said.casefold().replace(str(book.parent).casefold(), "")) == []
    made = [tmp_path / "history.sqlite", *(tmp_path / "out").iterdir(), *(tmp_path / "tables").iterdir()]
    assert len(made) == 9
    assert {file.name: found for file in made if (found := leaked(told(file)))} == {}


@pytest.mark.slow
def test_of_a_check_that_was_kept_with_names_no_report_is_made_to_hand_on(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "quick.toml").write_text("[analysis]\npermutations = 20\n[score]\ndraws = 5\n")
    first, second = sorted(sample_data().glob("*.xlsx"))
    for book, more in ((first, []), (second, ["--client-safe", "--key", "alignment.key"])):
        done = CliRunner().invoke(alignment, ["track", "add", str(book), "--settings", "quick.toml", *more])
        assert done.exit_code == 0, done.output
    done = CliRunner().invoke(alignment, ["track", "report", "-o", "out", "--client-safe"])
    assert done.exit_code == 2
    assert re.search(
        r"history\.sqlite: \w+, Brightwater Energy & Fibre, 2026-03-31, was kept with the names of people\.",
        done.stderr,
    )
    assert not (tmp_path / "out").exists()


def _named(organisation) -> set[str]:
    """Everybody whom a company names: in its register, as owners and heads, as respondents and holders of letters."""
    found = {text for one in organisation.people for text in (one.id, one.name)}
    found |= {one.id for some in organisation.journeys for one in some.owners if one.kind in ("person", "unknown")}
    found |= {one.id for some in organisation.departments for one in some.heads if one.kind in ("person", "unknown")}
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "place",
    ["kubernetes/kubernetes.xlsx", "openstack/openstack.xlsx", "rust/rust_2025h1.xlsx", "defra/defra_2011-09-30.xlsx"],
)
def test_nobody_of_a_real_organisation_is_in_any_layer_of_any_format(real, place, tmp_path):
    book = real / place
    if not book.is_file():
        pytest.skip(f"{place} is not here")
    mapping = Path(__file__).parents[1] / "data" / "openstack-mapping.toml" if "openstack" in place else None
    people = {one for one in _named(read([book], mapping).organisation) if len(one) > 6}
    found = examine([book], QUICK, mapping, client_safe=tmp_path / "alignment.key")
    for file in write_report(found, tmp_path / "out", FORMATS):
        assert standing(file, people) == set(), file.name
    with_names = write_report(examine([book], QUICK, mapping), tmp_path / "open", ["graphml"])
    assert len(standing(with_names[0], people)) > 10


@pytest.mark.slow
def test_nobody_of_the_sample_is_in_any_layer_of_any_format(tmp_path):
    book = sorted(sample_data().glob("*.xlsx"))[0]
    people = {one for one in _named(read([book]).organisation) if " " in one}
    assert len(people) > 80
    found = examine([book], QUICK, client_safe=tmp_path / "alignment.key")
    for file in write_report(found, tmp_path / "out", FORMATS):
        assert standing(file, spelled(people)) == set(), file.name
