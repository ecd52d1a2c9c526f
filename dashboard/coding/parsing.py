"""Parsing: the grammar of sentences, by the pipelines that ``data/models/parsers.py`` trained.

A language without one is read by the tables alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dashboard.bundle import DATA

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token


@lru_cache(maxsize=8)
def pipeline(language: str) -> Language | None:
    """Return the parser of a language; None if none was trained."""
    path = DATA / "models" / language
    if not (path / "config.cfg").is_file():
        return None
    import spacy  # noqa: PLC0415 - it takes a second to load, and only coding needs it

    return spacy.load(path)


def parse(texts: list[str], language: str) -> list[Doc | None]:
    """Return the parse of each text; None where there is no parser."""
    parser = pipeline(language)
    return list(parser.pipe(texts, batch_size=32)) if parser else [None] * len(texts)


def head(doc: Doc, start: int, end: int) -> Token | None:
    """Return the word that governs the rest of a stretch of characters."""
    span = doc.char_span(start, end, alignment_mode="expand")
    return span.root if span is not None and len(span) else None


def path(source: Token, target: Token, reach: int = 3) -> str:
    """Return how two words hang together: relations climbed from ``source``, then those descended to ``target``.

    ``"/nsubj"`` is the subject of ``source``, ``"xcomp/nsubj"`` that of the verb above it; ``""`` if they hang together
    only from afar.
    """
    up: list[str] = []
    node = source
    while len(up) <= reach:
        down = _down(node, target, reach)
        if down is not None:
            return ">".join(up) + "/" + ">".join(down)
        if node.head.i == node.i:
            return ""
        up.append(node.dep_)
        node = node.head
    return ""


def _down(ancestor: Token, node: Token, reach: int) -> list[str] | None:
    found: list[str] = []
    while node.i != ancestor.i:
        if node.head.i == node.i or len(found) > reach:
            return None
        found.append(node.dep_)
        node = node.head
    return found[::-1]
