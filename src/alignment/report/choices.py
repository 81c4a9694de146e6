"""What may be typed into the sheet Actions? Drop-downs for owner and status, days, and what a waiver still lacks."""

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.datavalidation import DataValidation

from alignment.language import say
from alignment.report import display
from alignment.report.spreadsheet import DAY, FILL_IN

__all__ = ["offer_choices"]

_OWNER, _DUE, _STATUS, _REASON, _UNTIL = "CDEFG"
_FIRST_DAY = "36526"  # 1 January 2000, as Excel counts days
_LATE, _LACKING = "EEBDB8", "F3D9A8"


def offer_choices(sheet: WriteOnlyWorksheet, first: int, last: int, owners: str = "") -> None:
    """Let Excel offer owners and states, refuse what is no day, and colour what is late or lacking; before rows are written.

    Parameters
    ----------
    sheet
        The sheet Actions.
    first, last
        Its rows below the header.
    owners
        The range of cells whose texts are offered as owners; another may be written all the same.
    """
    for letter in (_OWNER, _DUE, _STATUS, _REASON, _UNTIL):
        column = sheet.column_dimensions[letter]
        column.alignment = FILL_IN
        if letter in (_DUE, _UNTIL):
            column.number_format = DAY
    words = [say(one) for one in display.ACTION_WORDS.values()]
    states = DataValidation("list", formula1=f'"{",".join(words)}"')
    states.error = say("Choose one of: {words}.", words=", ".join(words))
    states.prompt = say("A waiver needs a reason and an end.")
    days = DataValidation("date", operator="greaterThan", formula1=_FIRST_DAY)
    days.error = say("Write a date, such as 2026-12-31.")
    offered = [(states, (_STATUS,)), (days, (_DUE, _UNTIL))]
    if owners:
        somebody = DataValidation("list", formula1=owners)
        somebody.prompt = say("Choose from the list, or write another name.")
        offered.append((somebody, (_OWNER,)))
    for validation, letters in offered:
        validation.allow_blank = True
        validation.showErrorMessage = validation.error is not None
        validation.showInputMessage = validation.prompt is not None
        for letter in letters:
            validation.add(f"{letter}{first}:{letter}{last}")
        sheet.data_validations.append(validation)
    _colour(sheet, first, last)


def _colour(sheet: WriteOnlyWorksheet, first: int, last: int) -> None:
    """Colour a due day that has passed without an end, and what a waiver still lacks."""
    done, waived = (say(display.ACTION_WORDS[one]) for one in ("done", "waived"))
    late = f'AND(ISNUMBER(${_DUE}{first}),${_DUE}{first}<TODAY(),${_STATUS}{first}<>"{done}",${_STATUS}{first}<>"{waived}")'
    _rule(sheet, f"{_DUE}{first}:{_DUE}{last}", late, _LATE)
    for letter in (_REASON, _UNTIL):
        lacking = f'AND(${_STATUS}{first}="{waived}",LEN(TRIM(${letter}{first}))=0)'
        _rule(sheet, f"{letter}{first}:{letter}{last}", lacking, _LACKING)


def _rule(sheet: WriteOnlyWorksheet, cells: str, formula: str, colour: str) -> None:
    fill = PatternFill("solid", start_color=colour, end_color=colour)
    sheet.conditional_formatting.add(cells, FormulaRule(formula=[formula], fill=fill))
