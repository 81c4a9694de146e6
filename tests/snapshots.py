"""Snapshots made by hand, small and with everything that is hard to keep. For tests only."""

from datetime import date

from alignment.history.snapshot import Snapshot
from alignment.model.organisation import Action, Cell
from alignment.model.result import (
    Advice,
    DimensionScore,
    Finding,
    HealthCheck,
    InputFile,
    Issue,
    Measurement,
    Scope,
    Score,
    SheetReading,
    Step,
)
from alignment.settings import Settings
from build import organisation, origin

__all__ = ["ODD", "snapshot"]

ODD = "Ω≈ç√ 'quoted' \"twice\" \0 \ud800 \U0001f600\r\n=1+1"


def snapshot(day: date | None = date(2026, 3, 31), content: str = "a", figures: int = 3, **changed) -> Snapshot:
    """A check of a small company; `content` stands for the bytes of its workbook."""
    agreed = (
        Action(
            origin("actions", 2, ("finding",), finding="F1"), "F1", "Name an owner", "ann", date(2026, 9, 1), "open"
        ),
        Action(origin("actions", 3, ("finding",), finding="F2"), "F2", status="waived", waiver_reason="closing down"),
    )
    company = organisation(
        "Sales>Acme Ops>Acme Billing",
        {"ann": "Sales: Head", "bob": "Ops"},
        "ann-bob:3 bob-cem",
        {"Join": "Sales Ops+Billing* - Sales@Bill"},
        {"Join": "ann, nobody known"},
        {"Bill": "Ops", "Ship": ""},
        {"Bill": {"Sales": "A/R", "Legal counsel": "C"}},
        {"Sales": {"headcount": 0.0}, "Ops": {"headcount": None}, "Join": {"last_review": date(2026, 1, 2)}},
        name="Acme",
        snapshot_date=day,
        notes=ODD,
        actions=agreed,
    )
    measured = (
        Measurement("silos.ei_index", Scope(), -0.25, "index", "measured", rating="amber"),
        Measurement("silos.none", Scope("department", "Ops"), None, "share", "not_measured", f"nobody answered {ODD}"),
        Measurement("bridges.strength", Scope("pair", ("Ops", "Sales")), 0.0, "ties", "measured"),
    )
    more = tuple(
        Measurement("made.up", Scope("department", "Ops"), one / 7, "share", "measured") for one in range(figures - 3)
    )
    check = HealthCheck(
        organisation="Acme",
        snapshot_date=day,
        inputs=(InputFile("acme.xlsx", content.ljust(64, "0"), (SheetReading("Departments", "departments", 4, 3, {ODD: 1}),)),),
        score=Score(61.5, 55.0, None, 0.8, "amber"),
        dimensions=(
            DimensionScore("silos", "Silos", None, "withheld", 0.2, 1.0, parts=(("silos.ei_index", None, None, 1.0),)),
        ),
        measurements=(*measured, *more),
        findings=(
            Finding("F1", "OWN01", "high", Scope("journey", "Join"), ODD, "Name one.", (Cell("acme.xlsx", "Journeys", 2, 2, ODD),) * 2),
            Finding("F2", "SIL01", "low", Scope("pair", ("Ops", "Sales")), "Far.", "Talk.", (), "waived", "closing down"),
        ),
        issues=(Issue("warning", Cell("acme.xlsx", "People", 0, 0), "Nobody is here."),),
        advice=Advice(
            (
                Step(
                    1, "give_mandate:Join", "give_mandate", Scope("journey", "Join"), "Give a mandate.", (), ("Sales",), 2, 1.5, 1.5,
                    "now", True, ("F1",), (), ("Journeys!D2",),
                ),
            ),
            answers={"OWN01": ("mandate",)},
        ),
        agreed=agreed,
    )  # fmt: skip
    return Snapshot(check, company, Settings(**changed))
