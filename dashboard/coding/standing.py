"""Standing: whether a told event occurred, is planned, denied or alleged, or lies in the background.

A model weighs what the rules of ``realis`` say against who speaks, how old the date is and which words govern the
event; where none was trained the rules decide alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from dashboard.coding import lexicon, linear, parsing, realis
from dashboard.coding.context import PARTIES
from dashboard.coding.dates import When
from dashboard.coding.phrases import Roles
from dashboard.coding.reading import Reading

if TYPE_CHECKING:
    from dashboard.coding.types import Trigger

#: Word classes that say something of how real an event is.
CLASSES: Final = frozenset(
    [
        "ACCUSE",
        "ACCUSE_N",
        "DENY",
        "CONFIRM",
        "HOPE",
        "MODAL",
        "PLAN",
        "NEGATION",
        "CONDITION",
        "PAST_CUE",
        "SPEECH",
        "REQUEST",
        "REQUEST_N",
    ]
)


def status(
    reading: Reading, trigger: Trigger, roles: Roles, when: When | None, ruled: tuple[str | None, str | None]
) -> str | None:
    """Return the status, None if nothing is to be coded."""
    model = linear.model("status")
    if model is None or reading.doc is None:
        return ruled[0]
    chances = model.probabilities(signs(reading, trigger, roles.source, roles.target, when, ruled))
    return model.labels[int(np.argmax(chances))]


def signs(  # noqa: PLR0917 - all that a status is judged by
    reading: Reading,
    trigger: Trigger,
    source: tuple[str, ...],
    target: tuple[str, ...],
    when: When | None,
    ruled: tuple[str | None, str | None],
) -> list[str]:
    """Return the signs by which a model knows the status of an event."""
    published = reading.context.published
    days = (published - when.last).days if when and published else None
    age = "none" if days is None else "future" if days < 0 else "now" if days <= 7 else "month" if days < 40 else "old"
    speaker = ruled[1]
    sides = "none" if speaker is None else "party" if speaker in PARTIES else "other"
    relation = f"{'s' * (speaker in source)}{'t' * (speaker in target)}" if speaker else "-"
    said = reading.speech_over(trigger.start)
    verb = reading.text[said.start : said.end].lower() if said else ""
    found = [
        f"ruled={ruled[0]}",
        f"age={age}",
        f"age={age}|precision={when.precision if when else ''}",
        f"age={age}|ruled={ruled[0]}",
        f"speaker={sides}|{relation}",
        f"said={said.kind if said else ''}|{relation}",
        f"verb={verb}",
        f"frame={trigger.frame}",
        f"accused={realis.denied_behind(reading, trigger)}",
        f"next={denied_next(reading, source)}",
        f"history={realis.told_as_history(reading, trigger)}",
        f"ahead={realis.planned(reading, trigger)}",
        f"doubt={realis.hypothetical(reading, trigger)}|not={realis.negated(reading, trigger)}",
        f"target={bool(target)}|source={bool(source)}",
        *_words(reading, trigger),
    ]
    return [*found, *(f"{trigger.type}&{sign}" for sign in found)]


def denied_next(reading: Reading, source: tuple[str, ...]) -> str:
    """Return whether the sentence behind holds a denial, and whether it names who is said to have acted."""
    deny = lexicon.words("speech", reading.language, "deny")
    if not deny.search(reading.after):
        return "no"
    named = any(name in reading.after_actors for name in source)
    return "named" if named else "yes"


def _words(reading: Reading, trigger: Trigger) -> Iterator[str]:
    """Yield the classes of the words that govern the event, hang on it, or stand in its sentence."""
    kinds = {i: CLASSES.intersection(found) for i, found in reading.classes.items()}
    yield from sorted({f"in={kind}" for found in kinds.values() for kind in found})
    token = parsing.head(reading.grammar, trigger.start, trigger.end)
    if token is None:
        return
    yield f"tense={''.join(token.morph.get('Tense', []))}{''.join(token.morph.get('VerbForm', []))}"
    for child in token.children:
        yield from (f"child={kind}" for kind in kinds.get(child.idx, ()))
        if child.dep_ in ("aux", "mark", "advmod"):
            yield f"{child.dep_}={child.lower_}"
    node, steps = token, 0
    while node.head.i != node.i and steps < 4:
        relation, node, steps = node.dep_, node.head, steps + 1
        yield from (f"over={relation if steps == 1 else 'far'}:{kind}" for kind in kinds.get(node.idx, ()))
