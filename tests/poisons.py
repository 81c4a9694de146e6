"""Texts that would like to run, to break out or to be lost, and a company in which each stands wherever a text may stand."""

import csv
import unicodedata
from pathlib import Path

from alignment.source.names import slug

# What each would do: run in a page, in typst, in a spreadsheet, in a terminal or in a template; end the text that it stands
# in; lead to another file; or be lost on the way.
POISONS = {
    "script": "<script>document.title='ran'</script>",
    "end of script": "</script><script>document.title='ran'</script>",
    "handler": "<img src=x onerror=document.title='ran'>",
    "handler in svg": "<svg/onload=document.title='ran'>",
    "attribute": '" onmouseover="document.title=\'ran\'" x="',
    "address": "javascript:document.title='ran'",
    "style": "</style><style>body{display:none}</style>",
    "comment": "<!-- --> --!> <![CDATA[ x ]]>",
    "end of cdata": "]]> ]]&gt; ?>",
    "entities": "&amp; &lt;b&gt; &#60; &#x3c; &nbsp &quot;",
    "document type": '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e;',
    "typst code": '#panic("ran") #{ 1/0 } #sys.version',
    "typst import": '#import "/etc/passwd": * #read("/etc/passwd")',
    "typst signs": "$x^2$ @label <label> \\u{202e} *b* _i_ `r` ~ -- ... // no /* no */",
    "mathtext": r"$\frac{1}{0}$ \$ $$ ^_{}",
    "markdown": "**b** _i_ [a](http://x.example) ![i](http://x.example/i.png) `c` # h | a | b |",
    "template": "{{ 7 * 7 }} {% for x in y %} ${7*7} #{7*7} <%= 7 %>",
    "braces": "{0} {name} {n} {} }{ %s %(name)s %d 100%",
    "formula": '=HYPERLINK("http://x.example";"y")',
    "formula in a blank": " =1+1",
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-1+1",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tab": "\t=1+1",
    "return": "\r=1+1",
    "dde": "=cmd|' /C calc'!'A1'",
    "error": "#N/A!",
    "quotes": "\"a\" 'b' `c` \u201cd\u201d \u2018e\u2019 \u00abf\u00bb \u201eg\u201f \\\" \\'",
    "apostrophe": "'=1+1",
    "escape of Excel": "_x000D_ _x0041_ _x005F_x0041_ _X0041_",
    "footer of Excel": '&P of &N &"Arial"&24 && &[Date]',
    "ansi": "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b[2J",
    "one byte ansi": "\x9b31mred \x9d0;title\x9c",
    "controls": "bell\x07 back\x08 vertical\x0b page\x0c delete\x7f unit\x1f next\x85 line\u2028",
    "noncharacters": "\ufffe \uffff \ufdd0 \U0001ffff",
    "override": "invoice\u202efdp.exe",
    "isolates": "\u2066left\u2069 \u2067right \u202bembedded",
    "invisible": "zero\u200bwidth joi\u200dner soft\u00adhyphen \ufeffmark \u2060word",
    "emoji": "\U0001f680 growth \U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1f3\U0001f1f1 \u2764\ufe0f \U0001f44d\U0001f3fd",
    "scripts": "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 \u6f22\u5b57 \u0928\u092e\u0938\u094d\u0924\u0947 Z\u0351\u036b\u0343\u036aa\u0310",
    "homoglyph": "S\u0430les \uff33\uff41\uff4c\uff45\uff53 \ufb01nance",
    "climbing": "../../../../tmp/ran",
    "windows path": '..\\..\\C:\\ran:stream|x*?<>"',
    "device": "CON",
    "device with ending": "aux.txt",
    "dots and blanks": " . dots and blanks . . ",
    "case": "sALES",
    "lines": "one\r\ntwo\nthree\ttab",
}

