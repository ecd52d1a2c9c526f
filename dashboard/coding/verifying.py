"""Verifying: how likely a coded event is right, all in all, judged with the whole article in view.

The likelihood is the event's confidence, calibrated on articles that the other models had not seen; what is less
likely than ``LEAST`` is dropped, so that an article about football keeps none of its "attacks".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard.coding import linear
from dashboard.coding.context import PARTIES
from dashboard.coding.phrases import Roles
from dashboard.coding.reading import Reading
from dashboard.coding.types import Trigger
from dashboard.model import JOINT_TYPES, Event

LEAST: Final = 0.35


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it is judged, with what its sentence says for and against it."""

    event: Event
    chance: float
    signs: tuple[str, ...]


def draft(event: Event, reading: Reading, trigger: Trigger, roles: Roles, objection: str) -> Draft:
    """Return a coded event with its signs; ``objection`` is what the rules hold against it."""
    signs = (*_signs(event, reading, trigger, roles), f"objection={objection}", f"{event.type}&objection={objection}")
    return Draft(event, trigger.confidence, signs)


def _signs(event: Event, reading: Reading, trigger: Trigger, roles: Roles) -> Iterator[str]:
    yield from _steps("type", trigger.confidence)
    yield from (f"{event.type}&{sign}" for sign in _steps("type", trigger.confidence))
    yield from _steps("roles", roles.certainty)
    yield f"row={trigger.rule}"
    yield f"modelled={trigger.rule.startswith('model.')}|{trigger.frame}"
    yield f"{event.type}|source={min(len(event.source), 3)}|target={min(len(event.target), 3)}"
    yield f"source={min(len(event.source), 3)}|target={min(len(event.target), 3)}|joint={event.type in JOINT_TYPES}"
    yield f"parties={bool(PARTIES.intersection(event.source + event.target))}"
    yield f"{event.type}|{event.status}"
    yield f"dated={event.date_precision}"
    yield f"placed={event.place_id is not None}|{event.type}"
    yield f"sentence={min(reading.number, 4)}"
    yield f"speaker={event.speaker is not None}|{event.type}"
    yield f"persons={bool(event.persons)}"


def _steps(name: str, chance: float) -> Iterator[str]:
    """Yield a sign for every tenth that a probability reaches."""
    yield from (f"{name}>={step / 10}" for step in range(2, 10) if chance >= step / 10)


def context(drafts: Sequence[Draft], sentences: int) -> list[list[str]]:
    """Return the signs of every draft with those of its article of so many sentences: how thick events lie in it."""
    sure = sum(d.chance >= 0.5 for d in drafts) / max(sentences, 1)
    total = sum(d.chance for d in drafts) / max(sentences, 1)
    steps = (0.05, 0.1, 0.2, 0.3, 0.5, 0.8)
    whole = [*(f"sure>={n}" for n in steps if sure >= n), *(f"sum>={n}" for n in steps if total >= n)]
    result = []
    for one in drafts:
        beside = [d for d in drafts if d is not one and d.event.start == one.event.start]
        alike = any(d.event.type == one.event.type for d in beside)
        near = [f"beside={min(len(beside), 3)}", f"beside={min(len(beside), 3)}|alike={alike}"]
        result.append([*one.signs, *whole, *near])
    return result


def judge(drafts: Sequence[Draft], sentences: int, language: str) -> list[Event]:
    """Return the events that are likely enough, with their confidence."""
    model = linear.model("event")
    if model is None or linear.model(f"types.{language}") is None:
        return [one.event for one in drafts]  # it was trained on chances, and a table of words gives none
    chances = [model.score(signs) for signs in context(drafts, sentences)]
    return [
        replace(one.event, confidence=round(chance, 3))
        for one, chance in zip(drafts, chances, strict=True)
        if chance >= LEAST
    ]
