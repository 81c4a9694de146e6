"""What somebody does who wants the window to fail, or to tell what is not theirs."""

import io
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from serving import Window

from alignment.app.server import serve
from alignment.app.settling import chosen
from alignment.app.workspace import Opening, Subject, Workspace
from alignment.cli.ending import end_in_good_order
from alignment.filenames import safe_name
from alignment.resources import sample_data

SAMPLE = sorted(sample_data().glob("*.xlsx"))[0]
LONG = "9" * 5_000
FAULT = "A fault of this program"


def cookie_of(window) -> str:
    name = f"alignment-{window.home.rpartition(':')[2]}"
    return f"{name}={window.browser.cookies[name]}"


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/static/nowhere"), ("GET", "/static/"), ("POST", "/static/app.css")]
)
def test_what_is_missing_tells_a_stranger_nothing(unopened, method, path):
    answer = unopened.browser.request(method, path)
    assert answer.status_code == 403
    assert "csrf" not in answer.text
    assert unopened.browser.get("/static/app.css").status_code == 200


@pytest.mark.parametrize("other", ['other={"a": 1}', 'other="half', "a b=c", "=x", "{name}=tossed"])
def test_cookies_of_other_programs_on_this_machine_shut_nobody_out(window, other):
    mine = cookie_of(window)
    other = other.replace("{name}", mine.partition("=")[0])
    for cookies in (f"{other}; {mine}", f"{mine}; {other}"):
        assert httpx.get(f"{window.home}/", headers={"cookie": cookies}).status_code == 200
    assert httpx.get(f"{window.home}/", headers={"cookie": other}).status_code == 403


def test_looking_whether_there_is_a_page_does_not_use_the_token_up(unopened):
    assert unopened.browser.head(unopened.address).status_code == 403
    assert unopened.browser.post(unopened.address).status_code == 403
    unopened.open()


def test_numbers_without_end_are_no_numbers(window):
    window.drop(SAMPLE)
    window.ready()
    assert window.get(f"/progress?job={LONG}").json()["state"] == "superseded"
    assert window.get(f"/issues?page={LONG}").status_code == 200
    assert window.get(f"/understood?page={LONG}").status_code == 200
    assert window.get(f"/issues/marked?file={LONG}").status_code in (200, 303)


def test_fields_that_no_form_has_settle_nothing():
    assert chosen([("[" * 100_000, "x"), ('["name", "\\ud800"]', "Sales"), ("{}", "x"), ('["name"]', "x")]).names == {}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("CON.csv", "file-CON.csv"),
        ("nul", "file-nul"),
        ("Lpt1.tar.csv", "file-Lpt1.tar.csv"),
        ("aux .csv", "file-aux.csv"),
        ("Console.csv", "Console.csv"),
        ("漢" * 120 + ".csv", "漢" * 60 + ".csv"),
        ("😀" * 110 + ".csv", "😀" * 45 + ".csv"),
        ("a." + "x" * 300, "a." + "x" * 19),
        ("x" * 114 + "  y.xlsx", "x" * 114 + ".xlsx"),
        ("Cafe\u0301.csv", "Caf\u00e9.csv"),
    ],
)
def test_every_file_system_takes_the_name_of_an_upload(given, kept, tmp_path):
    assert safe_name(given) == kept
    (tmp_path / kept).write_bytes(b"")


def test_more_files_than_are_taken_are_told_as_too_many(window):
    answer = window.post("/check", files=[("files", (f"{number}.csv", b"x")) for number in range(201)])
    assert answer.status_code == 413
    assert "That is too much at once" in answer.text


def test_a_mapping_without_end_is_no_mapping(window):
    deep = b"a = " + b"[" * 100_000
    answer = window.post("/check", files=[("files", ("a.csv", b"x")), ("mapping", ("m.toml", deep))])
    assert answer.status_code == 400
    assert "m.toml: is not valid TOML" in answer.text


def test_a_form_in_writing_that_nobody_knows_is_none(window):
    body = b'--b\r\ncontent-disposition: form-data; name="csrf"\r\n\r\nx\r\n--b--\r\n'
    head = {"content-type": "multipart/form-data; boundary=b; charset=undefined"}
    assert window.browser.post("/check", content=body, headers=head).status_code == 400


def test_a_fault_is_told_on_a_page_under_the_policy(window, monkeypatch):
    monkeypatch.setattr(Workspace, "take", lambda *_: 1 / 0)
    answer = window.drop(SAMPLE)
    assert answer.status_code == 500
    assert f"{FAULT}, not of your file: ZeroDivisionError (app/pages/drop.py:" in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (
            "postgresql://ann@127.0.0.1:1/db?password=S3cr3tPw",
            "postgresql+psycopg://ann@127.0.0.1:1/db: the server refuses",
        ),
        ("postgresql://ann:a@S3cr3tPw@127.0.0.1:1/db", "Write @ as %40"),
        ("host=127.0.0.1 password=S3cr3tPw", "this is no URL of a database"),
    ],
)
def test_no_page_shows_the_password_of_a_history(quick, place, said):
    window = Window(Opening(settings=quick, store=place)).open()
    try:
        page = window.get("/history").text
    finally:
        window.close()
    assert said in page
    assert "S3cr3tPw" not in page


