"""Step 1: the files of a company are dropped, or the sample is taken."""

import shutil
from pathlib import Path

from starlette.datastructures import UploadFile
from starlette.responses import Response

from alignment.app.asking import Asked, Page, error_page, page, redirect
from alignment.app.checking import begin
from alignment.app.workspace import Subject
from alignment.errors import SourceError
from alignment.filenames import safe_name
from alignment.language import say
from alignment.source import read_mapping

__all__ = ["PAGES", "stored"]

_MEGABYTE = 1_000_000
_PIECE = 1 << 20


def _show(asked: Asked) -> Response:
    return page(asked, "drop", "drop", most=asked.space.settings.most_file_mb)


def _check(asked: Asked) -> Response:
    """Take the files in hand, and begin."""
    space = asked.space
    if asked.text("sample"):
        subject = space.sample()
    else:
        given = asked.uploads("files")
        mappings = [one for one in (*asked.uploads("mapping"), *given) if _is_toml(one)]
        files = [one for one in given if not _is_toml(one)]
        if not files:
            return error_page(asked, say("No workbook was given. Drop one on the page, or choose one with the button."))
        if len(mappings) > 1:
            return error_page(asked, say("Two mapping files were given. Give one."))
        folder = space.place("files")
        paths = stored(files, folder, space.settings.most_file_mb)
        mapping = None
        if mappings:
            mapping = stored(mappings, space.place("mapping"), space.settings.most_file_mb)[0]
            read_mapping(mapping)
        subject = Subject(tuple(paths), mapping)
    space.take(subject.grouped(asked.text("group_by")))
    begin(space, asked.jobs)
    return redirect("/running")


def _is_toml(file: UploadFile) -> bool:
    return (file.filename or "").lower().endswith(".toml")


def stored(files: list[UploadFile], folder: Path, most_mb: int) -> list[Path]:
    """Keep uploaded files in a folder of the workspace, for nobody else to read.

    Raises
    ------
    SourceError
        One is larger than what may be read.
    """
    found: list[Path] = []
    for file in files:
        name = safe_name(file.filename or "", [one.name for one in found])
        if (file.size or 0) > most_mb * _MEGABYTE:
            raise SourceError(
                say(
                    "{file}: is larger than {most} MB. Give the part of it that tells of the structure, or raise most_file_mb.",
                    file=name,
                    most=most_mb,
                )
            )
        found.append(folder / name)
        with found[-1].open("wb") as target:
            found[-1].chmod(0o600)
            shutil.copyfileobj(file.file, target, _PIECE)
    return found


PAGES = (Page("/", _show), Page("/check", _check, post=True))
