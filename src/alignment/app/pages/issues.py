"""Step 3: every issue in the data, errors first, each with its cell; and the workbook with the cells marked."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

from starlette.responses import FileResponse, Response

from alignment.app.asking import Asked, Page, error_page, page, redirect
from alignment.language import say
from alignment.model.result import InputFile, Issue
from alignment.source.annotate import write_annotated

__all__ = ["PAGES"]

_ISSUES_A_PAGE = 50
_SEVERITIES = ("error", "warning")


def _show(asked: Asked) -> Response:
    if asked.found is None:
        return redirect("/running")
    every = asked.found.check.issues
    severity, sheet, words = asked.text("severity"), asked.text("sheet"), asked.text("search").strip()
    fitting = [one for one in every if _fits(one, severity, sheet, words)]
    count = max(1, -(-len(fitting) // _ISSUES_A_PAGE))
    number = min(count, max(1, asked.number("page") or 1))
    shown = fitting[(number - 1) * _ISSUES_A_PAGE : number * _ISSUES_A_PAGE]
    return page(
        asked,
        "issues",
        "issues",
        every=every,
        counts=[(one, sum(issue.severity == one for issue in every)) for one in _SEVERITIES],
        fitting=len(fitting),
        groups=[(one, found) for one in _SEVERITIES if (found := [issue for issue in shown if issue.severity == one])],
        severity=severity,
        sheet=sheet,
        search=words,
        sheets=list(dict.fromkeys(one.cell.sheet for one in every)),
        several=len(asked.found.check.inputs) > 1,
        pages=_pages(number, count, {"severity": severity, "sheet": sheet, "search": words}),
        marked=[(place, file.file) for place, (path, file) in enumerate(_workbooks(asked)) if path is not None],
    )


def _fits(issue: Issue, severity: str, sheet: str, words: str) -> bool:
    if severity and issue.severity != severity:
        return False
    if sheet and issue.cell.sheet != sheet:
        return False
    text = f"{issue.cell} {issue.message} {issue.suggestion}".casefold()
    return all(one in text for one in words.casefold().split())


def _pages(number: int, count: int, asked_for: dict[str, str]) -> list[tuple[int, str, bool]]:
    """The pages near the one shown, the first and the last: number, address, whether it is shown."""
    if count < 2:
        return []
    near = {1, count, *range(max(1, number - 2), min(count, number + 2) + 1)}
    given = {name: value for name, value in asked_for.items() if value}
    return [(one, "/issues?" + urlencode({**given, "page": one}), one == number) for one in sorted(near)]


def _workbooks(asked: Asked) -> Sequence[tuple[Path | None, InputFile]]:
    """Each file that was read, with its path where its cells can be marked."""
    checked = asked.checked
    if checked is None:
        return ()
    inputs = checked.examination.check.inputs
    # By what they hold: a file may have been changed since, or stand in a folder.
    paths = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in checked.subject.paths if path.is_file()}
    return [(_markable(paths.get(one.sha256)), one) for one in inputs]


def _markable(path: Path | None) -> Path | None:
    return path if path is not None and path.suffix.lower() in (".xlsx", ".xlsm") else None


def _marked(asked: Asked) -> Response:
    """A copy of a workbook with the cells marked and commented."""
    workbooks = _workbooks(asked)
    place = asked.number("file") or 0
    if place >= len(workbooks) or asked.found is None:
        return redirect("/issues")
    path, file = workbooks[place]
    if path is None:
        return error_page(asked, say("{file}: has changed since it was read, or is no workbook.", file=file.file))
    target = asked.space.place("marked") / f"{path.stem}-marked{path.suffix}"
    # Files of one name are told apart by their folders, which the copy does not know.
    its = [
        replace(one, cell=replace(one.cell, file="")) for one in asked.found.check.issues if one.cell.file == file.file
    ]
    write_annotated(path, its, target)
    return FileResponse(target, filename=target.name)


PAGES = (Page("/issues", _show), Page("/issues/marked", _marked))
