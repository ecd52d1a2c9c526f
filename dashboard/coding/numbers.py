"""Numbers: the count of dead that a text states, in figures or in words, as an interval."""

from __future__ import annotations

import re
from functools import lru_cache

from dashboard.coding import lexicon


@lru_cache(maxsize=64)
def _rows(language: str, kind: str) -> dict[str, tuple[int, int]]:
    return {
        row["word"]: (int(row["low"] or 0), int(row["high"] or 0))
        for row in lexicon.table("numbers")
        if row["language"] == language and row["kind"] == kind
    }


def _alternation(language: str, kind: str) -> str:
    found = sorted(_rows(language, kind), key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in found) + ")" if found else "(?!)"


def exact_words(language: str) -> str:
    """Return a pattern for the words of exact numbers."""
    return _alternation(language, "exact")


def exact(text: str, language: str) -> int:
    """Return the value of a figure or of a word for an exact number."""
    text = re.sub(r"\s+", " ", text.strip().lower())
    if text[:1].isdigit():
        return int(re.sub(r"\D", "", text))
    return _rows(language, "exact")[text][0]


@lru_cache(maxsize=8)
def _dead(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns for a number, for a number with its victims, and for the words of death."""
    figure = r"\d{1,3}(?:[.,]\d{3})+|\d{1,6}"
    number = (
        rf"(?:(?P<least>{_alternation(language, 'atleast')})\s+|(?P<most>{_alternation(language, 'atmost')})\s+)?"
        rf"(?:(?P<range>{_alternation(language, 'range')})|(?P<exact>{figure}|{_alternation(language, 'exact')}))"
    )
    victim = lexicon.expand("<victim>", language)
    after = lexicon.expand("<diedafter>", language)
    before = lexicon.expand("<diedbefore>", language)
    one = rf"(?<![\w./-]){number}(?![\w/%])"
    counted = rf"{one}(?:\s+\w+){{0,3}}?\s+{victim}(?!\w)"
    return (
        re.compile(counted, re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{before})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{after})(?!\w)", re.IGNORECASE),
    )


def deaths(text: str, language: str) -> tuple[int | None, int | None]:
    """Return the least and the greatest number of dead that a clause states; None is not stated, never zero.

    Victims that are joined ("two soldiers and a child") are added; wounded people are not counted.
    """
    counted, before, after = _dead(language)
    wounded = lexicon.compiled("<wounded>", language)
    low = high = 0
    open_low = open_high = found = False
    among = lexicon.part("among", language)
    ways = [(died, True) for died in before.finditer(text)] + [(died, False) for died in after.finditer(text)]
    for died, leads in ways:
        region = _region(text, died, leads, language)
        taken = -1
        for match in counted.finditer(text, *region):
            hurt = re.match(rf"\s+(?:{lexicon.part('hurtaux', language)}\s)?{wounded.pattern}", text[match.end() :])
            if match.start() < taken or hurt:
                continue
            prior = text[region[0] : match.start()]
            if leads and wounded.search(prior):
                break
            if re.search(rf"\b{among}\s*$", text[: match.start()]):
                continue
            if not leads and wounded.search(text[match.end() : died.start()]):
                continue
            if match["range"]:
                least, most = _rows(language, "range")[re.sub(r"\s+", " ", match["range"].lower())]
            else:
                least = most = exact(match["exact"], language)
            found, taken = True, match.end()
            low, high = low + (0 if match["most"] else least), high + most
            open_high |= bool(match["least"])
            open_low |= bool(match["most"])
        if found:
            break
    if not found or (low == 0 and high == 0):
        return None, None
    return (None if open_low else low), (None if open_high else high)


def _region(text: str, died: re.Match[str], leads: bool, language: str) -> tuple[int, int]:
    """Return where the victims of a word of death stand: behind it, or before it in the same clause."""
    if leads:
        other = rf"\b(?:{lexicon.part('meanwhile', language)}|{lexicon.part('among', language)})\b"
        stop = re.search(rf"[;.]\s|{other}", text[died.end() :])
        return died.end(), died.end() + (stop.start() if stop else len(text))
    start = max(text.rfind(";", 0, died.start()), text.rfind(", ", 0, max(0, died.start() - 60)), 0)
    return start, died.start() + (0 if not died[0] else len(died[0]))
