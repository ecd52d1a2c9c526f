"""Tables of the user's own: read after a mapping that is guessed, shown, corrected, and kept as a template."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path

from dashboard import store
from dashboard.importers import guessing, layouts, mapping, shapes, tables, templates
from dashboard.importers.files import ImportRefusedError, Prepared
from dashboard.importers.guessing import Guess
from dashboard.importers.mapping import TableMapping
from dashboard.importers.running import Prospect, within
from dashboard.importers.tables import Table
from dashboard.store import Fault, Reading

#: Lines are looked up for this many odd rows at most.
_LOOKED_UP = 100_000
#: What queries/import/faults.sql says of a date; queries/import/generic/faults.sql says which, and why.
_UNDATED = "it has no date that can be read"
_UTF8 = frozenset({"utf-8", "utf8", "utf-8-sig", "utf_8", "utf_8_sig"})


@dataclass(frozen=True, slots=True)
class Plan:
    """How files will be read: by a ``mapping`` that was given, by that of a ``template``, or by a ``guess``."""

    mapping: TableMapping
    header: tuple[str, ...]
    tables: tuple[Table, ...]
    guess: Guess | None = None
    template: templates.Template | None = None
    sheets: tuple[str, ...] = ()  # of a workbook, to choose from

    @property
    def layout(self) -> str:
        """What stands for the header."""
        return templates.layout_of(self.header)

    def toml(self) -> str:
        """Return the mapping as TOML to correct; the questions and notes of a guess stand above it."""
        remarks = [*(f"TO SAY: {one}" for one in self.guess.questions), *self.guess.notes] if self.guess else []
        unused = [column for column in self.header if column not in self.mapping.columns.values()]
        return mapping.to_toml(self.mapping, unused, remarks)


def plan(
    workspace: Path,
    paths: Sequence[Path],
    scratch: Path,
    given: str = "",
    where: str = "The mapping",
    *,
    sheet: str = "",
    encoding: str = "",
) -> Plan:
    """Return how files are to be read: after the TOML ``given``, else after a template that fits, else after a guess.

    A template and a guess are of the ``sheet`` and the ``encoding``, if these are known already. Raise
    ImportRefusedError, in one sentence, for files that are no tables and for a mapping that does not fit them.
    """
    if not paths:
        raise ImportRefusedError("Which table? Write karabakh import generic FILE.")
    if given:
        return _opened(mapping.from_toml(given, where), paths, scratch / "given")
    table, skip = _first_table(paths[0], scratch / "guessed", sheet, encoding)
    delimiter, _, header = shapes.shape(table)
    first, second = [*shapes.rows_of(table.prepared.path, delimiter, '"', 2), [], []][:2]
    if not any(cell.strip() for cell in first):
        raise ImportRefusedError(f"{table.prepared.name} holds no row.")
    if header and not second:
        raise ImportRefusedError(f"{table.prepared.name} has a header and no row beneath it.")
    layout = templates.layout_of(shapes.names_of(first, header=header))
    if header and (known := templates.fitting(workspace, layout)):  # in whatever form the columns come this time
        how = known.mapping()
        shown = table.sheet if table.sheets[1:] else ""
        how = replace(how, delimiter=delimiter, skip=skip, sheet=shown, encoding=encoding or how.encoding)
        return replace(_opened(how, paths, scratch / "given"), template=known, sheets=table.sheets)
    if not sheet and (other := _sheet_of_a_template(workspace, table)):
        with contextlib.suppress(ImportRefusedError):
            made = plan(workspace, paths, _within(scratch), sheet=other, encoding=encoding)
            if made.template:
                return made
    found = guessing.guess(table, *shapes.named(paths[0]))
    found = replace(found, mapping=replace(found.mapping, skip=skip))
    if table.sheets[1:]:
        others = ", ".join(one for one in table.sheets if one != table.sheet)
        note = f"Only the sheet “{table.sheet}” is read; the file also has {others}. Name one as sheet in [file]."
        found = replace(found, notes=(note, *found.notes))
    if len(found.header) == 1 and not found.mapping.columns:
        raise ImportRefusedError(
            f"{table.prepared.name} has one column and no day in it; save it as a table whose cells are delimited by "
            "a comma, semicolon, tab or |, with a header."
        )
    if found.questions:
        return Plan(found.mapping, found.header, (), guess=found, sheets=table.sheets)
    return replace(_opened(found.mapping, paths, scratch / "given"), guess=found, sheets=table.sheets)


def _sheet_of_a_template(workspace: Path, table: Table) -> str:
    """Return the sheet of a workbook that a template was made for, if it is another than the one that was opened."""
    made_for = [one.mapping().sheet for one in templates.templates(workspace)] if table.sheets[1:] else []
    return next((one for one in made_for if one in table.sheets and one != table.sheet), "")


def _within(scratch: Path) -> Path:
    (scratch / "sheet").mkdir()
    return scratch / "sheet"


def contents(made: Plan, paths: Sequence[Path], scratch: Path) -> Mapping[str, Counter[str]]:
    """Return what the columns of the first table hold: each value with how often it is there."""
    table = (made.tables or _opened(made.mapping, paths[:1], scratch / "looked-into").tables)[0]
    signs = _signs(made.mapping, table)
    return guessing.contents(table.prepared.path, *signs, header=made.mapping.header).values


def _first_table(path: Path, scratch: Path, sheet: str, encoding: str) -> tuple[Table, int]:
    """Return the first table of a file without what stands above its header, and how many lines that is."""
    scratch.mkdir()
    table = tables.open_tables(path, scratch, sheet=sheet, encoding=encoding)[0]
    _, skip, _ = shapes.shape(table)
    return tables.below(table, skip, scratch), skip


def _opened(how: TableMapping, paths: Sequence[Path], scratch: Path) -> Plan:
    """Return the plan for files that are read after a mapping; raise ImportRefusedError if a column is not there."""
    scratch.mkdir()
    found: list[Table] = []
    for number, path in enumerate(paths):
        folder = scratch / f"file-{number}"
        folder.mkdir()
        encoding = "" if how.encoding.lower() in _UTF8 else how.encoding
        opened = tables.open_tables(path, folder, encoding=encoding, sheet=how.sheet)
        found += [tables.below(table, how.skip, folder) for table in opened]
    headers = [_header(how, table) for table in found]
    if other := next((n for n, one in enumerate(headers) if one != headers[0]), 0):
        names = f"{found[0].prepared.name} and {found[other].prepared.name}"
        raise ImportRefusedError(f"The columns of {names} differ; import tables of one layout at a time.")
    named = [*how.columns.values(), *([how.rows_column] if how.rows_column else [])]
    if missing := [name for name in named if name not in headers[0]]:
        has = ", ".join(headers[0][:30])
        raise ImportRefusedError(
            f"The mapping names the column “{missing[0]}”, which {found[0].prepared.name} lacks; it has: {has}."
        )
    return Plan(how, headers[0], tuple(found))


def _header(how: TableMapping, table: Table) -> tuple[str, ...]:
    first = next(shapes.rows_of(table.prepared.path, *_signs(how, table), 1), [])
    if not any(cell.strip() for cell in first):
        raise ImportRefusedError(f"{table.prepared.name} holds no row.")
    return tuple(shapes.names_of(first, header=how.header))


def _signs(how: TableMapping, table: Table) -> tuple[str, str]:
    """Return delimiter and quotation mark: what was a sheet is written with ours."""
    return (how.delimiter, how.quote) if table.form == "text" else (",", '"')


def look(
    made: Plan,
    scratch: Path,
    *,
    version: str = "",
    today: date | None = None,
    progress: Callable[[str, float], None] = lambda _what, _share: None,
) -> Prospect:
    """Read the files of a plan into ``scratch`` and say what they would bring; nothing else is written.

    Raise ImportRefusedError if the guess leaves a question, and StoreError if the files cannot be read.
    """
    if made.guess and made.guess.questions:
        raise ImportRefusedError(made.guess.questions[0])
    if version and not re.fullmatch(r"\w[\w.-]{0,29}", version):
        raise ImportRefusedError(f"“{version[:40]}” is no version; write up to 30 letters, figures, points and dashes.")
    how, opened = made.mapping, [table.prepared for table in made.tables]
    wanted = how.dataset()
    delimiter, quote = _signs(how, made.tables[0])
    reading = Reading(
        dataset="generic",
        files=tuple(table.path for table in opened),
        columns=dict.fromkeys(made.header, "VARCHAR"),
        delimiter=delimiter,
        quote=quote,
        header=how.header,
        missing=wanted.missing,
        mapping=how.variables(),
        torn="Let id in [columns] name a column that no two rows share, or take id out.",
    )
    day = today or date.today()  # noqa: DTZ011  # the user's own day
    rows = scratch / "rows.parquet"
    staged = store.stage(reading, rows, day, lambda share: progress("Reading the rows", share))
    left_out = {fault.native_id for fault in staged.faults if fault.level == "reject"}
    places = _places(made, wanted, {fault.native_id for fault in staged.faults if fault.level != "note"} - {""})
    return Prospect(
        dataset=wanted,
        version=version or day.isoformat(),
        rows=rows,
        tables=tuple(opened),
        read=staged.read,
        kept=staged.kept,
        rejected=staged.rejected,
        repeated=staged.repeated,
        faults=tuple(sorted(_placed(staged.faults, opened, places), key=lambda one: (one.file, one.line))),
        sample=tuple(row for row in staged.sample if row["native_id"] not in left_out),
        mapping=mapping.to_toml(how),
        layout=made.layout if how.header else "",
    )


def _places(made: Plan, wanted: layouts.Dataset, ids: set[str]) -> dict[str, tuple[str, int, str]]:
    """Return file, line and text of the rows with these ids, for which the files are read once more."""
    if not ids:
        return {}
    missing, column = set(wanted.missing), made.mapping.columns.get("id")
    place = made.header.index(column) if column else -1
    found: dict[str, tuple[str, int, str]] = {}
    for table in made.tables:
        for line, row in islice(_lines(made, table), int(made.mapping.header), None):
            cells = ["" if cell in missing else cell for cell in within(row, len(made.header))]
            native = cells[place].strip() if 0 <= place < len(cells) else ""
            if (key := native or _fingerprint(cells)) in ids and len(found) < _LOOKED_UP:
                found.setdefault(key, (table.prepared.name, line, ",".join(row)[:500]))
    return found


def _lines(made: Plan, table: Table) -> Iterator[tuple[int, list[str]]]:
    """Yield each row of a table with the line that it starts on, as the user's own file counts them."""
    line = 1
    rows = shapes.rows_of(table.prepared.path, *_signs(made.mapping, table), None)
    for number, row in enumerate(rows, start=1):
        yield table.prepared.shift * (number > 1) + (number if table.prepared.by_row else line), row
        line += 1 + sum(cell.count("\n") for cell in row)


def _fingerprint(cells: Sequence[str]) -> str:
    """Return the id of a row that has none, as queries/import/generic/cells.sql makes it."""
    return f"row-{hashlib.md5(chr(31).join(cells).encode(), usedforsecurity=False).hexdigest()[:16]}"


def _placed(
    faults: Sequence[Fault], opened: Sequence[Prepared], places: Mapping[str, tuple[str, int, str]]
) -> Iterator[Fault]:
    """Yield the faults with file, line and text; what is said here in particular is not said in general."""
    known = {str(table.path): table for table in opened}
    for fault in faults:
        if fault.reason == _UNDATED:
            continue
        if fault.native_id in places:
            name, line, text = places[fault.native_id]
            yield replace(fault, file=name, line=line, text=text)
        elif fault.file in known:
            table = known[fault.file]
            yield replace(fault, file=table.name, line=fault.line + table.shift)
        else:
            yield fault
