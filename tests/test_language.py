"""Everything that is said can be said in another language: nothing is missing from the catalogues, nothing escapes them."""

import calendar
import gettext
import html
import io
import re
import string
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pypdf
import pytest
from babel.messages.pofile import read_po

from alignment import language, resources
from alignment.analysis.catalogue import MEASURES
from alignment.analysis.statements import bank
from alignment.history.crosswalk import Declared, with_declared
from alignment.history.trend import trend
from alignment.model.organisation import Action
from alignment.pipeline import examine, write_report
from alignment.report import content, pdf
from alignment.report.content.change_method import SOURCES
from alignment.resources import sample_data
from alignment.settings import Settings, Target
from build import organisation, origin
from report import example
from waves import snapshot

QUICK = Settings(permutations=20, score_draws=5, language="xx")
OTHERS = [one for one in language.languages() if one != language.ENGLISH]


@pytest.fixture(scope="module")
def make_catalogue():
    folder = str(Path(__file__).parents[1] / "docs")
    sys.path.insert(0, folder)
    import make_catalogue

    sys.path.remove(folder)
    return make_catalogue


def catalogue(code: str):
    with (resources.locale() / code / "LC_MESSAGES" / "alignment.po").open("rb") as file:
        return read_po(file, locale=code)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_is_in_the_catalogue_and_no_other(code, make_catalogue):
    # Where it is said and with which flags depends on the version of Babel; run docs/make_catalogue.py to mend it.
    kept, said = ({one.id for one in found if one.id} for found in (catalogue(code), make_catalogue.template()))
    assert sorted(map(str, kept ^ said)) == []


@pytest.mark.parametrize("code", OTHERS)
def test_every_sentence_is_translated(code):
    missing = [one.id for one in catalogue(code) if one.id and not all(_forms(one.string))]
    assert not missing


def _forms(text) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def _filled_in(text: str) -> bool:
    try:
        return bool(placeholders(text))
    except ValueError:
        return False


@pytest.mark.parametrize("code", OTHERS)
def test_what_is_put_into_a_sentence_is_put_into_its_translation(code):
    """A formula may hold braces that are no placeholders: it is never filled in."""
    wrong = []
    for one in catalogue(code):
        forms = _forms(one.id)
        if any("#{" in text for text in forms) or not any(map(_filled_in, forms)):
            continue
        wanted = set().union(*map(placeholders, forms))
        wrong += [one.id for text in _forms(one.string) if not placeholders(text) <= wanted]
        wrong += [one.id for text in _forms(one.string)[-1:] if text and placeholders(text) != wanted]
    assert not wrong


