"""The program `alignment`, also started by `python -m alignment`."""

import signal
import sys

__all__ = ["main"]


# What a shell gives for a program that was stopped with Ctrl-C, and for one that was told to end.
_INTERRUPTED, _ENDED = 130, 143


def main() -> None:
    """Run the command line."""
    # A scheduler that has waited long enough sends this; ending in good order takes the half-made report away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_ENDED))
    try:
        _run()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def _run() -> None:
    from alignment.cli.main import alignment

    for stream in (sys.stdout, sys.stderr):
        # A Windows console or pipe may not know a character such as "→"; a question mark is better than a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    alignment(prog_name="alignment")


if __name__ == "__main__":
    main()
