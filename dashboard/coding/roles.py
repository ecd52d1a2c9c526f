"""Roles: who acts on whom, by the voice of the trigger; nobody rather than a guess.

A reporting subject is not the actor ("the ministry said that forces shelled …"); the reading has settled who
speaks before anything here asks for a subject.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from dashboard.coding import lexicon, nouns, phrases, places
from dashboard.coding.context import Group
from dashboard.coding.phrases import Roles
from dashboard.coding.reading import Reading

if TYPE_CHECKING:
    from dashboard.coding.types import Trigger

#: Which prepositions may stand before the target, where not all may.
OBJECTS: dict[str, tuple[str, ...]] = {
    "RETREAT": ("object",),
    "release": ("", "goal", "object"),
    "AID": ("goal", "object"),
    "MOBILIZE": (),
}


def assign(reading: Reading, trigger: Trigger, triggers: list[Trigger]) -> Roles | None:
    """Return the roles of a trigger; None if a joint event would have fewer than two parties, or nobody acts."""
    frame = trigger.frame
    if trigger.effect == "planned":  # "agreed to meet": those who agreed will meet
        return assign(reading, next(t for t in triggers if t.start == trigger.governor), triggers)
    if frame == "symmetric":
        return phrases.joint([_subject(reading, trigger, triggers), *_partners(reading, trigger)])
    if frame == "handover":
        return phrases.joint([_subject(reading, trigger, triggers), _object(reading, trigger, ("goal", "object", ""))])
    if frame == "visit":
        return _visit(reading, trigger)
    if frame == "nominal":
        return nouns.talks_or_truce(reading, trigger)
    if frame == "clash":
        return nouns.clash(reading, trigger)
    if frame == "attack":
        return nouns.attack(reading, trigger)
    if frame == "offer":
        return nouns.offer(reading, trigger)
    if frame == "passive":
        return _passive(reading, trigger)
    if frame == "crowd":
        return _crowd(reading, trigger)
    return _active(reading, trigger, triggers)


def _subject(reading: Reading, trigger: Trigger, triggers: list[Trigger]) -> Group | None:
    """Return the subject; a verb joined to an earlier one by "and" shares it."""
    named = reading.subject(trigger.start)
    earlier = [t for t in triggers if t.end <= trigger.start and t.frame in ("active", "symmetric")]
    goes_on = rf"(?:,|\b{lexicon.part('then', reading.language)})\s*$"
    if named or not earlier or not re.search(goes_on, reading.text[: trigger.start]):
        return named
    gap = reading.text[earlier[-1].end : trigger.start]
    return reading.subject(earlier[-1].start) if len(gap.split()) <= phrases.REACH and ";" not in gap else None


def _object(reading: Reading, trigger: Trigger, preps: tuple[str, ...]) -> Group | None:
    """Return the first group behind a verb that its preposition lets be the object."""
    stop = phrases.stop(reading, trigger)
    for group in reading.groups:
        if group.start <= trigger.start or not group.acts:
            continue
        gap = reading.text[trigger.end : group.start]
        if group.start >= stop or len(gap.split()) > phrases.REACH or re.search(r"[,;:\"“]", gap):
            return None
        if group.prep in preps:
            return group
    return None


def _partners(reading: Reading, trigger: Trigger) -> list[Group | None]:
    """Return the groups that a symmetric verb takes: its object and those joined by "with"."""
    found: list[Group | None] = []
    stop = phrases.stop(reading, trigger)
    direct = True
    for group in reading.groups:
        if group.start < trigger.end or group.start >= stop or not group.acts:
            continue
        gap = reading.text[trigger.end : group.start]
        if len(gap.split()) > phrases.REACH + 6 or re.search(r"[;:]", gap):
            break
        met = trigger.needs != "with" and direct and group.prep in ("", "goal") and _close(gap)
        if met or group.prep in ("with", "between"):
            found.append(group)
        direct = False
    return found


def _close(gap: str) -> bool:
    """Return whether an object stands right behind its verb."""
    return len(gap.split()) <= 4 and "," not in gap


def _active(reading: Reading, trigger: Trigger, triggers: list[Trigger]) -> Roles | None:
    """Source is the subject, target the object; an act of war may be on a place, which stands for its holder."""
    doer = _subject(reading, trigger, triggers)
    if trigger.governor >= 0 and trigger.effect == "alleged":
        return _accused(reading, trigger, triggers)
    kind = trigger.needs if trigger.needs in OBJECTS else trigger.type
    found = _object(reading, trigger, OBJECTS.get(kind, ("", "with", "object", "goal")))
    nearby = found
    if trigger.type == "REJECT" and found is None:
        nearby = _object(reading, trigger, ("between", "with", "object", ""))
    if trigger.type == "ASSAULT":
        agent = phrases.agent(reading, trigger)
        return phrases.make([doer or agent], [nearby], () if nearby else phrases.held(reading, trigger))
    posted = _posting(reading, trigger) if trigger.type == "SANCTION" and not nearby else ()
    roles = phrases.make([doer], [nearby], posted)
    if trigger.type == "REQUEST":
        return roles if roles.source or collective(reading, trigger) else None
    reduced = re.match(rf" {lexicon.part('reduced', reading.language)}\b", reading.text[trigger.end :])
    if trigger.type == "COERCE" and reduced:
        return None  # "a woman, detained in the conflict": nobody is said to have done it
    return roles if roles.source or (trigger.type == "ACCUSE" and roles.target) else None


def collective(reading: Reading, trigger: Trigger) -> bool:
    """Return whether somebody unnamed asks ("world leaders"), rather than a text or nobody."""
    start, _, _ = reading.clause(trigger.start)
    pattern = lexicon.words("participation", reading.language, "collective")
    return pattern.search(reading.text, start, trigger.start) is not None


def _posting(reading: Reading, trigger: Trigger) -> tuple[str, ...]:
    """Return the state where an envoy serves: "its ambassador to Greece", "duta besarnya dari Athena"."""
    for mention in reading.mentions:
        gap = reading.text[trigger.end : mention.start]
        if mention.start >= trigger.end and mention.actors and len(gap.split()) <= 4:
            return mention.actors if mention.prep else ()
    return ()


def _accused(reading: Reading, trigger: Trigger, triggers: list[Trigger]) -> Roles | None:
    """Return the act inside an accusation: the accused did it ("accused Armenia of shelling Terter")."""
    verb = next(t for t in triggers if t.start == trigger.governor)
    accused = _object(reading, verb, ("", "object"))
    if accused is None or accused.start > trigger.start:
        return None
    accuser = reading.subject(verb.start)
    after = _object(reading, trigger, ("", "object"))
    roles = phrases.make([accused], [after], () if after else phrases.held(reading, trigger))
    by = accuser.actors[0] if accuser and len(accuser.actors) == 1 else ""
    return Roles(roles.source, roles.target, roles.persons, roles.certainty, by)


def _passive(reading: Reading, trigger: Trigger) -> Roles | None:
    """Target is the subject (or the place that stands there), source the agent; without one it stays empty."""
    agent = phrases.agent(reading, trigger)
    if agent is None and lexicon.has(reading.language, "agent_without_preposition"):  # "ditembaki pasukan Armenia"
        agent = next((g for g in reading.groups if g.acts and not g.prep and 0 <= g.start - trigger.end <= 2), None)
    start, _, _ = reading.clause(trigger.start)
    owned = [g for g in reading.groups if start <= g.start and g.end <= trigger.start and g.acts and _owns(reading, g)]
    subject = reading.subject(trigger.start) or (owned[-1] if owned else None) or _following(reading, trigger)
    patient = () if subject or trigger.needs == "gain" else phrases.held(reading, trigger)
    return phrases.make([agent], [subject], patient)


def _following(reading: Reading, trigger: Trigger) -> Group | None:
    """Return a subject that stands behind its verb, where the language lets it."""
    if not lexicon.has(reading.language, "subject_may_follow"):
        return None
    stop = phrases.stop(reading, trigger)
    behind = (g for g in reading.groups if trigger.end <= g.start < stop and g.acts and not g.prep)
    return next((g for g in behind if len(reading.text[trigger.end : g.start].split()) <= 2), None)


def _owns(reading: Reading, group: Group) -> bool:
    """Return whether a group owns what stands before it: "a helicopter of Russia", "helikopter milik Rusia"."""
    return re.search(rf"\b{lexicon.part('owned', reading.language)}\s+$", reading.text[: group.start]) is not None


def _visit(reading: Reading, trigger: Trigger) -> Roles | None:
    """Return guest and host: a visit to a state is talks with it; to a venue elsewhere it is none."""
    guest = reading.subject(trigger.start)
    spot = places.where(reading, trigger)
    host = spot.country if spot and (spot.kind == "country" or spot.place_id in capitals()) else ""
    if guest is None or not host:
        return None
    ids = tuple(sorted({*guest.actors, host}))
    return Roles(ids, ids, guest.persons, guest.certainty) if len(ids) > 1 else None


@lru_cache(maxsize=1)
def capitals() -> frozenset[str]:
    """Return the places whose name stands for their state among the actors' names."""
    known = places.gazetteer()
    states = {(row["name"], row["actor_id"]) for row in lexicon.facts("actors", "actor_names")}
    return frozenset(
        row["place_id"]
        for row in lexicon.facts("gazetteer", "place_names")
        if row["place_id"] in known and (row["name"], known[row["place_id"]].country) in states
    )


def _crowd(reading: Reading, trigger: Trigger) -> Roles | None:
    """Return a crowd as the state where it gathers, and against whom it turns."""
    named = reading.subject(trigger.start)
    spot = places.where(reading, trigger)
    state = named.actors if named else ((spot.country,) if spot and spot.country and spot.kind != "region" else ())
    if not state:
        return None
    found = _object(reading, trigger, ("object",))
    target = found.actors if found else ()
    return Roles(tuple(sorted(state)), tuple(sorted(target)), (), 0.85)
