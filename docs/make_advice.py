"""Write advice.md, how the plan is made: the kinds of moves, and the first ten of the sample company one by one.

python docs/make_advice.py
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from alignment.advice.moves import KINDS
from alignment.advice.plan import Plan, PlannedMove, make_plan
from alignment.advice.proposals import accountability, contacts, goals, owners, proposed, steps
from alignment.advice.waves import CAPACITY, quick_wins, waves
from alignment.analysis.catalogue import MEASURES, RULES, score_account
from alignment.analysis.remeasure import Measured
from alignment.analysis.score import DIMENSIONS
from alignment.model.result import Finding, MoveKind
from alignment.resources import sample_data
from alignment.settings import Settings
from alignment.source import read

PAGE = Path(__file__).with_name("advice.md")
SAMPLE = "brightwater-q1.xlsx"
# Moves explained one by one.
EXPLAINED = 10
# Changes of points below this are summed up.
_SEEN = 0.02
_PRINTED = 0.005
# Cells and findings named in one line.
_NAMED = 6

PROPOSERS: Mapping[MoveKind, Callable[..., object]] = {
    "name_owner": owners.name_owners,
    "give_mandate": owners.give_mandates,
    "name_department": steps.name_department,
    "name_accountable": accountability.name_accountable,
    "resolve_double_accountable": accountability.resolve_double_accountable,
    "connect": contacts.connect,
    "second_thread": contacts.second_thread,
    "back_up": contacts.back_up,
    "move_step": steps.move_step,
    "hold_moment": steps.hold_moment,
    "share_goal": goals.share_goal,
    "lengthen_goal": goals.lengthen_goal,
}

_HEAD = """\
<!-- Written by docs/make_advice.py. -->
# Advice: how the plan is made

A **move** is one possible step: it asks somebody to do something, says what that takes and what speaks against it, and which
cells of the workbook would then read otherwise. The program applies each to a copy of the company and measures again; what the
health score gains by it is the move's **gain**. Type the cells as the move says and run the program again: it finds that gain.
A test does so for every kind of move, and for every step of the plan of the sample company, to nine digits.

## The kinds of moves

| Kind | Name in `[plan.effort]` | Effort | Why that much | What is proposed |
|---|---|---|---|---|
"""
_CHOICE = """\

Effort goes from 1, an hour's talk, to 5, a project: our choice. `[plan.effort]` in `alignment.toml` sets another for a kind. It
is one more where a department that has to act can spare less than its usual time (`[plan.capacity]`), and where a holder would
answer for more journeys and processes than OWN06 allows. Where one department does every step of several journeys without an
owner, or with several, they are also proposed together as one move: naming owners one by one in a long list gains too little at
a time to be seen.

Nothing is proposed that cannot be typed: a mandate, for instance, only where the workbook has that column. Goals are no part of
the health score, so sharing and lengthening them gains no points and no plan holds them: they close findings (GOA01, GOA03,
and GOA04 once one pair in ten shares a goal).

## How the plan is chosen

1. Every possible move is applied to a copy of the company, and the score is taken again.
2. The one with most points for its effort comes first; of equals, the one with less against it.
3. The company is taken as changed by it, all moves are proposed and measured anew, and the next is chosen, until the effort
   reaches the budget ({budget}), the plan has {most} moves, or nothing gains any more. Gains are never added up from single
   effects: a second contact between two departments is worth less than the first, and a mandate needs an owner.

This is the greedy choice. Over sixteen small companies drawn at random, each with eight moves of which every set can be tried,
it reaches 0.88 of the best gain on average, half of the time more than 0.95, and 0.49 at worst: two contacts that only pay
together are not seen, where the first alone costs points. `tests/advice/test_plan.py` measures it.

**When.** A step of effort 2 or less can be taken now (30 days), one of 3 next (90 days), one of 4 or 5 later. A step waits for
earlier ones about the same subject, and goes on to the next wave where a department has no room left: {now:g} units of effort
now and {next:g} next, or its share of them (none where `[plan.capacity]` says 0). A **quick win** has effort 1 or 2 and is in the upper quarter of the plan by gain for effort.

**Trying it by hand.** `alignment simulate audit.xlsx --owner "Onboarding=Customer Operations" --link "Sales:Billing"` says what
any change of your own would do; `--without NAME` says what hangs on a department or a person. Changes are made in the order given,
and a later one can name what an earlier one made.

