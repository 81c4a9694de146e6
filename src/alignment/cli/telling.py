"""What may a terminal be told? Words only: what stands in a file of a stranger must not steer it."""

import click

from alignment.wording import clean

__all__ = ["tell"]


def tell(text: object = "", *, err: bool = False, end: str = "\n") -> None:
    r"""Write lines to the terminal, or to whatever reads in its place, without signs that would steer one.

    Escape sequences colour, move and overwrite what was told before, and can name the window or fill the clipboard.

    Parameters
    ----------
    text
        One line or several.
    err
        Whether it goes where errors go.
    end
        What is written behind it.
    """
    click.echo("\n".join(map(clean, str(text).split("\n"))) + end, nl=False, err=err)
