"""Who works at Brightwater? Divisions, departments, suppliers and the 90 people its questionnaire went to.

Everyone here is invented. Departments are written as *teams* with a short key, because in the second quarter
Customer Service has become two departments: a team keeps its people, and only its name changes.
"""

from dataclasses import dataclass

__all__ = ["BOARD", "CONTACT", "DIGITAL", "DIVISIONS", "PEOPLE", "TEAMS", "Person", "Team", "team_name"]

BOARD, CONTACT, DIGITAL = "EB", "CC", "DS"


@dataclass(frozen=True)
class Team:
    """A department under its short key; `names` are its names in the first and the second quarter."""

    key: str
    names: tuple[str, str]
    parent: str
    headcounts: tuple[int, int]
    customer_facing: bool
    external: bool = False


@dataclass(frozen=True)
class Person:
    """Someone of the register, with the key of the team; the first of a team leads it."""

    id: str
    name: str
    team: str
    roles: tuple[str, str]


# Division and its director.
DIVISIONS = (
    ("Customer", "Lotte Verhaegen", True),
    ("Energy", "Pieter van Rossem", False),
    ("Fibre Networks", "Aisling Devane", False),
    ("Corporate Services", "Marc Tielens", False),
)

# key | name | parent | headcount | meets customers
_TEAMS = """
EB | Executive Board             |                    |  5 | no
CC | Customer Service            | Customer           | 58 | yes
DS | Customer Service            | Customer           | 58 | yes
SA | Sales                       | Customer           | 31 | yes
MK | Marketing                   | Customer           | 14 | no
CO | Complaints                  | Customer           | 12 | yes
BI | Billing                     | Energy             | 34 | no
CM | Contract Management         | Energy             | 18 | no
MD | Meter Data                  | Energy             | 27 | no
EP | Energy Purchasing           | Energy             | 11 | no
NP | Network Planning            | Fibre Networks     | 16 | no
IP | Installation Planning       | Fibre Networks     | 13 | yes
FS | Field Service               | Fibre Networks     | 74 | yes
NO | Network Operations          | Fibre Networks     | 29 | no
FI | Finance                     | Corporate Services | 19 | no
IT | IT Platforms                | Corporate Services | 36 | no
LE | Legal and Compliance        | Corporate Services |  9 | no
HR | Human Resources             | Corporate Services |  8 | no
GW | GlasWerk Contractors        |                    | 45 | yes
PX | Postex Print and Mail       |                    | 20 | no
"""
_SUPPLIERS = ("GW", "PX")
# The split of Customer Service: name and headcount from the second quarter on.
_SPLIT = {CONTACT: ("Customer Contact", 37), DIGITAL: ("Digital Service", 21)}