**Choosing another plan.** `alignment report audit.xlsx --moves moves.toml` puts what you chose in the place of the computed plan. The file has the
names of the options of `simulate`, and `step` for steps of the plan by their `move` in the JSON report: `step = ["name_owner:J4:person P003"]`. Moves are
made in the order of the file, each gain is measured after those before it, and the report says that they were chosen. A change by hand has the
effort of the like kind of move; a merger (`merge`) counts 5, the loss of a department or a person (`without`) 4. Our choice.
"""
_PLAN = """\

## The first ten moves of the sample company

`alignment report sample_data/{sample}` finds {considered} possible moves and a score of {before:.2f}. Its plan of {steps} moves takes an effort of
{effort} and ends at {after:.2f}. These are the first {explained}; the company is fictional, and so is everybody in it.
"""


def kind_lines() -> Iterator[str]:
    """Yield the table of the kinds of moves."""
    for ident, kind in KINDS.items():
        doc = (PROPOSERS[ident].__doc__ or "").strip()
        proposal = " ".join(doc.partition("\n\n")[0].split()).removeprefix("Propose ")
        yield f"| {kind.name} | `{ident}` | {kind.effort} | {kind.basis} | {proposal} |"


def head_lines() -> list[str]:
    """Return all that does not depend on the sample company."""
    settings = Settings()
    choice = _CHOICE.format(budget=settings.plan_budget, most=settings.plan_most, now=CAPACITY[0], next=CAPACITY[1])
    return [_HEAD.rstrip("\n"), *kind_lines(), choice.rstrip("\n")]


def _points(before: Measured, after: Measured) -> Iterator[str]:
    """Yield where the points of a move come from: each headline figure, and what it adds to the company's score."""
    old = {(one.dimension, one.measure): one for one in score_account(before.analysis)}
    rest = 0.0
    for row in score_account(after.analysis):
        was = old[row.dimension, row.measure]
        more = (row.contribution or 0.0) - (was.contribution or 0.0)
        if abs(more) >= _SEEN and row.value is not None and was.value is not None:
            values = f"{was.value:.3g} → {row.value:.3g}"
            yield f"{DIMENSIONS[row.dimension]}, {MEASURES[row.measure].name} {values}: {more:+.2f}"
        else:
            rest += more
    if abs(rest) >= _PRINTED:
        yield f"the rest: {rest:+.2f}"


def _findings(found: Sequence[Finding]) -> str:
    told = [f"{RULES[one.code].title} (`{one.id}`)" for one in found[:_NAMED]]
    more = len(found) - len(told)
    return "; ".join([*told, f"{more} more"] if more else told)


def _explained(rank: int, step: PlannedMove, before: Measured, after: Measured, when: str) -> Iterator[str]:
    move = step.move
    start = (after.score or 0.0) - step.gain
    yield f"\n### {rank}. {KINDS[move.kind].name}\n"
    yield f"{move.words}\n"
    ratio = "" if move.effort == 1 else f", {step.gain / move.effort:.2f} a unit of effort"
    yield f"- **Gain** {step.gain:.2f} points for effort {move.effort}{ratio}: {start:.2f} → {after.score or 0.0:.2f}. {when}."
    yield f"- **Where from** {'; '.join(_points(before, after)).replace('-', '−')}."
    if step.closes:
        yield f"- **Closes** {_findings(step.closes)}."
    if step.opens:
        yield f"- **Opens** {_findings(step.opens)}."
    yield f"- **Against it** {'; '.join(move.against) or 'nothing that the workbook tells'}."
    yield f"- **Typed** {'; '.join(str(one) for one in move.edits)}."


def sample_lines() -> Iterator[str]:
    """Yield the plan of the sample company, its first moves one by one."""
    settings = Settings()
    now = Measured(read([sample_data() / SAMPLE]).organisation, settings)
    plan = make_plan(now, proposed, settings.plan_budget, settings.plan_most)
    yield _introduced(plan)
    quick, when = quick_wins(plan.steps), waves(plan.steps, settings.plan_capacity)
    for place, step in enumerate(plan.steps[:EXPLAINED]):
        before, now = now, now.after(step.move.apply(now.organisation))
        told = f"To be taken {when[place]}" + (", a quick win" if place in quick else "")
        yield from _explained(place + 1, step, before, now, told)


def _introduced(plan: Plan) -> str:
    return _PLAN.format(
        sample=SAMPLE,
        considered=plan.considered,
        before=plan.before.score,
        after=plan.after.score,
        steps=len(plan.steps),
        effort=sum(one.move.effort for one in plan.steps),
        explained=EXPLAINED,
    ).rstrip("\n")


def page() -> str:
    """Return the whole page."""
    return "\n".join([*head_lines(), *sample_lines(), ""])


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
