"""What is said on a terminal: the words of workbooks among ours must not steer it."""

import re

import click

__all__ = ["tell"]

# Controls but for tab and line break, and what turns the order of the letters after it; a mark shows that there was something.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def tell(text: str, *, err: bool = False) -> None:
    """Say a text on the terminal, or as an error."""
    click.echo(_STEERING.sub("\N{REPLACEMENT CHARACTER}", text), err=err)
