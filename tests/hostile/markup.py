"""Workbooks whose XML is hostile: entities, parts from elsewhere, indexes out of range, sheets as large as there can be."""

import struct

from hostile.declared import COMPANY, KINDS, MAIN, Case, Make, book_parts, refused, sheet_xml, told, workbook
from rawbooks import ods_parts, packed, record, record12, xls_of, xlsb_parts

__all__ = ["CASES"]

_HEAD = f'<worksheet xmlns="{MAIN}"><sheetData>'
_TAIL = "</sheetData></worksheet>"
_PASSWD = "file:///etc/passwd"
_LAUGHS = '<!DOCTYPE x [<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{one} "{f"&a{one - 1};" * 10}">' for one in range(1, 12)
) + "]>"  # fmt: skip
_QUADRATIC = f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>'
_FETCHING = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{_PASSWD}">]>'
_PARAMETER = '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>'
_DTD = f'<!DOCTYPE x SYSTEM "{_PASSWD}">'


def _changed(part: str, old: str, new: str) -> Make:
    """The plain company with a text of one of its parts replaced."""

    def make(path):
        parts = book_parts(COMPANY)
        text = str(parts[part])
        assert old in text
        packed(path, {**parts, part: text.replace(old, new, 1)})

    return make


def _sheet(xml: str, **more: str) -> Make:
    """The plain company with a further sheet of this XML."""
    return lambda path: packed(path, book_parts({**COMPANY, "Further": xml}, **more))


def _departments(xml: str) -> Make:
    """The plain company with its sheet of departments as this XML."""
    return workbook({**COMPANY, "Departments": xml})


def _ods(rows: str, head: str = "") -> Make:
    def make(path):
        parts = ods_parts(f'<table:table table:name="Departments">{rows}</table:table>')
        packed(path, {**parts, "content.xml": parts["content.xml"].replace("?>", f"?>{head}", 1)})

    return make


def _cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def _row(*cells: str, more: str = "") -> str:
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


_ODS_ROWS = _row(_cell("Department")) + _row(_cell("Sales"))
_BOOK = "xl/workbook.xml"
_RELS = "xl/_rels/workbook.xml.rels"
_FIRST = "xl/worksheets/sheet1.xml"
_SECOND = "xl/worksheets/sheet2.xml"
_PLAIN = sheet_xml(COMPANY["Departments"])
_DEEP = 200_000
_WIDEST = 16_384


def _after(extra: str) -> str:
    """The sheet of departments with something behind its rows."""
    return _PLAIN.replace("</worksheet>", f"{extra}</worksheet>")


def _rows(extra: str) -> str:
    return _PLAIN.replace("</sheetData>", f"{extra}</sheetData>")


def _styles(count: int) -> str:
    cells = "<xf/>" * count
    return f'<styleSheet xmlns="{MAIN}"><cellXfs count="{count}">{cells}</cellXfs></styleSheet>'


def _with_styles(xml: str) -> Make:
    def make(path):
        parts = book_parts(COMPANY, **{"styles.xml": xml})
        link = f'<Relationship Id="s" Type="{KINDS}/styles" Target="styles.xml"/></Relationships>'
        packed(path, {**parts, _RELS: str(parts[_RELS]).replace("</Relationships>", link)})

    return make


def _with_strings(xml: str, cell: str) -> Make:
    def make(path):
        parts = book_parts(
            {**COMPANY, "Further": f'{_HEAD}<row r="1">{cell}</row>{_TAIL}'}, **{"sharedStrings.xml": xml}
        )
        link = f'<Relationship Id="s" Type="{KINDS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        packed(path, {**parts, _RELS: str(parts[_RELS]).replace("</Relationships>", link)})

    return make


def _many_sheets(count: int) -> Make:
    return workbook({**COMPANY, **{f"Sheet {number}": (("a", number * 1.0),) for number in range(count)}})


_ENTITIES = "defines XML entities"
_DAMAGED = "is damaged"

