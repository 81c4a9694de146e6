"""What came back of a survey? The files of a folder as one list of answers, without who answered, and how many did."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from alignment.errors import SourceError
from alignment.model.organisation import Answer, Cell, Organisation
from alignment.model.result import InputFile, Issue
from alignment.settings import ReadingLimits, Settings
from alignment.source.files import open_books
from alignment.source.merge import EXAMPLE_LEFT, NOTHING_USED
from alignment.source.names import key, nearest
from alignment.source.scale import LEVELS
from alignment.source.schema import SHEETS
from alignment.source.workbooks import read

__all__ = [
    "UNKNOWN",
    "Column",
    "Gathered",
    "Respondent",
    "aliases",
    "answer_files",
    "gather",
    "once",
    "statements_of",
    "table_of",
]

UNKNOWN = "don't know"
_READABLE = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv"})
# So many answers in common, and no other, are hardly those of two people.
_ALIKE = 5
_NUMBERS = 10**8


@dataclass(frozen=True, slots=True)
class Respondent:
    """One set of answers: statement as written → 1 to 5, or "don't know".

    `department` is its name, and its id where two share that name; `unit` is its id always. `place` is where it came from.
    """

    department: str
    unit: str
    level: str
    answers: Mapping[str, int | str]
    place: Cell


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the files hold: respondents in the order of the files, the issues of their cells, and what became of each file.

    `organisation` is that of the workbook too, where one is there; `held` are its sheets that hold answers already, and
    `earlier` the respondents of these, where the files are added to them.
    """

    respondents: tuple[Respondent, ...]
    earlier: tuple[Respondent, ...]
    said: tuple[Answer, ...]
    issues: tuple[Issue, ...]
    inputs: tuple[InputFile, ...]
    organisation: Organisation
    held: tuple[str, ...]

    @property
    def everybody(self) -> tuple[Respondent, ...]:
        """Those of the files and those who were there."""
        return (*self.respondents, *self.earlier)


@dataclass(frozen=True, slots=True)
class Column:
    """What a statement is gathered under: its id in the bank, or its text where it is in none, and the header of its column."""

    id: str
    header: str


