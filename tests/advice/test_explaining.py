"""The plan and every kind of move explain themselves."""

import pytest
from click.testing import CliRunner

from alignment.advice.explaining import explanation
from alignment.advice.moves import KINDS
from alignment.analysis import catalogue
from alignment.cli.main import alignment
from alignment.settings import Settings


@pytest.mark.parametrize("ident", ["plan", *KINDS])
def test_the_plan_and_every_kind_of_move_can_be_explained(ident: str):
    found = explanation(f" {ident.upper()} ", Settings())
    assert found is not None
    assert (found.ident, bool(found.title)) == (ident, True)
    assert all(term and text for term, text in found.items)
    assert all(len(row) == len(table.columns) for table in found.tables for row in table.rows)


def test_what_the_settings_say_is_in_force():
    settings = Settings(plan_effort={"connect": 3}, plan_budget=7)
    connect, plan = explanation("connect", settings), explanation("plan", settings)
    assert dict(connect.items)["Effort"].startswith("3 (set in alignment.toml; the default is 1).")
    assert "until the effort reaches 7" in dict(plan.items)["Order"]


def test_the_settings_name_the_kinds_of_move_and_what_is_allowed():
    rows = {row[0]: row[-1] for row in catalogue.explanation("settings").tables[0].rows}
    assert all(kind in rows["plan.effort"] for kind in KINDS)
    assert rows["plan.budget"].endswith("Allowed: a whole number of at least 1.")
    assert rows["plan.capacity"].endswith("Allowed: a number from 0 to 1 for each department.")


def test_the_command_explains_a_kind_of_move_and_suggests_it():
    found = CliRunner().invoke(alignment, ["explain", "connect"])
    assert found.exit_code == 0
    assert found.output.startswith("Connect two departments\nA kind of move")
    assert "Did you mean connect" in CliRunner().invoke(alignment, ["explain", "conect"]).stderr
    assert f"    {'connect':<44} Connect two departments\n" in CliRunner().invoke(alignment, ["explain"]).output
