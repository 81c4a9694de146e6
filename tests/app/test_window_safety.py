"""Nobody but the window that the program opened is answered, and nothing is left behind."""

import os
import re
import stat
import tempfile

import httpx
import pytest
from serving import Window

from alignment.app.pages import PAGES
from alignment.app.workspace import Opening, Workspace
from alignment.filenames import safe_name
from alignment.resources import sample_data

SAMPLE = sorted(sample_data().glob("*.xlsx"))[0]
POSTS = [one.path for one in PAGES if one.post]
READS = [one.path for one in PAGES if not one.post and "{" not in one.path]


def test_without_the_token_every_page_is_refused_and_says_how_to_open_it(unopened):
    for path in READS:
        answer = unopened.get(path)
        assert answer.status_code == 403
        assert "alignment app" in answer.text
        assert "csrf" not in answer.text


def test_the_token_opens_the_window_once(unopened):
    unopened.open()
    assert unopened.get("/").status_code == 200
    with httpx.Client() as stranger:
        assert stranger.get(unopened.address).status_code == 403
    # Whoever has the window already may use its bookmark.
    assert unopened.get(unopened.address).headers["location"] == "/"


def test_a_wrong_token_does_not_use_the_right_one_up(unopened):
    assert unopened.get("/open?token=guessed").status_code == 403
    assert unopened.get("/open").status_code == 403
    unopened.open()


def test_the_cookie_is_for_this_window_alone(unopened):
    said = unopened.get(unopened.address).headers["set-cookie"]
    assert "HttpOnly" in said
    assert "SameSite=strict" in said
    assert said.startswith(f"alignment-{unopened.home.rpartition(':')[2]}=")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", ""])
def test_a_name_that_leads_here_from_elsewhere_is_refused(window, host):
    port = window.home.rpartition(":")[2]
    assert window.browser.get("/", headers={"host": host.format(port=port)}).status_code in (400, 421)


def test_localhost_is_this_machine_too(window):
    port = window.home.rpartition(":")[2]
    assert window.browser.get("/", headers={"host": f"localhost:{port}"}).status_code == 200


@pytest.mark.parametrize("path", POSTS)
def test_no_form_from_elsewhere_is_taken(window, path):
    form = {"csrf": window.csrf}
    for origin in ("http://evil.example", "null", window.home.replace("http", "https")):
        assert window.browser.post(path, data=form, headers={"origin": origin}).status_code == 403
    with httpx.Client(base_url=window.home, cookies=window.browser.cookies) as silent:
        assert silent.post(path, data=form).status_code == 403
        assert silent.post(path, data=form, headers={"sec-fetch-site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("path", POSTS)
def test_no_form_without_its_own_secret_is_taken(window, path):
    for form in ({}, {"csrf": ""}, {"csrf": "guessed"}, {"csrf": "ünknown"}):
        assert window.browser.post(path, data=form).status_code == 403
    assert window.browser.post(path, files={"csrf": ("csrf", window.csrf)}).status_code == 403


def test_forms_are_not_answered_when_only_asked_for(window):
    for path in POSTS:
        assert window.get(path).status_code == 405


def test_every_answer_carries_the_policy(unopened):
    refused = unopened.get("/")
    unopened.open()
    for answer in (refused, unopened.get("/"), unopened.get("/nowhere"), unopened.get("/static/app.css")):
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
    assert unopened.get("/").headers["cache-control"] == "no-store"


def test_pages_hold_no_script_and_no_style_of_their_own(window):
    window.post("/check", {"sample": "yes"})
    window.ready()
    for path in ("/", "/understood", "/issues", "/report"):
        text = window.get(path).text
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|javascript:", text)
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', text)


def test_more_than_may_be_read_is_refused_before_it_is_taken(tmp_path):
    settings = tmp_path / "alignment.toml"
    settings.write_text("[reading]\nmost_file_mb = 1\n", encoding="utf-8")
    window = Window(Opening(settings=settings)).open()
    try:
        csrf = window.csrf
        one = window.post("/check", files=[("files", ("large.csv", b"x" * 1_500_000))])
        assert one.status_code == 400
        assert "large.csv: is larger than 1 MB" in one.text
        several = [("files", (f"{number}.csv", b"x" * 900_000)) for number in range(4)]
        assert window.browser.post("/check", data={"csrf": csrf}, files=several).status_code == 413

        def pieces():
            yield b'--b\r\ncontent-disposition: form-data; name="files"; filename="a.csv"\r\n\r\n'
            for _ in range(40):
                yield b"x" * 100_000

        head = {"content-type": "multipart/form-data; boundary=b"}
        assert window.browser.post("/check", content=pieces(), headers=head).status_code == 413
        assert window.browser.post("/check", content=b"no form at all", headers=head).status_code == 400
        assert window.get("/").status_code == 200
    finally:
        window.close()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.xlsx", "passwd.xlsx"),
        ("C:\\audit\\q1.xlsx", "q1.xlsx"),
        ("a\x00b.csv", "a-b.csv"),
        ("...", "file"),
        (".hidden.csv", "hidden.csv"),
        ('<img src=x>"|?*.csv', "-img src=x-.csv"),
        ("x" * 300 + ".xlsx", "x" * 115 + ".xlsx"),
    ],
)
def test_an_uploaded_file_keeps_its_name_and_nothing_of_its_path(given, kept):
    assert safe_name(given) == kept


def test_files_of_one_name_do_not_take_each_others_place():
    assert safe_name("Audit.xlsx", ["audit.xlsx", "Audit (2).xlsx"]) == "Audit (3).xlsx"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights otherwise")
def test_what_is_kept_is_for_its_owner_alone_and_goes_with_the_window(quick, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    window = Window(Opening(settings=quick)).open()
    window.drop(SAMPLE)
    window.ready(written=True)
    (home,) = tmp_path.glob("alignment-window-*")
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    (kept,) = home.glob("files-*/*")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert kept.read_bytes() == SAMPLE.read_bytes()
    window.close()
    assert list(tmp_path.iterdir()) == []


def test_a_message_names_no_folder_of_the_window():
    space = Workspace(Opening())
    try:
        file = space.place("files") / "audit.xlsx"
        assert space.shown(f"{file}: the file is empty.") == "audit.xlsx: the file is empty."
        assert space.shown("/home/ann/audit.xlsx: is empty.") == "/home/ann/audit.xlsx: is empty."
    finally:
        space.close()


def test_closing_ends_the_program_and_says_so(window):
    answer = window.post("/close")
    assert "You can close the window" in answer.text
    window.thread.join(10)
    assert not window.thread.is_alive()
    with pytest.raises(httpx.ConnectError):
        window.get("/")
