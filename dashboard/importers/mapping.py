"""A mapping says which column of a user's own table is what; people read, correct and keep it as TOML."""

from __future__ import annotations

import codecs
import csv
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from dashboard.bundle import DATA
from dashboard.importers import layouts
from dashboard.importers.days import SERIAL, months_by_word
from dashboard.importers.fields import FIELDS, NOTHING, WORDS
from dashboard.importers.files import ImportRefusedError
from dashboard.model import EVENT_TYPES, PLACE_PRECISIONS, STATUSES, TRACKS

_FORMAT = re.compile(r"(?:%[dmYybB]|[^%A-Za-z])+")


@dataclass(frozen=True, slots=True)
class TableMapping:
    """How a table is read: the layout of its file, its columns, and what its words mean."""

    name: str
    title: str
    measures: str = ""
    licence: str = "not stated"
    may_redistribute: bool = False
    url: str = ""
    citation: str = ""
    replaces: bool = True
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    header: bool = True
    decimal: str = "."
    skip: int = 0
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    event_type: str = ""
    status: str = "occurred"
    precision: str = "exact"
    directed: bool = False
    types: Mapping[str, str] = field(default_factory=dict)
    actors: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    precisions: Mapping[str, str] = field(default_factory=dict)
    rows_column: str = ""
    rows_values: tuple[str, ...] = ()
    rows_in_box: bool = False

    @property
    def dataset_id(self) -> str:
        """The id of the dataset that the table is."""
        return f"generic:{self.name}"

    def dataset(self) -> layouts.Dataset:
        """Return the table as a dataset among the others."""
        rule = "every row of the table"
        if self.rows_column:
            rule = f"the column {self.rows_column} holds {' or '.join(self.rows_values)}"
        if self.rows_in_box:
            rule += ", and the coordinates lie between 38 and 42 degrees north and 43 and 51 degrees east"
        general = layouts.dataset("generic")
        given = {name: getattr(general, name) for name in layouts.Dataset.__slots__}
        given |= {name: getattr(self, name) for name in ("dataset_id", "title", "licence", "may_redistribute", "url")}
        given |= {"short": self.title[:40], "measures": self.measures or general.measures, "rule": rule}
        given |= {"citation": self.citation.replace("{", "{{").replace("}", "}}"), "delimiter": self.delimiter}
        given |= {"quote": self.quote, "header": self.header, "replaces": self.replaces}
        return layouts.Dataset(**given)

    def variables(self) -> dict[str, str]:
        """Return the mapping as the queries in ``queries/import/generic`` read it: text by name."""
        told = {name: self.columns.get(name, NOTHING) for name in FIELDS}
        days = [form for form in self.formats if "%d" in form]
        months = [form for form in self.formats if "%d" not in form and "%" in form and re.search("%[mbB]", form)]
        told |= {
            "day_formats": _json([*map(_numbered, days), "%Y-%m-%d"]),
            "month_formats": _json([*map(_numbered, months), "%Y-%m"]),
            "serial": _json(SERIAL in self.formats),
            "months": _json(months_by_word()),
            "tracks": _json(list(TRACKS)),
            "decimal": self.decimal,
            "constant_type": self.event_type,
            "constant_status": self.status,
            "constant_precision": self.precision,
            "directed": _json(self.directed),
            "rows_column": self.rows_column or NOTHING,
            "rows_values": _json(self.rows_values),
            "rows_in_box": _json(self.rows_in_box),
        }
        return told | {name: _json(dict(getattr(self, name))) for name in ("types", "actors", "statuses", "precisions")}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _numbered(form: str) -> str:
    """Return a date format as it is once the name of the month is its number."""
    return form.replace("%B", "%m").replace("%b", "%m")


