"""The group of commands: each is imported only when it is asked for."""

import contextlib
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path
from typing import ClassVar

import click

from alignment import __version__
from alignment.cli.telling import tell
from alignment.errors import AlignmentError

__all__ = ["alignment"]

# What a shell gives for a program that was stopped with Ctrl-C.
_STOPPED = 130


class _Commands(click.Group):
    """Commands by name, imported when used; a run that cannot go on becomes one line and status 2."""

    # The order is the one in which a user meets them; the words stand here so that --help imports none of them.
    known: ClassVar[dict[str, str]] = {
        "app": "The whole program in a window of the browser.",
        "demo": "The sample company's health check, end to end.",
        "new": "A blank workbook to fill in, or a survey form to send out.",
        "collect": "Surveys that came back, into a workbook.",
        "check": "Every issue in the data, each with its cell.",
        "map": "A draft mapping for a workbook with other words.",
        "interactions": "Logs of meetings, mail and tickets, into ties and journeys.",
        "report": "The health check: HTML, PDF, Excel, JSON.",
        "track": "Snapshots over time: add, list, export, remove.",
        "compare": "What changed between two checks, and was it the company?",
        "simulate": "What would change if: an owner, a contact, a merger, a loss.",
        "explain": "A measure, a rule or the score: formula, limits, source.",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.known)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name not in self.known:
            return None
        command = import_module(f"alignment.cli.{name}").command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(self.known.items()))

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except AlignmentError as problem:
            tell(f"alignment: {problem}", err=True)
        except KeyboardInterrupt:
            click.echo("alignment: stopped. What was there before is as it was.", err=True)
            ctx.exit(_STOPPED)
        except BrokenPipeError:
            # Whoever reads the output, such as `head`, has seen enough; nothing is wrong.
            ctx.exit(_nobody_listens())
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except OSError as problem:
            click.echo(f"alignment: {problem.filename or 'the output'}: {problem.strerror or problem}.", err=True)
        except Exception as problem:
            if sys.flags.dev_mode:
                raise
            last = traceback.extract_tb(problem.__traceback__)[-1]
            click.echo(
                f"alignment: a fault of this program, not of your file: {type(problem).__name__}: {problem} "
                f"({Path(last.filename).name}, line {last.lineno}). Please report it with this line.",
                err=True,
            )
        raise click.exceptions.Exit(2)


def _nobody_listens() -> int:
    """Turn what is still to be written into nothing, so that closing the stream does not fail once more."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="alignment")
def alignment() -> None:
    """Finds where a company's structure gets in its customers' way.

    From the spreadsheets it already has: departments, processes with RACI, customer journeys, who works with whom.

    \b
    Try:  alignment demo
    Then: alignment report audit.xlsx -o reports/acme
    """  # noqa: D301 - click reads the backspace character as "keep these lines"
