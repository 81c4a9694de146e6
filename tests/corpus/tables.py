"""How is each list of the known organisation written? One table a part, in the form that the variation asks for."""

from collections.abc import Callable, Sequence

from corpus.company import COMPANY, Duty, Unit
from corpus.pages import Block, Foreign, Row, Style

__all__ = ["departments", "edges", "journeys", "lanes", "people", "processes", "raci", "square", "steps", "tie_ends"]

_OTHERS = "SMX"


def _unit(style: Style, ident: str) -> str:
    return style.reference(ident if style.has("references", "id") else COMPANY.name(ident))


_worker = _process = _journey = _unit  # all are referred to in one way: by name or by id


def _coded(style: Style, *, always: bool = False) -> bool:
    return always or style.has("references", "id")


def _holder(style: Style, unit: str) -> str:
    match style.variation["holders"]:
        case "people":
            return _worker(style, COMPANY.head(unit).id)
        case "roles":
            return style.reference(COMPANY.head(unit).role)
    return _unit(style, unit)


def departments(style: Style) -> Block:
    """The organisation chart, in one of six forms."""
    forms: dict[str, Callable[[Style], Block]] = {
        "parent id": _by_parent, "parent name": _by_parent, "numbering": _numbered, "indent": _indented,
        "staggered": _staggered, "written once": _written_once,
    }  # fmt: skip
    return forms[style.variation["hierarchy"]](style)


def _by_parent(style: Style) -> Block:
    by_id = style.has("hierarchy", "parent id")
    coded = _coded(style, always=by_id)
    body: list[Row] = []
    for unit in COMPANY.units:
        own: Row = [unit.id] if coded else []
        parent = style.missing() if unit.parent is None else style.reference(
            unit.parent if coded else COMPANY.name(unit.parent)
        )  # fmt: skip
        body.append([*own, style.blanks(unit.name), parent])
    heads: Row = [style.head("id")] if coded else []
    return Block([[*heads, style.head("department"), style.head("parent_id" if by_id else "parent")]], body)


def _in_order() -> list[tuple[Unit, tuple[int, ...]]]:
    """The departments as a chart reads, each with its number: (2, 1) for the first below the second division."""

    def below(parent: str | None, number: tuple[int, ...]) -> list[tuple[Unit, tuple[int, ...]]]:
        found: list[tuple[Unit, tuple[int, ...]]] = []
        children = [one for one in COMPANY.units if one.parent == parent]
        for place, unit in enumerate(children, start=1):
            found += [(unit, (*number, place)), *below(unit.id, (*number, place))]
        return found

    return below(None, ())


def _numbered(style: Style) -> Block:
    body: list[Row] = []
    for unit, number in _in_order():
        text = ".".join(map(str, number))
        # What looks like a number becomes one when it is typed into a cell.
        typed = style.has("numbers", "numbers") and not style.has("format", "csv")
        shown = (int(text) if len(number) == 1 else float(text)) if typed and len(number) < 3 else text
        body.append([shown, style.blanks(unit.name)])
    return Block([[style.head("number"), style.head("department")]], body)


def _indented(style: Style) -> Block:
    blank = "\u00a0" if style.has("blanks", "nbsp") else " "
    body: list[Row] = [[blank * 4 * (len(number) - 1) + unit.name] for unit, number in _in_order()]
    return Block([[style.head("department")]], body)


def _levels(style: Style) -> list[Row]:
    return [[style.head("level1"), style.head("level2"), style.head("level3")]]


def _staggered(style: Style) -> Block:
    body: list[Row] = []
    for unit, number in _in_order():
        cells: Row = [None, None, None]
        cells[len(number) - 1] = style.blanks(unit.name)
        body.append(cells)
    return Block(_levels(style), body, fixed=True)


def _written_once(style: Style) -> Block:
    body: list[Row] = []
    parents = {one.parent for one in COMPANY.units}
    names = {number: unit.name for unit, number in _in_order()}
    for unit, number in _in_order():
        if unit.id not in parents:
            path: Row = [names[number[:depth]] for depth in range(1, len(number) + 1)]
            body.append(path + [None] * (3 - len(path)))
    return Block(_levels(style), body, once=(0, 1), fixed=True)


def people(style: Style) -> Block:
    coded = _coded(style)
    body: list[Row] = []
    for one in COMPANY.workers:
        own: Row = [one.id] if coded else []
        above = _worker(style, one.manager) if one.manager else style.missing(someone=True)
        body.append([*own, style.blanks(one.name), _unit(style, one.unit), style.blanks(one.role), above])
    heads: Row = [style.head("id")] if coded else []
    return Block([[*heads, *(style.head(word) for word in ("person", "department", "role", "manager"))]], body)


