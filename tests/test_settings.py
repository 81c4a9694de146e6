"""The settings file: what it may say, and how it is refused."""

from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from alignment.errors import SettingsError
from alignment.settings import Settings, Target, allowed, read_settings


def settings(folder: Path, text: str) -> Settings:
    file = folder / "alignment.toml"
    file.write_text(text, encoding="utf-8")
    return read_settings(file)


def test_without_a_file_the_defaults_hold():
    assert read_settings(None) == Settings()


def test_a_file_changes_only_what_it_names(tmp_path: Path):
    found = settings(tmp_path, "[analysis]\ngroup_by = 'division'\nseed = 7\n[score.dimensions]\nsilos = 2\n")
    assert (found.group_by, found.seed, found.dimension_weights) == ("division", 7, {"silos": 2.0})
    assert found.permutations == Settings().permutations


def test_limits_and_rules_are_kept_by_their_code(tmp_path: Path):
    text = '[limits."silos.yules_q"]\namber = 0.3\n[rules.RACI04]\nlimit = 7\nenabled = false\nseverity = "high"\n'
    found = settings(tmp_path, text)
    assert found.limits == {"silos.yules_q": {"amber": 0.3}}
    assert found.rules == {"RACI04": {"limit": 7, "enabled": False, "severity": "high"}}


def test_a_target_is_a_value_and_a_day(tmp_path: Path):
    found = settings(tmp_path, '[targets]\n"ownership.journeys_owned" = { value = 1, by = 2026-12-31 }\n')
    assert found.targets == {"ownership.journeys_owned": Target(1.0, date(2026, 12, 31))}
    assert str(found.targets["ownership.journeys_owned"]) == "1 by 2026-12-31"


def test_a_bank_of_statements_stands_beside_the_settings(tmp_path: Path):
    assert settings(tmp_path, '[survey]\nstatements = "own.toml"').statements == str(tmp_path / "own.toml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[analysis]\nsede = 1", "there is no setting analysis.sede"),
        ("seed = 1", "seed is not a table"),
        ("[analysis]\nseed = 'x'", "analysis.seed = 'x'"),
        ("[analysis]\npermutations = 0", "permutations"),
        ("[analysis]\npermutations = true", "permutations"),
        ("[score]\nminimum_coverage = 70", "minimum_coverage"),
        ("[score.dimensions]\nsilos = -1", "score.dimensions"),
        ("[rules.RACI04]\nlimits = 7", "enabled, limit, severity"),
        ('[rules.RACI04]\nseverity = "dire"', "critical, high, medium, low or info"),
        ("[rules.RACI04]\nlimit = true", "not of the right kind"),
        ("[survey]\nstatements = ''", "survey.statements"),
        ("[track]\nsignificance = 0", "a number above 0 and under 0.5"),
        ("[track]\ncorrection = 'none'", '"benjamini-hochberg" or "holm"'),
        ('[targets]\n"ownership.ladder_mean" = 4', "takes a value and a day"),
        ('[targets]\n"a" = { value = 1, until = 2026-01-01 }', "takes a value and a day"),
        ('[targets]\n"a" = { value = "1", by = 2026-01-01 }', "is not a number"),
        ('[targets]\n"a" = { value = nan, by = 2026-01-01 }', "is not a number"),
        ('[targets]\n"a" = { value = 1, by = "2026-01-01" }', "is not a day"),
        ('[targets]\n"a" = { value = 1, by = 2026-01-01T10:00:00 }', "is not a day"),
        ("[analysis", "not valid TOML"),
    ],
)
def test_what_means_nothing_is_refused_in_one_line(tmp_path: Path, text: str, said: str):
    with pytest.raises(SettingsError, match=r"alignment\.toml") as refused:
        settings(tmp_path, text)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[plan]\nbudget = 0", "plan.budget = 0 cannot be used: it must be a whole number of at least 1."),
        ("[plan]\nmost = 1.5", "plan.most = 1.5 cannot be used: it must be a whole number of at least 1."),
        ("[plan.effort]\nconnect = 6", "it must be a whole number from 1 to 5 for each kind of move."),
        ("[plan.capacity]\nSales = 25", "it must be a number from 0 to 1 for each department."),
        ("[plan.capacity]\nSales = nan", "it must be a number from 0 to 1 for each department."),
        ("[analysis]\ngroup_by = 'team'", 'it must be "department" or "division".'),
        ("[analysis]\ngroup_by = ['team']", 'it must be "department" or "division".'),
        ("[analysis]\nseed = -1", "it must be a whole number of at least 0."),
        ("[values]\nmissing = 'none'", "it must be texts in brackets."),
    ],
)
def test_a_value_that_cannot_be_used_is_met_with_what_can(tmp_path: Path, text: str, said: str):
    with pytest.raises(SettingsError) as refused:
        settings(tmp_path, text)
    assert said in str(refused.value)


def test_every_setting_of_a_table_says_what_it_may_be():
    assert {one.name for one in fields(Settings) if not allowed(one.name)} == {"limits", "rules", "targets"}


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(SettingsError, match=r"nowhere\.toml: cannot be read"):
        read_settings(tmp_path / "nowhere.toml")


def test_broken_toml_is_named_by_line_and_column(tmp_path: Path):
    with pytest.raises(SettingsError, match=r"at line 2, column 8"):
        settings(tmp_path, "[analysis]\nseed = x")


def test_a_file_in_another_encoding_is_said_without_jargon(tmp_path: Path):
    (tmp_path / "alignment.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match=r"alignment\.toml: is not text in UTF-8"):
        read_settings(tmp_path / "alignment.toml")
