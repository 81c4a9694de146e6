"""What does a sheet show that is no cell's value? Shapes, SmartArt, pictures and colours: people see a chart there, and no program can read it."""

import re
import zipfile
from pathlib import Path, PurePosixPath

from alignment.source.errorcells import coloured_blanks, sheet_parts

__all__ = ["appearance"]

_RELATION = re.compile(rb"""<(?:\w+:)?Relationship\s[^>]*?\bTarget=["']([^"']+)["']""")
_SHAPE = re.compile(rb"<(?:\w+:)?(?:sp|cxnSp|grpSp)[\s>]")
_DIAGRAM = re.compile(rb"/diagram[\"']|<dgm:")
_PICTURE = re.compile(rb"<(?:\w+:)?pic[\s>]")
# Fewer coloured blank cells than this are decoration.
_COLOURED = 6


def appearance(path: Path | None, sheet: str) -> tuple[str, str]:
    """Return what a sheet of an .xlsx or .xlsm file shows instead of a table, and what to do; blank where nothing.

    Parameters
    ----------
    path
        The workbook.
    sheet
        Name of the sheet.
    """
    if path is None or path.suffix.lower() not in {".xlsx", ".xlsm"}:
        return "", ""
    with zipfile.ZipFile(path) as archive:
        part = dict(sheet_parts(archive)).get(sheet)
        if part is None:
            return "", ""
        drawn = b"".join(_drawings(archive, part))
        coloured = coloured_blanks(archive, part)
    if _DIAGRAM.search(drawn) or len(_SHAPE.findall(drawn)) > 1:
        kind = "SmartArt" if _DIAGRAM.search(drawn) else "shapes"
        return (
            f"it is drawn with {kind}, which no cell tells of",
            "Write it as a table, such as Department and Parent, a row each.",
        )
    if coloured >= _COLOURED:
        return (
            f"{coloured} of its cells are coloured and blank: what a colour means cannot be read",
            "Write in the cells what their colour says, such as x.",
        )
    if _PICTURE.search(drawn):
        return "it holds a picture, which cannot be read", "Write it as a table."
    return "", ""


def _drawings(archive: zipfile.ZipFile, part: str) -> list[bytes]:
    names = set(archive.namelist())
    found = []
    for target in _targets(archive, part, names):
        if "/drawings/" in target and target.endswith(".xml") and target in names:
            with archive.open(target) as stream:
                found.append(stream.read(5_000_000))
    return found


def _targets(archive: zipfile.ZipFile, part: str, names: set[str]) -> list[str]:
    folder, name = PurePosixPath(part).parent, PurePosixPath(part).name
    relations = str(folder / "_rels" / f"{name}.rels")
    if relations not in names:
        return []
    targets = []
    for target in _RELATION.findall(archive.read(relations)):
        text = target.decode("utf-8", "replace")
        place = PurePosixPath(text.lstrip("/")) if text.startswith("/") else folder / text
        parts: list[str] = []
        for one in place.parts:
            if one == ".." and parts:
                parts.pop()
            else:
                parts.append(one)
        targets.append("/".join(parts))
    return targets
