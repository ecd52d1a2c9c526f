"""Clauses: where one statement of a sentence ends and the next begins, by subordinators and commas."""

from __future__ import annotations

import re

from dashboard.coding import lexicon


def clauses(text: str, language: str, groups: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Return (start, end, opening subordinator); a clause that commas set off ends at its comma.

    ``groups`` are the spans of coordinated names, whose commas end nothing.
    """
    pattern = lexicon.words("heads", language, "sub")
    doubtful = re.compile(lexicon.part("doubtful", language))
    cuts = [(0, "")]
    for match in pattern.finditer(text):
        word = match[0].lower()
        if doubtful.fullmatch(word) and not _opens(text, match, language):
            continue
        cuts.append((match.start(), word))
    cuts += [(m.end(), ";") for m in re.finditer(r"[;:]\s|\s[-–—]\s", text)]
    cuts.sort()
    spans: list[tuple[int, int, str]] = []
    for i, (start, word) in enumerate(cuts):
        end = cuts[i + 1][0] if i + 1 < len(cuts) else len(text)
        fronted = word not in ("", ";") and not text[:start].strip(" \"“'(")
        enclosed = word not in ("", ";") and text[:start].rstrip().endswith(",")
        comma = _clause_comma(text, groups, start, end) if fronted or enclosed else -1
        if comma > 0:
            spans += [(start, comma, word), (comma, end, "")]
        elif end > start:
            spans.append((start, end, word))
    return spans


def _clause_comma(text: str, groups: list[tuple[int, int]], start: int, end: int) -> int:
    """Return the comma that ends a subordinate clause; one inside a list of names is none."""
    for match in re.finditer(r",\s", text[start:end]):
        at = start + match.start()
        if not any(first < at < last for first, last in groups):
            return at
    return -1


def _opens(text: str, match: re.Match[str], language: str) -> bool:
    """Return whether a doubtful word opens a clause: a verb's "that", not "that day".

    Some need a verb before them; others open nothing before the words that ``grammar.csv`` lists.
    """
    word, after = match[0].lower(), text[match.end() : match.end() + 25].lstrip().lower()
    if re.fullmatch(lexicon.part("doubtful.verb", language), word):
        verb = lexicon.part("doubtful.verbs", language) + r"(?:\s+\S+){0,6}\s*$"
        return re.search(verb, text[max(0, match.start() - 60) : match.start()]) is not None
    if re.fullmatch(lexicon.part("doubtful.measure", language), word):
        return not re.match(lexicon.part("doubtful.measures", language), after)
    return not re.match(lexicon.part("doubtful.nouns", language), after)


def joins_a_verb(text: str, language: str = lexicon.ALL) -> bool:
    """Return whether a gap goes over to another verb of the same subject ("denied … and accused")."""
    joint, verb = lexicon.part("join", language), lexicon.part("joinedverb", language)
    return re.search(rf",?\s{joint}\s{verb}", text) is not None
