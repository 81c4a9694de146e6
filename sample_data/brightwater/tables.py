"""What stands on each sheet of a quarter? Rows of values by field, every row under a key, with the defects planted."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date

from brightwater.collaboration import network, reports
from brightwater.company import BOARD, CONTACT, DIGITAL, DIVISIONS, PEOPLE, TEAMS, team_name
from brightwater.decisions import DECISIONS
from brightwater.defects import DEFECTS, Change, Defect, Place, Removal
from brightwater.listening import LEVELS, STATEMENTS, goals, respondents
from brightwater.work import JOURNEYS, PROCESSES

__all__ = ["COMPANY", "SNAPSHOTS", "Tables", "planted", "subject_ids", "tables"]

COMPANY = "Brightwater Energy & Fibre"
SNAPSHOTS = (date(2026, 3, 31), date(2026, 6, 30))

# What customers felt of it between the quarters.
_FELT = {"J1": 0.2, "J3": 0.1, "J5": 0.3, "J8": -0.4}

Row = dict[str, object]
# Sheet of the schema → key of the row → field → value.
Tables = dict[str, dict[str, Row]]


def planted(quarter: int) -> tuple[Defect, ...]:
    """Return the defects of a quarter."""
    return tuple(one for one in DEFECTS if quarter in one.quarters)


def tables(quarter: int, defects: Iterable[Defect] | None = None) -> Tables:
    """Return the sheets of a quarter (1 or 2) with its planted defects, or with others, or with none."""
    chosen = planted(quarter) if defects is None else tuple(defects)
    found: Tables = {
        "departments": dict(_departments(quarter)),
        "people": dict(_people(quarter)),
        "processes": dict(_processes(quarter)),
        "raci": dict(_raci(quarter)),
        "journeys": dict(_journeys(quarter)),
        "journey_steps": dict(_steps(quarter)),
        "collaboration": dict(_collaboration(quarter, chosen)),
        "goals": dict(_goals(quarter)),
        "survey": dict(_survey(quarter)),
    }
    if quarter == 2:
        found["actions"] = dict(_actions())
        found["crosswalk"] = dict(_crosswalk())
    for defect in chosen:
        for change in defect.changes:
            _apply(found, change, quarter)
    found["raci"] = dict(sorted(found["raci"].items(), key=lambda item: item[0].split("/")[0]))
    return found


def row_key(place: Place | Change | Removal, quarter: int) -> str:
    """Return the key of a row: a team is written ``@KEY`` in the declarations, and has a name in a quarter."""
    if place.sheet == "departments" and place.key.startswith("@"):
        return team_name(place.key[1:], quarter)
    return place.key


def subject_ids(defect: Defect, quarter: int) -> tuple[str, ...]:
    """Return the ids of a defect's subject as the program knows them: of people, processes and journeys their codes."""
    people = {one.name: one.id for one in PEOPLE}
    return tuple(
        sorted(people.get(one) or (team_name(one, quarter) if one in TEAMS else one) for one in defect.subject)
    )


def _apply(found: Tables, change: Change | Removal, quarter: int) -> None:
    rows = found[change.sheet]
    key = row_key(change, quarter)
    if isinstance(change, Removal):
        rows.pop(key)
        return
    value = _value(change.value, quarter)
    if key not in rows and change.sheet == "raci":
        process, holder = key.split("/")
        name = next(one.name for one in PROCESSES if one.id == process)
        rows[key] = {"process": name, "holder": _value(holder, quarter)}
    rows[key][change.field] = value


def _value(value: object, quarter: int) -> object:
    """A team key becomes its name, a process its name, a date written in the declarations a date."""
    if isinstance(value, str) and value.startswith("@"):
        return team_name(value[1:], quarter)
    if isinstance(value, str) and value.startswith("#PR"):
        return next(one.name for one in PROCESSES if one.id == value[1:])
    if isinstance(value, str) and value[:2] == "20" and value.count("-") == 2:
        return date.fromisoformat(value)
    return value


def _head(team: str, quarter: int) -> str:
    members = [one.name for one in PEOPLE if one.team == team]
    split = team == DIGITAL and quarter == 1
    return next(one.name for one in PEOPLE if one.team == CONTACT) if split else members[0]


def _departments(quarter: int) -> Iterator[tuple[str, Row]]:
    board = next(one for one in TEAMS.values() if one.key == BOARD)
    yield board.names[0], _department(board.names[0], None, _head(BOARD, quarter), board.headcounts[0], False, False)
    for division, director, facing in DIVISIONS:
        teams = {team_name(one.key, quarter): one for one in reversed(TEAMS.values()) if one.parent == division}
        size = sum(one.headcounts[quarter - 1] for one in teams.values())
        yield division, _department(division, board.names[0], director, size, facing, False)
        for name, team in reversed(teams.items()):
            head = _head(team.key, quarter)
            size = team.headcounts[quarter - 1]
            yield name, _department(name, division, head, size, team.customer_facing, False)
    for team in TEAMS.values():
        if team.external:
            name = team_name(team.key, quarter)
            yield name, _department(name, None, _head(team.key, quarter), None, team.customer_facing, True)


