"""A second wave of a real workbook: the first with groups renamed, retired, begun and split, and everything else that changes.

For tests only. Nothing of the first is kept but in the folder of a test.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["kubernetes_later", "rust_later", "the_same"]

_Row = dict[str, object]


class _Book:
    """The sheets of a workbook as rows by header."""

    def __init__(self, path: Path) -> None:
        book = openpyxl.load_workbook(path)
        self.headers = {page.title: [cell.value for cell in page[1]] for page in book}
        self.rows = {page.title: list(self._read(page)) for page in book}

    def _read(self, page: Worksheet) -> Iterator[_Row]:
        for values in page.iter_rows(min_row=2, values_only=True):
            yield dict(zip(self.headers[page.title], values, strict=True))

    def called(self, names: Mapping[str, str], where: Mapping[str, tuple[str, ...]]) -> None:
        """Give things other names wherever a column names them, alone or among several with commas."""
        for sheet, columns in where.items():
            for row in self.rows[sheet]:
                for column in columns:
                    parts = [names.get(one, one) for one in str(row[column] or "").split(", ")]
                    row[column] = ", ".join(parts) or None

    def without(self, sheet: str, leave_out: Callable[[_Row], bool]) -> None:
        self.rows[sheet] = [row for row in self.rows[sheet] if not leave_out(row)]

    def write(self, path: Path) -> Path:
        """Write the sheets in another order than they were."""
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title in reversed(self.headers):
            page = book.create_sheet(title)
            page.append(self.headers[title])
            for row in self.rows[title]:
                page.append(list(row.values()))
        book.save(path)
        return path


def the_same(first: Path, path: Path) -> Path:
    """The same workbook under another name, its sheets in another order."""
    return _Book(first).write(path)


def kubernetes_later(first: Path, path: Path) -> Path:
    """SIG K8s Infra is called SIG Infrastructure, SIG Instrumentation is two, WG Batch is no more and WG Serving is new;
    SIG UI is off the list, though journeys still name it.

    Three groups have other chairs and three other spellings, a tenth of the journeys is spelt otherwise, a third is finished,
    and a hundred are new.
    """
    book = _Book(first)
    groups = {"Departments": ("Department ID",), "Roles": ("Department ID",), "Processes": ("Owning department",),
              "Journeys": ("End-to-end owner (department)",), "Journey steps": ("Department",), "Collaboration": ("From", "To")}  # fmt: skip
    # Every third thing that SIG Instrumentation does is for logs.
    for sheet, column in (("Processes", "Owning department"), ("Journeys", "End-to-end owner (department)"), ("Journey steps", "Department")):  # fmt: skip
        for number, row in enumerate(one for one in book.rows[sheet] if one[column] == "sig-instrumentation"):
            row[column] = "sig-metrics" if number % 3 else "sig-logging"
    split = next(one for one in book.rows["Departments"] if one["Department ID"] == "sig-instrumentation")
    book.rows["Departments"].append(split | {"Department ID": "sig-logging", "Department": "SIG Logging"})
    book.rows["Departments"].append(
        {**split, "Department ID": "wg-serving", "Department": "WG Serving", "Head(s)": "Amy Chen"}
    )
    split["Department"] = "SIG Metrics"
    book.called({"sig-instrumentation": "sig-metrics", "sig-k8s-infra": "sig-infrastructure"}, groups)
    names = {"SIG K8s Infra": "SIG Infrastructure", "SIG Node": "sig-node", "SIG Cluster Lifecycle": "SIG Cluster-Lifecycle", "SIG CLI": "Sig  CLI"}  # fmt: skip
    book.called(names, {"Departments": ("Department",)})
    # Journeys still name the one that is retired.
    book.without("Departments", lambda row: row["Department ID"] in ("wg-batch", "sig-ui"))
    book.without("Collaboration", lambda row: "wg-batch" in (row["From"], row["To"]))
    book.rows["Collaboration"].append({"From": "wg-serving", "To": "sig-node", "Type": "Stakeholder SIG of working group", "Weight": 1, "Evidence": "Serving"})  # fmt: skip
    for row in book.rows["Departments"][:3]:
        row["Head(s)"] = "Amy Chen"
    finished = {row["Journey ID"] for row in book.rows["Journeys"][::3]}
    for sheet in ("Journeys", "Journey steps", "Gates", "RACI"):
        book.without(sheet, lambda row: row["Journey ID"] in finished)
    for row in book.rows["Journeys"][::10]:
        row["Journey"] = str(row["Journey"]).upper().replace("-", " ")
    for number in range(100):
        ident = f"sig-auth/{9000 + number}-later"
        group = ("sig-auth", "sig-storage", "sig-metrics", "wg-serving")[number % 4]
        book.rows["Journeys"].append({"Journey ID": ident, "KEP": str(9000 + number), "Journey": f"Enhancement {9000 + number}", "Status": "provisional", "Stage": None, "Latest milestone": None, "Created": "2026-11-02", "End-to-end owner (department)": group, "End-to-end owner (person)": "@liggitt" if number % 2 else "TBD"})  # fmt: skip
        for order, department in enumerate((group, "sig-node"), start=1):
            book.rows["Journey steps"].append({"Journey ID": ident, "Step": order, "Role in journey": "Owning SIG", "Department": department, "Journey": f"Enhancement {9000 + number}"})  # fmt: skip
        book.rows["RACI"].append({"Journey ID": ident, "RACI": "R", "Role": "Author", "Person": "@liggitt"})
    return book.write(path)


def rust_later(first: Path, path: Path) -> Path:
    """The team wg-triage is called issue-triage, wg-async is two, wg-polymorphization is no more and wg-agents is new.

    Three teams have other leads, fifteen other spellings; a third of the goals is done, and ten are new.
    """
    book = _Book(first)
    teams = {"Teams": ("Team", "Parent team"), "Members": ("Team",), "Repositories": ("Teams with write",), "Goals": ("Teams",),
             "Goal tasks": ("Team(s)",), "Collaboration": ("Team A", "Team B")}  # fmt: skip
    for number, row in enumerate(one for one in book.rows["Members"] if one["Team"] == "wg-async"):
        row["Team"] = "wg-async-runtime" if number % 2 else "wg-async-language"
    split = next(one for one in book.rows["Teams"] if one["Team"] == "wg-async")
    book.rows["Teams"].append(split | {"Team": "wg-async-runtime", "Display name": "Async runtime working group"})
    book.rows["Teams"].append(dict.fromkeys(split) | {"Team": "wg-agents", "Kind": "working-group"})
    book.rows["Members"].append({"Person": "mgeisler", "Team": "wg-agents", "Role": "member"})
    spelt = [str(row["Team"]) for row in book.rows["Teams"] if "-" in str(row["Team"])][5::5][:15]
    names = {
        one: one.replace("-", " ").title()
        for one in spelt
        if one not in ("wg-async", "wg-triage", "wg-polymorphization")
    }
    book.called({**names, "wg-async": "wg-async-language", "wg-triage": "issue-triage"}, teams)
    gone = {"wg-polymorphization"}
    for sheet, columns in teams.items():
        book.without(sheet, lambda row, columns=columns: not gone.isdisjoint(row[one] for one in columns))  # type: ignore[misc]
    for row in book.rows["Teams"][20:23]:
        row["Lead(s)"] = "ehuss"
    done = {row["Goal"] for row in book.rows["Goals"][::3]}
    for sheet in ("Goals", "Goal tasks"):
        book.without(sheet, lambda row: row["Goal"] in done)
    for number in range(10):
        book.rows["Goals"].append({"Goal": f"later-{number}", "Title": f"A goal of later, number {number}", "Status": "Accepted", "Point of contact": "@ehuss" if number % 2 else "TBD", "Champions": None, "Teams": "lang"})  # fmt: skip
        for step, team in enumerate(("lang", "compiler"), start=1):
            book.rows["Goal tasks"].append({"Goal": f"later-{number}", "Step": step, "Subgoal": None, "Task": f"Task {step}", "Team(s)": team, "Owner(s)": None, "Owner(s) or team(s) as written": team, "Notes": None})  # fmt: skip
    return book.write(path)
