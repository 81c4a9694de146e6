"""`alignment app`: the window, for whoever never opens a terminal."""

import io
import sys
import tempfile
import webbrowser
from pathlib import Path

import click

from alignment.cli.process import settle
from alignment.cli.telling import tell
from alignment.errors import SettingsError
from alignment.language import languages

__all__ = ["command", "windowed"]


@click.command("app")
@click.argument("workbooks", nargs=-1, type=click.Path(path_type=Path))
@click.option("--mapping", type=click.Path(path_type=Path), help="How the company's words map to ours (TOML).")
@click.option("--settings", type=click.Path(path_type=Path), help="Limits, weights, seeds (alignment.toml).")
@click.option("--store", metavar="PLACE", envvar="ALIGNMENT_STORE", help="The history that the window shows.")
@click.option(
    "--lang",
    "language",
    type=click.Choice(languages(), case_sensitive=False),
    help="Language of the window and of the report.  [default: en]",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Where on this machine  [default: any that is free]."
)
@click.option("--no-browser", is_flag=True, help="Show the address, and open no browser.")
def command(
    workbooks: tuple[Path, ...],
    mapping: Path | None,
    settings: Path | None,
    store: str | None,
    language: str | None,
    port: int,
    no_browser: bool,
) -> None:
    """Open the program in a window of the browser: drop workbooks, settle what is doubtful, read the report.

    It is served to this machine alone, and needs no network.
    """
    _check_installed()
    from alignment.app.server import serve
    from alignment.app.workspace import Opening

    def told(address: str) -> None:
        tell(
            f"The window opens at {address}\nThis address can be used once. End with Close in the window, or with Ctrl-C here."
        )

    serve(Opening(workbooks, mapping, settings, language, store), port, told, browser=not no_browser)


def _check_installed() -> None:
    """Refuse where the libraries of the window are not there.

    Raises
    ------
    SettingsError
        One is missing.
    """
    from importlib.util import find_spec

    if missing := [one for one in ("starlette", "uvicorn", "python_multipart") if find_spec(one) is None]:
        raise SettingsError(
            f"The window needs {', '.join(missing)}. Install it with: pip install 'alignment-health-check[app]'"
        )


def windowed() -> None:
    """Start the window from a shortcut on the desktop, where there may be no console to write to."""
    settle()
    from alignment.cli.main import alignment

    said = io.StringIO()
    if sys.stderr is None:
        sys.stderr = said
    try:
        alignment(["app", *sys.argv[1:]], prog_name="alignment")
    except SystemExit:
        # What would stand in the console is shown where the window would be.
        if said.getvalue():
            _show(said.getvalue())
        raise


def _show(text: str) -> None:
    """Show a text in the browser; the file is the system's to remove, since the program ends before it is read."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="alignment-", suffix=".txt", delete=False) as file:
        file.write(text)
    webbrowser.open(Path(file.name).as_uri())
