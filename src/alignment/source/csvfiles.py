"""What does a CSV file hold? Its encoding and separator found out, every value kept as the text it is."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from alignment.errors import SourceError

__all__ = ["csv_rows"]

_SEPARATORS = ",;\t|"
_SAMPLE = 64_000


def csv_rows(content: bytes, path: Path) -> Sequence[Sequence[str]]:
    """Return the rows of a CSV file as texts, all of one width; row 1 is the first, blank rows are kept.

    UTF-8 (with or without mark), UTF-16 and Windows-1252 are understood; comma, semicolon, tab and bar separate.

    Raises
    ------
    SourceError
        The bytes are no text.
    """
    import pandas as pd  # costs 0.6 s, and whoever gives a workbook never needs it

    text = _decoded(content, path)
    if not text.strip():
        raise SourceError(f"{path}: the file is empty.")
    separator = _separator(text)
    try:
        # Title rows are shorter than the table below them, and pandas must be told the width of the widest row.
        width = max(map(len, csv.reader(io.StringIO(text, newline=""), delimiter=separator)))
        table = pd.read_csv(
            io.StringIO(text),
            sep=separator,
            header=None,
            names=list(range(width)),
            index_col=False,
            dtype=object,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, csv.Error) as problem:
        raise SourceError(f"{path}: is not a table ({str(problem).splitlines()[0]}). Save it again as CSV.") from None
    # Rows shorter than the widest one end in NaN, whatever pandas is told; all that was written is text.
    return [[value if isinstance(value, str) else "" for value in row] for row in table.to_numpy().tolist()]


def _decoded(content: bytes, path: Path) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise SourceError(f"{path}: is not text, despite its name. Save it as CSV.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Excel on Windows writes this; its five unused bytes cannot stand for a letter.
        return content.decode("cp1252", errors="replace")


def _separator(text: str) -> str:
    sample = text[:_SAMPLE]
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