# Team | name | role; people are numbered in this order.
_PEOPLE = """
EB | Hendrik Maas            | Chief Executive
EB | Lotte Verhaegen         | Director Customer
EB | Pieter van Rossem       | Director Energy
EB | Aisling Devane          | Director Fibre Networks
EB | Marc Tielens            | Director Corporate Services
CC | Annelies Brouckaert     | Head of Customer Service
CC | Femke Zijlstra          | Team lead telephone
CC | Gordon Pryce            | Team lead telephone
CC | Nadia El Amrani         | Senior adviser
CC | Stijn Wouters           | Work planner
DS | Katrijn De Smedt        | Lead chat and e-mail
DS | Oliver Hartnell         | Portal editor
DS | Yara Benali             | Chat adviser
DS | Joost Terpstra          | Knowledge editor
SA | Bram Vandeputte         | Head of Sales
SA | Claire Ashdown          | Account manager business
SA | Ruben Hofstra           | Team lead telesales
SA | Ilse Goossens           | Quotation desk
SA | Tomasz Wilk             | Partner sales
SA | Maaike Drost            | Sales support
MK | Sophie Lambrecht        | Head of Marketing
MK | Ewan Calloway           | Campaign manager
MK | Lieke Postma            | Content editor
MK | Dries Callebaut         | Market analyst
CO | Griet Moerman           | Head of Complaints
CO | Patrick Sheridan        | Complaints adviser
CO | Amina Haddou            | Complaints adviser
CO | Koen Raeymaekers        | Ombudsman liaison
BI | Wendy Schoonhoven       | Head of Billing
BI | Tim Everaert            | Billing analyst
BI | Fatma Yildirim          | Credit control lead
BI | Louis Meersman          | Payment adviser
BI | Hannah Whitlock         | Bill correction desk
BI | Jelle Bakkum            | Bill production
CM | Carla Dierckx           | Head of Contract Management
CM | Neil Farrow             | Market message specialist
CM | Eline Smeets            | Contract administrator
CM | Mehmet Aksoy            | Contract administrator
MD | Rudi Claeskens          | Head of Meter Data
MD | Ingrid Vos              | Data validation lead
MD | Samuel Okoro            | Validation analyst
MD | Tine Deprez             | Validation analyst
MD | Arjan Mulderij          | Meter reading planner
MD | Beatriz Fonseca         | Forecast analyst
MD | Geert Lauwers           | Data engineer
EP | Frank Oosterling        | Head of Energy Purchasing
EP | Charlotte Nijs          | Tariff analyst
EP | David Penrose           | Portfolio manager
EP | Saskia Bouman           | Demand forecaster
NP | Jonas Vercauteren       | Head of Network Planning
NP | Emma Tuinstra           | Network designer
NP | Robbe Hermans           | Permit adviser
NP | Priya Nair              | Capacity planner
IP | Monique Stevens         | Head of Installation Planning
IP | Thijs Kooiman           | Contractor coordinator
IP | Laura Segers            | Appointment planner
IP | Callum Reid             | Appointment planner
FS | Dirk Pauwels            | Head of Field Service
FS | Anouk Visser            | Regional lead north
FS | Wim Desmet              | Regional lead south
FS | Liam Corrigan           | Senior engineer
FS | Youssef Bakkali         | Engineer
FS | Hilde Janssens          | Dispatch
FS | Peter Zuidema           | Stock planner
NO | Karel Aerts             | Head of Network Operations
NO | Suzanne Molenaar        | Outage manager
NO | Brendan Foyle           | Network engineer
NO | Inge Verlinden          | Network engineer
NO | Milan Petrov            | Activation desk
FI | Veerle Cools            | Head of Finance
FI | Gerrit Stolk            | Controller
FI | Naomi Clarke            | Credit analyst
FI | Bart Geuens             | Accountant
IT | Stephan Kuiper          | Head of IT Platforms
IT | Leen Verstraete         | Billing system owner
IT | Rashid Karim            | Portal developer
IT | Marloes Dekker          | Data access manager
IT | Owen Tranter            | Integration engineer
IT | Jan Coppens             | Service desk lead
LE | Elise Van Acker         | Head of Legal and Compliance
LE | Robert Lindqvist        | Contract lawyer
LE | Joke Baert              | Regulation adviser
LE | Hugo Martens            | Privacy officer
HR | Petra Wijnants          | Head of Human Resources
HR | Simon Aldridge          | Recruiter
HR | Evi Roelandt            | Trainer
GW | Luc Schepers            | Site manager
GW | Marek Nowicki           | Crew planner
PX | Tessa Vermeer           | Account manager
PX | Alan Brigstock          | Print planner
"""
_ROLES_AFTER_SPLIT = {"Annelies Brouckaert": "Head of Customer Contact", "Katrijn De Smedt": "Head of Digital Service"}


def _team(line: str) -> Team:
    key, name, parent, headcount, facing = (part.strip() for part in line.split("|"))
    later, later_headcount = _SPLIT.get(key, (name, int(headcount)))
    return Team(
        key, (name, later), parent, (int(headcount), later_headcount), facing == "yes", external=key in _SUPPLIERS
    )


def _people() -> tuple[Person, ...]:
    found = []
    for number, line in enumerate(_PEOPLE.strip().splitlines(), start=1):
        team, name, role = (part.strip() for part in line.split("|"))
        found.append(Person(f"P{number:03d}", name, team, (role, _ROLES_AFTER_SPLIT.get(name, role))))
    return tuple(found)


TEAMS = {team.key: team for team in map(_team, _TEAMS.strip().splitlines())}
PEOPLE = _people()


def team_name(key: str, quarter: int) -> str:
    """Return the name of a team's department in a quarter (1 or 2)."""
    return TEAMS[key].names[quarter - 1]
