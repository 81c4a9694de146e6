"""Cells as text, numbers, dates, yes or no, RACI letters."""

from datetime import date, datetime, time

import pytest

from alignment.source.values import UnreadableError, codes_in, date_of, folded, number_of, text_of, yes_or_no


def test_blanks_of_every_kind_fold_to_one_space():
    assert folded(" FASE\xa01\u200b \n x") == "FASE 1 x"


@pytest.mark.parametrize(
    ("value", "text"),
    [(2313.0, "2313"), (1.5, "1.5"), (True, "TRUE"), (None, ""), ("N/A", "N/A"), (datetime(2026, 5, 12), "2026-05-12"),
     (datetime(2026, 5, 12, 9, 30), "2026-05-12 09:30"), (date(2026, 5, 12), "2026-05-12"), (time(9, 30), "09:30:00")],
)  # fmt: skip
def test_a_cell_reads_as_a_person_sees_it(value, text):
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("value", "number"),
    [(3, 3), ("1,5", 1.5), ("1.5", 1.5), ("-2", -2), ("12 000", 12000), ("1,234,567", 1234567), ("1.234,5", 1234.5), ("1,234.5", 1234.5),
     ("0,500", 0.5), (" ", None), ("1'000", 1000)],
)  # fmt: skip
def test_numbers_are_read_from_text_too(value, number):
    assert number_of(value) == number


@pytest.mark.parametrize("value", ["1,000", "1.000", "about 5", "80 %", True, date(2026, 1, 1)])
def test_what_may_mean_two_numbers_or_none_is_not_guessed(value):
    with pytest.raises(UnreadableError):
        number_of(value)


@pytest.mark.parametrize(
    "value",
    ["2026-05-31", "31-05-2026", "31.5.2026", "31/05/2026", "05/31/2026", "31 May 2026", "May 31, 2026", "31 mei 2026", "31. Mai 2026",
     "31 de mayo de 2026", "31 maio 2026", datetime(2026, 5, 31, 12), date(2026, 5, 31), 46173.0, "2026-05-31T08:00:00"],
)  # fmt: skip
def test_dates_are_read_from_text_and_day_counts(value):
    assert date_of(value) == date(2026, 5, 31)


@pytest.mark.parametrize("value", ["05/12/2026", "31-02-2026", "soon", "2026", 12.0, True])
def test_what_may_mean_two_days_or_none_is_not_guessed(value):
    with pytest.raises(UnreadableError):
        date_of(value)


def test_day_and_month_of_the_same_number_are_one_day_either_way():
    assert date_of("05/05/2026") == date(2026, 5, 5)


def test_yes_and_no_are_understood_in_six_languages():
    assert all(yes_or_no(word) for word in ("yes", "Ja", "oui", "Sí", "sim", "x", "✓", 1.0, True))
    assert not any(yes_or_no(word) for word in ("no", "Nee", "nein", "non", "Não", 0.0, False))
    assert yes_or_no("") is None


def test_maybe_is_neither_yes_nor_no():
    with pytest.raises(UnreadableError, match="neither yes nor no"):
        yes_or_no("maybe")


@pytest.mark.parametrize(
    ("text", "letters"),
    [("A/R", "RA"), ("RA", "RA"), ("r, c", "RC"), ("C/I", "CI"), ("R (Upgrades, patches)", "R"), ("C ", "C"), ("R\nA", "RA"),
     ("Accountable", "A"), ("A, A", "A"), ("", "")],
)  # fmt: skip
def test_a_cell_may_hold_several_letters(text, letters):
    assert codes_in(text) == (tuple(letters), ())


def test_other_letters_are_told_apart_and_do_not_count():
    assert codes_in("R/S") == (("R",), ("S",))
    assert codes_in("NS") == ((), ("NS",))


def test_a_mapping_gives_their_letters_a_meaning():
    assert codes_in("E/A", {"E": "R"}) == (("R", "A"), ())
    assert codes_in("S", {"s": ""}) == ((), ())
