"""Which organisation do all workbooks of the corpus tell of? Thirty people of fourteen departments, and their work.

Its names are chosen to be hard: an "and", an "&" and a slash that part nothing, accents, initials, and names that are
part of one another. Whatever can only be told by guessing is left out.
"""

from dataclasses import dataclass

__all__ = ["COMPANY", "Company", "Duty", "Journey", "Process", "Step", "Unit", "Worker"]


@dataclass(frozen=True, slots=True)
class Unit:
    id: str
    name: str
    parent: str | None


@dataclass(frozen=True, slots=True)
class Worker:
    id: str
    name: str
    unit: str
    role: str
    manager: str | None


@dataclass(frozen=True, slots=True)
class Process:
    id: str
    name: str
    unit: str
    accountable: str | None
    group: str


@dataclass(frozen=True, slots=True)
class Duty:
    """The letters a department has for a process."""

    process: str
    unit: str
    codes: str


@dataclass(frozen=True, slots=True)
class Journey:
    id: str
    name: str
    owners: tuple[str, ...]
    unit: str | None
    importance: int


@dataclass(frozen=True, slots=True)
class Step:
    journey: str
    name: str
    units: tuple[str, ...]
    process: str | None


@dataclass(frozen=True, slots=True)
class Company:
    units: tuple[Unit, ...]
    workers: tuple[Worker, ...]
    processes: tuple[Process, ...]
    duties: tuple[Duty, ...]
    journeys: tuple[Journey, ...]
    steps: tuple[Step, ...]
    # (from, to) → strength, both ways where both sides said so.
    ties: tuple[tuple[str, str, float], ...]

    def name(self, ident: str) -> str:
        """The name of whatever has this id."""
        listed = (*self.units, *self.workers, *self.processes, *self.journeys)
        return next(one.name for one in listed if one.id == ident)

    def head(self, unit: str) -> Worker:
        """Who leads a department: the first of its people."""
        return next(one for one in self.workers if one.unit == unit)

    def level(self, unit: str) -> int:
        """1 for a division, 2 for a department, 3 for a team."""
        parent = next(one.parent for one in self.units if one.id == unit)
        return 1 if parent is None else 1 + self.level(parent)

    def division(self, unit: str) -> str:
        parent = next(one.parent for one in self.units if one.id == unit)
        return unit if parent is None else self.division(parent)


_UNITS = """
COM Commercial
SAL Sales < COM
MKT Marketing < COM
RND Research and Development < COM
OPS Operations
CUS Customer Service < OPS
CON Contact Centre < CUS
LOG Logistics < OPS
BIL Billing & Collections < OPS
SUP Corporate Support
HRM Human Resources < SUP
LEG Legal/Compliance < SUP
ITS Information Technology < SUP
DAT Data Platform < ITS
"""
_WORKERS = """
COM Ingrid Solberg
COM Tom Okafor
SAL José Núñez
SAL Mei Lin
SAL Aaron Whitlock
MKT Zoë Müller
MKT Priya Raman
RND Karl Ångström
RND Lucía Ferrer
OPS Beatrix de Wit
OPS Samuel Adeyemi
CUS Hannah Vogel
CUS Pieter Jansen
CUS Rosa Almeida
CON Fatima El Idrissi
CON Dieter Brandt
LOG Owen Gallagher
LOG Noor van Dijk
LOG Marco Bianchi
BIL Chloé Lefèvre
BIL Viktor Hálek
SUP Grace Mbeki
HRM Annika Lindqvist
HRM Paulo Teixeira
LEG Edward Hume
LEG Sofia Rossi
ITS Ravi Chandra
ITS Julia Weber
DAT Mateus Carvalho
DAT Emma Byrne
"""
# group: process, its department, who answers for it (a department's head; "-" for nobody); letters of departments
_PROCESSES = """
Win | Run a campaign | MKT | MKT | MKT AR, SAL C, RND I
Win | Qualify a lead | SAL | SAL | SAL AR, MKT C
Win | Prepare a quotation | SAL | COM | COM A, SAL R, BIL C, LEG C
Win | Sign a contract | SAL | SAL | SAL A, LEG R, BIL I, OPS I
Win | Develop a product | RND | RND | RND AR, MKT C, ITS C, CUS I
Deliver | Register a customer | CUS | CUS | CUS A, CON R, DAT I
Deliver | Plan a delivery | LOG | LOG | LOG AR, SAL I
Deliver | Deliver an order | LOG | OPS | OPS A, LOG R, CUS I
Deliver | Send an invoice | BIL | BIL | BIL AR, SAL C
Deliver | Collect a debt | BIL | - | BIL R, LEG C
Serve | Answer a question | CON | CUS | CUS A, CON R
Serve | Handle a complaint | CUS | CUS | CUS AR, CON R, LEG C, MKT I
Serve | Arrange a return | LOG | LOG | LOG A, CUS R, BIL I
Serve | Measure satisfaction | MKT | MKT | MKT A, CUS A, DAT R
Support | Hire an employee | HRM | HRM | HRM AR, LEG I
Support | Train an employee | HRM | HRM | HRM A, CUS R, SAL R, LOG C
Support | Change a system | ITS | ITS | ITS A, DAT R, CUS C, LOG I
Support | Report figures | DAT | SUP | SUP A, DAT R, COM I, OPS I
"""
# journey, owners, department, importance; then its steps: what happens, departments, process number
_JOURNEYS = """
I become a customer; SAL; SAL; 5
> See an advertisement; MKT; 1
> Ask for an offer; SAL, LEG; 3
> Sign the agreement; SAL, LEG, BIL; 4
> Receive login details; ITS; -
> Get a welcome call; CON, CUS; 6
I order something; LOG, BIL; OPS; 4
> Place the order; CUS; 6
> Wait for confirmation; -; -
> Receive the parcel; LOG; 8
> Pay the bill; BIL; 9
I have a complaint; -; -; 3
> Call the company; CON; 11
> Explain it all again; CUS, LEG; 12
> Send the goods back; LOG; 13
> Receive the money; BIL, LOG; -
> Rate the service; MKT; 14
I leave; CUS; CUS; 2
> Give notice; CON; -
> Settle the account; BIL, LEG; 10
> Say why; RND; -
"""
_TIES = """
SAL MKT 4, MKT SAL 3, SAL BIL 2.5, BIL SAL 1, SAL LEG 3, LEG SAL 3, MKT RND 2, RND MKT 4.5, CUS CON 5, CON CUS 5, CUS LOG 3,
LOG CUS 2, CUS BIL 1.5, BIL CUS 2, LOG BIL 1, HRM LEG 2, LEG HRM 2, ITS DAT 5, DAT ITS 4, ITS CUS 1, DAT RND 0.5, RND ITS 2,
COM OPS 3, OPS COM 3, SUP OPS 1, HRM CUS 1, DAT MKT 2.5, CON LOG 4, BIL LEG 1, SUP COM 2
"""


