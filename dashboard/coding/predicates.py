"""Predicates: the words of a sentence that may tell an event, and the signs from which a model tells which.

Verbs are found by the parse, nouns by the trigger tables. Names are masked, so that a model learns how events are
told and not who did what to whom.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.coding import parsing, realis, vocabulary
from dashboard.coding.context import PARTIES
from dashboard.coding.reading import Reading
from dashboard.coding.types import NOMINAL, Trigger, hits

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CLAUSAL = frozenset({"nsubj", "nsubj:pass", "csubj", "obj", "obl"})


@dataclass(frozen=True, slots=True)
class Predicate:
    """A word that may tell an event, with the rows of the trigger table that were found on it."""

    start: int
    end: int
    token: int
    hits: tuple[Trigger, ...]


def candidates(reading: Reading) -> list[Predicate]:
    """Return the words that may tell an event, in the order of the text."""
    doc = reading.doc
    if doc is None:
        return []
    on: dict[int, list[Trigger]] = {}
    for hit in hits(reading):
        anchor = parsing.head(doc, hit.start, hit.end)
        if anchor is not None:
            on.setdefault(anchor.i, []).append(hit)
    named = {i for m in reading.mentions for i in _indices(doc, *m.core)}
    for token in doc:
        telling = vocabulary.TELLING.intersection(reading.classes.get(token.idx, ()))
        if token.i not in on and token.i not in named and (telling or _is_predicate(token)):
            on[token.i] = []
    return [
        Predicate(doc[i].idx, doc[i].idx + len(doc[i]), i, tuple(found))
        for i, found in sorted(on.items())
        if any(hit.type != "NONE" for hit in found) or i not in named
    ]


def _is_predicate(token: Token) -> bool:
    if token.pos_ == "VERB":
        return True
    return token.pos_ in ("ADJ", "NOUN", "ADV", "X") and any(child.dep_ in _CLAUSAL for child in token.children)


def _indices(doc: Doc, start: int, end: int) -> Iterator[int]:
    span = doc.char_span(start, end, alignment_mode="expand")
    return iter(range(span.start, span.end) if span is not None else ())


def masked(reading: Reading) -> list[str]:
    """Return the sentence's words in lower case, a class in place of each name and number."""
    doc = reading.doc
    if doc is None:
        return []
    words = ["#" if re.search(r"\d", token.text) else token.lower_ for token in doc]
    for mention in reading.mentions:
        kind = "PLACE" if not mention.actors else "PARTY" if PARTIES.intersection(mention.actors) else "OTHER"
        if mention.anaphor:
            kind = "BOTH"
        for number, i in enumerate(_indices(doc, *mention.core)):
            words[i] = kind if number == 0 else ""
    return words


def signs(reading: Reading, found: list[Predicate]) -> list[list[str]]:
    """Return the signs of every predicate of a sentence."""
    words = masked(reading)
    types = {p.token: sorted({hit.type for hit in p.hits}) for p in found}
    kinds = [reading.classes.get(token.idx, ()) for token in reading.doc or ()]
    bag = [f"s={word}" for word in dict.fromkeys(words) if len(word) > 2]
    bag += [f"sk={kind}" for kind in dict.fromkeys(k for some in kinds for k in some)]
    return [[*bag, *_signs(reading, p, words, types), *_classes(reading, p, kinds)] for p in found]


def _classes(reading: Reading, p: Predicate, kinds: list[tuple[str, ...]]) -> Iterator[str]:
    """Yield the classes of a predicate's own words and of those around it, in the line and in the grammar."""
    token, at = reading.grammar[p.token], p.token
    own = kinds[at]
    yield from (f"k={kind}" for kind in own)
    yield f"k={'+'.join(kind for kind in own if kind in vocabulary.TELLING)}|{token.pos_}"
    yield from {f"kl={kind}" for some in kinds[max(0, at - 4) : at] for kind in some}
    yield from {f"kr={kind}" for some in kinds[at + 1 : at + 6] for kind in some}
    for child in token.children:
        for kind in kinds[child.i]:
            yield f"kc={child.dep_}:{kind}"
            yield from (f"ko={mine}>{kind}" for mine in own)
    node, steps = token, 0
    while node.head.i != node.i and steps < 3:
        relation, node, steps = node.dep_, node.head, steps + 1
        yield from (f"kh={relation if steps == 1 else 'far'}:{kind}" for kind in kinds[node.i])


