"""How does the workbook look? As a consultant's does: titles, bold headers, widths, drop-downs, formats, a remark."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from alignment.model.organisation import column_letter
from alignment.source.dropdowns import drop_downs, names_range
from alignment.source.schema import SHEETS, Field, Sheet
from brightwater.defects import Place
from brightwater.listening import STATEMENTS
from brightwater.tables import COMPANY, SNAPSHOTS, Tables, row_key

__all__ = ["Layout", "workbook_bytes"]

_HEADER_ROW = 4
_FIRM = "Kade & Overstag, advisers (fictional)"
_BAND = PatternFill("solid", fgColor="17455C")
_STRIPE = PatternFill("solid", fgColor="EEF3F6")
_RULE = Border(bottom=Side("thin", color="C9D3D9"))
_font = partial(Font, name="Calibri")
_WIDTHS = {
    "department": 26, "parent": 22, "head": 24, "person": 24, "role": 30, "manager": 24, "process": 40, "holder": 26,
    "owner_department": 24, "accountable": 24, "journey": 30, "segment": 15, "owner": 36, "sponsor": 20, "kpi": 38,
    "step": 40, "from": 24, "to": 24, "kind": 18, "source": 26, "goal": 38, "conflicts_with": 38, "level": 13,
    "finding": 40, "action": 46, "waiver_reason": 34, "now": 26, "was": 26,
}  # fmt: skip
_FORMATS = {"volume": "#,##0", "headcount": "#,##0", "satisfaction": "0.0", "duration": "0.0", "waiting": "0.0"}
_CENTRED = {
    "customer_facing", "external", "code", "mandate", "importance", "order", "moment_of_truth", "hassle", "strength",
    "criticality", *STATEMENTS,
}  # fmt: skip
_SUBTITLES = {
    "departments": "Headcount in full-time equivalents; suppliers at the bottom",
    "people": "The people the questionnaire went to, not the whole staff",
    "collaboration": "Both sides were asked: 1 rarely, 2 monthly, 3 weekly, 4 several times a week, 5 daily",
    "journey_steps": "From two workshops per journey; hours of work, and hours the customer waits before it",
    "actions": "What the steering group decided on the findings of the first quarter",
    "crosswalk": "Customer Service was split on 1 May; what is not here is called as it was",
    "survey": "1 does not apply at all, 5 applies fully",
}
# Zip entries need a time; this one says nothing.
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Layout:
    """Where every row of a quarter's tables stands."""

    tables: Tables
    quarter: int

    def address(self, place: Place) -> str:
        """Return the address of a place, such as ``Journeys!D5``; without a row it is the whole sheet."""
        sheet = SHEETS[place.sheet]
        if not place.key:
            return sheet.title
        row = list(self.tables[place.sheet]).index(row_key(place, self.quarter)) + _HEADER_ROW + 1
        fields = [one.name for one in self.fields(place.sheet)]
        return f"{sheet.title}!{column_letter(fields.index(place.field) + 1)}{row}"

    def fields(self, key: str) -> tuple[Field, ...]:
        """Return the columns of a sheet: those of the schema that this company fills in."""
        used = {name for row in self.tables[key].values() for name in row}
        return tuple(one for one in SHEETS[key].fields if one.name in used)


def workbook_bytes(tables: Tables, quarter: int) -> bytes:
    """Return the .xlsx file of a quarter; the same tables give the same bytes."""
    book = Workbook()
    day = SNAPSHOTS[quarter - 1]
    book.properties.title = f"{COMPANY}: structure, {day:%B %Y}"
    book.properties.creator = _FIRM
    book.properties.created = book.properties.modified = datetime(day.year, day.month, day.day, 9)
    _write_organisation(book.active, quarter)
    layout = Layout(tables, quarter)
    names = {one.key: names_range(one.title, _HEADER_ROW + 1) for one in SHEETS.values() if one.key in tables}
    for key in tables:
        _write_sheet(book.create_sheet(SHEETS[key].title), SHEETS[key], layout, names)
    _add_remarks(book, layout)
    buffer = io.BytesIO()
    book.save(buffer)
    return _timeless(buffer.getvalue(), book.properties.created)


