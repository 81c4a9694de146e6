"""Write method.md, where every number comes from: all measures and rules as they are declared.

python docs/make_method.py
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from alignment.analysis import literature
from alignment.analysis.base import Measure
from alignment.analysis.catalogue import MEASURES, QUESTIONS, RULES, Question, explanation
from alignment.analysis.explaining import Explanation
from alignment.report.content.terms import CAUTIONS

PAGE = Path(__file__).with_name("method.md")
_HEAD = """\
# Method: where every number comes from

{measures} measures and {rules} rules, as the program declares them: `alignment explain ID` prints the same, and with a workbook
what it came to.

{contents}

## Notation

| Symbol | Meaning |
|---|---|
| w_ij, W | strength that i reports of the tie with j, and all of them as a matrix |
| U | who works with whom in either direction: undirected, and of strength w_ij + w_ji; where ties have no direction, w_ij |
| N, L | nodes, and ties of U |
| d_ij | hops from i to j on U; 1/d_ij is 0 where no path joins them |
| n_k | nodes of group k |
| E, I | ties between groups, and inside |
| e, a_k, b_k | share of tie ends from one group to another, and its row and column sums |
| d, n | density, and nodes of the group of the node that a figure is about |
| s_c | nodes of component c, those that paths join |
| T_k, s_kk | reports by the nodes of group k, and those about one another |
| B | how often groups are shuffled over nodes, 10,000 unless the settings say otherwise |
| F, DF | share of pairs that no path joins; share of closeness that distance takes away |

**Nodes and groups.** Where the rows of Collaboration name people, nodes are people and a group is their department, or with
`--group-by division` its top-level unit. Where they name departments, nodes are departments and a group is the top-level unit;
what a department reports about itself is work within, which counts where strengths are added up and is no tie. The texts below
say people and departments.

**Strength.** Figures on ties count each tie once; figures by strength add up what is reported. A report without strength
counts 1. A row of strength 0 is no tie. Shortest paths by strength take 1/w as the length of a tie.

**No value is never 0.** A figure that lacks its data is *not measured*, one that means nothing for this company is *not
applicable*, one that is withheld to protect somebody is *suppressed*; each says why, and none enters a score. Every measure is
not measured where a sheet it needs is absent; what else leaves it without a value stands with it.

**What is waived is not counted.** The sheet Actions may waive a finding, with a reason and an end. It is still found, and marked; but
until that day what it is about (a journey, a process, a pair, a department, a person or a name) is in neither numerator nor
denominator of the figures that count such findings, and the note tells how many were left out. Which findings these are stands
with each figure, as *Waived*. The day after, it is back. Where a finding is gone, its waiver changes nothing; where all that could be
counted is waived, the figure is not applicable. Figures of the one journey, pair or person itself stay told. Four kinds of figures
leave nothing out: those of a network or a chart as a whole (assortativity, E-I, fragmentation, propagation cost, levels), of which
no part can be taken without being another network; means and shares of the survey, which tell what people say, and from which
one department less would tell what its few answered; those of which neither direction is better; and those of findings about the company
as a whole. The steps without a department stay counted in the measures of handoffs: they tell what could not be seen.

