"""Actors: who is named in a sentence, persons rolled up to the state whose office they held on that day.

A mention is a whole noun phrase: "the Armenian Prime Minister Nikol Pashinyan" is one, with its actor and its
person. A name that stands for a place ("di Armenia", "the Armenian border") or for people who are not the
state ("warga Yunani", "Turkish-backed fighters") keeps its span but acts in nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from dashboard.coding import lexicon, places
from dashboard.coding.names import Names

#: The prepositions of heads.csv, in the order in which they are tried.
PREPOSITIONS = ("agent", "between", "loc", "src", "goal", "with", "object")


@dataclass(frozen=True, slots=True)
class Mention:
    """One noun phrase; the spans count in the sentence, ``core`` is the name itself."""

    start: int
    end: int
    core: tuple[int, int]
    actors: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    prep: str = ""
    acts: bool = False
    certainty: float = 1.0
    anaphor: str = ""


@lru_cache(maxsize=1)
def _rolls() -> dict[str, str]:
    return {row["actor_id"]: row["rolls_to"] for row in lexicon.table("actor_rolls")}


@lru_cache(maxsize=1)
def _all_actors() -> frozenset[str]:
    return frozenset(row["actor_id"] for row in lexicon.facts("actors", "actors"))


def _valid(row: lexicon.Row, day: date | None) -> bool:
    if day is None:
        return True
    since, until = row.get("valid_from") or "0001", row.get("valid_to") or "9999"
    return since[:10] <= day.isoformat()[: len(since)] and day.isoformat()[: len(until)] <= until


def _actor_names(language: str, day: date | None) -> Names:
    """Return the matcher for the actors' names of a day."""
    return _names_in_use(language, _dated_names(language, day))


@lru_cache(maxsize=1024)
def _dated_names(language: str, day: date | None) -> tuple[bool, ...]:
    """Return which of the names with a date are in use on a day: few patterns serve all days."""
    rows = (row for row in lexicon.facts("actors", "actor_names") if row["language"] == language)
    return tuple(_valid(row, day) for row in rows if row.get("valid_from") or row.get("valid_to"))


@lru_cache(maxsize=64)
def _names_in_use(language: str, dated: tuple[bool, ...]) -> Names:
    in_use = iter(dated)
    pairs = [
        (row["name"], row["actor_id"])
        for row in lexicon.facts("actors", "actor_names")
        if row["language"] == language and (not (row.get("valid_from") or row.get("valid_to")) or next(in_use))
    ]
    pairs += [(row["name"], row["actor_id"]) for row in lexicon.table("aliases") if row["language"] == language]
    return Names.of(dict.fromkeys(lexicon.inflected(pairs, language)))


@lru_cache(maxsize=8)
def _person_names(language: str) -> Names:
    """Return the matcher for persons: their spellings, and a family name alone if it is nobody's spelling."""
    known = [(row["name"], row["person_id"]) for row in lexicon.facts("actors", "people")]
    known += [
        (row["name"], row["person_id"])
        for row in lexicon.facts("actors", "person_names")
        if row["language"] in lexicon.spellings(language)
    ]
    spelt = {name for name, _ in known}
    families = [(name.split()[-1], person) for name, person in known if len(name.split()) > 1]
    known += [(name, person) for name, person in families if len(name) > 3 and name[0].isupper() and name not in spelt]
    return Names.of(dict.fromkeys(lexicon.inflected(known, language)))


@lru_cache(maxsize=1)
def _offices() -> dict[str, tuple[lexicon.Row, ...]]:
    found: dict[str, list[lexicon.Row]] = {}
    for row in lexicon.facts("actors", "people"):
        found.setdefault(row["person_id"], []).append(row)
    return {person: tuple(rows) for person, rows in found.items()}


def state_of(person: str, day: date | None) -> str | None:
    """Return the actor that a person acted for on a day: the office then held, else the last one before it."""
    rows = [row for row in _offices().get(person, ()) if row["actor_id"]]
    held = [row for row in rows if _valid(row, day)]
    if held:
        return held[-1]["actor_id"]
    before = [row for row in rows if day and (row["valid_from"] or "0001") <= day.isoformat()]
    chosen = max(before or rows, key=lambda row: row["valid_from"], default=None)
    return chosen["actor_id"] if chosen else None


def _in_office(person: str, day: date) -> bool:
    """Return whether somebody held an office on a day; having held one before is none."""
    rows = _offices().get(person, ())
    return any(_valid(row, day) and row["valid_from"] and not row["office"].startswith("former") for row in rows)