def _company() -> Company:
    units = []
    for line in _UNITS.strip().splitlines():
        own, _, parent = line.partition(" < ")
        ident, _, name = own.partition(" ")
        units.append(Unit(ident, name, parent or None))
    parents = {one.id: one.parent for one in units}
    names = {one.id: one.name for one in units}
    pairs = [line.split(" ", maxsplit=1) for line in _WORKERS.strip().splitlines()]
    heads: dict[str, str] = {}
    for number, (unit, _) in enumerate(pairs, start=1):
        heads.setdefault(unit, f"E{number:03d}")
    workers = []
    for number, (unit, name) in enumerate(pairs, start=1):
        ident = f"E{number:03d}"
        leads = heads[unit] == ident
        above = heads[parents[unit]] if parents[unit] else None
        role = f"Head of {names[unit]}" if leads else ("Analyst", "Specialist", "Adviser")[number % 3]
        workers.append(Worker(ident, name, unit, role, above if leads else heads[unit]))
    processes, duties = [], []
    for number, line in enumerate(_PROCESSES.strip().splitlines(), start=1):
        group, name, unit, accountable, letters = (part.strip() for part in line.split("|"))
        ident = f"P-{number:02d}"
        processes.append(Process(ident, name, unit, None if accountable == "-" else heads[accountable], group))
        duties += [Duty(ident, *one.split()) for one in letters.split(",")]
    journeys, steps = [], []
    for line in _JOURNEYS.strip().splitlines():
        parts = [part.strip() for part in line.removeprefix(">").split(";")]
        if line.startswith(">"):
            departments = () if parts[1] == "-" else tuple(one.strip() for one in parts[1].split(","))
            process = None if parts[2] == "-" else f"P-{int(parts[2]):02d}"
            steps.append(Step(journeys[-1].id, parts[0], departments, process))
        else:
            owners = () if parts[1] == "-" else tuple(heads[one.strip()] for one in parts[1].split(","))
            unit = None if parts[2] == "-" else parts[2]
            journeys.append(Journey(f"J{len(journeys) + 1}", parts[0], owners, unit, int(parts[3])))
    ties = [one.split() for one in _TIES.replace("\n", " ").split(",")]
    return Company(
        tuple(units), tuple(workers), tuple(processes), tuple(duties), tuple(journeys), tuple(steps),
        tuple((source, target, float(strength)) for source, target, strength in ties),
    )  # fmt: skip


COMPANY = _company()
