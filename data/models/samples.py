"""Samples: what the coder's models are trained on, read exactly as the coder reads an article."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dashboard.coding import actors, articles, parsing, predicates, reading
from dashboard.coding.context import Context
from dashboard.evaluation.gold import GoldArticle
from dashboard.model import Article, Event

#: The dateline of a training sentence that has none.
UNDATED = date(2021, 6, 15)


@dataclass
class Wanted:
    """An event that a sentence is known to tell; what is None is not known."""

    type: str
    span: tuple[int, int]
    source: frozenset[str] | None = None
    target: frozenset[str] | None = None
    status: str | None = None
    event: Event | None = None


@dataclass
class Sample:
    """One sentence, its candidate predicates with their signs, and the events that it is known to tell."""

    group: str
    language: str
    read: reading.Reading
    found: list[predicates.Predicate]
    signs: list[list[str]]
    wanted: list[Wanted]
    anchors: list[int | None] = field(default_factory=list)  # the predicate of each wanted event


def of_articles(gold: list[GoldArticle]) -> Iterator[Sample]:
    """Yield the sentences of gold articles."""
    for one in gold:
        article = one.article
        context = Context(article.language, article.published)
        context.near.update(actors.spoken_of(article.text, article.language, article.published))
        sentences = articles.sentences(article)
        docs = parsing.parse([s.text for s in sentences], article.language)
        behind = [*(s.text for s in sentences[1:]), ""]
        for sentence, doc, after in zip(sentences, docs, behind, strict=False):
            told = [
                Wanted(
                    event.type,
                    (event.start - sentence.start, event.end - sentence.start),
                    frozenset(event.source),
                    frozenset(event.target),
                    event.status,
                    event,
                )
                for event in one.events
                if sentence.start <= event.start < sentence.end
            ]
            yield _sample(article, reading.read(sentence, context, doc, after), told)


def of_sentences(path: Path, language: str) -> Iterator[Sample]:
    """Yield a sample per row of ``sentences.*.csv`` or ``contrast.*.csv``; what is held back measures the coder."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row.get("set") != "held"]
    docs = parsing.parse([row["sentence"] for row in rows], language)
    for number, (row, doc) in enumerate(zip(rows, docs, strict=True)):
        text = row["sentence"]
        published = date.fromisoformat(row["published"]) if row.get("published") else UNDATED
        article = Article(f"{path.stem}/{row.get('frame') or number}", text, "", language, (0, len(text)), published)
        context = Context(language, published, {"ARM", "AZE", "NKR"})
        context.near.update(actors.spoken_of(text, language, published))
        types = [name for name in (row.get("types") or row.get("type") or "").split() if name != "NONE"]
        statuses = row["status"].split()
        told = [Wanted(name, (0, len(text)), status=statuses[n]) for n, name in enumerate(types)]
        if "frame" in row:
            for wanted in told:
                wanted.source, wanted.target = frozenset(row["source"].split()), frozenset(row["target"].split())
        yield _sample(article, reading.read(articles.Sentence(0, len(text), text, 0), context, doc), told)


def _sample(article: Article, read: reading.Reading, told: list[Wanted]) -> Sample:
    found = predicates.candidates(read)
    return Sample(article.article_id, article.language, read, found, predicates.signs(read, found), told)
