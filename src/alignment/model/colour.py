"""How far do two colours stand apart, and what does a colour become on a dark page?

Colours are written as in the web: ``#0b5563``. Source of the contrast: W3C, Web Content Accessibility Guidelines (WCAG) 2.2,
2023, definitions of "relative luminance" and "contrast ratio".
"""

import colorsys

__all__ = ["LEAST_CONTRAST", "contrast", "is_cold", "lightened"]

# WCAG 2.2, success criterion 1.4.3: text that is not large.
LEAST_CONTRAST = 4.5

# From teal over blue to violet, in turns round the circle of hues, and no grey: warm colours and greens tell how bad something is.
_COLD = (165 / 360, 300 / 360)
_LEAST_SATURATION = 0.2


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours: 1 where they are alike, 21 between black and white.

    Examples
    --------
    >>> round(contrast("#767676", "#ffffff"), 2)
    4.54
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_cold(colour: str) -> bool:
    """Tell whether a colour is teal, blue or violet."""
    hue, _, saturation = colorsys.rgb_to_hls(*_parts(colour))
    return _COLD[0] <= hue <= _COLD[1] and saturation >= _LEAST_SATURATION


def lightened(colour: str, paper: str, least: float) -> str:
    """Return the colour, or the next lighter one of its hue that stands out from a dark `paper` by a contrast of `least`."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    while contrast(colour, paper) < least and lightness < 1:
        lightness = min(1.0, lightness + 0.01)
        colour = "#" + "".join(f"{round(255 * one):02x}" for one in colorsys.hls_to_rgb(hue, lightness, saturation))
    return colour


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _luminance(colour: str) -> float:
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
