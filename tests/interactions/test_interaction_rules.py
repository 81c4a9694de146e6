"""What is counted of a log, and what is dropped: each rule on rows that can be counted by hand."""

from pathlib import Path

import pytest

from alignment.errors import SourceError
from alignment.interactions.counting import Counted, Rules, count
from alignment.interactions.engines import Engine, connected
from alignment.interactions.handovers import ways
from alignment.interactions.logs import read_logs
from alignment.interactions.pairs import UNITS
from alignment.interactions.people import read_people
from alignment.interactions.privacy import FEW, REST, Hashing, folded_departments
from interactionlogs import KEY, counted, table, ties, written

TWO = "a1-6:Sales b1-6:Ops"
# Six people, so that nothing is folded.
SIX = "a1>b1 a2>b2 a3>b3"


def test_a_meeting_of_four_gives_six_pairs_of_a_third(tmp_path: Path):
    # Three of them are within Sales and three within Ops where all six are asked twice over; of one meeting six pairs.
    found = counted(tmp_path, "a1-6:Sales", lists="a1,a2,a3,a4 a3,a4,a5,a6")
    assert (found.known, ties(found)) == (12, {"Sales-Sales": pytest.approx(12 / 3)})
    assert found.ties[0].units == 12 * UNITS // 3


def test_who_calls_a_meeting_is_in_it_once(tmp_path: Path):
    written(tmp_path, TWO)
    lines = [(f"a{at}", f"A{at} ; b{at}", "2026-01-05") for at in range(1, 4)]
    meetings = table(tmp_path / "meetings.csv", "organizer attendees start", lines)
    assert ties(of(tmp_path, meetings)) == {"Ops-Sales": 3.0}


def test_a_mail_to_three_goes_one_way_and_counts_a_third_each(tmp_path: Path):
    found = counted(tmp_path, TWO, lists="a1>b1,b2,b3 a2>b1,b2,b3")
    assert ties(found) == {"Ops-Sales": pytest.approx(2.0)}
    assert [(row["from"], row["to"], row["one way"]) for row in found.months.to_pylist()] == [("Sales", "Ops", True)]


def test_an_address_after_a_name_is_who_it_is_of_whatever_stands_before(tmp_path: Path):
    people = table(
        tmp_path / "people.csv",
        "person department",
        [(f"a{at}@acme.com", "Sales") for at in range(1, 7)],
    )
    to = '"Berg, Ann" <A2@acme.com>, Berg, Ann <a3@acme.com>; Cem <a4@acme.com>, a5@acme.com|a6@acme.com'
    mail = table(tmp_path / "mail.csv", "from recipients time", [("Ann Berg <a1@acme.com>", to, "2026-01-05")])
    found = of(tmp_path, mail, people=people)
    assert (found.known, found.unlisted, ties(found)) == (5, 0, {"Sales-Sales": 1.0})


@pytest.mark.parametrize(
    "to", ["b1,Ann <b2>", "b1 , Ann <b2>", 'b1;"Berg, Ann" <b2>', "Ann <b2>,b1", "Bo <b1>, Ann <b2>"]
)
def test_nobody_before_a_name_is_lost_where_nobody_has_an_address(tmp_path: Path, to: str):
    written(tmp_path, TWO)
    mail = table(tmp_path / "mail.csv", "from recipients time", [(f"a{at}", to, "2026-01-05") for at in range(1, 7)])
    found = of(tmp_path, mail)
    assert (found.known, found.unlisted, ties(found)) == (12, 0, {"Ops-Sales": 6.0})


def of(
    folder: Path,
    *logs: Path,
    people: Path | None = None,
    rules: Rules | None = None,
    given: dict[str, str] | None = None,
) -> Counted:
    """What comes of logs of other columns than `counted` writes."""
    with connected(None) as engine:
        register = read_people(engine, str(people or folder / "people.csv"), {})
        return count(engine, read_logs(engine, [str(log) for log in logs], given or {}), register, KEY, rules)


