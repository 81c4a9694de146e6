"""What dependencies.md says beside what is measured: why each library is there, and how the candidates for the window compare."""

from dataclasses import dataclass

__all__ = ["CANDIDATES", "DESKTOP", "HEAD", "INSTEAD", "LICENCES", "UNSAID", "WINDOW", "Candidate"]

HEAD = """\
# Dependencies: what each spares us, and what it weighs

A well-kept library is preferred to our own code for everything that is not the domain. None calls the network of its own accord.

Written by `python docs/make_dependencies.py`, which installs each group of `pyproject.toml` into an environment of its own and measures what is
there: on {day}, with Python {python} on {system}. MB are millions of bytes of the files that were installed, without what Python
compiles from them; licences are as each package states them.

Every lower bound is installed and tested, and what is known of the weaknesses of each is looked up (pip-audit), by `.ci/run`: [security.md](security.md) says
what came of it.
"""

# By library; a test fails where one of pyproject.toml is missing.
INSTEAD = {
    "alembic": "Revisions of the history's tables, each run once and in order",
    "atheris": "Inputs for the reader that are guided by what they reach in it",
    "axe-playwright-python": "The rules of accessibility that a browser can check (axe-core)",
    "babel": "Catalogues of translations; dates, numbers and plurals of each language",
    "cattrs": "Records to text and back, exact both ways, with older snapshots read",
    "click": "Options, their help and their errors",
    "colorspacious": "How colours look to people who do not tell red from green",
    "font-source-sans-pro": "A typeface that may be handed on, so that every machine prints alike",
    "fonttools": "Typefaces cut down to the letters in use, and widths of words",
    "graspologic-native": "The Leiden algorithm, compiled",
    "hatchling": "The wheel and the source distribution",
    "httpx": "Requests to the window in its tests",
    "hypothesis": "Companies nobody would think of, made small again where a test fails",
    "ibis-framework": "One query for DuckDB, Spark, PostgreSQL and other engines",
    "igraph": "Another library's figures, to compare ours and their speed with",
    "import-linter": "The check that modules import in one direction",
    "jinja2": "HTML templates that escape what is put into them",
    "jsonschema": "The check that health-check.json keeps its schema",
    "markdown-it-py": "Markdown of the consultant's commentary, by the CommonMark rules",
    "matplotlib": "Charts as vector pictures, and their axes",
    "mypy": "The check of types",
    "networkx": "Graphs, and measures on them that others use and check too",
    "numpy": "Arrays, for what is shuffled ten thousand times",
    "olefile": "The container of old .xls files and of encrypted workbooks",
    "openpyxl": "Workbooks written and annotated, with drop-downs, notes and styles",
    "pandas": "CSV files: quotes, separators, and rows of different lengths",
    "pillow": "Logos read, checked and scaled",
    "playwright": "A browser that walks through the pages",
    "psycopg": "The protocol of PostgreSQL",
    "pyarrow": "Parquet files",
    "pypdf": "What a PDF holds, read back by a test",
    "pyspark": "Spark, which the counting of logs is compared on",
    "pytest": "The tests' runner",
    "pytest-xdist": "Tests on all cores",
    "python-calamine": "Values of .xlsx, .xlsm, .xlsb, .xls and .ods, compiled: 200,000 rows in about a fifth of the time of openpyxl",
    "python-multipart": "Uploaded files out of a request, piece by piece",
    "python-pptx": "Slides with charts and tables that can be edited",
    "rapidfuzz": "How alike two names are, compiled: \"Finanace\" and \"Finance\"",
    "rich": "A progress bar, and tables on the terminal",
    "ruff": "Format and lint",
    "scipy": "Sparse matrices, shortest paths, distributions of statistics",
    "sqlalchemy": "One code path for SQLite and PostgreSQL, with transactions",
    "sqlglot": "The dialects of SQL; a bound on the version that Ibis uses",
    "starlette": "Routes, cookies, static files, forms and uploads of the window, and a client for its tests",
    "typst": "PDFs that are tagged (PDF/UA-1), set without a browser",
    "uvicorn": "HTTP on the loopback address, and a server that ends when asked",
    "vivainsights": "Another program's figures, to compare ours with",
    "watchfiles": "Events of the file systems of Windows, macOS and Linux, told in one way",
}  # fmt: skip

# Short names of licences.
LICENCES = {
    "Apache Software License": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "BSD License": "BSD",
    "GNU General Public License (GPL)": "GPL",
    "GNU General Public License v2 (GPLv2)": "GPL-2.0",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
    "Zope Public License": "ZPL-2.1",
}

