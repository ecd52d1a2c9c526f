"""Scoring: which codings meet which gold events, and the figures that follow from it.

The rule is the codebook's: greedy one-to-one matching inside an article; a prediction meets a gold event of the same
type if the source sets overlap (or are both empty) and the target sets overlap (or gold names none).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from dashboard.evaluation.gold import GoldArticle
from dashboard.model import EVENT_TYPES, Event

RESAMPLES: Final = 1000
#: What must never be counted as having happened.
UNREAL: Final = frozenset({"denied", "planned", "background"})
FIELDS: Final = ("date", "place", "status", "track", "deaths")


@dataclass(frozen=True, slots=True)
class Scored:
    """One article: its gold, what the coder made of it, and the pairs of both by position."""

    gold: GoldArticle
    coded: tuple[Event, ...]
    pairs: tuple[tuple[int, int], ...]


def match(gold: Sequence[Event], coded: Sequence[Event]) -> list[tuple[int, int]]:
    """Return (gold, coded) positions that meet, the closest pairs first, each used once."""
    fitting = [
        (-_likeness(wanted, found), g, c)
        for g, wanted in enumerate(gold)
        for c, found in enumerate(coded)
        if meets(wanted, found)
    ]
    pairs: list[tuple[int, int]] = []
    for _, g, c in sorted(fitting):
        if all(g != one and c != two for one, two in pairs):
            pairs.append((g, c))
    return sorted(pairs)


def meets(wanted: Event, found: Event) -> bool:
    """Return whether a coding has the type, source and target of a gold event."""
    if wanted.type != found.type:
        return False
    source = bool(set(wanted.source) & set(found.source)) or not (wanted.source or found.source)
    return source and (not wanted.target or bool(set(wanted.target) & set(found.target)))


def _likeness(wanted: Event, found: Event) -> float:
    """Return how well the rest agrees, so that of several fitting pairs the right one is taken."""
    shared = min(wanted.end, found.end) - max(wanted.start, found.start)
    agreed = sum(right(name, wanted, found) for name in ("date", "place", "status"))
    return agreed + 2.0 * (shared > 0) + (wanted.source == found.source) + (wanted.target == found.target)


def right(name: str, wanted: Event, found: Event) -> bool:
    """Return whether one field of a matched pair is right; nothing stated and nothing coded is right."""
    if name == "date":
        spans = ({"day", "days"}, {"week"}, {"month"}, {"year"}, {"unknown"})
        alike = any({wanted.date_precision, found.date_precision} <= span for span in spans)
        return wanted.date == found.date and alike
    if name == "place":
        return wanted.place_id == found.place_id
    if name == "deaths":
        return _same_toll(wanted, found)
    return bool(getattr(wanted, name) == getattr(found, name))


def _same_toll(wanted: Event, found: Event) -> bool:
    """Return whether two tolls agree; "at least nine" is nine to nine for one coder and open above for another."""
    tolls = [(event.deaths_low, event.deaths_high) for event in (wanted, found)]
    if (None, None) in tolls:
        return tolls[0] == tolls[1]
    lows, highs = [[end for end in ends if end is not None] for ends in zip(*tolls, strict=True)]
    apart = bool(lows and highs) and max(lows) > min(highs)
    return not apart and len(set(lows)) <= 1 and len(set(highs)) <= 1


def ratio(part: float, whole: float) -> float | None:
    """Return part / whole; None where there is nothing to divide."""
    return round(part / whole, 4) if whole else None


def prf(matched: float, coded: float, gold: float) -> dict[str, float | None]:
    """Return precision, recall and F1."""
    return {
        "precision": ratio(matched, coded),
        "recall": ratio(matched, gold),
        "f1": ratio(2 * matched, coded + gold),
    }


def figures(scored: Sequence[Scored]) -> dict[str, Any]:
    """Return every figure of the codebook over some articles."""
    pairs = [(one.gold.events[g], one.coded[c]) for one in scored for g, c in one.pairs]
    gold = [event for one in scored for event in one.gold.events]
    coded = [event for one in scored for event in one.coded]
    empty = [one for one in scored if not one.gold.events]
    return {
        "articles": len(scored),
        "gold_events": len(gold),
        "coded_events": len(coded),
        **prf(len(pairs), len(coded), len(gold)),
        "interval_95": interval(scored),
        "right_of_matched": {name: _accuracy(name, pairs) for name in FIELDS},
        "leaks": ratio(sum(w.status in UNREAL and f.status == "occurred" for w, f in pairs), _unreal(gold)),
        "leaks_of_matched": ratio(
            sum(w.status in UNREAL and f.status == "occurred" for w, f in pairs),
            sum(w.status in UNREAL for w, _ in pairs),
        ),
        "alleged_as_occurred": ratio(
            sum(w.status == "alleged" and f.status == "occurred" for w, f in pairs),
            sum(w.status == "alleged" for w, _ in pairs),
        ),
        "event_free_articles": len(empty),
        "false_alarms": ratio(sum(len(one.coded) for one in empty), len(empty)),
        "alarmed_articles": ratio(sum(bool(one.coded) for one in empty), len(empty)),
        "by_type": {name: _by_type(name, pairs, coded, gold) for name in EVENT_TYPES},
        "calibration": calibration([(e.confidence, c in _hit(one)) for one in scored for c, e in enumerate(one.coded)]),
    }


def _hit(one: Scored) -> set[int]:
    return {c for _, c in one.pairs}


def _unreal(gold: Iterable[Event]) -> int:
    return sum(event.status in UNREAL for event in gold)


def _accuracy(name: str, pairs: Sequence[tuple[Event, Event]]) -> float | None:
    """Return the share that is right; tracks count where gold has one, deaths where either states them."""
    asked = pairs
    if name == "track":
        asked = [pair for pair in pairs if pair[0].track]
    if name == "deaths":
        asked = [p for p in pairs if any(e.deaths_low is not None or e.deaths_high is not None for e in p)]
    return ratio(sum(right(name, *pair) for pair in asked), len(asked))


def _by_type(
    name: str, pairs: Sequence[tuple[Event, Event]], coded: Sequence[Event], gold: Sequence[Event]
) -> dict[str, float | None]:
    counts = [sum(event.type == name for event in some) for some in ([w for w, _ in pairs], coded, gold)]
    return {"gold": counts[2], "coded": counts[1], **prf(*counts)}


def interval(scored: Sequence[Scored], seed: int = 0) -> dict[str, tuple[float, float]]:
    """Return 95 % bootstrap intervals of precision, recall and F1, articles drawn with replacement."""
    table = np.array([(len(one.pairs), len(one.coded), len(one.gold.events)) for one in scored], dtype=float)
    if not len(table):
        return {}
    draws = np.random.default_rng(seed).integers(len(table), size=(RESAMPLES, len(table)))
    matched, coded, gold = table[draws].sum(axis=1).T
    samples = {
        "precision": matched / np.maximum(coded, 1),
        "recall": matched / np.maximum(gold, 1),
        "f1": 2 * matched / np.maximum(coded + gold, 1),
    }
    return {name: _ends(values) for name, values in samples.items()}


def _ends(values: np.ndarray) -> tuple[float, float]:
    low, high = np.percentile(values, (2.5, 97.5))
    return round(float(low), 4), round(float(high), 4)


def calibration(codings: Sequence[tuple[float, bool]], bins: int = 5) -> dict[str, Any]:
    """Return how far confidence and truth lie apart: the expected error, the Brier score, and the bins."""
    rows = []
    for number in range(bins):
        low, high = number / bins, (number + 1) / bins
        inside = [c for c in codings if low <= c[0] < high or (number == bins - 1 and c[0] == 1.0)]
        if inside:
            said = sum(c for c, _ in inside) / len(inside)
            true = sum(t for _, t in inside) / len(inside)
            mean = {"said": round(said, 3), "true": round(true, 3)}
            rows.append({"from": low, "to": high, "codings": len(inside), **mean})
    error = sum(r["codings"] * abs(r["said"] - r["true"]) for r in rows)
    return {
        "expected_error": ratio(error, len(codings)),
        "brier": ratio(sum((c - t) ** 2 for c, t in codings), len(codings)),
        "bins": rows,
    }


def clusters(found: Sequence[tuple[str, str]]) -> dict[str, float | None]:
    """Return pairwise precision, recall and F1 of happenings: each item is (gold happening, coded happening)."""
    together = gold = coded = 0
    for number, (wanted, given) in enumerate(found):
        for other, another in found[:number]:
            gold += wanted == other
            coded += given == another
            together += wanted == other and given == another
    return {"gold_pairs": gold, "coded_pairs": coded, **prf(together, coded, gold)}
