"""Likeness: which articles are the same text, or for the most part the same.

Five words in a row make a shingle. Two texts that share most shingles of the shorter one are reprints; two reports of
the same event by different hands share few. Articles are found through the shingles that they share, and then compared
in full: nothing is estimated.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dashboard.reading.draft import Draft

SHINGLE: Final = 5
#: A reprint has so much of the shorter text; what has fewer shingles is too short to tell.
MOST: Final = 0.6
LEAST_SHINGLES: Final = 20
#: A shingle leads to no more articles than this, and so many are compared in full.
_HOLDERS: Final = 20
_COMPARED: Final = 5


@dataclass(frozen=True, slots=True)
class Likeness:
    """A draft, by its place among those given, that is like an earlier one or a known article, ``other``.

    ``kind`` is ``duplicate`` or ``reprint``; ``share`` is how much of the shorter text is in the longer one, 0 to 1.
    """

    draft: int
    name: str
    other: str
    kind: str
    share: float
    words: str


def reprints(drafts: Sequence[Draft], known: Mapping[str, str] | None = None) -> list[Likeness]:
    """Return for each draft the article that it is most like, if any: one before it, or of ``known`` (name to text)."""
    index = _Index()
    for name, text in (known or {}).items():
        index.add(name, _words(text))
    found: list[Likeness] = []
    for place, draft in enumerate(drafts):
        words = _words(draft.text)
        if like := index.like(words):
            other, share, longer = like
            found.append(Likeness(place, draft.name, other, *_said(draft.name, other, share, longer)))
        index.add(draft.name, words)
    return found


def _said(name: str, other: str, share: float, longer: float) -> tuple[str, float, str]:
    """Return kind, share and sentence; ``longer`` is how many times as long the draft is as the other."""
    if share == 1.0 and longer == 1.0:
        return "duplicate", 1.0, f"“{name}” has the same text as “{other}”."
    part = min(round(100 * share), 100)
    if longer > 1.1:
        return "reprint", share, f"“{name}” has {part} % of the text of “{other}”, and more beside it."
    whole = "all" if part == 100 else f"{part} %"
    return "reprint", share, f"{whole} of the text of “{name}” stands in “{other}”.".capitalize()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


class _Index:
    """Articles by their words and by their shingles."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._shingles: list[frozenset[int]] = []
        self._lengths: list[int] = []
        self._whole: dict[bytes, int] = {}
        self._holders: dict[int, list[int]] = {}

    def add(self, name: str, words: list[str]) -> None:
        """Take an article in."""
        place = len(self._names)
        if self._whole.setdefault(_digest(words), place) != place:
            return  # the first of the same text stands for all
        shingles = _shingles(words)
        self._names.append(name)
        self._shingles.append(shingles)
        self._lengths.append(len(words))
        for shingle in shingles:
            holders = self._holders.setdefault(shingle, [])
            if len(holders) < _HOLDERS:
                holders.append(place)

    def like(self, words: list[str]) -> tuple[str, float, float] | None:
        """Return the most like article, the share of the shorter that is in both, and how much longer this one is."""
        if not words:
            return None
        if (same := self._whole.get(_digest(words))) is not None:
            return self._names[same], 1.0, 1.0
        own = _shingles(words)
        met: Counter[int] = Counter()
        for shingle in own:
            met.update(self._holders.get(shingle, ()))
        best: tuple[float, int] | None = None
        for place, _ in met.most_common(_COMPARED):
            other = self._shingles[place]
            shorter = min(len(own), len(other))
            share = len(own & other) / shorter if shorter >= LEAST_SHINGLES else 0.0
            if share >= MOST and (best is None or share > best[0]):
                best = share, place
        if best is None:
            return None
        ratio = len(words) / self._lengths[best[1]]
        return self._names[best[1]], best[0], ratio if ratio != 1.0 else 1.0 + 1e-9


def _shingles(words: list[str]) -> frozenset[int]:
    """Return the runs of five words as numbers."""
    return frozenset(hash(tuple(words[at : at + SHINGLE])) for at in range(max(len(words) - SHINGLE + 1, 0)))


def _digest(words: list[str]) -> bytes:
    return hashlib.sha256(" ".join(words).encode("utf-8", "replace")).digest()
