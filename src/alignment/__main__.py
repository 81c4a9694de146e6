"""The program `alignment`, also started by `python -m alignment`."""

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line."""
    from alignment.cli.main import alignment

    for stream in (sys.stdout, sys.stderr):
        # A Windows console or pipe may not know a character such as "→"; a question mark is better than a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    alignment(prog_name="alignment")


if __name__ == "__main__":
    main()
