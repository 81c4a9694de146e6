"""Moves that somebody chose: measured as the plan is, told as a plan, and refused where they do not apply."""

import itertools
import json
import threading
from datetime import date

import pytest

from alignment.advice.advising import advise
from alignment.advice.agreed import topic
from alignment.advice.byhand import Asked, applied, changes
from alignment.advice.chosen import Choosing, advise_chosen
from alignment.advice.proposals import proposed
from alignment.advice.simulation import difference
from alignment.analysis.remeasure import Measured
from alignment.errors import AlignmentError, SettingsError
from alignment.model.organisation import Action
from alignment.pipeline import examine, replanned
from alignment.report import content
from alignment.report.document import Paragraph
from alignment.resources import sample_data
from alignment.settings import Settings
from build import organisation, origin

QUICK = Settings(permutations=50, score_draws=5)
SAMPLE = sample_data() / "brightwater-q2.xlsx"


def company(**more):
    given = {
        "departments": "Sales>Front Service>Front Front Billing",
        "people": {"ann": "Sales", "bob": "Service", "cem": "Billing", "dot": "Billing"},
        "ties": "ann-bob:3 bob-cem:1 cem-dot:2",
        "journeys": {"Move": "Sales Service Billing", "Pay": "Billing"},
        "owners": {"Move": "ann", "Pay": ""},
        "processes": {"Bill": "Billing"},
    }
    return organisation(**(given | more))


def measured(**more) -> Measured:
    return Measured(company(**more), QUICK)


def hand(kind: str, text: str) -> Asked:
    return Asked(kind, text)


def step(key: str) -> Asked:
    return Asked("step", key)


@pytest.fixture(scope="module")
def sample():
    return examine([SAMPLE], QUICK, retain=True)


def test_the_whole_plan_chosen_is_the_plan_that_is_computed(sample):
    computed = advise(sample.measured)
    chosen = advise_chosen(sample.measured, [step(one.move) for one in computed.steps])
    assert len(chosen.steps) > 5
    assert chosen.steps == computed.steps
    assert (chosen.before, chosen.after, chosen.quick_gain) == (computed.before, computed.after, computed.quick_gain)
    assert (chosen.chosen, computed.chosen) == (True, False)


def test_each_gain_is_what_the_score_moves_after_the_moves_before_it(sample):
    asked = [hand("link", "Sales:Billing"), hand("merge", "Sales+Marketing=Commerce"), hand("without", "Complaints")]
    advice = advise_chosen(sample.measured, asked)
    scores = [
        sample.measured.after(
            applied(sample.organisation, changes(asked[:number], sample.organisation))
        ).analysis.score.value
        for number in range(4)
    ]
    assert [one.gain for one in advice.steps] == pytest.approx([b - a for a, b in itertools.pairwise(scores)])
    assert advice.steps[-1].cumulative == pytest.approx(scores[-1] - scores[0])
    assert [one.effort for one in advice.steps] == [1, 5, 4]
    assert [one.wave for one in advice.steps] == ["now", "later", "later"]
    assert not any(one.quick_win for one in advice.steps if one.gain <= 0)


def test_a_move_by_hand_is_told_as_a_step_with_its_cell():
    (owner, link) = advise_chosen(measured(), [hand("owner", "Pay=cem"), hand("link", "ann:dot")]).steps
    assert owner.words == "cem owns “Pay” from end to end."
    assert (owner.move, owner.practice, owner.asks) == ("name_owner:Pay:person cem", "journey-owner", ("Billing",))
    assert owner.edits == ("Journeys!B3: cem",)
    assert [one.split(":")[0] for one in owner.closes] == ["OWN01"]
    assert (link.move, link.asks) == ("connect:Billing+Sales:ann+dot", ("Billing", "Sales"))
    assert link.edits[0].startswith("Collaboration, a new row: from ann, to dot")


def test_what_is_answered_again_and_again_is_what_measuring_once_gives(sample):
    choosing = Choosing(sample.measured)
    for asked in (
        [hand("owner", "I move house=Sales")],
        [hand("owner", "I move house=Sales"), hand("merge", "Sales+Marketing=Commerce")],
        [hand("merge", "Sales+Marketing=Commerce")],
        [],
    ):
        after = applied(sample.organisation, changes(asked, sample.organisation))
        whole = difference(Measured(sample.organisation, QUICK).analysis, Measured(after, QUICK).analysis)
        assert choosing.difference(asked) == whole
    assert choosing.difference([]).score[0] == choosing.difference([]).score[1]


def test_a_step_that_needs_another_comes_after_it(sample):
    steps = advise(sample.measured).steps
    first = {":".join(one.key) for one in proposed(sample.measured.context)}
    later = [one.move for one in steps if one.move not in first]
    mandate = "give_mandate:J6:"
    assert mandate in {one.move for one in steps}
    for one in later:
        with pytest.raises(SettingsError, match="It may need another step before it"):
            Choosing(sample.measured).moves([step(one)])


