"""What is wrong at Brightwater? Every planted defect: its code, its subject, its cells, and in which quarter it is there."""

from collections.abc import Callable
from dataclasses import dataclass, field

from brightwater.collaboration import Network
from brightwater.work import PROCESSES

__all__ = ["DEFECTS", "Change", "Defect", "Place", "Removal"]

BOTH, FIRST, SECOND = (1, 2), (1,), (2,)


@dataclass(frozen=True)
class Place:
    """A cell: sheet of the schema, key of the row (see `tables.py`), field. Without a key, the whole sheet."""

    sheet: str
    key: str
    field: str


@dataclass(frozen=True)
class Change:
    """Put a value into a cell, or add a row where the key is not there yet (RACI: process/holder)."""

    sheet: str
    key: str
    field: str
    value: object


@dataclass(frozen=True)
class Removal:
    """Take a row away."""

    sheet: str
    key: str


@dataclass(frozen=True)
class Defect:
    """One planted defect.

    `subject` holds team keys, names of people, ids of journeys or processes, or division names, by `kind`; an empty
    one means the organisation. A defect of the data itself has the code "issue": `alignment check` lists it.
    """

    code: str
    kind: str
    subject: tuple[str, ...]
    words: str
    places: tuple[Place, ...]
    quarters: tuple[int, ...] = BOTH
    changes: tuple[Change | Removal, ...] = ()
    network: Callable[[Network], None] | None = field(default=None, compare=False)
    later: str = ""

    @property
    def history(self) -> str:
        """Return what becomes of it from the first quarter to the second."""
        if self.later:
            return self.later
        return {BOTH: "in both quarters", FIRST: "mended in the second", SECOND: "new in the second"}[self.quarters]


def _step(journey: str, *orders: int, field: str = "department") -> tuple[Place, ...]:
    return tuple(Place("journey_steps", f"{journey}/{order}", field) for order in orders)


def _journey(journey: str, field: str = "owner") -> tuple[Place, ...]:
    return (Place("journeys", journey, field),)


def _letter(process: str, holder: str) -> tuple[Place, ...]:
    return (Place("raci", f"{process}/{holder}", "code"),)


def _set(journey: str, field: str, value: object) -> tuple[Change, ...]:
    return (Change("journeys", journey, field, value),)


def _pass(journey: str, order: int, team: str, process: str = "") -> tuple[Change, ...]:
    key = f"{journey}/{order}"
    return (
        Change("journey_steps", key, "department", f"@{team}"),
        Change("journey_steps", key, "process", f"#{process}" if process else None),
    )


def _goal(*goals: str, field: str) -> tuple[Place, ...]:
    return tuple(Place("goals", goal, field) for goal in goals)


def _against(goal: str, other: str) -> tuple[Change, ...]:
    return (Change("goals", goal, "conflicts_with", other),)


def _answers_for(process: str, person: str) -> tuple[Change | Removal, ...]:
    before = next(one.accountable for one in PROCESSES if one.id == process)
    if before == person:
        return ()
    return (
        Change("processes", process, "accountable", person),
        Removal("raci", f"{process}/{before}"),
        Change("raci", f"{process}/{person}", "code", "A"),
    )


def _apart(one: str, other: str) -> Callable[[Network], None]:
    def part(plan: Network) -> None:
        plan.part(one, other)

    return part


def _meter_data_closed(plan: Network) -> None:
    plan.only["MD"] = (
        ("Pieter van Rossem", "Rudi Claeskens"),
        ("Tim Everaert", "Ingrid Vos"),
        ("Eline Smeets", "Arjan Mulderij"),
    )


def _energy_and_fibre_apart(plan: Network) -> None:
    for one, other in (("EP", "NO"), ("BI", "IP"), ("CM", "NP")):
        plan.part(one, other)


def _contractor_by_one_desk(plan: Network) -> None:
    plan.only["GW"] = (("Thijs Kooiman", "Luc Schepers"), ("Thijs Kooiman", "Marek Nowicki"))


def _privacy_officer_alone(plan: Network) -> None:
    plan.alone.add("Hugo Martens")


def _ratings_disagree(plan: Network) -> None:
    plan.ratings[("Bram Vandeputte", "Carla Dierckx")] = 5
    plan.ratings[("Carla Dierckx", "Bram Vandeputte")] = 2


