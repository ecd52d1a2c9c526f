"""Evaluation: a coder is scored on gold articles by the codebook's rule; looks at a frozen set are logged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from dashboard.evaluation.gold import GOLD, SETS, GoldArticle, GoldError, digest, read_gold
from dashboard.evaluation.linking import linked
from dashboard.evaluation.scoring import Scored, clusters, figures, match
from dashboard.model import Article, Event

__all__ = ["GOLD", "SETS", "GoldError", "digest", "evaluate", "read_gold", "score"]

Coder = Callable[[Sequence[Article]], Iterable[list[Event]]]


def _silent(_: str) -> None:
    """Say nothing."""


def score(gold: Sequence[GoldArticle], code: Coder) -> list[Scored]:
    """Return each gold article with its codings and the pairs that meet."""
    coded = code([one.article for one in gold])
    return [
        Scored(one, tuple(events), tuple(match(one.events, events))) for one, events in zip(gold, coded, strict=True)
    ]


def evaluate(scored: Sequence[Scored], say: Callable[[str], None] = _silent) -> dict[str, dict[str, Any]]:
    """Return the figures of all articles together and of each language, clusters of happenings included."""
    happenings = linked(scored, say)
    languages = sorted({one.gold.article.language for one in scored})
    chosen = {"all": list(range(len(scored)))}
    for name in languages:
        chosen[name] = [n for n, one in enumerate(scored) if one.gold.article.language == name]
    return {
        name: figures([scored[n] for n in numbers])
        | {"clusters": clusters([pair for n in numbers for pair in happenings[n]]) if happenings else None}
        for name, numbers in chosen.items()
        if numbers
    }
