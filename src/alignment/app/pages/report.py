"""Step 4: the report as it will print, its author's words beside it, and every format, edition and look to download."""

import io
import zipfile
from pathlib import Path

from starlette.responses import FileResponse, HTMLResponse, Response

from alignment.app.asking import Asked, Page, error_page, page, redirect
from alignment.app.keeping import (
    MAKE,
    WRITE,
    Wanted,
    begin_print,
    begin_report,
    chapters,
    policy_of,
    save_commentary,
)
from alignment.app.pages.drop import stored
from alignment.branding import read_brand
from alignment.errors import SettingsError
from alignment.language import later, number_text, say
from alignment.pipeline import FORMATS, default_formats

__all__ = ["FORMAT_WORDS", "FRAMED", "PAGES", "size_words"]

FORMAT_WORDS = {
    "html": later("Page for a browser"),
    "pdf": later("PDF to print"),
    "xlsx": later("Excel workbook"),
    "pptx": later("PowerPoint slides"),
    "json": later("JSON for programs"),
    "graphml": later("GraphML for network tools"),
    "gexf": later("GEXF for Gephi"),
    "csv": later("Pairs of departments as CSV"),
}
# The report's page runs its own script, and can neither reach the window nor be reached by it.
FRAMED = "; frame-ancestors 'self'; sandbox allow-scripts allow-popups allow-modals"


def _show(asked: Asked) -> Response:
    checked = asked.checked
    if checked is None:
        return redirect("/running")
    html = _html(checked.files)
    failed = next((job for kind in (MAKE, WRITE) if (job := asked.jobs.latest(kind)) and job.state == "failed"), None)
    organisation = checked.examination.organisation
    commentary, brand = asked.space.commentary, asked.space.brand
    return page(
        asked,
        "report",
        "report",
        framed=html is not None,
        check=checked.examination.check,
        files=[
            (one.name, say(FORMAT_WORDS[one.suffix[1:]]), size_words(one)) for one in checked.files if one.is_file()
        ],
        prints=[(one.name, size_words(one)) for one in asked.space.prints if one.is_file()],
        formats=[(one, say(FORMAT_WORDS[one]), one in default_formats()) for one in FORMATS],
        departments=sorted(one.name for one in organisation.departments if one.listed),
        brand=read_brand(brand).firm if brand else "",
        words=commentary.read_text(encoding="utf-8-sig", errors="replace") if commentary.is_file() else "",
        kept=str(commentary) if checked.subject.kept else "",
        chapters=chapters(html.read_text(encoding="utf-8")) if html else (),
        message=failed.error if failed else "",
        # Each report that is written lies in a folder of its own: another one is another address for the frame.
        number=f"{checked.number}-{html.parent.name}" if html else "",
    )


def _html(files: tuple[Path, ...]) -> Path | None:
    # Systems tidy up old temporary files, whoever still has them in hand.
    return next((one for one in files if one.suffix == ".html" and one.is_file()), None)


def size_words(file: Path) -> str:
    """Return how large a file is, in words."""
    megabytes = file.stat().st_size / 1e6
    return (
        say("{size} MB", size=number_text(megabytes, 1))
        if megabytes >= 0.95
        else say("{size} kB", size=number_text(megabytes * 1e3))
    )


def _framed(asked: Asked) -> Response:
    """The page of the report, for the frame: under its own policy, and in a sandbox."""
    html = _html(asked.checked.files) if asked.checked else None
    if html is None:
        return error_page(asked, say("The report is being written."), 404)
    text = html.read_text(encoding="utf-8")
    return HTMLResponse(text, headers={"Content-Security-Policy": policy_of(text) + FRAMED})


def _file(asked: Asked) -> Response:
    """One file of the report, or of the last print."""
    name, files = asked.places["name"], asked.checked.files if asked.checked else ()
    every = files if asked.places["which"] == "all" else asked.space.prints
    found = next((one for one in every if one.name == name and one.is_file()), None)
    if found is None:
        return error_page(
            asked, say("This file is no longer there: the files were read again. Make it once more."), 404
        )
    return FileResponse(found, filename=found.name)


def _together(asked: Asked) -> Response:
    """All files of the report, or of the last print, in one archive."""
    files = asked.checked.files if asked.checked else ()
    every = files if asked.places["which"] == "all" else asked.space.prints
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in every:
            if one.is_file():
                archive.write(one, one.name)
    subject = asked.space.subject
    name = _header_name(f"{subject.name if subject else 'report'}.zip")
    return Response(content.getvalue(), media_type="application/zip", headers={"Content-Disposition": name})


def _header_name(name: str) -> str:
    from urllib.parse import quote

    return f"attachment; filename*=utf-8''{quote(name)}"


def _make(asked: Asked) -> Response:
    """Begin a print of other formats, for others, or in a firm's looks."""
    if asked.checked is None:
        return redirect("/running")
    if asked.text("no_brand"):
        asked.space.brand = None
    elif uploads := asked.uploads("brand"):
        folder = asked.space.place("brand")
        files = stored(uploads, folder, asked.space.settings.most_file_mb)
        named = [one for one in files if one.suffix == ".toml"]
        if len(named) != 1:
            raise SettingsError(say("Give the brand.toml of your firm, with the logo and the typefaces that it names."))
        read_brand(named[0])
        asked.space.brand = named[0]
    formats = [value for name, value in asked.texts() if name == "format"]
    wanted = Wanted.of(
        formats,
        asked.text("edition"),
        asked.text("paper"),
        client_safe=bool(asked.text("client_safe")),
        branded=asked.space.brand is not None,
    )
    asked.space.prints = ()
    begin_print(asked.space, asked.jobs, wanted)
    return redirect("/report#made")


def _commentary(asked: Asked) -> Response:
    """Keep the author's words, and write the report with them."""
    save_commentary(asked.space, asked.text("words"))
    if asked.space.checked is not None:
        begin_report(asked.space, asked.jobs)
    return redirect("/report#commentary")


def _words(asked: Asked) -> Response:
    place = asked.space.commentary
    return (
        FileResponse(place, filename=place.name, media_type="text/markdown") if place.is_file() else redirect("/report")
    )


PAGES = (
    Page("/report", _show),
    Page("/report/page", _framed),
    Page("/report/file/{which}/{name}", _file),
    Page("/report/files/{which}", _together),
    Page("/report/make", _make, post=True),
    Page("/report/commentary", _commentary, post=True),
    Page("/report/commentary.md", _words),
)
