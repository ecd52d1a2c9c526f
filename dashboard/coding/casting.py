"""Casting: who acts and on whom, chosen by a model among everybody whom a sentence and its surroundings offer.

The signs name no actor and no word, only places in the grammar, so that one model serves every language; what the
rules of ``roles`` would say is one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from dashboard.coding import lexicon, linear, parsing, places, roles
from dashboard.coding.context import PARTIES, Group
from dashboard.coding.phrases import Roles
from dashboard.coding.places import Place
from dashboard.coding.reading import Reading
from dashboard.coding.types import NOMINAL, Trigger
from dashboard.model import JOINT_TYPES

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Acts that a state's authorities and its own people do to each other.
OWN: Final = frozenset({"PROTEST", "COERCE", "REQUEST", "ACCUSE", "SUPPORT"})

#: How sure the model must be that somebody has a role, and how sure of the likeliest one if nobody is that sure.
LEAST: Final = 0.6
ALONE: Final = 0.25
#: Who fights on whose side.
CAMPS: Final = {"ARM": "armenian", "NKR": "armenian", "AZE": "azerbaijani"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may have a role: a group of the sentence, or one whom only its surroundings name."""

    kind: str
    actors: tuple[str, ...]
    persons: tuple[str, ...] = ()
    group: Group | None = None


@dataclass(frozen=True, slots=True)
class Cast:
    """The candidates of one trigger and what the rules make of it."""

    reading: Reading
    trigger: Trigger
    triggers: list[Trigger]
    candidates: list[Candidate]
    ruled: Roles | None

    @property
    def collective(self) -> bool:
        """Return whether somebody unnamed acts: "world leaders", "residents"."""
        return roles.collective(self.reading, self.trigger)

    @property
    def joint(self) -> bool:
        """Return whether everybody has the same role: in joint events and in fights of two sides."""
        return self.trigger.type in JOINT_TYPES


def cast(reading: Reading, trigger: Trigger, triggers: list[Trigger], spot: Place | None) -> Cast:
    """Return everybody who may have a role in the event of a trigger, which happened at ``spot``."""
    ruled = roles.assign(reading, trigger, triggers)
    found = [Candidate("group", g.actors, g.persons, g) for g in reading.groups if g.actors]
    named = {a for c in found for a in c.actors}
    found += _holders(reading)
    for number, group in enumerate(reading.recent):
        found.append(Candidate(f"recent{number}", group.actors, group.persons))
    if len(reading.pair) == 2:
        found.append(Candidate("pair", reading.pair))
    if reading.context.sides:
        found.append(Candidate("sides", reading.context.sides))
    holder = places.holder(spot, reading.context.published) if spot and not spot.broad else None
    if holder:
        found.append(Candidate("held", (holder,)))
    if spot and spot.country and spot.kind not in ("region", "line"):
        found.append(Candidate("country", (spot.country,)))
    found += [Candidate("party", (a,)) for a in sorted(PARTIES & reading.context.near - named)]
    return Cast(reading, trigger, triggers, found, ruled)


def _resident(spot: Place | None, day: date | None) -> str | None:
    """Return whom the people of a place belong to: those whom the table names, else who holds it."""
    for row in lexicon.table("residents") if spot and day else ():
        if spot and day and row["place_id"] == spot.place_id and row["from"] <= day.isoformat() <= row["to"]:
            return row["actor_id"]
    return places.holder(spot, day)


def _holders(reading: Reading) -> Iterator[Candidate]:
    """Yield who holds the places that a sentence names: "the deputies of Stepanakert", "farmers in Tavush"."""
    for mention in reading.mentions:
        spot = places.choose(mention.places, reading.context.near) if mention.places and not mention.actors else None
        holder = _resident(spot, reading.context.published)
        if spot is not None and holder:
            group = Group(mention.start, mention.end, (holder,), (), mention.prep, 1.0, False, (mention,))
            yield Candidate("at", (holder,), (), group)


def signs(given: Cast, candidate: Candidate, source: frozenset[str] = frozenset()) -> list[str]:
    """Return the signs by which a model knows the role of a candidate; ``source`` is who acts, once that is known."""
    trigger = given.trigger
    kind = trigger.type
    voice = "noun" if trigger.frame in NOMINAL else "passive" if trigger.frame == "passive" else "active"
    frame = f"{voice}{'+' if given.joint else ''}"
    frame = f"{'at ' if candidate.kind == 'at' else ''}{frame}"
    found = [*_plain(given, candidate, frame), *_ruled(given, candidate), *_sides(given, candidate, source)]
    if candidate.group is not None:
        found += _grammar(given, candidate.group, frame)
    return [*found, *(f"{kind}&{sign}" for sign in found)]