def test_rows_of_one_message_count_together_as_a_list_does(tmp_path: Path):
    with_event = counted(tmp_path, TWO, pairs="a1>b1#m1 a1>b2#m1 a1>b3#m1 a1>b4#m1")
    assert ties(with_event) == {"Ops-Sales": 1.0}


def test_rows_both_ways_are_one_tie_and_two_ways_by_month(tmp_path: Path):
    found = counted(tmp_path, TWO, pairs=f"{SIX} b1>a1 b2>a2 b3>a3")
    assert ties(found) == {"Ops-Sales": 6.0}
    assert [(str(row["month"]), row["from"], row["to"], row["times"]) for row in found.months.to_pylist()] == [
        ("2026-01-01", "Ops", "Sales", 3),
        ("2026-01-01", "Sales", "Ops", 3),
    ]


def test_oneself_machines_and_rows_without_a_name_or_a_day_are_dropped_and_counted(tmp_path: Path):
    found = counted(tmp_path, TWO, pairs=f"{SIX} a1>a1 A1>a1 no-reply@acme.com>a1 a1>room-3@acme.com >a1 a1>b1~someday")
    assert found.rows == {"kept": 3, "self": 2, "bot": 2, "nobody named": 1, "no day": 1}
    assert ties(found) == {"Ops-Sales": 3.0}


def test_machines_in_a_meeting_do_not_make_it_larger(tmp_path: Path):
    found = counted(tmp_path, TWO, lists="a1,a2,a3,b1,b2,room-1@acme.com,calendar@acme.com")
    assert found.bots == 2
    assert sum(ties(found).values()) == pytest.approx(10 / 4)


def test_a_meeting_with_nobody_else_is_oneself(tmp_path: Path):
    assert counted(tmp_path, TWO, lists="a1,room-1@acme.com a1,a2").rows == {"kept": 1, "self": 1}


@pytest.mark.parametrize(("most", "rows"), [(3, {"kept": 1}), (2, {"broadcast": 1, "kept": 0})])
def test_more_recipients_than_allowed_are_a_broadcast(tmp_path: Path, most: int, rows: dict[str, int]):
    assert counted(tmp_path, TWO, lists="a1>b1,b2,b3", most=most).rows == rows


def test_a_meeting_of_n_has_n_less_one_recipients(tmp_path: Path):
    assert counted(tmp_path, TWO, lists="a1,b1,b2 a1,b1,b2,b3", most=2).rows == {"kept": 1, "broadcast": 1}


def test_rows_of_one_message_are_a_broadcast_together(tmp_path: Path):
    found = counted(tmp_path, TWO, pairs="a1>b1#m1 a1>b2#m1 a1>b3#m1 a2>b1#m2", most=2)
    assert found.rows == {"broadcast": 3, "kept": 1}


def test_who_moves_counts_where_they_were_on_the_day(tmp_path: Path):
    people = "a1-6:Sales b1-6:Ops c1:Sales:..2026-01-31 c1:Ops:2026-02-01.."
    january = " ".join(f"c1>b{at}~2026-01-31" for at in range(1, 6))
    february = " ".join(f"c1>b{at}~2026-02-01" for at in range(1, 6))
    assert ties(counted(tmp_path, people, pairs=f"{january} {february}")) == {"Ops-Sales": 5.0, "Ops-Ops": 5.0}


def test_of_stays_that_overlap_the_one_that_began_last_counts(tmp_path: Path):
    people = "a1-6:Sales b1-6:Ops c1:Sales c1:Ops:2026-01-03..2026-01-10"
    sent = " ".join(f"c1>b{at}~2026-01-0{day}" for day in (2, 3) for at in range(1, 6))
    assert ties(counted(tmp_path, people, pairs=sent)) == {"Ops-Sales": 5.0, "Ops-Ops": 5.0}


