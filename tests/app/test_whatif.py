"""Moves are tried in the window: what it says is what the command line says, and two windows share one choice."""

import html
import json
import re
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from serving import Window

from alignment.app.pages.whatif import told_change
from alignment.app.trying import typed
from alignment.app.workspace import Opening
from alignment.cli.main import alignment
from alignment.resources import sample_data

QUICK = "[analysis]\npermutations = 20\n[score]\ndraws = 5\n"
SAMPLE = sorted(sample_data().glob("*.xlsx"))[1]


@pytest.fixture(scope="module")
def settings(tmp_path_factory):
    file = tmp_path_factory.mktemp("settings") / "alignment.toml"
    file.write_text(QUICK, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def open_window(settings) -> Iterator[Window]:
    """A window with the sample in hand, and its report written."""
    found = Window(Opening(settings=settings)).open()
    found.drop(SAMPLE)
    found.ready(written=True)
    yield found
    found.ready(written=True)
    found.close()


@pytest.fixture
def tried(open_window) -> Window:
    """The window on its fifth step, with nothing chosen."""
    open_window.post("/whatif/tick", fields(open_window))
    while "/whatif/remove" in page(open_window):
        open_window.post("/whatif/remove", {**fields(open_window), "place": "0"})
    return open_window


def page(window: Window) -> str:
    return html.unescape(window.get("/whatif").text)


def fields(window: Window) -> dict[str, str]:
    """What the forms of the page hold: of which check, and of which choice."""
    text = page(window)
    return {name: re.search(rf'name="{name}" value="(\d+)"', text)[1] for name in ("check", "version")}


def steps(window: Window) -> list[str]:
    return re.findall(r'name="step" value="([^"]+)"', page(window))


def score(text: str) -> tuple[str, str, str]:
    """Before, after and difference, as the page tells them."""
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text[text.index('class="then"') :].partition("</p>")[0]))
    return re.search(r"([\d.]+) → becomes ([\d.]+) (\S+|no change)", words).groups()


def simulated(settings, *arguments: object) -> dict:
    """What the command line says of the same."""
    output = settings.with_name("difference.json")
    command = ["simulate", SAMPLE, "--settings", settings, *arguments, "-o", output, "--force"]
    done = CliRunner().invoke(alignment, [str(one) for one in command])
    assert done.exit_code == 0, done.output
    return {**json.loads(output.read_text(encoding="utf-8")), "printed": done.output}


def test_without_a_check_there_is_nothing_to_try(window):
    assert window.get("/whatif").headers["location"] == "/running"


def test_a_ticked_step_and_a_move_by_hand_come_to_what_the_command_line_says(tried, settings):
    key = steps(tried)[0]
    tried.post("/whatif/tick", {**fields(tried), "step": key})
    answer = tried.post("/whatif/make", {**fields(tried), "kind": "without", "gone": "Complaints"})
    assert answer.headers["location"] == "/whatif#made"
    told = simulated(settings, "--step", key, "--without", "Complaints")
    text = page(tried)
    before, after, moved = score(text)
    assert f"Health score    {before} → {after}  ({moved})" in told["printed"]
    assert float(after) == pytest.approx(told["score"]["after"], abs=0.05)
    assert f"{len(told['findings_gone'])} findings gone" in text
    assert f"{len(told['findings_new'])} findings new" in text
    assert "Complaints is gone" in text


@pytest.mark.parametrize(
    ("form", "typed_so", "words"),
    [
        ({"kind": "owner", "journey": "I move house", "who": "Sales"}, ("--owner", "I move house=Sales"), "Sales owns “I move house” from end to end"),
        ({"kind": "link", "one": "Sales", "other": "Billing"}, ("--link", "Sales:Billing"), "work together"),
        ({"kind": "merge", "first": "Sales", "second": "Marketing", "called": "Commerce"}, ("--merge", "Sales+Marketing=Commerce"), "“Sales” and “Marketing” merge into “Commerce”"),
    ],
)  # fmt: skip
def test_each_kind_of_move_is_what_its_option_is(tried, settings, form, typed_so, words):
    tried.post("/whatif/make", {**fields(tried), **form})
    text = page(tried)
    told = simulated(settings, *typed_so)
    assert words in text
    before, after, moved = score(text)
    same = f"Health score    {before} (no change)"
    assert (same if moved == "no change" else f"Health score    {before} → {after}  ({moved})") in told["printed"]


