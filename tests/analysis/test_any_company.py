"""Any company at all, with any sheets, blanks, circles, repeated rows and unknown names: what must hold of its figures."""

from datetime import date
from math import isfinite

from hypothesis import given, settings
from hypothesis import strategies as st

from alignment.analysis.catalogue import MEASURES, analyse
from alignment.model.organisation import Answer, Goal, Organisation
from alignment.settings import Settings
from build import organisation, origin

QUICK = Settings(permutations=20, score_draws=20)

UNITS, NAMES = ("A", "B", "C", "D"), ("ann", "bob", "cem", "dan", "eva")
TODAY = date(2026, 6, 30)
CROWD = (*NAMES, *(f"p{number}" for number in range(16)))
unit, blank = st.sampled_from(UNITS), st.just("")
holder = st.sampled_from([*UNITS, *NAMES, "", "TBD", "Stranger", "ann, B"])
number = st.none() | st.integers(0, 9).map(float)
word = st.builds(
    "{}{}{}".format,
    st.sampled_from([*UNITS, "-", "A+B", "C+D"]),
    st.sampled_from(["", "@P", "@Q"]),
    st.sampled_from(["", "*"]),
)


@st.composite
def ties(draw: st.DrawFn) -> list[tuple]:
    ends = st.sampled_from(draw(st.sampled_from([UNITS, NAMES, (*NAMES, "guest")])))
    some = draw(st.lists(st.tuples(ends, ends, st.none() | st.integers(0, 5)), max_size=12))
    if draw(st.booleans()):
        # So many that every measure has its say.
        pick = draw(st.randoms(use_true_random=False))
        some += [(*pick.sample(CROWD, 2), pick.randint(1, 5)) for _ in range(60)]
    return [(one, other) if weight is None else (one, other, weight) for one, other, weight in some]


@st.composite
def goals(draw: st.DrawFn) -> tuple[Goal, ...]:
    where = origin("goals", 2, ("goal", "owner_department"))
    about = st.sampled_from(["", "customer", "financial", "process", "other"])
    return tuple(
        Goal(where, f"G{at}", f"G{at}", draw(unit | st.none()), draw(about), draw(number), draw(st.sampled_from(["J", "K", None])),
             conflicts_with=draw(st.sampled_from([(), ("G0",), ("G1",)])))
        for at in range(draw(st.integers(0, 6)))
    )  # fmt: skip


@st.composite
def answers(draw: st.DrawFn) -> tuple[Answer, ...]:
    where = origin("survey", 2, ("respondent", "department", "level"))
    asked = draw(st.lists(st.sampled_from(["A1", "A3", "E1", "S1", "Who knows?"]), min_size=1, unique=True))
    pick = draw(st.randoms(use_true_random=False))
    return tuple(
        Answer(where, f"R{at}", unit, level, one, pick.choice([None, 1, 2, 3, 4, 5]), pick.random() < 0.8)
        for at in range(draw(st.integers(0, 30)))
        for unit, level in [
            (pick.choice([*UNITS, None]), pick.choice(["management", "middle", "front line", "", "guest"]))
        ]
        for one in asked
    )


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    journeys = draw(st.dictionaries(st.sampled_from(["J", "K"]), st.lists(word, max_size=6)))
    reviews = st.dates(date(2025, 1, 1), TODAY) | st.none()
    journey = st.fixed_dictionaries({}, optional={"importance": number, "volume": number, "last_review": reviews})
    timed = st.fixed_dictionaries({}, optional={"waiting": number, "duration": number})
    details = {one: draw(journey) for one in journeys}
    details |= {
        f"{journey}/{at}": draw(timed) for journey, words in journeys.items() for at in range(1, len(words) + 1)
    }
    details |= {name: {"manager": draw(st.sampled_from([*NAMES, None]))} for name in NAMES}
    letters = st.dictionaries(
        st.sampled_from([*UNITS, *NAMES, "Clerk", "Stranger"]),
        st.sampled_from(["A", "R", "C", "I", "A/R", "R/C/I"]),
        max_size=4,
    )
    sheets = {
        "departments": st.just([f"{one}>X" for one in UNITS])
        | st.lists(st.builds("{}>{}".format, unit, unit | st.sampled_from(["X", "Y"])) | unit, max_size=5),
        "people": st.lists(unit | blank | st.just("A: Clerk"), min_size=8, max_size=len(CROWD)).map(
            lambda places: dict(zip(CROWD, places, strict=False))
        ),
        "ties": ties(),
        "journeys": st.just(journeys),
        "owners": st.dictionaries(st.sampled_from(["J", "K"]), holder),
        "processes": st.dictionaries(st.sampled_from(["P", "Q"]), unit | blank),
        "raci": st.dictionaries(st.sampled_from(["P", "Q", "J"]), letters),
        "goals": goals(),
        "answers": answers(),
    }
    given_ = {name: draw(sheet) for name, sheet in sheets.items() if draw(st.integers(0, 3))}
    given_["sheets"] = frozenset({"goals"} & given_.keys()) | ({"survey"} if "answers" in given_ else set())
    return organisation(
        **given_, details=details, ties_directed=draw(st.booleans()), snapshot_date=draw(st.sampled_from([None, TODAY]))
    )


@settings(max_examples=settings().max_examples // 4, deadline=None)
@given(org=organisations())
def test_every_figure_of_any_company_is_in_its_range_or_has_a_reason(org):
    for one in analyse(org, QUICK).measurements:
        if one.value is None:
            assert one.status != "measured", one
            assert one.note, one
            assert one.rating is None, one
            continue
        low, high = MEASURES[one.id].range
        assert one.status == "measured", one
        assert isfinite(one.value), one
        assert low is None or one.value >= low - 1e-9, one
        assert high is None or one.value <= high + 1e-9, one