def test_when_a_stay_for_a_time_ends_the_one_before_it_holds_again(tmp_path: Path):
    people = "a1-6:Sales b1-6:Ops c1:Sales c1:Ops:2026-01-03..2026-01-10"
    sent = " ".join(f"c1>b{at}~2026-01-{day}" for day in ("10", "11") for at in range(1, 6))
    found = counted(tmp_path, people, pairs=sent)
    assert (ties(found), found.elsewhere) == ({"Ops-Ops": 5.0, "Ops-Sales": 5.0}, 0)


def test_a_stay_that_ends_before_it_begins_is_none(tmp_path: Path):
    people = "a1-6:Sales b1-6:Ops " + " ".join(f"a{at}:Ops:2026-03-01..2026-02-01" for at in range(1, 7))
    found = counted(tmp_path, people, pairs=" ".join(f"a{at}>b{at}~2026-02-10" for at in range(1, 7)))
    assert (found.rows, ties(found), found.no_stays, found.elsewhere) == ({"kept": 6}, {"Ops-Sales": 6.0}, 6, 0)


def test_who_is_in_two_departments_from_one_day_is_counted_and_is_in_the_first_by_name(tmp_path: Path):
    found = counted(tmp_path, f"{TWO} a1:Ops", pairs=" ".join(f"a{at}>b{at}" for at in range(1, 7)))
    assert (found.in_several, ties(found), found.withheld) == (1, {"Ops-Sales": 5.0}, 1)


def test_people_in_no_department_on_the_day_are_counted_and_said(tmp_path: Path):
    people = f"{TWO} c1:Ops:2026-02-01.. d1:Ops:soon.."
    found = counted(tmp_path, people, pairs=f"{SIX} zz>a1 zz>a2 a1>c1~2026-01-31 a1>d1")
    # zz and d1 are in no stay that can be used, c1 is in one from February on.
    assert (found.unlisted, found.unlisted_people, found.elsewhere, found.no_stays, found.known) == (3, 2, 1, 1, 3)


def test_a_department_under_five_is_folded_with_the_next_smallest():
    assert folded_departments({"Sales": 9, "Ops": 6, "Desk": 2}) == {"Sales": "Sales", "Ops": FEW, "Desk": FEW}
    assert folded_departments({"Sales": 9, "Ops": 6, "Desk": 2, "Lab": 3}) == {
        "Sales": "Sales", "Ops": "Ops", "Desk": FEW, "Lab": FEW,
    }  # fmt: skip


def test_departments_are_folded_until_they_are_of_five_different_people():
    people = {"Sales": 9, "Ops": 6, "Desk": 2, "Lab": 3}
    # The two of Desk are of Lab too.
    assert folded_departments(people, lambda names: 3 if set(names) == {"Desk", "Lab"} else 9) == {
        "Sales": "Sales", "Ops": FEW, "Desk": FEW, "Lab": FEW,
    }  # fmt: skip


@pytest.mark.parametrize(
    "board",
    [
        "ceo:Board room_1@acme.com:Board room_2@acme.com:Board noreply@acme.com:Board calendar@acme.com:Board",
        "ceo:Board z1-4:Board:2026-02-01..2020-01-01",
        " ".join(f"s{at}:Board:20{at}0-01-01..20{at}9-12-31" for at in range(1, 5))
        + " ceo:Board:2000-01-01..2009-12-31 ceo:Board:2026-01-01..2026-12-31",
    ],
    ids=["with machines", "with stays that are none", "one after another"],
)
def test_a_department_of_one_person_is_not_named_whatever_fills_its_list(tmp_path: Path, board: str):
    people = f"{TWO} {board} x1-6:Lab"
    found = counted(tmp_path, people, pairs=f"{SIX} ceo>a1 ceo>a2 ceo>a3 ceo>a4 x1>a1 x2>a2 x3>a3")
    assert "Board" not in {end for tie in found.ties for end in (tie.source, tie.target)}


def test_a_department_under_five_is_named_nowhere(tmp_path: Path):
    people = f"{TWO} c1-2:Desk d1-3:Lab"
    found = counted(tmp_path, people, pairs=f"{SIX} c1>a1 c2>a2 d1>a3")
    assert ties(found) == {"Ops-Sales": 3.0, f"{FEW}-Sales": 3.0}