def test_a_folder_for_reports_that_is_none_is_told(quick, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports").write_text("a file", encoding="utf-8")
    window = Window(Opening((SAMPLE,), settings=quick)).open()
    try:
        window.ready()
        answer = window.post("/report/commentary", {"words": "Good."})
        assert answer.status_code == 500
        assert "reports" in answer.text
        assert FAULT not in answer.text
    finally:
        window.close()


def test_old_reports_and_uploads_do_not_pile_up():
    space = Workspace(Opening())
    try:
        first = space.place("files") / "audit.csv"
        first.write_bytes(b"Name\n")
        space.take(Subject((first,)))
        for _ in range(20):
            (space.place("files") / "refused.csv").write_bytes(b"x")
            (space.place("report") / "health-check.html").write_bytes(b"x")
        assert first.read_bytes() == b"Name\n"
        assert len(list(space.folder.glob("files-*"))) == 4
        assert len(list(space.folder.glob("report-*"))) == 3
    finally:
        space.close()


def test_what_a_program_that_was_killed_left_behind_the_next_removes(tmp_path, monkeypatch):
    code = (
        "import os\nfrom alignment.app.workspace import Opening, Workspace\n"
        "space = Workspace(Opening())\nfound = space.folder\n(found / 'audit.xlsx').write_bytes(b'secret')\nprint(found, flush=True)\n"
        "os._exit(9)"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "TMP": str(tmp_path)}
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    left = Path(told.stdout.strip())
    assert (left / "audit.xlsx").is_file(), told.stderr
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "alignment-window-begun").mkdir()
    one = Workspace(Opening())
    assert not left.exists()
    # The window of another run that is still open stays, and so does what is none of ours.
    (tmp_path / "alignment-window-of-others.txt").touch()
    other = Workspace(Opening())
    assert one.folder.is_dir()
    one.close()
    other.close()
    assert [found.name for found in tmp_path.iterdir()] == ["alignment-window-of-others.txt"]


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows has no such signal")
def test_a_terminal_that_is_closed_leaves_nothing_behind(tmp_path):
    command = [sys.executable, "-m", "alignment", "app", "--no-browser"]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert "http://127.0.0.1:" in running.stdout.readline()
        assert list(tmp_path.iterdir())
        running.send_signal(signal.SIGHUP)
        assert running.wait(20) == 129
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows has no such signal")
def test_under_nohup_a_terminal_may_be_closed():
    before = {one: signal.getsignal(one) for one in (signal.SIGHUP, signal.SIGTERM)}
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        end_in_good_order()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        with pytest.raises(SystemExit, match="143"):
            signal.raise_signal(signal.SIGTERM)
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def test_a_port_can_be_used_again_at_once(quick):
    first = Window(Opening(settings=quick)).open()
    port = int(first.home.rpartition(":")[2])
    # The side that closes first remembers the connection for a while.
    with socket.create_connection(("127.0.0.1", port)) as left:
        first.close()
        left.recv(1)
    told = []
    space = Opening(settings=quick)

    def tell(address: str) -> None:
        told.append(address)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        serve(space, port, tell, browser=False)
    assert told[0].startswith(f"http://127.0.0.1:{port}/open?token=")


def test_files_that_the_system_tidied_away_are_told(quick, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    window = Window(Opening(settings=quick)).open()
    window.drop(SAMPLE)
    window.ready(written=True)
    written = list(tmp_path.glob("alignment-window-*/report-*/health-check.*"))
    assert written
    for file in written:
        file.unlink()
    assert window.get("/report").status_code == 200
    assert window.get("/report/page").status_code == 404
    assert window.get("/report/file/all/health-check.html").status_code == 404
    assert zipfile.ZipFile(io.BytesIO(window.get("/report/files/all").content)).namelist() == []
    window.close()


def test_a_history_that_another_writes_does_not_hold_the_page_up(quick, tmp_path):
    store = tmp_path / "history.sqlite"
    window = Window(Opening(settings=quick, store=str(store))).open()
    try:
        window.drop(SAMPLE)
        window.ready()
        window.post("/history/add")
        assert "writing" not in window.get("/history").text
        with closing(sqlite3.connect(store, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            begun = time.monotonic()
            assert "is being written by another program" in window.get("/history").text
            assert time.monotonic() - begun < 15
    finally:
        window.close()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells whose a connection is")
def test_another_user_of_the_machine_is_not_let_in(window, monkeypatch):
    assert window.get("/").status_code == 200
    monkeypatch.setattr("alignment.app.neighbours._ADMINISTRATOR", -1)
    assert window.get("/").status_code == 200
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000)
    assert window.get("/").status_code == 403
    monkeypatch.undo()
    assert window.get("/").status_code == 200


@pytest.mark.skipif(not sys.platform.startswith("linux") or os.geteuid() != 0, reason="takes the rights to be another")
def test_another_user_cannot_use_an_address_that_they_saw(unopened):
    code = "import encodings.idna, os, sys, urllib.request as r\nos.setuid(65534)\ntry:\n r.urlopen(sys.argv[1])\nexcept r.HTTPError as problem:\n print(problem.code)"
    got = subprocess.run([sys.executable, "-c", code, unopened.address], capture_output=True, text=True, check=False)
    assert got.stdout.strip() == "403", got.stderr
    unopened.open()


@pytest.mark.parametrize(
    ("department", "file"),
    [("Sales/Service", "health-check-sales-service.html"), ("/../../evil", "health-check-evil.html")],
)
def test_the_name_of_a_department_leads_no_file_elsewhere(department, file, window, tmp_path):
    audit = tmp_path / "departments.csv"
    audit.write_text("\n".join(["Department,Head", f"{department},Bob", "Billing,Ann"]), encoding="utf-8")
    window.drop(audit)
    window.ready(written=True)
    window.post("/report/make", {"format": "html", "edition": f"department:{department}"})
    window.ready(written=True)
    assert window.get(f"/report/file/last/{file}").status_code == 200
