"""The group of commands: each is imported only when it is asked for."""

import contextlib
import os
import sys
from importlib import import_module
from typing import ClassVar

import click

from alignment import __version__
from alignment.cli.ending import INTERRUPTED, WORDS
from alignment.cli.faults import tell_everything, told
from alignment.cli.telling import tell
from alignment.errors import AlignmentError, without_passwords
from alignment.temporary import temporary_files

__all__ = ["alignment"]

_DEBUG = "--debug"


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

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # Whoever wants to know more of a fault puts the word at the end of the line that failed.
        own = args[: args.index("--")] if "--" in args else args
        if _DEBUG in own:
            args.remove(_DEBUG)
            args.insert(0, _DEBUG)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            with temporary_files():
                return super().invoke(ctx)
        except AlignmentError as problem:
            tell(f"alignment: {without_passwords(str(problem))}", err=True)
        except KeyboardInterrupt:
            tell(WORDS, err=True)
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            # Whoever reads the output, such as `head`, has seen enough; nothing is wrong.
            ctx.exit(_nobody_listens())
        except click.ClickException as problem:
            problem.message = without_passwords(problem.message)  # type: ignore[misc]  # click means what it makes itself
            raise
        except (click.exceptions.Exit, click.Abort, SystemExit):
            raise
        except MemoryError:
            tell(
                "alignment: the machine has too little memory for these files. Close other programs, or give fewer files.",
                err=True,
            )
        except BaseException as problem:
            if isinstance(problem, OSError) and problem.strerror:
                place = without_passwords(str(problem.filename or "the output"))
                tell(f"alignment: {place}: {problem.strerror}.", err=True)
            elif ctx.params["debug"]:
                raise
            else:
                # Libraries that are written in another language have faults of their own, beside Python's.
                tell(told(problem), err=True)
        raise click.exceptions.Exit(2)


def _nobody_listens() -> int:
    """Turn what is still to be written into nothing, so that closing the stream does not fail once more."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="alignment")
@click.option(_DEBUG, is_flag=True, help="Of a fault of the program, tell all that Python knows: it may quote cells.")
def alignment(debug: bool) -> None:
    """Finds where a company's structure gets in its customers' way.

    From the spreadsheets it already has: departments, processes with RACI, customer journeys, who works with whom.

    \b
    Try:  alignment demo
    Then: alignment report audit.xlsx -o reports/acme
    """  # noqa: D301 - click reads the backspace character as "keep these lines"
    if debug:
        tell_everything()