def test_a_pair_of_departments_under_five_people_is_folded(tmp_path: Path):
    # Sales with Lab: two people; Ops with Lab: three. Together five, and told as few.
    people = f"{TWO} d1-6:Lab"
    found = counted(tmp_path, people, pairs=f"{SIX} a1>d1 b1>d2 b2>d2")
    assert ties(found) == {"Ops-Sales": 3.0, f"{REST}-{REST}": 3.0}
    assert found.withheld == 0


def test_what_is_of_fewer_than_five_even_together_is_withheld_and_counted(tmp_path: Path):
    found = counted(tmp_path, TWO, pairs=f"{SIX} a1>b1~2026-02-05 a1>a2~2026-02-05")
    assert (ties(found), found.withheld) == ({"Ops-Sales": 3.0}, 2)
    assert [str(month) for month in found.months["month"].to_pylist()] == ["2026-01-01"]


def test_months_of_few_people_are_put_together(tmp_path: Path):
    found = counted(tmp_path, TWO, pairs=f"{SIX} a1>b1~2026-02-05 a2>b2~2026-03-05 a3>b3~2026-03-05")
    assert [(row["month"] and str(row["month"]), row["times"]) for row in found.months.to_pylist()] == [
        ("2026-01-01", 3),
        (None, 3),
    ]
    assert (ties(found), found.withheld) == ({"Ops-Sales": 6.0}, 0)


def test_a_cell_of_four_people_is_never_shown_however_often_they_meet(tmp_path: Path):
    found = counted(tmp_path, TWO, pairs=" ".join(["a1>b1", "a2>b2", "b1>a2", "b2>a1"] * 50))
    assert (found.ties, found.known, found.withheld) == ((), 200, 200)


def test_a_person_counts_once_in_a_cell_wherever_they_moved(tmp_path: Path):
    # c1 writes to three in Ops, moves there within the month, and hears of one of Sales: of five ends in the folded cell, four are different people.
    people = f"{TWO} d1-6:Lab c1:Sales:..2026-01-10 c1:Ops:2026-01-11.."
    sent = "c1>d1~2026-01-05 c1>d2~2026-01-05 d3>c1~2026-01-20"
    assert (
        counted(tmp_path, people, pairs=sent).withheld,
        counted(tmp_path, people, pairs=f"{sent} d4>c1").withheld,
    ) == (3, 0)


def test_a_cell_that_holds_several_people_is_told_and_a_mapping_makes_a_list_of_it(tmp_path: Path):
    written(tmp_path, TWO)
    log = table(
        tmp_path / "mail.csv", "from to time", [(f"a{at}", f"b{at};b{at + 1}", "2026-01-05") for at in range(1, 4)]
    )
    found = of(tmp_path, log)
    assert (found.several, found.unlisted_people, found.known) == (3, 3, 0)
    found = of(tmp_path, log, given={"recipients": "to"})
    assert (found.several, ties(found)) == (0, {"Ops-Sales": 3.0})


def test_machines_that_somebody_names_are_dropped_too(tmp_path: Path):
    written(tmp_path, TWO, pairs=f"{SIX} build@acme.com>a1 a1>build@other.com a1>builder@acme.com")
    found = of(tmp_path, tmp_path / "pairs.csv", rules=Rules(machines=("Build@*",)))
    assert (found.rows, found.unlisted) == ({"kept": 4, "bot": 2}, 1)


@pytest.mark.parametrize("name", ["jan.bot", "alert.jansen", "robot.smith", "resource.planning"])
def test_people_whose_names_sound_like_machines_are_none(tmp_path: Path, name: str):
    assert counted(tmp_path, TWO, pairs=f"{SIX} {name}@acme.com>a1").unlisted == 1


def test_messages_between_two_are_no_broadcast_however_many_are_of_one_event(tmp_path: Path):
    talk = " ".join(f"{pair}#t{at}" for at, pair in enumerate(SIX.split()) for _ in range(25))
    found = counted(tmp_path, TWO, pairs=talk)
    assert (found.rows, ties(found)) == ({"kept": 75}, {"Ops-Sales": 75.0})


