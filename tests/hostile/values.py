"""Values that no company has: in circles, doubled, without an end, before there were dates."""

from collections.abc import Mapping

from hostile.declared import ALL, COMPANY, MAIN, Case, Make, company, sheet_xml, told, with_rows, workbook

__all__ = ["CASES"]

_DEEP = 3_000


def _departments(*rows: tuple[object, ...]) -> Make:
    return with_rows("Departments", *rows)  # type: ignore[arg-type]


def _strength(value: object) -> Make:
    return with_rows("Collaboration", ("Sales", "Billing", value))  # type: ignore[arg-type]


def _raw(title: str, old: str, new: str) -> Make:
    """The plain company with the XML of a sheet changed."""
    xml = sheet_xml(COMPANY[title])
    assert old in xml, old
    return workbook({**COMPANY, title: xml.replace(old, new, 1)})


def _day(text: object) -> Make:
    return workbook({**COMPANY, "Organisation": (("Name", "Acme"), ("Snapshot date", text))})  # type: ignore[arg-type]


def _reviewed(text: object) -> Make:
    return workbook(
        {**COMPANY, "Journeys": [[text if one == "2025-05-12" else one for one in row] for row in COMPANY["Journeys"]]}
    )  # type: ignore[list-item]


def _actions(*rows: tuple[object, ...]) -> Make:
    header = ("Finding", "Action", "Owner", "Due", "Status", "Waiver reason", "Waiver until")
    return workbook({**COMPANY, "Actions": (header, *rows)})  # type: ignore[dict-item]


_PROCESSES = ("Process", "Owner department", "Accountable", "Parent")
# A number as a cell holds it, and what is said of it.
_NUMBERS: Mapping[str, str] = {
    "1e400": "1e400", "-1e400": "-1e400", "NaN": "NaN", "INF": "INF", "-INF": "-INF", "Infinity": "Infinity", "hexadecimal": "0x7f",
    "1e-400": "1e-400", "digits": "9" * 4_000, "no digits": "", "words": "many",
}  # fmt: skip
_DAYS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "of year 1": ("0001-01-01", ()),
    "of year 1, month 6": ("0001-06-15", ()),
    "of year 2": ("0002-01-01", ()),
    "of year 9999": ("9999-12-31", ()),
    "of year 0": ("0000-01-01", ()),
    "of year 10000": ("10000-01-01", ()),
    "before 1900": ("1899-12-31", ()),
    "that is none": ("2026-02-30", ()),
    "of a leap year that is none": ("1900-02-29", ()),
    "with a zone": ("2026-03-31T00:00:00+99:00", ()),
}
_SERIALS: Mapping[str, float] = {
    "minus one": -1.0,
    "zero": 0.0,
    "sixty": 60.0,
    "a million million": 1e12,
    "last": 2_958_465.0,
    "after the last": 2_958_466.0,
    "1e300": 1e300,
}


def _chain(length: int, *, closed: bool) -> Make:
    rows = [(f"Unit {one}", f"Unit {one + 1}", "", 1.0) for one in range(length)]
    rows.append((f"Unit {length}", "Unit 0" if closed else "", "", 1.0))
    return _departments(*rows)


def _many(title: str, count: int) -> Make:
    row = COMPANY[title][1]
    return with_rows(title, *([row] * count))