def _signs(reading: Reading, p: Predicate, words: list[str], types: dict[int, list[str]]) -> Iterator[str]:
    token = reading.grammar[p.token]
    word = words[p.token] or token.lower_
    yield f"w={word}"
    yield f"pos={token.pos_}"
    yield f"dep={token.dep_}"
    whole = f"<{word}>"
    for size in (4, 5, 6):
        for i in range(len(whole) - size + 1):
            yield f"g={whole[i : i + size]}"
    for hit in p.hits:
        yield f"x={hit.type}"
        yield f"row={hit.rule}"
    if not p.hits:
        yield "x="
    yield from (f"sx={name}" for i, others in types.items() if i != p.token for name in others)
    yield from _around(words, p.token, word)
    yield from _tree(token, words, types, word)
    yield from _reality(reading, p)


def _around(words: list[str], at: int, word: str) -> Iterator[str]:
    left = [w for w in words[max(0, at - 8) : at] if w]
    right = [w for w in words[at + 1 : at + 9] if w]
    for n, other in enumerate(left[::-1][:3], 1):
        yield f"L{n}={other}"
    for n, other in enumerate(right[:3], 1):
        yield f"R{n}={other}"
    yield from (f"l={w}" for w in left[-5:])
    yield from (f"r={w}" for w in right[:6])
    if right:
        yield f"wr={word} {right[0]}"
        yield f"wrr={word} {' '.join(right[:2])}"
    if left:
        yield f"lw={left[-1]} {word}"


def _tree(token: Token, words: list[str], types: dict[int, list[str]], word: str) -> Iterator[str]:
    for child in token.children:
        if child.dep_ == "punct":
            continue
        other = words[child.i]
        yield f"c={child.dep_}"
        yield f"c={child.dep_}:{other}"
        if child.dep_ in ("obj", "obl", "nmod", "xcomp", "nsubj:pass", "compound"):
            yield f"o={word} {other}"
            yield from (f"cx={name}" for name in types.get(child.i, ()))
            for grandchild in child.children:
                if grandchild.dep_ in ("case", "nmod", "obj", "amod", "compound"):
                    yield f"cc={grandchild.dep_}:{words[grandchild.i]}"
    node, steps = token, 0
    while node.head.i != node.i and steps < 4:
        relation, node, steps = node.dep_, node.head, steps + 1
        yield f"h{min(steps, 2)}={words[node.i]}"
        yield from (f"hx={relation}:{name}" for name in types.get(node.i, ()))
        if steps == 1:
            yield f"hd={relation}:{words[node.i]}"


def _reality(reading: Reading, p: Predicate) -> Iterator[str]:
    """Yield what the tables say of negation, plans, conditions and speech."""
    frame = next((hit.frame for hit in p.hits if hit.type != "NONE"), "active")
    trigger = Trigger(p.start, p.end, "", p.hits[0].type if p.hits else "", frame, "", 0.0)
    if realis.negated(reading, trigger):
        yield "negated"
    if realis.hypothetical(reading, trigger):
        yield "hypothetical"
    if realis.planned(reading, trigger):
        yield "planned"
    said = reading.speech_over(p.start)
    yield f"said={said.kind if said else ''}"
    yield f"opening={reading.clause(p.start)[2]}"
    if any(a <= p.start < b for a, b in reading.quotes):
        yield "quoted"
    if frame in NOMINAL:
        yield "nominal"
    ahead = sum(g.end <= p.start and g.acts for g in reading.groups)
    behind = sum(g.start >= p.end and g.acts for g in reading.groups)
    yield f"groups={min(ahead, 2)}|{min(behind, 2)}"
