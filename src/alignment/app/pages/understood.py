"""Step 2: what was understood of each sheet, and what is open is settled: it becomes a mapping file."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import FileResponse, Response

from alignment.app.asking import Asked, Page, page, redirect
from alignment.app.checking import CHECK, begin
from alignment.app.settling import (
    NOBODY,
    Choices,
    chosen,
    field_name,
    lacking,
    mapped,
    settled,
    write_mapping,
)
from alignment.language import say
from alignment.report.content.sheets import left_out, read_as
from alignment.source.layouts.lists import INDISPENSABLE
from alignment.source.mapping import Mapping_, read_mapping
from alignment.source.schema import SHEETS
from alignment.source.unsettled import OpenName, OpenSheet, Unsettled, guessed_columns

__all__ = ["PAGES"]

# So many names are asked at once, with so many of a list to choose from beside the one suggested.
_NAMES_A_PAGE = 20
_MOST_CHOICES = 300


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a drop-down."""

    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the name of the field, its label, what may be chosen; `where` it stands."""

    name: str
    label: str
    options: tuple[Option, ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one sheet; `needed` says without which nothing can be read of it."""

    sheet: str
    title: str
    questions: tuple[Question, ...]
    needed: str
    urgent: bool


def _show(asked: Asked) -> Response:
    space = asked.space
    open_ = space.unsettled
    if open_ is None:
        return redirect("/running" if space.subject else "/")
    mapping = _mapping(asked)
    said = settled(mapping, open_)
    if space.pending is not None:
        said = Choices(
            {**said.sheets, **space.pending.sheets}, {**said.columns, **space.pending.columns}, space.pending.names
        )
    job = asked.jobs.latest(CHECK)
    several = len({one.file for one in open_.sheets}) > 1
    number = asked.number("page") or 1
    first = max(0, (number - 1) * _NAMES_A_PAGE)
    names = open_.names[first : first + _NAMES_A_PAGE]
    return page(
        asked,
        "understood",
        "understood",
        rows=_rows(asked),
        sheets=[_sheet_question(one, said, several=several) for one in _once(open_)],
        columns=[one for one in (_columns(sheet, said, open_) for sheet in _once(open_)) if one],
        names=[_name_question(one, open_, said) for one in names],
        pages=_pages(len(open_.names), number),
        open_names=len(open_.names),
        unread=sum(one.kind is None for one in open_.sheets),
        mapping=mapping if space.subject and space.subject.mapping else None,
        message=_lacking_words(space.pending, open_) or (job.error if job and job.state == "failed" else ""),
    )


def _lacking_words(pending: Choices | None, open_: Unsettled) -> str:
    """What has to be said still before the files can be read with what was chosen."""
    sheets = ", ".join(one.sheet for one in lacking(pending, open_)) if pending else ""
    return (
        say("Say below what the columns of {sheets} hold; then the files can be read.", sheets=sheets) if sheets else ""
    )


def _mapping(asked: Asked) -> Mapping_:
    subject = asked.space.subject
    return read_mapping(subject.mapping) if subject and subject.mapping else Mapping_()


def _rows(asked: Asked) -> list[tuple[str, str, str, bool, int, int, str]]:
    """What became of each sheet, for the table."""
    if asked.found is None:
        return []
    return [
        (file.file, one.sheet, read_as(one.kind), one.kind is not None, one.rows, one.records, left_out(one))
        for file in asked.found.check.inputs
        for one in file.sheets
    ]


def _once(open_: Unsettled) -> list[OpenSheet]:
    """Sheets of one name are settled together: the mapping file knows them by their name."""
    return list({one.sheet.casefold(): one for one in reversed(open_.sheets)}.values())[::-1]


def _sheet_question(one: OpenSheet, said: Choices, *, several: bool) -> Question:
    now = said.sheets.get(one.sheet, "")
    left = say("as the program reads it: {kind}", kind=read_as(one.kind)) if one.kind else say("leave it out")
    others = [kind for kind in (*SHEETS, "organisation") if kind != one.likely]
    options = [Option("", left, not now)]
    if one.likely:
        words = say("{kind} (suggested)", kind=read_as(one.likely))
        options.append(Option(one.likely, words, now == one.likely))
    options += [Option(kind, read_as(kind), now == kind) for kind in others]
    where = [one.file if several else "", one.why if one.kind is None else ""]
    return Question(field_name("sheet", one.sheet), one.sheet, tuple(options), "; ".join(filter(None, where)))


