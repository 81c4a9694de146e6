"""What must be in no report, whatever its workbook held: a script, a handler, a formula, a link to elsewhere, a command carried out."""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pypdf

__all__ = ["dangers", "issues", "shows"]

# What a page of ours may hold that does something.
_SCRIPTS = 2
_NEVER = frozenset(
    {
        "iframe",
        "object",
        "embed",
        "base",
        "form",
        "frame",
        "applet",
        "link",
        "audio",
        "video",
        "foreignobject",
        "animate",
        "set",
    }
)
_ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "srcset", "data", "poster")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ACTIONS = ("/JavaScript", "/JS", "/Launch", "/URI", "/SubmitForm", "/ImportData", "/EmbeddedFile", "/AA")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.tags: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        if tag in _NEVER:
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            text = re.sub(r"[\x00-\x20]", "", value or "")
            if name.startswith("on"):
                self.found.append(f"{name} on <{tag}>")
            if name in _ADDRESSES and not text.startswith(("#", "data:image/", "data:font/")):
                self.found.append(f"{name}={text[:60]}")
            if name == "http-equiv" and text.lower() == "refresh":
                self.found.append("a page that goes elsewhere")


def _html(file: Path) -> Iterator[str]:
    page = _Page()
    page.feed(file.read_text(encoding="utf-8"))
    yield from page.found
    if page.tags["script"] > _SCRIPTS or page.tags["style"] > 1:
        yield f"{page.tags['script']} scripts and {page.tags['style']} style sheets"


def _packed(file: Path) -> Iterator[str]:
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(content)
            if name.endswith(".rels") and b'TargetMode="External"' in content:
                yield f"{name}: a link to elsewhere"
            if re.search(r"vbaProject|externalLink|activeX|embeddings/.*\.bin", name):
                yield name
            if name.startswith("xl/worksheets/") and re.search(rb"<f[ >]", content):
                yield f"{name}: a formula"


def _xlsx(file: Path) -> Iterator[str]:
    yield from _packed(file)
    for page in openpyxl.load_workbook(file):
        yield from (f"{page.title}!{one.coordinate} runs" for row in page for one in row if one.data_type == "f")


def _csv(file: Path) -> Iterator[str]:
    for row in csv.reader(io.StringIO(file.read_text(encoding="utf-8"), newline="")):
        for text in row:
            if text.startswith(_FORMULA) and not re.fullmatch(r"-?\d+(\.\d+)?(e[-+]?\d+)?", text):
                yield f"a cell begins as a formula: {text[:60]!r}"


def _pdf(file: Path) -> Iterator[str]:
    reader = pypdf.PdfReader(file)
    for number in range(1, len(reader.xref[0]) if 0 in reader.xref else 1):
        found = reader.get_object(number)
        if isinstance(found, dict):
            yield from (f"{one} in the PDF" for one in _ACTIONS if one in found)
    text = "\n".join(page.extract_text() for page in reader.pages)
    if "root:x:0:0" in text:
        yield "a file of the system was read into the PDF"


def _xml(file: Path) -> Iterator[str]:
    ElementTree.fromstring(file.read_bytes())
    return iter(())


def _json(file: Path) -> Iterator[str]:
    json.loads(file.read_text(encoding="utf-8"))
    return iter(())


_LOOKS = {
    ".html": _html,
    ".xlsx": _xlsx,
    ".pptx": _packed,
    ".csv": _csv,
    ".pdf": _pdf,
    ".graphml": _xml,
    ".gexf": _xml,
    ".json": _json,
}


def dangers(folder: Path) -> list[str]:
    """Return what is dangerous in the files of a folder; a file that cannot be opened fails here."""
    return [f"{file.name}: {one}" for file in sorted(folder.iterdir()) for one in _LOOKS[file.suffix](file)]


def issues(folder: Path) -> list[str]:
    """Return the issues that a report tells: where, what, and what to do."""
    check = json.loads((folder / "health-check.json").read_text(encoding="utf-8"))
    return [f"{one['sheet']}!{one['cell']}: {one['message']} {one['suggestion']}" for one in check["issues"]]


def shows(folder: Path, text: str) -> bool:
    """Tell whether a text is in the JSON as it was given."""
    check = (folder / "health-check.json").read_text(encoding="utf-8")
    return text in json.dumps(json.loads(check), ensure_ascii=False) or json.dumps(text)[1:-1] in check
