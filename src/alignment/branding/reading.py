"""What does a firm's `brand.toml` say of its looks? Each thing is checked before a report is begun."""

import difflib
import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from alignment.branding.logo import read_logo
from alignment.branding.typefaces import BUILT_IN, read_face
from alignment.errors import SettingsError
from alignment.model.brand import BOLD, PLAIN, Brand, Face
from alignment.model.colour import LEAST_CONTRAST, contrast, is_cold
from alignment.plainfile import open_plain
from alignment.settings import read_toml

__all__ = ["read_brand"]

Refuse = Callable[[str], SettingsError]

_PAPER = "#ffffff"
# Pictures are told apart in grey print too: the colour must be darker than their grey, which has 4.9:1 on white.
_LEAST_IN_PICTURES = 5.5
_COLOUR = re.compile(r"#[0-9a-f]{6}")
# As many letters as the foot of a page, of a slide and of a printed sheet have room for.
_LONGEST = {"firm": 60, "footer": 100, "confidentiality": 100}
_MOST_FACES = 12
# Bytes that a presentation unpacks to: its reader holds all of it.
_LARGEST_SLIDES = 100_000_000
# Signs that no page shows: controls, halves of pairs, and what Unicode has not given away.
_UNSEEN = ("Cc", "Cs", "Cn")
_KEYS = (
    "firm", "logo", "footer", "confidentiality", "slides", "colours.accent", "colours.headings", "colours.pictures",
    "fonts.text", "fonts.headings", "fonts.files",
)  # fmt: skip
_TABLES = ("colours", "fonts")


def read_brand(path: Path | None) -> Brand:
    """Read `brand.toml`; without a path, the program's own looks. Paths in it are seen from where it stands.

    Raises
    ------
    SettingsError
        The file, or one that it names, is missing or cannot be used; a key or a value means nothing; a colour does not
        stand out from white paper.
    """
    if path is None:
        return PLAIN
    given = dict(_flat(read_toml(path, SettingsError, "--brand", "Texts stand between quotes."), path))

    def refuse(what: str) -> SettingsError:
        return SettingsError(f"{path}: {what}")

    for key in given:
        if key not in _KEYS:
            raise refuse(f'there is no "{key}". {_meant(key)}')
    texts = {key: _text(key, given.get(key, ""), refuse) for key in _LONGEST}
    if not texts["firm"]:
        raise refuse('firm is missing. Write firm = "the name of your firm": it stands where its logo cannot be seen.')
    colours = {key: _colour(f"colours.{key}", given, refuse) for key in ("accent", "headings", "pictures")}
    accent = colours["accent"]
    if colours["pictures"] is None and accent is not None and not _unfit_for_pictures(accent):
        colours["pictures"] = accent
    logo, slides = _file("logo", given, path, refuse), _file("slides", given, path, refuse)
    text_font, heading_font, faces = _fonts(given, path, refuse)
    return Brand(
        firm=texts["firm"],
        footer=texts["footer"],
        confidentiality=texts["confidentiality"],
        accent=accent,
        headings=colours["headings"],
        pictures=colours["pictures"],
        logo=read_logo(logo) if logo else None,
        text_font=text_font,
        heading_font=heading_font,
        faces=faces,
        slides=_presentation(slides) if slides else None,
    )


def _meant(key: str) -> str:
    """Say what an unknown key may have been meant to be."""
    table, _, name = key.rpartition(".")
    if name in _KEYS:
        return f"Write {name} above the line [{table}], or it belongs to that table."
    close = difflib.get_close_matches(key, (*_KEYS, *_TABLES), n=1)
    return f'Did you mean "{close[0]}"?' if close else f"Known: {', '.join(_KEYS)}."


def _flat(content: Mapping[str, object], path: Path) -> list[tuple[str, object]]:
    """Return every key with its table before it: ``colours.accent``."""
    found: list[tuple[str, object]] = []
    for key, value in content.items():
        if key in _TABLES and isinstance(value, dict):
            found += [(f"{key}.{inner}", one) for inner, one in value.items()]
        elif key in _TABLES:
            raise SettingsError(f"{path}: {key} is not a table. Write [{key}] on a line of its own, its keys below.")
        else:
            found.append((key, value))
    return found


def _text(key: str, value: object, refuse: Refuse) -> str:
    if not isinstance(value, str):
        raise refuse(f'{key} = {value!r} is no text. Write it between quotes: {key} = "…".')
    text = " ".join(value.split())
    if any(unicodedata.category(one) in _UNSEEN for one in text):
        raise refuse(f"{key} holds a control character. Write it again by hand.")
    most = _LONGEST.get(key)
    if most is not None and len(text) > most:
        raise refuse(f"{key} has {len(text)} characters; a page has room for {most}. Shorten it.")
    return text


def _colour(key: str, given: Mapping[str, object], refuse: Refuse) -> str | None:
    """Return a colour in which words can be read on paper."""
    if key not in given:
        return None
    value = given[key]
    colour = value.strip().lower() if isinstance(value, str) else ""
    if not _COLOUR.fullmatch(colour):
        raise refuse(f'{key} = {value!r} is no colour. Write it as "#rrggbb", such as "#0b5563".')
    found = contrast(colour, _PAPER)
    if found < LEAST_CONTRAST:
        raise refuse(
            f"{key} {colour} on white has a contrast of {_ratio(found)}; text needs {LEAST_CONTRAST:g}:1. "
            "Choose a darker colour."
        )
    unfit = _unfit_for_pictures(colour) if key == "colours.pictures" else ""
    if unfit:
        raise refuse(f"{key} {colour} {unfit}")
    return colour


