"""What is given beside a workbook: settings, words of the company, moves, commentary, looks, a key."""

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image

from hostile.declared import Case, Make, refused, told, written
from rawbooks import packed

__all__ = [
    "BRAND", "CASES", "COMMENTARY", "KEY", "LOGO", "MAPPING", "MOVES", "SETTINGS", "branded",
]  # fmt: skip


def _with(*option: str) -> tuple[str, ...]:
    return ("report", "{company}", "-o", "{out}", "--format", "{formats}", *option)


SETTINGS, MAPPING, MOVES = _with("--settings", "{file}"), _with("--mapping", "{file}"), _with("--moves", "{file}")
COMMENTARY, BRAND, KEY = (
    _with("--commentary", "{file}"),
    _with("--brand", "{file}"),
    _with("--client-safe", "--key", "{file}"),
)
LOGO = _with("--brand", "{in}/brand.toml")
_CROSSWALK = _with("--since", "{company}", "--crosswalk", "{file}")
_SIMULATE = ("simulate", "{company}", "--moves", "{file}")


def branded(make: Make, key: str = "logo = {}", head: str = 'firm = "F"') -> Make:
    """A brand that names the file, and the file."""

    def both(path: Path) -> None:
        named = '"' + path.name + '"'
        (path.parent / "brand.toml").write_text(f"{head}\n{key.format(named)}\n", encoding="utf-8")
        make(path)

    return both


def _png(width: int, height: int, data: bytes) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
        + chunk(b"IDAT", data)
        + chunk(b"IEND", b"")
    )


def _image(width: int, height: int) -> bytes:
    with BytesIO() as file:
        Image.new("RGB", (width, height), "#0b5563").save(file, "PNG")
        return file.getvalue()


def _text_bomb() -> bytes:
    """A picture of one point with a text that unpacks to 200 MB."""
    whole = _image(8, 8)
    packer = zlib.compressobj(9)
    packed_text = b"".join([*(packer.compress(b"a" * 1_000_000) for _ in range(200)), packer.flush()])
    content = b"note\0\0" + packed_text
    chunk = struct.pack(">I", len(content)) + b"zTXt" + content + struct.pack(">I", zlib.crc32(b"zTXt" + content))
    return whole[:33] + chunk + whole[33:]