# Of packages that do not name theirs; as their files say.
UNSAID = {"atheris": "Apache-2.0", "axe-playwright-python": "MIT, and MPL-2.0 of axe-core within"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A library the window could be built on: what is installed, and what was seen or is documented of it."""

    name: str
    requirements: tuple[str, ...]
    licence: str
    seen: str
    html: str
    uploads: str
    tests: str


_OURS = "ours, every tag of it"
_NONE = "nothing but what we write"
CANDIDATES = (
    Candidate(
        "uvicorn, **Starlette**", ("starlette", "uvicorn", "python-multipart", "jinja2"), "BSD-3-Clause", _NONE, _OURS,
        "`request.form(max_files, max_fields, max_part_size)`; `request.stream()` gives a body piece by piece, so it can be counted and refused as it comes",
        "`TestClient`, without a socket",
    ),
    Candidate(
        "uvicorn, FastAPI", ("fastapi", "uvicorn", "python-multipart", "jinja2"), "MIT", _NONE, _OURS,
        "Starlette's", "Starlette's",
    ),
    Candidate(
        "waitress, Flask", ("flask", "waitress"), "BSD-3-Clause, ZPL-2.1", _NONE, _OURS,
        "`MAX_CONTENT_LENGTH`; waitress takes in the whole body before the program sees it (its `max_request_body_size` is 1 GB)",
        "`app.test_client()`",
    ),
    Candidate(
        "waitress, Django", ("django", "waitress"), "BSD-3-Clause, ZPL-2.1", _NONE, _OURS,
        "`DATA_UPLOAD_MAX_MEMORY_SIZE`, upload handlers; behind waitress as Flask", "`django.test.Client`",
    ),
    Candidate(
        "bottle", ("bottle",), "MIT", _NONE, _OURS,
        "`MEMFILE_MAX` bounds what is in memory, not what is uploaded", "none of its own; its documentation names WebTest",
    ),
    Candidate(
        "http.server", (), "PSF, part of Python", _NONE, _OURS,
        "none: forms would be taken apart by us, since `cgi` left Python in 3.13",
        "none; \"not recommended for production. It only implements basic security checks\"",
    ),
    Candidate(
        "Streamlit", ("streamlit",), "Apache-2.0",
        "served from the package; asks data.streamlit.io, and `browser.gatherUsageStats` is on unless set otherwise; 1 inline script",
        "its React components", "`server.maxUploadSize`, 200 MB; its own bar", "`AppTest`, without a browser",
    ),
    Candidate(
        "NiceGUI", ("nicegui",), "MIT", "served from the package, asks nobody; 3 inline scripts",
        "Quasar's components", "`ui.upload(max_file_size)`; Quasar's bar", "fixtures `user` and `screen`",
    ),
    Candidate(
        "Dash", ("dash",), "MIT", "served from the package (`serve_locally`), asks nobody; 1 inline script", "its React components",
        "`dcc.Upload(max_size)`; a file comes as one base64 text", "`dash.testing`, on Selenium",
    ),
    Candidate(
        "Panel", ("panel",), "BSD",
        "served from the package, asks nobody for these three; icons and the progress bar need a network (holoviz/panel#7073); 2 inline scripts",
        "Bokeh's components, in shadow roots", "`FileDropper(max_file_size)`, in pieces over a websocket; its own bar", "on a browser, Playwright",
    ),
)  # fmt: skip
# Only measured, for the sentence on windows of one's own.
DESKTOP = "pyside6"

WINDOW = """\
## The window: which web library

`alignment app` shows pages to one person on the same machine. What counts: that it works without a network and tells nobody anything; that every tag is
ours, since WCAG 2.2 AA, Dutch, the look of the report and a strict content security policy (no inline script) depend on the tags; that an upload
can be bounded and its progress shown; that tests need no browser for most of it; that it is small; and that users build nothing. All
install from wheels alone, and none has a build step for users.

{sizes}

*Seen*: a page with a heading, an upload and a drop-down, opened in Chromium for five seconds: which hosts other than the program's own are asked,
and how many inline scripts run, which a strict policy refuses.

{facts}

Sources: the documentation of each project and the versions above as installed (Starlette: Requests, Test Client; FastAPI: Features; Flask: Uploading
Files, Testing; waitress: Arguments, Design; Django: File Uploads, Testing Tools; Bottle: API, Recipes; Python: http.server, What's New in 3.13; Streamlit: Configuration,
App Testing; NiceGUI: `ui.upload`, Testing; Dash: `dcc.Upload`, Testing; Panel: FileDropper, Testing).

**Chosen: Starlette and uvicorn, with python-multipart, Jinja2 and watchfiles.** Streamlit, NiceGUI, Dash and Panel draw the page themselves: their tags,
names and focus order are theirs to mend, their inline scripts forbid a strict policy, and they weigh {heaviest}. FastAPI is Starlette with a check of data that
a page of forms does not need. Flask and Django would do; behind waitress a body is taken in whole before the program sees it, so that it can neither refuse it sooner nor tell how
far it is, and Django brings a database layer and settings of its own beside those that the program has. bottle and http.server leave uploads, cookies and
limits to us, which is where mistakes are costly. Starlette gives a request as it comes, routes, cookies, static files and a test client, and no more; Jinja2 and
click are there already.

A window of our own instead of the browser's: PySide6 brings a browser of its own and measures {desktop} MB; pywebview uses the one of the system (WebView2 on Windows,
WebKit on macOS, GTK or Qt on Linux), which is not on every machine; Electron and its like ship Chromium once more and are built and signed for each system. The browser that everybody
has prints, zooms, reads aloud and translates as its user set it up.
"""
