"""May a firm's typeface be used, and what is it called?"""

from io import BytesIO
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING

from alignment.errors import SettingsError
from alignment.model.brand import OWN_LETTER, Face
from alignment.plainfile import content_of

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it ships no type information

__all__ = ["BUILT_IN", "read_face"]

BUILT_IN = "Source Sans Pro"

_LARGEST = 8_000_000
_LONGEST_NAME = 60
# How the two kinds of file begin. OpenType, "Organization of an OpenType font".
_KINDS = {b"\x00\x01\x00\x00": "ttf", b"true": "ttf", b"OTTO": "otf"}
# Names in the table "name": the family as typographers group it, and as old programs do.
_TYPOGRAPHIC, _FAMILY = 16, 1
# OpenType, table "OS/2": fsType is 2 where the maker forbids to embed the font in documents; bit 0 of fsSelection is italic.
_KINDS_OF_EMBEDDING, _FORBIDDEN, _ITALIC = 0x000F, 2, 1


def read_face(path: Path) -> Face:
    """Read one style of a typeface.

    Raises
    ------
    SettingsError
        The file is missing or too large, is no TrueType or OpenType font of one style, or may not be embedded.
    """
    try:
        content = content_of(path, 2 * _LARGEST)
    except OSError as problem:
        raise SettingsError(
            f"{path}: cannot be read ({problem.strerror}). Check fonts.files in brand.toml."
        ) from problem
    kind = _KINDS.get(content[:4])
    if kind is None:
        raise SettingsError(
            f"{path}: is no font of one style (.ttf or .otf). Convert it, or ask your firm for such a file."
        )
    if len(content) > _LARGEST:
        raise SettingsError(f"{path}: has {len(content) / 1e6:.1f} MB; at most {_LARGEST / 1e6:.0f} MB can be used.")
    # Imported here: without a firm's typeface it is not needed.
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(BytesIO(content), lazy=True) as font:
            family, weight, italic = _checked(font, path)
            letter = _letter(font)
    except SettingsError:
        raise
    except (TTLibError, KeyError, AttributeError, ValueError, AssertionError) as problem:
        raise SettingsError(f"{path}: is a damaged font. Ask your firm for another copy.") from problem
    return Face(family, weight, italic, "otf" if kind == "otf" else "ttf", content, letter)


def _checked(font: "TTFont", path: Path) -> tuple[str, int, bool]:
    """Return family, weight and whether it is italic."""
    if "fvar" in font:
        raise SettingsError(
            f"{path}: is a variable font, which prints in one weight only. Give a file for each style (“static” fonts)."
        )
    style = font["OS/2"]
    if style.fsType & _KINDS_OF_EMBEDDING == _FORBIDDEN:
        raise SettingsError(f"{path}: its maker forbids to embed it in documents. Choose another typeface.")
    names = font["name"]
    family = " ".join(str(names.getDebugName(_TYPOGRAPHIC) or names.getDebugName(_FAMILY) or "").split())
    if not family or not family.isprintable() or len(family) > _LONGEST_NAME:
        raise SettingsError(f"{path}: does not say the name of its family. Ask your firm for another copy.")
    return family, int(style.usWeightClass), bool(style.fsSelection & _ITALIC)


def _letter(font: "TTFont") -> float:
    """Return the mean width of the letters a to z in ems; that of the program's own typeface where it has none."""
    shapes, widths = font.getBestCmap() or {}, font["hmtx"]
    found = [widths[shapes[ord(one)]][0] for one in ascii_lowercase if ord(one) in shapes]
    return sum(found) / len(found) / float(font["head"].unitsPerEm) if found else OWN_LETTER
