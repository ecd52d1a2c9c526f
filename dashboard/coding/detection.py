"""Detection: which words of a sentence tell an event, and of which type.

Where a language has a model, it decides over every predicate with an explicit NONE; else the trigger tables do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from dashboard.coding import linear, predicates, types
from dashboard.coding.predicates import Predicate
from dashboard.coding.reading import Reading
from dashboard.coding.types import Trigger
from dashboard.model import JOINT_TYPES

if TYPE_CHECKING:
    from spacy.tokens import Token

#: How sure the model must be that a predicate tells an event of one type.
LEAST: Final = 0.2
_NOUN_FRAMES: Final = {"CONSULT": "nominal", "AGREE": "nominal", "COOPERATE": "nominal", "ASSAULT": "attack"}


def told(reading: Reading) -> list[Trigger]:
    """Return the triggers of the events that a sentence tells, in the order of the text."""
    model = linear.model(f"types.{reading.language}")
    if model is None or reading.doc is None:
        return types.triggers(reading)
    found = predicates.candidates(reading)
    chosen = []
    for predicate, signs in zip(found, predicates.signs(reading, found), strict=True):
        chances = model.probabilities(signs)
        best = int(np.argmax(chances[1:])) + 1
        if chances[best] >= LEAST:
            chosen.append(trigger(reading, predicate, model.labels[best], float(chances[best])))
    return _without_repeats(chosen)


def trigger(reading: Reading, predicate: Predicate, event_type: str, chance: float) -> Trigger:
    """Return a predicate as a trigger: by the table's row of its type if there is one, else by its grammar."""
    row = next((hit for hit in predicate.hits if hit.type == event_type), None)
    if row is not None:
        return Trigger(row.start, row.end, row.rule, event_type, row.frame, row.needs, chance)
    frame = _frame(reading.grammar[predicate.token], event_type)
    return Trigger(predicate.start, predicate.end, f"model.{reading.language}", event_type, frame, "", chance)


def _frame(token: Token, event_type: str) -> str:
    if token.pos_ in ("NOUN", "PROPN"):
        return _NOUN_FRAMES.get(event_type, "offer" if event_type == "REQUEST" else "active")
    if "Pass" in token.morph.get("Voice", []) or any(c.dep_ in ("nsubj:pass", "aux:pass") for c in token.children):
        return "passive" if event_type not in JOINT_TYPES else "symmetric"
    if event_type in JOINT_TYPES:
        return "symmetric"
    return "crowd" if event_type == "PROTEST" else "active"


def _without_repeats(found: list[Trigger]) -> list[Trigger]:
    """Drop a trigger that overlaps a surer one of the same type."""
    kept: list[Trigger] = []
    for one in sorted(found, key=lambda t: (-t.confidence, t.start)):
        if not any(t.type == one.type and t.start < one.end and one.start < t.end for t in kept):
            kept.append(one)
    return sorted(kept, key=lambda t: t.start)
