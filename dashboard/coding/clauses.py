"""Clauses: where one statement of a sentence ends and the next begins, by subordinators and commas."""

from __future__ import annotations

import re

from dashboard.coding import lexicon


def clauses(text: str, language: str, groups: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Return (start, end, opening subordinator); a clause that commas set off ends at its comma.

    ``groups`` are the spans of coordinated names, whose commas end nothing.
    """
    pattern = lexicon.words("heads", language, "sub")
    cuts = [(0, "")]
    for match in pattern.finditer(text):
        word = match[0].lower()
        if word in ("as", "since", "that", "saat", "hingga", "until") and not _opens(text, match):
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


def _opens(text: str, match: re.Match[str]) -> bool:
    """Return whether an ambiguous word opens a clause: a verb's "that", not "that day"."""
    after = text[match.end() : match.end() + 25].lstrip().lower()
    if match[0].lower() == "that":
        verb = r"(?:said|says?|told|\w+ed|\w+ing|adds|claims|clear|reports?|insists|warns)(?:\s+\S+){0,6}\s*$"
        return re.search(verb, text[max(0, match.start() - 60) : match.start()]) is not None
    if match[0].lower() in ("as", "hingga", "until"):
        return not re.match(r"(?:part|a|an|many|well|of|soon|\d|\w+an\b)", after)
    return not re.match(r"(?:itu|ini|\d|yang)", after) or match[0].lower() == "since"


def joins_a_verb(text: str) -> bool:
    """Return whether a gap goes over to another verb of the same subject ("denied … and accused")."""
    verb = r"(?:\w{3,}ed\b|me(?!nteri|nlu|nhan|reka|dia)\w{4,})"
    return re.search(rf",?\s(?:and|but|dan|tetapi|namun|serta)\s{verb}", text) is not None