@cache
def actor_ids() -> frozenset[str]:
    """Return the ids that [actors] may name."""
    with (DATA / "actors" / "actors.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["actor_id"] for row in csv.DictReader(file))


#: Where each value stands in the TOML: section, key there, field of the mapping, the type it must have.
_PLACES: tuple[tuple[str, str, str, type], ...] = (
    *(("", name, name, str) for name in ("name", "title", "measures", "licence", "url", "citation")),
    ("", "may_redistribute", "may_redistribute", bool),
    ("", "replaces", "replaces", bool),
    *(("file", name, name, str) for name in ("encoding", "delimiter", "quote", "decimal", "sheet")),
    ("file", "header", "header", bool),
    ("file", "skip", "skip", int),
    ("dates", "format", "formats", list),
    ("events", "type", "event_type", str),
    ("events", "status", "status", str),
    ("events", "precision", "precision", str),
    ("events", "directed", "directed", bool),
    ("rows", "column", "rows_column", str),
    ("rows", "values", "rows_values", list),
    ("rows", "in_box", "rows_in_box", bool),
)
_TABLES = ("columns", "types", "actors", "statuses", "precisions")
_IN_WORDS = {str: "a text in quotation marks", bool: "true or false", int: "a number", list: "a list of texts"}


def from_toml(text: str, where: str = "The mapping") -> TableMapping:
    """Read a mapping; raise ImportRefusedError, in one sentence, for what it cannot mean."""
    try:
        given = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise ImportRefusedError(f"{where} is no TOML: {error}. Print a new one with --preview.") from error
    sections = {section for section, *_ in _PLACES} - {""}
    values: dict[str, Any] = {}
    for key, value in given.items():
        if key in _TABLES:
            values[key] = _words(key, value, where)
        elif key in sections:
            if not isinstance(value, dict):
                raise ImportRefusedError(f"{where}: “{key}” is a section; write [{key}] on a line of its own.")
            for inner, content in value.items():
                values |= _value(key, inner, content, where)
        else:
            values |= _value("", key, value, where)
    for name in ("name", "title"):
        if not values.get(name, "").strip():
            raise ImportRefusedError(f'{where} has no {name}; write {name} = "…" in its first lines.')
    mapping = TableMapping(**values)
    _check(mapping, where)
    return mapping


def read(path: Path) -> str:
    """Return the TOML of a mapping that a person has saved; raise ImportRefusedError if there is none."""
    try:
        given = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ImportRefusedError(f"{path} is not in UTF-8; save it so.") from error
    except OSError as error:
        raise ImportRefusedError(
            f"The mapping {path} cannot be read ({error.strerror or error}); print one with --preview."
        ) from error
    if not given.strip():
        raise ImportRefusedError(f"{path} is empty; print a mapping with --preview.")
    return given


def _words(section: str, value: object, where: str) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(content, str) for content in value.values()):
        raise ImportRefusedError(f'{where}: [{section}] has lines such as "word" = "meaning", and nothing else.')
    if section == "columns":
        if unknown := [name for name in value if name not in FIELDS]:
            raise ImportRefusedError(f"{where}: [columns] knows no “{unknown[0]}”; it knows {', '.join(FIELDS)}.")
        return {name: column for name, column in value.items() if column}
    allowed = WORDS.get(section) or tuple(sorted(actor_ids() | {""}))
    for word, meaning in value.items():
        if meaning not in allowed:
            known = ", ".join(allowed).strip(", ") if section in WORDS else "“karabakh ask actors” lists them"
            raise ImportRefusedError(
                f"{where}: [{section}] gives “{word}” the meaning “{meaning}”; it may be: {known}."
            )
    return dict(value)


def _value(section: str, key: str, content: object, where: str) -> dict[str, Any]:
    for at, name, target, kind in _PLACES:
        if (at, name) == (section, key):
            if kind is list and isinstance(content, str):
                content = [content] if content else []
            right = isinstance(content, kind) and (kind is not int or not isinstance(content, bool))
            if not right or (isinstance(content, list) and not all(isinstance(part, str) for part in content)):
                raise ImportRefusedError(f"{where}: {_path(section, key)} must be {_IN_WORDS[kind]}.")
            return {target: tuple(content) if isinstance(content, list) else content}
    known = [name for at, name, *_ in _PLACES if at == section]
    also = "" if section else f"; sections: {', '.join(sorted({at for at, *_ in _PLACES if at} | set(_TABLES)))}"
    raise ImportRefusedError(f"{where}: nothing is called {_path(section, key)}; there are {', '.join(known)}{also}.")


def _path(section: str, key: str) -> str:
    return f"“{key}” in [{section}]" if section else f"“{key}”"


