"""Write method.md, where every number comes from: all measures and rules as they are declared.

python docs/make_method.py
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from alignment.analysis import literature
from alignment.analysis.catalogue import MEASURES, QUESTIONS, RULES, Question, explanation
from alignment.analysis.explaining import Explanation
from alignment.report.content.method import CAUTIONS

PAGE = Path(__file__).with_name("method.md")
_HEAD = Path(__file__).with_name("method-head.md")
_TITLE = "# Method: where every number comes from"
# Terms of an explanation that stand elsewhere in a section, or say only that there is nothing.
_NOTHING = ("None: it is shown without a light.", "It is no part of the score.", "No rule speaks about it.")
# Characters that no text has stand for links while the rest is escaped.
_FIRST_MARK = 0xE000
_MARK = "[\ue000-\uf8ff]"
_PUBLISHED = re.compile(r"\((\d{4})\)\.")


def reference_name(text: str) -> str:
    """Return how a publication is named in a sentence.

    Examples
    --------
    >>> reference_name("Kwan, I., Schröter, A. & Damian, D. (2011). Does socio-technical congruence …")
    'Kwan et al. 2011'
    """
    authors, _, _ = text.partition(" (")
    surnames = [one.split(",")[0] for one in re.split(r"(?<=\.), | & ", authors)]
    first = f"{surnames[0]} et al." if len(surnames) > 2 else " & ".join(surnames)
    return f"{first} {', '.join(_PUBLISHED.findall(text))}"


REFERENCES = {name: getattr(literature, name) for name in literature.__all__}
_NAMES = {name: reference_name(text) for name, text in REFERENCES.items()}
_IDS = sorted((*MEASURES, *RULES), key=len, reverse=True)
_IN_TEXT = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, _IDS))})(?![\w])")


def escaped(text: str) -> str:
    r"""Return plain text such that Markdown shows it as it is.

    Examples
    --------
    >>> escaped("p_ij < 1 | *")
    'p\\_ij &lt; 1 \\| \\*'
    """
    return re.sub(r"([\\_*|\[\]`#])", r"\\\1", text).replace("<", "&lt;")


def linked(text: str) -> str:
    """Return a text as Markdown, where publications, measures and rules lead to their place on the page."""
    places: dict[str, str] = {}

    def keep(link: str) -> str:
        mark = chr(_FIRST_MARK + len(places))
        places[mark] = link
        return mark

    for name, full in REFERENCES.items():
        mark = keep(f"[{_NAMES[name]}](#{name.lower()})")
        text = text.replace(full, f"{mark}.").replace(_NAMES[name], mark)
    # A publication ends with a full stop, the sentence around its name need not.
    text = re.sub(rf"({_MARK})\. (?={_MARK})", r"\1; ", text)
    text = re.sub(rf"({_MARK})\.(?=\)| \()", r"\1", text)
    text = _IN_TEXT.sub(lambda found: keep(f"[`{found[0]}`](#{found[0]})"), text)
    return "".join(places.get(one, one) for one in escaped(text))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(text: str) -> str:
    return _capital(text if text.endswith((".", "”")) else f"{text}.")


def measure_lines(found: Explanation) -> Iterator[str]:
    """Yield the section of a measure."""
    said = dict(found.items)
    needs = said["Needs"].removeprefix("The ").removesuffix(".")
    yield f'### <a id="{found.ident}"></a>{escaped(found.title)}'
    yield ""
    yield f"`{found.ident}` · {said['Unit']}, {said['Range']} · {said['Direction'].removesuffix('.').lower()} · {needs}"
    yield ""
    yield f"`{said['Formula']}`"
    yield ""
    yield linked(_sentence(said["How to read it"]))
    yield ""
    limits = said["Limits"]
    if limits not in _NOTHING:
        yield f"- Limits: {linked(limits)} Basis: {linked(_sentence(said['Basis of the limits']))}"
    if said["In the score"] not in _NOTHING:
        yield f"- In the score: {linked(said['In the score'])}"
    yield f"- No value: {linked(said['No value'])}"
    if "Other programs" in said:
        yield f"- Other programs: {linked(said['Other programs'])}"
    if said["Rules"] not in _NOTHING:
        yield f"- Findings: {linked(said['Rules'])}."
    yield f"- Source: {linked(_sentence(said['Source']))}"
    yield ""


def rule_lines(found: Explanation) -> Iterator[str]:
    """Yield the section of a rule."""
    said = dict(found.items)
    yield f'#### <a id="{found.ident}"></a>{found.ident} {escaped(found.title)}'
    yield ""
    yield f"{_capital(said['Severity'])}. {linked(_sentence(said['Speaks of']))}"
    yield ""
    if said["Limit"] != "None.":
        yield f"- Limit: {linked(said['Limit'])}"
    yield f"- Basis: {linked(_sentence(said['Basis']))}"
    yield f"- Recommends: {linked(_sentence(said['Recommends']))}"
    yield ""


def question_lines(asked: Question) -> Iterator[str]:
    """Yield the chapter of a question: its measures, then its rules."""
    yield f'## <a id="{asked.id}"></a>{asked.name}'
    yield ""
    yield f"*{asked.question}*"
    yield ""
    for measure in asked.measures:
        yield from measure_lines(explanation(measure.id))
    if asked.rules:
        yield f"### Findings: {asked.name}"
        yield ""
    for rule in asked.rules:
        yield from rule_lines(explanation(rule.code))


def table_lines(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a table; the cells are Markdown already."""
    yield f"| {' | '.join(columns)} |"
    yield "|---" * len(columns) + "|"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def score_lines() -> Iterator[str]:
    """Yield how the health score is made, and the settings that change it."""
    found = explanation("score")
    yield '## <a id="score"></a>The health score'
    yield ""
    yield linked(found.lead)
    yield ""
    for term, text in found.items:
        yield f"- **{term}.** {linked(text)}"
    yield ""
    for table in (*found.tables, *explanation("settings").tables):
        kept = [at for at, name in enumerate(table.columns) if name not in ("Basis", "In force")]
        yield f"{table.caption}:"
        yield ""
        rows = ([linked(row[at]) for at in kept] for row in table.rows)
        yield from table_lines([table.columns[at] for at in kept], rows)


