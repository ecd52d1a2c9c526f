"""The datasets that can be imported, as ``data/datasets/*.toml`` describes them, and the layouts of their files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dashboard import store
from dashboard.bundle import DATA
from dashboard.importers.files import ImportRefusedError, Prepared


@dataclass(frozen=True, slots=True)
class Other:
    """A file that is not what it seems: its name is like ``name``, or it has the columns ``has`` without ``lacks``."""

    why: str
    name: str = ""
    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset: what it is, whose it is, and how its files are read."""

    dataset_id: str
    title: str
    short: str
    kind: str
    standing: str
    measures: str
    licence: str
    may_redistribute: bool
    url: str
    citation: str
    rule: str
    version_in_name: tuple[str, ...]
    version_form: str
    version_like: str
    delimiter: str
    quote: str
    header: bool
    missing: tuple[str, ...]
    key: tuple[str, ...]
    repair: bool
    replaces: bool
    sql: str
    absent: Mapping[str, tuple[str, ...]]
    extra: Mapping[str, str]
    rest: str
    others: tuple[Other, ...]
    torn: str
    refused: Mapping[int, str]
    encoding: str
    by_position: bool

    def version_of(self, name: str) -> str:
        """Return the version that a file's name tells, empty if it tells none."""
        for pattern in self.version_in_name:
            if found := re.search(pattern, name):
                return ".".join(str(int(part)) if part.isdigit() else part for part in found.groups() if part)
        return ""


@cache
def datasets() -> dict[str, Dataset]:
    """Return every dataset by its id."""
    found = {}
    for path in sorted((DATA / "datasets").glob("*.toml")):
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        file = given["file"]
        found[path.stem] = Dataset(
            dataset_id=path.stem,
            **{name: given[name] for name in ("title", "short", "kind", "standing", "measures", "licence")},
            **{name: given[name] for name in ("may_redistribute", "url", "citation", "rule")},
            version_in_name=tuple(given.get("version_in_name", ())),
            version_form=given.get("version_form", ".+"),
            version_like=given.get("version_like", "26.1"),
            delimiter=file["delimiter"],
            quote=file["quote"],
            header=file.get("header", True),
            missing=tuple(file.get("missing", ("",))),
            key=tuple(file["key"]),
            repair=file.get("repair", False),
            replaces=given.get("replaces", True),
            sql=file.get("sql", path.stem),
            absent={name: tuple(columns) for name, columns in file.get("absent", {}).items()},
            extra=file.get("extra", {}),
            rest=file.get("rest", ""),
            others=tuple(_other(one) for one in given.get("other", ())),
            torn=file.get("torn", "Import the files of one version only."),
            refused={int(count): why for count, why in file.get("refused", {}).items()},
            encoding=file.get("encoding", ""),
            by_position=file.get("by_position", False),
        )
    return found


def _other(given: Mapping[str, Any]) -> Other:
    return Other(given["why"], given.get("name", ""), tuple(given.get("has", ())), tuple(given.get("lacks", ())))


def dataset(name: str) -> Dataset:
    """Return a dataset; raise ImportRefusedError if there is none of that name."""
    if name not in datasets():
        raise ImportRefusedError(f"There is no dataset “{name}”. There are: {', '.join(datasets())}.")
    return datasets()[name]


def layout(wanted: Dataset, table: Prepared) -> tuple[dict[str, str], bool]:
    """Return the columns of a table, name to type, in the order of the file, and whether it has a header.

    Raise ImportRefusedError if a column is missing or has a name that nobody knows: a renamed column must not slip by.
    """
    known = store.published(wanted.sql)
    rows = table.head(wanted.delimiter, wanted.quote)
    if not rows:
        raise ImportRefusedError(f"{table.name} holds no row.")
    first = rows[0]
    _refuse_others(wanted, table, {_plain(name) for name in first})
    names = [_plain(name) for name in first]
    headed = sum(name.lower() in names for name in known) > len(known) // 2
    if (not wanted.header and not headed) or _is_data(first, known):
        if len(first) != len(known):
            raise ImportRefusedError(_wrong_count(wanted, table, first, len(known)))
        return known, False
    if len(first) in wanted.refused or (len(first) == 1 and len(known) > 1):
        raise ImportRefusedError(_wrong_count(wanted, table, first, len(known)))
    kinds = {name.lower(): (name, kind) for name, kind in (known | dict(wanted.extra)).items()}
    missing = [name for name in known if name.lower() not in names]
    for columns in (*wanted.absent.values(), ()):
        if set(missing) <= set(columns):
            missing = []
    if wanted.rest:  # columns that nobody names are kept too
        kinds = {_plain(name): (name.strip("\ufeff"), wanted.rest) for name in first if _plain(name)} | kinds
    leftover = [name for name in names if name not in kinds]
    twice = sorted({name for name in names if names.count(name) > 1})
    if missing or leftover or twice:
        what = {"missing": missing, "not known": leftover, "there twice": twice}
        expected = f"{len(names)} columns, {len(known)} expected"
        raise ImportRefusedError(_mismatch(wanted, table, expected, what))
    return {kinds[name][0]: kinds[name][1] for name in names}, True


def _refuse_others(wanted: Dataset, table: Prepared, names: set[str]) -> None:
    for other in wanted.others:
        alike = {*other.has} <= names and not names & {*other.lacks} if other.has else False
        if alike or (other.name and re.search(other.name, table.name)):
            raise ImportRefusedError(f"{table.name} {other.why}")


def _plain(name: str) -> str:
    return name.strip().strip("\ufeff").lower()


def _is_data(row: Sequence[str], known: Mapping[str, str]) -> bool:
    """Return whether the first row is no header: it has the right number of cells and none of the names."""
    names = {name.lower() for name in known}
    return len(row) == len(known) and not any(_plain(cell) in names for cell in row)


def _wrong_count(wanted: Dataset, table: Prepared, first: Sequence[str], expected: int) -> str:
    otherwise = [
        (len(cells), sign) for sign in ",;|\t" for cells in table.head(sign, '"', 1) if sign != wanted.delimiter
    ]
    found, sign = max(otherwise) if len(first) == 1 else (len(first), wanted.delimiter)
    if why := wanted.refused.get(found):
        return f"{table.name} {why}"
    if sign != wanted.delimiter and found > 1:
        told = {"\t": "tabs", ",": "commas", ";": "semicolons"}
        return (
            f"{table.name} has its columns parted by “{sign}” and {wanted.short} by {told[wanted.delimiter]}; "
            "a program has rewritten it. Import the file as the provider gives it."
        )
    return (
        f"{table.name} has {found} columns and {wanted.short} has {expected}; it is another dataset or layout, "
        "or its columns have shifted. Import the file as the provider gives it."
    )


def _mismatch(wanted: Dataset, table: Prepared, expected: str, what: Mapping[str, Sequence[str]]) -> str:
    parts = [f"{table.name} does not have the columns of {wanted.short} ({expected})"]
    for word, names in what.items():
        if names:
            some = ", ".join(name[:30] or "(no name)" for name in names[:8])
            parts.append(f"{word}: {some}{' …' if len(names) > 8 else ''}")
    return f"{'; '.join(parts)}. Import the file as the provider gives it, or use the generic importer."
