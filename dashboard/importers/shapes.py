"""The shape of a table: what delimits its cells, where its header stands, and what its columns are called."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from dashboard.bundle import DATA
from dashboard.importers.days import ORDERED
from dashboard.importers.fields import NOTHING
from dashboard.importers.tables import Table

#: So many rows are looked at.
SCANNED = 200_000
NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_DELIMITERS = (",", ";", "\t", "|")
#: What Excel puts above a table to say what delimits it.
_SAID = re.compile(r"sep=(.)[,;\t]*\r?\n", re.IGNORECASE)
#: Letters of Azerbaijani and Turkish that are no accented ones, and that old encodings lack.
_PLAINER = str.maketrans("əı", "ei")


def names_of(first: Sequence[str], *, header: bool) -> list[str]:
    """Return the names of columns as the import uses them: none empty, and no two alike."""
    found: list[str] = []
    seen = {NOTHING, "file_row_number"}
    for number, cell in enumerate(first, start=1):
        name = " ".join(cell.replace("\ufeff", "").replace("\0", "").split()) if header else ""
        name = bare = name or f"column_{number}"
        again = 1
        while name.casefold() in seen:
            again += 1
            name = f"{bare}_{again}"
        seen.add(name.casefold())
        found.append(name)
    return found


def rows_of(path: Path, delimiter: str, quote: str, most: int | None = SCANNED) -> Iterator[list[str]]:
    """Yield the first rows of a plain table, or all."""
    csv.field_size_limit(2**27)
    how: dict[str, Any] = {"quotechar": quote} if quote else {"quoting": csv.QUOTE_NONE}
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        yield from islice(csv.reader((line.replace("\0", "") for line in file), delimiter=delimiter, **how), most)


def shape(table: Table) -> tuple[str, int, bool]:
    """Return the delimiter of a table, how many lines stand above its header, and whether it has one."""
    path = table.prepared.path
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        text = file.read(2**16)
    said = _SAID.match(text) if table.form == "text" else None
    if said and said[1] in _DELIMITERS:
        return said[1], 1, _has_header(list(islice(csv.reader(io.StringIO(text[said.end() :]), delimiter=said[1]), 1)))
    delimiter = "," if table.form != "text" else max(_DELIMITERS, key=lambda one: _evenness(text, one))
    rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 60))
    rows = rows[:-1] if len(rows) > 3 else rows  # the last one may be cut
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows]
    usual = max(widths, default=0)
    skip = next((n for n, width in enumerate(widths[:20]) if width > usual / 2 and width > 1), 0) if usual > 2 else 0
    if any("\n" in cell for row in rows[:skip] for cell in row):
        skip = 0  # lines above a header are counted as lines
    return delimiter, skip, _has_header(rows[skip:])


def _evenness(text: str, delimiter: str) -> float:
    """Return how likely it is that this delimits: rows of one width, and of several cells."""
    counts = Counter(len(row) for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 60))
    counts.pop(0, None)
    if not counts:
        return 0
    width, often = counts.most_common(1)[0]
    return 0 if width == 1 else often / counts.total() + min(width, 50) / 1000


def _has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row names columns: no number or date stands in it, or the field knows its names."""
    if not rows:
        return True
    first = [cell.strip() for cell in rows[0]]
    if sum(plain_name(cell) in fields_by_name() for cell in first) >= 2:
        return True
    return not any(NUMBER.fullmatch(cell) or ORDERED.fullmatch(cell) or cell[:4].isdigit() for cell in first if cell)


def plain_name(name: str) -> str:
    """Return a name in small letters, without accents and signs."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", bare.casefold().translate(_PLAINER)).split())


@cache
def fields_by_name() -> dict[str, list[tuple[int, str]]]:
    """Return what columns of a name tell, with the rank of the name among those of the field."""
    found: dict[str, list[tuple[int, str]]] = {}
    with (DATA / "datasets" / "column_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for rank, name in enumerate(row["names"].split("|")):
                found.setdefault(plain_name(name), []).append((rank, row["field"]))
    return found


def named(path: Path) -> tuple[str, str]:
    """Return name and title for a table after its file."""
    stem = path.name.split(".")[0] or path.name
    name = re.sub(r"[^a-z0-9]+", "-", plain_name(stem)).strip("-")[:40].strip("-")
    return name or "table", " ".join(stem.replace("_", " ").split()) or "Table"
