"""Looks at a written health check as a reader would: every format opens, and all tell the same numbers."""

import json
import re
import sys
from html import unescape
from pathlib import Path

import jsonschema
import openpyxl
import pptx
import pypdf

from alignment.resources import templates


def main(folder: Path) -> None:
    """Open every format of one report and compare what they say."""
    check = json.loads((folder / "health-check.json").read_text(encoding="utf-8"))
    schema = json.loads((templates() / "health-check.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(check)
    assert check["findings"], "the sample company has planted defects, and none was found"
    assert check["score"]["value"] is not None, check["score"]["reason"]
    score = f"{check['score']['value']:.0f}"

    pdf = pypdf.PdfReader(folder / "health-check.pdf")
    pages = [page.extract_text() for page in pdf.pages]
    assert 8 <= len(pages) <= 64, f"{len(pages)} pages"
    assert bool(pdf.trailer["/Root"]["/MarkInfo"]["/Marked"])
    assert score in pages[0], "the board page does not show the score"
    thin = [number for number, page in enumerate(pages, 1) if len(page.split()) < 25]
    assert not thin, f"nearly empty pages: {thin}"

    slides = pptx.Presentation(str(folder / "health-check.pptx")).slides
    assert 10 <= len(slides) <= 14, f"{len(slides)} slides"
    told = [one.text_frame.text for slide in slides for one in slide.shapes if one.has_text_frame]
    assert any(score in text for text in told), "no slide shows the score"

    page = (folder / "health-check.html").read_text(encoding="utf-8")
    assert check["organisation"]["name"] in unescape(page)
    assert not re.search(r"""(src|href)\s*=\s*["']?\s*(https?:)?//""", page), (
        "the page asks for something from elsewhere"
    )
    assert len(page.encode()) < 3_000_000, "the page is larger than 3 MB"
    assert all(one["code"] in page for one in check["findings"])

    book = openpyxl.load_workbook(folder / "health-check.xlsx")
    sheet = book["Findings"]
    codes = {cell.value for row in sheet.iter_rows() for cell in row}
    missing = {one["id"] for one in check["findings"]} - codes
    assert not missing, f"findings that the spreadsheet lacks: {sorted(missing)}"
    formulas = [
        f"{one.title}!{cell.coordinate}" for one in book for row in one for cell in row if cell.data_type == "f"
    ]
    assert not formulas, f"cells that run: {formulas}"
    print(f"{len(check['findings'])} findings, {len(check['measurements'])} figures, {len(pages)} pages, score {score}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