def _columns(one: OpenSheet, said: Choices, open_: Unsettled) -> Columns | None:
    """What the columns of a sheet hold; None where nothing is open."""
    kind = said.kind(one)
    if kind is None or kind not in SHEETS:
        return None
    read = one.fields if kind == one.kind else guessed_columns(kind, one.headers, likely=False)
    named = {header: field for (sheet, header), field in said.columns.items() if sheet == one.sheet and field}
    guesses = guessed_columns(kind, one.headers, sheet=one.sheet)
    unread = one.unread if kind == one.kind else [header for header in one.headers if header not in read]
    shown = [header for header in one.headers if header in unread or header in named]
    if not shown:
        return None
    questions = tuple(
        Question(
            field_name("column", one.sheet, header),
            header,
            tuple(_fields(kind, named.get(header, ""), guesses.get(header))),
        )
        for header in shown
    )
    urgent = one in lacking(said, open_)
    return Columns(one.sheet, read_as(kind), questions, _needed(kind), urgent)


def _fields(kind: str, now: str, guess: str | None) -> list[Option]:
    options = [Option("", say("leave it out"), not now)]
    if guess:
        words = say("{field} (suggested)", field=say(SHEETS[kind].field(guess).header))
        options.append(Option(guess, words, now == guess))
    options += [Option(one.name, say(one.header), now == one.name) for one in SHEETS[kind].fields if one.name != guess]
    return options


def _needed(kind: str) -> str:
    groups = (say(" or ").join(say(SHEETS[kind].field(name).header) for name in group) for group in INDISPENSABLE[kind])
    return ", ".join(groups)


def _name_question(one: OpenName, open_: Unsettled, said: Choices) -> Question:
    now = said.names.get(one.name, "")
    options = [Option("", say("leave it as it is"), not now)]
    if one.suggested:
        words = say("{name} (suggested)", name=one.suggested)
        options.append(Option(one.suggested, words, now == one.suggested))
    options.append(Option(NOBODY, say("names nobody"), now == NOBODY))
    listed = open_.listed or {}
    for kind in one.kinds:
        options += [
            Option(name, name, now == name) for name in listed.get(kind, ())[:_MOST_CHOICES] if name != one.suggested
        ]
    place = str(one.cell)
    where = say("{cell} and {n} more", cell=place, n=one.cells - 1) if one.cells > 1 else place
    return Question(field_name("name", one.name), one.name, tuple(options), where)


def _pages(total: int, number: int) -> Sequence[tuple[int, bool]]:
    """The numbers of the pages, and which one is shown; none where one is enough."""
    count = -(-total // _NAMES_A_PAGE)
    return [(one, one == number) for one in range(1, count + 1)] if count > 1 else []


def _settle(asked: Asked) -> Response:
    """Take what was chosen; the files are read again as soon as they can be."""
    space, open_ = asked.space, asked.space.unsettled
    if open_ is None or space.subject is None:
        return redirect("/running")
    if asked.text("forget"):
        space.settle(None)
        begin(space, asked.jobs)
        return redirect("/running")
    choices = chosen(asked.texts())
    if lacking(choices, open_):
        with space.lock:
            space.pending = choices
        return redirect("/understood#urgent")
    target = space.place("settled") / "mapping.toml"
    space.settle(write_mapping(mapped(_mapping(asked), choices, open_), target))
    begin(space, asked.jobs)
    return redirect("/running")


def _download(asked: Asked) -> Response:
    subject = asked.space.subject
    if subject is None or subject.mapping is None:
        return redirect("/understood")
    return FileResponse(subject.mapping, media_type="application/toml", filename="mapping.toml")


PAGES = (
    Page("/understood", _show),
    Page("/understood/settle", _settle, post=True),
    Page("/understood/mapping.toml", _download),
)
