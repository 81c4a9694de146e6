"""The organisation: cells, the chart, divisions."""

import pytest

from alignment.language import speaking
from alignment.model.organisation import Cell, Origin, Table
from build import organisation


def test_a_field_without_a_column_points_at_its_row():
    origin = Origin(Table("a.xlsx", "Journeys", {"journey": 1}), 7, {"journey": "Move house"})
    assert str(origin.cell("journey")) == "Journeys!A7"
    assert str(origin.cell("owner")) == "Journeys!row 7"
    assert origin.cell("journey").value == "Move house"


@pytest.mark.usefixtures("loud")
def test_an_address_is_the_same_in_every_language_and_a_place_is_said():
    row, cell, sheet = (Cell("a.xlsx", "Journeys", *place) for place in ((7, 0), (7, 2), (0, 0)))
    with speaking("nl"):
        assert [one.address for one in (row, cell, sheet)] == ["row 7", "B7", ""]
        assert [one.place for one in (row, cell, sheet)] == ["ROW 7", "B7", ""]
        assert [str(one) for one in (row, cell, sheet)] == ["Journeys!ROW 7", "Journeys!B7", "Journeys"]


def test_an_origin_without_texts_of_its_own_takes_them_from_its_table():
    written = {(7, "journey"): "Move house", (7, "kpi"): ""}
    table = Table("a.xlsx", "Journeys", {"journey": 1, "kpi": 2}, text=lambda row, name: written.get((row, name), ""))
    origin = Origin(table, 7)
    assert origin.texts == {"journey": "Move house"}
    assert (str(origin.cell("journey")), origin.cell("journey").value) == ("Journeys!A7", "Move house")
    assert (origin.cell("kpi").value, origin.cell("owner").value) == ("", "")


def test_origins_are_equal_by_place_and_texts_however_they_come_by_them():
    columns = {"journey": 1}
    looked_up = Origin(Table("a.xlsx", "Journeys", columns, text=lambda row, name: "Move house"), 7)
    brought = Origin(Table("a.xlsx", "Journeys", columns), 7, {"journey": "Move house"})
    other = Origin(Table("a.xlsx", "Journeys", columns), 7, {"journey": "Buy a house"})
    assert looked_up == brought
    assert hash(looked_up) == hash(brought)
    assert looked_up != other
    assert looked_up != Origin(looked_up.table, 8)


def test_a_value_in_a_header_points_at_the_header():
    origin = Origin(Table("a.xlsx", "RACI", {"holder": 28, "code": 28}, {"holder": 3}), 7, {})
    assert (str(origin.cell("holder")), str(origin.cell("code"))) == ("RACI!AB3", "RACI!AB7")


def test_a_whole_sheet_has_no_address():
    assert str(Cell("a.xlsx", "Goals", 0, 0)) == "Goals"


def test_the_company_itself_is_no_division():
    org = organisation(departments="Ops>Company Sales>Company Billing>Ops")
    assert {one: org.top_unit(one) for one in ("Billing", "Ops", "Sales")} == {
        "Billing": "Ops",
        "Ops": "Ops",
        "Sales": "Sales",
    }


def test_several_tops_are_divisions_themselves():
    org = organisation(departments="Billing>Ops Desk>Sales Ops Sales")
    assert [org.top_unit(one) for one in ("Billing", "Desk", "Ops")] == ["Ops", "Sales", "Ops"]


def test_a_circle_of_parents_ends():
    org = organisation(departments="A>B B>A")
    assert org.ancestors == {"A": ("B",), "B": ("A",)}
