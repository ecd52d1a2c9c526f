"""Which decisions hold: the last word on an event, on an article or on two events counts, until it is taken back."""

from __future__ import annotations

from collections.abc import Iterable

from dashboard.review.decisions import OF_EVENTS, Decision


def standing(decisions: Iterable[Decision]) -> dict[str, str]:
    """Return the state of each decision by its id: ``holds``, ``replaced`` by a later one, or ``undone``.

    ``read`` stands for each person by itself.
    """
    ordered = sorted(decisions, key=lambda one: one.decision_id)
    undone: set[str] = set()
    for one in reversed(ordered):  # a later undo decides first whether an earlier one counts
        if one.kind == "undo" and one.decision_id not in undone:
            undone.add(one.undoes)
    states: dict[str, str] = {}
    last: dict[tuple[object, ...], str] = {}
    for one in ordered:
        states[one.decision_id] = "undone" if one.decision_id in undone else "holds"
        if one.decision_id in undone or one.kind == "undo":
            continue
        if before := last.get(matter := _matter(one)):
            states[before] = "replaced"
        last[matter] = one.decision_id
    return states


def _matter(one: Decision) -> tuple[object, ...]:
    """Return what a decision is about: a later one about the same takes its place."""
    if one.kind in OF_EVENTS:
        return ("event", one.event_id)
    if one.kind == "read":
        return ("read", one.article, one.by)
    return ("happening", *sorted((one.event_id, one.other)))
