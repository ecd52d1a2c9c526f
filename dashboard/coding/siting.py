"""Siting: which of the places that a text names is where an event happened.

Candidates are the places of the sentence, those that the article has named before, and none; a model chooses, and
where none was trained the rules of ``places`` do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.coding import linear, parsing, places, spots
from dashboard.coding.places import Place
from dashboard.coding.spots import Spot
from dashboard.model import EVENT_TYPES, JOINT_TYPES

if TYPE_CHECKING:
    from dashboard.coding.reading import Reading
    from dashboard.coding.types import Trigger


@dataclass(frozen=True, slots=True)
class Trail:
    """What an article has said of a place before a sentence: where it came first and last, and how often."""

    first: int
    ago: int
    paragraphs: int
    times: int
    since: int  # how many other spots were named after it
    spot: Spot
    reading: Reading  # the sentence that names it last


@dataclass(frozen=True, slots=True)
class Option:
    """A place that an event may have happened at; ``place`` is None for nowhere that is named.

    ``spot`` is where the sentence names it, ``trail`` where the article did before.
    """

    kind: str
    place: Place | None
    spot: Spot | None = None
    trail: Trail | None = None


def options(reading: Reading) -> list[Option]:
    """Return the places that an event may have, none included."""
    before = _before(reading)
    found = [Option(spot.kind, spot.place, spot, before.get(spot.place.place_id)) for spot in reading.spots]
    here = {spot.place.place_id for spot in reading.spots}
    found += [Option("before", t.spot.place, None, t) for place_id, t in before.items() if place_id not in here]
    return [*found, Option("none", None)]


def _before(reading: Reading) -> dict[str, Trail]:
    """Return what the article has said so far of each place that is smaller than a country."""
    named = [
        (earlier, spot)
        for earlier in reading.context.readings[: reading.number]
        for spot in sorted(earlier.spots, key=lambda spot: spot.start)
        if spot.first and spot.kind != "seat" and spot.place.kind != "country"
    ]
    found: dict[str, Trail] = {}
    later: set[str] = set()
    for earlier, spot in reversed(named):
        name = spot.place.place_id
        old = found.get(name)
        if old is None:
            ago = reading.number - earlier.number
            paragraphs = reading.sentence.paragraph - earlier.sentence.paragraph
            found[name] = Trail(earlier.number, ago, paragraphs, 1, len(later), spot, earlier)
        else:
            found[name] = Trail(
                earlier.number, old.ago, old.paragraphs, old.times + 1, old.since, old.spot, old.reading
            )
        if not spot.place.broad:
            later.add(name)
    return found


def signs(reading: Reading, trigger: Trigger, option: Option, offered: list[Option], ruled: Place | None) -> list[str]:
    """Return the signs by which a model knows whether a place is the event's."""
    named = {o.place for o in offered if o.spot and o.place and o.spot.first and o.kind != "seat"}
    small = sum(not place.broad for place in named)
    many = f"spots={min(small, 2)}|broad={min(len(named) - small, 2)}"
    past = sum(o.trail is not None and o.place is not None and not o.place.broad for o in offered)
    joint = trigger.type in JOINT_TYPES
    verbal = EVENT_TYPES[trigger.type] in places.VERBAL
    noun = trigger.frame in ("nominal", "clash", "attack", "offer")
    same = "none" if ruled is None else "this" if ruled == option.place else "other"
    kind = option.kind
    found = [
        kind,
        f"{kind}|{many}",
        f"{kind}|ruled={same}",
        f"{kind}|ruled={same}|{many}",
        f"{kind}|noun={noun}|sentence={min(reading.number, 3)}",
        f"{kind}|opens={reading.opens}|joint={joint}",
        f"{kind}|past={min(past, 3)}",
        f"{kind}|past={min(past, 3)}|{many}|verbal={verbal}",
        f"{kind}|{many}|{'+'.join(reading.ties)}|verbal={verbal}",
    ]
    found += [f"{kind}|tie={tie}|{many}" for tie in reading.ties]
    cues = reading.cues
    found += [f"{kind}|cue={cue}|{small == 0}" for cue in cues or ("",)]
    found.append(f"{kind}|cues={'+'.join(cues)}|opens={reading.opens}")
    if option.place is not None:
        found += [f"{kind}|{sign}" for sign in _of_place(option.place)]
        if option.spot is not None:
            found += _of_word(reading, trigger, option.spot)
        if option.trail is not None:
            found += [f"{kind}|{sign}" for sign in _of_trail(reading, option.trail, option.place, cues, small)]
        else:
            found.append(f"{kind}|fresh")
    else:
        found.append(f"none|trigger={reading.text[trigger.start : trigger.end].lower()}")
    group = "joint" if joint else "verbal" if verbal else "deed"
    crossed = [f"{name}&{sign}" for name in (trigger.type, group) for sign in found]
    return [*found, *crossed, *(_of_words(reading, trigger, kind) if option.spot is None else ())]