_SERVICE = ("PR-01", "PR-02", "PR-03", "PR-04", "PR-05", "PR-06", "PR-07", "PR-10")
_OUT_OF_METER_DATA = ("Pieter van Rossem>Rudi Claeskens", "Tim Everaert>Ingrid Vos", "Eline Smeets>Arjan Mulderij")
_HEAD = "Annelies Brouckaert"
_LEFT = "Wouter Claessens"

DEFECTS: tuple[Defect, ...] = (
    # ---- who answers
    Defect(
        "OWN01", "journey", ("J1",), "The journey that brings the customers in has no end-to-end owner.",
        _journey("J1"), FIRST, _set("J1", "owner", None),
    ),
    Defect(
        "OWN01", "journey", ("J4",), "“TBD” stands where the end-to-end owner should.",
        _journey("J4"), BOTH, _set("J4", "owner", "TBD"),
    ),
    Defect(
        "OWN01", "journey", ("J7",), "A question mark stands there.",
        _journey("J7"), FIRST, _set("J7", "owner", "?"),
    ),
    Defect(
        "OWN01", "journey", ("J8",), "The owner left after the reorganisation: “vacant”.",
        _journey("J8"), SECOND, _set("J8", "owner", "vacant"),
    ),
    Defect(
        "OWN02", "journey", ("J2",), "Two end-to-end owners in one cell.",
        _journey("J2"), BOTH, _set("J2", "owner", f"{_HEAD}; Carla Dierckx"),
    ),
    Defect(
        "OWN03", "person", (_LEFT,), f"The end-to-end owner, {_LEFT}, is not in the register any more.",
        _journey("J5"), FIRST, _set("J5", "owner", _LEFT),
    ),
    Defect(
        "OWN04", "journey", ("J6",), "The owner works in Billing and has no mandate over Customer Service.",
        _journey("J6"), BOTH, _set("J6", "mandate", "no"),
    ),
    Defect(
        "OWN05", "journey", ("J9",), "Reviewed last in November 2024, and without a KPI.",
        _journey("J9", "last_review"), BOTH,
        (*_set("J9", "last_review", "2024-11-04"), *_set("J9", "kpi", None), *_set("J9", "target", None)),
    ),
    Defect(
        "OWN06", "person", (_HEAD,), "The head of Customer Service answers for eight processes and a journey.",
        (*_journey("J2"), *(Place("processes", process, "accountable") for process in _SERVICE[:3])), FIRST,
        tuple(change for process in _SERVICE for change in _answers_for(process, _HEAD)),
        later="mended in the second, when six of the eight went to others with the split",
    ),
    Defect(
        "RACI12", "person", (_HEAD,), "The same in the RACI chart: eight times A.",
        tuple(place for process in _SERVICE for place in _letter(process, _HEAD)), FIRST,
        later="mended in the second, when six of the eight went to others with the split",
    ),
    Defect(
        "OWN07", "journey", ("J5",), "A moment of truth that no department does: “Hear what happens next”.",
        _step("J5", 4), BOTH, (Change("journey_steps", "J5/4", "department", None),),
    ),
    Defect(
        "OWN08", "journey", ("J6",), "A step that no department does: “Be put through for a plan”.",
        _step("J6", 4), BOTH, (Change("journey_steps", "J6/4", "department", None),),
    ),
    # ---- RACI
    Defect(
        "RACI01", "process", ("PR-33",), "Nobody is accountable for instructing the contractor.",
        (*_letter("PR-33", "@IP"),), FIRST,
        (Removal("raci", "PR-33/Monique Stevens"), Change("processes", "PR-33", "accountable", None)),
    ),
    Defect(
        "RACI02", "process", ("PR-19",), "Two are accountable for collecting overdue payments.",
        (*_letter("PR-19", "Fatma Yildirim"), *_letter("PR-19", "Veerle Cools")), BOTH,
        (Change("raci", "PR-19/Veerle Cools", "code", "A"),),
    ),
    Defect(
        "RACI03", "process", ("PR-41",), "Nobody does the credit check.",
        _letter("PR-41", "Naomi Clarke"), BOTH, (Removal("raci", "PR-41/@FI"),),
    ),
    Defect(
        "RACI11", "process", ("PR-39",), "Marketing answers for announcements that Network Operations makes.",
        _letter("PR-39", "Sophie Lambrecht"), BOTH, _answers_for("PR-39", "Sophie Lambrecht"),
    ),
    # ---- journeys
    Defect(
        "FRG01", "journey", ("J3",), "Getting fibre at home changes hands twelve times in fourteen steps.",
        _step("J3", *range(1, 15)), BOTH,
        (
            *_pass("J3", 1, "DS", "PR-06"), *_pass("J3", 3, "NP", "PR-31"), *_pass("J3", 8, "GW"),
            *_pass("J3", 11, "NO"),
        ),
    ),
    Defect(
        "FRG03", "journey", ("J3",), "Three times the work comes straight back.",
        _step("J3", 2, 3, 4, 7, 8, 9, 10, 11, 12),
    ),
    Defect(
        "FRG04", "journey", ("J3",), "Each of its moments of truth begins or ends with a handoff.",
        (
            *_step("J3", 4, field="moment_of_truth"), *_step("J3", 7, field="moment_of_truth"),
            *_step("J3", 11, field="moment_of_truth"),
        ),
        BOTH, (Change("journey_steps", "J3/7", "moment_of_truth", "yes"),),
    ),
    Defect(
        "FRG02", "journey", ("J3",), "Sales and Network Planning hand over without talking.",
        _step("J3", 2, 3, 4), FIRST,
    ),
    Defect(
        "FRG02", "journey", ("J4",), "The question about a reading goes to Meter Data unseen.",
        _step("J4", 5, 6),
    ),
    Defect("FRG02", "journey", ("J7",), "So does the reading given by telephone.", _step("J7", 2, 3)),
    Defect(
        "FRG05", "journey", ("J9",), "Most of the time the customer waits.", _step("J9", 6, field="waiting"), BOTH,
        (Change("journey_steps", "J9/6", "waiting", 24),),
    ),
    # ---- who should talk, and does not
    Defect(
        "COO01", "pair", ("SA", "NP"), "Sales and Network Planning need each other in one journey and two processes.",
        _step("J3", 2, 3, 4), FIRST, network=_apart("SA", "NP"),
    ),
    Defect(
        "COO01", "pair", ("CC", "MD"), "Customer Service and Meter Data need each other in two journeys.",
        (*_step("J4", 5, 6), *_step("J7", 2, 3)), network=_apart("CC", "MD"),
        later="in both quarters; after the split between Customer Contact and Meter Data",
    ),
    Defect(
        "COO01", "pair", ("MK", "NO"), "One process needs Marketing and Network Operations: announcing planned work.",
        (*_letter("PR-39", "@MK"), *_letter("PR-39", "@NO")), FIRST, network=_apart("MK", "NO"),
    ),
    Defect(
        "COO01", "pair", ("IT", "LE"), "Two processes on customer data need IT Platforms and Legal.",
        (*_letter("PR-43", "@LE"), *_letter("PR-44", "@IT")), FIRST, network=_apart("IT", "LE"),
    ),
    Defect(
        "COO01", "pair", ("MK", "LE"), "One process needs Marketing and Legal: publishing tariffs.",
        _letter("PR-12", "@LE"), network=_apart("MK", "LE"),
    ),
    Defect(
        "COO01", "pair", ("BI", "EP"), "One process needs Billing and Energy Purchasing: forecasting demand.",
        _letter("PR-28", "@BI"), network=_apart("BI", "EP"),
    ),
    Defect(
        "COO01", "pair", ("NP", "NO"), "One process needs the planners and the operators of the network.",
        _letter("PR-30", "@NO"), network=_apart("NP", "NO"),
    ),
    Defect(
        "COO03", "pair", ("SA", "CM"), "Of one contact, the one side says 5 and the other 2.",
        (
            Place("collaboration", "Bram Vandeputte>Carla Dierckx", "strength"),
            Place("collaboration", "Carla Dierckx>Bram Vandeputte", "strength"),
        ),
        network=_ratings_disagree,
    ),
    # ---- silos and bridges
    Defect(
        "SIL01", "department", ("MD",), "Meter Data keeps to itself: three ties lead out of it.",
        tuple(Place("collaboration", row, "from") for row in _OUT_OF_METER_DATA), network=_meter_data_closed,
    ),
    Defect(
        "SIL03", "pair", ("Energy", "Fibre Networks"), "The two divisions hardly meet.",
        (Place("departments", "Energy", "department"), Place("departments", "Fibre Networks", "department")),
        network=_energy_and_fibre_apart,
    ),
    Defect(
        "SIL02", "organisation", (), "Half of all ties stay inside a department.", (Place("collaboration", "", ""),),
    ),
    Defect(
        "BRG01", "person", ("Thijs Kooiman",), "The contractor is reached through one desk of Installation Planning.",
        (
            Place("collaboration", "Thijs Kooiman>Luc Schepers", "from"),
            Place("collaboration", "Thijs Kooiman>Marek Nowicki", "from"),
        ),
        network=_contractor_by_one_desk,
    ),
    Defect(
        "BRG02", "pair", ("BI", "MD"), "A single tie joins Billing and Meter Data.",
        (Place("collaboration", "Tim Everaert>Ingrid Vos", "from"),),
    ),
    Defect(
        "BRG02", "pair", ("CM", "MD"), "So do one tie and no more Contract Management and Meter Data.",
        (Place("collaboration", "Eline Smeets>Arjan Mulderij", "from"),),
    ),
    Defect(
        "BRG02", "pair", ("GW", "IP"), "The contractor again: all its ties are with that one desk.",
        (Place("collaboration", "Thijs Kooiman>Luc Schepers", "from"),),
    ),
    Defect(
        "BRG03", "department", ("LE",), "The privacy officer works with nobody who answered.",
        (Place("people", "Hugo Martens", "person"),), FIRST, network=_privacy_officer_alone,
    ),
    # ---- goals
    Defect(
        "GOA01", "journey", ("J7",), "The only goal about passing on a reading is Meter Data's own.",
        (*_journey("J7", "journey"), *_goal("Estimated readings", field="perspective")),
    ),
    Defect(
        "GOA01", "journey", ("J9",), "No goal is about customers who leave.", _journey("J9", "journey"),
    ),
    Defect(
        "GOA02", "journey", ("J3",), "Sales is to sell what Installation Planning then cannot connect on the day.",
        _goal("Fibre orders a month", field="conflicts_with"), BOTH,
        _against("Fibre orders a month", "Connected on the day first promised"),
    ),
    Defect(
        "GOA02", "journey", ("J4",), "Calls are to be short, and questions to be answered in one of them.",
        _goal("Average length of a call", field="conflicts_with"), BOTH,
        _against("Average length of a call", "Questions answered in one contact"),
    ),
    Defect(
        "GOA02", "journey", ("J5",), "Engineers are to make more visits a day, and to repair at the first.",
        _goal("Visits a day for each engineer", field="conflicts_with"), BOTH,
        _against("Visits a day for each engineer", "Repaired at the first visit"),
    ),
    Defect(
        "GOA02", "journey", ("J6",), "Money is to come in soon, and payment plans to be kept.",
        _goal("Money owed over 60 days", field="conflicts_with"), BOTH,
        _against("Money owed over 60 days", "Payment plans kept"),
    ),
    Defect(
        "GOA03", "department", ("SA",), "Both goals of Sales end with the quarter.",
        _goal("New contracts a month", "Fibre orders a month", field="horizon"),
    ),
    Defect(
        "GOA04", "organisation", (), "No two departments share a goal.",
        _goal("Repaired at the first visit", field="owner_department"),
    ),
    # ---- sheets that contradict each other
    Defect(
        "TRU02", "journey", ("J7",), "A step of Meter Data runs in a process of Field Service.",
        _step("J7", 5), BOTH, (Change("journey_steps", "J7/5", "process", "#PR-36"),),
    ),
    # ---- the data itself
    Defect(
        "issue", "", (), "A department misspelt in a step: “Biling”.",
        _step("J7", 6), FIRST, (Change("journey_steps", "J7/6", "department", "Biling"),),
    ),
    Defect(
        "issue", "", (), "A number written as words: “about 4,000”.",
        (Place("processes", "PR-36", "volume"),), BOTH, (Change("processes", "PR-36", "volume", "about 4,000"),),
    ),
    Defect(
        "issue", "", (), "An error left by a deleted sheet.",
        (Place("processes", "PR-30", "volume"),), FIRST, (Change("processes", "PR-30", "volume", "#REF!"),),
    ),
    Defect(
        "issue", "", (), "A letter that RACI does not have: “S”.",
        _letter("PR-12", "@SA"), BOTH, (Change("raci", "PR-12/@SA", "code", "S"),),
    ),
    Defect(
        "issue", "", (), "A department under an old name in the goals: “Energy Purchase”.",
        (Place("goals", "Purchase price below the market", "owner_department"),), SECOND,
        (Change("goals", "Purchase price below the market", "owner_department", "Energy Purchase"),),
    ),
)  # fmt: skip
