"""Who answers for each process, how much rests on one holder, and is everyone known? Declared for `ownership`."""

from collections.abc import Callable, Iterator, Sequence

from alignment.analysis.base import (
    UNDIVIDED,
    Context,
    Limits,
    Reading,
    Rule,
    all_waived,
    measure,
    not_measured,
    reading,
    without_waived,
)
from alignment.analysis.literature import HAMMER, HIRSCHMAN, SMITH
from alignment.analysis.loads import loads, named_holders
from alignment.analysis.ownership_rules import unknown_owner
from alignment.analysis.processes import ProcessAccount, process_accounts
from alignment.analysis.raci_processes import no_accountable, no_responsible, several_accountables
from alignment.analysis.standing import Standing, holder_scope
from alignment.language import later, number_text, say
from alignment.model.organisation import Organisation
from alignment.model.result import Scope
from alignment.wording import counted

__all__ = [
    "concentration",
    "owner_load",
    "processes_accountable",
    "processes_with_several_accountable",
    "processes_without_accountable",
    "processes_without_responsible",
    "unknown_owners",
]

_RACI = f"{SMITH} Exactly one A for each activity, at least one R."
_NOBODY_SAYS = later("no column and no RACI letter says who answers for processes")
_LEFT_OUT = "process of which the workbook does not ask this"
_NO_ACCOUNTS = "no accountable column and no RACI letter says who answers, or no process is listed"
_NO_CHART = later("the RACI chart has no row about a process")
_NOBODY_NAMED = later("nobody is named as owner or accountable")


def _over_processes(
    context: Context, counts: tuple[Rule, ...], figure: Callable[[Sequence[ProcessAccount]], Reading]
) -> Reading:
    """Take one figure over the processes of which nothing that it counts is waived, or say why there is none."""
    organisation = context.organisation
    if not organisation.has("processes", "accountable") and not organisation.chart_rows["process"]:
        return not_measured(say(_NOBODY_SAYS))
    accounts = process_accounts(organisation)
    if not accounts:
        return not_measured(say("the workbook lists no process"))
    waived = context.waived(counts)
    kept = [one for one in accounts if Scope("process", one.process.id) not in waived]
    return without_waived(figure(kept), len(accounts) - len(kept), "process") if kept else all_waived()


@measure(
    "ownership.processes_accountable",
    "Processes with one accountable",
    formula="processes with exactly one accountable, by the accountable column or the A of the RACI chart / processes. "
    "Where both are given, the one that names more counts. Left out: processes that only group others, and, "
    "where there is "
    "no accountable column, those outside the chart",
    unit="share",
    direction="higher",
    range=(0, 1),
    needs=("processes|raci",),
    source=f"{_RACI} {HAMMER}",
    reading="1 when for every process it is clear who answers for its result.",
    undefined=_NO_ACCOUNTS,
    limits=Limits(
        good=1,
        amber=0.9,
        red=0.7,
        bad=0.3,
        basis="our choice: the published rule is one A everywhere; one exception in ten can be listed and "
        "mended, three "
        "in ten mean that the rule is not kept",
    ),
    headline=1.0,
    scored_as="ownership",
    survives=UNDIVIDED,
    counts=(no_accountable, several_accountables),
)
def processes_accountable(context: Context) -> Iterator[Reading]:
    """Share of processes that exactly one answers for."""

    def share(accounts: Sequence[ProcessAccount]) -> Reading:
        asked = sum(one.process.listed for one in process_accounts(context.organisation))
        left = sum(one.listed for one in context.organisation.processes) - asked
        note = say("without {left}", left=counted(left, _LEFT_OUT)) if left else ""
        return reading(sum(one.accountables == 1 for one in accounts) / len(accounts), note=note)

    yield _over_processes(context, processes_accountable.counts, share)


@measure(
    "ownership.processes_without_accountable",
    "Processes without an accountable",
    formula="number of processes with a blank accountable column and no A in the RACI chart",
    unit="processes",
    direction="lower",
    range=(0, None),
    needs=("processes|raci",),
    source=_RACI,
    reading="When such a process fails, nobody is asked why.",
    undefined=_NO_ACCOUNTS,
    scored_as="ownership",
    survives=UNDIVIDED,
    counts=(no_accountable,),
)
def processes_without_accountable(context: Context) -> Iterator[Reading]:
    """Count of processes that nobody answers for."""
    counts = processes_without_accountable.counts
    yield _over_processes(context, counts, lambda found: reading(sum(one.accountables == 0 for one in found)))


@measure(
    "ownership.processes_with_several_accountable",
    "Processes with several accountables",
    formula="number of processes whose accountable column names several, or whose row holds several A",
    unit="processes",
    direction="lower",
    range=(0, None),
    needs=("processes|raci",),
    source=_RACI,
    reading="Shared accountability is waited for, not exercised.",
    undefined=_NO_ACCOUNTS,
    scored_as="ownership",
    survives=UNDIVIDED,
    counts=(several_accountables,),
)
def processes_with_several_accountable(context: Context) -> Iterator[Reading]:
    """Count of processes that two or more answer for."""
    counts = processes_with_several_accountable.counts
    yield _over_processes(context, counts, lambda found: reading(sum(one.accountables > 1 for one in found)))


