"""Bring the catalogues up to date: every sentence that the program says, for each language to translate.

python docs/make_catalogue.py          writes alignment.pot and each alignment.po; translations are kept
python docs/make_catalogue.py fr       begins another language

Sentences come from the code, where `say`, `say_many` and `later` mark them, and from what is declared: measures, rules,
actions, nouns.
"""

import argparse
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from alignment import resources
from alignment.advice.library import library
from alignment.analysis.catalogue import MEASURES, QUESTIONS, RULES
from alignment.analysis.score import DIMENSIONS
from alignment.source.schema import SHEETS
from alignment.wording import NOUNS

SOURCE = Path(resources.__file__).parent
LOCALE = resources.locale()
_KEYWORDS = {"say": None, "later": None, "say_many": (2, 3), "have": (2, 3)}
_METHODS = [("**.py", "python")]
_TEMPLATES = [("**.j2", "jinja2.ext.babel_extract")]
# A date would make every run a change.
_NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)

Text = str | tuple[str, ...]


def template() -> Catalog:
    """Return every message, with the files that say it."""
    found = _empty()
    for folder, methods in ((SOURCE, _METHODS), (resources.templates(), _TEMPLATES)):
        for file, _, message, comments, _ in extract_from_dir(folder, methods, keywords=_KEYWORDS):
            found.add(message, locations=[(f"{folder.name}/{file}", 0)], auto_comments=comments)
    for where, text in declared():
        if text:
            found.add(text, locations=[(where, 0)])
    return found


def declared() -> Iterator[tuple[str, Text]]:
    """Yield what declarations say: where, and the words."""
    for noun, many in NOUNS.items():
        yield "nouns", (noun, many)
        yield "nouns", (f"{{n}} {noun}", f"{{n}} {many}")
    for one in QUESTIONS:
        yield "questions", one.name
        yield "questions", one.question
    for name in DIMENSIONS.values():
        yield "dimensions", name
    for sheet in SHEETS.values():
        yield "sheets", sheet.title
        for field in sheet.fields:
            yield "sheets", field.header
    for measure in MEASURES.values():
        words = (measure.name, measure.formula, measure.unit, measure.reading, measure.undefined, measure.differs)
        for text in (*words, measure.limits.basis if measure.limits else ""):
            yield measure.id, text
    for rule in RULES.values():
        for text in (rule.title, rule.recommendation, rule.basis, rule.limit_words):
            yield rule.code, text
    for practice in library().practices:
        for text in (practice.title, practice.source, practice.monday, practice.whom, practice.bring, practice.seen):
            yield f"actions/{practice.id}", text


def updated(path: Path, messages: Catalog) -> Catalog:
    """Return the catalogue of a language with all messages, and only those."""
    locale = path.parent.parent.name
    if path.exists():
        with path.open("rb") as file:
            found = read_po(file, locale=locale)
    else:
        found = _empty(locale)
    found.update(messages, no_fuzzy_matching=True, update_creation_date=False)
    found.obsolete.clear()
    return found


def _empty(locale: str | None = None) -> Catalog:
    return Catalog(
        locale=locale,
        project="alignment",
        header_comment="# What the program says. Written by docs/make_catalogue.py: translate msgstr, leave the rest.",
        creation_date=_NO_DATE,
        revision_date=_NO_DATE,
        charset="utf-8",
        fuzzy=False,
    )


def text_of(catalogue: Catalog) -> bytes:
    """Return a catalogue as it stands in a file."""
    target = io.BytesIO()
    write_po(target, catalogue, width=120, sort_output=True, include_lineno=False, omit_header=False)
    return target.getvalue()


def main() -> None:
    """Write every catalogue."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("languages", nargs="*", metavar="LANGUAGE", help="a language to begin, such as fr")
    chosen = arguments.parse_args()
    messages = template()
    LOCALE.mkdir(exist_ok=True)
    (LOCALE / "alignment.pot").write_bytes(text_of(messages))
    paths = set(LOCALE.glob("*/LC_MESSAGES/alignment.po"))
    paths |= {LOCALE / code / "LC_MESSAGES" / "alignment.po" for code in chosen.languages}
    for path in sorted(paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = updated(path, messages)
        path.write_bytes(text_of(catalogue))
        missing = sum(1 for one in catalogue if one.id and not (all(one.string) if one.pluralizable else one.string))
        print(f"{path.parent.parent.name}: {len(catalogue)} messages, {missing} to translate")


if __name__ == "__main__":
    main()
