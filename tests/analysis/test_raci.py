"""Does the RACI chart say who decides, who does, who is asked and who is told?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.analysis import raci
from alignment.analysis.base import Context
from alignment.model.organisation import Organisation
from alignment.model.result import Finding
from alignment.settings import Settings
from build import organisation

RULES = {one.code: one for one in raci.RULES}
CHART = "Sales>Company Ops>Company Billing>Ops Cash>Billing"
CALM = {"ann": "A/R", "bob": "R/C"}


def found(org: Organisation, code: str, **changes: float) -> list[Finding]:
    return list(RULES[code].find(Context(org, Settings(rules={code: changes}))))


def row(letters: dict[str, str], **more) -> Organisation:
    """A chart of one process P."""
    return organisation(processes={"P": ""}, raci={"P": letters}, **more)


def messages(org: Organisation, code: str, **changes: float) -> list[str]:
    return [one.message for one in found(org, code, **changes)]


def addresses(finding: Finding) -> list[str]:
    return [str(cell) for cell in finding.evidence]


def many(letter: str, number: int, start: int = 0) -> dict[str, str]:
    return {f"role {one:02}": letter for one in range(start, start + number)}


def test_a_calm_row_hits_nothing():
    assert [one.code for code in RULES for one in found(row(CALM), code)] == []


def test_without_a_chart_there_is_nothing_to_find():
    assert [one.code for code in RULES for one in found(organisation(departments="Sales"), code)] == []


# Rows


def test_raci01_shows_the_letters_there_are():
    (one,) = found(row({"ann": "R", "bob": "C"}), "RACI01")
    assert (one.id, one.severity) == ("RACI01:process:p", "high")
    assert one.message == "Nobody is accountable (A) for “P”: it has 2 assignments and no A."
    assert addresses(one) == ["RACI!C2", "RACI!C3"]


def test_raci01_is_silent_where_the_accountable_column_names_someone():
    assert found(row({"ann": "R"}, details={"P": {"accountable": "ann"}}), "RACI01") == []


def test_raci01_points_at_the_blank_cell_of_a_process_outside_the_chart():
    org = organisation(processes={"P": "", "Q": "Sales"}, details={"P": {"accountable": ""}})
    without, of_sales = found(org, "RACI01")
    assert (without.message, without.severity) == ("Nobody is named as accountable for “P”.", "high")
    assert addresses(without) == ["Processes!C2"]
    assert of_sales.message == "Nobody is named as accountable for “Q”; it belongs to Sales as a whole."
    assert of_sales.severity == "medium"


def test_raci01_leaves_processes_alone_that_neither_chart_nor_column_covers():
    assert found(organisation(processes={"P": "Sales"}), "RACI01") == []
    assert found(organisation(processes={"P": "", "Q": "Sales"}, raci={"P": CALM}), "RACI01") == []


def test_raci02_speaks_of_several_a_in_chart_or_column():
    (one,) = found(row({"ann": "A", "bob": "A/R"}), "RACI02")
    assert one.message == "“P” has 2 accountables (A), ann and bob; neither decides alone."
    assert addresses(one) == ["RACI!C2", "RACI!C3"]
    assert len(found(row({"ann": "A"}, details={"P": {"accountable": "ann, bob"}}), "RACI02")) == 1
    assert found(row({"ann": "A"}, details={"P": {"accountable": "bob"}}), "RACI02") == []


def test_raci03_speaks_where_nobody_does_the_work():
    (message,) = messages(row({"ann": "A", "bob": "I"}), "RACI03")
    assert message == "Nobody is responsible (R) for doing “P”: 2 assignments, no R."


@pytest.mark.parametrize(("code", "letter", "limit"), [("RACI04", "R", 5), ("RACI05", "C", 4)])
def test_raci04_and_raci05_speak_beyond_their_number(code: str, letter: str, limit: int):
    assert found(row(many(letter, limit)), code) == []
    (one,) = found(row(many(letter, limit + 1)), code)
    assert one.message.startswith(f"{limit + 1} are")
    assert one.message.endswith(f"more than {limit}: role 00, role 01, role 02 and {limit - 2} more.")
    assert found(row(many(letter, limit + 1)), code, limit=limit + 1) == []


def test_raci06_counts_informed_against_all_roles_of_the_chart():
    assert messages(row({"a": "A/R", "b": "I", "c": "I"}), "RACI06") == [
        "“P” informs (I) 2 of the 3 roles of the chart."
    ]
    assert found(row({"a": "A/R", "b": "I"}), "RACI06") == []


def test_raci07_is_a_sign_of_a_silo_where_other_rows_do_ask():
    org = organisation(processes={"P": "", "Q": ""}, raci={"P": {"ann": "A/R"}, "Q": CALM})
    assert messages(org, "RACI07") == ["“P” consults nobody (C) and informs nobody (I): a sign of a silo."]
    assert found(row({"ann": "A/R"}), "RACI07") == []  # a chart that records no C and no I at all


def test_raci08_speaks_of_an_a_alone_and_raci07_leaves_it_to_it():
    org = organisation(processes={"P": "", "Q": ""}, raci={"P": {"ann": "A"}, "Q": CALM})
    assert messages(org, "RACI08") == ["“P” has an A and no other letter."]
    assert found(org, "RACI07") == []


def test_raci09_counts_each_letter_of_a_compound_code():
    assert found(row({"ann": "A/R", **many("I", 8)}), "RACI09") == []
    (message,) = messages(row({"ann": "A/R", **many("I", 9)}), "RACI09")
    assert message == "“P” has 11 assignments, more than 10: 1 R, 1 A, 9 I."


def test_evidence_is_cut_to_a_dozen_cells():
    assert len(found(row(many("I", 20)), "RACI09")[0].evidence) == 12


def test_raci10_counts_levels_between_departments():
    org = row({"Company": "A", "Billing": "R"}, departments=CHART)
    assert messages(org, "RACI10") == ["The A for “P” (Company) stands 2 levels above every R."]
    assert found(row({"Company": "A", "Billing": "R", "Sales": "R"}, departments=CHART), "RACI10") == []
    assert found(row({"Ops": "A", "Billing": "R"}, departments=CHART), "RACI10") == []
    assert messages(row({"Company": "A", "Billing": "R", "Cash": "R"}, departments=CHART), "RACI10") == [
        "The A for “P” (Company) stands 2 levels or more above every R."
    ]


def test_raci10_counts_managers_between_people():
    people = {"ann": "Sales", "bob": "Sales", "cem": "Sales"}
    line = {"cem": {"manager": "bob"}, "bob": {"manager": "ann"}}
    assert len(found(row({"ann": "A", "cem": "R"}, people=people, details=line), "RACI10")) == 1
    assert found(row({"bob": "A", "cem": "R"}, people=people, details=line), "RACI10") == []


def test_raci10_is_silent_where_the_chart_cannot_tell():
    assert found(row({"Company": "A", "Some role": "R"}, departments=CHART), "RACI10") == []


def test_raci11_speaks_where_the_a_has_no_authority_over_the_work():
    (one,) = found(row({"Sales": "A", "Billing": "R"}, departments=CHART), "RACI11")
    assert one.message == "The A for “P” stands in Sales, all R in Billing, over which it has no authority."
    assert addresses(one) == ["RACI!C2", "RACI!C3"]


@pytest.mark.parametrize(
    "letters",
    [
        {"Sales": "A/R", "Billing": "R"},  # one R is at home
        {"Ops": "A", "Billing": "R"},  # above
        {"Sales": "A", "Courier": "R"},  # a supplier
        {"Sales": "A", "Some role": "R"},  # stands nowhere
        {"Sales": "A", "Billing": "C"},  # no R
    ],
)
def test_raci11_is_silent_where_authority_is_there_or_unknown(letters: dict[str, str]):
    org = row(letters, departments=f"{CHART} Courier", details={"Courier": {"external": True}})
    assert found(org, "RACI11") == []


def test_raci11_is_silent_without_levels_and_in_circles():
    assert found(row({"Sales": "A", "Billing": "R"}, departments="Sales Billing"), "RACI11") == []
    assert found(row({"Sales": "A", "Ops": "R"}, departments="Sales>Ops Ops>Sales"), "RACI11") == []


def test_rules_on_rows_speak_of_journeys_but_leave_owners_to_others():
    org = organisation(journeys={"J": "Sales"}, raci={"J": {"ann": "A", "bob": "A"}})
    assert found(org, "RACI01") == found(org, "RACI02") == []
    (one,) = found(org, "RACI03")
    assert one.id == "RACI03:journey:j"
    assert {hit.code for code in RULES for hit in found(org, code)} == {"RACI03", "RACI08"}


# Columns


def columns(letters: str, number: int, rest: str = "") -> Organisation:
    """Role Boss has some letters in the first `number` processes of 12, and others in the rest."""
    names = [f"P{at:02}" for at in range(12)]
    chart = {name: {"Staff": "R", **({"Boss": part} if part else {})} for name, part in zip(
        names, [letters] * number + [rest] * (12 - number), strict=True
    )}  # fmt: skip
    return organisation(processes=dict.fromkeys(names, ""), raci=chart)


def boss(org: Organisation, code: str, **changes: float) -> list[Finding]:
    return [one for one in found(org, code, **changes) if one.scope.id == "Boss"]


def test_raci12_counts_the_a_of_a_role():
    assert boss(columns("A", 5), "RACI12") == []
    (one,) = boss(columns("A", 6), "RACI12")
    assert (one.id, one.message) == (
        "RACI12:group:boss",
        "One role, “Boss”, holds the A of 6 rows of the chart, more than 5.",
    )
    assert len(one.evidence) == 6


def test_raci13_counts_all_letters():
    assert boss(columns("A", 10), "RACI13") == []
    assert (
        boss(columns("A", 11), "RACI13")[0].message == "One role, “Boss”, holds 11 letters in the chart, more than 10."
    )
    assert len(boss(columns("A/C", 6), "RACI13")) == 1


def test_raci14_speaks_of_nine_rows_in_ten():
    assert boss(columns("I", 10), "RACI14") == []
    assert (
        boss(columns("I", 11), "RACI14")[0].message == "One role, “Boss”, has a letter in 11 of 12 rows of the chart."
    )


def test_raci14_does_not_judge_a_short_chart():
    assert found(row(CALM), "RACI14") == []


def test_raci15_speaks_of_those_who_neither_do_nor_answer():
    assert (
        boss(columns("C/I", 3), "RACI15")[0].message
        == "One role, “Boss”, has no R and no A in the chart, only 3 C and 3 I."
    )
    assert boss(columns("C", 3, rest="R"), "RACI15") == []


def test_raci16_speaks_of_an_empty_column():
    (one,) = found(row({"ann": "A/R", "Old role": ""}), "RACI16")
    assert one.message == "“Old role” has a place in the chart and no letter."
    assert [one.code for code in ("RACI13", "RACI14", "RACI15") for one in found(row({"Old role": ""}), code)] == []


def test_raci16_speaks_of_a_department_that_a_chart_by_department_leaves_out():
    (one,) = found(row({"Sales": "A", "Billing": "R"}, departments="Sales Billing Lab"), "RACI16")
    assert (one.id, addresses(one)) == ("RACI16:department:lab", ["Departments!A4"])
    assert found(row({"Sales": "A", "Counsel": "R"}, departments="Sales Billing Lab"), "RACI16") == []


# What holds for any input


@settings(max_examples=30, deadline=None)
@given(st.permutations(["P", "Q", "R"]), st.permutations(["Sales", "Ops", "Billing", "Cash"]))
def test_the_order_of_rows_and_columns_changes_nothing(rows: list[str], units: list[str]):
    letters = {
        "P": {"Sales": "A", "Billing": "R", "Cash": "C"},
        "Q": {"Ops": "A", "Cash": "R", "Sales": "A"},
        "R": {"Ops": "I", "Sales": "C"},
    }

    def hits(order: list[str], holders: list[str]) -> set[tuple[str, str]]:
        chart = {name: {unit: letters[name][unit] for unit in holders if unit in letters[name]} for name in order}
        org = organisation(departments=CHART, processes=dict.fromkeys(order, ""), raci=chart)
        return {(one.id, one.severity) for code in RULES for one in found(org, code)}

    assert hits(rows, units) == hits(["P", "Q", "R"], ["Sales", "Ops", "Billing", "Cash"])
