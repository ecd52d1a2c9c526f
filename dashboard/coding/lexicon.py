"""The coder's tables: read once, on first use, and compiled. A language is its rows in them and nothing else.

Every row of ``data/lexicon`` is knowledge about language or about this conflict that a person can change
without touching code. Patterns are regular expressions; ``<name>`` in one stands for the class of words of
that name in ``classes.csv``, a space for any white space, and matching ignores case.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from dashboard.bundle import DATA, lexicon_dir

Row = dict[str, str]

#: The language of rows that hold for all languages, and of a question asked of all of them.
ALL = "*"


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


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """Return the codes of the languages that can be coded, in the order of ``languages.csv``."""
    return tuple(row["code"] for row in table("languages") if row["coded"] == "yes")


@lru_cache(maxsize=64)
def language(code: str) -> Row:
    """Return the row of a language: its name and its grammatical switches; an empty one if it is not in the table."""
    return next((row for row in table("languages") if row["code"] == code), {})


def has(code: str, switch: str) -> bool:
    """Return whether a grammatical switch of ``languages.csv`` is on for a language."""
    return language(code).get(switch) == "yes"


@lru_cache(maxsize=16)
def spellings(code: str) -> frozenset[str]:
    """Return the languages and scripts whose names for people and places a text in this language may use."""
    return frozenset((code, *language(code).get("spellings", "").split()))


@lru_cache(maxsize=16)
def forms(code: str) -> dict[str, tuple[Row, ...]]:
    """Return name -> its case forms in a language that has them: ``forms.{code}.csv``."""
    found: dict[str, list[Row]] = {}
    for row in table(f"forms.{code}"):
        found.setdefault(row["name"], []).append(row)
    return {name: tuple(rows) for name, rows in found.items()}


def inflected(pairs: Iterable[tuple[str, str]], code: str) -> list[tuple[str, str]]:
    """Return (name, id) pairs and the same for every case form of each name."""
    known = forms(code)
    return [(form, i) for name, i in pairs for form in (name, *(row["form"] for row in known.get(name, ())))]


@lru_cache(maxsize=16)
def case_preps(code: str) -> dict[str, str]:
    """Return case form -> the kind of preposition whose work it does; forms that tell nothing are left out."""
    return {row["form"]: row["prep"] for row in table(f"forms.{code}") if row["prep"]}


@lru_cache(maxsize=16)
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

    The table has the columns ``language``, ``kind`` and ``pattern``; the language ``*`` stands for all.
    """
    parts = [row["pattern"] for row in table(name) if row["language"] in (language, ALL) and row["kind"] == kind]
    if not parts:
        return re.compile(r"(?!)")
    return compiled("|".join(sorted(parts, key=len, reverse=True)), language)


@lru_cache(maxsize=512)
def part(kind: str, language: str) -> str:
    """Return the rows of ``grammar.csv`` of this kind as one group for a pattern; without rows it never matches.

    Asked for ``*``, it joins the rows of all languages.
    """
    parts = [
        expand(row["pattern"], row["language"])
        for row in table("grammar")
        if row["kind"] == kind and (language == ALL or row["language"] in (language, ALL))
    ]
    return "(?:" + "|".join(parts) + ")" if parts else "(?!)"