_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">{}</svg>'
_LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha">' + "".join(f'<!ENTITY {two} "{f"&{one};" * 10}">' for one, two in zip("abcdefghi", "bcdefghij", strict=True)) + "]>"  # fmt: skip
_LOGOS: Mapping[str, str] = {
    "script": _SVG.format("<script>alert(1)</script>"),
    "handler": _SVG.format('<rect width="9" height="9" onload="alert(1)"/>'),
    "page": _SVG.format('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>'),
    "picture from elsewhere": _SVG.format('<image xlink:href="http://example.org/x.png"/>'),
    "file of the system": _SVG.format('<use xlink:href="file:///etc/passwd#a"/>'),
    "style that fetches": _SVG.format("<style>@import url(http://example.org/x.css);</style>"),
    "fill that fetches": _SVG.format('<rect fill="url(http://example.org/x)"/>'),
    "laughs": _LAUGHS + _SVG.format("<desc>&j;</desc>"),
    "file as an entity": '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + _SVG.format("<desc>&a;</desc>"),
    "uses of uses": _SVG.format(
        "".join(f'<g id="g{one}">{f"""<use href="#g{one - 1}"/>""" * 10}</g>' for one in range(1, 10))
    ),
    "use of itself": _SVG.format('<g id="a"><use href="#a"/></g>' * 40),
    "deep": _SVG.format("<g>" * 50_000 + "</g>" * 50_000),
    "no size": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "size without an end": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1e999 1e999"/>',
    "style sheet by an instruction": '<?xml-stylesheet href="http://example.org/x.xsl"?>' + _SVG.format(""),
    "animation": _SVG.format('<animate attributeName="href" to="javascript:alert(1)"/>'),
    "link": _SVG.format('<a href="javascript:alert(1)"><rect/></a>'),
}
_TOML_OF_EACH: Mapping[str, tuple[bytes | str, str]] = {
    "empty of sense": ("= = =", "not valid TOML"),
    "noise": (bytes(range(128, 256)) * 50, "is not text in UTF-8"),
    "zeros": (bytes(500), "not valid TOML"),
    "UTF-16": ("[analysis]\nseed = 1\n".encode("utf-16"), "is not text in UTF-8"),
    "deep arrays": ("a = " + "[" * 100_000 + "]" * 100_000, "not valid TOML"),
    "deep tables": ("a = " + "{b = " * 50_000 + "1" + "}" * 50_000, "not valid TOML"),
    "deep keys": (".".join(["a"] * 50_000) + " = 1", ""),
    "a number of 5,000 digits": ("a = " + "9" * 5_000, "more digits than can be read"),
    "20 MB": ("# " + "a" * 20_000_000 + "\n", ""),
    "a million keys": ("".join(f"k{one} = {one}\n" for one in range(500_000)), ""),
    "a key twice": ("[a]\nb = 1\nb = 2\n", "not valid TOML"),
    "control characters": ('a = "\x1b]0;owned\x07"', "not valid TOML"),
}
_EACH = (("settings", SETTINGS), ("mapping", MAPPING), ("moves", MOVES), ("brand", BRAND), ("crosswalk", _CROSSWALK))
_SETTINGS: Mapping[str, tuple[str, str]] = {
    "weights below zero": ("[score.dimensions]\nownership = -1\n", "a number of at least 0"),
    "weights without an end": ("[score.dimensions]\nownership = inf\n", ""),
    "weights that are none": ("[score.dimensions]\nownership = nan\n", ""),
    "weights of measures without an end": ("[score.measures]\nOWN_SHARE = inf\n", ""),
    "all weights zero": (
        "[score.dimensions]\n"
        + "".join(f"{one} = 0\n" for one in ("ownership", "journeys", "silos", "bridges", "coordination", "maturity")),
        "",
    ),
    "share that is none": ("[score]\nspread = nan\n", "a number from 0 to 1"),
    "limit without an end": ('[limits."silos.modularity"]\ngood = inf\n', ""),
    "limit that is none": ("[rules.OWN01]\nlimit = nan\n", ""),
    "rule without an end": ("[rules.OWN01]\nlimit = inf\n", ""),
    "seed below zero": ("[analysis]\nseed = -1\n", "whole number"),
    "seed of 300 digits": (f"[analysis]\nseed = {'9' * 300}\n", "more digits than can be read"),
    "permutations without an end": (f"[analysis]\npermutations = {10**18}\n", ""),
    "draws without an end": (f"[score]\ndraws = {10**15}\n", ""),
    "no permutations": ("[analysis]\npermutations = 0\n", "whole number"),
    "target without an end": ('[targets."ownership.share"]\nvalue = inf\nby = 2026-12-31\n', "not a number"),
    "target at the end of time": ("[targets.nothing]\nvalue = 1\nby = 9999-12-31\n", ""),
    "statements of the system": ('[survey]\nstatements = "/etc/passwd"\n', "/etc/passwd"),
    "statements without an end": ('[survey]\nstatements = "/dev/zero"\n', "/dev/zero"),
    "statements that are these settings": ('[survey]\nstatements = "{}"\n', ""),
    "language of a path": ('[report]\nlanguage = "../../../etc"\n', "language"),
    "capacity that is none": ("[plan.capacity]\nSales = nan\n", ""),
    "most cells without an end": (f"[reading]\nmost_cells = {10**30}\n", "more digits than can be read"),
}
_READ = frozenset({"all weights zero"})
_MAPPINGS: Mapping[str, tuple[str, str]] = {
    "aliases in a circle": ('[aliases]\n"Sales" = "Service"\n"Service" = "Sales"\n', "is an alias itself"),
    "alias of itself": ('[aliases]\n"Sales" = "Sales"\n', ""),
    "aliases in a long circle": (
        "[aliases]\n" + "".join(f'"A{one}" = "A{(one + 1) % 5_000}"\n' for one in range(5_000)),
        "is an alias itself",
    ),
    "one sheet for all": (
        "[sheets]\n"
        + "".join(f'{kind} = "Departments"\n' for kind in ("departments", "people", "processes", "journeys")),
        "has no column",
    ),
    "one column for all": (
        '[columns.departments]\ndepartment = "Department"\nparent = "Department"\nhead = "Department"\n',
        "",
    ),
    "a path as a sheet": ('[sheets]\ndepartments = "../../etc/passwd"\n', "no sheet is called"),
    "a pattern as a column": ('[columns.departments]\ndepartment = "(a+)+$"\n', "no column is called"),
    "letters that are none": ('[values.raci]\nX = "Z"\n', "give R, A, C, I"),
    "everything is missing": ('[values]\nmissing = ["Sales", "Service", "Billing", "Board", ""]\n', ""),
    "a number as a name": ("[aliases]\nSales = 1\n", ""),
}
_MOVES: Mapping[str, tuple[str, str]] = {
    "merged with itself": ('merge = "Sales+Sales=Sales"\n', ""),
    "merged in a circle": ('merge = ["Sales+Service=Office", "Office+Billing=Sales", "Sales+Board=Office"]\n', ""),
    "all gone": ('without = ["Sales", "Service", "Billing", "Board"]\n', ""),
    "linked to itself": ('link = "Sales:Sales"\n', ""),
    "signs only": ('owner = "==="\nlink = ":::"\nmerge = "+++"\nmove-step = "###"\n', ""),
    "a step at the end of numbers": (f'move-step = "I move#{10**400}=Sales"\n', ""),
    "5,000 of one": ("link = [" + '"Sales:Billing", ' * 5_000 + "]\n", ""),
    "a script as an owner": ('owner = "I pay=<script>alert(1)</script>"\n', ""),
}
_MOVES_READ = frozenset({"merged in a circle", "all gone"})
_COMMENTARIES: Mapping[str, bytes | str] = {
    "script": "# At a glance\n\n<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n",
    "links": "[x](javascript:alert(1)) ![x](http://example.org/x.png) <http://example.org>\n",
    "typst": '#read("/etc/passwd")\n\n#panic("x")\n\n$ #sys $\n',
    "deep quotes": "> " * 20_000 + "x\n",
    "deep lists": "".join("  " * one + "- x\n" for one in range(600)),
    "open brackets": "[" * 5_000 + "\n",
    "open brackets and parentheses": "[a](" * 3_000 + "\n",
    "backticks": "".join("`" * one + " " for one in range(1, 400)) + "\n",
    "wide table": "|" + "a|" * 5_000 + "\n|" + "-|" * 5_000 + "\n|" + "b|" * 5_000 + "\n",
    "formula": '=1+1\n\n- =HYPERLINK("http://example.org")\n\n| a |\n|---|\n| @SUM(1) |\n',
    "one word of 30,000 letters": "n" * 30_000 + "\n",
    "controls": "\x1b]0;owned\x07 a\x00b\u202ec\n",
    "references": "&#0; &#x110000; &#xd800; &amp;lt;script&amp;gt;\n",
}
_KEYS: Mapping[str, bytes | str] = {
    "another file": "PEM\n", "cut": "alignment key of pseudonyms, version 1\n", "later version": "alignment key of pseudonyms, version 99999\n",
    "no secret": "alignment key of pseudonyms, version 1\nfingerprint: AAAA-AAAA\nsecret: zz\n", "noise": bytes(range(256)),
    "long": "alignment key of pseudonyms, version 1\nsecret: " + "ab" * 5_000_000 + "\n",
}  # fmt: skip

