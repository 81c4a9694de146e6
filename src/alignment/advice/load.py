"""Is it too much for one holder? Judged as the finding about it is: by the limit of OWN06."""

from alignment.analysis.catalogue import RULES
from alignment.settings import Settings

__all__ = ["is_too_much"]

_OVERLOAD = "OWN06"


def is_too_much(load: int, settings: Settings) -> bool:
    """Tell whether so many journeys and processes on one holder are more than the limit in force."""
    limit = settings.rules.get(_OVERLOAD, {}).get("limit", RULES[_OVERLOAD].limit)
    return load > float(limit or 0.0)
