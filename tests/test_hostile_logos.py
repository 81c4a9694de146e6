"""Logos made to take all memory, to run, to fetch or to break what draws them are refused in one line; none is drawn."""

import gzip
import io
import struct
import zlib

import pytest
from PIL import Image

from alignment.branding import read_brand
from alignment.errors import SettingsError
from brands import brand_file, png

_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{shapes}</svg>'
_USED = {"pattern": "fill", "mask": "mask", "clipPath": "clip-path"}


def svg(shapes: str, box: str = "0 0 100 100") -> bytes:
    return _SVG.format(box=box, shapes=shapes).encode()


def nested(kind: str, depth: int = 12, each: int = 12) -> bytes:
    """Drawings within drawings: the innermost shape is drawn each to the power of depth times."""
    used = _USED[kind]
    held = "".join(
        f'<{kind} id="p{at}">' + f'<rect width="3" height="3" {used}="url(#p{at + 1})"/>' * each + f"</{kind}>"
        for at in range(depth)
    )
    return svg(f'<defs>{held}</defs><rect width="100" height="100" {used}="url(#p0)"/>')


def chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))


def pixels(width: int, height: int, *chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + chunk(b"IDAT", zlib.compress(b"\0" * 5)) + chunk(b"IEND", b"")
    )


def moving() -> bytes:
    target = io.BytesIO()
    Image.new("P", (5, 5)).save(target, "GIF", save_all=True, append_images=[Image.new("P", (5, 5), 1)])
    return target.getvalue()


STYLED = nested("pattern").replace(b'fill="url', b'data-x="')
HOSTILE = {
    "more pixels than memory": (pixels(100_000, 100_000), "has 100000 by 100000 pixels"),
    "no height": (pixels(5, 0), "has 5 by 0 pixels"),
    "fewer pixels than it says": (pixels(4000, 4000), "is a damaged PNG"),
    "cut short": (png()[:-20], "is a damaged PNG"),
    "a text that unpacks": (pixels(4, 1, chunk(b"zTXt", b"a\0\0" + zlib.compress(b"a" * 80_000_000))), "is a damaged PNG"),
    "a profile that unpacks": (pixels(4, 1, chunk(b"iCCP", b"a\0\0" + zlib.compress(b"a" * 80_000_000))), "is a damaged PNG"),
    "a line": (png(4000, 20), "one side is 200 times as long as the other"),
    "a line drawn": (svg("<path d='M0 0h9'/>", "0 0 100000 1"), "one side is 100,000 times as long as the other"),
    "animated": (moving(), "is neither a PNG nor an SVG"),
    "packed": (gzip.compress(svg("")), "is neither a PNG nor an SVG"),
    "nothing": (b"", "is neither a PNG nor an SVG"),
    "patterns in patterns": (nested("pattern"), "is too involved for a logo"),
    "masks in masks": (nested("mask"), "is too involved for a logo"),
    "clips in clips": (nested("clipPath"), "is too involved for a logo"),
    "by its style": (STYLED.replace(b"<defs>", b"<defs><style>rect{fill:url(#p1)}</style>"), "is too involved for a logo"),
    "by its style, said later": (STYLED.replace(b"</defs>", b"</defs><style>rect{fill:URL(#p1)}</style>"), "is too involved for a logo"),
    "groups without end": (svg("<g>" * 5_000 + "</g>" * 5_000), "is too involved for a logo"),
    "a file of the computer": (b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("<title>&a;</title>"), "defines words of its own"),
    "laughs": (b'<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>' + svg("<title>&b;</title>"), "defines words of its own"),
    "a script": (svg("<script>1</script>"), "holds <script>"),
    "a handler": (svg('<path onclick="x()" d="M0 0h9"/>'), "holds onclick on <path>"),
    "a picture from elsewhere": (svg('<image href="http://x.example/x.png"/>'), "holds <image>"),
    "a page": (svg('<foreignObject><b xmlns="http://www.w3.org/1999/xhtml">x</b></foreignObject>'), "holds <foreignObject>"),
    "a style from elsewhere": (svg('<style>@import "http://x.example/";</style>'), "rules that could fetch"),
    "a change of itself": (svg('<path d="M0 0h9"><animate attributeName="href" to="javascript:1"/></path>'), "holds <animate>"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_logo_is_refused_in_one_line(what, tmp_path):
    content, told = HOSTILE[what]
    with pytest.raises(SettingsError, match=r"firm\.img: ") as refused:
        read_brand(brand_file(tmp_path, 'firm = "Harbour"\nlogo = "firm.img"\n', firm_img=content))
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_logo_with_gradients_and_a_mask_is_none_of_these(tmp_path):
    shapes = (
        '<defs><style>.a{fill:#123456}</style><linearGradient id="g"><stop offset="0"/></linearGradient>'
        '<mask id="m"><rect width="90" height="90" fill="url(#g)"/></mask></defs>'
        + '<path class="a" d="M0 0h9v9z" fill="url(#g)" mask="url(#m)"/>'
        * 40
    )
    brand = read_brand(brand_file(tmp_path, 'firm = "Harbour"\nlogo = "firm.svg"\n', firm_svg=svg(shapes)))
    assert (brand.logo.width, brand.logo.height) == (100, 100)
