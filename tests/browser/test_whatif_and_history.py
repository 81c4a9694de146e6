"""Steps 5 and 6 of the window in a real browser: moves are tried and become the plan, checks are kept and compared."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from walking import at, tab_to, until, walked

from alignment.app.workspace import Opening
from alignment.resources import sample_data

pytestmark = pytest.mark.browser

QUARTERS = sorted(sample_data().glob("*.xlsx"))
QUICK = "[analysis]\npermutations = 20\n[score]\ndraws = 5\n"


@pytest.fixture(scope="module")
def opened(chromium, tmp_path_factory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("window")
    settings = folder / "alignment.toml"
    settings.write_text(QUICK, encoding="utf-8")
    with walked(chromium, Opening(settings=settings, store=str(folder / "history.sqlite"))) as page:
        page.get_by_role("button", name="Use the sample company").click()
        at(page, "/understood")
        yield page


@pytest.fixture
def trying(opened) -> Any:
    """The fifth step, with nothing chosen."""
    opened.set_viewport_size({"width": 1280, "height": 900})
    opened.goto("/whatif")
    if opened.locator(".plan input:checked").count():
        opened.get_by_role("button", name="Tick none").click()
        until(opened, "document.querySelector('#told').ariaBusy", None)
    while opened.locator("#made button").count():
        left = opened.locator("#made button").count()
        opened.locator("#made button").first.click()
        until(opened, "document.querySelectorAll('#made button').length", left - 1)
    opened.goto("/whatif")
    assert "what it changes is told here" in opened.locator("#told").text_content()
    return opened


def moved(page) -> float:
    """The difference of the score, once it is told."""
    text = page.locator("#told .then .change").text_content()
    return float(text.replace("−", "-"))


def told(page, words: str) -> None:
    until(page, f"document.querySelector('#told').textContent.includes({words!r})")


def test_steps_are_ticked_by_mouse_and_the_score_moves_in_its_place(trying):
    page = trying
    page.locator("#step-1").check()
    page.wait_for_selector("#told .then")
    first = moved(page)
    assert first > 0
    page.evaluate("window.same = true")
    before = page.locator("#told .change").text_content()
    page.get_by_text(re.compile(r"^3\. ")).click()
    until(page, f"document.querySelector('#told .change').textContent === {before!r}", False)
    assert moved(page) > first
    # Nothing was loaded anew, and the tick still has the focus.
    assert page.evaluate("window.same")
    assert page.evaluate("document.activeElement.id") == "step-3"
    assert page.locator("#announced").text_content().startswith("Health score ")
    assert page.locator("#told .changes").first.locator("tbody tr").count() == 5


def test_moves_of_ones_own_are_made_by_keyboard_and_taken_out(trying):
    page = trying
    tab_to(page, "Department or person who is gone", "INPUT")
    page.keyboard.type("Field Servise")
    page.keyboard.press("Enter")
    page.wait_for_selector("#refused .problem")
    assert 'Did you mean "Field Service"?' in page.locator("#refused").text_content()
    page.keyboard.press("Control+A")
    page.keyboard.type("Field Service")
    page.keyboard.press("Enter")
    page.wait_for_selector("#made li")
    assert page.locator("#refused").text_content() == ""
    assert page.locator("#made li span").text_content() == "Field Service is gone"
    assert moved(page) < 0
    # The field is empty again, and ready for the next.
    assert page.evaluate("[document.activeElement.id, document.activeElement.value]") == ["without-gone", ""]
    page.locator("h1").click()
    tab_to(page, "Take out: Field Service is gone", "BUTTON")
    page.keyboard.press("Enter")
    told(page, "what it changes is told here")
    assert page.locator("#made li").count() == 0
    assert page.evaluate("document.activeElement.id") == "own-title"


def test_each_form_makes_its_move(trying):
    page = trying
    page.locator("#owner-who").fill("Sales")
    page.locator("#owner-journey").select_option("I move house")
    page.get_by_role("button", name="Name the owner").click()
    page.wait_for_selector("#made li")
    page.locator("#link-one").fill("Sales")
    page.locator("#link-other").fill("Billing")
    page.get_by_role("button", name="Let them meet").click()
    page.wait_for_selector("#made li:nth-child(2)")
    page.locator("#merge-first").select_option("Sales")
    page.locator("#merge-second").select_option("Marketing")
    page.locator("#merge-called").fill("Commerce")
    page.get_by_role("button", name="Merge them").click()
    page.wait_for_selector("#made li:nth-child(3)")
    words = page.locator("#made li span").all_text_contents()
    assert words[0] == "Sales owns “I move house” from end to end"
    assert words[1].endswith("work together")
    assert words[2] == "“Sales” and “Marketing” merge into “Commerce”"


def test_an_older_window_is_told_that_another_has_chosen(trying):
    other = trying.context.new_page()
    other.goto("/whatif")
    trying.locator("#step-1").check()
    trying.wait_for_selector("#told .then")
    other.locator("#step-2").check()
    other.wait_for_selector("#refused .problem")
    assert "Another window has changed what is chosen" in other.locator("#refused").text_content()
    other.locator("#refused a").click()
    other.wait_for_selector("#told .then")
    assert other.locator(".plan input:checked").count() == 1
    other.close()


def test_without_its_script_the_page_does_the_same(trying, chromium):
    state = trying.context.storage_state()
    context = chromium.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(trying.url)
    page.locator("#step-1").check()
    page.get_by_role("button", name="Show what changes").click()
    page.locator("#told .then").wait_for()
    assert page.locator("#step-1").is_checked()
    context.close()


def test_the_chosen_plan_is_printed_and_given_up_again_by_keyboard(trying):
    page = trying
    page.locator("#without-gone").fill("Complaints")
    page.get_by_role("button", name="Do without").click()
    page.wait_for_selector("#told .then")
    page.locator("#told-title").click()
    tab_to(page, "Put this plan into the report")
    page.keyboard.press("Enter")
    at(page, "/report")
    page.frame_locator("iframe").get_by_text("chosen by hand rather than computed").first.wait_for()
    page.goto("/whatif")
    assert "It is the plan of the report." in page.locator("#told").text_content()
    tab_to(page, "Back to the program's own plan")
    page.keyboard.press("Enter")
    at(page, "/report")
    page.frame_locator("iframe").get_by_text("possible moves as the one that then adds most").first.wait_for()


def test_a_company_is_followed_over_its_quarters(opened):
    page = opened
    page.goto("/history")
    assert "No check of Brightwater Energy & Fibre is kept yet." in page.locator("main").text_content()
    tab_to(page, "Add the check of Brightwater Energy & Fibre")
    page.keyboard.press("Enter")
    page.get_by_text("The check of 31 March 2026 was added.").wait_for()
    page.goto("/")
    page.locator("#files").set_input_files(QUARTERS[1])
    page.get_by_role("button", name=re.compile("^Check")).click()
    at(page, "/understood")
    page.get_by_role("link", name="History").click()
    page.get_by_role("button", name="Add the check of").click()
    page.get_by_text("The check of 30 June 2026 was added.").wait_for()
    assert page.locator("table.kept tbody tr").count() == 2
    page.get_by_role("button", name="Compare the two").click()
    page.get_by_role("heading", name="31 March 2026 and 30 June 2026 compared").wait_for()
    page.frame_locator("#moved iframe").get_by_role("heading", name="Trend report").wait_for()
    assert page.locator("#moved .files li").count() >= 4
    assert page.locator("table.trend tbody tr").count() == 2


@pytest.mark.parametrize("width", [1280, 800, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_either(opened, width, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    page = opened
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto("/whatif")
    if not page.locator("#told .then").count():
        page.locator("#step-1").check()
        page.wait_for_selector("#told .then")
    for summary in page.locator("summary").all():
        summary.click()
    found = []
    for path in ("", "/history"):
        if path:
            page.goto(path)
        # The frame is a report of its own, and looked at as one.
        page.evaluate("document.querySelectorAll('iframe').forEach(one => one.remove())")
        run = axe.Axe().run(page, options={"rules": {"target-size": {"enabled": True}}})
        found += [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in run.response["violations"]]
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
