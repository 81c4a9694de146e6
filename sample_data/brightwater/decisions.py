"""What was decided on the findings of the first quarter, as it comes back in the second, and what is planted to become of it."""

from dataclasses import dataclass
from datetime import date

__all__ = ["DECISIONS", "Decision"]


@dataclass(frozen=True)
class Decision:
    """A row of the sheet Actions; `fate` is what a comparison of the two quarters says of it."""

    finding: str
    action: str
    owner: str
    due: date | None
    status: str
    fate: str
    waiver_reason: str | None = None
    waiver_until: date | None = None


DECISIONS = (
    Decision(
        "OWN01:journey:j1", "Make the head of Sales end-to-end owner", "Lotte Verhaegen", date(2026, 5, 15), "done", "done",
    ),
    Decision(
        "COO01:pair:network-planning+sales", "Half an hour together every Tuesday", "Bram Vandeputte", date(2026, 5, 1),
        "done", "done",
    ),
    Decision(
        "RACI01:process:pr-33", "Give the A to the head of Installation Planning", "Aisling Devane", date(2026, 5, 1),
        "done", "done",
    ),
    Decision(
        "RACI02:process:pr-19", "Leave the A with the head of Billing alone", "Wendy Schoonhoven", date(2026, 5, 15), "done",
        "without effect",
    ),
    # Agreed by the name that the department had then.
    Decision(
        "COO01:pair:customer-service+meter-data", "A desk for questions about readings", "Rudi Claeskens",
        date(2026, 6, 15), "open", "late",
    ),
    Decision(
        "GOA03:department:sales", "Wait for the goals of the year plan", "Bram Vandeputte", None, "waived", "lapsed",
        "The year plan is made in May", date(2026, 5, 31),
    ),
    Decision(
        "OWN01:journey:j4", "Choose an owner in the steering group", "Pieter van Rossem", date(2026, 9, 30), "open", "open",
    ),
    Decision(
        "BRG01:person:p055", "Train a second contractor coordinator", "Monique Stevens", date(2026, 8, 31), "open", "open",
    ),
    Decision(
        "COO01:pair:billing+energy-purchasing", "Leave it as it is", "Wendy Schoonhoven", None, "waived", "waived",
        "Finance hands the forecast over", date(2026, 12, 31),
    ),
    # Nobody has said that it is done, and it is.
    Decision(
        "COO01:pair:marketing+network-operations", "Meet before planned work is announced", "Sophie Lambrecht",
        date(2026, 6, 1), "open", "settled",
    ),
)  # fmt: skip