def trap_lines() -> Iterator[str]:
    """Yield what must not be concluded, and where other programs give other figures."""
    yield '## <a id="traps"></a>What not to conclude'
    yield ""
    for _, text in CAUTIONS:
        yield f"- {linked(text)}"
    yield ""
    yield '## <a id="programs"></a>Where other programs differ'
    yield ""
    differing = [one for one in MEASURES.values() if one.differs]
    yield from table_lines(["Measure", "Difference"], ([linked(one.id), linked(one.differs)] for one in differing))


def reference_lines() -> Iterator[str]:
    """Yield the publications, each once."""
    yield '## <a id="references"></a>References'
    yield ""
    for name, text in sorted(REFERENCES.items(), key=lambda one: one[1].casefold()):
        yield f'- <a id="{name.lower()}"></a>{escaped(text)}'


def page() -> str:
    """Return the whole page."""
    chapters = [(one.name, one.id) for one in QUESTIONS]
    chapters += [
        ("The health score", "score"),
        ("What not to conclude", "traps"),
        ("Where other programs differ", "programs"),
        ("References", "references"),
    ]
    lines = [
        "<!-- Written by docs/make_method.py from the declarations in src/alignment/analysis and from method-head.md. -->",
        _TITLE,
        "",
        f"{len(MEASURES)} measures and {len(RULES)} rules, as the program declares them: `alignment explain ID` prints the same, and "
        "with a workbook what it came to.",
        "",
        " · ".join(f"[{name}](#{anchor})" for name, anchor in chapters),
        "",
        _HEAD.read_text(encoding="utf-8"),
    ]
    for asked in QUESTIONS:
        lines += question_lines(asked)
    lines += [*score_lines(), *trap_lines(), *reference_lines(), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