def test_a_piece_of_the_page_is_given_to_its_script(tried):
    now = fields(tried)
    answer = tried.post("/whatif/tick", {**now, "step": steps(tried)[:2], "piece": "yes"})
    assert answer.status_code == 200
    assert 'id="told"' in answer.text
    assert f'data-version="{int(now["version"]) + 1}"' in answer.text
    assert "<main" not in answer.text
    assert float(score(html.unescape(answer.text))[1]) > float(score(html.unescape(answer.text))[0])


def test_a_move_is_taken_out_again(tried):
    for name in ("Complaints", "Sales"):
        tried.post("/whatif/make", {**fields(tried), "kind": "without", "gone": name})
    tried.post("/whatif/remove", {**fields(tried), "place": "0"})
    text = page(tried)
    assert "Sales is gone" in text
    assert "Complaints is gone" not in text


def test_a_mistake_is_met_with_what_was_meant_and_changes_nothing(tried):
    before = fields(tried)
    answer = tried.post("/whatif/make", {**before, "kind": "without", "gone": "Complints"})
    assert answer.status_code == 400
    assert 'Did you mean "Complaints"?' in html.unescape(answer.text)
    assert fields(tried) == before
    piece = tried.post("/whatif/make", {**before, "kind": "without", "gone": "Complints", "piece": "yes"})
    assert 'id="refusal"' in piece.text


def test_two_windows_share_one_choice_and_the_older_page_is_told(tried):
    old = fields(tried)
    first, second = steps(tried)[:2]
    tried.post("/whatif/tick", {**old, "step": first})
    late = tried.post("/whatif/tick", {**old, "step": second})
    assert late.status_code == 409
    assert "Another window has changed what is chosen" in late.text
    assert re.findall(r'value="([^"]+)" checked', page(tried)) == [first]
    piece = tried.post("/whatif/tick", {**old, "step": second, "piece": "yes"})
    assert "Another window has changed" in piece.text
    assert 'href="/whatif"' in piece.text


def test_a_page_of_files_that_were_read_again_is_told(tried):
    old = fields(tried)
    tried.post("/whatif/make", {**old, "kind": "without", "gone": "Complaints"})
    tried.drop(SAMPLE)
    tried.ready(written=True)
    late = tried.post("/whatif/tick", {**old, "step": "x"})
    assert late.status_code == 409
    assert "The files were read again" in late.text
    # Other files, other moves: nothing is carried on from what was dropped before.
    assert "None yet." in page(tried)


def test_a_step_that_needs_another_is_named_by_its_number(tried):
    keys = steps(tried)
    # It is the second thread of two departments that have none before another step of the plan.
    thread = next(one for one in keys if one.startswith("second_thread:Customer Contact+Meter Data"))
    text = tried.post("/whatif/tick", {**fields(tried), "step": thread, "piece": "yes"}).text
    assert f"“Step {keys.index(thread) + 1} of the plan” cannot be taken" in html.unescape(text)
    first = next(one for one in keys if one.startswith("connect:Customer Contact+Meter Data"))
    text = tried.post("/whatif/tick", {**fields(tried), "step": [first, thread], "piece": "yes"}).text
    assert "cannot be taken" not in text