def test_a_step_is_taken_once():
    with pytest.raises(SettingsError, match="it is chosen already"):
        Choosing(measured()).moves([step("name_owner:Pay:department Billing")] * 2)


def test_a_step_that_a_move_before_made_pointless_is_refused():
    asked = [hand("owner", "Pay=cem"), step("name_owner:Pay:department Billing")]
    with pytest.raises(AlignmentError, match="no longer possible once the moves before it are made"):
        Choosing(measured()).moves(asked)


def test_a_step_on_somebody_who_is_gone_is_refused(sample):
    asked = [hand("without", "Meter Data"), step("connect:Customer Contact+Meter Data:P010+P040")]
    with pytest.raises(SettingsError, match="no longer possible"):
        Choosing(sample.measured).moves(asked)


def test_a_name_that_an_earlier_move_made_is_known():
    words = Choosing(measured()).words([hand("merge", "Sales+Service=Office"), hand("owner", "Pay=Office")])
    assert words[1] == "Office owns “Pay” from end to end"


def test_an_unknown_key_is_met_with_what_is_close():
    with pytest.raises(SettingsError, match=r'Did you mean "name_owner:Pay:department Billing"'):
        Choosing(measured()).moves([step("name_owner:Pay:department Biling")])


def test_a_step_that_is_waived_is_refused_and_the_same_by_hand_is_taken():
    waiver = Action(
        origin("actions", 2, ("finding",)), "name_owner:Pay:department Billing", status="waived",
        waiver_reason="Winds down", waiver_until=date(2026, 12, 31),
    )  # fmt: skip
    before = measured(actions=(waiver,), snapshot_date=date(2026, 6, 30))
    with pytest.raises(SettingsError, match="waived in the sheet Actions"):
        Choosing(before).moves([step("name_owner:Pay:department Billing")])
    (move,) = Choosing(before).moves([hand("owner", "Pay=Billing")])
    assert topic(move) == ("name_owner", "pay", "")


def test_without_a_score_the_steps_are_told_without_points():
    before = Measured(organisation(departments="Sales Care", ties="Sales-Care"), QUICK)
    assert before.score is None
    advice = advise_chosen(before, [hand("merge", "Sales+Care=Front")])
    assert (advice.before, advice.after, advice.quick_gain) == (None, None, None)
    assert [one.words for one in advice.steps] == ["“Sales” and “Care” merge into “Front”."]


def test_a_check_that_is_handed_on_refuses_contacts_of_a_few_people(tmp_path):
    safe = examine([SAMPLE], QUICK, client_safe=tmp_path / "alignment.key")
    small = sorted(safe.organisation.discretion.small)[0]
    other = next(one for one in ("Sales", "Billing") if one != small)
    label = safe.organisation.label("department", small)
    with pytest.raises(SettingsError, match="ties of a few people"):
        replanned(safe, [hand("link", f"{label}:{other}")])
    fine = replanned(safe, [hand("owner", "I move house=Sales")])
    assert fine.check.discretion is not None
    assert [one.words for one in fine.check.advice.steps] == ["Sales owns “I move house” from end to end."]


def test_a_chosen_plan_is_put_into_a_check_and_taken_out_again(sample):
    asked = [hand("owner", "I move house=Sales")]
    chosen = replanned(sample, asked)
    assert chosen.check.advice == examine([SAMPLE], QUICK, moves=asked).check.advice
    assert replanned(chosen).check == sample.check
    assert (chosen.check.findings, chosen.check.score) == (sample.check.findings, sample.check.score)


def test_the_report_says_that_the_plan_was_chosen_and_no_other_does(sample):
    sentence = "The steps and their order were chosen by hand rather than computed."

    def leads(examination) -> str:
        document = content.document(examination.check, examination.organisation, examination.settings)
        (plan,) = (one for one in document.sections if one.anchor == "plan")
        return " ".join(one.text for one in plan.blocks if isinstance(one, Paragraph))

    assert sentence in leads(replanned(sample, [hand("without", "Complaints")]))
    assert sentence not in leads(sample)


def test_two_who_ask_at_once_are_each_answered(sample):
    choosing, told = Choosing(sample.measured), {}
    asked = {name: [hand("owner", f"I move house={name}")] for name in ("Sales", "Billing")}

    def ask(name: str) -> None:
        told[name] = [choosing.words(asked[name]) for _ in range(20)]

    threads = [threading.Thread(target=ask, args=(name,)) for name in asked]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert json.dumps(told, ensure_ascii=False).count("owns “I move house” from end to end") == 40
    assert {words for some in told["Sales"] for words in some} == {"Sales owns “I move house” from end to end"}
