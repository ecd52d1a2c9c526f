"""Contrast sets: one act told in eight ways: as done, planned, denied, or not as an event at all."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from dashboard.evaluation.gold import GoldError
from dashboard.evaluation.scoring import meets, ratio
from dashboard.model import EVENT_TYPES, STATUSES, Article, Event

VARIANTS: Final = ("affirmative", "passive", "reported", "negated", "denied", "conditional", "future", "historical")
COLUMNS: Final = ("frame", "variant", "published", "sentence", "type", "source", "target", "status")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, as an article of its own, and the event that the codebook wants of it; no type for none."""

    article: Article
    variant: str
    type: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    status: str


def read_contrast(folder: Path, language: str) -> list[Sentence]:
    """Return what was held back of a language's contrast set, empty if there is none beside the gold or above it."""
    for place in (folder, *folder.resolve().parents[:2]):
        path = place / "sentences" / f"contrast.{language}.csv"
        if path.is_file():
            return _read(path, language)
    return []


def _read(path: Path, language: str) -> list[Sentence]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise GoldError(f"{path} is no CSV in UTF-8.") from None
    return [
        _sentence(row, language, f"{path}, row {number}")
        for number, row in enumerate(rows, start=1)
        if row.get("set") != "train"  # what the models have learnt from measures nothing
    ]


def _sentence(row: dict[str, str], language: str, where: str) -> Sentence:
    if missing := [name for name in COLUMNS if row.get(name) is None]:
        raise GoldError(f"{where}: there is no {', '.join(missing)}.")
    try:
        published = date.fromisoformat(row["published"])
    except ValueError:
        raise GoldError(f"{where}: “{row['published']}” is not a day like 2020-10-09.") from None
    if row["variant"] not in VARIANTS:
        raise GoldError(f"{where}: variant “{row['variant']}” is not one of {', '.join(VARIANTS)}.")
    none = row["type"] == "NONE"
    if not none and (row["type"] not in EVENT_TYPES or row["status"] not in STATUSES):
        raise GoldError(f"{where}: “{row['type']} {row['status']}” is no type with a status.")
    text = row["sentence"]
    name = f"{language}/{row['frame']}/{row['variant']}"
    return Sentence(
        Article(name, text, "", language, (0, len(text)), published),
        row["variant"],
        "" if none else row["type"],
        tuple(sorted(row["source"].split())),
        tuple(sorted(row["target"].split())),
        row["status"],
    )


def as_wanted(sentence: Sentence, coded: Sequence[Event]) -> tuple[bool, bool, bool]:
    """Return whether the event is there, whether it is there with its status, and whether it stands alone.

    Where the codebook codes nothing, each of the three asks whether nothing was coded.
    """
    if not sentence.type:
        return (not coded,) * 3
    wanted = {"type": sentence.type, "source": sentence.source, "target": sentence.target}
    met = [event for event in coded if meets(replace(event, **wanted), event)]  # type: ignore[arg-type]
    right = any(event.status == sentence.status for event in met)
    return bool(met), right, right and len(coded) == 1


def shares(sentences: Sequence[Sentence], coded: Sequence[Sequence[Event]]) -> dict[str, dict[str, Any]]:
    """Return per variant how many sentences there are and which share was coded as the codebook wants."""
    found: dict[str, dict[str, Any]] = {}
    for variant in VARIANTS:
        answers = [
            as_wanted(one, events) for one, events in zip(sentences, coded, strict=True) if one.variant == variant
        ]
        if answers:
            event, right, alone = (ratio(sum(column), len(answers)) for column in zip(*answers, strict=True))
            found[variant] = {"sentences": len(answers), "event": event, "right": right, "alone": alone}
    return found
