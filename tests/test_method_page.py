"""docs/method.md: where every number comes from, written from the declarations."""

import importlib.util
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from alignment.analysis.base import Context
from alignment.analysis.catalogue import MEASURES, RULES, explanation
from alignment.settings import Settings
from build import organisation

FOLDER = Path(__file__).resolve().parents[1] / "docs"
_SPEC = importlib.util.spec_from_file_location("make_method", FOLDER / "make_method.py")
assert _SPEC is not None
assert _SPEC.loader is not None
make_method = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(make_method)


@pytest.fixture(scope="module")
def page() -> str:
    return make_method.page()


def test_the_page_is_what_the_catalogue_says(page: str):
    written = (FOLDER / "method.md").read_text(encoding="utf-8")
    assert written == page, "docs/method.md is not current: run  python docs/make_method.py"


def test_every_measure_rule_and_publication_has_one_place_and_every_link_leads_to_one(page: str):
    places = Counter(re.findall(r'<a id="([^"]+)">', page))
    assert set(places.values()) == {1}
    assert places.keys() >= {*MEASURES, *RULES, *map(str.lower, make_method.REFERENCES)}
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= places.keys()


def test_publications_stand_in_full_in_the_references_alone_and_each_is_cited(page: str):
    text, _, references = page.partition('<a id="references">')
    assert re.findall(r"\((?:1[89]|20)\d\d\)", text) == []
    # No name with a year but those that lead to the references.
    named = re.sub(r"\[[^\]]+\]\(#\w+\)", "", text)
    assert re.findall(r"[A-Z]\w+ (?:et al\. )?(?:1[89]|20)\d\d\b", named) == []
    assert {name for name in make_method.REFERENCES if f"](#{name.lower()})" not in text} == set()
    assert all(make_method.escaped(full) in references for full in make_method.REFERENCES.values())


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Burt, R. S. (1992). Structural Holes.", "Burt 1992"),
        ("Yule, G. U. & Udny, A. (1900). On.", "Yule & Udny 1900"),
        ("van der Aalst, W. M. P., Reijers, H. A. & Song, M. (2005). Discovering.", "van der Aalst et al. 2005"),
    ],
)
def test_a_publication_is_named_by_its_authors_and_year(written: str, name: str):
    assert make_method.reference_name(written) == name


def test_formulas_and_underscores_are_shown_as_they_are():
    assert make_method.escaped("W_kk < 1 | x*") == r"W\_kk &lt; 1 \| x\*"
    assert make_method.linked("see silos.ei_p.") == "see [`silos.ei_p`](#silos.ei_p)."


def _companies() -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield companies that leave figures without a value, each in its own way."""
    steps = {"J": "A B A* C", "K": "A", "L": ""}
    chart = {"departments": "A>X B>X C>Y", "people": {"p": "A", "q": "A", "r": "B", "s": "B", "t": "C"}}
    everything = {
        **chart, "journeys": steps, "owners": {"J": "p", "K": "q, r", "L": ""}, "processes": {"P": "A"},
        "raci": {"P": {"A": "A", "B": "R"}},
    }  # fmt: skip
    yield "no ties", {**everything, "sheets": frozenset({"collaboration", "goals"})}
    yield "no rows", {"sheets": frozenset({"departments", "people", "processes", "raci", "journeys", "journey_steps"})}
    yield "one department", {"people": {"p": "A", "q": "A", "r": "A"}, "ties": "p-q q-r"}
    yield "departments of one", {"people": {"p": "A", "q": "B", "r": "C"}, "ties": "p-q:2 q-r:3"}
    yield "two people", {"people": {"p": "A", "q": "B"}, "ties": "p-q"}
    yield "no known department", {"people": {"p": "", "q": "", "r": ""}, "ties": "p-q q-r"}
    yield "no direction", {**everything, "ties": "p-q q-r r-s p-s", "ties_directed": False}
    yield "strengths that are no ratings", {**everything, "ties": "p-q:20 q-r:30 r-q:9 s-t:1"}
    yield "all the same tie", {**chart, "ties": "p-q p-r p-s q-r q-s r-s p-t q-t r-t s-t"}
    yield "somebody alone", {**everything, "ties": "p-q q-r r-s"}
    yield "departments", {**everything, "people": (), "ties": "A-B B-A A-A:3"}
    yield "suppliers", {
        **everything, "ties": "p-q", "details": {"A": {"external": True}, "B": {"external": True}, "C": {"external": True}}
    }  # fmt: skip
    yield "a circle of superiors", {"departments": "A>B B>A", "journeys": {"J": "A B"}, "owners": {"J": "A"}}
    yield "steps of nobody", {"journeys": {"J": "- -", "K": "A - B"}, "owners": {"J": "x"}, "ties": "A-B"}


COMPANIES = dict(_companies())


@pytest.mark.parametrize("why", COMPANIES)
def test_whatever_can_be_without_a_value_is_declared_to(why: str):
    given = COMPANIES[why]
    context = Context(organisation(**given), Settings(permutations=50))  # type: ignore[arg-type]  # the builder's own
    has = context.organisation.has
    asked = [one for one in MEASURES.values() if all(any(map(has, need.split("|"))) for need in one.needs)]
    without = {one.id for one in asked for found in one.take(context) if found.value is None}
    assert without
    assert {ident for ident in without if not MEASURES[ident].undefined} == set()


def test_an_explanation_says_where_there_is_no_value_and_who_counts_otherwise():
    bounded = dict(explanation("hierarchy.least_upper_boundedness").items)
    assert bounded["No value"].startswith("Where the sheet does not say who stands above whom")
    assert "it gives 0.333; by the definition it is 0.833" in bounded["Other programs"]
    assert "Other programs" not in dict(explanation("silos.ei_p").items)
