"""Duplicates: a second mention of a happening is folded into the first, which learns what it lacks from it."""

from __future__ import annotations

from dataclasses import replace

from dashboard.coding import places
from dashboard.model import JOINT_TYPES, Event


def fold(events: list[Event]) -> list[Event]:
    """Return one event per happening, in the order of the text."""
    kept: list[Event] = []
    for event in events:
        at = next((i for i, old in enumerate(kept) if same_happening(old, event)), None)
        if at is None:
            kept.append(event)
        else:
            kept[at] = _learn(kept[at], event)
    return kept


def same_happening(one: Event, two: Event) -> bool:
    """Return whether two codings of an article tell the same happening."""
    if one.type != two.type or not _same_actors(one, two):
        return False
    if not _same_days(one, two) or not _same_place(one, two):
        return False
    if one.status == two.status or {one.status, two.status} == {"alleged", "denied"}:
        return True
    if _mutual(one) and one.type == "ASSAULT":
        return {one.status, two.status} <= {"occurred", "background", "alleged"} and (
            two.date is None or one.date is None
        )
    return {one.status, two.status} in ({"occurred", "background"}, {"occurred", "alleged"}) and one.date == two.date


def _mutual(event: Event) -> bool:
    return event.source == event.target and len(event.source) > 1


def _same_actors(one: Event, two: Event) -> bool:
    if _mutual(one) != _mutual(two):
        return False
    if one.type in JOINT_TYPES:  # a call of two beside a meeting of three is a talk of its own
        same_sentence = one.start == two.start and bool(set(one.source) & set(two.source))
        return set(one.source) == set(two.source) or same_sentence
    if _mutual(one):
        a, b = set(one.source), set(two.source)
        dated = one.date is not None and one.date == two.date
        return a == b or ((a <= b or b <= a) and (dated or one.status == two.status == "planned"))
    if one.type == "ASSAULT":
        if one.place_id is not None and one.place_id == two.place_id:
            return _compatible(one.source, two.source) and _compatible(one.target, two.target)
        return one.source == two.source and one.target == two.target and bool(one.source)
    return one.source == two.source and _compatible(one.target, two.target)


def _compatible(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    return not one or not two or set(one) <= set(two) or set(two) <= set(one)


def _same_days(one: Event, two: Event) -> bool:
    if one.date is None or two.date is None:
        return True
    return one.date <= (two.date_end or two.date) and two.date <= (one.date_end or one.date)


def _same_place(one: Event, two: Event) -> bool:
    if one.place_id is None or two.place_id is None or one.place_id == two.place_id:
        return True
    known = places.gazetteer()
    a, b = known.get(one.place_id), known.get(two.place_id)
    return bool(_mutual(one) and a and b and (a.broad or b.broad))


def _learn(old: Event, new: Event) -> Event:
    """Return the first mention with the fields that only a later one states."""
    joint = old.type in JOINT_TYPES
    ids = tuple(sorted({*old.source, *new.source})) if joint else (old.source or new.source)
    finer = old.date is None or (old.date_precision != "day" and new.date_precision == "day" and new.date is not None)
    dated = new if finer and old.status == new.status and new.date else old
    exact = new.place_id and (
        old.place_id is None or ((not _mutual(old) or joint) and _broader(old.place_id, new.place_id))
    )
    spot = new if exact else old
    return replace(
        old,
        source=ids,
        target=ids if joint else (max(old.target, new.target, key=len)),
        persons=tuple(sorted({*old.persons, *new.persons})),
        date=dated.date,
        date_end=dated.date_end,
        date_precision=dated.date_precision,
        place=spot.place,
        place_id=spot.place_id,
        lat=spot.lat,
        lon=spot.lon,
        track=old.track or new.track,
        deaths_low=old.deaths_low if old.deaths_low is not None or old.deaths_high is not None else new.deaths_low,
        deaths_high=old.deaths_high if old.deaths_low is not None or old.deaths_high is not None else new.deaths_high,
        status="denied" if "denied" in (old.status, new.status) else old.status,
        speaker=old.speaker if old.speaker == new.speaker else None,
    )


def _broader(old: str, new: str) -> bool:
    a, b = places.gazetteer().get(old), places.gazetteer().get(new)
    return bool(a and b and a.broad and not b.broad)
