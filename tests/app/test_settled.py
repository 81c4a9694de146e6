"""From choices to the mapping file, and what the program itself suggests."""

import string

from hypothesis import given
from hypothesis import strategies as st

from alignment.app.settling import NOBODY, Choices, chosen, field_name, lacking, mapped, settled, write_mapping
from alignment.source.mapping import Mapping_, mapping_text, read_mapping
from alignment.source.unsettled import OpenSheet, Unsettled, guessed_columns


def sheet(name, kind=None, headers=(), fields=None, **more):
    return OpenSheet("a.xlsx", name, kind, 80, "", tuple(headers), fields or {}, tuple(headers), **more)


def test_a_form_is_read_whatever_the_names_hold():
    odd = 'He said "a, b"] \N{SNOWMAN}'
    form = [
        (field_name("sheet", odd), "people"),
        (field_name("column", odd, odd), "person"),
        (field_name("name", odd), NOBODY),
    ]
    assert chosen([*form, ("csrf", "x"), ("[1", "x"), ('["other", "x"]', "y")]) == Choices(
        {odd: "people"}, {(odd, odd): "person"}, {odd: NOBODY}
    )


def test_a_kind_that_does_not_exist_is_not_taken():
    assert chosen([(field_name("sheet", "Teams"), "evil")]).sheets == {}


def test_sheets_that_are_read_as_a_kind_stay_when_another_joins_them():
    open_ = Unsettled((sheet("People", "people", ["Person", "Department"]), sheet("Roles", None, ["Who", "Unit"])))
    found = mapped(Mapping_(), Choices({"People": "", "Roles": "people"}), open_)
    assert found.sheets == {"people": ("Roles", "People")}


def test_a_column_that_is_chosen_names_its_sheet_too():
    open_ = Unsettled((sheet("Teams", "departments", ["Team", "Lead"]),))
    found = mapped(Mapping_(), Choices({"Teams": ""}, {("Teams", "Lead"): "head"}), open_)
    assert (found.sheets, found.columns) == ({"departments": ("Teams",)}, {"departments": {"head": "Lead"}})


def test_what_was_chosen_can_be_taken_back():
    open_ = Unsettled((sheet("Teams", "departments", ["Team", "Lead"]),))
    before = Mapping_(sheets={"departments": ("Teams",)}, columns={"departments": {"head": "Lead"}})
    assert settled(before, open_) == Choices({"Teams": "departments"}, {("Teams", "Lead"): "head"})
    after = mapped(before, Choices({"Teams": ""}, {("Teams", "Lead"): ""}), open_)
    assert after.columns == {}


def test_what_the_form_did_not_ask_stays_as_the_file_says():
    before = Mapping_(
        sheets={"goals": ("Doelen",)}, missing=("n.n.b.",), raci={"E": "R"}, aliases={"Legal dept": "Legal"}
    )
    after = mapped(before, Choices(names={"Biling": "Billing", "To hire": NOBODY}), Unsettled())
    assert after.sheets == before.sheets
    assert after.raci == before.raci
    assert after.missing == ("n.n.b.", "To hire")
    assert after.aliases == {"Legal dept": "Legal", "Biling": "Billing"}


def test_a_sheet_without_the_columns_it_needs_lacks_them_until_they_are_chosen():
    open_ = Unsettled((sheet("Work", None, ["Thing", "Owner"]),))
    assert lacking(Choices({"Work": "processes"}), open_) == open_.sheets
    assert lacking(Choices({"Work": "processes"}, {("Work", "Thing"): "process"}), open_) == ()
    assert lacking(Choices({"Work": ""}), open_) == ()


def test_the_column_that_is_called_like_its_sheet_is_suggested_for_what_it_lists():
    headers = ["Deliverable", "Repositories", "Owning team"]
    assert guessed_columns("processes", headers) == {"Owning team": "owner_department"}
    assert guessed_columns("processes", headers, sheet="Deliverables")["Deliverable"] == "process"


TEXTS = st.text(string.printable + "äß☃\x7f", min_size=1, max_size=20).filter(lambda one: one.strip())


@given(
    st.dictionaries(st.sampled_from(["people", "goals", "raci"]), st.lists(TEXTS, min_size=1, max_size=3).map(tuple)),
    st.dictionaries(st.sampled_from(["person", "role"]), TEXTS),
    st.lists(TEXTS, max_size=3).map(tuple),
    st.dictionaries(TEXTS, st.sampled_from(["R", "A", ""]), max_size=3),
)
def test_a_mapping_is_read_as_it_was_written(tmp_path_factory, sheets, columns, missing, raci):
    whole = Mapping_(sheets=sheets, columns={"people": columns} if columns else {}, missing=missing, raci=raci)
    file = tmp_path_factory.mktemp("mapping") / "mapping.toml"
    write_mapping(whole, file)
    again = read_mapping(file)
    assert mapping_text(again) == mapping_text(whole)
    assert (again.sheets, again.missing, again.raci) == (sheets, missing, raci)
