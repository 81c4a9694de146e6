"""Which moves does a file name? Chosen moves as TOML, read and written."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from alignment.advice.byhand import KINDS, STEP, Asked
from alignment.advice.words import suggested
from alignment.errors import SettingsError
from alignment.settings import read_toml
from alignment.source.mapping import quoted_text

# Each is measured by itself; no reorganisation is decided in as many steps.
_MOST_MOVES = 100

__all__ = ["asked_in_file", "moves_text"]


def asked_in_file(path: Path) -> tuple[Asked, ...]:
    """Return what a TOML file asks for: each kind as a key, with one text or a list of texts, in this order.

    Where kinds take turns, each change stands under ``[[move]]``.

    Raises
    ------
    SettingsError
        The file cannot be read, asks for nothing, or holds a key that means nothing.
    """
    content = read_toml(path, SettingsError, "--moves", "")
    found: list[Asked] = []
    for name, texts in _pairs(content):
        kind = name.replace("-", "_")
        several = [texts] if isinstance(texts, str) else texts
        asked_for = (*KINDS, STEP)
        if kind not in asked_for or not isinstance(several, list) or not all(isinstance(one, str) for one in several):
            known = [one.replace("_", "-") for one in asked_for]
            close = suggested(name, known) if kind not in asked_for else ""
            raise SettingsError(
                f"{path}: {name} cannot be used.{close} Known: {', '.join(known)}, each with a text in quotes, or several "
                "in brackets."
            )
        found += [Asked(kind, one, path) for one in several]
    if not found:
        raise SettingsError(f'{path}: asks for nothing. Say what is to change, such as: link = "Sales:Billing".')
    if len(found) > _MOST_MOVES:
        raise SettingsError(f"{path}: asks for {len(found):,} changes; {_MOST_MOVES} can be tried at once. Name fewer.")
    return tuple(found)


def _pairs(content: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield kinds with their texts, those under ``[[move]]`` in their order."""
    for name, texts in content.items():
        if name == "move" and isinstance(texts, list) and all(isinstance(one, dict) for one in texts):
            yield from (pair for one in texts for pair in one.items())
        else:
            yield name, texts


def moves_text(asked: Iterable[Asked]) -> str:
    """Return a file that asks for this, in its order, as `asked_in_file` reads it.

    Examples
    --------
    >>> print(moves_text([Asked("move_step", "Move#2=Sales")]))
    [[move]]
    move-step = "Move#2=Sales"
    <BLANKLINE>
    """
    # A text of JSON is one of TOML.
    entries = (f"[[move]]\n{one.kind.replace('_', '-')} = {quoted_text(one.text)}\n" for one in asked)
    return "\n".join(entries)
