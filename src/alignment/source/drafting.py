"""What would a mapping file for this workbook say? A draft: what was recognised, and guesses as comments to confirm."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from alignment.source.files import open_books
from alignment.source.headers import header_key
from alignment.source.mapping import Mapping_, quoted_text
from alignment.source.names import nearest
from alignment.source.recognition import Recognised, recognise
from alignment.source.schema import SHEETS
from alignment.source.tables import Layout
from alignment.source.unsettled import headers_of
from alignment.source.words import GENERIC

__all__ = ["draft_mapping"]

_HEAD = """\
# Mapping file: how the words of {files} map to ours. The workbook itself is never changed.
# Lines that begin with # are guesses or choices that are open: take the # away from those that are right.
"""
_TAIL = """
[values]
missing = []        # further words that name nobody, such as "to be hired"

# [values.raci]     # their letter = ours; "" for a letter that does not count
# E = "R"

# [aliases]         # one thing, two spellings: the further one = the one that counts
# "Legal dept" = "Legal"
"""


def draft_mapping(paths: Sequence[Path]) -> str:
    """Return a mapping file for some workbooks as TOML; `read` accepts it as it is.

    Every sheet stands in it: those recognised as entries, the others as comments with their columns.

    Raises
    ------
    SourceError
        A file cannot be read.
    """
    books = open_books(paths)
    recognised = recognise(books, Mapping_())
    known: dict[str, list[Recognised]] = {}
    for one in recognised:
        # Nodes of a network join a list by themselves: named here they would be a list of their own.
        if one.layout is not None and one.layout.shape != "nodes":
            known.setdefault(one.layout.kind, []).append(one)
    lines = [
        _HEAD.format(files=", ".join(book.file for book in books)),
        "[sheets]                    # ours = theirs; a list joins several",
    ]
    for kind in (*SHEETS, "organisation"):
        if kind in known:
            names = list(dict.fromkeys(one.grid.sheet for one in known[kind]))
            sure = min(one.confidence for one in known[kind])
            why = "; ".join(dict.fromkeys(one.why for one in known[kind]))
            theirs = quoted_text(names[0]) if len(names) == 1 else _list(names)
            lines.append(f"{kind} = {theirs}        # {sure} % sure, by {why}".replace("\n", " "))
            lines += [f"#   {note}" for one in known[kind] if one.layout for note in one.layout.notes]
    missing = [kind for kind in SHEETS if kind not in known]
    for one in recognised:
        if one.layout is None and one.grid.filled:
            lines.append(f"# {quoted_text(one.grid.sheet)} is not used. Its columns: {_list(headers_of(one.grid))}")
    if missing:
        lines.append(f"# Not found: {', '.join(missing)}")
    for kind in SHEETS:
        lists = [one for one in known.get(kind, ()) if one.layout is not None and one.layout.shape == "list"]
        if lists:
            lines += ["", f"[columns.{kind}]", *_columns(kind, lists)]
    return "\n".join(lines) + "\n" + _TAIL


def _columns(kind: str, sheets: Iterable[Recognised]) -> list[str]:
    lines: dict[str, str] = {}
    for one in sheets:
        layout = one.layout
        if layout is None:
            continue
        heads = layout.heads
        for field, place in layout.places.items():
            if place < len(heads) and heads[place]:
                lines.setdefault(
                    field, f"{field} = {quoted_text(heads[place])}        # {_certainty(kind, field, heads[place])}"
                )
        for field, header in _guesses(kind, layout, heads).items():
            lines.setdefault(
                field, f"# {field} = {quoted_text(header)}        # a guess, 50 % sure: spelt like a word for it"
            )
    order = [field.name for field in SHEETS[kind].fields]
    found = [lines[name] for name in order if name in lines]
    absent = [name for name in order if name not in lines]
    return [*found, f"# Not found: {', '.join(absent)}"] if absent else found


def _certainty(kind: str, field: str, header: str) -> str:
    """How sure it is that a header means a field, and why."""
    definition = SHEETS[kind].field(field)
    spelt = header_key(header)
    if spelt in (header_key(definition.header), header_key(field)):
        return "100 % sure: our own header"
    if spelt in {header_key(word) for word in GENERIC}:
        return "75 % sure: a general word for it"
    if spelt in {header_key(word) for word in definition.words}:
        return "90 % sure: a known word for it"
    return "70 % sure: holds a word for it, or what it holds tells"


def _guesses(kind: str, layout: Layout, heads: Sequence[str]) -> dict[str, str]:
    """Fields without a column → a header like one of their words that no field has."""
    free = [head for place, head in enumerate(heads) if head and place not in layout.places.values()]
    guesses = {}
    for field in SHEETS[kind].fields:
        if field.name not in layout.places:
            words = {header_key(word): field.name for word in (field.header, *field.words) if len(word) > 3}
            guess = next((head for head in free if nearest(header_key(head), words)), None)
            if guess is not None:
                guesses[field.name] = guess
                free.remove(guess)
    return guesses


def _list(texts: Iterable[str]) -> str:
    return "[" + ", ".join(map(quoted_text, texts)) + "]"
