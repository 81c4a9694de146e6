"""What does Brightwater want, and what does it hear? Its 30 goals, and a survey of 36 statements by 120 respondents."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

__all__ = ["LEVELS", "STATEMENTS", "Goal", "Respondent", "goals", "respondents"]

_SEED = 2026
LEVELS = ("management", "middle", "front line")
_UNKNOWN = "don't know"


@dataclass(frozen=True)
class Goal:
    """A goal of a team; `actuals` are its values in the two quarters."""

    name: str
    team: str
    perspective: str
    months: int
    journey: str
    target: str
    actuals: tuple[str, str]


@dataclass(frozen=True)
class Respondent:
    """One respondent: team key, place in `LEVELS`, and an answer to each statement."""

    number: str
    team: str
    level: int
    answers: tuple[int | str | None, ...]


# Goal | team | perspective | months | journey | target | first quarter | second quarter
_GOALS = """
Results above plan                        | EB | financial | 12 |    | EUR 9 m   | EUR 8.1 m | EUR 8.3 m
Customers who would recommend us          | EB | customer  | 12 |    | 45        | 31        | 33
Questions answered in one contact         | CC | customer  | 12 | J4 | 80 %      | 66 %      | 69 %
Average length of a call                  | CC | process   |  3 |    | 5 min     | 6.2 min   | 6.0 min
Chats answered within a minute            | DS | process   |  3 |    | 85 %      | 81 %      | 86 %
Visitors who find it on the website       | DS | customer  | 12 | J2 | 75 %      | 58 %      | 61 %
New contracts a month                     | SA | financial |  3 | J1 | 1,900     | 1,840     | 1,910
Fibre orders a month                      | SA | financial |  3 | J3 | 800       | 765       | 790
Cost of a new customer                    | MK | financial |  6 | J1 | EUR 110   | EUR 124   | EUR 121
Visits from campaigns                     | MK | process   |  3 |    | 40,000    | 43,500    | 41,200
Complaints solved within ten days         | CO | customer  |  6 | J8 | 90 %      | 84 %      | 85 %
Complaints that come back                 | CO | customer  | 12 | J8 | 5 %       | 9 %       | 9 %
Bills sent on time                        | BI | process   |  1 |    | 99 %      | 98.6 %    | 98.8 %
Money owed over 60 days                   | BI | financial |  3 | J6 | EUR 1.2 m | EUR 1.6 m | EUR 1.5 m
Payment plans kept                        | BI | customer  | 12 | J6 | 80 %      | 71 %      | 72 %
Switches without a mistake                | CM | customer  |  6 | J1 | 97 %      | 94 %      | 95 %
Contracts handled per person              | CM | process   |  3 |    | 340       | 352       | 348
Readings validated the same day           | MD | process   |  1 |    | 95 %      | 96 %      | 97 %
Estimated readings                        | MD | process   |  6 | J7 | 4 %       | 7 %       | 7 %
Purchase price below the market           | EP | financial | 12 |    | 2 %       | 1.4 %     | 1.7 %
Metres of fibre laid                      | NP | process   | 12 |    | 190,000   | 61,000    | 108,000
Addresses examined within two days        | NP | process   |  3 | J3 | 90 %      | 62 %      | 78 %
Connected on the day first promised       | IP | customer  | 12 | J3 | 90 %      | 67 %      | 70 %
Visits a day for each engineer            | FS | process   |  3 |    | 6.5       | 6.3       | 6.6
Repaired at the first visit               | FS | customer  | 12 | J5 | 88 %      | 79 %      | 80 %
Time the network is available             | NO | process   |  1 | J5 | 99.95 %   | 99.93 %   | 99.96 %
Month closed within five days             | FI | process   |  1 |    | 5 days    | 6 days    | 5 days
Changes to systems on time                | IT | process   |  6 |    | 85 %      | 73 %      | 76 %
Requests about privacy within the term    | LE | process   |  1 |    | 100 %     | 98 %      | 100 %
Service staff who stay a year             | HR | people    | 12 |    | 85 %      | 74 %      | 77 %
"""

STATEMENTS = (
    # Empathy
    "In the past month I have spoken with a customer about our work.",
    "Before we change something, somebody asks customers about it.",
    "In our meetings somebody says what a change means for the customer.",
    "I can name the three things customers complain about most.",
    "Our managers spend a day with customers at least once a quarter.",
    # Value
    "I know what customers pay us for, and what they do not care about.",
    "We stop doing things that customers get nothing from.",
    "When saving money and helping the customer clash, we say so aloud.",
    "We look after present customers as well as we look for new ones.",
    # Satisfaction
    "I see a figure about customer satisfaction at least once a month.",
    "When that figure drops, something changes within weeks.",
    "A customer who was let down hears from us before having to ask.",
    "What customers tell us reaches the department that can mend it.",
    # Brand and simplicity
    "I could explain our promise to customers in one sentence.",
    "Our letters and screens are in words that customers use.",
    "A customer needs to tell us something only once.",
    "It is easier to do business with us than a year ago.",
    # Design
    "We try a new way of working with a few customers first.",
    "I have seen a picture of a whole customer journey, with our part in it.",
    "The people who do the work have a say in how it is designed.",
    "When a journey is changed, all its departments sit at the table.",
    # Expectation
    "We tell customers what happens next and when.",
    "We keep the dates that we give to customers.",
    "Other departments promise customers only what we can deliver.",
    "When something runs late, the customer is told by us, not the other way round.",
    # Alignment
    "For each customer journey I work in, I know who answers for all of it.",
    "My goals do not work against those of the departments next to us.",
    "I know whom to ask in the department before ours and the one after.",
    "When a case crosses departments, somebody keeps hold of it.",
    "I hear what became of a case after it left my desk.",
    "The suppliers we need sit in on our planning.",
    "Management decides between departments within a week.",
    # Culture
    "I may put a customer's problem right without asking for permission.",
    "Whoever points out a mistake is thanked for it.",
    "Good work for a customer is talked about in our department.",
    "We help another department even when our own figures gain nothing.",
)  # fmt: skip

# Respondents by team, in the first quarter: management, middle, front line.
_SAMPLE = {
    "CC": (2, 4, 8), "DS": (1, 2, 4), "SA": (2, 2, 6), "MK": (1, 2, 3), "CO": (1, 2, 4), "BI": (2, 3, 5),
    "CM": (1, 2, 3), "MD": (2, 2, 4), "EP": (1, 2, 2), "NP": (1, 2, 2), "IP": (1, 2, 3), "FS": (2, 3, 8),
    "NO": (1, 2, 4), "FI": (1, 2, 2), "IT": (1, 2, 3), "LE": (1, 2, 2),
}  # fmt: skip
# How far a team's view of its own customer work stands from the company's, and how much management sees it rosier.
_MOOD = {"CC": -0.2, "CO": 0.3, "MD": 0.7, "FS": 0.1, "SA": 0.3, "BI": -0.2, "IT": -0.3}
_ROSY = {"CC": 1.6, "FS": 1.2, "BI": 1.0, "DS": 0.2, "LE": 0.2}


def goals() -> tuple[Goal, ...]:
    """Return the 30 goals."""
    found = []
    for line in _GOALS.strip().splitlines():
        name, team, perspective, months, journey, target, first, second = (part.strip() for part in line.split("|"))
        found.append(Goal(name, team, perspective, int(months), journey, target, (first, second)))
    return tuple(found)


def respondents(quarter: int) -> Iterator[Respondent]:
    """Yield the 120 respondents of a quarter, with the planted gaps between management and front line."""
    number = 0
    for team, sizes in _SAMPLE.items():
        for level, size in enumerate(sizes):
            for _ in range(size):
                number += 1
                draw = Random(f"{_SEED}/{quarter}/{number}")  # noqa: S311 - the same on every machine
                yield Respondent(f"R{number:03d}", team, level, tuple(_answers(draw, team, level)))


def _answers(draw: Random, team: str, level: int) -> Iterator[int | str | None]:
    temper = draw.gauss(0, 0.12)
    rosy = _ROSY.get(team, 0.6) * (0.6, 0.1, -0.4)[level]
    for place in range(len(STATEMENTS)):
        # Questions about alignment score lowest, and the front line knows least of what management decides.
        theme = -0.5 if 25 <= place <= 31 else 0.0
        unknown = 0.06 + (0.10 if level == 2 and 25 <= place <= 31 else 0.0)
        if draw.random() < unknown:
            yield _UNKNOWN
        elif draw.random() < 0.01:
            yield None
        else:
            yield max(1, min(5, round(3.2 + theme + _MOOD.get(team, 0.0) + rosy + temper + draw.gauss(0, 0.7))))
