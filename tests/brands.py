"""A firm's logo, typeface and presentation, made for tests."""

import io
import struct
import zlib
from pathlib import Path

import font_source_sans_pro
from fontTools.ttLib import TTFont

__all__ = ["FAMILY", "LOGO", "brand_file", "face", "png"]

FAMILY = "Harbour Sans"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 50"><path fill="#6a1b4d" d="M0 0h200v50H0z"/></svg>'
_STYLES = {"Regular": "SourceSansPro", "Bold": "SourceSansProBold"}


def png(width: int = 40, height: int = 10) -> bytes:
    """A grey PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def face(style: str = "Regular", family: str = FAMILY, **changes: int) -> bytes:
    """A style of a typeface of another name: Source Sans Pro, renamed; `changes` are fields of its table OS/2."""
    target = io.BytesIO()
    with TTFont(font_source_sans_pro.font_files_otf[_STYLES[style]], recalcTimestamp=False) as font:
        for name in font["name"].names:
            if name.nameID in (1, 4, 6, 16):
                name.string = f"{family.replace(' ', '')}-{style}" if name.nameID == 6 else family
        if "CFF " in font:
            font["CFF "].cff.fontNames[0] = f"{family.replace(' ', '')}-{style}"
        for key, value in changes.items():
            setattr(font["OS/2"], key, value)
        font.save(target)
    return target.getvalue()


def brand_file(folder: Path, text: str, **files: bytes | str) -> Path:
    """Write a brand with the files that it names; an underscore in their names stands for a full stop."""
    for name, content in files.items():
        raw = content.encode() if isinstance(content, str) else content
        (folder / name.replace("_", ".")).write_bytes(raw)
    path = folder / "brand.toml"
    path.write_text(text, encoding="utf-8")
    return path