CASES: tuple[Case, ...] = (
    told("own parent.xlsx", "has a department that is its own parent", _departments(("Legal", "Legal", "", 1.0)), "is its own parent", formats=ALL),
    told("parents in a circle.xlsx", "has departments that are each other's parents", _departments(("Legal", "Risk", "", 1.0), ("Risk", "Legal", "", 1.0)), "", formats=ALL),
    told("3,000 parents in a circle.xlsx", "has a circle of parents longer than a program can call itself", _chain(_DEEP, closed=True), "is above itself", "each above the next"),
    told("3,000 parents deep.xlsx", "has a chart deeper than a program can call itself", _chain(_DEEP, closed=False), "each above the next", formats=ALL),
    told("own manager.xlsx", "has a person who is their own manager", with_rows("People", ("Ed Example", "Sales", "", "Ed Example")), ""),
    told("managers in a circle.xlsx", "has people who manage each other", with_rows("People", ("Ed Example", "Sales", "", "Flo Example"), ("Flo Example", "Sales", "", "Ed Example")), ""),
    told("processes in a circle.xlsx", "has processes that are part of each other", workbook({**COMPANY, "Processes": (_PROCESSES, ("Sell", "Sales", "", "Bill"), ("Bill", "Billing", "", "Sell"))}), ""),
    told("own process.xlsx", "has a process that is part of itself", workbook({**COMPANY, "Processes": (_PROCESSES, ("Sell", "Sales", "", "Sell"), ("Bill", "Billing", "", ""))}), ""),
    told("goals in a circle.xlsx", "has goals that conflict with themselves", workbook({**COMPANY, "Goals": (COMPANY["Goals"][0], ("Sell more", "Sales", "financial", "Sell more; Grow"), ("Grow", "Service", "customer", "Sell more"))})),
    told("tie to itself.xlsx", "has a department that works with itself", with_rows("Collaboration", ("Sales", "Sales", 5.0))),
    told("two of one name.xlsx", "has a department twice, with other values", _departments(("Sales", "", "Di Example", 99.0)), "the first is used"),
    told("two of one id.xlsx", "has two departments of one id", workbook({**COMPANY, "Departments": (("Department", "ID"), ("Board", "D1"), ("Sales", "D1"), ("Service", "Sales"), ("Billing", "D2"))}), ""),
    told("ids that are names.xlsx", "has ids that are the names of others", workbook({**COMPANY, "Departments": (("Department", "ID"), ("Board", "Sales"), ("Sales", "Board"), ("Service", "Billing"), ("Billing", "Service"))})),
    told("one row 20,000 times.xlsx", "has a row again and again", _many("Collaboration", 20_000)),
    told("one step 5,000 times.xlsx", "has a journey of one step done again and again", _many("Journey steps", 5_000)),
    told("respondent 3,000 times.xlsx", "has a respondent again and again", workbook({**COMPANY, "Survey": (("Respondent", "Department", "We know who decides"), *([("R1", "Sales", 3.0)] * 3_000))})),
    *(told(f"strength {name}.xlsx", f"has a tie of strength {name}", _raw("Collaboration", "<v>3.0</v>", f"<v>{text}</v>")) for name, text in _NUMBERS.items() if name not in ("digits", "no digits")),
    *(told(f"strength in words {name}.xlsx", f"has a tie whose strength is the text {name}", _strength(text)) for name, text in _NUMBERS.items() if text),
    *(told(f"strength {value:g}.xlsx", f"has a tie of strength {value:g}", _strength(value), *said) for value, said in ((-3.0, ("must be 0 or more",)), (-0.0, ()), (1e308, ("is larger than any number that is counted here",)), (5e-324, ()), (0.0, ()))),
    told("strengths without an end.xlsx", "has ties that add up to more than a number holds", with_rows("Collaboration", *(("Sales", "Billing", 1e308), ("Billing", "Sales", 1e308), ("Service", "Billing", 1.7e308), ("Sales", "Service", 1.7e308))), formats=ALL),
    *(told(f"{field} without an end.xlsx", f"has 1e308 as {field}", workbook({**COMPANY, title: (tuple(COMPANY[title][0]) if field in COMPANY[title][0] else (*COMPANY[title][0], field), *(tuple(1e308 if name == field else one for name, one in zip((*COMPANY[title][0], field), (*row, None), strict=False)) for row in COMPANY[title][1:]))}), formats="json,html,pdf") for title, field in (("Departments", "Headcount"), ("Journey steps", "Hassle"), ("Journey steps", "Duration"), ("Journey steps", "Order"), ("Journeys", "Annual volume"), ("Journeys", "Importance"), ("Processes", "Criticality"), ("Goals", "Horizon (months)"))),
    *(told(f"step {text}.xlsx", f"has a step of order {text}", with_rows("Journey steps", ("I pay", text, "Odd", "Sales", "", 1.0))) for text in (-1.0, 0.5, 1e18, "first", "1e400")),
    *(told(f"day {name}.xlsx", f"is of a day {name}", _day(text), *said, formats="json,html,pdf") for name, (text, said) in _DAYS.items()),
    *(told(f"day as a number {name}.xlsx", f"is of day {name}", _day(value), formats="json,html") for name, value in _SERIALS.items()),
    *(told(f"review on a day {name}.xlsx", f"has a review on a day {name}", _reviewed(text)) for name, (text, _) in _DAYS.items()),
    *(told(f"review on day as a number {name}.xlsx", f"has a review on day {name}", _reviewed(value)) for name, value in _SERIALS.items()),
    told("dates of Excel.xlsx", "has dates that no calendar has, as a spreadsheet program keeps dates", workbook({**COMPANY, "Organisation": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="str"><v>Name</v></c><c r="B1" t="str"><v>Acme</v></c></row><row r="2"><c r="A2" t="str"><v>Snapshot date</v></c><c r="B2" t="d"><v>9999-99-99T99:99:99</v></c></row></sheetData></worksheet>'})),
    told("waivers in a circle.xlsx", "waives what is renamed to itself", workbook({**COMPANY, "Actions": (("Finding", "Status", "Waiver reason", "Waiver until"), ("OWN01:journey:i-pay", "waived", "x", "2027-01-01")), "Crosswalk": (("Name now", "Name before", "Kind"), ("I pay", "I move", "journey"), ("I move", "I pay", "journey"), ("Sales", "Sales", ""), ("Sales", "Service", ""), ("Service", "Sales", ""))})),
    told("waiver without a reason.xlsx", "waives a finding for no reason and for ever", _actions(("OWN01:journey:i-pay", "", "", "", "waived", "", "")), "no reason is given", "no day is given until when"),
    told("waiver without an end.xlsx", "waives a finding for ever", _actions(("OWN01:journey:i-pay", "", "", "", "waived", "we know", "")), "no day is given until when"),
    told("waiver that has lapsed.xlsx", "waives a finding until the year 1", _actions(("OWN01:journey:i-pay", "", "", "", "waived", "we know", "0001-01-01"))),
    told("waivers of everything.xlsx", "waives 5,000 findings that there are not", _actions(*((f"OWN01:journey:{'+'.join(['a'] * 20)}-{one}", "", "", "", "waived", "x", "2027-01-01") for one in range(5_000)))),
    told("crosswalk that multiplies.xlsx", "renames so that one id may be very many", workbook({**COMPANY, "Actions": (("Finding", "Status", "Waiver reason", "Waiver until"), (":".join(["OWN01", *["sales+service+billing"] * 12]), "waived", "x", "2027-01-01")), "Crosswalk": (("Name now", "Name before"), *((now, was) for was in ("Sales", "Service", "Billing") for now in ("Sales", "Service", "Billing", "Board")))})),
    told("letters that are none.xlsx", "has letters of RACI that nobody knows", with_rows("RACI", ("Bill", "Sales", "RRRRAAAA"), ("Bill", "Service", "X" * 5_000), ("Bill", "Board", "A/A/A/A"))),
    told("names in a list without an end.xlsx", "has a cell with 10,000 names", workbook(company({"Ada Example": "; ".join(f"Person {one}" for one in range(3_000))}))),
    told("separators only.xlsx", "has cells of nothing but separators", workbook(company({"Ada Example": ";;;,,,///" * 3_000, "Sales": " "}))),
    told("true and false.xlsx", "has truth where names are expected", _raw("Departments", '<c r="A3" t="inlineStr"><is><t xml:space="preserve">Sales</t></is></c>', '<c r="A3" t="b"><v>1</v></c>')),
    told("errors everywhere.xlsx", "has cells in error where names are expected", _raw("Departments", '<c r="A3" t="inlineStr"><is><t xml:space="preserve">Sales</t></is></c>', '<c r="A3" t="e"><v>#REF!</v></c>'), "#REF!"),
    told("headers only.xlsx", "has headers and no row", workbook({title: rows[:1] for title, rows in COMPANY.items()})),
    told("one department.xlsx", "has one department and nothing else", workbook({"Departments": (("Department",), ("Sales",))}), formats=ALL),
)  # fmt: skip
