"""Colours of pictures and pages: apart for every kind of colour vision, in order in grey print, and readable."""

import re
from itertools import combinations, pairwise

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

from alignment.model.colour import contrast
from alignment.report.charts import drawing
from alignment.report.charts.heat_map import _FILLS
from alignment.resources import templates

PICTURES = {name: getattr(drawing, name) for name in ("INK", "RED", "BLUE", "GREY", "AMBER", "LIGHT", "PALE", "WHITE")}
# Differences in CAM02-UCS: about 1 is just seen side by side, over 10 is another colour at a glance.
AT_A_GLANCE = 10.0


def rgb(colour: str) -> np.ndarray:
    """The colour as three numbers from 0 to 1."""
    return np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])


def seen(colour: str, deficiency: str | None) -> np.ndarray:
    """The colour as somebody sees it who lacks one kind of cone (Machado, Oliveira & Fernandes 2009)."""
    if deficiency is None:
        return rgb(colour)
    space = {"name": "sRGB1+CVD", "cvd_type": deficiency, "severity": 100}
    return np.clip(cspace_convert(rgb(colour), space, "sRGB1"), 0, 1)


def lightness(colour: str) -> float:
    """L* of a colour: what is left of it in grey print."""
    return float(cspace_convert(rgb(colour), "sRGB1", "CIELab")[0])


@pytest.mark.parametrize("deficiency", [None, "deuteranomaly", "protanomaly", "tritanomaly"])
def test_colours_of_pictures_are_apart_for_every_kind_of_colour_vision(deficiency):
    shades = {name: one for name, one in PICTURES.items() if name not in ("PALE", "WHITE")}
    near = {
        pair: round(float(distance), 1)
        for pair in combinations(shades, 2)
        if (distance := deltaE(*(seen(shades[one], deficiency) for one in pair), input_space="sRGB1")) < AT_A_GLANCE
    }
    assert not near


def test_in_grey_print_colours_of_pictures_keep_their_order():
    steps = [[PICTURES["INK"]], [PICTURES["RED"], PICTURES["BLUE"]], [PICTURES["GREY"]]]
    steps += [[PICTURES[one]] for one in ("AMBER", "LIGHT", "PALE", "WHITE")]
    for darker, lighter in pairwise(steps):
        assert max(map(lightness, darker)) + 3 < min(map(lightness, lighter)), (darker, lighter)


def test_the_classes_of_the_heat_map_darken_step_by_step():
    shades = [lightness(one) for one in _FILLS]
    assert all(first - second >= 5 for first, second in pairwise(shades))


def test_words_can_be_read_on_their_ground():
    style = (templates() / "report.css").read_text(encoding="utf-8")
    for name in ("light", "dark"):
        block = re.search(rf"\{{([^{{}}]*color-scheme: {name})", style)
        assert block is not None
        named = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block[1]))
        for word in ("ink", "soft", "accent", "green", "amber", "red", "critical"):
            for ground in ("paper", "tint"):
                assert contrast(named[word], named[ground]) >= 4.5, (name, word, ground)
    for word in ("INK", "RED", "BLUE", "GREY"):
        assert contrast(PICTURES[word], "#ffffff") >= 4.5, word
