"""Which departments can the collaboration data speak about? An absent tie says something only between these."""

from alignment.model.organisation import Organisation
from alignment.network import Collaboration

__all__ = ["COVERED", "covered_departments"]

COVERED = (
    "A department is covered by ties between people when at least one of its people takes part in one, and by ties "
    "between departments when it is listed, or when a tie names it."
)


def covered_departments(organisation: Organisation, view: Collaboration) -> frozenset[str]:
    """Departments of which the collaboration data could have shown a tie.

    Between people, a department is covered when at least one of its people takes part in a tie, as the one who
    reports or the one who is named: where nobody of it does, nobody of it was asked. Between departments, a listed
    department is covered even without any tie (it then works alone), unless it only groups others, and so is an
    unlisted one that a tie names: these are the nodes of the collaboration network.

    Returns
    -------
    frozenset of str
        Ids of departments; empty without collaboration data. Sort it before printing.
    """
    if not organisation.has("collaboration"):
        return frozenset()
    if organisation.tie_level == "department":
        return frozenset(view.ties)
    return frozenset(
        one.department for one in organisation.people if one.department is not None and one.id in view.named
    )
