"""Nouns: the roles of events that a noun names: talks, truces, fights, attacks, invitations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dashboard.coding import lexicon, phrases
from dashboard.coding.context import Group
from dashboard.coding.reading import Reading

if TYPE_CHECKING:
    from dashboard.coding.types import Trigger


def talks_or_truce(reading: Reading, trigger: Trigger) -> phrases.Roles | None:
    """Return the parties of talks or of a truce: those after "between" or "with", else those whom they involve."""
    stop = phrases.stop(reading, trigger)
    found: list[Group | None] = []
    for group in reading.groups:
        gap = reading.text[trigger.end : group.start]
        if trigger.start <= group.start and group.start < stop and group.acts and len(gap.split()) <= 16:
            named = group.prep in ("between", "with") or (trigger.needs == "between" and not gap.strip())
            if named or (trigger.needs == "held" and _involves(reading, group)):
                found.append(group)
    assumed = reading.context.sides if trigger.needs == "truce" else ()
    if not any(found) and trigger.needs == "held":
        before = [g for g in reading.groups if g.end <= trigger.start and g.acts and len(g.actors) > 1]
        touching = [g for g in before if _touches(reading, reading.text[g.end : trigger.start])]
        found += touching[-1:]
    return phrases.joint(found, assumed)


def _involves(reading: Reading, group: Group) -> bool:
    """Return whether talks are said to involve a group, a step after they were named."""
    pattern = lexicon.words("participation", reading.language, "involve")
    return re.search(rf"(?:{pattern.pattern})\s*$", reading.text[: group.start], re.IGNORECASE) is not None


def _touches(reading: Reading, gap: str) -> bool:
    """Return whether nothing but the ending of an owner lies between a name and a noun."""
    return re.fullmatch(rf"{lexicon.part('owner', reading.language)}?[\s-]*", gap) is not None


def clash(reading: Reading, trigger: Trigger) -> phrases.Roles | None:
    """Return the sides of a fight: those after "between" or right before the noun, else this war's two sides."""
    stop = phrases.stop(reading, trigger)
    found: list[Group | None] = []
    for group in reading.groups:
        behind, ahead = reading.text[trigger.end : group.start], reading.text[group.end : trigger.start]
        if trigger.end <= group.start < stop and group.acts and len(behind.split()) <= 8:
            touching = not behind.strip() and len(group.actors) > 1
            if group.prep in ("between", "with") or touching:
                found.append(group)
        elif group.end <= trigger.start and group.acts and len(group.actors) > 1 and _touches(reading, ahead):
            found.append(group)
    named = re.match(rf"\s+{lexicon.part('against', reading.language)}\b", reading.text[trigger.end :])
    return phrases.joint(found, () if named else reading.context.sides)


def attack(reading: Reading, trigger: Trigger) -> phrases.Roles | None:
    """Return who made an attack named by a noun (its owner, or who stands after "by"), and on whom or what."""
    text, stop = reading.text, phrases.stop(reading, trigger)
    owner = phrases.agent(reading, trigger)
    if owner is None and lexicon.has(reading.language, "owner_after_noun"):
        near = (g for g in reading.groups if g.acts and not g.prep and g.start > trigger.start and g.end > trigger.end)
        owner = next((g for g in near if len(text[trigger.end : g.start].split()) <= 1 and g.start < stop), None)
    if owner is None and lexicon.has(reading.language, "owner_before_noun"):
        near = (g for g in reversed(reading.groups) if g.acts and g.end <= trigger.start)
        own = re.compile(rf"{lexicon.part('owner', reading.language)}?[\s-]*(?:\w+ )?")
        owner = next((g for g in near if own.fullmatch(text[g.end : trigger.start])), None)
    onto = next(
        (
            g
            for g in reading.groups
            if trigger.end <= g.start < stop
            and g.acts
            and g is not owner
            and g.prep in ("object", "goal")
            and len(text[trigger.end : g.start].split()) <= phrases.REACH
        ),
        None,
    )
    return phrases.make([owner], [onto], () if onto else phrases.held(reading, trigger))


def offer(reading: Reading, trigger: Trigger) -> phrases.Roles | None:
    """Return sender and receiver of an invitation or appeal: "undangan Putin ke …", "Putin's invitation to …"."""
    text = reading.text
    if lexicon.has(reading.language, "owner_after_noun"):
        near = [g for g in reading.groups if g.acts and 0 <= g.start - trigger.end <= 12 and g.prep in ("", "src")]
        sender = near[0] if near else None
    else:
        owner = re.compile(lexicon.part("owner", reading.language) + r"\s+(?:\w+ )?")
        ahead = [g for g in reading.groups if g.acts and owner.fullmatch(text[g.end : trigger.start])]
        sender = phrases.agent(reading, trigger) or (ahead[-1] if ahead else None)
    if sender is None:
        return None
    start = max(sender.end, trigger.end)
    goal = next((g for g in reading.groups if g.start >= start and g.acts and g.start - start <= 30), None)
    return phrases.make([sender], [goal if goal and goal.prep in ("goal", "object") else None])
