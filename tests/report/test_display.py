import doctest

from alignment.report import display
from alignment.report.document import Column


def test_the_examples_hold():
    assert doctest.testmod(display).failed == 0


def test_a_small_negative_number_is_not_minus_nought():
    assert display.number_text(-0.2) == "0"
    assert display.number_text(-0.25, 2) == "−0.25"


def test_what_is_missing_is_a_dash_and_never_nought():
    for kind in ("text", "number", "share", "severity"):
        assert display.cell_text(None, Column("A", kind)) == "–"
    assert display.cell_text(None, Column("A", "light")) == "Not rated"


def test_control_characters_are_shown_to_have_been_there():
    assert display.clean("a\x00b\ud800c\ufffe") == "a\ufffdb\ufffdc\ufffd"
    assert display.clean("one\r\ntwo\tthree\u2028four") == "one two three four"


def test_every_kind_of_writing_is_left_alone():
    text = "Łódź 日本 שלום مرحبا 🙂 e\u0301 \u200d\u00a0"
    assert display.clean(text) == text
