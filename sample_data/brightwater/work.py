"""What does Brightwater do? Its 45 processes with their RACI, and its 9 customer journeys, as they ought to be.

Defects are not here: `defects.py` plants them on top.
"""

from dataclasses import dataclass

__all__ = ["JOURNEYS", "PROCESSES", "Journey", "Process", "Step"]


@dataclass(frozen=True)
class Process:
    """A process; `accountable` is a person's name, the rest are team keys."""

    id: str
    name: str
    team: str
    accountable: str
    criticality: int
    volume: int
    consulted: tuple[str, ...]
    informed: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A step of a journey: team key, teams that take part, id of the process or nothing, hours of work and of waiting."""

    name: str
    team: str
    partners: tuple[str, ...]
    process: str
    channel: str
    moment_of_truth: bool
    hassle: int
    duration: float
    waiting: float


@dataclass(frozen=True)
class Journey:
    """A customer journey with its end-to-end owner and its steps in order."""

    id: str
    name: str
    segment: str
    owner: str
    sponsor: str
    kpi: str
    target: str
    reviewed: str
    importance: int
    volume: int
    satisfaction: float
    steps: tuple[Step, ...]


# Process | team | accountable | criticality | annual volume | consulted | informed
_PROCESSES = """
Answer a question by telephone          | CC | Annelies Brouckaert | 4 | 140000 | BI | CO
Answer a question by chat or e-mail     | DS | Katrijn De Smedt    | 3 |  60000 | BI | MK
Register a change of address            | CC | Annelies Brouckaert | 4 |  12000 | CM | BI
Verify a customer's identity            | CC | Femke Zijlstra      | 4 |  45000 | LE | BI
Call a customer back after a visit      | CC | Femke Zijlstra      | 3 |   9000 | FS | IP
Maintain the customer portal            | DS | Katrijn De Smedt    | 4 |    365 | IT | MK
Keep answers and scripts up to date     | DS | Katrijn De Smedt    | 3 |    250 | MK | CO
Win a customer                          | SA | Bram Vandeputte     | 4 |  22000 | MK | CM
Quote a fibre connection                | SA | Bram Vandeputte     | 4 |   9000 | NP | FI
Win back a leaving customer             | CC | Gordon Pryce        | 2 |   3000 | SA | MK
Run a campaign                          | MK | Sophie Lambrecht    | 2 |     40 | SA | CC
Publish tariffs                         | MK | Sophie Lambrecht    | 3 |     24 | LE | SA
Print and send letters                  | MK | Ewan Calloway       | 2 |  90000 | PX | CC
Handle a complaint                      | CO | Griet Moerman       | 5 |   6000 | CC | LE
Handle a case of the ombudsman          | CO | Griet Moerman       | 4 |    150 | LE | FI
Bill energy use                         | BI | Wendy Schoonhoven   | 5 | 480000 | MD | CC
Bill fibre subscriptions                | BI | Wendy Schoonhoven   | 4 | 240000 | CM | FI
Correct a bill                          | BI | Wendy Schoonhoven   | 4 |   9000 | CC | FI
Collect overdue payments                | BI | Fatma Yildirim      | 4 |  16000 | FI | CO
Agree a payment plan                    | BI | Fatma Yildirim      | 4 |   2500 | CC | FI
Print and post bills                    | BI | Jelle Bakkum        | 3 | 300000 | PX | MK
Set up a contract                       | CM | Carla Dierckx       | 4 |  22000 | SA | BI
Exchange market messages on a switch    | CM | Neil Farrow         | 4 |  20000 | MD | EP
End a contract                          | CM | Carla Dierckx       | 3 |  14000 | BI | SA
Collect meter readings                  | MD | Rudi Claeskens      | 4 | 240000 | BI | EP
Validate meter readings                 | MD | Ingrid Vos          | 4 | 240000 | BI | CM
Purchase energy                         | EP | Frank Oosterling    | 5 |    250 | FI | LE
Forecast demand                         | EP | Frank Oosterling    | 4 |    365 | BI | FI
Set tariffs                             | EP | Charlotte Nijs      | 4 |     12 | FI | MK
Plan the fibre network                  | NP | Jonas Vercauteren   | 4 |     40 | NO | FI
Check whether an address can be connected | NP | Emma Tuinstra     | 4 |  15000 | SA | IP
Plan an installation                    | IP | Monique Stevens     | 5 |   9000 | FS | CC
Instruct the contractor                 | IP | Monique Stevens     | 4 |   6000 | GW | NP
Install a fibre connection              | FS | Dirk Pauwels        | 5 |   9000 | NO | IP
Repair a fault at home                  | FS | Dirk Pauwels        | 5 |  11000 | CC | NO
Replace a meter                         | FS | Anouk Visser        | 3 |   4000 | IP | MD
Watch the network                       | NO | Karel Aerts         | 5 |    365 | FS | NP
Resolve an outage                       | NO | Karel Aerts         | 5 |    220 | FS | MK
Announce planned work                   | NO | Suzanne Molenaar    | 3 |    180 | MK | FS
Close the month                         | FI | Veerle Cools        | 4 |     12 | BI | EP
Check creditworthiness                  | FI | Naomi Clarke        | 3 |  22000 | SA | CM
Run the billing system                  | IT | Leen Verstraete     | 5 |    365 | BI | FI
Manage access to customer data          | IT | Stephan Kuiper      | 4 |    900 | LE | HR
Handle a privacy request                | LE | Elise Van Acker     | 3 |    120 | IT | CC
Hire and train service staff            | HR | Petra Wijnants      | 3 |     60 | CC | FI
"""

# A journey: name | segment | owner | sponsor | KPI | target | last review | importance | annual volume | satisfaction
# and under it, one line a step: name | team+partner | process | channel | * moment of truth | hassle | hours | hours waited
_JOURNEYS = """
J1 | I switch to Brightwater | Households | Bram Vandeputte | Lotte Verhaegen | Switches without a mistake | 97 % | 2026-01-20 | 5 | 22000 | 7.6
Compare tariffs on the website          | MK |       | Website   |   | 1 | 0.5  | 0
Ask for an offer                        | SA | PR-08 | Telephone |   | 1 | 0.5  | 0.1
Receive the offer                       | SA | PR-08 | E-mail    |   | 1 | 1    | 0.5
Sign the contract                       | SA | PR-08 | E-mail    | * | 2 | 0.5  | 0.2
Choose the starting date                | SA | PR-08 | Telephone |   | 1 | 0.5  | 0
Contract is set up                      | CM | PR-22 |           |   | 1 | 4    | 2
Old supplier is told                    | CM | PR-23 |           |   | 2 | 8    | 4
Switch is confirmed                     | CM | PR-23 | E-mail    |   | 2 | 2    | 1
Receive the first bill                  | BI | PR-16 | Post      |   | 3 | 6    | 2
Pay the first bill                      | BI | PR-16 | Bank      |   | 1 | 1    | 0
J2 | I move house | Households | Annelies Brouckaert | Lotte Verhaegen | Moves right first time | 95 % | 2025-11-12 | 4 | 12000 | 7.1
Look up what to do                      | DS | PR-06 | Website   |   | 1 | 0.5  | 0
Tell us the new address                 | CC | PR-03 | Telephone |   | 2 | 0.5  | 0.2
Confirm who you are                     | CC | PR-04 | Telephone |   | 2 | 0.2  | 0
Agree on the moving day                 | CC | PR-03 | Telephone | * | 2 | 0.3  | 0
Receive a confirmation                  | CC | PR-03 | E-mail    |   | 1 | 1    | 0.5
Contract moves to the new address       | CM | PR-22 |           |   | 2 | 6    | 3
Receive the new contract                | CM | PR-22 | E-mail    |   | 1 | 2    | 1
Receive the last bill of the old home   | BI | PR-16 | Post      |   | 3 | 6    | 4
Receive the first bill of the new home  | BI | PR-16 | Post      |   | 2 | 6    | 4
J3 | I get fibre at home | Households | Monique Stevens | Aisling Devane | Connected on the day first promised | 90 % | 2026-02-10 | 5 | 9000 | 6.2
Check the address on the website        | SA | PR-09 | Website   |   | 2 | 0.5  | 0
Ask for a quotation                     | SA | PR-09 | Telephone |   | 2 | 0.5  | 0.2
Address is examined                     | SA | PR-09 |           |   | 3 | 8    | 6
Receive the quotation                   | SA | PR-09 | E-mail    | * | 2 | 2    | 1
Order the connection                    | SA | PR-09 | Telephone |   | 1 | 0.5  | 0
Contract is set up                      | CM | PR-22 |           |   | 1 | 4    | 2
Receive an appointment                  | IP | PR-32 | Telephone |   | 3 | 2    | 1
Trench is dug                           | IP | PR-33 | At home   |   | 4 | 16   | 8
Receive a new appointment               | IP | PR-32 | Telephone |   | 4 | 2    | 1
Cable is brought into the house         | FS | PR-34 | At home   |   | 3 | 4    | 2
Connection is switched on               | FS | PR-34 |           | * | 3 | 2    | 1
Modem is installed                      | FS | PR-34 | At home   |   | 2 | 2    | 1
Answer the welcome call                 | CC | PR-05 | Telephone |   | 1 | 0.3  | 0
Receive the first bill                  | BI | PR-17 | Post      |   | 3 | 4    | 2
J4 | I do not understand my bill | Households | Wendy Schoonhoven | Pieter van Rossem | Explained in one contact | 85 % | 2025-10-06 | 4 | 30000 | 6.4
Receive the bill                        | BI | PR-16 | Post      |   | 3 | 2    | 0
Look for an explanation in the portal   | DS | PR-06 | Portal    |   | 3 | 0.5  | 0
Call for an explanation                 | CC | PR-01 | Telephone |   | 3 | 0.3  | 0.3
Have the bill explained                 | CC | PR-01 | Telephone | * | 3 | 0.5  | 0
Ask to have the reading checked         | CC | PR-01 | Telephone |   | 2 | 0.2  | 0
Reading is checked                      | MD | PR-26 |           |   | 3 | 6    | 4
Bill is corrected                       | BI | PR-18 |           |   | 3 | 4    | 2
Receive the corrected bill              | BI | PR-18 | Post      |   | 2 | 2    | 1
J5 | My internet does not work | All customers | Karel Aerts | Aisling Devane | Working again within a day | 92 % | 2026-01-15 | 5 | 11000 | 6.8
Check the page of known faults          | DS | PR-06 | Website   |   | 2 | 0.2  | 0
Call the service line                   | CC | PR-01 | Telephone |   | 3 | 0.3  | 0.3
Test the connection by telephone        | CC | PR-01 | Telephone |   | 3 | 0.5  | 0
Hear what happens next                  | CC | PR-01 | Telephone | * | 3 | 0.2  | 0
Agree on a visit                        | CC | PR-01 | Telephone |   | 2 | 0.2  | 0
Engineer looks for the fault            | FS | PR-35 | At home   |   | 2 | 2    | 1
Fault is repaired                       | FS | PR-35 | At home   | * | 2 | 3    | 1
Try the connection together             | FS | PR-35 | At home   |   | 1 | 0.5  | 0
Connection is watched for a day         | NO | PR-37 |           |   | 1 | 24   | 0
Receive word that it is solved          | NO | PR-38 | Text      |   | 1 | 0.1  | 0
J6 | I cannot pay my bill | Households | Fatma Yildirim | Pieter van Rossem | Payment plans kept | 80 % | 2025-12-01 | 3 | 2500 | 6.6
Read about paying later in the portal   | DS | PR-06 | Portal    |   | 2 | 0.5  | 0
Call about the reminder                 | CC | PR-01 | Telephone |   | 3 | 0.3  | 0.2
Explain the situation                   | CC | PR-01 | Telephone | * | 3 | 0.5  | 0
Be put through for a plan               | CC | PR-01 | Telephone |   | 2 | 0.2  | 0.2
Agree on a plan                         | BI | PR-20 | Telephone |   | 2 | 0.5  | 0
Receive the plan                        | BI | PR-20 | E-mail    |   | 1 | 4    | 2
Pay the first part                      | BI | PR-20 | Bank      |   | 1 | 1    | 0
J7 | I pass on my meter reading | All customers | Rudi Claeskens | Pieter van Rossem | Readings taken over without a question | 98 % | 2025-09-22 | 2 | 240000 | 7.4
Find the request in the portal          | DS | PR-06 | Portal    |   | 1 | 0.2  | 0
Read out the meter by telephone         | CC | PR-01 | Telephone |   | 2 | 0.2  | 0.1
Reading is compared with last year      | MD | PR-26 |           |   | 1 | 4    | 2
Reading is taken over                   | MD | PR-25 |           | * | 1 | 2    | 0
Meter is put on the exchange list       | MD | PR-25 |           |   | 1 | 1    | 0
See the reading on the bill             | BI | PR-16 | Post      |   | 1 | 2    | 1
J8 | I make a complaint | All customers | Griet Moerman | Lotte Verhaegen | Solved within ten working days | 90 % | 2026-02-24 | 4 | 6000 | 6.9
Call with the complaint                 | CC | PR-01 | Telephone |   | 3 | 0.3  | 0.2
Have it written down                    | CC | PR-01 | Telephone |   | 2 | 0.3  | 0
Receive an acknowledgement              | CO | PR-14 | E-mail    |   | 1 | 4    | 2
Hear who deals with it                  | CO | PR-14 | Telephone | * | 2 | 0.5  | 0
Talk it over                            | CO | PR-14 | Telephone |   | 2 | 1    | 0
Receive the proposed solution           | CO | PR-14 | E-mail    |   | 2 | 8    | 4
Receive the compensation                | BI | PR-18 | Bank      |   | 1 | 4    | 2
See it on the next bill                 | BI | PR-18 | Post      |   | 1 | 1    | 0
J9 | I leave Brightwater | All customers | Carla Dierckx | Pieter van Rossem | Final bill within two weeks | 95 % | 2025-08-18 | 3 | 14000 | 6.5
Give notice by telephone                | CC | PR-01 | Telephone |   | 2 | 0.3  | 0.2
Confirm who you are                     | CC | PR-04 | Telephone |   | 2 | 0.2  | 0
Contract is ended                       | CM | PR-24 |           |   | 1 | 4    | 2
Hear the last day of delivery           | CM | PR-24 | E-mail    | * | 1 | 0.5  | 0
Receive a confirmation                  | CM | PR-24 | E-mail    |   | 1 | 2    | 1
Receive the final bill                  | BI+PX | PR-16 | Post      |   | 3 | 6    | 4
"""


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.split("|")]


def _processes() -> tuple[Process, ...]:
    found = []
    for number, line in enumerate(_PROCESSES.strip().splitlines(), start=1):
        name, team, accountable, criticality, volume, consulted, informed = _parts(line)
        found.append(
            Process(
                f"PR-{number:02d}", name, team, accountable, int(criticality), int(volume),
                tuple(consulted.split()), tuple(informed.split()),
            )
        )  # fmt: skip
    return tuple(found)


def _step(line: str) -> Step:
    name, teams, process, channel, truth, hassle, duration, waiting = _parts(line)
    team, *partners = teams.split("+")
    return Step(
        name, team, tuple(partners), process, channel, truth == "*", int(hassle), float(duration), float(waiting)
    )


def _journeys() -> tuple[Journey, ...]:
    heads: list[list[str]] = []
    steps: list[list[Step]] = []
    for line in _JOURNEYS.strip().splitlines():
        parts = _parts(line)
        if parts[0][0] == "J" and parts[0][1:].isdigit():
            heads.append(parts)
            steps.append([])
        else:
            steps[-1].append(_step(line))
    return tuple(
        Journey(
            ident, name, segment, owner, sponsor, kpi, target, reviewed, int(importance), int(volume),
            float(satisfaction), tuple(own),
        )
        for (ident, name, segment, owner, sponsor, kpi, target, reviewed, importance, volume, satisfaction), own in zip(
            heads, steps, strict=True
        )
    )  # fmt: skip


PROCESSES = _processes()
JOURNEYS = _journeys()
