"""Names that would like to be something else: a formula, a script, a command of a printer, a path, another name."""

from collections.abc import Mapping

from hostile.declared import ALL, COMPANY, Case, Make, Rows, company, told, workbook

__all__ = ["CASES"]

_SUBJECTS = {
    "Acme": "co", "Sales": "de", "Bo Example": "pe", "Sell": "pr", "I move": "jo", "Tell": "st", "Sell more": "go", "Right first time": "kp",
    "Head of Sales": "ro",
}  # fmt: skip


def _called(text: str, *, alone: bool = False) -> Make:
    """The plain company, of which one of each kind has the name; what they are stands behind it, so that they stay apart."""
    return workbook(company({old: text if alone else f"{text} {kind}" for old, kind in _SUBJECTS.items()}))


_FORMULAS: Mapping[str, str] = {
    "hyperlink": '=HYPERLINK("http://example.org/?"&A1,"Click")',
    "call of the system": "=cmd|' /C calc'!A0",
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "from the web": '=WEBSERVICE("http://example.org/"&A1)',
    "wide sign": "＝1＋1",
    "behind a tab": "\t=1+1",
    "behind a break": "\n=1+1",
    "behind a quote": "'=1+1",
    "separator": 'a";=1+1;"',
}
_MARKUP: Mapping[str, str] = {
    "script": "<script>alert(1)</script>",
    "script that ends": "</script><script>alert(1)</script>",
    "handler": "<img src=x onerror=alert(1)>",
    "attribute": '"><svg/onload=alert(1)>',
    "attribute in single quotes": "' onmouseover='alert(1)",
    "style that ends": "</style><style>*{display:none}</style>",
    "title that ends": "</title><base href=//example.org>",
    "comment": "<!-- --!> <iframe src=//example.org>",
    "written twice": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "references": "&#60;script&#62;&#x3c;b&#x3e;&amp;amp;",
    "address": "javascript:alert(1)",
    "address of a mail": "[x](javascript:alert(1)) <javascript:alert(1)>",
    "template": "{{ 7*7 }}{% for x in ().__class__.__bases__ %}",
    "pattern": "{name} {0} %s %(x)s {subject!r} ${x}",
    "character data": "]]><![CDATA[<x/>]]>",
    "grammar": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>&a;',
    "instruction": "<?xml version='1.0'?><?php phpinfo() ?>",
    "escape of Excel": "_x0041__x000D_=1",
}
_TYPST: Mapping[str, str] = {
    "read": '#read("/etc/passwd")',
    "import": '#import "@preview/cetz:0.3.0"',
    "panic": '#panic("owned")',
    "marks": "*bold* _slant_ `raw` $x^2$ @ref <label> = Heading",
    "brackets": "]#text(red)[x] #[ }{ ]",
    "end of a text": '"; #sys.version; "',
    "comment": "/* // */ https://example.org",
    "escape": "\\u{1F600} \\# \\\\ \\",
    "block": "#{ while true {} }",
}
_PATHS: Mapping[str, str] = {
    "climbing": "../../../../../../etc/owned",
    "climbing on Windows": "..\\..\\..\\owned",
    "from the root": "/etc/cron.d/owned",
    "drive": "C:\\Windows\\owned",
    "share": "\\\\127.0.0.1\\share\\owned",
    "dots": "..",
    "one dot": ".",
    "home": "~/owned",
    "CON": "CON",
    "NUL": "NUL.txt",
    "aux": "aux",
    "LPT1": "LPT1",
    "COM1 with a dot": "com1.",
    "stream": "a:b:$DATA",
    "shell": "$(touch owned) `touch owned`; touch owned",
    "option": "--output=/tmp/owned",
    "pattern": "*?[a-z]{a,b}",
    "percent": "%2e%2e%2fowned%00",
    "long": "n" * 400,
    "long in wide letters": "界" * 200,
    "slashes only": "////",
}
_SIGNS: Mapping[str, str] = {
    "turned round": "\u202egnp.exe",
    "isolated": "\u2066abc\u2069\u200f",
    "without a width": "Sa\u200bl\u200de\ufeffs",
    "accents heaped up": "Z" + "\u0300\u0301\u0302\u0303" * 20,
    "emoji of a family": "👩‍👩‍👧‍👦🏴‍☠️🇳🇱👍🏽",
    "homoglyph": "Sаles",
    "homoglyph of Greek": "Sαles",
    "letters of mathematics": "𝓢𝓪𝓵𝓮𝓼",
    "ligature": "ﷺ﷽ﬃ",
    "soft hyphens": "S\u00ada\u00adl\u00ade\u00ads",
    "separators of lines": "a\u2028b\u2029c\x85d",
    "private": "\ue000\U000f0000\U0010ffff",
    "delete": "a\x7fb\x9bc",
    "Turkish": "İıŞẞß",
    "Tibetan": "ཧཱུྃ" * 50,
    "Arabic": "مرحبا بالعالم",
    "blanks": "a\u00a0\u3000\u2003\u200bb",
    "halves written out": "a\\ud800b",
    "tags": "a\U000e0041\U000e007fb",
    "variation": "a\ufe0f\ufe0e\U000e0100",
}
# What a text shows once blanks in a row are one, as every value that is read.
_FOLDED = frozenset({"behind a tab", "behind a break"})


