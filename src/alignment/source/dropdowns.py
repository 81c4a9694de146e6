"""What may be typed into a column? Drop-downs and ranges for a workbook, one for each column of the schema."""

from collections.abc import Iterator, Mapping

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from alignment.source.schema import Field

__all__ = ["LAST_ROW", "drop_downs", "names_range"]

# As far down as drop-downs reach. More rows are read all the same.
LAST_ROW = 2000

# Excel refuses a longer prompt, and a longer list written out.
_PROMPT = 255


def names_range(title: str, first_row: int, column: int = 1) -> str:
    """Return the range that holds the names of a sheet's records, for the drop-downs of other sheets.

    Examples
    --------
    >>> names_range("Journey steps", 4)
    "'Journey steps'!$A$4:$A$2000"
    """
    letter = get_column_letter(column)
    return f"{quote_sheetname(title)}!${letter}${first_row}:${letter}${LAST_ROW}"


def drop_downs(columns: Mapping[int, Field], first_row: int, names: Mapping[str, str]) -> Iterator[DataValidation]:
    """Yield the validation of every column that has one, each with its range of cells.

    A column of names offers the names of the first sheet it refers to. It stops nobody from writing another one:
    a name may be new, an id, or one of several in a cell, and `alignment check` says what it does not know.

    Parameters
    ----------
    columns
        1-based column → field of the schema.
    first_row
        Row of the first record.
    names
        Key of a sheet → the range of its names, see `names_range`.
    """
    for column, field in columns.items():
        rule = _rule(field, names)
        if rule is None:
            continue
        rule.allow_blank = True
        if field.note:
            rule.showInputMessage = True
            rule.promptTitle = field.header[:32]
            rule.prompt = field.note[:_PROMPT]
        letter = get_column_letter(column)
        rule.add(f"{letter}{first_row}:{letter}{LAST_ROW}")
        yield rule


def _rule(field: Field, names: Mapping[str, str]) -> DataValidation | None:
    if field.choices:
        # Several letters may share a cell, so the list of letters only proposes.
        return _list(f'"{",".join(field.choices)}"', strict=field.kind == "yesno", said=", ".join(field.choices))
    if field.refers and field.refers[0] in names:
        return _list(names[field.refers[0]], strict=False, said="")
    if field.kind == "number":
        return _number(field)
    if field.kind == "date":
        return _refusing(
            DataValidation(type="date", operator="greaterThan", formula1="DATE(1990,1,1)"),
            "Write a date, such as 2026-05-12.",
        )
    return None


def _list(formula: str, *, strict: bool, said: str) -> DataValidation:
    rule = DataValidation(type="list", formula1=formula)
    return _refusing(rule, f"Choose one of: {said}.") if strict else rule


def _number(field: Field) -> DataValidation | None:
    if field.least is not None and field.most is not None:
        rule = DataValidation(
            type="decimal", operator="between", formula1=f"{field.least:g}", formula2=f"{field.most:g}"
        )
        return _refusing(rule, f"Write a number from {field.least:g} to {field.most:g}.")
    if field.least is not None:
        rule = DataValidation(type="decimal", operator="greaterThanOrEqual", formula1=f"{field.least:g}")
        return _refusing(rule, f"Write a number, {field.least:g} or more.")
    return None


def _refusing(rule: DataValidation, said: str) -> DataValidation:
    rule.showErrorMessage = True
    rule.errorTitle = "Not possible here"
    rule.error = said
    return rule