def test_rows_without_an_event_are_each_one_of_their_own(tmp_path: Path):
    with connected(None) as engine:
        import ibis

        rows = {
            "from": ["a1", "a2", "a3"] * 25,
            "to": ["b1", "b2", "b3"] * 25,
            "time": ["2026-01-05"] * 75,
            "event": [" "] * 75,
        }
        engine.connection.create_table("mail", ibis.memtable(rows)).to_parquet(tmp_path / "mail.parquet")
    written(tmp_path, TWO)
    assert of(tmp_path, tmp_path / "mail.parquet").rows == {"kept": 75}


def test_a_quote_far_below_is_a_quote(tmp_path: Path):
    written(tmp_path, TWO)
    plain = "".join(f"a{1 + at % 3},b{1 + at % 3},2026-01-05\n" for at in range(24_000))
    (tmp_path / "mail.csv").write_text(f'from,to,time\n{plain}"Berg, Ann <a1>",b2,2026-01-05\n')
    assert of(tmp_path, tmp_path / "mail.csv").rows == {"kept": 24_001}


@pytest.mark.parametrize(
    "day", ["2026-02-29", "2026-13-01", "2026-04-31", "05/01/2026", "2026-1-5", "46027", "20260105", "today"]
)
def test_what_is_no_day_as_all_engines_read_it_is_dropped_and_counted(tmp_path: Path, day: str):
    written(tmp_path, TWO)
    log = table(tmp_path / "mail.csv", "from to time", [("a1", "b1", day), ("a1", "b1", "2024-02-29T23:30:00+05:00")])
    assert of(tmp_path, log).rows == {"kept": 1, "no day": 1}


def test_a_count_is_added_up_and_one_that_says_nothing_is_dropped_and_counted(tmp_path: Path):
    written(tmp_path, TWO)
    lines = [(f"a{at}", f"b{at}", "2026-01-05", 10) for at in range(1, 4)]
    lines += [("a1", "b1", "2026-01-05", said) for said in ("", "many", 0, -3, 2.5, 10**11)]
    found = of(tmp_path, table(tmp_path / "mail.csv", "from to time count", lines))
    assert (found.rows, ties(found), found.known) == ({"kept": 3, "untold": 6}, {"Ops-Sales": 30.0}, 30)


@pytest.mark.parametrize(
    ("header", "said", "minutes"),
    [("duration", 30, 30), ("duration_seconds", 90, 1.5), ("Duur_(uren)", 1.5, 90), ("seconds", 20, 1 / 3)],
)
def test_minutes_are_added_up_where_asked(tmp_path: Path, header: str, said: object, minutes: int):
    written(tmp_path, TWO)
    lines = [(f"a{at}", f"b{at}", "2026-01-05", said) for at in range(1, 4)]
    log = table(
        tmp_path / "calls.csv",
        f"caller callee time {header}",
        [*lines, *(("a1", "b1", "2026-01-05", said) for said in ("long", 0))],
    )
    found = of(tmp_path, log, rules=Rules(amount="minutes"))
    assert (found.rows, ties(found), found.known) == (
        {"kept": 3, "untold": 2},
        {"Ops-Sales": pytest.approx(3.0 * minutes)},
        3,
    )


def test_the_hash_is_the_construction_of_hmac_with_two_keys(tmp_path: Path):
    import hashlib
    import hmac

    import ibis

    inner, outer = (
        hmac.new(KEY.secret, f"interactions {one}".encode(), "sha256").hexdigest() for one in ("inner", "outer")
    )
    expected = hashlib.sha256(
        (outer + hashlib.sha256(f"{inner}jörg@acme.com".encode()).hexdigest()).encode()
    ).hexdigest()
    with connected(None) as engine:
        made = engine.connection.to_pyarrow(Hashing(engine, KEY)(ibis.literal("jörg@acme.com"))).as_py()
    assert made == expected[:32]


