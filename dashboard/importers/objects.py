"""Tables that are kept as JSON: a list of objects, one object a line, or the points of a GeoJSON file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dashboard.importers.files import ImportRefusedError

#: Such a file is held in memory while it is read.
LARGEST = 2**28
SUFFIXES = frozenset({".json", ".jsonl", ".ndjson", ".geojson"})


def rows_of(path: Path) -> tuple[list[str], Iterator[list[object]]]:
    """Return the names of all members, in the order in which they appear, and a row for each object.

    Raise ImportRefusedError, in one sentence, for what is no JSON or no list of objects.
    """
    if path.stat().st_size > LARGEST:
        raise ImportRefusedError(f"{path.name} is too large for JSON; write it as Parquet or as CSV.")
    try:
        objects = _objects(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ImportRefusedError(f"{path.name} is not in UTF-8, as JSON must be; save it so.") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}: {error.msg}"
        raise ImportRefusedError(f"{path.name} is no JSON, or was cut short ({where}); write it anew.") from error
    except (RecursionError, ValueError) as error:
        raise ImportRefusedError(f"{path.name} cannot be read as JSON; write it as CSV.") from error
    if not objects:
        raise ImportRefusedError(
            f'{path.name} holds no list of objects, such as [{{"date": "2020-09-27"}}]; write it so, or as CSV.'
        )
    flat = [dict(_members(one)) for one in objects]
    names = list(dict.fromkeys(name for one in flat for name in one))
    return names, ([one.get(name) for name in names] for one in flat)


def _objects(text: str) -> list[Mapping[str, object]]:
    """Return the objects of a list, of the longest list in an object, or of the lines."""
    try:
        given = json.loads(text)
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or error.msg != "Extra data":
            raise
        given = [json.loads(line) for line in lines]
    if isinstance(given, dict):
        lists = [part for part in given.values() if isinstance(part, list)]
        given = max(lists, key=len, default=[given])
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        return []
    return [_feature(one) for one in given]


def _feature(one: Mapping[str, object]) -> Mapping[str, object]:
    """Return what a feature of a GeoJSON file tells, with the degrees of its point; anything else as it is."""
    properties, geometry = one.get("properties"), one.get("geometry")
    if one.get("type") != "Feature" or not isinstance(properties, Mapping):
        return one
    told = {"id": one["id"]} if "id" in one else {}
    told |= properties
    if isinstance(geometry, Mapping) and geometry.get("type") == "Point":
        at = geometry.get("coordinates")
        if isinstance(at, Sequence) and len(at) >= 2:
            told |= {"lon": at[0], "lat": at[1]}
    return told


def _members(one: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """Yield the members of an object; those of an object in it as ``place.lat``."""
    for name, value in one.items():
        if isinstance(value, Mapping) and value:
            yield from _members(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value
