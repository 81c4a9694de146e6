"""Is a date too long ago? Counted back from the snapshot date, so that the same workbook always says the same."""

from calendar import monthrange
from datetime import date

__all__ = ["MONTHS_CURRENT", "months_before"]

# The rhythm of yearly planning: what nobody has looked at for a year was not part of the last one.
MONTHS_CURRENT = 12


def months_before(day: date, months: int) -> date:
    """Return the same day some months earlier; the last day of that month where it is shorter.

    Examples
    --------
    >>> months_before(date(2028, 2, 29), 12)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    # Before the first day that there is, there is none.
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
