"""``karabakh decisions``: the log of what people decided, as gold, and how far they agree."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dashboard import words
from dashboard.evaluation import report
from dashboard.options import UsageError
from dashboard.review.decisions import ReviewError
from dashboard.review.gold import agreements, write_gold
from dashboard.review.log import read_log

COLUMNS = ("at", "by", "kind", "state", "article", "event_id", "changed", "note", "decision_id")


def run(workspace: Path, arguments: argparse.Namespace, say: Callable[[str], None]) -> list[dict[str, Any]] | None:
    """Do what was asked; return the rows of the log if it was asked for. Raise UsageError for what cannot be done."""
    log = read_log(workspace)
    for trouble in log.troubles:
        say(trouble)
    try:
        if arguments.gold:
            number = write_gold(workspace, arguments.gold.expanduser(), arguments.by, arguments.second)
            print(
                f"{words.plural(number, 'article')} written; “karabakh evaluate --gold {arguments.gold}” scores on it."
            )
            return None
        if arguments.agreement:
            _print_agreements(agreements(workspace))
            return None
    except ReviewError as error:
        raise UsageError(str(error)) from None
    return [row for row in log.told() if arguments.by in (None, row["by"])]


def _print_agreements(told: list[dict[str, Any]]) -> None:
    if not told:
        raise ReviewError("No two people have read one article to its end.")
    for one in told:
        print(f"{one['first']} and {one['second']}")
        print(report.agreement({"all": one}))