# Names are read trimmed, with single blanks, in Unicode's plainest form and without what nobody sees; all else stays.
AS_READ = {
    "formula in a blank": "=1+1",
    "tab": "=1+1",
    "return": "=1+1",
    # In a CSV file the apostrophe says that what follows is text; see alignment.wording.harmless.
    "apostrophe": "=1+1",
    "ansi": "[31mred[0m ]0;title [2J",
    "one byte ansi": "31mred 0;title",
    "controls": "bell back vertical page delete unit next line",
    "override": "invoicefdp.exe",
    "isolates": "left right embedded",
    "invisible": "zerowidth joiner softhyphen mark word",
    "scripts": unicodedata.normalize("NFKC", POISONS["scripts"]),
    "homoglyph": "S\u0430les Sales finance",
    "dots and blanks": ". dots and blanks . .",
    "lines": "one two three tab",
}
# "#N/A!" is the error of a formula and names nobody; nor does what is no character.
NOBODY = {"error", "noncharacters"}
NAMES = frozenset(AS_READ.get(what, text) for what, text in POISONS.items() if what not in NOBODY)
# The firm in whose name is printed has room for less, and control characters are refused there.
FIRM = "<b onclick=ran()>&amp; \u05e9 $x$ #panic()</b> {n} _x0041_"


def company(folder: Path) -> Path:
    """Write a company of CSV files in which every text stands in every place, and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = list(POISONS.values())

    def other(place: int, further: int = 1) -> str:
        return texts[(place + further) % len(texts)]

    each = list(enumerate(texts))
    sheets: dict[str, list[list[object]]] = {
        "Organisation": [
            ["key", "value"],
            ["Name", POISONS["formula"]],
            ["Snapshot date", "2026-03-31"],
            ["Prepared by", POISONS["script"] + POISONS["controls"] + "y" * 300],
            ["Notes", " ".join(texts)],
        ],
        "Departments": [
            ["Department", "Head", "Location", *texts[:5]],
            *([one, one, one, *texts[:5]] for one in texts),
        ],
        "People": [["Person", "Department", "Role", "Manager"], *([one, one, one, other(at)] for at, one in each)],
        "Processes": [["Process", "Owner department", "Accountable"], *([one, one, other(at)] for at, one in each)],
        "RACI": [
            ["Process", "Department or person", "Code"],
            *([one, one, "R"] for one in texts),
            *([one, other(at), "C"] for at, one in each),
        ],
        "Journeys": [
            ["Journey", "Segment", "End-to-end owner", "KPI", "Target", "Importance"],
            *([one, one, one if at % 2 else "", one, one, 5] for at, one in each),
        ],
        "Journey steps": [
            ["Journey", "Order", "Step", "Department", "Process", "Channel", "Moment of truth"],
            *(
                [one, step, other(at, step), other(at, 3 * step), other(at, step), one, "yes"]
                for at, one in each
                for step in (1, 2, 3)
            ),
        ],
        "Collaboration": [
            ["From", "To", "Strength", "Kind", "Source"],
            *([one, other(at), 3, one, one] for at, one in each),
        ],
        "Goals": [
            ["Goal", "Owner department", "Perspective", "Journey", "Target", "Actual", "Conflicts with"],
            *([one, one, one, one, one, one, other(at)] for at, one in each),
        ],
        "Survey": [
            ["Respondent", "Department", *texts[:5], "Comment"],
            *([f"R{at}", one, 3, 3, 3, 3, 3, one] for at, one in each),
        ],
        "Actions": [
            ["Finding", "Action", "Owner", "Due", "Status", "Waiver reason", "Waiver until"],
            *(
                [f"OWN01:journey:{slug(one)}", one, one, "2027-01-01", "open" if at % 4 else "waived", one, ""]
                for at, one in each
            ),
        ],
        # A file, and so a sheet, that is called so and read by nobody.
        "\x1b[31m $x$ {n} #panic() =1+1 '&<i>": [["nothing", "known"], [1, 2]],
    }
    for name, rows in sheets.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    return folder


def commentary(folder: Path) -> Path:
    """Write words of a partner that hold every text, each in a paragraph, and return the file."""
    lines = [" ".join(one.split("\n")).replace("\r", " ") for one in POISONS.values()]
    file = folder / "words.md"
    file.write_text("# Words\n\n" + "\n\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return file
