"""What do the words of the report mean, and what must not be concluded from its figures?"""

from alignment.language import later

__all__ = ["CAUTIONS", "TERMS"]

# What the workbook must hold for a text to be needed, the term, and its meaning.
TERMS = (
    ("journeys", later("Handoff"), later("Two steps of a journey in a row that different departments do.")),
    (
        "journeys",
        later("Blind handoff"),
        later("A handoff between two departments that have no tie, as far as the collaboration data tells."),
    ),
    (
        "journeys",
        later("Moment of truth"),
        later("A step at which the customer decides what to think of the company; the workbook marks them."),
    ),
    (
        "journeys",
        later("End-to-end owner"),
        later("The one position or department that answers for a whole journey, across departments."),
    ),
    ("ties", later("Tie"), later("Collaboration that was reported between two people or two departments.")),
    (
        "ties",
        later("E-I index"),
        later("Ties across departments minus ties inside, over all ties: −1 all inside, 1 all across."),
    ),
    (
        "ties",
        later("Yule's Q"),
        later(
            "How strongly a tie goes with being in the same department: 0 not at all, 1 as strongly as can be, −1 the other way round."
        ),
    ),
    (
        "ties",
        later("Turned inward"),
        later("Keeping nearly all ties inside: more than five inside for each one to others, by default."),
    ),
    ("pairs", later("Congruence"), later("Of the pairs of departments that should talk, the share that does.")),
    (
        "raci",
        later("R, A, C, I"),
        later("Responsible does it, accountable answers for it, consulted is asked first, informed is told after."),
    ),
)
CAUTIONS = (
    (
        "ties",
        later(
            "An absent tie may be an unasked question. Totals hold from about 70% of answers, and who stands between others "
            "can be told from about 85%; below that the chapter on silos and bridges says so."
        ),
    ),
    (
        "ties",
        later(
            "A positive E-I index is not openness, and raw values of two companies, or of one before and after a "
            "reorganisation, cannot be compared. Compare Yule's Q, with its distance from chance."
        ),
    ),
    (
        "ties",
        later(
            "Figures that count ties and figures that add up their strength can disagree; where both can be taken, both are "
            "shown."
        ),
    ),
    (
        "ties",
        later("A small probability is not a large effect: in a large company even a slight tendency cannot be chance."),
    ),
    (
        "ties",
        later(
            "With many departments a few stand out by chance alone. Each is tested against the same shufflings, and the "
            "probabilities are adjusted for testing so many (Benjamini & Hochberg 1995)."
        ),
    ),
    (
        "ties",
        later(
            "Ties hang together, so that a t-test, a χ² test or a binomial interval would claim too much: departments are "
            "shuffled over people instead, and the ties stay."
        ),
    ),
    (
        "ties",
        later(
            "No intervals come from drawing people again (bootstrap): for paths, bridges and separate pieces they would be "
            "wrong. Where answers are missing, departments are left out in turn."
        ),
    ),
    (
        "ties",
        later(
            "Left out on purpose, since they are noise in a company of this size: bridging centrality, core and periphery, "
            "standing within a module, Burt's hierarchy."
        ),
    ),
    ("", later("Findings speak of structure: of places, roles and handoffs. None is about how well anybody works.")),
    (
        "",
        later("What the workbook does not hold is called not measured. It counts neither for nor against the company."),
    ),
)
