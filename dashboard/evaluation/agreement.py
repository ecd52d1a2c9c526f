"""Agreement: how far two independent codings of the same articles agree, which is the ceiling for a coder."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from dashboard.evaluation.gold import GoldArticle, GoldError
from dashboard.evaluation.scoring import FIELDS, Scored, clusters, figures, match

COLUMNS: Final = (
    *("language", "articles", "first_events", "second_events", "precision", "recall", "f1", "low", "high"),
    *(*FIELDS, "clusters_f1"),
)


def agreement(gold: Sequence[GoldArticle]) -> dict[str, dict[str, Any]]:
    """Return how the second codings agree with the first, of all articles that have both and of each language."""
    twice = [one for one in gold if one.second is not None]
    languages = sorted({one.article.language for one in twice})
    parts = {"all": twice} | {name: [one for one in twice if one.article.language == name] for name in languages}
    return {name: _agreed(some) for name, some in parts.items() if some}


def _agreed(twice: Sequence[GoldArticle]) -> dict[str, Any]:
    scored = [Scored(one, one.second or (), tuple(match(one.events, one.second or ()))) for one in twice]
    told = figures(scored)
    met = [(one.gold.happenings[g], one.gold.second_happenings[c]) for one in scored for g, c in one.pairs]
    low, high = told["interval_95"]["f1"]
    same = clusters(met)
    return {
        "articles": len(twice),
        "first_events": told["gold_events"],
        "second_events": told["coded_events"],
        **{name: told[name] for name in ("precision", "recall", "f1")},
        "low": low,
        "high": high,
        **told["right_of_matched"],
        # who codes article by article gives every event a happening of its own: that is no opinion on sameness
        "clusters_f1": same["f1"] if same["coded_pairs"] else None,
    }


def write_agreement(path: Path, agreed: dict[str, dict[str, Any]]) -> None:
    """Write the agreement as a table with a row per language; raise OSError if that cannot be done."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows({"language": name} | told for name, told in agreed.items())


def read_agreement(path: Path) -> dict[str, dict[str, str]]:
    """Return the rows of such a table by language, none if there is no table; raise GoldError if it is damaged."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, csv.Error):
        raise GoldError(f"{path} cannot be read.") from None
    if any(set(row) != set(COLUMNS) or None in row.values() for row in rows):
        raise GoldError(f"{path} is damaged: write it anew with “karabakh evaluate --agreement”.")
    return {row["language"]: row for row in rows}