CASES: tuple[Case, ...] = (
    *(refused(f"{table}, {name}.toml", f"is a file of {table}: {name}", written(content), said, command=command) for table, command in _EACH for name, (content, said) in _TOML_OF_EACH.items()),
    *(
        (told if name in _READ else refused)(f"settings, {name}.toml", f"sets {name}", lambda path, text=text: path.write_text(text.replace("{}", path.name)), *([] if name in _READ else [said]), command=SETTINGS)
        for name, (text, said) in _SETTINGS.items()
    ),
    *((refused if said or name == "a number as a name" else told)(f"mapping, {name}.toml", f"maps {name}", written(text), *([said] if said else []), command=MAPPING) for name, (text, said) in _MAPPINGS.items()),
    *((told if name in _MOVES_READ else refused)(f"moves, {name}.toml", f"moves {name}", written(text), *([said] if said else []), command=MOVES) for name, (text, said) in _MOVES.items()),
    *(told(f"commentary, {name}.md", f"is a commentary: {name}", written(text), command=COMMENTARY, formats="json,html,pdf,xlsx,pptx") for name, text in _COMMENTARIES.items()),
    refused("commentary, noise.md", "is a commentary that is no text", written(bytes(range(128, 256))), "is not text in UTF-8", command=COMMENTARY, formats="html"),
    refused("commentary, deep emphasis.md", "is a commentary of marks within marks", written("*" * 20_000 + "x" + "*" * 20_000 + "\n"), "too often", command=COMMENTARY, formats="html"),
    refused("commentary, 30 MB.md", "is a commentary of 30 MB", written("word " * 6_000_000), "", command=COMMENTARY, formats="html"),
    *(refused(f"logo, {name}.svg", f"is a logo: {name}", branded(written(text)), "", command=LOGO) for name, text in _LOGOS.items()),
    refused("logo of 60,000 points.png", "is a logo that says it has 3,600 million points", branded(written(_png(60_000, 60_000, b""))), "pixels", command=LOGO),
    refused("logo that is a bomb.png", "is a logo of 4,000 points each way, whose rows are not there", branded(written(_png(4_000, 4_000, zlib.compress(b"\0")))), "damaged PNG", command=LOGO),
    refused("logo with a text that is a bomb.png", "is a small logo with a text of 200 MB", branded(written(_text_bomb())), "damaged PNG", command=LOGO),
    refused("logo cut short.png", "is a logo that is cut short", branded(written(_image(200, 200)[:100])), "damaged PNG", command=LOGO),
    refused("logo that is a photo.png", "is a logo of another kind", branded(written(b"\xff\xd8\xff\xe0" + bytes(99))), "neither a PNG nor an SVG", command=LOGO),
    refused("logo of 5 MB.png", "is a logo larger than a report", branded(written(b"\x89PNG\r\n\x1a\n" + bytes(5_000_000))), "MB", command=LOGO),
    told("large logo.png", "is a logo of 16 million points", branded(written(_image(4_000, 4_000))), command=LOGO, formats="json,html,pdf,xlsx,pptx"),
    refused("typeface of noise.ttf", "is a typeface of noise", branded(written(b"\0\1\0\0" + bytes(range(256)) * 50), "[fonts]\nfiles = [{}]"), "font", command=LOGO),
    refused("typeface that lies.ttf", "is a typeface with tables past its end", branded(written(b"\0\1\0\0" + struct.pack(">HHHH", 9, 128, 3, 16) + b"".join(tag + struct.pack(">III", 0, 0x7FFFFFFF, 0x7FFFFFFF) for tag in (b"OS/2", b"cmap", b"head", b"hhea", b"hmtx", b"maxp", b"name", b"post", b"glyf"))), "[fonts]\nfiles = [{}]"), "font", command=LOGO),
    refused("slides of noise.pptx", "is a presentation of noise", branded(written(b"PK\3\4" + bytes(range(256)) * 9), "slides = {}"), "", command=LOGO),
    refused("slides that are a workbook.pptx", "is a presentation that is a workbook", branded(lambda path: packed(path, {"xl/workbook.xml": "<a/>"}), "slides = {}"), "", command=LOGO),
    refused("slides that are a bomb.pptx", "is a presentation that unpacks to 1 GB", branded(lambda path: packed(path, {"[Content_Types].xml": b" " * 1_000_000_000}), "slides = {}"), "", command=LOGO),
    refused("slides with entities.pptx", "is a presentation with entities", branded(lambda path: packed(path, {"[Content_Types].xml": f"{_LAUGHS}<Types>&j;</Types>"}), "slides = {}"), "", command=LOGO),
    refused("brand of a path.toml", "is a brand with a logo of the system", written('firm = "F"\nlogo = "/etc/passwd"\n'), "/etc/passwd", command=BRAND),
    told("brand of markup.toml", "is a brand whose firm is a script", written('firm = "<script>alert(1)</script>"\nfooter = "#read(\\"/etc/passwd\\")"\nconfidentiality = "=1+1"\n'), command=BRAND, formats="json,html,pdf,xlsx,pptx"),
    refused("brand that steers.toml", "is a brand whose firm steers a terminal", written('firm = "\\u001b]0;owned\\u0007"\n'), "control character", command=BRAND),
    *(refused(f"key, {name}.key", f"is a key: {name}", written(content), "", command=KEY) for name, content in _KEYS.items()),
    told("moves for a simulation.toml", "moves a department into itself", written('link = "Sales:Billing"\n'), command=_SIMULATE),
)  # fmt: skip