def stops(engine: Engine, folder: Path, *cases: str) -> object:
    lines = [(at, order, step) for at, case in enumerate(cases) for order, step in enumerate(case.split(), start=1)]
    file = table(folder / "tickets.csv", "ticket volgorde afdeling", reversed(lines))
    return ways(read_logs(engine, [str(file)], {}), engine)


def test_a_department_of_few_people_is_no_step_of_a_way(tmp_path: Path):
    file = table(
        tmp_path / "tickets.csv",
        "case order department",
        [(at, turn, name) for at in range(5) for turn, name in enumerate(("Sales", "Board", "Desk", "Ops"))],
    )
    with connected(None) as engine:
        logs = read_logs(engine, [str(file)], {})
        found = ways(logs, engine, {"Board": FEW, "Desk": FEW, "Sales": "Sales"})
    assert found.found == ((("Sales", FEW, "Ops"), 5),)


def test_ways_of_five_cases_are_told_in_order_and_others_counted(tmp_path: Path):
    with connected(None) as engine:
        found = stops(engine, tmp_path, *["Sales Ops Ops Desk"] * 5, *["Ops Sales"] * 6, "Desk Lab", "Lab")
    assert found.found == ((("Ops", "Sales"), 6), (("Sales", "Ops", "Desk"), 5))
    assert (found.rare, found.rows, found.unusable) == (2, 35, 0)


def test_stops_within_a_second_are_in_the_order_of_their_fractions(tmp_path: Path):
    lines = [
        (at, name, f"2026-01-05T10:00:00.{part}")
        for at in range(5)
        for part, name in (("900", "Alpha"), ("100", "Zeta"))
    ]
    file = table(tmp_path / "tickets.csv", "case department opened", lines)
    with connected(None) as engine:
        assert ways(read_logs(engine, [str(file)], {}), engine).found == ((("Zeta", "Alpha"), 5),)


def test_a_list_in_the_column_of_one_person_is_a_list(tmp_path: Path):
    with connected(None) as engine:
        import ibis

        rows = {"from": ["a1", "a2", "a3"], "to": [["b1", "b2"], ["b2", "b3"], ["b3"]], "time": ["2026-01-05"] * 3}
        engine.connection.create_table("mail", ibis.memtable(rows)).to_parquet(tmp_path / "mail.parquet")
    written(tmp_path, TWO)
    assert ties(of(tmp_path, tmp_path / "mail.parquet")) == {"Ops-Sales": 3.0}


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_file_in_another_encoding_is_refused_with_what_to_do(tmp_path: Path, encoding: str):
    (tmp_path / "mail.csv").write_text("from,to,time\njörg,b,2026-01-05\n", encoding=encoding)
    with connected(None) as engine, pytest.raises(SourceError, match="is not written in UTF-8"):
        read_logs(engine, [str(tmp_path / "mail.csv")], {})


@pytest.mark.parametrize(
    "header",
    [
        "Afzender;Ontvanger;Verzonden",
        "Absender;Empfänger;Gesendet",
        "Expéditeur;Destinataire;Date d'envoi",
        "Remitente;Destinatario;Fecha",
    ],
)
def test_headers_are_understood_in_several_languages(tmp_path: Path, header: str):
    file = tmp_path / "mail.csv"
    file.write_text(f"{header};Subject\na;b;2026-01-05;hush\n", encoding="utf-8")
    with connected(None) as engine:
        (log,) = read_logs(engine, [str(file)], {})
    assert (set(log.columns), log.left_out, set(log.table.columns)) == (
        {"from", "to", "time"},
        ("Subject",),
        {"from", "to", "time"},
    )


def test_a_table_that_is_no_log_is_refused_with_what_it_has(tmp_path: Path):
    file = table(tmp_path / "x.csv", "colour size", [("red", 1)])
    with (
        connected(None) as engine,
        pytest.raises(SourceError, match="Its columns are: colour, size; understood of them: none"),
    ):
        read_logs(engine, [str(file)], {})
