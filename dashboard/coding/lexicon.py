"""The coder's tables: read once, on first use, and compiled.

Every row of ``data/lexicon`` is knowledge about language or about this conflict that a person can change
without touching code. Patterns are regular expressions; ``<name>`` in one stands for the class of words of
that name in ``classes.csv``, a space for any white space, and matching ignores case.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path

from dashboard.bundle import DATA, lexicon_dir

Row = dict[str, str]

LANGUAGES = ("en", "id")


def read_table(path: Path) -> list[Row]:
    """Return the rows of a CSV file, or none if the file is not there."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [{key: (value or "").strip() for key, value in row.items() if key} for row in csv.DictReader(file)]


@lru_cache(maxsize=64)
def table(name: str) -> tuple[Row, ...]:
    """Return the rows of ``data/lexicon/{name}.csv``."""
    return tuple(read_table(lexicon_dir() / f"{name}.csv"))


@lru_cache(maxsize=16)
def facts(folder: str, name: str) -> tuple[Row, ...]:
    """Return the rows of ``data/{folder}/{name}.csv``: the actors and places that others maintain."""
    return tuple(read_table(DATA / folder / f"{name}.csv"))


@lru_cache(maxsize=4)
def _classes(language: str) -> dict[str, str]:
    """Return word class -> alternation, for one language."""
    found: dict[str, list[str]] = {}
    for row in table("classes"):
        if row["language"] == language:
            found.setdefault(row["class"], []).append(row["pattern"])
    return {name: "(?:" + "|".join(parts) + ")" for name, parts in found.items()}


@lru_cache(maxsize=2048)
def expand(pattern: str, language: str) -> str:
    """Return ``pattern`` with its classes filled in and its spaces made elastic."""
    classes = _classes(language)
    for _ in range(3):  # a class may use another one
        pattern = re.sub(r"<([a-z]+)>", lambda m: classes[m[1]], pattern)
    return re.sub(r" +", r"\\s+", pattern)


@lru_cache(maxsize=2048)
def compiled(pattern: str, language: str) -> re.Pattern[str]:
    """Return the expanded pattern as whole words, ignoring case."""
    return re.compile(rf"(?<![\w-])(?:{expand(pattern, language)})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=256)
def words(name: str, language: str, kind: str) -> re.Pattern[str]:
    """Return one pattern for all rows of this language and kind, longest first; without rows it never matches.

    The table has the columns ``language``, ``kind`` and ``pattern``; the language ``*`` stands for both.
    """
    parts = [row["pattern"] for row in table(name) if row["language"] in (language, "*") and row["kind"] == kind]
    if not parts:
        return re.compile(r"(?!)")
    return compiled("|".join(sorted(parts, key=len, reverse=True)), language)
