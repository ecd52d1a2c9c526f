"""Types: which words announce an event, and which of them only tell what was asked, refused or promised."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from re import Pattern

from dashboard.coding import lexicon, realis
from dashboard.coding.reading import Reading

#: Frames whose trigger is a noun: it names an event without saying by itself that it happened.
NOMINAL = frozenset({"nominal", "clash", "attack", "offer"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A row of the trigger table found in a sentence, and what the verb that begins at ``governor`` makes of it."""

    start: int
    end: int
    rule: str
    type: str
    frame: str
    needs: str
    confidence: float
    effect: str = ""
    governor: int = -1


@lru_cache(maxsize=8)
def _table(language: str) -> tuple[tuple[lexicon.Row, Pattern[str]], ...]:
    rows = lexicon.table(f"triggers.{language}")
    return tuple((row, lexicon.compiled(row["pattern"], language)) for row in rows)


@lru_cache(maxsize=1)
def _governs() -> dict[tuple[str, str], str]:
    return {(row["governor"], row["governed"]): row["effect"] for row in lexicon.table("governs")}


def hits(reading: Reading) -> list[Trigger]:
    """Return every row of the trigger table that is found in a sentence, verbs and longer ones first."""
    found: list[Trigger] = []
    for row, pattern in _table(reading.language):
        for match in pattern.finditer(reading.text):
            if match.end() > match.start():
                needs, sure = row["needs"], float(row["confidence"] or 0.7)
                found.append(Trigger(*match.span(), row["rule"], row["type"], row["frame"], needs, sure))
    return sorted(found, key=lambda t: (t.frame in NOMINAL and t.type != "NONE", t.start - t.end, t.start, t.rule))


def triggers(reading: Reading) -> list[Trigger]:
    """Return the triggers of a sentence in order: the longest of overlapping ones, without the governed."""
    kept: list[Trigger] = []
    for hit in hits(reading):
        if hit.needs == "occurrence" and not _happened(reading, hit):
            continue
        if hit.needs == "protest" and not _says(reading, "protest"):
            continue  # people also celebrate in the streets
        if not any(t.start < hit.end and hit.start < t.end for t in kept):
            kept.append(hit)
    verbs = [t for t in kept if t.type == "ASSAULT" and t.frame not in NOMINAL]
    taken = {reading.clause(verb.start) for verb in verbs}  # a verb tells its attack better than a noun beside it
    kept = [t for t in kept if t.frame != "attack" or reading.clause(t.start) not in taken]
    kept = [t for t in kept if t.type != "NONE" and not _inside_name(reading, t)]
    return _governed(reading, sorted(kept, key=lambda t: t.start))


def _inside_name(reading: Reading, trigger: Trigger) -> bool:
    """Return whether a trigger is part of a name ("Menteri Pertahanan", "Peace Agreement Street")."""
    return any(m.core[0] <= trigger.start and trigger.end <= m.core[1] for m in reading.mentions)


def _says(reading: Reading, kind: str) -> bool:
    """Return whether a sentence has a word of this kind."""
    pattern = lexicon.words("participation", reading.language, kind)
    return pattern.search(reading.text) is not None


def _happened(reading: Reading, trigger: Trigger) -> bool:
    """Return whether a verb of happening stands in the clause of a noun: right behind it, or shortly before it."""
    start, end, _ = reading.clause(trigger.start)
    occur = lexicon.compiled("<occur>", reading.language)
    after = reading.text[trigger.end : end]
    before = reading.text[max(0, min(start, trigger.start - 50)) : trigger.start]
    found = occur.search(after)
    caused = re.search(rf"\b{lexicon.part('cause', reading.language)}\s+$", before) is not None
    if found and not caused and len(after[: found.start()].split()) <= 9:
        return True
    return any(len(before[m.end() :].split()) <= 4 for m in occur.finditer(before))


def _governed(reading: Reading, hits: list[Trigger]) -> list[Trigger]:
    """Drop or mark the triggers that stand in the object of another one."""
    result: list[Trigger] = []
    for hit in hits:
        governor = next((g for g in reversed(result) if _reaches(reading, g, hit)), None)
        effect = ""
        if governor is not None:
            effect = governor.effect if governor.effect == "drop" else ""
            effect = effect or _governs().get((governor.type, hit.type)) or _governs().get((governor.type, "*"), "")
        place = governor.start if governor else -1
        values = (hit.start, hit.end, hit.rule, hit.type, hit.frame, hit.needs, hit.confidence)
        result.append(Trigger(*values, effect, place))
    return [t for t in result if t.effect != "drop"]


def _reaches(reading: Reading, governor: Trigger, hit: Trigger) -> bool:
    """Return whether ``hit`` lies in the object of ``governor``: in its clause, not in a new one joined to it."""
    if governor.frame in NOMINAL and governor.type in ("CONSULT", "AGREE", "ASSAULT"):
        return False
    if (governor.type, hit.type) not in _governs() and (governor.type, "*") not in _governs():
        return False
    _, end, _ = reading.clause(governor.end)
    gap = reading.text[governor.end : hit.start]
    if hit.start >= end:
        opening = reading.clause(hit.start)[2]
        nested = realis.complement(opening, reading.language)
        if not nested or reading.text[end : hit.start].count(",") > 1:
            return False
    return not realis.new_clause(reading, gap, hit.type if hit.frame not in NOMINAL else "")


def took_place(reading: Reading, trigger: Trigger) -> bool:
    """Return whether talks named by a noun are said to be held, in the same clause."""
    start, end, _ = reading.clause(trigger.start)
    return lexicon.compiled("<held>", reading.language).search(reading.text, start, end) is not None
