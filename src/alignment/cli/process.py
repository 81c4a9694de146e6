"""What holds for the program as a process, and for none that only uses its parts?"""

from alignment.cli.ending import end_in_good_order
from alignment.cli.faults import keep_cells_to_ourselves
from alignment.rights import keep_to_owner

__all__ = ["settle"]


def settle() -> None:
    """End in good order when told to, tell no cell where something is wrong, and make files for their owner alone."""
    keep_cells_to_ourselves()
    end_in_good_order()
    keep_to_owner()
