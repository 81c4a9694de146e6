"""What do the tools that people use write? Gephi, Polinode and Viva Insights, without any decoration."""

from corpus.company import COMPANY
from corpus.pages import Area, Page, Row, Style
from corpus.tables import tie_ends

__all__ = ["gephi", "polinode", "viva"]

_VIVA = (
    "PrimaryCollaborator_Organization", "PrimaryCollaborator_GroupSize", "SecondaryCollaborator_Organization",
    "SecondaryCollaborator_GroupSize", "MetricDate", "Percent_Group_collaboration_time_invested",
    "Group_collaboration_time_invested",
)  # fmt: skip
# Viva gives hours for each period.
_DAYS = ("01/04/2023", "01/05/2023")


def _page(title: str, parts: tuple[str, ...], rows: list[Row]) -> Page:
    page = Page(title, parts)
    for number, cells in enumerate(rows, start=1):
        for column, value in enumerate(cells, start=1):
            if value is not None:
                page.cells[number, column] = value
    page.tables.append(Area(1, 2, len(rows), 1, len(rows[0])))
    return page


def gephi(style: Style) -> list[Page]:
    """A table of nodes and one of edges, which names the nodes by the ids of the first."""
    end = tie_ends(style)
    ids = {unit.id: f"n{number}" for number, unit in enumerate(COMPANY.units)}
    nodes: list[Row] = [["Id", "Label"], *([ids[unit.id], COMPANY.name(end(unit.id))] for unit in COMPANY.units)]
    edges: list[Row] = [["Source", "Target", "Type", "Id", "Label", "Weight"]]
    for number, (source, target, strength) in enumerate(COMPANY.ties):
        edges.append([ids[source], ids[target], "Directed", number, None, strength])
    return [_page("nodes", ("ties",), nodes), _page("edges", ("ties",), edges)]


def polinode(style: Style) -> list[Page]:
    """Nodes by name with their attributes, and edges between names."""
    end = tie_ends(style)
    nodes: list[Row] = [["Name", "Location"], *([COMPANY.name(end(unit.id)), "Utrecht"] for unit in COMPANY.units)]
    edges: list[Row] = [["Source", "Target", "Weight"]]
    for source, target, strength in COMPANY.ties:
        edges.append([COMPANY.name(end(source)), COMPANY.name(end(target)), strength])
    return [_page("Nodes", ("ties",), nodes), _page("Edges", ("ties",), edges)]


def viva(style: Style) -> list[Page]:
    """Hours between groups, one row a period, and within a group."""
    rows: list[Row] = [list(_VIVA)]
    for share, day in zip((1, 2), _DAYS, strict=True):
        for source, target, strength in COMPANY.ties:
            rows.append([COMPANY.name(source), 10, COMPANY.name(target), 12, day, 0.5, strength * share])
        rows.append([COMPANY.name("CUS"), 10, "Within Group", 10, day, 12.5, 8.0 * share])
    return [_page("g2g_data", ("ties",), rows)]