CASES: tuple[Case, ...] = (
    # Entities, and what they would fetch.
    *(
        refused(f"{name} in a sheet.xlsx", hostile, _departments(f'<?xml version="1.0"?>{head}{_HEAD}<row><c t="inlineStr"><is><t>&{entity};</t></is></c></row>{_TAIL}'), _ENTITIES)
        for name, hostile, head, entity in (
            ("laughs", "has entities that grow to 200 GB", _LAUGHS, "a11"),
            ("quadratic", "repeats a long entity", _QUADRATIC, ";&".join(["a"] * 2_000)),
            ("fetching", "has an entity that is a file of the system", _FETCHING, "a"),
            ("parameter", "has an entity from the network", _PARAMETER, "amp"),
            ("doctype", "has a grammar that is a file of the system", _DTD, "amp"),
        )
    ),
    refused("laughs in the strings.xlsx", "has entities among its shared texts", _with_strings(f"{_LAUGHS}<sst>&a11;</sst>", ""), _ENTITIES),
    refused("laughs in the relations.xlsx", "has entities among its relations", _changed(_RELS, "<Relationships", f"{_LAUGHS}<Relationships"), _ENTITIES),
    refused("laughs in the types.xlsx", "has entities in its list of types", _changed("[Content_Types].xml", "<Types", f"{_FETCHING}<Types"), _ENTITIES),
    refused("laughs after blanks.xlsx", "has entities behind 10,000 blanks", _departments(f'<?xml version="1.0"?>{" " * 10_000}{_LAUGHS}{_HEAD}{_TAIL}'), _ENTITIES),
    refused("laughs in UTF-16.xlsx", "has entities in another encoding", lambda path: packed(path, {**book_parts(COMPANY), _SECOND: f'<?xml version="1.0" encoding="UTF-16"?>{_LAUGHS}{_HEAD}&a11;{_TAIL}'.encode("utf-16")}), _ENTITIES),
    *(refused(f"{name}.ods", hostile, _ods(_row(_cell(f"&{entity};")), head), _ENTITIES) for name, hostile, head, entity in (
        ("laughs", "has entities that grow to 200 GB", _LAUGHS, "a11"), ("fetching", "has an entity that is a file of the system", _FETCHING, "a"),
    )),
    # Parts from elsewhere.
    refused("sheet from elsewhere.xlsx", "takes a sheet from a file of the system", _changed(_RELS, 'Target="worksheets/sheet2.xml"', f'Target="{_PASSWD}" TargetMode="External"'), "is not where the file says"),
    refused("sheet above the root.xlsx", "takes a sheet from above the workbook", _changed(_RELS, 'Target="worksheets/sheet2.xml"', 'Target="../../../../../etc/passwd"'), "is not where the file says"),
    refused("sheet by a full path.xlsx", "takes a sheet from the root of the machine", _changed(_RELS, 'Target="worksheets/sheet2.xml"', 'Target="/etc/passwd"'), "is not where the file says"),
    refused("sheet from the network.xlsx", "takes a sheet from the network", _changed(_RELS, 'Target="worksheets/sheet2.xml"', 'Target="http://127.0.0.1:9/x.xml" TargetMode="External"'), "is not where the file says"),
    told("sheet that is the workbook.xlsx", "says that the list of its sheets is one of them", _changed(_RELS, 'Target="worksheets/sheet2.xml"', 'Target="workbook.xml"')),
    told("one part for all sheets.xlsx", "has nine sheets that are one", _changed(_RELS, "worksheets/sheet3.xml", "worksheets/sheet2.xml")),
    refused("sheet without a relation.xlsx", "has a sheet that leads nowhere", _changed(_BOOK, 'r:id="r2"', 'r:id="r99"'), _DAMAGED),
    refused("workbook elsewhere.xlsx", "says that its workbook is elsewhere", _changed("_rels/.rels", "xl/workbook.xml", "http://127.0.0.1:9/workbook.xml"), ""),
    told("links to elsewhere.xlsx", "has links, queries and pictures from the network", lambda path: packed(path, book_parts(COMPANY, **{
        "externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}" xmlns:r="{KINDS}"><externalBook r:id="r1"/></externalLink>',
        "externalLinks/_rels/externalLink1.xml.rels": f'<Relationships><Relationship Id="r1" Type="{KINDS}/externalLinkPath" Target="\\\\127.0.0.1\\share\\x.xlsx" TargetMode="External"/></Relationships>',
        "worksheets/_rels/sheet2.xml.rels": f'<Relationships><Relationship Id="r1" Type="{KINDS}/image" Target="http://127.0.0.1:9/x.png" TargetMode="External"/></Relationships>',
        "connections.xml": f'<connections xmlns="{MAIN}"><connection id="1" name="x" type="4"><webPr url="http://127.0.0.1:9/"/></connection></connections>',
    }))),
    # What is counted or pointed to.
    refused("text out of range.xlsx", "has a cell with shared text 4,000,000,000", _with_strings(f'<sst xmlns="{MAIN}"><si><t>a</t></si></sst>', '<c r="A1" t="s"><v>4000000000</v></c>'), _DAMAGED),
    told("negative text.xlsx", "has a cell with shared text -1", _with_strings(f'<sst xmlns="{MAIN}"><si><t>a</t></si></sst>', '<c r="A1" t="s"><v>-1</v></c>')),
    refused("texts declared.xlsx", "declares four billion shared texts", _with_strings(f'<sst xmlns="{MAIN}" uniqueCount="4000000000"><si><t>a</t></si></sst>', ""), "more than 5,000,000 texts"),
    told("style out of range.xlsx", "has a cell in style 4,000,000,000", _departments(_PLAIN.replace('<c r="A2"', '<c s="4000000000" r="A2"'))),
    told("many styles.xlsx", "has a million styles", _with_styles(_styles(1_000_000))),
    told("many formats.xlsx", "has 100,000 formats of numbers", _with_styles(
        f'<styleSheet xmlns="{MAIN}"><numFmts>' + "".join(f'<numFmt numFmtId="{one}" formatCode="{"0" * 50}"/>' for one in range(100_000)) + "</numFmts></styleSheet>"
    )),
    told("dimension of all.xlsx", "says that it reaches to the last cell", _departments(_PLAIN.replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'))),
    told("dimension that lies.xlsx", "says that it has one cell", _departments(_PLAIN.replace("<sheetData>", '<dimension ref="A1"/><sheetData>'))),
    told("dimension upside down.xlsx", "says that it ends before it begins", _departments(_PLAIN.replace("<sheetData>", '<dimension ref="XFD99:A1"/><sheetData>'))),
    refused("far corner.xlsx", "has a cell at the last place there is", _departments(_rows('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')), "to row 1048576 and over 16,384 columns"),
    refused("beyond the corner.xlsx", "has a cell at row four billion", _departments(_rows('<row r="4294967295"><c r="ZZZZ4294967295"><v>1</v></c></row>')), ""),
    refused("column of many letters.xlsx", "has a column whose name overflows a number", _departments(_rows(f'<row r="9"><c r="{"Z" * 60}9"><v>1</v></c></row>')), ""),
    refused("row zero.xlsx", "has a cell in row 0", _departments(_rows('<row r="0"><c r="A0"><v>1</v></c></row>')), _DAMAGED),
    told("one cell thrice.xlsx", "says three things of one cell", _departments(_rows('<row r="3"><c r="A3"><v>1</v></c><c r="A3"><v>2</v></c></row>'))),
    told("rows backwards.xlsx", "has rows that go up", _departments(f'{_HEAD}{"".join(f"""<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c></row>""" for row, text in ((4, "Service"), (3, "Billing"), (2, "Sales"), (1, "Department")))}{_TAIL}')),
    refused("16,384 columns of headers.xlsx", "is as wide as a sheet can be, over 1,000 rows", _departments(sheet_xml([[f"Column {one}" for one in range(_WIDEST)]] + [[None] * (_WIDEST - 1) + ["x"]] * 1_000)), "over 16,384 columns"),
    told("16,384 columns.xlsx", "is as wide as a sheet can be", workbook({**COMPANY, "Wide": [[f"Column {one}" for one in range(_WIDEST)], [f"x{one}" for one in range(_WIDEST)]]})),
    told("16,384 holders.xlsx", "has a matrix of letters as wide as a sheet can be", workbook({**COMPANY, "RACI": [["Process", *(f"Team {one}" for one in range(_WIDEST - 1))], ["Sell", *(["R"] * (_WIDEST - 1))]]})),
    told("a million blank rows.xlsx", "has nearly a million formatted rows of nothing", _departments(_rows("".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(10, 900_010))))),
    told("merged whole.xlsx", "has every cell merged into one", _departments(_after('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'))),
    told("merged columns.xlsx", "has whole columns merged", _departments(_after("<mergeCells>" + "".join(f'<mergeCell ref="{one}1:{one}1048576"/>' for one in "ABCDEFGH") + "</mergeCells>"))),
    refused("a million merges.xlsx", "has more merged cells than are read", _departments(_after('<mergeCells>' + '<mergeCell ref="A1:A9"/>' * 1_000_001 + "</mergeCells>")), "more than 1,000,000 merged cells"),
    refused("merges that are none.xlsx", "has merged cells without places", _departments(_after('<mergeCells><mergeCell ref="?:!"/></mergeCells>')), ""),
    told("conditional formats.xlsx", "has 200,000 conditional formats", _departments(_after('<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="expression" priority="1"><formula>1</formula></cfRule></conditionalFormatting>' * 200_000))),
    told("validations.xlsx", "has 100,000 drop-down lists", _departments(_after("<dataValidations>" + '<dataValidation type="list" sqref="A1:A9"><formula1>"a,b"</formula1></dataValidation>' * 100_000 + "</dataValidations>"))),
    told("names.xlsx", "defines 500,000 names", _changed(_BOOK, "</sheets>", "</sheets><definedNames>" + "".join(f'<definedName name="n{one}">Departments!$A$1</definedName>' for one in range(500_000)) + "</definedNames>")),
    told("names in a circle.xlsx", "defines names by one another", _changed(_BOOK, "</sheets>", '</sheets><definedNames><definedName name="a">b</definedName><definedName name="b">a</definedName></definedNames>')),
    told("comments.xlsx", "has 100,000 comments", lambda path: packed(path, book_parts(COMPANY, **{
        "comments1.xml": f'<comments xmlns="{MAIN}"><commentList>' + "".join(f'<comment ref="A{one}"><text><t>x</t></text></comment>' for one in range(1, 100_001)) + "</commentList></comments>",
        "worksheets/_rels/sheet2.xml.rels": f'<Relationships><Relationship Id="r1" Type="{KINDS}/comments" Target="../comments1.xml"/></Relationships>',
    }))),
    refused("2,000 sheets.xlsx", "has more sheets than anybody looks through", _many_sheets(2_000), "more than 1,000 sheets"),
    told("900 sheets.xlsx", "has nearly as many sheets as are read", _many_sheets(900)),
    told("hidden sheets.xlsx", "has sheets nobody sees", _changed(_BOOK, 'name="Collaboration"', 'state="veryHidden" name="Collaboration"')),
    told("one name in two cases.xlsx", "has two sheets called departments", workbook({**COMPANY, "DEPARTMENTS": COMPANY["Departments"]})),
    refused("one name twice.xlsx", "has two sheets of one name", _changed(_BOOK, 'name="People"', 'name="Departments"'), "two sheets are called"),
    told("sheets without a name.xlsx", "has a sheet that is called nothing", _changed(_BOOK, 'name="Goals"', 'name=""')),
    told("deep elements.xlsx", "has elements 200,000 deep", _departments(_after("<x>" * _DEEP + "</x>" * _DEEP))),
    refused("deep cells.xlsx", "has cells within cells", _departments(_rows('<row r="9">' + "<c>" * _DEEP + "</c>" * _DEEP + "</row>")), ""),
    told("many attributes.xlsx", "has a cell with 100,000 attributes", _departments(_rows('<row r="9"><c r="A9" ' + " ".join(f'a{one}="x"' for one in range(100_000)) + "><v>1</v></c></row>"))),
    refused("unclosed.xlsx", "has a sheet that does not end", _departments(_PLAIN.replace("</worksheet>", "").replace("</sheetData>", "")), _DAMAGED),
    refused("crossed.xlsx", "has elements that cross", _departments(_PLAIN.replace("</row>", "</c>", 1)), _DAMAGED),
    refused("no XML.xlsx", "has a sheet that is no XML", _departments("Department,Head\nSales,Ada\n"), ""),
    refused("bytes that are no letters.xlsx", "has bytes that no encoding knows", lambda path: packed(path, {**book_parts(COMPANY), _SECOND: _PLAIN.replace("Sales", "S\0les").encode().replace(b"Service", b"\xff\xfe\xc3\x28")}), ""),
    told("formulas in a circle.xlsx", "has cells that are each other's formula", _departments(_PLAIN.replace("</sheetData>", '<row r="9"><c r="A9"><f>B9</f><v>0</v></c><c r="B9"><f>A9</f><v>0</v></c></row></sheetData>'))),
    told("formula of 8,192 letters.xlsx", "has formulas that call the system", _departments(_rows('<row r="9"><c r="A9" t="str"><f>cmd|\'/c calc\'!A1</f><v>' + "x" * 100 + f'</v></c><c r="B9" t="str"><f>{"1+" * 4_000}1</f><v>1</v></c></row>'))),
    told("picture of a sheet.xlsx", "has a drawing with a million shapes", lambda path: packed(path, book_parts(COMPANY, **{
        "drawings/drawing1.xml": '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing">' + "<xdr:twoCellAnchor/>" * 1_000_000 + "</xdr:wsDr>",
        "worksheets/_rels/sheet2.xml.rels": f'<Relationships><Relationship Id="r1" Type="{KINDS}/drawing" Target="../drawings/drawing1.xml"/></Relationships>',
    }))),
    # OpenDocument.
    refused("repeated.ods", "repeats a cell a million times, 16,384 times over", _ods(_row(_cell("a", ' table:number-columns-repeated="16384"'), more=' table:number-rows-repeated="1048576"')), "to row 1048576"),
    refused("repeated four billion times.ods", "repeats a row as often as a number can say", _ods(_ODS_ROWS + _row(_cell("a"), more=' table:number-rows-repeated="4294967295"')), ""),
    refused("repeated minus once.ods", "repeats a row minus once", _ods(_ODS_ROWS + _row(_cell("a"), more=' table:number-rows-repeated="-1"')), ""),
    refused("repeated often and not.ods", "repeats a row as often as a word", _ods(_ODS_ROWS + _row(_cell("a"), more=' table:number-rows-repeated="many"')), ""),
    refused("blanks.ods", "says that a text has three billion blanks", _ods(_row(_cell('<text:s text:c="3000000000"/>'))), ""),
    told("deep groups.ods", "has groups of rows 50,000 deep", _ods("<table:table-row-group>" * 50_000 + _ODS_ROWS + "</table:table-row-group>" * 50_000)),
    told("scripts.ods", "carries a script and a form", _ods(_ODS_ROWS + _row(_cell('<text:a xlink:href="javascript:alert(1)" xmlns:xlink="http://www.w3.org/1999/xlink">Ops</text:a>')))),
    # Binary kinds.
    refused("text out of range.xlsb", "has a cell with shared text 4,000,000,000", lambda path: packed(path, xlsb_parts(record12(129) + record12(145) + record12(0, struct.pack("<IIHBBBI", 0, 0, 300, 0, 0, 0, 0)) + record12(7, struct.pack("<III", 0, 0, 4_000_000_000)) + record12(146) + record12(130))), ""),
    refused("far corner.xlsb", "has a cell in row four billion", lambda path: packed(path, xlsb_parts(record12(129) + record12(145) + record12(0, struct.pack("<IIHBBBI", 0xFFFFFFF0, 0, 300, 0, 0, 0, 0)) + record12(6, struct.pack("<III", 0, 0, 1) + b"a\0") + record12(146) + record12(130))), ""),
    refused("record of two gigabytes.xlsb", "has a record that says it has 2 GB", lambda path: packed(path, xlsb_parts(record12(129) + b"\x91\x01\xff\xff\xff\x7f")), ""),
    refused("text out of range.xls", "has a cell with shared text 4,000,000,000", lambda path: path.write_bytes(xls_of(record(0x00FD, struct.pack("<HHHI", 0, 0, 15, 4_000_000_000)))), ""),
    refused("texts declared.xls", "declares two billion shared texts", lambda path: path.write_bytes(xls_of(b"", first=record(0x00FC, struct.pack("<II", 1, 0x7FFFFFFF)))), "more than 5,000,000 texts"),
)  # fmt: skip
