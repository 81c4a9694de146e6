"""What does a CSV file hold? Its encoding and separator found out, every value kept as the text it is."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from alignment.errors import SourceError
from alignment.language import say
from alignment.settings import ReadingLimits
from alignment.source.formats.base import is_error
from alignment.wording import as_written

__all__ = ["csv_rows", "failed_cells"]

_SEPARATORS = ",;\t|"
_SAMPLE = 64_000
_STEP = 1 << 20


def csv_rows(content: bytes, path: Path, limits: ReadingLimits) -> Iterator[Sequence[str]]:
    """Give the rows of a CSV file as texts, all of one width; row 1 is the first, blank rows are kept.

    An apostrophe that keeps a text from running as a formula, as in the CSV files written here, is none of the text. UTF-8 (with or without mark), UTF-16 and Windows-1252 are understood; comma, semicolon, tab and bar separate.

    Parameters
    ----------
    content
        The bytes of the file.
    path
        Where it is, for what is said about it.
    limits
        What is refused as too large.

    Raises
    ------
    SourceError
        The bytes are no text, or no table, or more cells than the limit.
    """
    encoding = _encoding(content, path)
    separator = _separator(_text(content, encoding).read(_SAMPLE))
    width = _width(_text(content, encoding), separator, path, limits.most_cells)

    import pandas as pd  # costs 0.6 s, and whoever gives a workbook never needs it

    try:
        # Title rows are shorter than the table below them, and pandas must be told the width of the widest row.
        table = pd.read_csv(
            _text(content, encoding),
            sep=separator,
            header=None,
            names=list(range(width)),
            index_col=False,
            dtype=object,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as problem:
        raise _no_table(path, problem) from None
    for row in table.itertuples(index=False, name=None):
        # Rows shorter than the widest one end in NaN, whatever pandas is told; all that was written is text.
        yield [as_written(value) if isinstance(value, str) else "" for value in row]


def failed_cells(rows: Sequence[Sequence[object]]) -> Mapping[tuple[int, int], str]:
    """Return the cells that show a formula that failed, as spreadsheet programs write them into CSV: place → what it shows."""
    return {
        (row, column): text
        for row, texts in enumerate(rows, start=1)
        for column, text in enumerate(texts, start=1)
        if isinstance(text, str) and text[:1] in ("#", "E") and is_error(text)
    }


def _text(content: bytes, encoding: str) -> io.TextIOWrapper:
    """The text of a file as a stream: decoded in whole it may take four times its bytes."""
    return io.TextIOWrapper(io.BytesIO(content), encoding, errors="replace", newline="")


def _encoding(content: bytes, path: Path) -> str:
    # The mark of UTF-32 begins as that of UTF-16 does.
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if b"\0" in content:
        raise SourceError(say("{file}: is not text, despite its name. Save it as CSV.", file=path))
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(content), _STEP):
            decoder.decode(content[at : at + _STEP], final=at + _STEP >= len(content))
    except UnicodeDecodeError:
        # Excel on Windows writes this; its five unused bytes cannot stand for a letter.
        return "cp1252"
    return "utf-8-sig"


def _width(text: io.TextIOWrapper, separator: str, path: Path, most_cells: int) -> int:
    """The cells of the widest row."""
    rows = width = 0
    try:
        for row in csv.reader(text, delimiter=separator):
            rows, width = rows + 1, max(width, len(row))
            if rows * width > most_cells:
                raise SourceError(
                    f"{path}: spans more than {most_cells:,} cells: a row of it holds {width:,}. Save only its tables, "
                    "or raise most_cells in the settings."
                )
    except csv.Error as problem:
        raise _no_table(path, problem) from None
    if not width:
        raise SourceError(say("{file}: the file is empty.", file=path))
    return width


def _no_table(path: Path, problem: Exception) -> SourceError:
    reason = str(problem).splitlines()[0]
    return SourceError(say("{file}: is not a table ({problem}). Save it again as CSV.", file=path, problem=reason))


def _separator(sample: str) -> str:
    counts = {
        separator: [len(row) for row in csv.reader(sample.splitlines(), delimiter=separator) if row]
        for separator in _SEPARATORS
    }
    # The separator that gives most rows the same number of columns, and more than one, is the right one.
    return max(_SEPARATORS, key=lambda one: (_regular(counts[one]), -_SEPARATORS.index(one)))


def _regular(widths: Sequence[int]) -> float:
    several = [width for width in widths if width > 1]
    if not several:
        return 0.0
    commonest = max(sorted(set(several)), key=several.count)
    return several.count(commonest) / len(widths)
