"""Vocabulary: the classes of the words of a sentence ("weapon", "ask for", "football"), from ``words.{language}.csv``.

Some thousand patterns are looked for at once by RE2, which reads a text in one pass however many there are.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from dashboard.coding import lexicon
from dashboard.model import EVENT_TYPES

#: How much of a text an idiom may take up.
WINDOW = 48
#: Classes whose words may tell an event by themselves.
TELLING = frozenset(EVENT_TYPES) | {f"{name}_N" for name in EVENT_TYPES}


@lru_cache(maxsize=4)
def _patterns(language: str) -> tuple[Any, tuple[str, ...]]:
    """Return the compiled set of patterns and the class of each."""
    import re2  # noqa: PLC0415 - only coding needs it

    options = re2.Options()
    options.max_mem = 1 << 29
    found, classes = re2.Set.SearchSet(options), []
    for row in lexicon.table(f"words.{language}"):
        found.Add(rf"^(?:{row['pattern']})(?:[^\w-]|$)")
        classes.append(row["class"])
    if classes:
        found.Compile()
    return found, tuple(classes)


def classes(text: str, language: str) -> dict[int, tuple[str, ...]]:
    """Return the classes of the words and idioms that begin at a position of ``text``; nothing for a plain word."""
    patterns, names = _patterns(language)
    if not names:
        return {}
    plain = text.lower().replace("’", "'").replace("‘", "'")
    if len(plain) != len(text):
        plain = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    found = {}
    for word in re.finditer(r"[^\W_]+", plain):
        if hits := patterns.Match(plain[word.start() : word.start() + WINDOW]):
            found[word.start()] = tuple(sorted({names[i] for i in hits}))
    return found