def _named(kind: str, names: Mapping[str, str]) -> tuple[Case, ...]:
    return tuple(
        told(f"{kind}, {name}.xlsx", f"has names that are a {kind}: {name}", _called(text), formats=ALL)
        for name, text in names.items()
    )


_DEPARTMENT = ("report", "{file}", "-o", "{out}", "--format", "html,pdf", "--department")
_TWINS: Mapping[str, tuple[str, str]] = {
    "zero width": ("Sales", "Sal\u200bes"),
    "composed": ("Café", "Cafe\u0301"),
    "case": ("Sales", "SALES"),
    "Turkish case": ("Istanbul", "İstanbul"),
    "Cyrillic": ("Sales", "Sаles"),
    "wide": ("Sales", "Ｓａｌｅｓ"),
    "blanks": ("Sales Desk", "Sales\u00a0\u2003Desk"),
    "hyphens": ("Sales-Desk", "Sales‐Desk"),
}


def _twins(one: str, other: str) -> Make:
    departments: Rows = (*COMPANY["Departments"], (one, "", "", 1.0), (other, "", "", 2.0))
    return workbook({**COMPANY, "Departments": departments})


CASES: tuple[Case, ...] = (
    *_named("formula", _FORMULAS),
    *_named("markup", _MARKUP),
    *_named("typst", _TYPST),
    *_named("path", _PATHS),
    *_named("sign", _SIGNS),
    # Names that become names of files.
    *(
        Case(f"edition, {name}.xlsx", f"has a department whose page is asked for: {name}", _called(text, alone=True), "told", (), (*_DEPARTMENT, text.replace("{", "{{").replace("}", "}}")), "html,pdf")
        for name, text in _PATHS.items() if name not in ("option", "dots", "one dot", "slashes only")
    ),
    *(told(f"twins, {name}.xlsx", f"has two names that look alike: {name}", _twins(*pair)) for name, pair in _TWINS.items()),
    told("cell of 32,767 letters.xlsx", "has names as long as a cell", _called("n" * 32_760), "the cell holds 32,763 characters; the first 2,000 are read", formats=ALL),
    told("cell of 32,767 words in names.xlsx", "has names of as many words as a cell holds", _called("word " * 6_550), "the first 2,000 are read", formats=ALL),
    told("cell of 32,767 words.xlsx", "has a note as long as a cell", workbook(company({"Right first time": "word " * 6_553})), formats=ALL),
    told("cell of a million letters.xlsx", "has a name longer than a cell", _called("n" * 1_000_000), "the first 2,000 are read", formats="json,html"),
    told("formula as a sheet.xlsx", "has sheets called as formulas and scripts are", workbook({**COMPANY, "=1+1": (("a", "b"), ("c", 1.0)), "<script>alert(1)</script>": (("a", "b"), ("c", 1.0)), "../../owned": (("a",), ("b",))}), formats=ALL),
    told("terminal in a name.xlsx", "has a company whose name steers a terminal", workbook(company({"Acme": "Acme_x001B_]0;owned_x0007__x001B_[2J"})), formats=ALL),
)  # fmt: skip
