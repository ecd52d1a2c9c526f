"""Linking: which codings the product takes for one happening, so that this can be scored too."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from dashboard import store
from dashboard.evaluation.scoring import Scored


def linked(scored: Sequence[Scored], say: Callable[[str], None]) -> list[list[tuple[str, str]]] | None:
    """Return (gold happening, coded happening) of every matched coding, per article, linked as the product links them.

    None if the codings cannot be stored, which is said: the other figures do not depend on it.
    """
    articles, events = [], []
    for number, one in enumerate(scored):
        name = f"{number:06}"  # two languages may tell a story in files of one name
        articles.append(replace(one.gold.article, article_id=name))
        # people take no part in linking, and a coder may name some that the tables do not have
        events += [replace(event, article=name, persons=()) for event in one.coded]
    names = iter(store.event_ids(events))
    ids = [[next(names) for _ in one.coded] for one in scored]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        try:
            edition = store.new_edition(Path(folder), articles, events, [])
            given = {row["event_id"]: row["happening_id"] for row in store.ask_rows(edition, "events")}
        except store.StoreError as error:
            say(f"Happenings were not scored: {' '.join(str(error).split())[:300]}")
            return None
    return [
        [(one.gold.happenings[g], given[ids[number][c]]) for g, c in one.pairs] for number, one in enumerate(scored)
    ]
