"""The window in a real browser: by mouse and by keyboard, with the sample, a real workbook and a broken file."""

import re
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import pytest
from walking import A_MINUTE, at, tab_to

from alignment.app.server import serve
from alignment.app.workspace import Opening
from alignment.resources import sample_data

pytestmark = pytest.mark.browser

SAMPLE = sorted(sample_data().glob("*.xlsx"))[0]
QUICK = "[analysis]\npermutations = 20\n[score]\ndraws = 5\n"


@pytest.fixture
def opened(chromium, tmp_path_factory) -> Iterator[Any]:
    """The window as the program opens it in a browser; the test fails where the page complains or asks elsewhere."""
    settings = tmp_path_factory.mktemp("settings") / "alignment.toml"
    settings.write_text(QUICK, encoding="utf-8")
    told: list[str] = []
    server = Thread(
        target=serve, args=(Opening(settings=settings), 0, told.append), kwargs={"browser": False}, daemon=True
    )
    server.start()
    while not told:
        sleep(0.01)
    home = told[0].partition("/open")[0]
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", accept_downloads=True
    )
    page = context.new_page()
    page.set_default_timeout(A_MINUTE)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request", lambda request: None if request.url.startswith((home, "data:")) else complaints.append(request.url)
    )
    page.goto(told[0])
    yield page
    # A page that says that something cannot be done is answered as such, which the console repeats.
    said = [one for one in complaints if "status of 4" not in one]
    if server.is_alive():
        page.goto(home)
        page.get_by_role("button", name="Close the program").click()
        page.wait_for_selector("text=You can close the window")
    server.join(20)
    context.close()
    assert said == []
    assert not server.is_alive()


def test_the_sample_by_mouse(opened, tmp_path):
    page = opened
    page.get_by_role("button", name="Use the sample company").click()
    at(page, "/understood")
    assert page.locator("main table tbody tr").count() == 10
    page.get_by_role("link", name="On to the issues").click()
    at(page, "/issues")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the workbook with the cells marked").click()
    assert download.value.suggested_filename == "brightwater-q1-marked.xlsx"
    page.get_by_role("link", name="On to the report").click()
    frame = page.frame_locator("iframe")
    frame.locator("h1").wait_for()
    assert frame.locator("h1").text_content() == "Cross-company health check"
    # The report's own script runs in the frame: it can be searched.
    assert frame.get_by_role("search").is_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF to print").click()
    target = tmp_path / download.value.suggested_filename
    download.value.save_as(target)
    assert target.read_bytes().startswith(b"%PDF-")


def test_the_sample_by_keyboard(opened):
    page = opened
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    tab_to(page, "Use the sample company")
    page.keyboard.press("Enter")
    at(page, "/understood")
    tab_to(page, "Names that no list has")
    page.keyboard.press("Enter")
    tab_to(page, "Biling", "SELECT")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.selectedOptions[0].textContent") == "Billing (suggested)"
    tab_to(page, "Read again with these")
    page.keyboard.press("Enter")
    at(page, "/running")
    at(page, "/understood")
    assert page.get_by_role("link", name="Download the mapping file").is_visible()
    tab_to(page, "Issues")
    page.keyboard.press("Enter")
    at(page, "/issues")
    assert "Biling" not in page.locator("main").text_content()
    tab_to(page, "On to the report")
    page.keyboard.press("Enter")
    page.wait_for_selector("iframe")
    page.wait_for_selector(".files")
    # The report has hundreds of links, and a way past them.
    tab_to(page, "Go past the report")
    page.keyboard.press("Enter")
    tab_to(page, "Your own words", "TEXTAREA")
    page.keyboard.type("Seen by keyboard.")
    tab_to(page, "Save and put into the report")
    page.keyboard.press("Enter")
    at(page, "/report")
    page.frame_locator("iframe").get_by_text("Seen by keyboard.").wait_for()


def test_words_that_are_not_saved_outlive_a_page_that_is_loaded_again(opened):
    page = opened
    page.get_by_role("button", name="Use the sample company").click()
    at(page, "/understood")
    page.goto(page.url.replace("/understood", "/report"))
    # Begun while the report is being written: it appears, and nothing is lost.
    page.get_by_label("Your own words").fill("Half a sent")
    page.locator("h1").click()
    page.wait_for_selector(".files")
    assert page.get_by_label("Your own words").input_value() == "Half a sent"
    page.reload()
    assert page.get_by_label("Your own words").input_value() == "Half a sent"
    page.get_by_role("button", name="Put its title in").click()
    assert page.get_by_label("Your own words").input_value() == "Half a sent\n\n## At a glance\n\n"


