"""How much memory did this process hold at most?"""

import resource
import sys
from pathlib import Path

__all__ = ["forget_peak", "peak"]


def peak() -> float:
    """Peak megabytes of this process, since `forget_peak` where the system has that."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        # What was moved out to make room is held as well.
        return sum(int(status.partition(f"{one}:")[2].split()[0]) for one in ("VmHWM", "VmSwap")) / 1024
    except (OSError, IndexError):
        # macOS counts bytes.
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def forget_peak() -> None:
    """Count the peak anew from what is held now; nothing happens where the system cannot."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return