def _person(
    ids: tuple[str, ...], day: date | None, seen: set[str], near: set[str]
) -> tuple[tuple[str, ...], str | None]:
    """Return the person that a name means and their actor; without a person if several share name and actor."""
    left = [person for person in ids if person in seen] or list(ids)
    if len(left) > 1 and day:
        left = [person for person in left if _in_office(person, day)] or left
    if len(left) > 1:
        left = [person for person in left if state_of(person, day) in near] or left
    states = {state_of(person, day) for person in left}
    state = states.pop() if len(states) == 1 else None
    return (tuple(left) if len(left) == 1 else ()), state


def mentions(text: str, language: str, day: date | None, seen: set[str], near: set[str]) -> list[Mention]:
    """Return the mentions of actors and places in a sentence.

    ``seen`` holds the persons named in full before and grows; ``near`` the actors that the article speaks of.
    """
    hits: list[tuple[int, int, tuple[str, ...], tuple[str, ...], tuple[str, ...], float]] = []
    named = _actor_names(language, day).find(text)
    hits += [(hit.start, hit.end, hit.ids, (), (), 1.0) for hit in named if len(hit.ids) == 1]
    for hit in _person_names(language).find(text):
        if len(text[hit.start : hit.end].split()) > 1 and len(hit.ids) == 1:
            seen.update(hit.ids)
        persons, state = _person(hit.ids, day, seen, near)
        if state:
            hits.append((hit.start, hit.end, (state,), persons, (), 1.0))
    hits += [(hit.start, hit.end, (), (), hit.ids, 1.0) for hit in places.find(text, language)]
    found = _resolve_overlaps(hits)
    found += _misspelt(text, language, day, found)
    result = _capitals(text, [_context(text, language, mention) for mention in sorted(found, key=lambda m: m.start)])
    for kind in ("war", "pair"):
        for match in lexicon.words("anaphora", language, kind).finditer(text):
            if not any(m.start < match.end() and match.start() < m.end for m in result):
                mention = Mention(*match.span(), core=match.span(), certainty=0.9, anaphor=kind)
                result.append(_context(text, language, mention))
    return _merge(text, language, sorted(result, key=lambda m: m.start))


def _capitals(text: str, found: list[Mention]) -> list[Mention]:
    """Return the mentions with the name in "the Russian capital, Moscow" or "di ibu kota Rusia, Moskow" as a place."""
    result = found[:1]
    for mention in found[1:]:
        last = result[-1]
        gap = text[last.end : mention.start]
        town = any(not place.broad for i in mention.places if (place := places.gazetteer().get(i)))
        apposed = town and mention.acts and last.actors and not last.acts
        spot = apposed and re.fullmatch(r"(?:\s\w+)?,\s", gap)
        result.append(replace(mention, acts=False, prep="loc") if spot else mention)
    return result


def spoken_of(text: str, language: str, day: date | None) -> set[str]:
    """Return the actors whose names occur in a text at all."""
    return {_rolls().get(i, i) for hit in _actor_names(language, day).find(text) for i in hit.ids}


def _resolve_overlaps(
    hits: list[tuple[int, int, tuple[str, ...], tuple[str, ...], tuple[str, ...], float]],
) -> list[Mention]:
    """Keep the longest of overlapping names; the same span may be an actor and a place."""
    kept: list[Mention] = []
    for start, end, ids, persons, spots, certainty in sorted(hits, key=lambda h: (h[0] - h[1], h[0])):
        actors = tuple(sorted({_rolls().get(a, a) for a in ids}))
        clash = next((i for i, m in enumerate(kept) if m.start < end and start < m.end), None)
        if clash is None:
            kept.append(Mention(start, end, (start, end), actors, persons, spots, certainty=certainty))
        elif kept[clash].core == (start, end):
            old = kept[clash]
            kept[clash] = replace(
                old,
                actors=old.actors or actors,
                persons=old.persons or persons,
                places=old.places or spots,
            )
    return kept


def _misspelt(text: str, language: str, day: date | None, found: list[Mention]) -> list[Mention]:
    """Return mentions of actors whose name is one letter off."""
    extra = []
    for word in re.finditer(r"(?<![\w-])[^\W\d_]{8,}(?!\w)", text):
        if not word[0][0].isupper() or any(m.start < word.end() and word.start() < m.end for m in found):
            continue
        if ids := _actor_names(language, day).near(word[0]):
            extra.append(Mention(*word.span(), core=word.span(), actors=ids, certainty=0.85))
    return extra


@lru_cache(maxsize=32)
def _edge(language: str, kind: str, side: str) -> re.Pattern[str] | None:
    """Return a pattern for words that stand directly before or after a position."""
    parts = [
        row["pattern"] for row in lexicon.table("heads") if row["language"] in (language, "*") and row["kind"] == kind
    ]
    if not parts:
        return None
    joined = lexicon.expand("|".join(parts), language)
    if side == "before":
        return re.compile(rf"(?<![\w])(?:{joined})[\s(“\"]*$", re.IGNORECASE)
    owner = lexicon.part("owner", language)
    return re.compile(rf"{owner}?[\s-]*(?:{joined})(?!\w)", re.IGNORECASE)