def _of_words(reading: Reading, trigger: Trigger, kind: str) -> Iterator[str]:
    """Yield the classes of the sentence's words and of the trigger: one telephones from nowhere, shells somewhere."""
    for word in dict.fromkeys(word for classes in reading.classes.values() for word in classes):
        yield f"{kind}|spoken={word}"
    head = parsing.head(reading.doc, trigger.start, trigger.end) if reading.doc is not None else None
    for word in reading.classes.get(head.idx if head is not None else trigger.start, ()):
        yield f"{kind}|told={word}"


def _of_place(place: Place) -> Iterator[str]:
    front = place.country in ("ARM", "AZE", "")
    yield f"kind={place.kind}"
    yield f"kind={place.kind}|front={front}"
    yield f"capital={place.place_id in spots.capitals().values()}"
    yield f"id={place.place_id}"


def _of_trail(reading: Reading, trail: Trail, place: Place, cues: tuple[str, ...], small: int) -> Iterator[str]:
    """Yield how near a place was named before, how often, and what ties the sentence to it."""
    ago = f"ago={min(trail.ago, 4)}"
    near = "same" if trail.paragraphs == 0 else "above" if trail.paragraphs == 1 else "far"
    last = f"since={min(trail.since, 2)}"
    tie = "+".join(reading.ties)
    yield f"{ago}|{last}"
    yield f"{near}|{last}|spots={min(small, 1)}"
    yield f"{near}|{last}|{tie}"
    yield f"{near}|{last}|prep={trail.spot.prep}|acts={trail.spot.acts}"
    yield f"{ago}|prep={trail.spot.prep}|acts={trail.spot.acts}"
    yield f"{last}|lead={trail.first == 0}|opening={trail.first < 3}"
    shared = _shared(reading, trail.reading)
    role = spots.role(trail.reading, trail.spot)
    opened = not trail.reading.text[: trail.spot.start].strip() or trail.spot.start < 12
    yield f"{near}|{last}|shared={shared}"
    yield f"{near}|{last}|shared={shared}|{tie}"
    yield f"{near}|{last}|role={role}|prep={trail.spot.prep}"
    yield f"role={role}|prep={trail.spot.prep}|shared={shared}"
    yield f"{near}|{last}|role={role}|opened={opened}|shared={shared}"
    yield f"{near}|{last}|role={role}|opened={opened}|opens={reading.opens}"
    yield f"times={min(trail.times, 3)}|{near}"
    yield f"kind={place.kind}|{near}|{last}"
    for cue in cues or ("",):
        yield f"cue={cue}|{near}|{last}"
        yield f"cue={cue}|{last}|kind={place.kind}"


def _shared(one: Reading, two: Reading) -> str:
    """Return whether two sentences speak of the same persons or actors."""
    persons = [{person for m in reading.mentions for person in m.persons} for reading in (one, two)]
    if persons[0] & persons[1]:
        return "persons"
    here, there = ({actor for m in reading.mentions for actor in m.actors} for reading in (one, two))
    return "nobody" if not here else "all" if here <= there else "some" if here & there else "none"


def _of_word(reading: Reading, trigger: Trigger, spot: Spot) -> Iterator[str]:
    """Yield where the word of a place stands beside the trigger, in the line and in the grammar."""
    mention, start, end, place, prep, acts = spot.mention, spot.start, spot.end, spot.place, spot.prep, spot.acts
    behind = start >= trigger.end
    gap = reading.text[trigger.end : start] if behind else reading.text[end : trigger.start]
    side = "behind" if behind else "ahead" if end <= trigger.start else "within"
    words = len(gap.split())
    yield f"{spot.kind}|first={spot.first}|kind={place.kind}"
    yield f"{side}|far={0 if words < 2 else 1 if words < 5 else 2 if words < 10 else 3}|broad={place.broad}"
    yield f"prep={prep}|{side}|acts={acts}"
    yield f"prep={prep}|kind={place.kind}|acts={acts}"
    named = mention is not None and bool(mention.actors)
    yield f"actors={named}|bare={mention is not None and mention.core[0] == start}|{side}|kind={place.kind}"
    yield f"{side}|clause={reading.clause(start) == reading.clause(trigger.start)}|comma={', ' in gap}"
    said = reading.speech_over(trigger.start)
    yield f"{side}|outside={said is not None and not said.domain[0] <= start < said.domain[1]}"
    before = reading.text[:start].split()
    yield f"word={before[-1].lower() if before else ''}"
    yield f"word={before[-1].lower() if before else ''}|kind={place.kind}|first={spot.first}"
    yield f"after={' '.join(reading.text[end:].split()[:1]).lower()}|kind={place.kind}"
    if reading.doc is not None:
        word = parsing.head(reading.doc, trigger.start, trigger.end)
        name = parsing.head(reading.doc, *(mention.core if mention else (start, end)))
        if word is not None and name is not None:
            way = parsing.path(word, name)
            yield f"path={way}"
            yield f"path={way}|prep={prep}"
            yield f"up={way.partition('/')[0]}|prep={prep}"


def where(reading: Reading, trigger: Trigger) -> Place | None:
    """Return where a trigger's event happened, None where the text does not tell."""
    ruled = places.where(reading, trigger)
    model = linear.model("place")
    if model is None:
        return ruled
    offered = options(reading)
    chances = [model.score(signs(reading, trigger, option, offered, ruled)) for option in offered]
    return offered[max(range(len(offered)), key=chances.__getitem__)].place
