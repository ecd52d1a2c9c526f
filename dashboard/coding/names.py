"""Names: finds every name of a list in a text, the longest first, in one walk over its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from dashboard.coding import lexicon

_WORD = re.compile(r"[^\W_]+(?:['’`][^\W_]+)?")
_JOINT = re.compile(r"\.?[ \t\u00a0]{1,3}|[-–'’`/]|\s[-–]\s?|\.")


@dataclass(frozen=True, slots=True)
class Found:
    """A name in the text and what it may stand for."""

    start: int
    end: int
    ids: tuple[str, ...]


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """Return a word without accents, apostrophes and case, so that spellings meet."""
    plain = unicodedata.normalize("NFKD", word)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return re.sub(r"['’`]", "", plain).casefold()


@lru_cache(maxsize=32)  # several lists of names are asked for the same sentence
def _tokens(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, folded word); a possessive ending is no part of a word."""
    tokens = []
    ending = re.compile(lexicon.part("possessive", lexicon.ALL) + "$")
    for match in _WORD.finditer(text):
        word, end = match[0], match.end()
        if (cut := ending.search(word)) and cut.start() > 0:
            word, end = word[: cut.start()], match.start() + cut.start()
        tokens.append((match.start(), end, folded(word)))
    return tokens


@dataclass(slots=True)
class Names:
    """A list of names; build it once, then ask it for every sentence."""

    _first: dict[str, list[tuple[tuple[str, ...], str, tuple[str, ...]]]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Names:
        """Build from (name, id) pairs; a name may stand for several ids."""
        meanings: dict[tuple[tuple[str, ...], str], list[str]] = {}
        for name, identity in pairs:
            words = tuple(token[2] for token in _tokens(name))
            if not words:
                continue
            letters = re.sub(r"\W", "", name)
            shape = "upper" if letters.isupper() and len(letters) <= 6 else "title" if name[0].isupper() else "any"
            held = meanings.setdefault((words, shape), [])
            if identity not in held:
                held.append(identity)
        names = cls()
        for (words, shape), ids in meanings.items():
            names._first.setdefault(words[0], []).append((words, shape, tuple(ids)))
        for candidates in names._first.values():
            candidates.sort(key=lambda c: len(c[0]), reverse=True)
        return names

    def find(self, text: str) -> list[Found]:
        """Return the names in ``text`` in order, none overlapping another."""
        tokens = _tokens(text)
        found: list[Found] = []
        at = 0
        while at < len(tokens):
            hit = self._longest(text, tokens, at)
            if hit is None:
                at += 1
                continue
            found.append(hit[0])
            at += hit[1]
        return found

    def _longest(self, text: str, tokens: list[tuple[int, int, str]], at: int) -> tuple[Found, int] | None:
        for words, shape, ids in self._first.get(tokens[at][2], ()):
            size = len(words)
            if at + size > len(tokens) or any(tokens[at + k][2] != words[k] for k in range(1, size)):
                continue
            start, end = tokens[at][0], tokens[at + size - 1][1]
            gaps = (text[tokens[at + k][1] : tokens[at + k + 1][0]] for k in range(size - 1))
            if not all(_JOINT.fullmatch(gap) for gap in gaps) or not _shaped(text[start:end], shape):
                continue
            return Found(start, end, ids), size
        return None

    def near(self, word: str) -> tuple[str, ...]:
        """Return what a misspelt word may stand for: one-word names of at least eight letters, one letter away."""
        wanted = folded(word)
        if len(wanted) < 8:
            return ()
        hits = {
            ids
            for first, candidates in self._first.items()
            if abs(len(first) - len(wanted)) <= 1 and len(first) >= 8 and first[0] == wanted[0]
            for words, shape, ids in candidates
            if len(words) == 1 and shape == "title" and _one_apart(first, wanted)
        }
        return hits.pop() if len(hits) == 1 else ()


def _shaped(text: str, shape: str) -> bool:
    """Return whether the capitals of a name are there: an acronym's all, a proper name's one at least."""
    if shape == "upper":
        return re.sub(r"\W", "", text).isupper()
    return shape == "any" or any(c.isupper() for c in text)


def _one_apart(a: str, b: str) -> bool:
    """Return whether one letter inserted, dropped or changed makes one word of the other."""
    if abs(len(a) - len(b)) > 1:
        return False
    k = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[k + 1 :] == b[k + 1 :] or a[k:] == b[k + 1 :] or a[k + 1 :] == b[k:]
