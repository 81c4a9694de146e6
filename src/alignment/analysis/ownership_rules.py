"""When does end-to-end ownership need mending? Rules OWN01 to OWN09, declared for `ownership`."""

from collections.abc import Iterator

from alignment.analysis.base import Context, Hit, rule
from alignment.analysis.journey_owner import JourneyOwner, journey_owners, names_owners
from alignment.analysis.literature import CARLZON, HAMMER, KRACKHARDT, RUMMLER
from alignment.analysis.loads import loads, named_holders
from alignment.analysis.standing import Standing, capped, holder_scope, owner_cell, post_label
from alignment.language import figure_text, number_text, say, say_many
from alignment.model.organisation import Cell, Holder, Organisation, Step
from alignment.model.result import Scope, Severity
from alignment.wording import capital, counted, joined, singular

__all__ = [
    "no_authority",
    "no_owner",
    "not_exercised",
    "overload",
    "owner_far_away",
    "several_owners",
    "unknown_owner",
    "unowned_moments",
    "unowned_steps",
]

_VITAL = 5
_MANY_DEPARTMENTS = 4


def _names(organisation: Organisation, departments: tuple[str, ...]) -> str:
    return joined([organisation.label("department", one) for one in departments])


def _owner_cell(one: JourneyOwner) -> Cell:
    return owner_cell(one.organisation, one.journey)


def _step_cells(one: JourneyOwner, departments: tuple[str, ...]) -> list[Cell]:
    return [step.cell("department") for step in one.steps if set(departments) & set(step.departments)]


@rule(
    "OWN01",
    "Journey without an end-to-end owner",
    severity="high",
    recommendation="Name one person or role that answers for the whole journey, and write it in the journey list.",
    basis=f"{HAMMER} Critical for journeys of importance {_VITAL}, or, where the workbook gives no importance, "
    "for those "
    f"that cross {_MANY_DEPARTMENTS} departments or more: our choice.",
    needs=("journeys",),
    measure="ownership.journeys_without_owner",
)
def no_owner(context: Context, _: float) -> Iterator[Hit]:
    """Journeys whose owner cell names nobody."""
    organisation = context.organisation
    if not names_owners(organisation):
        return
    weighted = any(one.importance is not None for one in organisation.journeys)
    for one in journey_owners(organisation):
        if one.owners:
            continue
        importance = one.journey.importance
        crossed = len(one.departments)
        critical = importance is not None and importance >= _VITAL if weighted else crossed >= _MANY_DEPARTMENTS
        if crossed > 1:
            message = say(
                "“{journey}” has no end-to-end owner, though it crosses {departments} ({names})",
                journey=one.journey.name,
                departments=counted(crossed, "department"),
                names=_names(organisation, one.departments),
            )
        else:
            message = say("“{journey}” has no end-to-end owner", journey=one.journey.name)
        if weighted and critical:
            message += "; " + say("its importance is {number} of 5", number=figure_text(importance or 0))
        cells = [_owner_cell(one)]
        if weighted and critical:
            cells.append(one.journey.cell("importance"))
        if crossed > 1:
            # One cell for each department shows that the journey crosses it.
            cells += [_step_cells(one, (unit,))[0] for unit in one.departments]
        yield Hit(one.scope, f"{message}.", capped(cells), "critical" if critical else None)


@rule(
    "OWN02",
    "Journey with several end-to-end owners",
    severity="medium",
    recommendation="Let those named choose one of them, or the post they report to, as end-to-end owner; the others "
    "keep their parts.",
    basis=HAMMER,
    needs=("journeys",),
    measure="ownership.journeys_with_several_owners",
)
def several_owners(context: Context, _: float) -> Iterator[Hit]:
    """Journeys whose owner cell names two or more."""
    organisation = context.organisation
    for one in journey_owners(organisation):
        if len(one.owners) > 1:
            name, number = one.journey.name, len(one.owners)
            names = joined([post_label(organisation, holder) for holder in one.owners], most=3)
            message = (
                say(
                    "“{journey}” has 2 end-to-end owners ({names}); neither has the last word.",
                    journey=name,
                    names=names,
                )
                if number == 2
                else say(
                    "“{journey}” has {number} end-to-end owners ({names}); none has the last word.",
                    journey=name,
                    number=number_text(number),
                    names=names,
                )
            )
            yield Hit(one.scope, message, (_owner_cell(one),))