def _department(name: str, parent: str | None, head: str, headcount: int | None, facing: bool, external: bool) -> Row:
    return {
        "department": name,
        "parent": parent,
        "head": head,
        "headcount": headcount,
        "customer_facing": _yes(facing),
        "external": _yes(external),
    }


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _people(quarter: int) -> Iterator[tuple[str, Row]]:
    directors = {division: director for division, director, _ in DIVISIONS}
    chief = PEOPLE[0].name
    for one in PEOPLE:
        head = _head(one.team, quarter)
        above: str | None = head if one.name != head else directors.get(TEAMS[one.team].parent)
        if one.team == BOARD:
            above = chief if one.name != chief else None
        elif one.name != head and one.team == DIGITAL and quarter == 1 and one.name != _head(DIGITAL, 2):
            above = _head(DIGITAL, 2)
        yield (
            one.name,
            {
                "person": one.name,
                "id": one.id,
                "department": team_name(one.team, quarter),
                "role": one.roles[quarter - 1],
                "manager": above,
            },
        )


def _processes(quarter: int) -> Iterator[tuple[str, Row]]:
    for one in PROCESSES:
        yield (
            one.id,
            {
                "process": one.name,
                "id": one.id,
                "owner_department": team_name(one.team, quarter),
                "accountable": one.accountable,
                "criticality": one.criticality,
                "volume": one.volume,
            },
        )


def _raci(quarter: int) -> Iterator[tuple[str, Row]]:
    for one in PROCESSES:
        yield f"{one.id}/{one.accountable}", {"process": one.name, "holder": one.accountable, "code": "A"}
        letters = [("R", (one.team,)), ("C", one.consulted), ("I", one.informed)]
        for code, teams in letters:
            for team in teams:
                holder = team_name(team, quarter)
                yield f"{one.id}/@{team}", {"process": one.name, "holder": holder, "code": code}


def _journeys(quarter: int) -> Iterator[tuple[str, Row]]:
    people = {one.name: one for one in PEOPLE}
    for one in JOURNEYS:
        yield (
            one.id,
            {
                "journey": one.name,
                "id": one.id,
                "segment": one.segment,
                "owner": one.owner,
                "sponsor": people[one.sponsor].name,
                "mandate": "yes",
                "kpi": one.kpi,
                "target": one.target,
                "last_review": date.fromisoformat(one.reviewed),
                "importance": one.importance,
                "volume": one.volume,
                "satisfaction": round(one.satisfaction + (_FELT.get(one.id, 0.0) if quarter == 2 else 0.0), 1),
            },
        )


def _steps(quarter: int) -> Iterator[tuple[str, Row]]:
    names = {one.id: one.name for one in PROCESSES}
    for journey in JOURNEYS:
        for order, step in enumerate(journey.steps, start=1):
            yield (
                f"{journey.id}/{order}",
                {
                    "journey": journey.name,
                    "order": order,
                    "step": step.name,
                    "department": "; ".join(team_name(team, quarter) for team in (step.team, *step.partners)),
                    "process": names.get(step.process),
                    "channel": step.channel or None,
                    "moment_of_truth": "yes" if step.moment_of_truth else None,
                    "hassle": step.hassle,
                    "duration": step.duration,
                    "waiting": step.waiting,
                },
            )


def _collaboration(quarter: int, defects: Iterable[Defect]) -> Iterator[tuple[str, Row]]:
    plan = network()
    for defect in defects:
        if defect.network is not None:
            defect.network(plan)
    for one in reports(plan, quarter):
        yield (
            f"{one.source}>{one.target}",
            {
                "from": one.source,
                "to": one.target,
                "strength": one.strength,
                "kind": one.kind,
                "source": f"questionnaire {SNAPSHOTS[quarter - 1]:%B %Y}",
            },
        )


def _goals(quarter: int) -> Iterator[tuple[str, Row]]:
    names = {one.id: one.name for one in JOURNEYS}
    for one in goals():
        yield (
            one.name,
            {
                "goal": one.name,
                "owner_department": team_name(one.team, quarter),
                "perspective": one.perspective,
                "horizon": one.months,
                "journey": names.get(one.journey),
                "target": one.target,
                "actual": one.actuals[quarter - 1],
                "conflicts_with": None,
            },
        )


def _survey(quarter: int) -> Iterator[tuple[str, Row]]:
    for one in respondents(quarter):
        yield (
            one.number,
            {
                "respondent": one.number,
                "department": team_name(one.team, quarter),
                "level": LEVELS[one.level],
                **dict(zip(STATEMENTS, one.answers, strict=True)),
            },
        )


def _actions() -> Iterator[tuple[str, Row]]:
    for one in DECISIONS:
        row = asdict(one)
        # What becomes of it stands in no workbook.
        del row["fate"]
        yield one.finding, row


def _crosswalk() -> Iterator[tuple[str, Row]]:
    for one in TEAMS.values():
        before, now = one.names
        if before != now:
            yield now, {"now": now, "was": before, "kind": "department"}
