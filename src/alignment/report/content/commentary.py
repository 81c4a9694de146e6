"""What do the authors of the report add in their own words? A Markdown file, its headings those of the chapters."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from alignment.errors import SettingsError
from alignment.language import say
from alignment.plainfile import text_of_file
from alignment.report.display import clean
from alignment.report.document import Block, Bullets, Column, Paragraph, Section, Subheading, Table

__all__ = ["Commentary", "named", "read_commentary", "with_commentary"]

# Bytes of words that authors add: a hundred pages.
_LARGEST = 500_000
_LISTS = {"bullet_list": False, "ordered_list": True}


@dataclass(frozen=True, slots=True)
class Commentary:
    """Words by the heading they stand under, as it is written; under "" what stands before the first heading."""

    parts: Mapping[str, tuple[Block, ...]]


def read_commentary(path: Path) -> Commentary:
    """Read a commentary: headings of any level, paragraphs, lists and tables. Emphasis and links become
    plain words.

    Raises
    ------
    SettingsError
        The file cannot be read, or is not text in UTF-8.
    """
    try:
        text = text_of_file(path, _LARGEST)
    except OSError as problem:
        raise SettingsError(
            f"{path}: cannot be read ({problem.strerror}). Check the path given to --commentary."
        ) from problem
    except UnicodeDecodeError as problem:
        raise SettingsError(f"{path}: is not text in UTF-8. Save it as UTF-8 in your editor.") from problem
    try:
        return _parsed(text)
    except RecursionError:
        raise SettingsError(f"{path}: marks stand within marks too often to be read. Write it more plainly.") from None


def _parsed(text: str) -> Commentary:
    parts: dict[str, list[Block]] = {}
    heading = ""
    for node in SyntaxTreeNode(MarkdownIt().enable("table").parse(text)).children:
        if node.type == "heading":
            heading = _words(node)
        else:
            parts.setdefault(heading, []).extend(_blocks(node))
    return Commentary({title: tuple(blocks) for title, blocks in parts.items() if blocks})


def named(path: Path, people: Iterable[str]) -> tuple[str, ...]:
    """Return who of those is named in a commentary; it is printed as it is."""
    text = path.read_text(encoding="utf-8-sig", errors="replace").casefold()
    return tuple(one for one in sorted(people) if re.search(rf"(?<!\w){re.escape(one.casefold())}(?!\w)", text))


def with_commentary(sections: Sequence[Section], commentary: Commentary, preparer: str) -> tuple[Section, ...]:
    """Return the sections with what is said of each below its first sentence.

    What stands before the first heading, and what is about a chapter that this report does not have, makes a section of its
    own behind the first: nothing is lost when a chapter falls away.

    Parameters
    ----------
    sections
        Of the report.
    commentary
        The authors' words.
    preparer
        Who prepared the report; empty where nobody says.
    """
    said = {title.casefold(): title for title in commentary.parts}
    label = say("Commentary by {preparer}", preparer=preparer) if preparer else say("Commentary")
    used, told = set[str](), []
    for section in sections:
        # By its anchor too, which is the same in every language.
        known = {section.title.casefold(), section.anchor}
        mine = [said[one] for one in said if one in known]
        used.update(mine)
        words = [block for title in mine for block in commentary.parts[title]]
        told.append(_with(section, label, words) if words else section)
    left = tuple(_left(commentary, used))
    return (told[0], Section("commentary", label, left), *told[1:]) if left else tuple(told)


def _with(section: Section, label: str, words: Sequence[Block]) -> Section:
    place = 1 if section.blocks and isinstance(section.blocks[0], Paragraph) else 0
    remark = (Subheading(label, f"{section.anchor}-commentary"), *words)
    # The first page is one page: there the words stand at its end.
    if section.anchor == "at-a-glance":
        place = len(section.blocks)
    return replace(section, blocks=(*section.blocks[:place], *remark, *section.blocks[place:]))


def _left(commentary: Commentary, used: set[str]) -> Iterator[Block]:
    for title, blocks in commentary.parts.items():
        if title not in used:
            if title:
                yield Subheading(title)
            yield from blocks


def _blocks(node: SyntaxTreeNode) -> Iterator[Block]:
    if node.type in _LISTS:
        yield Bullets(tuple(_words(one) for one in node.children), _LISTS[node.type])
    elif node.type == "table":
        head, *rows = (tuple(map(_words, row.children)) for part in node.children for row in part.children)
        yield Table(say("Commentary"), tuple(map(Column, head)), tuple(rows))
    elif text := _words(node):
        yield Paragraph(text)


def _words(node: SyntaxTreeNode) -> str:
    """Return the text of a node without its marks; lines that follow one another are one."""
    if node.type in ("softbreak", "hardbreak"):
        return " "
    if not node.children:
        return clean(node.content)
    between = "" if node.type == "inline" else " "
    return between.join(map(_words, node.children)).strip()