def _plain(given: Cast, candidate: Candidate, frame: str) -> Iterator[str]:
    groups = [c for c in given.candidates if c.group]
    yield f"{frame}|{candidate.kind}"
    yield f"{candidate.kind}|named={any(set(candidate.actors) <= set(c.actors) for c in groups if c.kind == 'group')}"
    yield f"{candidate.kind}|groups={min(len(groups), 4)}"
    parties = sum(a in PARTIES for a in candidate.actors)
    yield f"{candidate.kind}|parties={min(parties, 2)}|others={min(len(candidate.actors) - parties, 2)}"
    if candidate.group is None:
        yield from _unnamed(given, candidate, {a for c in groups for a in c.actors})


def _unnamed(given: Cast, candidate: Candidate, named: set[str]) -> Iterator[str]:
    """Yield what speaks for somebody whom the sentence does not name: a pronoun, or a gap where a name should be."""
    reading, trigger, kind = given.reading, given.trigger, candidate.kind
    subject = reading.subject(trigger.start)
    state = "none" if subject is None else "is" if subject.actors == candidate.actors else "other"
    them = lexicon.words("anaphora", reading.language, "them")
    one = lexicon.words("anaphora", reading.language, "one")
    after = them.search(reading.text, trigger.end, trigger.end + 40) is not None
    start = reading.clause(trigger.start)[0]
    they = them.search(reading.text, start, trigger.start) is not None
    he = one.search(reading.text, start, trigger.start) is not None
    yield f"{kind}|named={bool(named & set(candidate.actors))}|subject={state}"
    yield f"{kind}|them={after}|they={they}|he={he}"
    yield f"{kind}|he={he}|subject={state}"
    yield f"{kind}|collective={given.collective}|subject={state}"
    yield f"{kind}|anybody={bool(named)}|subject={state}"
    alike = sum(other.actors == candidate.actors for other in given.candidates)
    yield f"{kind}|alike={min(alike, 3)}"


def _sides(given: Cast, candidate: Candidate, source: frozenset[str]) -> Iterator[str]:
    """Yield how a candidate stands to who acts: the same, of the same camp, or of the other."""
    if not source:
        yield f"{candidate.kind}|nobody"
        return
    actors = set(candidate.actors)
    if actors <= source:
        relation = "same"
    elif CAMPS.get(min(actors)) and {CAMPS.get(a) for a in actors} == {CAMPS.get(a) for a in source}:
        relation = "camp"
    elif all(CAMPS.get(a) for a in actors | source):
        relation = "against"
    else:
        relation = "third"
    yield f"{candidate.kind}|{relation}"
    yield f"{relation}|sources={min(len(source), 3)}"
    if given.trigger.frame in ("symmetric", "clash"):
        yield f"{relation}|mutual"


def _ruled(given: Cast, candidate: Candidate) -> Iterator[str]:
    """Yield the roles that the rules would give."""
    ruled, actors = given.ruled, set(candidate.actors)
    if ruled is None:
        yield f"{candidate.kind}|ruled=nothing"
        return
    as_source, as_target = actors <= set(ruled.source), actors <= set(ruled.target)
    yield f"{candidate.kind}|ruled={'s' * as_source}{'t' * as_target}"
    yield f"ruled={'s' * as_source}{'t' * as_target}|has={'s' * bool(ruled.source)}{'t' * bool(ruled.target)}"