def ends_with(text: str, language: str, kind: str) -> re.Match[str] | None:
    """Return the match of a word of this kind at the end of ``text`` (its last 60 characters are enough)."""
    pattern = _edge(language, kind, "before")
    return pattern.search(text[-60:]) if pattern else None


def starts_with(text: str, language: str, kind: str) -> re.Match[str] | None:
    """Return the match of a word of this kind at the beginning of ``text``."""
    pattern = _edge(language, kind, "after")
    return pattern.match(text[:60]) if pattern else None


def _context(text: str, language: str, mention: Mention) -> Mention:
    """Widen a name to its noun phrase and decide whether it may act."""
    start, end = mention.start, mention.end
    blocked = any(ends_with(text[:start], language, kind) for kind in ("placebefore", "peoplebefore"))
    if re.search(lexicon.part("leaning", language) + "$", text[:start], re.IGNORECASE):
        blocked = True
    for kind in ("placeafter", "peopleafter"):
        blocked = blocked or starts_with(text[end:], language, kind) is not None
    follows = not blocked and lexicon.has(language, "title_after_name")
    while follows and (more := starts_with(text[end:], language, "title")):
        end += more.end()
    start = _leftwards(text, start, language)
    prep = next((kind for kind in PREPOSITIONS if ends_with(text[:start], language, kind)), "")
    if prep == "loc" and ends_with(text[:start], language, "between"):
        prep = "between"
    prep = prep or _case(text, start, end, mention.core, language)
    if mention.places:
        near = re.search(r"(?:^|[\s(])([^\s,;.]+(?:\s[^,;.]{0,40})?),\s*$", text[:start])
        if near and lexicon.words("heads", language, "settlement").search(near[1]):
            prep = prep or "loc"  # "the region's main city, Stepanakert, …"
    dative = prep == "goal" and lexicon.has(language, "goal_may_receive") and mention.actors  # "handed to Azerbaijan"
    spot = bool(mention.places) and prep in ("loc", "src", "goal") and not dative
    acts = bool(mention.actors or mention.anaphor) and not blocked and not (spot and start == mention.core[0])
    return replace(mention, start=start, end=end, prep=prep, acts=acts)


def _case(text: str, start: int, end: int, core: tuple[int, int], language: str) -> str:
    """Return the kind of preposition whose work the case of a noun phrase does: of its title, else of its name."""
    leading = text[start : core[0]].strip()
    beside = leading or text[core[1] : end]
    for kind in PREPOSITIONS:
        if lexicon.words("heads", language, f"{kind}case").search(beside):
            return kind
    return "" if leading else lexicon.case_preps(language).get(text[core[0] : core[1]], "")


def _leftwards(text: str, start: int, language: str) -> int:
    """Return where the noun phrase begins whose name stands at ``start``."""
    joint = lexicon.part("titlejoint", language)
    while True:
        before = text[:start]
        title = ends_with(before, language, "title")
        if title is None and (link := re.search(rf"\s{joint}\s+$", before[-60:])):
            cut = len(before) - len(before[-60:][link.start() :])
            if ends_with(before[:cut] + " ", language, "title"):
                start = cut
                continue
        if title is None:
            return start
        start = len(before) - len(before[-60:]) + title.start()


def _merge(text: str, language: str, found: list[Mention]) -> list[Mention]:
    """Join an actor and the person who stands beside it ("Presiden Rusia Vladimir Putin") into one mention."""
    merged: list[Mention] = []
    for mention in found:
        last = merged[-1] if merged else None
        if last and last.actors and mention.actors and _beside(text, language, last, mention):
            keep = mention if mention.persons and not last.persons else last
            merged[-1] = replace(
                last,
                end=max(last.end, mention.end),
                actors=keep.actors,
                persons=tuple(dict.fromkeys(last.persons + mention.persons)),
                acts=last.acts or (mention.acts and bool(mention.persons)),
                certainty=min(last.certainty, mention.certainty),
                places=last.places if not mention.persons else (),
            )
        else:
            merged.append(mention)
    return merged


def _beside(text: str, language: str, one: Mention, two: Mention) -> bool:
    """Return whether two names belong to one noun phrase."""
    gap = text[one.end : two.core[0]] if one.end <= two.core[0] else ""
    if re.fullmatch(r"\s*\(\s*", gap) and one.actors == two.actors:
        return True  # "Amerika Serikat (AS)"
    guest = one.places and one.prep == "loc" and "," in gap  # "In Baku, the foreign minister Jeyhun Bayramov"
    if guest or one.actors != two.actors or (one.persons and not two.persons) or not (two.persons or gap):
        return False
    plain = re.sub(lexicon.words("heads", language, "title"), " ", gap)
    return re.fullmatch(r"\s*,?\s*" if two.persons else r"\s*", plain) is not None
