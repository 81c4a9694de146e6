"""What a fuzzer feeds: each target takes bytes, and a folder for files of them, and raises where the program does what it must not.

For tests only. Whatever the bytes are, a target ends in a result or in one line of the program's own; what else is raised is found by it.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fuzzing import QUICK, checked, examined, in_one_line, sheets_in, workbook_parts, write_book

from alignment.advice.movesfile import asked_in_file, moves_text
from alignment.analysis import statements
from alignment.analysis.catalogue import check_settings
from alignment.branding.reading import read_brand
from alignment.errors import AlignmentError
from alignment.history.documents import text_of, value_of
from alignment.model.organisation import Organisation
from alignment.model.result import HealthCheck
from alignment.pipeline import Examination, examine, replanned
from alignment.settings import ReadingLimits, Settings, read_settings
from alignment.source import draft_mapping, read, read_mapping
from alignment.source.annotate import write_annotated
from alignment.source.inserting import write_sheet
from alignment.source.mapping import mapping_text
from alignment.source.names import NOBODY, key, nearest, slug, spelling, split_names, unmarked
from alignment.source.pseudonyms import key_file
from alignment.source.values import UnreadableError, codes_in, date_of, folded, number_of, yes_or_no
from rawbooks import ods_parts, packed, xls_of, xlsb_parts

__all__ = ["COMPANY", "TARGETS"]

# What parts the XML of a workbook in one input.
APART = b"\n====\n"
_LIMITS = ReadingLimits(most_file_mb=5, most_unpacked_mb=20, most_cells=200_000)
COMPANY = """[Departments]
Department|Parent|Headcount
Sales|Company|#12
Ops|Company|#9
Billing|Company|#4
[People]
Person|Department
Ann|Sales
Bo|Ops
[Journeys]
Journey|Owner
Move|Ann
[Journey steps]
Journey|Order|Step|Department
Move|#1|ask|Sales
Move|#2|plan|Ops
Move|#3|pay|Billing
[RACI]
Process|Sales|Ops
Plan|A|R
Bill|C|R
[Collaboration]
From|To|Strength
Sales|Ops|#3
[Goals]
Goal|Owner department
Grow|Sales
"""


def _file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _refused(ask: Callable[[], Any]) -> Any:
    """What is asked for; None where it is refused in one line."""
    try:
        return ask()
    except AlignmentError as problem:
        in_one_line(problem)
        return None


def book(data: bytes, folder: Path) -> None:
    """A workbook as `fuzzing` writes it."""
    checked([_book(data, folder)], limits=_LIMITS)


def company(data: bytes, folder: Path) -> None:
    """The same, through all that is measured and advised."""
    examined([_book(data, folder)])


def _book(data: bytes, folder: Path) -> Path:
    return write_book(folder / "book.xlsx", sheets_in(data.decode("utf-8", "replace")))


def xlsx(data: bytes, folder: Path) -> None:
    """The XML of a sheet, and after marks that of its texts, its styles, its workbook and the relations of that."""
    checked([_xlsx(data, folder)], limits=_LIMITS)


def copies(data: bytes, folder: Path) -> None:
    """The same, marked in a copy, drafted into a mapping file, and with a sheet more."""
    path = _xlsx(data, folder)
    try:
        reading = read([path], limits=_LIMITS)
    except AlignmentError:
        return
    if _refused(lambda: write_annotated(path, reading.issues, folder / "marked.xlsx")) is not None:
        # What was read once is read again, with the marks in it.
        assert read([folder / "marked.xlsx"]).inputs
    drafted = _file(folder / "drafted.toml", draft_mapping([path]).encode())
    _refused(lambda: read([path], drafted, limits=_LIMITS))
    _refused(lambda: write_sheet(path, "Actions", [["Finding", "Action"], ["F1", "=1"]], [10.0]) or True)


def _xlsx(data: bytes, folder: Path) -> Path:
    sheet, *more = data.split(APART)
    named = dict(zip(("sharedStrings", "styles"), more, strict=False))
    parts: dict[str, str | bytes] = workbook_parts({"Departments": sheet}, **named)
    parts |= zip(("xl/workbook.xml", "xl/_rels/workbook.xml.rels"), more[2:], strict=False)
    return packed(folder / "sheet.xlsx", parts)


def ods(data: bytes, folder: Path) -> None:
    """The sheets of an .ods file as XML."""
    checked([packed(folder / "sheet.ods", ods_parts(data.decode("utf-8", "replace")))], limits=_LIMITS)


def xlsb(data: bytes, folder: Path) -> None:
    """The records of the sheet of an .xlsb file, and after a mark those of its texts."""
    sheet, *texts = data.split(APART)
    parts = xlsb_parts(sheet)
    if texts:
        parts["xl/sharedStrings.bin"] = texts[0]
    checked([packed(folder / "sheet.xlsb", parts)], limits=_LIMITS)


def xls(data: bytes, folder: Path) -> None:
    """The records of the sheet of an .xls file, and after a mark those before them."""
    sheet, *first = data.split(APART)
    checked([_file(folder / "sheet.xls", xls_of(sheet, first=first[0] if first else b""))], limits=_LIMITS)


def raw(data: bytes, folder: Path) -> None:
    """Bytes as a file of each kind that is read."""
    for suffix in (".xlsx", ".xls", ".xlsb", ".ods"):
        checked([_file(folder / f"raw{suffix}", data)], limits=_LIMITS)


def csv(data: bytes, folder: Path) -> None:
    """A file of CSV."""
    name = ("Departments", "RACI", "Collaboration", "Journey steps", "Survey")[len(data) % 5]
    path = _file(folder / f"{name}.csv", data)
    checked([path], limits=_LIMITS)
    path.unlink()


def cells(data: bytes, folder: Path) -> None:
    """The text of one cell: as a number, a day, yes or no, letters, names."""
    text = data.decode("utf-8", "replace")
    for meant in (number_of, date_of, yes_or_no):
        with suppress(UnreadableError):
            found = meant(text)
            assert not isinstance(found, float) or abs(found) < float("inf"), found
    letters, others = codes_in(text, {"X": "A"})
    assert set(letters) <= set("RACI")
    assert all(others)
    once = folded(text)
    assert folded(once) == once
    known = {key(one): one for one in ("Sales", "Ops", "Legal and Tax")}
    for name in split_names(text, lambda one: key(one) in known):
        assert name == folded(name) != ""
    assert spelling(once) == spelling(text)
    assert unmarked(unmarked(text)) == unmarked(text)
    assert nearest(text, known) in (None, *known.values())
    assert slug(text) == slug(once)
    assert text not in NOBODY or once in NOBODY


def settings(data: bytes, folder: Path) -> None:
    """A file of settings, and a check with it where it does not ask for more work."""
    path = _file(folder / "alignment.toml", data)
    found = _refused(lambda: read_settings(path))
    if found is None or _refused(lambda: check_settings(found) or True) is None:
        return
    again = value_of(Settings, text_of(found))
    assert again == found
    if max(found.permutations, found.score_draws, found.plan_most, found.plan_subjects) <= 20_000:
        examined([_company(folder)], found)


def mapping(data: bytes, folder: Path) -> None:
    """A mapping file, written again and read with a company."""
    path = _file(folder / "mapping.toml", data)
    found = _refused(lambda: read_mapping(path))
    if found is None:
        return
    again = read_mapping(_file(folder / "again.toml", mapping_text(found).encode()))
    assert (again.sheets, again.missing, again.raci, again.aliases) == (
        found.sheets,
        found.missing,
        found.raci,
        found.aliases,
    )
    checked([_company(folder)], mapping=path)


def moves(data: bytes, folder: Path) -> None:
    """A file of moves, written again and put into a check."""
    found = _refused(lambda: asked_in_file(_file(folder / "moves.toml", data)))
    if not found:
        return
    again = asked_in_file(_file(folder / "again.toml", moves_text(found).encode()))
    assert [(one.kind, one.text) for one in again] == [(one.kind, one.text) for one in found]
    _refused(lambda: replanned(_examination(), found))


def snapshot(data: bytes, folder: Path) -> None:
    """A document of the history: a value that makes the same document again, or none."""
    kind = (Organisation, HealthCheck, Settings)[data[0] % 3] if data else Organisation
    try:
        found = value_of(kind, data[1:].decode())
    except ValueError:
        return
    text_of(found)


def files(data: bytes, folder: Path) -> None:
    """The other files that a run is given: a brand, a bank of statements, a key."""
    _refused(lambda: read_brand(_file(folder / "brand.toml", data)))
    _refused(lambda: statements.bank(_file(folder / "statements.toml", data)))
    _refused(lambda: key_file(_file(folder / "alignment.key", data)))


def interactions(data: bytes, folder: Path) -> None:
    """A log, and after a mark the list of people, as CSV."""
    from alignment.interactions.counting import count
    from alignment.interactions.engines import connected
    from alignment.interactions.logs import read_logs
    from alignment.interactions.people import read_people
    from alignment.source.pseudonyms import Key

    log, *people = data.split(APART)
    listed = people[0] if people else b"person,department\n" + b"".join(b"p%d,Sales\n" % one for one in range(9))

    def counted() -> None:
        with connected(None) as engine:
            logs = read_logs(engine, [str(_file(folder / "log.csv", log))], {})
            register = read_people(engine, str(_file(folder / "people.csv", listed)), {})
            count(engine, [one for one in logs if one.shape != "handovers"], register, Key(bytes(32)))

    _refused(counted)


def _company(folder: Path) -> Path:
    return write_book(folder / "company.xlsx", sheets_in(COMPANY))


@cache
def _examination() -> Examination:
    with TemporaryDirectory() as folder:
        return examine([_company(Path(folder))], QUICK, retain=True)


TARGETS: Mapping[str, Callable[[bytes, Path], None]] = {
    one.__name__: one
    for one in (
        book, company, xlsx, copies, ods, xlsb, xls, raw, csv, cells, settings, mapping, moves, snapshot, files, interactions,
    )
}  # fmt: skip