def _check(mapping: TableMapping, where: str) -> None:
    """Raise ImportRefusedError for values that contradict each other or mean nothing."""
    columns = mapping.columns
    bad = next((form for form in mapping.formats if not _is_format(form)), "")
    found = (
        (
            not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", mapping.name),
            f"the name “{mapping.name[:60]}” must be 1 to 40 of a-z, 0-9, - and _",
        ),
        (
            not {"date", "start", "year"} & set(columns),
            "no column says when it happened; give date, start or year in [columns]",
        ),
        (("lat" in columns) != ("lon" in columns), "lat and lon in [columns] go together; give both or none"),
        ("month" in columns and "year" not in columns, "month in [columns] needs year beside it"),
        (
            len(mapping.delimiter) != 1 or not mapping.delimiter.isascii() or mapping.delimiter in '"\r\n',
            'delimiter in [file] must be one sign, such as "," or "\\t"',
        ),
        (len(mapping.quote) > 1, 'quote in [file] must be one character, or "" where there is none'),
        (mapping.decimal not in (".", ","), 'decimal in [file] must be "." or ","'),
        (not 0 <= mapping.skip <= 1000, "skip in [file] must be between 0 and 1000 lines"),
        (
            not _is_encoding(mapping.encoding),
            f"the encoding “{mapping.encoding[:40]}” is not known; it may be utf-8, cp1251, cp1252 or cp1254",
        ),
        (bad, f'“{bad}” is no date format; write it with %d, %m or %B, and %Y, such as "%d.%m.%Y", or "{SERIAL}"'),
        (
            mapping.event_type not in (*EVENT_TYPES, ""),
            f"type in [events] is “{mapping.event_type}”; it may be {', '.join(EVENT_TYPES)}",
        ),
        (mapping.status not in STATUSES, f"status in [events] is “{mapping.status}”; it may be {', '.join(STATUSES)}"),
        (
            mapping.precision not in PLACE_PRECISIONS,
            f"precision in [events] is “{mapping.precision}”; it may be {', '.join(PLACE_PRECISIONS)}",
        ),
        (
            bool(mapping.rows_column) != bool(mapping.rows_values),
            "[rows] needs both a column and the values that it may have",
        ),
        (mapping.rows_in_box and "lat" not in columns, "in_box in [rows] needs lat and lon in [columns]"),
    )
    if wrong := next((said for holds, said in found if holds), ""):
        raise ImportRefusedError(f"{where}: {wrong}.")


def _is_encoding(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding  # the only mark of the codecs that give text
    except (LookupError, ValueError):
        return False


def _is_format(form: str) -> bool:
    if form == SERIAL:
        return True
    parts = re.findall("%([A-Za-z])", form)
    year, month, day = ([p for p in parts if p in letters] for letters in ("Yy", "mbB", "d"))
    return bool(_FORMAT.fullmatch(form)) and (len(year), len(month)) == (1, 1) and len(day) <= 1


def _text(value: object) -> str:
    """Return a value as TOML writes it."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_text(part) for part in value)}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def to_toml(mapping: TableMapping, unused: Sequence[str] = (), remarks: Sequence[str] = ()) -> str:
    """Return a mapping as TOML that people can correct; ``unused`` are columns that nothing is read from."""
    lines = ["# " + " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", line).split()) for line in remarks]
    lines += [f"{key} = {_text(getattr(mapping, target))}" for at, key, target, _ in _PLACES if not at]
    lines += ["", "[columns]"]
    lines += [f"{name} = {_text(column)}  # {FIELDS[name]}" for name, column in mapping.columns.items()]
    if rest := [name for name in FIELDS if name not in mapping.columns]:
        lines.append(f"# there are also: {', '.join(rest)}")
    if unused:
        lines.append(f"# columns that are kept and not read: {_text(list(unused))[1:-1]}")
    for section in ("dates", "events", "file", "rows"):
        lines += ["", f"[{section}]"]
        lines += [f"{key} = {_text(getattr(mapping, target))}" for at, key, target, _ in _PLACES if at == section]
    for section in _TABLES[1:]:
        if words := getattr(mapping, section):
            lines += ["", f"[{section}]", *(f"{_text(word)} = {_text(meaning)}" for word, meaning in words.items())]
    return "\n".join(lines) + "\n"
