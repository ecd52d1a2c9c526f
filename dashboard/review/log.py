"""The log of a workspace: every decision with its state, and what it makes of an article's coding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from dashboard.model import Article, Event
from dashboard.review.applying import Coding, applied
from dashboard.review.decisions import KINDS, Decision, changed, files, read
from dashboard.review.standing import standing

#: What the columns of an edition are called that bear another name in a file.
_COLUMNS = {"by": "reviewer", "article": "article_id", "other": "other_id"}


@dataclass(frozen=True)
class Log:
    """Decisions, the first one first, the state of each by id, a sentence per file that is none, and all the files."""

    decisions: list[Decision]
    states: dict[str, str]
    troubles: list[str]
    files: list[Path]

    def of(self, by: str) -> Log:
        """Return what one person decided, each decision in the state it would have if nobody else had decided."""
        own = [one for one in self.decisions if one.by == by]
        return replace(self, decisions=own, states=standing(own))

    def holding(self, article_id: str) -> list[Decision]:
        """Return the decisions of an article that hold."""
        return self._holding.get(article_id, [])

    @cached_property
    def _holding(self) -> dict[str, list[Decision]]:
        by_article: dict[str, list[Decision]] = defaultdict(list)
        for one in self.decisions:
            if self.states[one.decision_id] == "holds":
                by_article[one.article].append(one)
        return by_article

    def coding(self, article: Article, found: Mapping[str, Event]) -> Coding:
        """Return what holds of the coder's events in an article."""
        return applied(article, found, self.holding(article.article_id))

    def readers(self, article_id: str) -> list[str]:
        """Return who has read an article to its end, the first one first."""
        return [one.by for one in self.holding(article_id) if one.kind == "read"]

    def names(self) -> list[str]:
        """Return everybody who has decided, who did so last at the front."""
        return list(dict.fromkeys(one.by for one in reversed(self.decisions)))

    def told(self) -> list[dict[str, str]]:
        """Return the decisions in words, the first one first."""
        return [
            {
                "at": one.at.isoformat(timespec="seconds"),
                "by": one.by,
                "kind": KINDS[one.kind],
                "state": self.states[one.decision_id],
                "article": one.article,
                "event_id": one.event_id or one.undoes,
                "changed": changed(one.before, one.after),
                "note": one.note,
                "decision_id": one.decision_id,
            }
            for one in self.decisions
        ]

    def rows(self, idle: Mapping[str, str], articles: set[str]) -> list[dict[str, Any]]:
        """Return the decisions as an edition holds them.

        ``idle`` are ids of those without effect, with the reason; so are those about none of the ``articles``.
        """
        rows = []
        for one in self.decisions:
            row, state = one.as_row(), self.states[one.decision_id]
            if state == "holds" and (one.decision_id in idle or (one.article and one.article not in articles)):
                state = "idle"
            row |= {"decided_at": f"{row.pop('at')[:26]}", "state": state}
            rows.append(row | {_COLUMNS[name]: row.pop(name) for name in _COLUMNS})
        return rows


def read_log(workspace: Path) -> Log:
    """Return the log of a workspace."""
    lying = files(workspace)
    decisions, troubles = read(lying)
    return Log(decisions, standing(decisions), troubles, lying)