class Marked(gettext.NullTranslations):
    """A language that is English between brackets: what stands outside them was never given to a translator."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, msgid1, msgid2, n):
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


@pytest.fixture(scope="module")
def examined(tmp_path_factory):
    patch = pytest.MonkeyPatch()
    patch.setattr(language, "_catalogue", lambda _: Marked())
    patch.setattr(language, "_country", lambda _: "en_GB")
    book = sample_data() / "brightwater-q1.xlsx"
    found = examine([book], QUICK)
    with language.speaking("xx"):
        document = content.document(found.check, found.organisation, found.settings)
    folder = tmp_path_factory.mktemp("report")
    write_report(found, folder, ("html", "xlsx"))
    patch.undo()
    return found, document, folder


def outside(text: str) -> str:
    """What stands outside all brackets; a text that was cut short may leave some open."""
    depth, kept = 0, []
    for one in text:
        if one == "⟦":
            depth += 1
        elif one == "⟧":
            depth -= 1
        elif not depth:
            kept.append(one)
    assert depth == 0 or "…" in text, text
    return "".join(kept)


def strings(thing: object) -> Iterator[str]:
    """Every text in a tree of declarations."""
    if isinstance(thing, str):
        yield thing
    elif is_dataclass(thing):
        for one in fields(thing):
            yield from strings(getattr(thing, one.name))
    elif isinstance(thing, Mapping):
        yield from strings(list(thing.values()))
    elif isinstance(thing, list | tuple | set | frozenset):
        for one in thing:
            yield from strings(one)


# Names and marks that stay as they are in every language.
_NO_WORDS = re.compile(
    r"alignment|RACI|E-I|ICC\(?\d?\)?|AD_M|KPI|https?://\S+|[A-Z]{2,5}\d{2}\b|[a-z_]+\.[a-z_.]+[a-z_0-9]*"
    # What babel writes, not a catalogue.
    rf"|\d (?:{'|'.join((*calendar.month_name[1:], *calendar.month_abbr[1:], 'Sept'))}) \d{{4}}"
)


class Data:
    """What the workbook says, names, roles and values, and ids: nobody translates them."""

    def __init__(self, found) -> None:
        ids = {one.id for one in found.check.findings} | {one.id for one in found.check.measurements}
        ids |= {ident for one in found.check.advice.steps for ident in (one.move, *one.closes, *one.opens)}
        cells = [cell for one in found.check.findings for cell in one.evidence]
        cells += [one.cell for one in found.check.issues]
        texts = (
            ids
            | {one.value for one in cells}
            | {one.source for one in MEASURES.values()}
            # The statements and what belongs to them come in each language from a file of their own.
            | set(strings(bank().roads))
            | set(strings(bank().stages))
            | set(strings(bank().statements))
            | {one.strip() for one in strings(found.organisation) if any(map(str.isalpha, one))}
        )
        self.known = {one.casefold() for one in texts}
        # A lone small word is a key, such as the level of a tie, and a word of ours in a sentence. Pictures have capitals.
        names = {one for one in texts if len(one) > 3 and not (one.islower() and one.isalpha())}
        self.names = [
            re.compile(rf"(?<!\w){re.escape(one)}(?!\w)")
            for one in sorted(names | {one.upper() for one in names}, key=len, reverse=True)
        ]

    def words(self, text: str) -> str:
        """What is left of a text without what the workbook says."""
        rest = outside(text)
        if rest.strip().casefold() in self.known:
            return ""
        # A cell of evidence: what stands in it, however short.
        rest = re.sub(r'"([^"]*)"', lambda found: "" if self.stands(found[1]) else found[0], rest)
        for one in self.names if re.search(r"[^\W\d_]{3}", rest) else ():
            rest = one.sub(" ", rest)
        rest = _NO_WORDS.sub(" ", rest)
        return " ".join(re.findall(r"[A-Za-z]{3,}", rest))

    def stands(self, text: str) -> bool:
        """Whether a cell of the workbook holds a text, of which the end may have been cut."""
        return self.begins(text[:-1]) if text.endswith("…") else text.casefold() in self.known

    def begins(self, text: str) -> bool:
        """Whether some text of the workbook begins so."""
        return any(one.startswith(text.casefold()) for one in self.known)


# Keys, not words.
_KEYS = {
    "anchor",
    "ident",
    "code",
    "severity",
    "light",
    "kind",
    "style",
    "chart",
    "svg",
    "names",
    "agreed",
    "evidence",
    "findings",
    "anchors",
    "charts",
}


def said(thing: object) -> Iterator[str]:
    """Every text of a document that is read."""
    if isinstance(thing, str):
        yield thing
    elif is_dataclass(thing):
        for one in fields(thing):
            if one.name == "rows":
                yield from said([cell for row in thing.rows for cell in read(row, thing.columns)])
            elif one.name not in _KEYS:
                yield from said(getattr(thing, one.name))
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from said(one)
    elif isinstance(thing, dict):
        yield from said(list(thing.values()))


def read(row, columns) -> list:
    """The cells of a row whose words are not chosen by the format alone."""
    return [one for one, column in zip(row, columns, strict=True) if column.kind not in ("light", "severity")]


def unmarked(texts, data: Data) -> list[str]:
    return list(dict.fromkeys(text[:200] for text in texts if data.words(text)))


def test_no_word_of_the_document_escapes_the_catalogue(examined):
    found, document, _ = examined
    data = Data(found)
    assert not unmarked(said((document.sections, tuple(document.references.values()))), data)
    assert not unmarked(said((document.title, document.subtitle, document.date)), data)


def test_no_word_of_the_complete_lists_escapes_the_catalogue(examined):
    found, document, _ = examined
    assert not unmarked(said(document.registers), Data(found))


def test_no_word_of_a_picture_escapes_the_catalogue(examined):
    found, document, _ = examined
    data = Data(found)
    assert not unmarked((drawn(chart.svg, data) for chart in document.charts.values()), data)


def drawn(svg: str, data: Data) -> str:
    """The texts of a picture, without names that were cut short; a name on two lines is one name."""
    texts = [html.unescape(one) for one in re.findall(r"<text[^>]*>([^<]*)<", svg)]
    return " ".join(one for one in texts if not (one.endswith("…") and data.begins(one[:-1])))


def test_no_word_of_an_issue_in_the_data_escapes_the_catalogue(examined):
    found, _, _ = examined
    data = Data(found)
    assert not unmarked((text for one in found.check.issues for text in (one.message, one.suggestion)), data)


class Texts(HTMLParser):
    """What a reader sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "link", "br", "img", "input", "path", "use"):
            self.inside.append(tag)
        self.found += [
            value for name, value in attrs if name in ("alt", "title", "aria-label", "placeholder") and value
        ]

    def handle_startendtag(self, tag, attrs):
        """A tag that closes itself holds no text: it neither opens nor closes anything."""

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        if not {"script", "style", "svg", "code"} & set(self.inside) and data.strip():
            self.found.append(data)