def test_the_chosen_plan_goes_into_the_report_and_out_of_it(tried):
    def planned() -> tuple[str, list[str]]:
        tried.ready(written=True)
        told = tried.get("/report/file/all/health-check.json").json()
        return told["plan"], [one["words"] for one in told["actions"]]

    own = planned()
    tried.post("/whatif/make", {**fields(tried), "kind": "without", "gone": "Complaints"})
    assert tried.post("/whatif/report", fields(tried)).headers["location"] == "/report"
    assert planned() == ("chosen", ["Complaints is gone."])
    assert "chosen by hand rather than computed" in tried.get("/report/page").text
    assert "It is the plan of the report." in page(tried)
    # The steps to tick are still those of the computed plan.
    assert len(steps(tried)) == len(own[1])
    tried.post("/whatif/own", fields(tried))
    assert planned() == own
    assert own[0] == "computed"


def test_nothing_chosen_is_no_plan(tried):
    answer = tried.post("/whatif/report", fields(tried))
    assert answer.status_code == 400
    assert "Nothing is chosen" in answer.text


def test_a_form_of_another_kind_is_refused(tried):
    answer = tried.post("/whatif/make", {**fields(tried), "kind": "rename"})
    assert "choose a kind of move" in answer.text


def test_two_values_are_told_with_the_digits_that_tell_them_apart():
    assert told_change(79.24, 79.24) == (("79.2", "79.2"), "")
    assert told_change(79.2, 81.3) == (("79.2", "81.3"), "+2.1")
    # Of 79.2 and 81.3 the difference would not be the +2.0 that it is.
    assert told_change(79.24, 81.26) == (("79.24", "81.26"), "+2.02")
    assert told_change(0.5012, 0.5008) == (("0.5012", "0.5008"), "−0.0004")
    assert told_change(None, 50.0) == (("withheld", "50.0"), "")


def test_a_name_that_holds_a_mark_is_given_by_its_id():
    names = [("R&D: Platform", "RD"), ("Sales", "S")]
    assert typed(names, "R&D: Platform", ":") == "RD"
    assert typed(names, " Sales ", ":") == "Sales"
    assert typed(names, "A: B", ":") == "A: B"


def test_the_chosen_moves_are_given_as_a_file_that_the_command_line_takes(tried, settings, tmp_path):
    tried.post("/whatif/tick", {**fields(tried), "step": steps(tried)[0]})
    for name in ("Complaints", "Sales"):
        tried.post("/whatif/make", {**fields(tried), "kind": "without", "gone": name})
    file = tmp_path / "moves.toml"
    file.write_bytes(tried.get("/whatif/moves.toml").content)
    told = simulated(settings, "--moves", file)
    assert f"Health score    {' → '.join(score(page(tried))[:2])}" in told["printed"]
    assert told["changes"][1:] == ["Complaints is gone", "Sales is gone"]


def test_a_chosen_plan_outlives_that_the_files_are_read_again(tried):
    tried.post("/whatif/make", {**fields(tried), "kind": "without", "gone": "Complaints"})
    tried.post("/whatif/report", fields(tried))
    tried.ready(written=True)
    tried.post("/language", {"language": "nl"})
    tried.ready(written=True)
    told = tried.get("/report/file/all/health-check.json").json()
    assert told["plan"] == "chosen"
    assert [one["move"] for one in told["actions"]] == ["without:Complaints:"]
    computed = len(steps(tried))
    tried.post("/language", {"language": "en"})
    tried.ready(written=True)
    assert len(steps(tried)) == computed > 5
    assert "Complaints is gone" in page(tried)
    tried.post("/whatif/own", fields(tried))
    tried.ready(written=True)


def test_a_plan_that_names_people_is_not_handed_on(tried):
    tried.post("/whatif/make", {**fields(tried), "kind": "without", "gone": "Stijn Wouters"})
    tried.post("/whatif/report", fields(tried))
    tried.ready(written=True)
    tried.post("/report/make", {"format": "json", "client_safe": "yes"})
    tried.ready(written=True)
    assert "which may name what a report to hand on keeps to itself" in tried.get("/report").text
    tried.post("/whatif/own", fields(tried))
    tried.ready(written=True)
    tried.post("/report/make", {"format": "json", "client_safe": "yes"})
    tried.ready(written=True)
    assert "/report/file/made/health-check.json" in tried.get("/report").text
