"""A sentence read once: its mentions, groups, clauses, dates and who speaks. Every later step looks things up here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from dashboard.coding import actors, clauses, dates, lexicon, speech, spots, vocabulary
from dashboard.coding.actors import Mention
from dashboard.coding.articles import Sentence
from dashboard.coding.context import PARTIES, Context, Group, Named
from dashboard.coding.dates import When
from dashboard.coding.speech import Speech
from dashboard.coding.spots import Spot

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass
class Reading:
    """One sentence and all that is known of it."""

    sentence: Sentence
    context: Context
    mentions: list[Mention]
    doc: Doc | None
    after: str  # the sentence behind it
    number: int  # of the sentence in its article
    opens: bool  # whether it opens a paragraph
    pair: tuple[str, ...]  # the two last named together
    before: Group | None  # the subject of the sentence before
    recent: tuple[Group, ...]  # who was spoken of before it, the last one first
    spoken_before: frozenset[str]  # whom the sentence before names
    earlier: When | None  # the date named last before it in its paragraph
    last_paragraph: When | None  # the date named last in the paragraph before
    lead: When | None  # the first day that the article names
    since_date: int  # how many sentences ago a date was named
    named_before: Named

    @property
    def text(self) -> str:
        """Return the sentence as it stands in the article."""
        return self.sentence.text

    @property
    def language(self) -> str:
        """Return the article's language."""
        return self.context.language

    @property
    def grammar(self) -> Doc:
        """Return the parse, for those who have made sure that there is one."""
        if self.doc is None:
            raise RuntimeError(f"There is no parser for {self.language}.")
        return self.doc

    @cached_property
    def groups(self) -> list[Group]:
        """Return the coordinated groups of mentions that may act."""
        found: list[list[Mention]] = []
        for mention in self.mentions:
            if found and self._joined(found[-1][-1], mention):
                found[-1].append(mention)
            else:
                found.append([mention])
        return [self._group(members) for members in found]

    def _joined(self, one: Mention, two: Mention) -> bool:
        """Return whether a connector, and nothing else but titles, lies between two mentions."""
        starts = one.acts or (one.actors and one.prep == "src")
        if one.end > two.start or not starts or not (two.actors or two.anaphor):
            return one.end > two.start and one.acts and two.acts
        gap = self.text[one.end : two.start]
        connector = lexicon.words("heads", self.language, "connector")
        plain = connector.sub(" ", gap)
        member = lexicon.part("memberof", self.language)
        if re.fullmatch(rf"\s*[,/&–—-]?\s*(?:{member}\s+)?", plain) is None or len(gap) > 30:
            return False
        only_comma = gap.strip() == ","
        origin = two.actors and two.prep == "src"  # "the co-chairs from France, Russia and the United States"
        return bool(two.acts or origin) and not (only_comma and not self._list_goes_on(two))

    def _list_goes_on(self, mention: Mention) -> bool:
        """Return whether a comma before this mention belongs to a list that ends in "and"."""
        ahead = self.text[mention.end : mention.end + 120]
        last = lexicon.part("and", self.language)
        return re.match(rf"(?:\s*\([^)]*\))?\s*(?:,[^,;.]{{1,60}})*,?\s*{last}\s", ahead) is not None

    def _group(self, members: list[Mention]) -> Group:
        ids: list[str] = []
        for mention in members:
            ids += self.meaning(mention)
        return Group(
            members[0].start,
            members[-1].end,
            tuple(sorted(set(ids))),
            tuple(dict.fromkeys(p for m in members for p in m.persons)),
            members[0].prep,
            min(m.certainty for m in members),
            any(m.acts for m in members) and bool(ids),
            tuple(members),
        )

    def meaning(self, mention: Mention) -> tuple[str, ...]:
        """Return the actors of a mention; "both sides" are the pair just named, else this war's two sides."""
        if mention.anaphor == "pair":
            earlier = [m for m in self.mentions if m.end <= mention.start and m.actors and m.acts]
            two = list(dict.fromkeys(a for m in earlier for a in m.actors))
            if len(two) == 2 and set(two) <= PARTIES:
                return tuple(two)
            return self.pair or self.context.sides
        if mention.anaphor == "war":
            return self.context.sides
        return mention.actors

    @cached_property
    def dates(self) -> list[When]:
        """Return the date expressions of the sentence."""
        last = self.named_before.last
        known = self.named_before.day or last
        before, last_day = known.first if known else None, last.first if last else None
        return dates.find(self.text, self.context.published, self.language, before, last_day)

    @cached_property
    def spoken_of(self) -> frozenset[str]:
        """Return the actors and the persons whom the sentence names."""
        return frozenset(name for mention in self.mentions for name in (*mention.actors, *mention.persons))

    @cached_property
    def spots(self) -> list[Spot]:
        """Return the places that the sentence names, each meaning of each word."""
        return spots.named(self)

    @cached_property
    def ties(self) -> tuple[str, ...]:
        """Return what ties the sentence to the one before: a pronoun, a word that goes on, the same actor."""
        opening = self.text[:28]
        found = [
            kind
            for kind in ("one", "them", "goes_on", "breaks")
            if lexicon.words("anaphora", self.language, kind).search(opening)
        ]
        if lexicon.words("anaphora", self.language, "goes_on").search(self.text):
            found.append("on")
        first = next((g for g in self.groups if g.actors), None)
        if first is not None:
            found.append("same" if self.spoken_before.issuperset(first.actors) else "new")
        else:
            found.append("nobody")
        return tuple(found)

    @cached_property
    def cues(self) -> tuple[str, ...]:
        """Return what ties a sentence to a place named before or to none: "there", "the town", "by telephone"."""
        kinds = ("there", "town", "talks", "remote")
        return tuple(k for k in kinds if lexicon.words("anaphora", self.language, k).search(self.text))

    @cached_property
    def after_actors(self) -> set[str]:
        """Return the actors whom the sentence behind names."""
        return actors.spoken_of(self.after, self.language, self.context.published)

    @cached_property
    def classes(self) -> dict[int, tuple[str, ...]]:
        """Return the classes of the words and idioms that begin at a position."""
        return vocabulary.classes(self.text, self.language)

    @cached_property
    def clauses(self) -> list[tuple[int, int, str]]:
        """Return (start, end, opening subordinator) of the clauses."""
        return clauses.clauses(self.text, self.language, [(g.start, g.end) for g in self.groups])

    def clause(self, at: int) -> tuple[int, int, str]:
        """Return the clause that holds a position."""
        return next((c for c in reversed(self.clauses) if c[0] <= at < c[1]), (0, len(self.text), ""))

    @cached_property
    def quotes(self) -> list[tuple[int, int]]:
        """Return the spans between quotation marks that hold more than a phrase."""
        spans = re.finditer(r"[\"“«]([^\"“”«»]*)(?:[\"”»]|$)", self.text)
        return [m.span() for m in spans if len(m[1].split()) >= 4]

    @cached_property
    def speeches(self) -> list[Speech]:
        """Return the verbs of speech with speaker and domain."""
        return speech.speeches(self)

    def group_after(self, at: int, reach: int) -> Group | None:
        """Return the first group that begins within ``reach`` characters after a position."""
        return next((g for g in self.groups if at <= g.start <= at + reach and g.actors), None)

    def speech_over(self, at: int) -> Speech | None:
        """Return the speech whose domain holds a position: the nearest one before it, else one that follows."""
        over = [s for s in self.speeches if s.domain[0] <= at < s.domain[1] and not s.start <= at < s.end]
        leading = [s for s in over if s.end <= at]
        return leading[-1] if leading else (over[0] if over else None)

    def light(self, text: str) -> bool:
        """Return whether a gap holds only auxiliaries, adverbs and dates, so that no other subject hides in it."""
        for when in dates.find(text, self.context.published or date(2020, 1, 1), self.language):
            text = text[: when.start] + " " * (when.end - when.start) + text[when.end :]
        text = re.sub(r"\([^)]*\)", " ", text)
        pattern = lexicon.words("heads", self.language, "light")
        adverb = lexicon.part("adverb", self.language)
        return not re.search(r"\w", re.sub(rf"\b{adverb}\b", " ", pattern.sub(" ", text)))

    def subject(self, at: int, speech: bool = False) -> Group | None:
        """Return the group that is the subject of a verb at a position; None if nobody who can be named is.

        Abstains when a subordinator or verb of speech lies between and the words after it may hold another subject.
        """
        told = [] if speech else [s for s in self.speeches if s.end <= at and 0 < s.domain[0] <= at <= s.domain[1]]
        floor = told[-1].end if told else 0
        self_words = lexicon.words("anaphora", self.language, "self")
        for group in reversed(self.groups):
            if group.end > at or not group.acts:
                continue
            if group.start < floor:
                break
            if group.prep or any(s.set_off and s.speaker == group for s in ([] if speech else self.speeches)):
                continue
            gap = self.text[group.end : at]
            if self._is_object(group, gap):
                continue
            rest = self._after_subordinator(gap)
            if rest is not None and self.verb_before(self.text[: group.start].rstrip()):
                continue  # the object of the main clause; its subject acts in the subordinate one too
            if rest is not None and self_words.fullmatch(self._bare(rest)):
                return group
            if rest is not None and not self.light(rest):
                return None
            if rest is None and len(gap.split()) > 14:
                return None
            return group
        lead = self.text[floor:at]
        rest = self._after_subordinator(lead)
        rest = lead if rest is None else rest
        for words in (rest.strip(' ,"“”'), self._bare(rest)):
            who = self_words.match(words)
            if who and self.light(words[who.end() :]):
                return told[-1].speaker if told else self.before
        dropped = lexicon.has(self.language, "subject_may_be_left_out")
        if told and (dropped or told[-1].kind == "deny") and self.light(rest):
            return told[-1].speaker
        return None

    def _bare(self, text: str) -> str:
        """Return a gap without the light words at its ends."""
        pattern = lexicon.words("heads", self.language, "light")
        for when in reversed(dates.find(text, self.context.published or date(2020, 1, 1), self.language)):
            text = text[: when.start] + text[when.end :]
        text = text.strip(' ,"“”()')
        while match := pattern.match(text):
            text = text[match.end() :].lstrip(" ,")
        words = text.split()
        while words and pattern.fullmatch(words[-1]):
            words.pop()
        return " ".join(words)

    def _is_object(self, group: Group, gap: str) -> bool:
        """Return whether a group closes an earlier verb, so that a later verb after "and" or a comma is not its own."""
        before = self.text[: group.start].rstrip()
        connector = re.match(rf"\s*(?:,|\(|{lexicon.part('objectend', self.language)}\b)", gap)
        return connector is not None and self.verb_before(before)

    def verb_before(self, before: str) -> bool:
        """Return whether a text ends in a verb (and perhaps an article)."""
        word = re.search(rf"(\w+)(?:\s+{lexicon.part('article', self.language)})?$", before[-40:])
        return word is not None and re.fullmatch(lexicon.part("verb", self.language), word[1].lower()) is not None

    def _after_subordinator(self, gap: str) -> str | None:
        """Return what follows the last subordinator in a gap; None if there is none that still stands open."""
        pattern = lexicon.words("heads", self.language, "sub")
        hits = list(pattern.finditer(gap))
        if not hits:
            return None
        enclosed = re.match(r"\s*,.*,\s*$", gap, re.DOTALL)
        closed = re.search(rf",\s*{lexicon.part('goeson', self.language)}\s*$", gap[hits[-1].end() :])
        return None if enclosed or closed else gap[hits[-1].end() :]


def read(sentence: Sentence, context: Context, doc: Doc | None = None, after: str = "") -> Reading:
    """Read one sentence, with its parse if there is one and the sentence ``after`` it; the context remembers it."""
    mentions = actors.mentions(sentence.text, context.language, context.published, context.persons, context.near)
    reading = Reading(sentence, context, mentions, doc, after, *context.recall(sentence.paragraph))
    context.remember(reading)
    return reading