def processes(style: Style) -> Block:
    coded = _coded(style)
    body: list[Row] = []
    for one in COMPANY.processes:
        own: Row = [one.id] if coded else []
        answers = _worker(style, one.accountable) if one.accountable else style.missing(someone=True)
        body.append([*own, style.blanks(one.name), _unit(style, one.unit), answers])
    heads: Row = [style.head("id")] if coded else []
    return Block([[*heads, *(style.head(word) for word in ("process", "owner_unit", "accountable"))]], body)


def journeys(style: Style) -> Block:
    coded = _coded(style)
    body: list[Row] = []
    for one in COMPANY.journeys:
        own: Row = [one.id] if coded else []
        owners = style.joined([_worker(style, owner) for owner in one.owners]) or style.missing(someone=True)
        unit = _unit(style, one.unit) if one.unit else style.missing()
        body.append([*own, style.blanks(one.name), owners, unit, style.number(one.importance)])
    heads: Row = [style.head("id")] if coded else []
    return Block([[*heads, *(style.head(word) for word in ("journey", "owner", "owner_unit", "importance"))]], body)


def steps(style: Style) -> Block:
    """Steps in rows; the journey in each, or written once."""
    body: list[Row] = []
    once = style.has("steps", "written once")
    for journey in COMPANY.journeys:
        written = _journey(style, journey.id)
        for number, one in enumerate((step for step in COMPANY.steps if step.journey == journey.id), start=1):
            units = style.joined([_unit(style, unit) for unit in one.units]) or style.missing()
            process = _process(style, one.process) if one.process else style.missing()
            name = written if once else _journey(style, journey.id)
            body.append([name, style.number(number), style.blanks(one.name), units, process])
    heads: Row = [style.head(word) for word in ("journey", "order", "step", "department", "process")]
    return Block([heads], body, once=(0,) if once else ())


def lanes(style: Style, journey: str) -> Block:
    """The swim lanes of one journey: departments down, steps across, a cross where a department takes part."""
    own = [step for step in COMPANY.steps if step.journey == journey]
    units = [one.id for one in COMPANY.units if any(one.id in step.units for step in own)]
    body: list[Row] = []
    for unit in units:
        body.append([_unit(style, unit), *("x" if unit in step.units else None for step in own)])
    corner = None if style.has("header", "unnamed") else style.head("department")
    return Block([[corner, *(style.blanks(step.name) for step in own)]], body, fixed=True)


def raci(style: Style, *, alone: bool = False) -> Block:
    """The chart, in one of four orientations."""
    forms: dict[str, Callable[[Style], Block]] = {
        "wide": _wide, "transposed": _transposed, "long": _long, "lettered": _lettered,
    }  # fmt: skip
    block = forms[style.variation["raci"]](style)
    words = {letter: style.words[letter.lower()].split(" (")[0] for letter in "RACI"}
    pairs: list[Row] = [[letter, word] for letter, word in words.items()]
    lines: list[Row] = [[f"{letter} = {word}"] for letter, word in words.items()]
    legend = style.chance.choice([pairs, lines])
    block.legend = [[f"{style.words['legend']}:"], *legend]
    return block


def _matrix_cell(style: Style, duty: Duty | None) -> str | None:
    if duty is not None:
        return style.letters(duty.codes)
    if style.has("letters", "others too") and style.chance.random() < 0.03:
        return Foreign(style.chance.choice(_OTHERS))
    return style.missing() if style.chance.random() < 0.3 else None


def _holders() -> list[str]:
    """The departments that hold letters, as the chart of the organisation reads."""
    held = {one.unit for one in COMPANY.duties}
    return [unit.id for unit, _ in _in_order() if unit.id in held]


def _duty(process: str, unit: str) -> Duty | None:
    return next((one for one in COMPANY.duties if (one.process, one.unit) == (process, unit)), None)


def _groups(style: Style, names: Sequence[str]) -> tuple[Row, list[tuple[int, int, int, int]]]:
    """A row of groups above a matrix: each name once, at the first of its columns, merged over them in .xlsx."""
    row: Row = [None]
    merges = []
    for number, name in enumerate(names):
        if number and names[number - 1] == name:
            row.append(None)
            continue
        row.append(name)
        last = max(place for place, other in enumerate(names) if other == name)
        if last > number and style.has("format", "xlsx"):
            merges.append((0, number + 1, 0, last + 1))
    return row, merges


def _matrix_header(style: Style, corner: str, names: Row, groups: Sequence[str]) -> Block:
    """The header of a matrix: one row, or two with groups above; its corner named, merged over both, or blank."""
    if style.has("header", "unnamed"):
        return Block([[None, *names]], [], fixed=True)
    if not style.has("header", "two rows", "corner merged"):
        return Block([[corner, *names]], [], fixed=True)
    above, merges = _groups(style, groups)
    if style.has("header", "corner merged"):
        return Block([[corner, *above[1:]], [None, *names]], [], [(0, 0, 1, 0), *merges], fixed=True)
    return Block([above, [corner, *names]], [], merges, fixed=True)


def _section(style: Style, number: int, name: str) -> Row:
    return [f"{style.words['phase']} {number}: {name}"]


