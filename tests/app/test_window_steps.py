"""The steps of the window, from the files to the report, as a browser asks for them."""

import io
import json
import time
import tomllib
import zipfile
from pathlib import Path

import openpyxl
import pypdf
import pytest
from click.testing import CliRunner
from serving import Window

from alignment.app.settling import NOBODY, field_name
from alignment.app.workspace import Opening
from alignment.cli.main import alignment
from alignment.report.content.sheets import read_as
from alignment.resources import sample_data
from alignment.source import read

SAMPLE = sorted(sample_data().glob("*.xlsx"))[0]
DATA = Path(__file__).parents[1] / "data"
FILES = {f"health-check.{suffix}" for suffix in ("html", "json", "pdf", "pptx", "xlsx")}

THEIRS = {
    "Units": [("Unit", "Boss"), ("Sales", "Ann"), ("Billing", "Bob")],
    "What we do": [("Activity name", "By", "Shoe size"), ("Send a bill", "Billing", 1), ("Win a customer", "Sales", 2)],
    "Staff": [("Person", "Department"), ("Ann", "Sales"), ("Bob", "Biling")],
}


def workbook(file, sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(file)
    return file


def checked(arguments) -> dict:
    """What the command line finds, as data."""
    done = CliRunner().invoke(alignment, [str(one) for one in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    folder = arguments[arguments.index("-o") + 1]
    return json.loads((folder / "health-check.json").read_text(encoding="utf-8"))


def found(window) -> dict:
    return window.get("/report/file/all/health-check.json").json()


def test_the_sample_goes_from_the_first_page_to_the_report(window):
    assert window.post("/check", {"sample": "yes"}).headers["location"] == "/running"
    assert window.ready() == "/understood"
    understood = window.get("/understood").text
    assert '<th scope="row">RACI</th><td>RACI</td><td class="number">179</td><td class="number">178</td>' in understood
    assert "1 row: no letter of R, A, C, I" in understood
    issues = window.get("/issues").text
    assert "0 errors, 5 warnings" in issues
    assert "Journey steps!D68" in issues
    assert "Did you mean &#34;Billing&#34;?" in issues
    window.ready(written=True)
    archive = zipfile.ZipFile(io.BytesIO(window.get("/report/files/all").content))
    assert set(archive.namelist()) == FILES
    assert len(pypdf.PdfReader(io.BytesIO(archive.read("health-check.pdf"))).pages) > 10


def test_the_window_finds_what_the_command_line_finds(window, quick, tmp_path):
    window.drop(SAMPLE)
    window.ready(written=True)
    assert found(window) == checked(["report", SAMPLE, "--settings", quick, "-o", tmp_path, "--format", "json"])


def test_what_is_settled_is_read_so_and_the_mapping_gives_the_command_line_the_same(window, quick, tmp_path):
    file = workbook(tmp_path / "theirs.xlsx", THEIRS)
    window.drop(file)
    window.ready()
    before = window.get("/understood").text
    assert '<th scope="row">What we do</th><td>not read</td>' in before
    choices = {
        field_name("sheet", "What we do"): "processes",
        field_name("column", "What we do", "Activity name"): "process",
        field_name("column", "What we do", "By"): "owner_department",
        field_name("name", "Biling"): "Billing",
    }
    assert window.post("/understood/settle", choices).headers["location"] == "/running"
    window.ready(written=True)
    after = window.get("/understood").text
    assert '<th scope="row">What we do</th><td>Processes</td><td class="number">2</td>' in after
    assert "No department is called" not in window.get("/issues").text
    mapping = tmp_path / "mapping.toml"
    mapping.write_bytes(window.get("/understood/mapping.toml").content)
    assert found(window) == checked(
        ["report", file, "--mapping", mapping, "--settings", quick, "-o", tmp_path / "out", "--format", "json"]
    )


def test_a_sheet_whose_columns_are_unknown_is_asked_about_before_anything_is_read(window, tmp_path):
    window.drop(workbook(tmp_path / "theirs.xlsx", THEIRS))
    window.ready()
    answer = window.post("/understood/settle", {field_name("sheet", "What we do"): "journeys"})
    assert answer.headers["location"] == "/understood#urgent"
    # What was chosen is still chosen, in this window and in another.
    for _ in range(2):
        text = window.get("/understood").text
        assert "Say below what the columns of What we do hold" in text
        assert "Needed: Journey or ID." in text
        assert '<option value="journeys" selected>' in text


def test_a_name_can_be_said_to_name_nobody(window, tmp_path):
    window.drop(
        workbook(tmp_path / "theirs.xlsx", {**THEIRS, "Staff": [("Person", "Department"), ("Ann", "To hire soon")]})
    )
    window.ready()
    assert "No department is called" in window.get("/issues").text
    window.post("/understood/settle", {field_name("name", "To hire soon"): NOBODY})
    window.ready()
    assert "No department is called" not in window.get("/issues").text
    assert 'missing = ["To hire soon"]' in window.get("/understood/mapping.toml").text


def test_what_was_settled_can_be_forgotten(window, tmp_path):
    window.drop(workbook(tmp_path / "theirs.xlsx", THEIRS))
    window.ready()
    window.post("/understood/settle", {field_name("name", "Biling"): "Billing"})
    window.ready()
    assert "Biling" not in window.get("/issues").text
    window.post("/understood/settle", {"forget": "yes"})
    window.ready()
    assert "Biling" in window.get("/issues").text
    assert window.get("/understood/mapping.toml").headers["location"] == "/understood"


def test_a_workbook_of_which_nothing_is_recognised_can_be_settled_all_the_same(window, tmp_path):
    window.drop(
        workbook(tmp_path / "odd.xlsx", {"Blad1": [("Naampje", "Kleur"), ("Verkoop", "rood"), ("Inkoop", "groen")]})
    )
    assert window.ready() == "/running"
    stopped = window.get("/running")
    assert stopped.status_code == 400
    assert "nothing in it can be recognised" in stopped.text
    assert 'href="/understood"' in stopped.text
    window.post(
        "/understood/settle",
        {field_name("sheet", "Blad1"): "departments", field_name("column", "Blad1", "Naampje"): "department"},
    )
    assert window.ready() == "/understood"
    assert '<td>Departments</td><td class="number">2</td><td class="number">2</td>' in window.get("/understood").text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("broken.xlsx", b"PK\x03\x04 this is no workbook", "broken.xlsx"),
        ("empty.csv", b"", "empty.csv: the file is empty"),
        ("letter.docx", b"Dear all", "letter.docx: cannot read .docx"),
    ],
)
def test_a_broken_file_is_told_of_in_a_line_that_names_it_and_no_folder(window, tmp_path, name, content, said):
    file = tmp_path / name
    file.write_bytes(content)
    window.drop(file)
    assert window.ready() == "/running"
    text = window.get("/running").text
    assert 'role="alert"' in text
    assert said in text
    assert "alignment-window" not in text
    # The next file is read as if nothing had been.
    window.drop(SAMPLE)
    assert window.ready() == "/understood"


def test_nothing_given_is_told_of(window):
    assert "No workbook was given" in window.post("/check", {}).text


def test_several_files_of_one_company_are_read_together_with_a_mapping_dropped_along(window, tmp_path):
    files = {
        "units.csv": "Unit,Head\nSales,Ann\nBilling,Bob\n",
        "work.csv": "Activity name,By\nSend a bill,Billing\n",
        "kept.toml": '[sheets]\nprocesses = "work"\n[columns.processes]\nprocess = "Activity name"\nowner_department = "By"\n',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    window.drop(*(tmp_path / name for name in files))
    assert window.ready() == "/understood"
    text = window.get("/understood").text
    assert '<td>work.csv</td><th scope="row">work</th><td>Processes</td>' in text
    assert window.get("/understood/mapping.toml").status_code == 200


def test_a_new_drop_takes_the_place_of_a_run_that_is_under_way(window, tmp_path):
    window.drop(SAMPLE)
    first = window.get("/running").text
    number = first.partition('data-job="')[2].partition('"')[0]
    window.drop(workbook(tmp_path / "theirs.xlsx", THEIRS))
    assert window.get(f"/progress?job={number}").json()["state"] == "superseded"
    window.ready()
    text = window.get("/understood").text
    assert "What we do" in text
    assert "Journey steps" not in text.partition("<form")[0]


def test_two_windows_and_a_reload_look_at_the_same_run(window):
    window.post("/check", {"sample": "yes"})
    numbers = {window.get("/running").text.partition('data-job="')[2].partition('"')[0] for _ in range(3)} - {""}
    assert len(numbers) == 1
    seen = []
    while not seen or seen[-1]["state"] == "running":
        seen.append(window.get(f"/progress?job={numbers.copy().pop()}").json())
        time.sleep(0.02)
    assert seen[-1]["state"] == "done"
    assert [one["done"] for one in seen] == sorted(one["done"] for one in seen)
    assert seen[-1]["done"] == seen[-1]["total"] == len(seen[-1]["stages"])
    assert seen[-1]["stages"][0] == "Opening brightwater-q1.xlsx"


def test_openstack_is_settled_by_drop_downs_as_its_mapping_file_says(window, real):
    file = real / "openstack" / "openstack.xlsx"
    window.drop(file)
    window.ready()
    assert "572 rows: not used" in window.get("/understood").text
    wanted = tomllib.loads((DATA / "openstack-mapping.toml").read_text(encoding="utf-8"))
    choices = {field_name("sheet", sheet): kind for kind, sheet in wanted["sheets"].items()}
    for kind, columns in wanted["columns"].items():
        sheet = wanted["sheets"][kind]
        choices |= {field_name("column", sheet, header): field for field, header in columns.items()}
    window.post("/understood/settle", choices)
    assert window.ready() == "/understood"
    mapping = tomllib.loads(window.get("/understood/mapping.toml").text)
    assert {kind: mapping["sheets"][kind] for kind in wanted["sheets"]} == wanted["sheets"]
    assert {kind: mapping["columns"][kind] for kind in wanted["columns"]} == wanted["columns"]
    text = window.get("/understood").text
    (read_in,) = read([file], DATA / "openstack-mapping.toml").inputs
    for one in read_in.sheets:
        if one.sheet in wanted["sheets"].values():
            numbers = f'<td class="number">{one.rows}</td><td class="number">{one.records}</td>'
            assert f'<th scope="row">{one.sheet}</th><td>{read_as(one.kind)}</td>{numbers}' in text


def test_kubernetes_is_paged_and_its_pages_come_at_once(window, real):
    window.drop(real / "kubernetes" / "kubernetes.xlsx")
    window.ready()
    for path in ("/understood", "/issues", "/issues?page=9"):
        seconds = []
        # The report is being written meanwhile, and others are at work on the machine: the best of three counts.
        for _ in range(3):
            begun = time.perf_counter()
            answer = window.get(path)
            seconds.append(time.perf_counter() - begun)
        assert min(seconds) < 1
        assert answer.status_code == 200
        assert len(answer.content) < 1_000_000


def test_issues_are_filtered_and_paged(window, tmp_path):
    people = [("Person", "Department"), *((f"P{number}", f"Nowhere {number:03}") for number in range(120))]
    window.drop(workbook(tmp_path / "many.xlsx", {**THEIRS, "Staff": people}))
    window.ready()
    first = window.get("/issues").text
    assert first.count('<th scope="row">') == 50
    assert 'href="/issues?page=3"' in first
    assert window.get("/issues?page=3").text.count('<th scope="row">') == 20
    assert window.get("/issues?page=99").text.count('<th scope="row">') == 20
    assert "Shown: 1 of 120." in window.get("/issues?search=nowhere+042").text
    assert "Shown: 0 of 120." in window.get("/issues?severity=error").text
    assert "Shown: 120 of 120." in window.get("/issues?sheet=Staff&severity=warning").text


def test_names_are_asked_page_by_page(window, tmp_path):
    people = [("Person", "Department"), *((f"P{number}", f"Nowhere {number:03}") for number in range(45))]
    window.drop(workbook(tmp_path / "many.xlsx", {**THEIRS, "Staff": people}))
    window.ready()
    assert window.get("/understood").text.count("&#34;name&#34;") == 20
    last = window.get("/understood?page=3").text
    assert last.count("&#34;name&#34;") == 5
    assert "Nowhere 044" in last


def test_the_marked_workbook_is_the_one_of_the_command_line(window, tmp_path):
    window.drop(SAMPLE)
    window.ready()
    answer = window.get("/issues/marked?file=0")
    assert 'filename="brightwater-q1-marked.xlsx"' in answer.headers["content-disposition"]
    marked = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert marked["Journey steps"]["D68"].comment is not None
    assert "Biling" in marked["Journey steps"]["D68"].comment.text


def test_the_frame_shows_the_report_under_its_own_policy(window):
    window.post("/check", {"sample": "yes"})
    window.ready(written=True)
    answer = window.get("/report/page")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "frame-ancestors 'self'" in policy
    assert "sandbox allow-scripts" in policy
    assert "allow-same-origin" not in policy
    assert answer.content == window.get("/report/file/all/health-check.html").content


def test_the_commentary_is_printed_and_kept(window, tmp_path):
    window.drop(SAMPLE)
    window.ready(written=True)
    words = "Before anything else.\r\n\r\n## The map\r\n\r\nLook at Ünits <b>first</b>.\r\n"
    window.post("/report/commentary", {"words": words})
    window.ready(written=True)
    page = window.get("/report/page").text
    assert "Look at Ünits &lt;b&gt;first&lt;/b&gt;." in page or "Look at Ünits first." in page
    assert "Before anything else." in page
    assert window.get("/report/commentary.md").text == words.replace("\r\n", "\n")
    assert "Look at Ünits &lt;b&gt;first" in window.get("/report").text
    # The words of one company are not printed for another.
    window.drop(workbook(tmp_path / "theirs.xlsx", THEIRS))
    window.ready(written=True)
    assert "Before anything else." not in window.get("/report/page").text
    window.drop(SAMPLE)
    window.ready(written=True)
    assert "Before anything else." in window.get("/report/page").text


def test_files_given_on_the_command_line_are_read_in_their_place_with_their_commentary(quick, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = workbook(tmp_path / "theirs.xlsx", THEIRS)
    before = file.read_bytes()
    window = Window(Opening((file,), settings=quick)).open()
    try:
        assert window.ready(written=True) == "/understood"
        window.post("/report/commentary", {"words": "Ours.\n"})
        window.ready(written=True)
        assert (tmp_path / "reports" / "theirs" / "commentary.md").read_text(encoding="utf-8") == "Ours.\n"
        assert file.read_bytes() == before
    finally:
        window.close()


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (
            {"edition": "board", "format": ["html", "pdf", "xlsx"]},
            {"health-check-board.html", "health-check-board.pdf"},
        ),
        ({"edition": "department:Billing", "format": ["html"]}, {"health-check-billing.html"}),
        ({"format": ["graphml", "gexf"], "paper": "us-letter"}, {"graph.graphml", "graph.gexf"}),
        ({"format": ["json"], "client_safe": "yes"}, {"health-check.json", "alignment.key"}),
    ],
)
def test_prints_for_others_are_made(window, asked, names):
    window.post("/check", {"sample": "yes"})
    window.ready(written=True)
    assert window.post("/report/make", asked, [("brand", ("", b""))]).headers["location"] == "/report#made"
    window.ready(written=True)
    archive = zipfile.ZipFile(io.BytesIO(window.get("/report/files/made").content))
    assert set(archive.namelist()) == names
    for name in names:
        assert window.get(f"/report/file/made/{name}").content == archive.read(name)
    if "client_safe" in asked:
        told = archive.read("health-check.json").decode().casefold()
        people = {one.name.casefold() for one in read([SAMPLE]).organisation.people}
        assert len(people) > 80
        assert [one for one in people if one in told] == []


def test_a_print_in_the_name_of_a_firm(window):
    window.post("/check", {"sample": "yes"})
    window.ready(written=True)
    brand = 'firm = "Harbour & Vale"\n[colours]\naccent = "#6a1b4d"\n'
    window.post("/report/make", {"format": "html"}, [("brand", ("brand.toml", brand))])
    window.ready(written=True)
    assert "Harbour &amp; Vale" in window.get("/report/file/made/health-check.html").text
    assert "In the name of Harbour &amp; Vale." in window.get("/report").text
    wrong = window.post("/report/make", {"format": "html"}, [("brand", ("brand.toml", 'frim = "Harbour"'))])
    assert wrong.status_code == 400
    assert "firm" in wrong.text


def test_the_other_language_is_spoken_by_window_and_report(window):
    window.post("/check", {"sample": "yes"})
    window.ready(written=True)
    assert '<html lang="en">' in window.get("/report").text
    window.post("/language", {"language": "nl", "back": "/report"})
    window.ready(written=True)
    assert '<html lang="nl">' in window.get("/report").text
    assert '<html lang="nl">' in window.get("/report/page").text


@pytest.mark.parametrize("back", ["//evil.example", "/\\evil.example", "https://evil.example", ""])
def test_a_form_sends_nobody_elsewhere(window, back):
    assert window.post("/language", {"language": "en", "back": back}).headers["location"] == "/"


def test_names_of_files_sheets_and_cells_run_nowhere(window, tmp_path):
    bad = "<script>alert(1)</script>"
    rows = {"Units": [("Unit", bad), (bad, "x")], "Staff": [("Person", "Department"), ("Ann", f"{bad}2")]}
    file = workbook(tmp_path / "x.xlsx", rows)
    window.post("/check", files=[("files", (f"{bad}.xlsx", file.read_bytes()))])
    window.ready(written=True)
    for path in ("/understood", "/issues", "/report", "/issues?search=" + bad):
        assert "<script>alert" not in window.get(path).text
