"""Realis: did it occur, is it planned, denied, alleged or old; or did it not happen at all."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from dashboard.coding import lexicon
from dashboard.coding.context import PARTIES
from dashboard.coding.dates import When
from dashboard.coding.reading import Reading

if TYPE_CHECKING:
    from dashboard.coding.phrases import Roles
    from dashboard.coding.speech import Speech
    from dashboard.coding.types import Trigger

#: Acts that one may be asked to do, so that "and" goes on with the request.
REQUESTABLE = frozenset({"CONSULT", "RETREAT", "COOPERATE", "AGREE", "AID", "SUPPORT", "CONCEDE", ""})

#: Acts that a party to the fighting may only claim.
CLAIMED = frozenset({"ASSAULT", "COERCE", "AID"})


def complement(opening: str, language: str) -> bool:
    """Return whether a subordinator opens a complement: what follows belongs to the verb before."""
    return re.fullmatch(lexicon.part("complement", language), opening) is not None


def new_clause(reading: Reading, gap: str, event_type: str) -> bool:
    """Return whether a gap between two triggers opens a new statement rather than going on with the object."""
    language = reading.language
    if re.search(rf"[;:\"”“«»]|,\s*{lexicon.part('opener', language)}\b", gap):
        return True
    joined = re.search(rf",?\s*\b{lexicon.part('joiner', language)}\s+(?:\S+\s+){{0,2}}$", gap)
    if joined is None or not event_type:
        return False
    first = len(gap) - len(gap[joined.start() :])
    offset = reading.text.find(gap) + first
    if any(offset <= g.start < offset + len(joined[0]) and g.acts and not g.prep for g in reading.groups):
        return True  # "and Putin met …"
    if event_type not in REQUESTABLE:
        return True
    if lexicon.has(language, "infinitive_has_form"):  # another finite verb is another statement
        form = lexicon.words("realis", language, "hypotheticalform")
        return form.match(reading.text, reading.text.find(gap) + len(gap)) is None
    marker = lexicon.part("infinitive", language)
    return lexicon.has(language, "infinitive_has_marker") and not re.search(rf"\b{marker}\b", gap)


def _before(reading: Reading, trigger: Trigger) -> str:
    """Return the words of the clause that stand before a trigger, without what other verbs there govern."""
    start, _, _ = reading.clause(trigger.start)
    told = reading.speech_over(trigger.start)
    if told and start < told.end <= trigger.start:
        start = told.end
    text = reading.text[start : trigger.start]
    return text[text.rfind(", ") + 1 :] if ", " in text and len(text) > 60 else text


def _cue(reading: Reading, kind: str, text: str, reach: int) -> re.Match[str] | None:
    """Return a cue among the last ``reach`` words of a text."""
    pattern = lexicon.words("realis", reading.language, kind)
    words = list(re.finditer(r"\S+", text))
    window = text[words[-reach].start() :] if len(words) > reach else text
    return pattern.search(window)


def negated(reading: Reading, trigger: Trigger) -> bool:
    """Return whether a text says that it did not happen."""
    if trigger.type == "REJECT":
        return False
    before = _before(reading, trigger)
    if re.search(rf"\b{lexicon.part('notonly', reading.language)}\b", before, re.IGNORECASE):
        return False
    if _cue(reading, "negated", before, 3 if trigger.frame not in ("nominal", "clash", "attack") else 2):
        return True
    inner = reading.text[trigger.start : trigger.end]
    return trigger.frame in ("nominal",) and _cue(reading, "negated", inner, 5) is not None


def unreal(reading: Reading, trigger: Trigger) -> bool:
    """Return whether a text says that it did not happen, or only supposes it: then no model makes an event of it."""
    word = re.compile(lexicon.part("supposed", reading.language))
    if negated(reading, trigger) or word.fullmatch(reading.clause(trigger.start)[2]):
        return True
    given = any(word.fullmatch(opening) for _, _, opening in reading.clauses)
    return given and hypothetical(reading, trigger)  # "would welcome it if one were issued"


def hypothetical(reading: Reading, trigger: Trigger) -> bool:
    """Return whether it is only thought of: a condition, a possibility, a purpose."""
    if trigger.type in ("THREATEN", "REQUEST", "REJECT", "ACCUSE", "SUPPORT") and trigger.frame != "offer":
        reach = 2
    else:
        reach = 4
    before = _before(reading, trigger)
    opening = reading.clause(trigger.start)[2]
    if re.fullmatch(lexicon.part("condition", reading.language), opening):
        return True
    form = lexicon.words("realis", reading.language, "hypotheticalform")
    if form.match(reading.text, trigger.start, trigger.end) and trigger.effect != "planned":
        return True
    found = _cue(reading, "hypothetical", before, reach)
    if found is None:
        return re.search(lexicon.part("purpose", reading.language) + "$", before) is not None
    return trigger.effect != "planned"


def planned(reading: Reading, trigger: Trigger) -> bool:
    """Return whether it lies ahead."""
    if trigger.effect == "planned":
        return True
    form = lexicon.words("realis", reading.language, "plannedform")
    if form.search(reading.text, trigger.start, trigger.end):
        return True
    inner = reading.text[trigger.start : trigger.end] if trigger.frame == "nominal" else ""
    return _cue(reading, "planned", _before(reading, trigger), 4) is not None or bool(
        inner and _cue(reading, "planned", inner, 40)
    )


def status(reading: Reading, trigger: Trigger, roles: Roles, when: When | None) -> tuple[str | None, str | None]:
    """Return the status and the speaker; the status is None if nothing is to be coded."""
    said = reading.speech_over(trigger.start)
    speaker = said.speaker.actors[0] if said and said.speaker and len(said.speaker.actors) == 1 else None
    if said and said.kind == "deny":
        return ("denied", speaker) if trigger.type in CLAIMED and (roles.source or roles.target) else (None, None)
    if negated(reading, trigger):
        return None, None
    if trigger.type in CLAIMED and denied_behind(reading, trigger):
        return "denied", speaker
    ahead = planned(reading, trigger)
    if ahead and trigger.type in ("CONSULT", "COOPERATE", "RETREAT", "AID", "SANCTION", "AGREE", "MOBILIZE"):
        return "planned", speaker
    if hypothetical(reading, trigger) or (ahead and trigger.type not in ("THREATEN",)):
        return None, None
    if trigger.effect == "alleged":
        return "alleged", speaker or (roles.accuser or None)
    admitted = said is not None and _admits(reading, said) and (speaker,) != roles.source
    if trigger.type in CLAIMED and said is not None and not admitted and _own_cause(speaker, trigger, roles):
        return "alleged", speaker
    if trigger.type in CLAIMED and _cue(reading, "alleged", _before(reading, trigger), 3):
        return "alleged", speaker
    published = reading.context.published
    if when and published and when.last < published - timedelta(days=7):
        return "background", speaker
    if (when is None or when.precision == "year") and told_as_history(reading, trigger):
        return "background", speaker
    return "occurred", speaker


def denied_behind(reading: Reading, trigger: Trigger) -> bool:
    """Return whether a relative clause behind the act says that it was denied."""
    pattern = lexicon.words("participation", reading.language, "denial")
    return pattern.search(reading.text, trigger.end) is not None


def _admits(reading: Reading, said: Speech) -> bool:
    """Return whether a side speaks of its own loss: then it is no longer only a claim."""
    pattern = lexicon.words("speech", reading.language, "admit")
    return pattern.fullmatch(reading.text[said.start : said.end].strip()) is not None


def _own_cause(speaker: str | None, trigger: Trigger, roles: Roles) -> bool:
    """Return whether a claim is a party's own: about the other side, or its own success; its own strike it admits."""
    if speaker is None:
        return False
    if trigger.needs == "strike" and roles.source == (speaker,):
        return False
    return speaker in PARTIES or speaker in roles.target


def told_as_history(reading: Reading, trigger: Trigger) -> bool:
    """Return whether the clause carries a cue of past time."""
    start, end, _ = reading.clause(trigger.start)
    pattern = lexicon.words("realis", reading.language, "background")
    return pattern.search(reading.text, max(0, start - 1), end) is not None


def agreed_talks(reading: Reading, trigger: Trigger, triggers: list[Trigger]) -> Trigger | None:
    """Return the trigger beside which the place of the talks stands that an agreement is about, else None."""
    if trigger.needs == "ahead":
        return trigger
    later = next((t for t in triggers if t.effect == "planned" and t.governor == trigger.start), None)
    if later:
        return later
    _, end, _ = reading.clause(trigger.start)
    talks = lexicon.compiled("<talks>", reading.language).search(reading.text, trigger.end, end)
    during = rf"\b{lexicon.part('during', reading.language)}\s+(?:\S+\s+)?$"
    held = talks and re.search(during, reading.text[: talks.start()])
    return trigger if talks and not held else None