def _ratio(found: float) -> str:
    # Rounded down: 4.47 must not be printed as 4.5, which would do.
    return f"{int(found * 10) / 10:.1f}:1"


def _unfit_for_pictures(colour: str) -> str:
    """Say why pictures cannot take a colour; empty where they can."""
    if not is_cold(colour):
        return (
            "is no blue, teal or violet: in pictures red, amber, green and grey have a meaning of their own. "
            "Choose a colder colour, or leave the key out."
        )
    found = contrast(colour, _PAPER)
    if found < _LEAST_IN_PICTURES:
        return (
            f"on white has a contrast of {_ratio(found)}; pictures need {_LEAST_IN_PICTURES:g}:1, to be told from their "
            "grey in print. Choose a darker colour, or leave the key out."
        )
    return ""


def _file(key: str, given: Mapping[str, object], path: Path, refuse: Refuse) -> Path | None:
    """Return the file that a key names, seen from where the brand stands."""
    if key not in given:
        return None
    return path.parent / _named(key, given[key], refuse)


def _named(key: str, value: object, refuse: Refuse) -> str:
    text = _text(key, value, refuse)
    if not text:
        raise refuse(f"{key} names no file. Write its path, seen from where brand.toml stands, or leave the key out.")
    return text


def _fonts(given: Mapping[str, Any], path: Path, refuse: Refuse) -> tuple[str | None, str | None, tuple[Face, ...]]:
    """Return the families of text and of headings, and the faces of both."""
    files = given.get("fonts.files", [])
    if not isinstance(files, list):
        raise refuse('fonts.files is no list. Write files = ["Firm-Regular.ttf", "Firm-Bold.ttf"].')
    if len(files) > _MOST_FACES:
        raise refuse(f"fonts.files names {len(files)} files; {_MOST_FACES} are enough. Name only those that are used.")
    faces = tuple(read_face(path.parent / _named("fonts.files", one, refuse)) for one in files)
    families = {one.family.casefold(): one.family for one in faces} | {BUILT_IN.casefold(): BUILT_IN}
    chosen: dict[str, str | None] = {}
    for key in ("fonts.text", "fonts.headings"):
        name = _text(key, given.get(key, BUILT_IN), refuse)
        family = families.get(name.casefold())
        if family is None:
            raise refuse(
                f'{key}: there is no "{name}". Available: {", ".join(sorted(families.values()))}. '
                "Add its files (.ttf, .otf) to fonts.files."
            )
        chosen[key] = None if family == BUILT_IN else family
    text, headings = chosen["fonts.text"], chosen["fonts.headings"]
    weights = [one.weight for one in faces if one.family == text and not one.italic]
    if text and not (any(one < BOLD for one in weights) and any(one >= BOLD for one in weights)):
        had = ", ".join(map(str, sorted(weights))) or "none that stands upright"
        raise refuse(
            f'fonts.text: of "{text}" the weights given are {had}. Text needs two: a regular one (400) and a bold one '
            "(600 or 700). Add the missing file to fonts.files."
        )
    # Titles are of the text's typeface where nothing else is said of them.
    if "fonts.headings" not in given:
        headings = text
    return text, headings, tuple(one for one in faces if one.family in (text, headings))


def _presentation(path: Path) -> Path:
    """Return the path of a presentation into which slides can be laid."""
    # Imported here: without a firm's presentation it is not needed, and it takes a fifth of a second.
    from pptx import Presentation
    from pptx.enum.shapes import PP_PLACEHOLDER
    from pptx.exc import PythonPptxError

    titles = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
    try:
        with os.fdopen(open_plain(path), "rb") as file:
            with ZipFile(file) as archive:
                if sum(one.file_size for one in archive.infolist()) > _LARGEST_SLIDES:
                    raise SettingsError(
                        f"{path}: unpacks to more than {_LARGEST_SLIDES / 1e6:g} MB. Keep of it only the master and its layouts."
                    )
            file.seek(0)
            layouts = Presentation(file).slide_layouts
            titled = any(one.placeholder_format.type in titles for layout in layouts for one in layout.placeholders)
    except OSError as problem:
        raise SettingsError(f"{path}: cannot be read ({problem.strerror}). Check slides in brand.toml.") from problem
    except ValueError as problem:
        raise SettingsError(
            f"{path}: is no .pptx presentation but of another kind. Open it in PowerPoint and save it as .pptx."
        ) from problem
    except (PythonPptxError, BadZipFile, KeyError, SyntaxError, AttributeError, IndexError) as problem:
        raise SettingsError(f"{path}: is no PowerPoint presentation, or a damaged one. Save it as .pptx.") from problem
    # A slide's title is what it says: a cover without one would be empty.
    if not titled:
        raise SettingsError(
            f"{path}: has no layout with a title to lay slides into. Add one with a title and a place for content."
        )
    return path