def answer_files(paths: Iterable[Path], besides: Path) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Return the files to gather, and those of the folders that are no spreadsheets.

    Parameters
    ----------
    paths
        Files and folders; a folder stands for all files in it and in the folders within, sorted by name.
    besides
        The workbook that is written, which is no answer.

    Raises
    ------
    SourceError
        A path is not there, or no spreadsheet is among the files.
    """
    found: dict[Path, Path] = {}
    others = []
    for path in paths:
        if not path.exists():
            raise SourceError(f"{path}: there is no such file or folder. Check the name.")
        for file in _inside(path) if path.is_dir() else [path]:
            if file.resolve() == besides.resolve():
                continue
            if file.suffix.lower() in _READABLE:
                found.setdefault(file.resolve(), file)
            else:
                others.append(file)
    if not found:
        where = ", ".join(str(one) for one in paths)
        raise SourceError(f"{where}: no survey came back here: there is no .xlsx, .csv or other spreadsheet in it.")
    return tuple(found.values()), tuple(others)


def _inside(folder: Path) -> list[Path]:
    """The files of a folder and of those within; "~$survey.xlsx" and ".survey.xlsx" are left behind by editors and systems."""
    return sorted(
        one
        for one in folder.rglob("*")
        if one.is_file() and not any(part[0] in "~." for part in one.relative_to(folder).parts)
    )


def gather(
    files: Sequence[Path],
    workbook: Path | None,
    settings: Settings | None = None,
    mapping: Path | None = None,
    *,
    add: bool = False,
) -> Gathered:
    """Read the answers of files; departments and people are those of the workbook, if there is one.

    A file that cannot be read is an issue, and the others are read all the same.

    Parameters
    ----------
    files
        As `answer_files` returns them.
    workbook
        What the answers go into, where it is there.
    settings
        Words that name nobody, and what is refused as too large.
    mapping
        A mapping file: other spellings of departments, under [aliases].
    add
        Whether the answers that the workbook holds stay.

    Raises
    ------
    SourceError
        The workbook cannot be read, or no file holds an answer.
    MappingError
        The mapping file is broken, or names a sheet or column that is not there.
    """
    chosen = settings or Settings()
    limits = chosen.reading
    usable, problems = _usable(files, limits)
    if not usable:
        raise SourceError(str(problems[0]))
    # The workbook comes last: what it holds already never takes the place of what a file says.
    reading = read([*usable, *([workbook] if workbook else [])], mapping, chosen.missing, limits=limits)
    inputs = reading.inputs[: len(reading.inputs) - bool(workbook)]
    names = {one.file for one in inputs}
    said = tuple(one for one in reading.organisation.answers if one.origin.table.file in names)
    issues = [one for one in reading.issues if one.cell.file in names]
    respondents = _respondents(said, reading.organisation)
    rest = tuple(one for one in reading.organisation.answers if add and one.origin.table.file not in names)
    if not respondents:
        raise SourceError(
            f"{', '.join(sorted(names)[:5])}: no answer was found. Give surveys of `alignment new --survey` that came back, or an "
            "export of Google Forms or Microsoft Forms."
        )
    issues += [
        *problems,
        *_unread(inputs),
        *_incomplete(respondents, said, issues),
        *_twice(said),
        *_alike(respondents),
    ]
    there = reading.inputs[len(inputs) :]
    held = _held(there)
    if add:
        issues += _not_kept(reading.issues, there, held)
    earlier = _respondents(rest, reading.organisation)
    return Gathered(respondents, earlier, (*said, *rest), tuple(issues), inputs, reading.organisation, held)


def _held(workbook: Iterable[InputFile]) -> tuple[str, ...]:
    """The sheets of a workbook that hold answers, or what else stands under that name."""
    return tuple(
        sheet.sheet
        for file in workbook
        for sheet in file.sheets
        if (sheet.kind == "survey" and (sheet.records or not _is_blank(sheet.skipped)))
        or (sheet.kind != "survey" and sheet.sheet == SHEETS["survey"].title and sheet.rows)
    )


def _not_kept(issues: Iterable[Issue], workbook: Sequence[InputFile], held: Sequence[str]) -> list[Issue]:
    """What stands on the sheet of answers and cannot be read is not written again."""
    files = {one.file for one in workbook}
    found = [one for one in issues if one.cell.sheet in held and one.cell.file in files]
    for file in workbook:
        for sheet in file.sheets:
            unused = next((note for note in sheet.note.split("; ") if note.startswith("columns not used")), "")
            if sheet.sheet in held and unused:
                found.append(Issue("warning", Cell(file.file, sheet.sheet, 0, 0), f"{unused}; they are not kept."))
    return found


def _usable(files: Sequence[Path], limits: ReadingLimits | None) -> tuple[list[Path], list[Issue]]:
    usable, problems = [], []
    for file in files:
        try:
            open_books([file], limits)
        except SourceError as problem:
            problems.append(Issue("error", Cell(file.name, file.name, 0, 0), str(problem).removeprefix(f"{file}: ")))
        else:
            usable.append(file)
    return usable, problems


def _is_blank(skipped: Mapping[str, int]) -> bool:
    """Tell whether all that a sheet holds is the example of the blank workbook."""
    return set(skipped) <= {EXAMPLE_LEFT, NOTHING_USED}


def _unread(inputs: Iterable[InputFile]) -> list[Issue]:
    """A file without answers is none that one would have sent back."""
    found = []
    for file in inputs:
        surveys = [one for one in file.sheets if one.kind == "survey"]
        if not any(one.records for one in surveys) and not any("same file" in one.note for one in file.sheets):
            why = "was sent back without an answer." if surveys else "holds no survey, and nothing is taken from it."
            found.append(Issue("warning", Cell(file.file, file.file, 0, 0), why))
    return found


def _respondents(said: Sequence[Answer], organisation: Organisation) -> tuple[Respondent, ...]:
    names = Counter(one.name for one in organisation.departments)
    found: dict[tuple[str, str, str], dict[str, Answer]] = {}
    for one in said:
        # Where a respondent answers a statement twice, the first answer counts, here as in every measure.
        found.setdefault(_who(one), {}).setdefault(one.statement, one)
    respondents = []
    for its in found.values():
        first = next(iter(its.values()))
        department = organisation.department.get(first.department or "")
        name = first.department or ""
        if department is not None and names[department.name] == 1:
            name = department.name
        answers: dict[str, int | str] = {
            text: one.score if one.score is not None else UNKNOWN
            for text, one in its.items()
            if one.score is not None or not one.known
        }
        if answers:
            respondents.append(Respondent(name, first.department or "", first.level, answers, first.cell("department")))
    return tuple(respondents)


def _who(one: Answer) -> tuple[str, str, str]:
    return one.origin.table.file, one.origin.table.sheet, one.respondent


def _incomplete(respondents: Sequence[Respondent], said: Sequence[Answer], known: Iterable[Issue]) -> list[Issue]:
    """What is missing about those who answered, each cell once; what the reader said of a cell, or a sheet, stands."""
    found = {
        one.place: Issue("warning", one.place, "no department is given; these answers count for the company alone.")
        for one in respondents
        if not one.department and one.place.column
    }
    told = {one.cell for one in known}
    for one in said:
        cell = one.cell("level")
        if not cell.column:
            # The sheet does not ask for it: that is said once.
            cell = replace(cell, row=0)
        if not one.level and cell not in told:
            found.setdefault(cell, Issue("warning", cell, "no level is given.", f"The levels are {', '.join(LEVELS)}."))
    return list(found.values())


def _twice(said: Sequence[Answer]) -> list[Issue]:
    """The first cell where a respondent answers what they have answered before."""
    first: dict[tuple[str, str, str, str], Answer] = {}
    found: dict[tuple[str, str, str, int], Issue] = {}
    for one in said:
        before = first.setdefault((*_who(one), one.statement), one)
        if before is not one:
            message = f"the respondent has answered this in row {before.origin.row} already; the first answer counts."
            cell = one.cell("respondent" if one.cell("respondent").column else "score")
            # Whose answers these are stays where it is.
            found.setdefault((*_who(one), one.origin.row), Issue("warning", replace(cell, value=""), message))
    return list(found.values())


def _alike(respondents: Sequence[Respondent]) -> list[Issue]:
    """Files with the very same answers: one sent twice, or two people of one mind."""
    found = []
    seen: dict[str, Respondent] = {}
    for one in respondents:
        if len(one.answers) < _ALIKE:
            continue
        before = seen.setdefault(_content(one.department, one.level, one.answers), one)
        if before is not one and before.place.file != one.place.file:
            found.append(
                Issue(
                    "warning",
                    Cell(one.place.file, one.place.sheet, 0, 0),
                    f"has the very same answers as {before.place.file}; both are counted.",
                    "If it is one person's, sent twice, take one of the files away.",
                )
            )
    return found


def statements_of(
    gathered: Gathered, recognise: Callable[[str], str | None], known: Mapping[str, Mapping[str, str]]
) -> tuple[dict[str, Column], tuple[Issue, ...]]:
    """Return for each statement as written its column, in the order of the columns, and what no bank has.

    Parameters
    ----------
    gathered
        The answers.
    recognise
        Returns the id of the statement that a text is in any language; None where it is none of the bank.
    known
        Id of each statement of the bank → its text by language, in the order of the bank. The headers are all in the
        language that most answers were given in.
    """
    written = Counter(text for one in gathered.everybody for text in one.answers)
    ids = {text: recognise(text) for text in written}
    columns: dict[str, Column] = {}
    language = _language(written, known.values())
    for ident, its in known.items():
        columns |= {text: Column(ident, its[language]) for text in sorted(written) if ids[text] == ident}
    issues = []
    for text in (text for text in written if ids[text] is None):
        first = next(one for one in gathered.said if one.statement == text)
        meant = nearest(text, {one.casefold(): one for its in known.values() for one in its.values()})
        issues.append(
            Issue(
                "warning",
                first.cell("score"),
                f'"{text}" is no statement of the bank; its {_counted(written[text], "answer")} stay in a column of their own.'
                if written[text] > 1
                else f'"{text}" is no statement of the bank; its answer stays in a column of its own.',
                f'Did you mean "{meant}"?' if meant else "",
            )
        )
        columns[text] = Column(text, text)
    issues += [
        Issue("warning", one.place, "a statement is answered in two languages; the first answer counts.")
        for one in gathered.everybody
        if len(_by_id(one, columns)) < len(one.answers)
    ]
    return columns, tuple(issues)


def _language(written: Mapping[str, int], known: Iterable[Mapping[str, str]]) -> str:
    """The language of most answers; of equals the first."""
    answers: Counter[str] = Counter()
    for its in known:
        for language, text in its.items():
            answers[language] += written.get(text, 0)
    return answers.most_common(1)[0][0]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def once(gathered: Gathered, columns: Mapping[str, Column]) -> Gathered:
    """Leave out of the files those who are among the earlier ones: of the same department and level, with the same answers.

    So the same folder may be added twice. Of each such set of answers as many stay as the files hold, or the sheet did.
    """
    there = Counter(_content(one.department, one.level, _by_id(one, columns)) for one in gathered.earlier)
    fresh = []
    for one in gathered.respondents:
        content = _content(one.department, one.level, _by_id(one, columns))
        if there[content]:
            there[content] -= 1
        else:
            fresh.append(one)
    return replace(gathered, respondents=tuple(fresh))


def aliases(gathered: Gathered) -> Mapping[str, str]:
    """Return the departments that respondents give and no list has, each with the listed one that it is likely to be."""
    organisation = gathered.organisation
    listed = {key(one.name): one.name for one in organisation.departments if one.listed}
    units = dict.fromkeys(one.unit for one in gathered.everybody)
    strange = [organisation.department[one] for one in units if one in organisation.department]
    near = {one.name: nearest(one.name, listed) for one in strange if not one.listed}
    return {name: meant for name, meant in near.items() if meant}


def table_of(gathered: Gathered, columns: Mapping[str, Column]) -> list[list[str | int | None]]:
    """Return the rows of the sheet Survey, its header first: a row a respondent, by number.

    The number is made of the answers themselves (eight digits of their SHA-256), and the rows stand in its order: it stays
    the same however often, and in whatever order, the files are gathered, and tells nothing that the row does not.
    """
    headers = {one.id: one.header for one in columns.values()}
    named = (SHEETS["survey"].field(one).header for one in ("respondent", "department", "level"))
    found: dict[int, list[str | int | None]] = {}
    said = [(one, _by_id(one, columns)) for one in gathered.everybody]
    for content, one, its in sorted(
        ((_content(one.department, one.level, its), one, its) for one, its in said), key=lambda each: each[0]
    ):
        time = 0
        # Two of one mind are told apart by a count, and either may be the first.
        while (number := _number(content, time)) in found:
            time += 1
        found[number] = [f"R{number:08d}", one.department or None, one.level or None, *map(its.get, headers)]
    return [[*named, *headers.values()], *(found[number] for number in sorted(found))]


def _by_id(one: Respondent, columns: Mapping[str, Column]) -> dict[str, int | str]:
    """The answers by the id of their statement; of one that is answered in two languages the first."""
    found: dict[str, int | str] = {}
    for text, answer in one.answers.items():
        found.setdefault(columns[text].id, answer)
    return found


def _content(department: str, level: str, answers: Mapping[str, int | str]) -> str:
    return json.dumps([department, level, sorted(answers.items())], ensure_ascii=False)


def _number(content: str, time: int) -> int:
    return int.from_bytes(sha256(f"{time} {content}".encode()).digest()[:8], "big") % _NUMBERS
