"""What the program says of its own faults holds no cell and no folder, wherever a fault ends; with --debug it holds all."""

import re
import signal
import subprocess
import sys
import textwrap
import time
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import httpx
import pytest
from click.testing import CliRunner, Result

import alignment as program_of_ours
from alignment.cli.main import alignment
from alignment.errors import fault
from alignment.resources import sample_data
from alignment.temporary import PrivateFolder

FIRST, SECOND = sorted(sample_data().glob("*.xlsx"))
CELL = "Zqvist Wxyborg"
QUICK = "[analysis]\npermutations = 20\n[score]\ndraws = 5\n"
TOLD = r"alignment: a fault of this program, not of your file: {kind}( \([\w/.]+\.py:\d+\))?\. Please report it with this line\. .*"


class Panic(BaseException):
    """What libraries raise that are written in another language."""


def noted(problem: Exception) -> Exception:
    problem.add_note(CELL)
    return problem


def caused(problem: Exception) -> Exception:
    problem.__cause__ = ValueError(CELL)
    return problem


FAULTS: dict[str, BaseException] = {
    "ValueError": ValueError(f"could not read {CELL!r}"),
    "KeyError": KeyError(CELL),
    "AssertionError": AssertionError(CELL),
    "OSError": OSError(CELL),
    "UnicodeDecodeError": UnicodeDecodeError("utf-8", CELL.encode(), 0, 1, CELL),
    "ExceptionGroup": ExceptionGroup(CELL, [ValueError(CELL)]),
    "RuntimeError": noted(RuntimeError("noted")),
    "TypeError": caused(TypeError("caused")),
    "RecursionError": RecursionError(CELL),
    "StopIteration": StopIteration(CELL),
    "Panic": Panic(CELL),
}
# A function of each package, and a command that comes by there.
PLACES = {
    "alignment.source.read": ["check", FIRST],
    "alignment.source.workbooks.read": ["check", FIRST],
    "alignment.source.names.slug": ["report", FIRST],
    "alignment.source.annotate.write_annotated": ["check", FIRST, "--annotate", "marked.xlsx"],
    "alignment.source.drafting.draft_mapping": ["map", FIRST],
    "alignment.source.unnamed": ["report", FIRST, "--client-safe", "--key", "alignment.key"],
    "alignment.network.organisation_graph": ["report", FIRST, "--format", "gexf"],
    "alignment.analysis.catalogue.check_settings": ["report", FIRST],
    "alignment.analysis.remeasure.Measured.__init__": ["simulate", FIRST, "--link", "Sales:Billing"],
    "alignment.advice.advising.advise": ["report", FIRST],
    "alignment.history.keeping.keep": ["track", "add", FIRST],
    "alignment.history.store.Store.entries": ["track", "add", FIRST],
    "alignment.history.comparison.compare": ["compare", FIRST, SECOND],
    "alignment.settings.Settings.__init__": ["check", FIRST],
    "alignment.branding.reading.read_brand": ["report", FIRST],
    "alignment.report.content.document": ["report", FIRST, "--format", "html"],
    "alignment.report.html.render": ["report", FIRST, "--format", "html"],
    "alignment.report.pdf.render": ["report", FIRST, "--format", "pdf"],
    "alignment.report.excel.write": ["report", FIRST, "--format", "xlsx"],
    "alignment.report.powerpoint.write": ["report", FIRST, "--format", "pptx"],
    "alignment.report.json.write": ["report", FIRST],
    "alignment.report.graph.write_graphml": ["report", FIRST, "--format", "graphml"],
    "alignment.pipeline.examine": ["report", FIRST],
    "alignment.history.snapshot.taken": ["track", "add", FIRST],
    "alignment.interactions.logs.read_logs": ["interactions", "mail.csv", "-o", "ties.csv"],
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(alignment, [str(one) for one in arguments])


@pytest.fixture(scope="module", autouse=True)
def _imported() -> None:
    """What is imported while something fails would keep what fails."""
    for one in walk_packages(program_of_ours.__path__, "alignment."):
        if ".migrations" not in one.name:
            import_module(one.name)


def put(monkeypatch: pytest.MonkeyPatch, place: str, problem: BaseException) -> list[str]:
    """Let a function fail wherever it was imported to; return the times that it did."""
    failed: list[str] = []

    def fails(*_: Any, **__: Any) -> None:
        failed.append(place)
        raise problem

    module, _, name = place.rpartition(".")
    if module.rpartition(".")[2][0].isupper():
        monkeypatch.setattr(place, fails)
        return failed
    found = getattr(import_module(module), name)
    for one in [one for called, one in sys.modules.items() if called.startswith("alignment")]:
        if getattr(one, name, None) is found:
            monkeypatch.setattr(one, name, fails)
    return failed


@pytest.mark.parametrize("place", PLACES)
def test_a_fault_in_any_part_says_its_kind_and_its_place_only(place, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "quick.toml").write_text(QUICK)
    (tmp_path / "mail.csv").write_text(f"from,to,time\n{CELL},b,2026-01-05\n")
    command, *rest = PLACES[place]
    more = ["--settings", "quick.toml", "-o", "out"] if command == "report" else []
    more += ["--format", "json"] if command == "report" and "--format" not in rest else []
    failed = put(monkeypatch, place, ValueError(f"could not read {CELL!r}"))
    done = run(command, *rest, *more)
    assert failed, done.output
    assert done.exit_code == 2
    assert CELL not in done.output
    assert str(tmp_path) not in done.stderr
    assert re.fullmatch(TOLD.format(kind="ValueError"), done.stderr.strip())
    assert not (tmp_path / "out" / "health-check.html").exists()


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_of_any_kind_says_no_more(kind, monkeypatch):
    put(monkeypatch, "alignment.source.read", FAULTS[kind])
    done = run("check", FIRST)
    assert (done.exit_code, done.stdout) == (2, "")
    assert re.fullmatch(TOLD.format(kind=kind), done.stderr.strip())


def test_too_little_memory_is_no_fault_of_the_program(monkeypatch):
    put(monkeypatch, "alignment.source.read", MemoryError(CELL))
    done = run("check", FIRST)
    assert done.exit_code == 2
    assert done.stderr == (
        "alignment: the machine has too little memory for these files. Close other programs, or give fewer files.\n"
    )


def test_what_the_system_refuses_is_told_with_the_file_it_is_about(monkeypatch):
    put(monkeypatch, "alignment.source.read", OSError(28, "No space left on device", "out.xlsx"))
    assert run("check", FIRST).stderr == "alignment: out.xlsx: No space left on device.\n"


def test_the_place_is_the_last_of_ours_however_deep_a_library_fails():
    with pytest.raises(TypeError) as found:
        PrivateFolder(5)  # type: ignore[arg-type]  # as a fault of ours would be
    assert re.fullmatch(r"TypeError \(temporary\.py:\d+\)", fault(found.value))


@pytest.mark.parametrize("where", [["--debug", "check", str(FIRST)], ["check", str(FIRST), "--debug"]])
def test_with_debug_a_fault_is_told_whole(where, monkeypatch):
    put(monkeypatch, "alignment.source.read", ValueError(CELL))
    done = CliRunner().invoke(alignment, where)
    assert isinstance(done.exception, ValueError)
    assert str(done.exception) == CELL


SCRIPT = """
    import logging, sys, threading, warnings
    import alignment.app.asking, alignment.app.checking, alignment.app.safety, alignment.source
    from alignment.__main__ import main
    def fails(*_, **__):
        raise ValueError(CELL)
"""


def program(folder: Path, before: str, *arguments: object, debug: bool = False) -> subprocess.Popen[str]:
    """The program as it is started, after some of it was made to fail."""
    (folder / "quick.toml").write_text(QUICK)
    words = ["alignment", *(["--debug"] if debug else []), *map(str, arguments)]
    script = [SCRIPT, f"CELL = {CELL!r}", textwrap.dedent(before), f"sys.argv = {words}", "main()"]
    (folder / "script.py").write_text("\n".join(map(textwrap.dedent, script)))
    return subprocess.Popen(
        [sys.executable, "script.py"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


ENDS = {
    "raised": "alignment.source.read = fails",
    "panicked": """
        class Panic(BaseException): pass
        def panics(*_, **__):
            raise Panic(CELL)
        alignment.source.read = panics
    """,
    "in a thread": """
        real = alignment.source.read
        def read(*given, **more):
            one = threading.Thread(target=fails)
            one.start()
            one.join()
            return real(*given, **more)
        alignment.source.read = read
    """,
    "where nothing can be raised": """
        class Thing:
            __del__ = fails
        real = alignment.source.read
        def read(*given, **more):
            Thing()
            return real(*given, **more)
        alignment.source.read = read
    """,
    "logged": """
        real = alignment.source.read
        def read(*given, **more):
            try:
                fails()
            except ValueError:
                logging.getLogger("library").exception("of %s", CELL)
            logging.getLogger("library").warning("beware of %s", CELL)
            logging.getLogger("library").error("%d", CELL)
            return real(*given, **more)
        alignment.source.read = read
    """,
    "warned": """
        real = alignment.source.read
        def read(*given, **more):
            warnings.warn(f"Cell B7 holds {CELL}")
            return real(*given, **more)
        alignment.source.read = read
    """,
    "as it ends": "import atexit; atexit.register(fails)",
    "before a command is found": "import alignment.cli.main; alignment.cli.main._Commands.parse_args = fails",
    "in an event loop": """
        import asyncio
        real = alignment.source.read
        async def later():
            asyncio.get_running_loop().call_soon(fails)
            await asyncio.sleep(0.01)
        def read(*given, **more):
            asyncio.run(later())
            return real(*given, **more)
        alignment.source.read = read
    """,
}
# Where nothing can be told from, since the option is not read yet.
EARLY = "before a command is found"


@pytest.mark.parametrize("end", ENDS)
def test_wherever_a_fault_ends_no_cell_is_told(end, tmp_path):
    running = program(tmp_path, ENDS[end], "check", FIRST)
    out, err = running.communicate(timeout=60)
    assert CELL not in out + err
    assert running.returncode == (2 if end in ("raised", "panicked", EARLY) else 0)
    assert "Traceback" not in err
    # What Python warns of is nothing that a user could mend.
    assert ("a fault of this program" in err) == (end != "warned")


@pytest.mark.parametrize("end", [one for one in ENDS if one not in ("panicked", EARLY)])
def test_with_debug_all_of_it_is(end, tmp_path):
    out, err = program(tmp_path, ENDS[end], "check", FIRST, debug=True).communicate(timeout=60)
    assert CELL in err
    assert CELL not in out


PANIC = """
    class Panic(BaseException): pass
    def panics(*_, **__):
        raise Panic(CELL)
    {place} = panics
"""
# What is made to fail, and the page on which that is seen.
WINDOW = {
    "at work": ("alignment.app.checking.examine = fails", "/running"),
    "at work, in another language": (PANIC.format(place="alignment.app.checking.examine"), "/running"),
    "on a page": ("alignment.app.asking.Asked.can_open = fails", "/"),
    "on a page, in another language": (
        PANIC.format(place="alignment.app.asking.Asked.can_open"),
        "/",
    ),
    "at the door": ("alignment.app.safety.Session.is_form = fails", "/close"),
}


@pytest.mark.loopback
@pytest.mark.parametrize("where", WINDOW)
def test_the_window_and_what_its_server_logs_tell_no_cell(where, tmp_path):
    before, path = WINDOW[where]
    files = [FIRST] if where.startswith("at work") else []
    running = program(tmp_path, before, "app", "--no-browser", "--settings", "quick.toml", *files)
    try:
        address = running.stdout.readline().split()[-1]
        home, _, token = address.partition("/open")
        with httpx.Client(base_url=home, headers={"origin": home}) as browser:
            opened = browser.get(f"/open{token}")
            until = time.monotonic() + 30
            while (
                "fault" not in (page := browser.post(path) if path == "/close" else browser.get(path)).text
                and time.monotonic() < until
            ):
                if page.status_code == 500:
                    break
                time.sleep(0.05)
        running.send_signal(signal.SIGTERM)
        out, err = running.communicate(timeout=30)
    finally:
        running.kill()
    assert (opened.status_code, page.status_code) == (303, 400 if path == "/running" else 500)
    assert CELL not in page.text + out + err
    assert "Traceback" not in err
    # Neither the secret of this run, nor what was asked for, is logged.
    assert token not in err
    assert re.search(TOLD.format(kind="Panic" if "language" in where else "ValueError"), err)
