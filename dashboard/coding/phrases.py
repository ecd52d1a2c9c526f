"""Phrases: what all voices of a trigger need to find their roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.coding import places, realis
from dashboard.coding.context import Group
from dashboard.coding.reading import Reading

if TYPE_CHECKING:
    from dashboard.coding.types import Trigger

#: The Armenian side, whose two authorities do not attack each other's towns.
SIDE = frozenset({"ARM", "NKR"})

#: How many words may lie between a verb and its object.
REACH = 9


@dataclass(frozen=True, slots=True)
class Roles:
    """Sorted actor ids; ``certainty`` falls with pronouns, misspelt names and assumed sides."""

    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    certainty: float = 1.0
    accuser: str = ""


def make(source: list[Group | None], target: list[Group | None], extra: tuple[str, ...] = ()) -> Roles:
    """Put groups together; nobody is both source and target of a directed event."""
    doers, done = [g for g in source if g], [g for g in target if g]
    ids = tuple(sorted({a for g in doers for a in g.actors}))
    if SIDE.issuperset(extra) and SIDE.intersection(ids):
        extra = ()  # a place near the front is not attacked by the side that holds the land about it
    others = tuple(sorted(({a for g in done for a in g.actors} | set(extra)) - set(ids)))
    persons = tuple(sorted({p for g in doers + done for p in g.persons}))
    return Roles(ids, others, persons, min([g.certainty for g in doers + done], default=1.0))


def joint(groups: list[Group | None], assumed: tuple[str, ...] = ()) -> Roles | None:
    """Return a joint event: every participant in both roles; two at least."""
    present = [g for g in groups if g and g.actors]
    ids = tuple(sorted({a for g in present for a in g.actors}))
    certainty = min([g.certainty for g in present], default=1.0)
    if len(ids) < 2 and assumed:
        ids, certainty = tuple(sorted(set(assumed))), certainty * 0.85
    if len(ids) < 2:
        return None
    return Roles(ids, ids, tuple(sorted({p for g in present for p in g.persons})), certainty)


def stop(reading: Reading, trigger: Trigger) -> int:
    """Return where the object of a verb must have begun: the end of its clause, a comma, a verb of speech."""
    _, end, _ = reading.clause(trigger.start)
    _, behind, opening = reading.clause(end)
    if trigger.type == "REQUEST" and end - trigger.end <= 3 and realis.complement(opening, reading.language):
        end = behind  # "demanded that Armenia leave"
    for speech in reading.speeches:
        if speech.start >= trigger.end:
            end = min(end, speech.start)
            break
    return end


def agent(reading: Reading, trigger: Trigger) -> Group | None:
    """Return who acts in a passive or behind a noun: the group after "by"."""
    limit = stop(reading, trigger)
    for group in reading.groups:
        gap = reading.text[trigger.end : group.start]
        near = trigger.end <= group.start < limit and len(gap.split()) <= REACH + 4
        if near and group.prep == "agent" and group.acts:
            return group
    return None


def held(reading: Reading, trigger: Trigger) -> tuple[str, ...]:
    """Return the holder of the place that an attack is on."""
    spot = places.where(reading, trigger)
    if spot is None or spot.broad:
        return ()
    holder = places.holder(spot, reading.context.published)
    return (holder,) if holder else ()
