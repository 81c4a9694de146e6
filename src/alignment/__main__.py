"""The program `alignment`, also started by `python -m alignment`."""

import sys

from alignment.cli.ending import INTERRUPTED, WORDS, Stopped, ended
from alignment.cli.process import settle

__all__ = ["main"]

# As for all that could not run; Python's own would be that of findings.
_FAULT = 2


def main() -> None:
    """Run the command line."""
    settle()
    try:
        _run()
    except KeyboardInterrupt:
        print(WORDS, file=sys.stderr)
        sys.exit(INTERRUPTED)
    except Stopped:
        print(WORDS, file=sys.stderr)
        raise
    except SystemExit:
        raise
    except BaseException:
        sys.excepthook(*sys.exc_info())
        sys.exit(_FAULT)
    finally:
        ended()


def _run() -> None:
    from alignment.cli.main import alignment

    for stream in (sys.stdout, sys.stderr):
        # A Windows console or pipe may not know a character such as "→"; a question mark is better than a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    alignment(prog_name="alignment")


if __name__ == "__main__":
    main()