def test_files_are_dropped_onto_the_page(opened):
    page = opened
    content = list(SAMPLE.read_bytes())
    transfer = page.evaluate_handle(
        """content => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(content)], "dropped.xlsx"));
          return transfer;
        }""",
        content,
    )
    page.dispatch_event("body", "dragenter", {"dataTransfer": transfer})
    assert page.locator("body.over").count() == 1
    page.dispatch_event(".drop", "drop", {"dataTransfer": transfer})
    at(page, "/understood")
    assert "Journey steps" in page.locator("main table").text_content()


def test_openstack_is_settled_in_the_window(opened, real):
    page = opened
    page.set_input_files("#files", real / "openstack" / "openstack.xlsx")
    assert page.locator(".given").text_content() == "openstack.xlsx"
    page.get_by_role("button", name="Check these files").click()
    at(page, "/understood")
    page.get_by_label("Deliverables").select_option("processes")
    page.get_by_label("Community goals", exact=True).select_option("journeys")
    page.get_by_role("button", name="Read again with these").click()
    page.get_by_role("alert").wait_for()
    questions = page.locator("fieldset")
    asked = questions.locator("legend").all_text_contents()
    assert asked == ["Deliverables, read as Processes", "Community goals, read as Journeys"]
    questions.get_by_label("Title", exact=True).select_option("journey")
    questions.get_by_label("Deliverable", exact=True).select_option("process")
    page.get_by_role("button", name="Read again with these").click()
    at(page, "/running")
    at(page, "/understood")
    row = page.locator("main table tr", has=page.get_by_role("rowheader", name="Deliverables"))
    assert "Processes" in row.text_content()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the mapping file").click()
    assert 'processes = "Deliverables"' in Path(download.value.path()).read_text(encoding="utf-8")


def test_a_broken_file_is_told_of_and_another_can_be_given(opened, tmp_path):
    page = opened
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(SAMPLE.read_bytes()[:5_000])
    page.set_input_files("#files", broken)
    page.get_by_role("button", name="Check these files").click()
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "broken.xlsx" in alert.text_content()
    page.get_by_role("link", name="Give other files").click()
    page.get_by_role("button", name="Use the sample company").click()
    at(page, "/understood")


def test_a_reload_and_a_second_window_in_the_middle_of_a_run_do_no_harm(opened):
    page = opened
    page.get_by_role("button", name="Use the sample company").click()
    second = page.context.new_page()
    home = page.url.split("/", 3)
    second.goto("/".join(home[:3]) + "/running")
    page.reload()
    at(page, "/understood")
    at(second, "/understood")
    second.goto("/".join(home[:3]) + "/report")
    second.wait_for_selector("iframe")
    assert page.locator("main table tbody tr").count() == 10


def test_without_script_the_forms_do_the_same(opened, chromium):
    page = opened
    state = page.context.storage_state()
    plain = chromium.new_context(java_script_enabled=False, storage_state=state)
    try:
        still = plain.new_page()
        still.goto(page.url)
        still.get_by_role("button", name="Use the sample company").click()
        still.wait_for_url(re.compile("/understood$"), timeout=A_MINUTE)
        still.get_by_role("link", name="On to the issues").click()
        assert still.locator(".issues tbody tr").count() == 5
    finally:
        plain.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_step(opened, scheme, tmp_path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = opened
    page.emulate_media(color_scheme=scheme)
    home = "/".join(page.url.split("/", 3)[:3])

    def look(name: str) -> None:
        for width in (1280, 800, 400):
            page.set_viewport_size({"width": width, "height": 900})
            # What is folded away is read too.
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
            assert [(name, width, one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
            # Nothing is wider than the window: tables scroll in their own place.
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (name, width)
        page.set_viewport_size({"width": 1280, "height": 900})

    look("drop")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK nothing")
    page.set_input_files("#files", broken)
    page.get_by_role("button", name="Check these files").click()
    page.get_by_role("alert").wait_for()
    look("broken")
    page.goto(home)
    page.get_by_role("button", name="Use the sample company").click()
    at(page, "/understood")
    look("understood")
    page.goto(f"{home}/issues")
    look("issues")
    page.goto(f"{home}/report")
    page.wait_for_selector("iframe")
    page.wait_for_selector(".files")
    look("report")