@rule(
    "OWN03",
    "Owner or accountable that no register knows",
    severity="high",
    recommendation="Find out whether the name is misspelt, has changed or has left; correct it, or name a successor.",
    basis=f"{HAMMER} An owner who cannot be found cannot be asked. Our choice: silent where the workbook has no "
    "register to look in.",
    needs=("journeys|processes|raci",),
    measure="ownership.unknown_owners",
)
def unknown_owner(context: Context, _: float) -> Iterator[Hit]:
    """Names of owners and accountables that neither list has: one finding a name, with all it stands beside."""
    standing = Standing(context.organisation)
    for holder, load in named_holders(context.organisation).items():
        if standing.known(holder) is not False:
            continue
        message = say(
            "“{name}” is named to answer for {load} ({names}) and cannot be found in {list}.",
            name=context.label(holder.kind, holder.id),
            load=load.words,
            names=joined([*load.journeys, *load.processes], most=3),
            list=_register(holder),
        )
        yield Hit(holder_scope(holder), message, capped(load.cells))


def _register(holder: Holder) -> str:
    """Return where a holder would stand who were known."""
    match holder.kind:
        case "department":
            return say("the list of departments")
        case "unknown":
            return say("the list of people or that of departments")
        case _:
            return say("the list of people")


@rule(
    "OWN04",
    "Owner without authority over the journey",
    severity="medium",
    recommendation="Record a mandate for the owner, agreed by the heads of these departments, or place ownership with "
    "their common superior.",
    basis=f"Least upper bound: {KRACKHARDT} {HAMMER} Suppliers are left out: authority over them is a contract.",
    needs=("journeys", "journey_steps", "departments"),
    measure="ownership.mandate_gap",
)
def no_authority(context: Context, _: float) -> Iterator[Hit]:
    """Journeys with one owner who does not stand above all their departments, and without a mandate."""
    organisation = context.organisation
    for one in journey_owners(organisation):
        if one.journey.mandate or one.has_authority is not False:
            continue
        others = _step_cells(one, one.beyond)
        message = say(
            "The owner of “{journey}” stands in {departments}, without authority over {others} ({part} of {steps}), and no "
            "mandate is recorded.",
            journey=one.journey.name,
            departments=_names(organisation, one.places),
            others=_names(organisation, one.beyond),
            part=number_text(len(others)),
            steps=counted(len(one.steps), "step"),
        )
        yield Hit(one.scope, message, capped([_owner_cell(one), one.journey.cell("mandate"), *others]))


@rule(
    "OWN05",
    "Ownership that is not exercised",
    severity="low",
    recommendation="Agree one figure that tells whether customers are served, set its target, and review the journey "
    "as a whole at least once a year.",
    basis=f"{HAMMER} The limit is in months, our choice: the rhythm of yearly planning.",
    limit=12,
    limit_words="months since the last review",
    needs=("journeys",),
    measure="ownership.ladder",
)
def not_exercised(context: Context, limit: float) -> Iterator[Hit]:
    """Owned journeys without a KPI with a target, without a review, or with one that is too old."""
    for one in journey_owners(context.organisation):
        missing = one.not_exercised(int(limit)) if one.owners else ()
        if missing:
            message = say(
                "“{journey}” is owned, but {missing}.",
                journey=one.journey.name,
                missing=joined([words for _, words in missing]),
            )
            yield Hit(one.scope, message, capped(one.journey.cell(field) for field, _ in missing))