def _grammar(given: Cast, group: Group, frame: str) -> Iterator[str]:
    reading, trigger = given.reading, given.trigger
    acting = sorted((c.group for c in given.candidates if c.group), key=lambda g: g.start)
    at = acting.index(group)
    behind = group.start >= trigger.end
    between = (
        sum(trigger.end <= g.start < group.start for g in acting)
        if behind
        else sum(group.end <= g.start and g.end <= trigger.start for g in acting)
    )
    side = "behind" if behind else "ahead" if group.end <= trigger.start else "within"
    yield f"{frame}|{side}{min(between, 3)}"
    yield f"{frame}|{side}|prep={group.prep}"
    yield f"{side}{min(between, 2)}|prep={group.prep}|acts={group.acts}"
    gap = reading.text[trigger.end : group.start] if behind else reading.text[group.end : trigger.start]
    words = len(gap.split())
    yield f"{frame}|{side}|far={0 if not words else 1 if words < 3 else 2 if words < 7 else 3 if words < 14 else 4}"
    yield f"{frame}|{side}|comma={',' in gap}|same={reading.clause(trigger.start) == reading.clause(group.start)}"
    yield f"acts={group.acts}|persons={bool(group.persons)}"
    yield f"first={at == 0}|last={at == len(acting) - 1}|{side}"
    said = reading.speech_over(trigger.start)
    if said is not None:
        inside = said.domain[0] <= group.start < said.domain[1] and group is not said.speaker
        yield f"said={said.kind}|speaker={said.speaker == group}|inside={inside}"
        yield f"{frame}|{side}|speaker={said.speaker == group}|inside={inside}"
    subject = reading.subject(trigger.start)
    yield f"{frame}|subject={subject == group}|none={subject is None}"
    yield f"{frame}|subject={subject == group}|collective={given.collective}"
    yield from _paths(reading, trigger, group, frame)


def _paths(reading: Reading, trigger: Trigger, group: Group, frame: str) -> Iterator[str]:
    if reading.doc is None:
        return
    word = parsing.head(reading.doc, trigger.start, trigger.end)
    name = parsing.head(reading.doc, group.start, group.mentions[0].end)
    if word is None or name is None:
        return
    way = parsing.path(word, name)
    yield f"{frame}|path={way}"
    yield f"path={way}|prep={group.prep}"
    up, _, down = way.partition("/")
    yield f"{frame}|up={up}|top={down.split('>')[0]}"
    over = word.head.pos_ if word.head.i != word.i else "root"
    yield f"up={up}|under={over}|top={down.split('>')[0]}"
    yield f"{frame}|child={_nearest(word, name)}"


def _nearest(word: Token, name: Token) -> str:
    """Return the relation of the child of ``word`` that holds the name, if one does."""
    node = name
    while node.head.i != node.i:
        if node.head.i == word.i:
            return str(node.dep_)
        node = node.head
    return ""


def assign(reading: Reading, trigger: Trigger, triggers: list[Trigger], spot: Place | None) -> Roles | None:
    """Return the roles of a trigger at a place, None if a joint event would have fewer than two parties."""
    if linear.model("role.source") is None:
        return roles.assign(reading, trigger, triggers)
    given = cast(reading, trigger, triggers, spot)
    if reading.doc is None and (given.ruled is None or not (given.ruled.source or given.ruled.target)):
        return given.ruled  # without a grammar the rules decide whether there is anything to tell
    if given.joint:
        present = _chosen(given, "joint")
        ids = _actors(present)
        return Roles(ids, ids, _persons(present), _surety(present)) if len(ids) > 1 else None
    doers = _chosen(given, "source")
    source = _actors(doers)
    done = _chosen(given, "target", frozenset(source))
    target = _actors(done)
    if trigger.type not in OWN and not (len(source) > 1 and set(source) == set(target)):
        target = tuple(a for a in target if a not in source)
    accuser = given.ruled.accuser if given.ruled else ""
    return Roles(source, target, _persons([*doers, *done]), _surety([*doers, *done]), accuser)


def _chosen(given: Cast, role: str, source: frozenset[str] = frozenset()) -> list[tuple[Candidate, float]]:
    model = linear.model(f"role.{role}")
    if model is None:
        return []
    scored = [(candidate, model.score(signs(given, candidate, source))) for candidate in given.candidates]
    ranked = sorted(scored, key=lambda one: -one[1])
    chosen = [one for one in ranked if one[1] >= LEAST]
    for one in ranked[len(chosen) :]:
        enough = len(_actors(chosen)) >= (2 if role == "joint" else 1)
        if not enough and one[1] >= ALONE:
            chosen.append(one)
    return chosen


def _actors(chosen: list[tuple[Candidate, float]]) -> tuple[str, ...]:
    return tuple(sorted({actor for candidate, _ in chosen for actor in candidate.actors}))


def _surety(chosen: list[tuple[Candidate, float]]) -> float:
    """Return how sure the choice is: as sure as its weakest actor, each by its best candidate."""
    best: dict[str, float] = {}
    for candidate, chance in chosen:
        for actor in candidate.actors:
            best[actor] = max(best.get(actor, 0.0), chance)
    return min(best.values(), default=0.5)


def _persons(chosen: list[tuple[Candidate, float]]) -> tuple[str, ...]:
    return tuple(sorted({p for candidate, _ in chosen for p in candidate.persons}))