def _with_sections(style: Style, block: Block, rows: Sequence[tuple[str, Row]]) -> Block:
    """Fill in the rows, each group of them below its heading where headings are asked for."""
    before, number = "", 0
    for group, cells in rows:
        if group != before and style.has("sections", "phases"):
            number += 1
            heading = _section(style, number, group)
            block.body.append(heading)
            block.headings.append(heading)
        before = group
        block.body.append(cells)
    return block


def _wide(style: Style) -> Block:
    units = _holders()
    names: Row = [_holder(style, unit) for unit in units]
    groups = [COMPANY.name(COMPANY.division(unit)) for unit in units]
    block = _matrix_header(style, style.head("activity"), names, groups)
    rows = []
    for one in COMPANY.processes:
        cells: Row = [_process(style, one.id), *(_matrix_cell(style, _duty(one.id, unit)) for unit in units)]
        rows.append((one.group, cells))
    return _with_sections(style, block, rows)


def _transposed(style: Style) -> Block:
    # "Name" would say nothing: activities have names too.
    corner = {"departments": "department", "people": "holder", "roles": "holder_role"}[style.variation["holders"]]
    names: Row = [_process(style, one.id) for one in COMPANY.processes]
    block = _matrix_header(style, style.head(corner), names, [one.group for one in COMPANY.processes])
    rows = []
    for unit in _holders():
        cells: Row = [
            _holder(style, unit),
            *(_matrix_cell(style, _duty(one.id, unit)) for one in COMPANY.processes),
        ]
        rows.append((COMPANY.name(COMPANY.division(unit)), cells))
    return _with_sections(style, block, rows)


def _long(style: Style) -> Block:
    rows = []
    for one in COMPANY.processes:
        name = _process(style, one.id)
        for duty in (each for each in COMPANY.duties if each.process == one.id):
            shown = name if style.has("steps", "written once") else _process(style, one.id)
            cells: Row = [shown, _holder(style, duty.unit), style.letters(duty.codes)]
            rows.append((one.group, cells))
        nobody = style.missing(someone=True)
        if nobody is not None and not any("A" in each.codes for each in COMPANY.duties if each.process == one.id):
            rows.append((one.group, [name, nobody, "A"]))
        if style.has("letters", "others too") and style.chance.random() < 0.2:
            rows.append((one.group, [name, _holder(style, "HRM"), Foreign("S")]))
    who = "holder_role" if style.has("holders", "roles") else "holder"
    block = Block([[style.head("activity"), style.head(who), style.head("code")]], [])
    block.once = (0,) if style.has("steps", "written once") else ()
    return _with_sections(style, block, rows)


def _lettered(style: Style) -> Block:
    plain = style.chance.random() < 0.5
    heads: Row = [letter if plain else style.head(letter.lower()) for letter in "RACI"]
    block = Block([[style.head("activity"), *heads]], [])
    rows = []
    for one in COMPANY.processes:
        cells: Row = [_process(style, one.id)]
        for letter in "RACI":
            names = [
                _holder(style, duty.unit) for duty in COMPANY.duties if duty.process == one.id and letter in duty.codes
            ]
            cells.append(style.joined(names) or style.missing(someone=True))
        rows.append((one.group, cells))
    return _with_sections(style, block, rows)


def tie_ends(style: Style) -> Callable[[str], str]:
    """What stands for a department in the ties: its head where the chart is about people."""
    if style.has("holders", "people") and not style.has("ties", "viva"):
        return lambda unit: COMPANY.head(unit).id
    return lambda unit: unit


def edges(style: Style) -> Block:
    end = tie_ends(style)
    body: list[Row] = [
        [_unit(style, end(source)), _unit(style, end(target)), style.number(strength)]
        for source, target, strength in COMPANY.ties
    ]
    return Block([[style.head(word) for word in ("from", "to", "strength")]], body)


def square(style: Style) -> Block:
    """The matrix of who works with whom; the half of it above the diagonal where both halves would be the same."""
    end = tie_ends(style)
    strengths = {(source, target): strength for source, target, strength in COMPANY.ties}
    units = [one.id for one in COMPANY.units]
    diagonal = style.chance.choice([None, "-", "X", 0])
    corner = None if style.has("header", "unnamed") else f"{style.words['from']} \\ {style.words['to']}"
    body: list[Row] = []
    for row, source in enumerate(units):
        cells: Row = [_unit(style, end(source))]
        for column, target in enumerate(units):
            found = strengths.get((source, target))
            if style.has("ties", "half"):
                found = (found or strengths.get((target, source))) if column > row else None
            if source == target:
                cells.append(diagonal)
            elif found:
                cells.append(style.number(found))
            else:
                cells.append(style.missing() if style.chance.random() < 0.2 else None)
        body.append(cells)
    return Block([[corner, *(_unit(style, end(unit)) for unit in units)]], body, fixed=True)