@rule(
    "OWN06",
    "Too much on one holder",
    severity="medium",
    recommendation="Share these out: begin with the journeys and processes that need this post least.",
    basis="our choice: beyond 8, less than a day a month is left for each beside other work",
    limit=8,
    limit_words="journeys and processes on one holder",
    needs=("journeys|processes|raci",),
    measure="ownership.owner_load",
)
def overload(context: Context, limit: float) -> Iterator[Hit]:
    """Holders that answer for more journeys and processes than the limit."""
    for holder, load in loads(context.organisation).items():
        if load.total > limit:
            message = say_many(
                load.total,
                "{load} rests on one {kind}, “{name}”: more than {limit}.",
                "{load} rest on one {kind}, “{name}”: more than {limit}.",
                load=capital(load.words),
                kind=singular(holder.kind if holder.kind in {"department", "role"} else "position"),
                name=post_label(context.organisation, holder),
                limit=figure_text(limit),
            )
            yield Hit(holder_scope(holder), message, capped(load.cells))


def _unowned(context: Context, moments: bool) -> Iterator[tuple[Scope, str, list[Step], int]]:
    """Journeys with steps that name no department: scope, name, those steps, number of all steps."""
    if not context.organisation.has("journey_steps", "department"):
        return
    for journey, steps in context.organisation.steps_of.items():
        blank = [step for step in steps if step.department is None and step.moment_of_truth is moments]
        if blank:
            yield Scope("journey", journey), context.label("journey", journey), blank, len(steps)


def _listing(steps: list[Step]) -> str:
    return joined([say("step {step} “{name}”", step=step.order, name=step.name) for step in steps], most=3)


@rule(
    "OWN07",
    "Moment of truth without a responsible department",
    severity="high",
    recommendation="Name the department that is responsible at this step, and tell its people what is at stake there.",
    basis=CARLZON,
    needs=("journey_steps",),
    measure="ownership.moments_of_truth_owned",
)
def unowned_moments(context: Context, _: float) -> Iterator[Hit]:
    """Moments of truth that no department does, one finding a journey."""
    for scope, name, steps, _all in _unowned(context, moments=True):
        message = say(
            "“{journey}” has {moments} for which no department is responsible: {steps}.",
            journey=name,
            moments=counted(len(steps), "moment of truth"),
            steps=_listing(steps),
        )
        yield Hit(scope, message, capped(step.cell("department") for step in steps))


@rule(
    "OWN08",
    "Steps that no department does",
    severity="medium",
    recommendation="Name the department that does each of these steps, or mark it as the customer's own.",
    basis=f"{RUMMLER} Moments of truth are reported by OWN07 and not repeated here.",
    needs=("journey_steps",),
    measure="ownership.steps_owned",
)
def unowned_steps(context: Context, _: float) -> Iterator[Hit]:
    """Ordinary steps that no department does, one finding a journey."""
    for scope, name, steps, every in _unowned(context, moments=False):
        message = say_many(
            len(steps),
            "In “{journey}”, {n} of {whole} names no department: {steps}.",
            "In “{journey}”, {n} of {whole} name no department: {steps}.",
            journey=name,
            whole=counted(every, "step"),
            steps=_listing(steps),
        )
        yield Hit(scope, message, capped(step.cell("department") for step in steps))


@rule(
    "OWN09",
    "Owner far from the work",
    severity="low",
    recommendation="Let the owner walk the journey with those who do it, or move ownership to a department that does.",
    basis=f"our choice, after {RUMMLER}: an owner who neither does a step nor stands above one sees it through "
    "reports only. Info where a mandate is recorded.",
    needs=("journeys", "journey_steps", "departments"),
    measure="ownership.owner_coverage",
)
def owner_far_away(context: Context, _: float) -> Iterator[Hit]:
    """Journeys of which no step is done in, or below, the department where the owner stands."""
    organisation = context.organisation
    for one in journey_owners(organisation):
        if one.has_authority is not False or one.unplaced or len(one.beyond) < len(one.inside):
            continue
        message = say(
            "The owner of “{journey}” stands in {departments}, which does none of its {steps} and does not stand above "
            "{others}.",
            journey=one.journey.name,
            departments=_names(organisation, one.places),
            steps=counted(len(one.steps), "step"),
            others=_names(organisation, one.beyond),
        )
        severity: Severity | None = "info" if one.journey.mandate else None
        yield Hit(one.scope, message, capped([_owner_cell(one), *_step_cells(one, one.beyond)]), severity)