**How it is checked.** Figures on networks are compared with those of R igraph, sna, isnar, influenceR, keyplayer and
brainGraph, and of networkx, scikit-learn and bctpy, on three public organisations (Krackhardt's high-tech managers, Borgatti's
Campnet, Cross and Parker's consultants), to nine digits, and with what UCINET prints, to the digits printed; figures drawn at
random to within their own error. The tests list each value that is compared, and each that is not, with the reason.
"""
_EXAMPLES = """\
Public examples of the second: between the e-mail users of a European research institution (email-Eu-core) E-I is +0.33, which
looks open, but +0.91 was to be expected: it is deeply divided. Among Krackhardt's high-tech managers advice has +0.52 where +0.55
was to be expected: chance. Of the third: Enron's e-mails have −0.01 by ties and −0.39 by strength.
"""
_PROGRAMS = """\
And one that no measure here corresponds to: in the network that `network_p2p` of vivainsights 0.4.3 returns, people have the
departments that stand at their place in a list of another order; of 300 people of a made-up company 253 had a wrong one.
"""
# Terms of an explanation that stand elsewhere in a section, or say only that there is nothing.
_NOTHING = ("None: it is shown without a light.", "It is no part of the score.", "No rule speaks about it.")
# Characters that no text has stand for links while the rest is escaped.
_FIRST_MARK = 0xE000
_MARK = "[\ue000-\uf8ff]"
_AS = re.compile(r"as ([a-z_0-9.]+),")
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
    text = re.sub(rf"({_MARK})\.(?=[:)]| \()", r"\1", text)
    text = _IN_TEXT.sub(lambda found: keep(f"[`{found[0]}`](#{found[0]})"), text)
    return "".join(places.get(one, one) for one in escaped(text))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(text: str) -> str:
    # A surname that begins with a small letter is a link by then.
    return _capital(linked(text if text.endswith((".", "?", "”")) else f"{text}."))


def measure_lines(found: Explanation) -> Iterator[str]:
    """Yield the section of a measure."""
    said = dict(found.items)
    needs = said["Needs"].removeprefix("The ").removesuffix(".").replace("Any", "any")
    yield f'### <a id="{found.ident}"></a>{escaped(found.title)}'
    yield ""
    yield f"`{found.ident}` · {said['Unit']}, {said['Range']} · {said['Direction'].removesuffix('.').lower()} · {needs}"
    yield ""
    yield f"`{said['Formula']}`"
    yield ""
    yield _sentence(said["How to read it"])
    yield ""
    limits = said["Limits"]
    if limits not in _NOTHING:
        yield f"- Limits: {linked(limits)} Basis: {_sentence(said['Basis of the limits'])}"
    if said["In the score"] not in _NOTHING:
        yield f"- In the score: {linked(said['In the score'])}"
    yield f"- No value: {linked(said['No value'])}"
    if "Waived" in said:
        yield f"- Waived: {linked(said['Waived'])}"
    if "Other programs" in said:
        yield f"- Other programs: {linked(said['Other programs'])}"
    if said["Rules"] not in _NOTHING:
        yield f"- Findings: {linked(said['Rules'])}."
    yield f"- Source: {_sentence(said['Source'])}"
    yield ""


def _variants(asked: Question) -> dict[str, list[Measure]]:
    """Measures that say of themselves to be read as another, with its id before theirs or named in their formula."""
    found: dict[str, list[Measure]] = {}
    for one in asked.measures:
        whole = _AS.match(one.formula)
        if whole:
            found.setdefault(whole[1], []).append(one)
    return found


def rule_lines(found: Explanation) -> Iterator[str]:
    """Yield the section of a rule."""
    said = dict(found.items)
    yield f'#### <a id="{found.ident}"></a>{found.ident} {escaped(found.title)}'
    yield ""
    yield f"{_capital(said['Severity'])}. {_sentence(said['Speaks of'])}"
    yield ""
    if said["Limit"] != "None.":
        yield f"- Limit: {linked(said['Limit'])}"
    yield f"- Basis: {_sentence(said['Basis'])}"
    yield f"- Recommends: {_sentence(said['Recommends'])}"
    yield ""


def question_lines(asked: Question) -> Iterator[str]:
    """Yield the chapter of a question: its measures, then its rules."""
    yield f'## <a id="{asked.id}"></a>{asked.name}'
    yield ""
    yield f"*{asked.question}*"
    yield ""
    variants = _variants(asked)
    short = {one.id for found in variants.values() for one in found}
    for measure in asked.measures:
        if measure.id in short:
            continue
        yield from measure_lines(explanation(measure.id))
        for one in variants.get(measure.id, ()):
            yield f'- <a id="{one.id}"></a>`{one.id}`: {escaped(one.name)}'
        if measure.id in variants:
            yield ""
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
    yield _EXAMPLES
    yield '## <a id="programs"></a>Where other programs differ'
    yield ""
    idents: dict[str, list[str]] = {}
    for one in MEASURES.values():
        if one.differs:
            idents.setdefault(one.differs, []).append(one.id)
    rows = ([", ".join(map(linked, found)), linked(text)] for text, found in idents.items())
    yield from table_lines(["Measure", "Difference"], rows)
    yield _PROGRAMS


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
    contents = " · ".join(f"[{name}](#{anchor})" for name, anchor in chapters)
    lines = [
        "<!-- Written by docs/make_method.py from the declarations in src/alignment/analysis. -->",
        _HEAD.format(measures=len(MEASURES), rules=len(RULES), contents=contents),
    ]
    for asked in QUESTIONS:
        lines += question_lines(asked)
    lines += [*score_lines(), *trap_lines(), *reference_lines(), ""]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