def _write_organisation(page: Worksheet, quarter: int) -> None:
    page.title = "Organisation"
    page["A1"] = "Cross-company health check"
    page["A1"].font = _font(bold=True, size=16, color="17455C")
    rows: tuple[tuple[str, str | date], ...] = (
        ("Name", COMPANY),
        ("Snapshot date", SNAPSHOTS[quarter - 1]),
        ("Prepared by", _FIRM),
        ("Notes", _NOTES[quarter - 1]),
    )
    for row, (key, value) in enumerate(rows, start=3):
        page.cell(row, 1, key).font = _font(bold=True)
        page.cell(row, 1).alignment = Alignment(vertical="top")
        page.cell(row, 2, value).alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    page["B4"].number_format = "d mmmm yyyy"
    page.row_dimensions[6].height = 48
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = 20, 90
    page.sheet_view.showGridLines = False
    _set_page(page)


_NOTES = (
    "A company that does not exist, with nobody in it. People lists the 90 who answered about their contacts; "
    "the survey went to another sample of the staff.",
    "A company that does not exist, with nobody in it. Customer Service was split in two on 1 May 2026: Customer "
    "Contact and Digital Service.",
)


def _write_sheet(page: Worksheet, sheet: Sheet, layout: Layout, names: Mapping[str, str]) -> None:
    day = SNAPSHOTS[layout.quarter - 1]
    page["A1"] = f"{COMPANY}: {sheet.title.lower() if sheet.key != 'raci' else 'RACI'}"
    page["A1"].font = _font(bold=True, size=14, color="17455C")
    page["A2"] = f"{_SUBTITLES.get(sheet.key, sheet.note)}. As of {day.day} {day:%B %Y}.".replace("..", ".")
    page["A2"].font = _font(italic=True, color="595959")
    fields = layout.fields(sheet.key)
    statements = STATEMENTS if sheet.key == "survey" else ()
    headers = (*(one.header for one in fields), *statements)
    names_of_values = (*(one.name for one in fields), *statements)
    for column, header in enumerate(headers, start=1):
        cell = page.cell(_HEADER_ROW, column, header)
        cell.font, cell.fill = _font(bold=True, color="FFFFFF"), _BAND
        across = "center" if names_of_values[column - 1] in _CENTRED else None
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal=across)
    page.row_dimensions[_HEADER_ROW].height = 76 if statements else 30
    for number, values in enumerate(layout.tables[sheet.key].values()):
        for column, name in enumerate(names_of_values, start=1):
            _write_cell(page, _HEADER_ROW + 1 + number, column, name, values.get(name))
    for column, name in enumerate(names_of_values, start=1):
        page.column_dimensions[get_column_letter(column)].width = 18 if name in statements else _WIDTHS.get(name, 13)
    for rule in drop_downs(dict(enumerate(fields, start=1)), _HEADER_ROW + 1, names):
        page.add_data_validation(rule)
    last = _HEADER_ROW + len(layout.tables[sheet.key])
    page.auto_filter.ref = f"A{_HEADER_ROW}:{get_column_letter(len(headers))}{last}"
    page.freeze_panes = f"{'D' if statements else 'B'}{_HEADER_ROW + 1}"
    page.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
    _set_page(page)
    if statements:
        # Too wide for one page: it runs over several, each with the respondents beside it.
        page.print_title_cols = "A:C"
        page.sheet_properties.pageSetUpPr.fitToPage = False
        page.page_setup.scale = 60


def _write_cell(page: Worksheet, row: int, column: int, name: str, value: object) -> None:
    cell = page.cell(row, column, value)
    cell.font, cell.border = _font(), _RULE
    if row % 2 == 0:
        cell.fill = _STRIPE
    if name in _CENTRED:
        cell.alignment = Alignment(horizontal="center")
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif name in _FORMATS:
        cell.number_format = _FORMATS[name]


def _add_remarks(book: Workbook, layout: Layout) -> None:
    """Remarks in the margin, as they stay behind in any workbook that was passed round."""
    for key, journey in layout.tables["journeys"].items():
        if journey["owner"] == "TBD":
            sheet, address = layout.address(Place("journeys", key, "owner")).split("!")
            remark = "Raised in the steering group in February; Energy and Customer will come back on it."
            book[sheet][address].comment = Comment(remark, _FIRM, width=260, height=70)


def _set_page(page: Worksheet) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.oddFooter.left.text, page.oddFooter.right.text = f"{COMPANY} · &A".replace("& F", "&& F"), "&P / &N"


def _timeless(content: bytes, created: datetime) -> bytes:
    """The same archive without the moment it was written: openpyxl stamps every entry, and the properties."""
    stamp = f"{created:%Y-%m-%dT%H:%M:%SZ}".encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in _parts(content):
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, part)  # noqa: PLW2901
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Else the archive tells which system wrote it.
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, part)
    return buffer.getvalue()


def _parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)
