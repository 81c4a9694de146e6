"""What is the plan, and what is a kind of move? How it is chosen, and what is declared about it, as data to print."""

from alignment.advice.library import library
from alignment.advice.moves import KINDS, MoveKind
from alignment.advice.waves import CAPACITY
from alignment.analysis.explaining import Explanation, ExplanationTable
from alignment.settings import Settings

__all__ = ["explanation"]


def explanation(ident: str, settings: Settings) -> Explanation | None:
    """Explain ``"plan"`` or a kind of move; None where the name is neither. Capitals and blanks around do not matter.

    Parameters
    ----------
    ident
        What to explain.
    settings
        The settings in force.
    """
    wanted = ident.strip().casefold()
    if wanted == "plan":
        return _of_plan(settings)
    return next((_of_kind(kind, settings) for kind in KINDS if kind == wanted), None)


def _effort(kind: MoveKind, settings: Settings) -> str:
    usual = KINDS[kind].effort
    given = settings.plan_effort.get(kind, usual)
    return str(usual) if given == usual else f"{given} (set in alignment.toml; the default is {usual})"


def _of_kind(ident: MoveKind, settings: Settings) -> Explanation:
    kind = KINDS[ident]
    practice = library().serving(ident)[0]
    items = (
        ("Effort", f"{_effort(ident, settings)}. From 1, an hour's talk, to 5, a project."),
        ("Basis", f"{kind.basis[0].upper()}{kind.basis[1:]}: our choice."),
        ("Takes more", "One more where a department that has to act can spare less than its usual time."),
        ("What to do on Monday", f"{practice.title}. {practice.monday}"),
        ("To change it", f"In alignment.toml: [plan.effort] {ident} = 1 to 5."),
    )
    return Explanation(ident, "move", kind.name, "A kind of move: one possible step of the plan.", items)


def _of_plan(settings: Settings) -> Explanation:
    now, later = CAPACITY
    items = (
        ("Move", "One possible step: whom it asks to do what. Its kinds are listed below."),
        (
            "Gain",
            "Points of the health score: the move is made on a copy of the company, and everything measured again.",
        ),
        (
            "Order",
            "The move with the greatest gain for its effort comes first; the next is chosen with the first one done, and so "
            f"on, until the effort reaches {settings.plan_budget}, there are {settings.plan_most} moves, or nothing gains any "
            "more.",
        ),
        (
            "When",
            "Effort 1 or 2 can be taken now (30 days), 3 next (90 days), more later. A step waits for earlier ones about the "
            f"same subject. A department is asked for no more than {now:g} units of effort now and {later:g} next, or its share "
            "of them; what it cannot carry comes later.",
        ),
        ("Quick win", "Effort 1 or 2, and gain for effort in the upper quarter of the plan."),
        (
            "To change it",
            "In alignment.toml: [plan] for budget, most and subjects, [plan.effort] for kinds of moves, [plan.capacity] for "
            "what departments can spare: see alignment explain settings.",
        ),
    )
    rows = tuple((ident, kind.name, _effort(ident, settings), kind.basis) for ident, kind in KINDS.items())
    table = ExplanationTable("Kinds of moves", ("Kind", "Name", "Effort", "Basis"), rows)
    lead = "The plan says which steps help most for their effort, in which order and when."
    return Explanation("plan", "plan", "The plan", lead, items, (table,))