def test_no_word_of_the_page_escapes_the_catalogue(examined):
    found, _, folder = examined
    parser = Texts()
    parser.feed((folder / "health-check.html").read_text(encoding="utf-8"))
    assert len(parser.found) > 1000
    assert not unmarked(parser.found, Data(found))


def test_no_word_of_the_print_s_own_escapes_the_catalogue(monkeypatch):
    """What the template says; all else of a print is the document, which the other tests read."""
    monkeypatch.setattr(language, "_catalogue", lambda _: Marked())
    monkeypatch.setattr(language, "_country", lambda _: "en_GB")
    document = example.document(rows=0)
    with language.speaking("xx"):
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.render(document))).pages]
    text = " ".join(" ".join(pages).split())
    for words in ("1 of 10", "Contents", "Dimension", "What stands behind it", "Nothing to list."):
        assert f"⟦{words}⟧" in text
    for words in ("of 100", "What to do:", "Evidence:"):
        assert text.count(words) == text.count(f"⟦{words}⟧") > 0


def test_no_word_of_the_workbook_escapes_the_catalogue(examined):
    found, _, folder = examined
    data = Data(found)
    book = openpyxl.load_workbook(folder / "health-check.xlsx", read_only=True)
    for sheet in book:
        texts = [str(one) for row in sheet.iter_rows(values_only=True) for one in row if isinstance(one, str)]
        assert not unmarked(texts, data), sheet.title


def test_no_word_of_the_pages_of_the_change_escapes_the_catalogue(monkeypatch):
    monkeypatch.setattr(language, "_catalogue", lambda _: Marked())
    monkeypatch.setattr(language, "_country", lambda _: "en_GB")
    settings = replace(QUICK, targets={"ownership.journeys_owned": Target(1.0, date(2026, 6, 1))})
    given = {"people": {"ann": "Care", "bob": "Care", "cem": "Care", "dan": "Care", "eve": "Sales", "fay": "Sales"}}
    given |= {
        "departments": "Care Sales",
        "journeys": {"Buying": "Sales Care"},
        "ties": "ann-bob cem-dan eve-fay fay-ann",
    }
    agreed = [
        Action(origin("actions", 2, ("finding",)), "OWN01:journey:buying", "Mend it", "Anna", date(2026, 5, 1), "open"),
        Action(origin("actions", 3, ("finding",)), "SIL02:organisation", "Meet", "Anna", date(2026, 5, 1), "done"),
    ]
    divided = given | {"departments": "Contact Digital Sales", "journeys": {"Buying": "Sales Contact"}, "owners": {}}
    divided["people"] = given["people"] | {"ann": "Contact", "bob": "Contact", "cem": "Digital", "dan": "Digital"}
    with language.speaking("xx"):
        waves = [
            snapshot(organisation(**given, snapshot_date=date(2026, 3, 31)), settings),
            snapshot(organisation(**given | {"ties": ()}, snapshot_date=date(2026, 6, 30)), settings),
            with_declared(
                snapshot(organisation(**divided, actions=tuple(agreed), snapshot_date=date(2026, 9, 30)), settings),
                [Declared("department", "Care", now, "here") for now in ("Contact", "Digital")],
            ),
        ]
        for row in (waves, waves[:2]):
            found = trend(row, language="xx")
            last = found.comparison.later
            documents = (
                content.trend_document(found),
                content.document(last.check, last.organisation, last.settings, trend=found),
            )
            for document in documents:
                data = Data(last)
                data.known |= Data(found.comparison.earlier).known | {one.casefold() for one in SOURCES.values()}
                data.names += Data(found.comparison.earlier).names
                references = tuple(document.references.values())
                assert not unmarked(said((document.sections, document.registers, references)), data)
                assert not unmarked(said((document.title, document.subtitle, document.date)), data)
                assert not unmarked((drawn(chart.svg, data) for chart in document.charts.values()), data)
