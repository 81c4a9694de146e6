"""`alignment app` as a process: it tells its address, serves, and leaves nothing behind however it ends."""

import importlib.util
import os
import signal
import socket
import subprocess
import sys

import httpx
import pytest
from click.testing import CliRunner

from alignment.cli import app
from alignment.cli.main import alignment

pytestmark = pytest.mark.loopback


def begun(folder, *arguments) -> tuple[subprocess.Popen, str]:
    """The program, and the address that it tells."""
    program = subprocess.Popen(
        [sys.executable, "-m", "alignment", "app", "--no-browser", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"},
    )
    line = program.stdout.readline()
    return program, line.split()[-1]


@pytest.mark.skipif(os.name == "nt", reason="Windows has other signals")
@pytest.mark.parametrize(("end", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_whoever_ends_it_the_private_folder_goes(tmp_path, end, status):
    program, address = begun(tmp_path)
    try:
        assert httpx.get(address).status_code == 303
        assert len(list(tmp_path.rglob("alignment-window-*"))) == 1
        program.send_signal(end)
        assert program.wait(20) == status
    finally:
        program.kill()
        program.communicate()
    assert list(tmp_path.iterdir()) == []


def test_a_port_that_is_taken_is_told_of():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = CliRunner().invoke(alignment, ["app", "--no-browser", "--port", str(port)])
    assert done.exit_code == 2
    assert f"--port {port}: cannot be used" in done.stderr


def test_settings_that_mean_nothing_are_told_of_before_anything_is_served(tmp_path):
    file = tmp_path / "alignment.toml"
    file.write_text("[analysis]\nseeds = 1\n", encoding="utf-8")
    done = CliRunner().invoke(alignment, ["app", "--no-browser", "--settings", str(file)])
    assert done.exit_code == 2
    assert "seeds" in done.stderr


def test_without_its_libraries_the_window_says_what_to_install(monkeypatch):
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "uvicorn" else real(name))
    done = CliRunner().invoke(alignment, ["app", "--no-browser"])
    assert done.exit_code == 2
    assert done.stderr == (
        "alignment: The window needs uvicorn. Install it with: pip install 'alignment-health-check[app]'\n"
    )


def test_the_shortcut_starts_it_without_a_console(monkeypatch):
    served = []
    monkeypatch.setattr(
        "alignment.app.server.serve", lambda opening, port, tell, browser: served.append((opening, tell))
    )
    monkeypatch.setattr("alignment.cli.app.settle", lambda: None)
    monkeypatch.setattr(sys, "argv", ["alignment-app"])
    for stream in ("stdout", "stderr"):
        monkeypatch.setattr(sys, stream, None)
    with pytest.raises(SystemExit) as ended:
        app.windowed()
    assert ended.value.code == 0
    opening, tell = served[0]
    assert opening.workbooks == ()
    # With nowhere to write to, the address is told to nobody.
    tell("http://127.0.0.1:1/open?token=x")


def test_what_stops_the_shortcut_is_shown_in_the_browser(monkeypatch, tmp_path):
    shown = []
    monkeypatch.setattr("webbrowser.open", shown.append)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("alignment.cli.app.settle", lambda: None)
    monkeypatch.setattr(sys, "argv", ["alignment-app", "--settings", str(tmp_path / "absent.toml")])
    for stream in ("stdout", "stderr"):
        monkeypatch.setattr(sys, stream, None)
    with pytest.raises(SystemExit) as ended:
        app.windowed()
    assert ended.value.code == 2
    (file,) = tmp_path.iterdir()
    assert shown == [file.as_uri()]
    assert "absent.toml" in file.read_text(encoding="utf-8")
