"""Texts that are hostile: CSV with what no table holds, and JSON that is none."""

import random
from pathlib import Path

from hostile.declared import ALL, Case, Make, refused, told, written

__all__ = ["CASES"]

_HEAD = "Department,Parent,Head\n"
_PLAIN = _HEAD + "Sales,Board,Ada\nBoard,,Bo\n"
_MEGABYTE = 1_000_000
_CHANCE = 20260101


def _noise(length: int) -> bytes:
    return bytes(random.Random(_CHANCE).randrange(1, 256) for _ in range(length))


def _folder(**files: str | bytes) -> Make:
    """A folder of CSV files."""

    def make(path: Path) -> None:
        path.mkdir()
        for name, content in files.items():
            (path / name.replace("__", " ")).with_suffix(".csv").write_bytes(
                content if isinstance(content, bytes) else content.encode()
            )

    return make


CASES: tuple[Case, ...] = (
    refused("zeros within.csv", "has zero bytes between its letters", written(_PLAIN.replace("Sales", "Sa\0les")), "is not text"),
    refused("zeros at the end.csv", "has zero bytes behind its last row", written(_PLAIN.encode() + bytes(50)), "is not text"),
    told("UTF-16.csv", "is in UTF-16", written(_PLAIN.encode("utf-16"))),
    told("UTF-16 turned round.csv", "is in UTF-16, its bytes the other way round", written(b"\xfe\xff" + _PLAIN.encode("utf-16-be"))),
    told("UTF-16 cut in a letter.csv", "is in UTF-16 and ends within a letter", written(_PLAIN.encode("utf-16")[:-1])),
    refused("UTF-16 without a mark.csv", "is in UTF-16 and does not say so", written(_PLAIN.encode("utf-16-le")), "is not text"),
    told("UTF-32.csv", "is in UTF-32", written(_PLAIN.encode("utf-32"))),
    told("UTF-8 with a mark.csv", "begins with a mark", written(_PLAIN.encode("utf-8-sig"))),
    told("two marks.csv", "begins with two marks", written(b"\xef\xbb\xbf\xef\xbb\xbf" + _PLAIN.encode())),
    told("mark within.csv", "has a mark within", written(_PLAIN.replace("Sales", "\ufeffSales"))),
    told("mixed encodings.csv", "is in two encodings", written(_PLAIN.encode() + "Café,Board,Zoë\n".encode() + "Büro,Board,Jörg\n".encode("cp1252"))),
    told("overlong letters.csv", "writes letters with more bytes than they take", written(_PLAIN.encode() + b"\xc0\xafetc,Board,\xed\xa0\x80\n")),
    refused("noise.csv", "is noise", written(_noise(50_000)), ""),
    refused("unclosed quote.csv", "has a quote that does not end", written(_PLAIN + '"Legal,Board,Cy\nRisk,Board,Di\n'), "is not a table"),
    refused("unclosed quote at the start.csv", "is one cell that does not end", written('"' + _PLAIN * 2_000), ""),
    told("quotes within.csv", "has quotes where there should be none", written(_PLAIN + 'Le"gal"",Board,"C"y"\n')),
    refused("one line of 50 MB.csv", "is one line of 50 MB", written(b"a" * (50 * _MEGABYTE)), ""),
    refused("one quoted cell of 50 MB.csv", "has a cell of 50 MB", written(_PLAIN.encode() + b'"' + b"a\n" * (25 * _MEGABYTE) + b'",b,c\n'), ""),
    refused("50 million separators.csv", "has a row of 50 million cells", written(b"," * (50 * _MEGABYTE)), "spans more than 5,000,000 cells"),
    refused("50 million lines.csv", "has 50 million empty lines", written(_PLAIN.encode() + b"\n" * (50 * _MEGABYTE)), "more than 5,000,000 cells"),
    refused("a million quotes.csv", "has a cell of quotes", written(b'"' * (3 * _MEGABYTE)), ""),
    refused("field of 131,073 letters.csv", "has a field longer than the limit of the reader", written(_PLAIN + f"{'L' * 131_073},Board,Cy\n"), "is not a table"),
    refused("16,385 columns.csv", "is wider than a sheet", written(",".join(f"c{one}" for one in range(16_385)) + "\n" + "," * 16_384 + "\n"), ""),
    told("rows of many widths.csv", "has rows of every width", written(_PLAIN + "".join(f"D{one},Board{',' * one}\n" for one in range(300)))),
    told("returns only.csv", "ends its lines as old Macs did", written(_PLAIN.replace("\n", "\r"))),
    told("breaks of all kinds.csv", "breaks its lines in every way", written("Department,Parent\r\nSales,Board\rBoard,\n\u2028Legal,Board\x0bRisk,Board\x0c\n")),
    refused("separators of all kinds.csv", "separates in every way", written("Department;Parent,Head\tID|x\nSales;Board,Ada\t1|2\n"), "nothing in it can be recognised"),
    told("formulas.csv", "has formulas in every cell", written('Department,Parent,Head\n"=HYPERLINK(""http://example.org"",""x"")",+1+1,@SUM(1)\n-2,=1+1,"\t=1"\n'), formats=ALL),
    told("escapes.csv", "would steer a terminal", written("Department,Parent,Head\n\x1b]0;owned\x07,\x1b[2J,\x08\x08\x7f\nSales,Sales\x1b[31m,Ada\n"), formats="json,html,csv,graphml,gexf"),
    refused("entities.csv", "is XML with entities", written('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "a web page or XML"),
    refused("SYLK.csv", "is a sheet of another kind", written("ID;PWXL;N;E\nC;Y1;X1;K\"=1+1\"\nE\n"), ""),
    refused("JSON.csv", "is JSON", written('{"Department": ["Sales", "Board"]}'), "JSON"),
    refused("lone halves.csv", "is JSON with half a letter", written('[{"Department": "\\ud800"}]'), "JSON"),
    refused("deep JSON.csv", "is JSON 100,000 deep", written("[" * 100_000 + "]" * 100_000), ""),
    refused("deep.json", "is JSON 100,000 deep", written("[" * 100_000 + "]" * 100_000), "cannot read .json"),
    refused("no extension", "does not say what it is", written(_PLAIN), "without an extension"),
    refused("page.html", "is a page", written("<table></table>"), "cannot read .html"),
    refused("two extensions.csv.exe", "is called as a program is", written(_PLAIN), "cannot read .exe"),
    told("tabs.tsv", "is separated by tabs, and quoted by halves", written("Department\tParent\n'Sales\tBoard\n")),
    told("folder of doubles", "is a folder of files that are the same", _folder(departments=_PLAIN, departments__2=_PLAIN, Departments__copy=_PLAIN + "Legal,Board,Cy\n")),
    refused("folder of nothing", "is a folder without a file", _folder(), "holds no .csv file"),
    refused("folder of empties", "is a folder of empty files", _folder(a="", b=""), "", command=("report", "{file}", "-o", "{out}")),
    told("folder with one that is damaged", "is a folder with a file that says nothing", _folder(departments=_PLAIN, steps="Journey,Order\n")),
)  # fmt: skip
