"""Siting: which of the places that a text names is where an event happened.

Candidates are the places of the sentence, the one named last before in the paragraph, that of the lead, and none; a
model chooses, and where none was trained the rules of ``places`` do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from dashboard.coding import lexicon, linear, parsing, places, roles
from dashboard.coding.places import Place
from dashboard.model import EVENT_TYPES

if TYPE_CHECKING:
    from dashboard.coding.actors import Mention
    from dashboard.coding.reading import Reading
    from dashboard.coding.types import Trigger


#: The border that is meant where two of them are spoken of and none is named.
BORDER: Final = "armenia-azerbaijan-border"


@dataclass(frozen=True, slots=True)
class Option:
    """A place that an event may have happened at; ``place`` is None for nowhere that is named.

    ``span`` is where its word stands in the sentence, ``first`` whether it is the likeliest meaning of that word.
    """

    kind: str
    place: Place | None
    mention: Mention | None = None
    span: tuple[int, int] = (-1, -1)
    first: bool = True


def options(reading: Reading) -> list[Option]:
    """Return the places that an event may have, none included."""
    found = []
    known = places.gazetteer()
    for mention in reading.mentions:
        if mention.places:
            chosen = places.choose(mention.places, reading.context.near)
            near = {place_id for place_id in mention.places if place_id in known}
            near |= {f"{place_id}-district" for place_id in near if f"{place_id}-district" in known}
            for place_id in sorted(near):
                place = known[place_id]
                found.append(Option("named", place, mention, (mention.start, mention.end), place == chosen))
    found += _words(reading)
    for kind, spot in (("earlier", reading.place_before), ("lead", reading.place_of_lead)):
        if spot is not None:
            found.append(Option(kind, spot))
    return [*found, Option("none", None)]


def _words(reading: Reading) -> Iterator[Option]:
    """Yield the places that other words stand for: "the Kremlin", "the Azerbaijani capital", "the border"."""
    known = places.gazetteer()
    for row in lexicon.table("place_words"):
        if row["language"] != reading.language:
            continue
        for match in lexicon.compiled(row["pattern"], row["language"]).finditer(reading.text):
            name = BORDER if row["place"] == "border" else row["place"]
            if name == "capital":
                name = _capital(reading, *match.span())
            if name in known:
                kind = row["place"] if row["place"] in ("border", "capital") else "word"
                yield Option(kind, known[name], None, match.span())


def _capital(reading: Reading, start: int, end: int) -> str:
    """Return the capital of the state that is named nearest to a word."""
    near = [
        (min(abs(m.start - end), abs(start - m.end)), actor)
        for m in reading.mentions
        for actor in m.actors
        if actor in capitals()
    ]
    return capitals()[min(near)[1]] if near and min(near)[0] <= 25 else ""


@lru_cache(maxsize=1)
def capitals() -> dict[str, str]:
    """Return the place of each state's capital."""
    known = places.gazetteer()
    return {known[place_id].country: place_id for place_id in sorted(roles.capitals(), reverse=True)}


def signs(reading: Reading, trigger: Trigger, option: Option, offered: list[Option], ruled: Place | None) -> list[str]:
    """Return the signs by which a model knows whether a place is the event's."""
    named = [o for o in offered if o.kind == "named"]
    spots = sum(o.place is not None and not o.place.broad for o in named)
    many = f"spots={min(spots, 2)}|broad={min(len(named) - spots, 2)}"
    joint = trigger.type in ("CONSULT", "AGREE", "COOPERATE")
    noun = trigger.frame in ("nominal", "clash", "attack", "offer")
    same = "none" if ruled is None else "this" if ruled == option.place else "other"
    found = [
        option.kind,
        f"{option.kind}|{many}",
        f"{option.kind}|ruled={same}",
        f"{option.kind}|ruled={same}|{many}",
        f"{option.kind}|noun={noun}|sentence={min(reading.number, 3)}",
        f"{option.kind}|opens={reading.opens}|joint={joint}",
    ]
    found += [f"{option.kind}|tie={tie}|{many}" for tie in reading.ties]
    found.append(f"{option.kind}|since={min(reading.since_place, 4)}|opens={reading.opens}|{many}")
    found.append(f"{option.kind}|{many}|{'+'.join(reading.ties)}|verbal={EVENT_TYPES[trigger.type] in (1, 3)}")
    if option.place is not None and option.span[0] >= 0:
        found += _of_word(reading, trigger, option, option.place)
    if option.place is not None:
        found += [f"{option.kind}|{sign}" for sign in _of_place(reading, option.place)]
    return [*found, *(f"{trigger.type}&{sign}" for sign in found)]


def _of_place(reading: Reading, place: Place) -> Iterator[str]:
    front = place.country in ("ARM", "AZE", "")
    yield f"kind={place.kind}"
    yield f"kind={place.kind}|front={front}"
    yield f"capital={place.place_id in capitals().values()}"
    yield f"lead={reading.place_of_lead == place}"


def _of_word(reading: Reading, trigger: Trigger, option: Option, place: Place) -> Iterator[str]:
    """Yield where the word of a place stands beside the trigger, in the line and in the grammar."""
    mention, (start, end) = option.mention, option.span
    behind = start >= trigger.end
    gap = reading.text[trigger.end : start] if behind else reading.text[end : trigger.start]
    side = "behind" if behind else "ahead" if end <= trigger.start else "within"
    words = len(gap.split())
    prep, acts, named = (mention.prep, mention.acts, bool(mention.actors)) if mention else ("word", False, False)
    yield f"{option.kind}|first={option.first}|kind={place.kind}"
    yield f"{side}|far={0 if words < 2 else 1 if words < 5 else 2 if words < 10 else 3}|broad={place.broad}"
    yield f"prep={prep}|{side}|acts={acts}"
    yield f"prep={prep}|kind={place.kind}|acts={acts}"
    yield f"actors={named}|bare={mention is not None and mention.core[0] == start}|{side}|kind={place.kind}"
    yield f"{side}|clause={reading.clause(start) == reading.clause(trigger.start)}|comma={', ' in gap}"
    said = reading.speech_over(trigger.start)
    yield f"{side}|outside={said is not None and not said.domain[0] <= start < said.domain[1]}"
    before = reading.text[:start].split()
    yield f"word={before[-1].lower() if before else ''}"
    yield f"word={before[-1].lower() if before else ''}|kind={place.kind}|first={option.first}"
    yield f"after={' '.join(reading.text[end:].split()[:1]).lower()}|kind={place.kind}"
    if reading.doc is not None:
        word = parsing.head(reading.doc, trigger.start, trigger.end)
        name = parsing.head(reading.doc, *(mention.core if mention else option.span))
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
