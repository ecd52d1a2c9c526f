"""Speech: who says what, so that a reporting subject is never taken for the actor."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.coding import clauses, lexicon

if TYPE_CHECKING:
    from dashboard.coding.context import Group
    from dashboard.coding.reading import Reading


#: What closes the words that are reported before their speaker.
CLOSED = ',"”»'


@dataclass(frozen=True, slots=True)
class Speech:
    """A verb of speech with its speaker; what lies in ``domain`` is said; ``set_off`` if commas part it from that."""

    start: int
    end: int
    kind: str
    speaker: Group | None
    domain: tuple[int, int]
    set_off: bool = False


def speeches(reading: Reading) -> list[Speech]:
    """Return the verbs of speech with speaker and domain."""
    found: list[Speech] = []
    for kind in ("deny", "according", "say", "inverted"):
        pattern = lexicon.words("speech", reading.language, kind)
        for match in pattern.finditer(reading.text):
            if any(s.start < match.end() and match.start() < s.end for s in found):
                continue
            if any(a < match.start() < b for a, b in reading.quotes):
                continue
            if any(m.core[0] <= match.start() < m.core[1] for m in reading.mentions):
                continue  # the United States state nothing
            if speech := _speech(reading, kind, match):
                found.append(speech)
    return sorted(found, key=lambda s: s.start)


def _speech(reading: Reading, kind: str, match: re.Match[str]) -> Speech | None:
    start, end = match.span()
    if kind == "according":
        after = reading.group_after(end, 60)
        self_words = lexicon.words("anaphora", reading.language, "self")
        if self_words.match(reading.text, end + 1):
            after = reading.before
        lead = not reading.text[:start].strip(" ,")
        domain = (end, len(reading.text)) if lead else (0, len(reading.text))
        return Speech(start, end, "say", after, domain) if after else None
    left = reading.text[:start].rstrip(" \t\n—–")  # a dash may part the words from their speaker
    inverted = kind == "inverted" or (left[-1:] in CLOSED and _speaker_follows(reading, end))
    if inverted:
        if left[-1:] not in CLOSED:
            return None
        after = reading.group_after(end, 40)
        pronoun = re.match(rf"\s*{lexicon.part('speaker', reading.language)}\b", reading.text[end:])
        own = re.search(lexicon.part("ownspeech", reading.language) + "$", match[0].lower())
        if own or (after is None and pronoun):
            after = reading.before
        behind = reading.text[end:].strip(" .")
        domain = (0, start) if kind != "deny" else (end, len(reading.text))
        return Speech(start, end, kind if kind == "deny" else "say", after, domain) if after or behind else None
    speaker = reading.subject(start, speech=True)
    set_off = speaker and reading.text[: speaker.start].rstrip()[-1:] in tuple(CLOSED)
    if set_off and (not reading.text[end:].strip() or reading.text[end:].lstrip()[:1] in ",.;"):
        return Speech(start, end, kind, speaker, (0, len(reading.text)), set_off=True)
    if left[-1:] in CLOSED or not reading.text[end:].strip(' ."”»'):
        # "…, the ministry said." / ", Azerbaijan's prosecutors said, …"
        return Speech(start, end, kind, speaker, (0, start))
    return Speech(start, end, kind, speaker, (end, _reach(reading, kind, end)))


def _reach(reading: Reading, kind: str, end: int) -> int:
    """Return where the domain of a verb of speech ends: a denial reaches no verb that is joined to it."""
    joint = lexicon.part("join", reading.language)
    stops = (m.start() for m in re.finditer(rf",?\s{joint}\s", reading.text) if m.start() >= end)
    joined = (at for at in stops if clauses.joins_a_verb(reading.text[at : at + 40], reading.language))
    return next(joined, len(reading.text)) if kind == "deny" else len(reading.text)


def _speaker_follows(reading: Reading, end: int) -> bool:
    after = reading.group_after(end, 25)
    return after is not None and after.acts and not after.prep