@measure(
    "ownership.processes_without_responsible",
    "Processes that nobody is responsible for doing",
    formula="number of processes in the RACI chart whose row holds no R",
    unit="processes",
    direction="lower",
    range=(0, None),
    needs=("raci",),
    source=_RACI,
    reading="Someone answers for them, and nobody is named to do them.",
    undefined="no row of the RACI chart is about a process",
    scored_as="ownership",
    survives=UNDIVIDED,
    counts=(no_responsible,),
)
def processes_without_responsible(context: Context) -> Iterator[Reading]:
    """Count of charted processes without an R."""
    rows = context.organisation.chart_rows["process"]
    if not rows:
        yield not_measured(say(_NO_CHART))
        return
    waived = context.waived(processes_without_responsible.counts)
    kept = [row for ident, row in rows.items() if Scope("process", ident) not in waived]
    found = reading(sum(all("R" not in one.codes for one in row) for row in kept))
    yield without_waived(found, len(rows) - len(kept), "process") if kept else all_waived()


def _says_who_answers(organisation: Organisation) -> bool:
    return (
        any(organisation.has(*column) for column in (("journeys", "owner"), ("journeys", "owner_department")))
        or organisation.has("processes", "accountable")
        or bool(organisation.chart_rows["process"])
    )


@measure(
    "ownership.owner_load",
    "Journeys and processes on one holder",
    formula="journeys owned + processes answered for, by each person, department or role that is named; for a process "
    "the accountable column counts, or where it is blank the A of the RACI chart",
    unit="journeys and processes",
    direction="lower",
    range=(1, None),
    needs=("journeys|processes|raci",),
    source=f"our definition, after {HAMMER}",
    reading="How much one post is asked to answer for. A role is shown as a group with the role's words.",
    undefined="nobody is named as owner or accountable",
    limits=Limits(
        good=4,
        amber=8,
        red=12,
        bad=20,
        basis="our choice: with 8, a day a month is left for each beside other work; with 12 or more none gets it",
    ),
    scored_as="ownership",
)
def owner_load(context: Context) -> Iterator[Reading]:
    """Journeys and processes of every holder."""
    if not _says_who_answers(context.organisation):
        yield not_measured(say("no column and no RACI letter says who answers for journeys or processes"))
        return
    found = [
        reading(load.total, holder_scope(holder), load.words) for holder, load in loads(context.organisation).items()
    ]
    yield from found or [not_measured(say(_NOBODY_NAMED))]


@measure(
    "ownership.concentration",
    "Concentration of accountability",
    formula="Σ p² over holders, p = the holder's share of all accountabilities; what two answer for counts once for each "
    "(Herfindahl–Hirschman index)",
    unit="index",
    direction="neither",
    range=(0, 1),
    needs=("journeys|processes|raci",),
    source=HIRSCHMAN,
    reading="1 when one holder answers for everything, 1/n when n holders share equally. 1 divided by it is the number "
    "of holders that counts.",
    undefined="nobody is named as owner or accountable",
    scored_as="ownership",
)
def concentration(context: Context) -> Iterator[Reading]:
    """Herfindahl–Hirschman index of accountability."""
    totals = [load.total for load in loads(context.organisation).values()]
    if not totals:
        yield not_measured(say(_NOBODY_NAMED))
        return
    index = sum(total * total for total in totals) / sum(totals) ** 2
    note = say(
        "{holders}; as if {number} shared equally",
        holders=counted(len(totals), "holder"),
        number=number_text(1 / index, 1),
    )
    yield reading(index, note=note)


@measure(
    "ownership.unknown_owners",
    "Owners that no register knows",
    formula="number of distinct names, among end-to-end owners and accountables, that stand neither in the list "
    "of people "
    "nor in the list of departments and are no role",
    unit="names",
    direction="lower",
    range=(0, None),
    needs=("journeys|processes|raci",),
    source=f"our definition, after {HAMMER}",
    reading="They left, are misspelt, or the register is behind. Until it is known which, nobody can be asked.",
    undefined="nobody is named as owner or accountable, or there is no list to look the names up in",
    scored_as="ownership",
    survives=UNDIVIDED,
    counts=(unknown_owner,),
)
def unknown_owners(context: Context) -> Iterator[Reading]:
    """Count of names that no register knows."""
    standing = Standing(context.organisation)
    named = named_holders(context.organisation)
    waived = context.waived(unknown_owners.counts)
    known = [standing.known(holder) for holder in named if holder_scope(holder) not in waived]
    unchecked = known.count(None)
    if not known:
        yield all_waived() if named else not_measured(say(_NOBODY_NAMED))
    elif unchecked == len(known):
        yield not_measured(say("the workbook has no list of people to look them up in"))
    else:
        note = say("without {names} that no list could confirm", names=counted(unchecked, "name")) if unchecked else ""
        yield without_waived(reading(known.count(False), note=note), len(named) - len(known), "name")
