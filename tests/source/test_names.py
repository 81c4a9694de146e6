"""Keys, placeholders, several names in a cell, near misses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alignment.source.names import Placeholders, Register, key, nearest, split_names


@given(st.text())
def test_a_key_is_its_own_key(text):
    assert key(key(text)) == key(text) or key(text).startswith("@")


def test_spellings_of_one_name_share_a_key():
    assert len({key(text) for text in ("Customer  Care", " customer\xa0care", "CUSTOMER CARE", "@customer care")}) == 1


@pytest.mark.parametrize(
    "word",
    ["TBD", "tbd.", "N/A", "N/D", "Vacant", "VACANTE", "-", "?", "—", "EMPTY", "XX", "none", "APPOINTMENT NEEDED", "help wanted",
     "Not in post", "(vacant)", "n.v.t.", "offen", "à définir", ""],
)  # fmt: skip
def test_words_that_stand_for_nobody_name_nobody(word):
    assert word in Placeholders()


@pytest.mark.parametrize("name", ["Ada", "IT", "XXL Stores", "Vacancies desk", "5"])
def test_names_are_no_placeholders(name):
    assert name not in Placeholders()


def test_further_placeholders_come_from_the_settings():
    assert "To Hire" in Placeholders(("to hire",))


@pytest.mark.parametrize(
    ("text", "names"),
    [("Sales; Ops", ["Sales", "Ops"]), ("Sales\nUnknown", ["Sales", "Unknown"]), ("Sales, Ops", ["Sales", "Ops"]), ("Legal/Finance", ["Legal/Finance"]),
     ("Legal / Ops", ["Legal", "Ops"]), ("Sales and Ops", ["Sales", "Ops"]), ("Sales en Ops", ["Sales", "Ops"]), ("Health and Safety", ["Health and Safety"]),
     ("Smith, John", ["Smith, John"]), ("@ada, @bo", ["@ada", "@bo"]), ("Research & Development", ["Research & Development"]), (" ; ", [])],
)  # fmt: skip
def test_a_cell_splits_where_a_list_of_known_names_says_so(text, names):
    known = {key(one) for one in ("Sales", "Ops", "Legal/Finance", "Research & Development")}
    assert list(split_names(text, lambda one: key(one) in known)) == names


def test_a_near_miss_is_suggested_and_a_stranger_is_not():
    register = Register("department")
    for ident in ("sig-auth", "sig-architecture", "Finance", "Human Resources"):
        register.add(ident, ident)
    assert register.suggestion("sig-arch") == 'Did you mean "sig-architecture"?'
    assert register.suggestion("Finanace") == 'Did you mean "Finance"?'
    assert register.suggestion("HR dept") == 'Did you mean "Human Resources"?'
    assert register.suggestion("Warehouse") == ""


def test_a_misspelling_is_nearer_than_a_name_within_the_name():
    choices = {key(one): one for one in ("Energy", "Energy Purchasing")}
    assert nearest("Energy Purchase", choices) == "Energy Purchasing"
    assert nearest("Energy desk", choices) == "Energy"


def test_no_name_is_near_when_there_are_none():
    assert nearest("Finance", {}) is None


def test_thousands_of_strangers_are_not_compared_for_ever(monkeypatch):
    monkeypatch.setattr("alignment.source.names._MOST_COMPARISONS", 3)
    register = Register("department")
    for name in ("Finance", "Sales"):
        register.add(name, name)
    assert [register.suggestion(name) for name in ("Finanace", "Salles", "finanace")] == [
        'Did you mean "Finance"?',
        "",
        'Did you mean "Finance"?',
    ]


def test_people_are_found_by_handle_by_name_with_a_handle_and_surname_first():
    register = Register("person", people=True)
    register.add("ada", "Ada Example")
    found = {
        register.find(text)
        for text in ("@ADA", "Ada Example (ada)", "Example, Ada", "ada example **", "Lady (ada) has volunteered.")
    }
    assert found == {("ada",)}


def test_two_records_of_one_name_are_both_found():
    register = Register("process")
    register.add("P1", "Website")
    register.add("P2", "website")
    assert register.find("Website") == ("P1", "P2")


def test_a_mention_keeps_its_first_spelling():
    register = Register("department")
    assert [register.mention(text) for text in ("Back  Office", "BACK OFFICE")] == ["Back Office", "Back Office"]
