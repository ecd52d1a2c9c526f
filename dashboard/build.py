"""From everything a workspace holds to an edition: articles are read and coded, then stored.

The workspace keeps the originals (``articles/``), what the coder found in them (``coded/``), what people decided about
that (``decisions/``) and the editions made from all of it (``editions/``).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import platformdirs

from dashboard import coded, importers, review, store, turns
from dashboard.bundle import DATA
from dashboard.model import Article, Event

#: File name endings that are taken for articles.
ARTICLE_SUFFIXES = frozenset({".txt", ".md"})


def default_workspace() -> Path:
    """Return ``KARABAKH_WORKSPACE``, else the platform's user data directory."""
    if named := os.environ.get("KARABAKH_WORKSPACE"):
        return Path(named).expanduser()
    return Path(platformdirs.user_data_dir("karabakh-timeline", appauthor=False))


def article_files(workspace: Path) -> list[Path]:
    """Return the bundled articles and the workspace's own, in a fixed order."""
    folders = (DATA / "articles", workspace / "articles")
    return [path for folder in folders for path in sorted(folder.glob("*")) if path.suffix in ARTICLE_SUFFIXES]


def inputs(workspace: Path) -> list[Path]:
    """Return the files whose content, with the bundle's, names the edition of a workspace."""
    brought = (one.manifest for one in importers.active(workspace))
    return [*article_files(workspace), *review.files(workspace), *brought]


def build_edition(workspace: Path, progress: Callable[[str], None] = lambda _: None) -> store.Edition:
    """Code every article and publish the edition they give with the bundled data.

    Raise ArticleError, naming the file, or StoreError; the former edition then stays current.
    """
    folder = workspace / "coded"
    new = coded.missing(article_files(workspace), folder)  # nobody needs to wait for these to be coded
    for number, outcome in enumerate(coded.outcomes(new, folder), start=1):
        progress(f"{number:,} of {len(new):,} articles coded: {outcome.name}")
    with turns.turn(workspace, progress):
        files, log = article_files(workspace), review.read_log(workspace)
        for trouble in log.troubles:
            progress(trouble)
        articles: list[Article] = []
        events: dict[str, Event] = {}
        idle: dict[str, str] = {}
        for article, found in coded.coded(files, folder):
            coding = log.coding(article, store.named_events(found))
            articles.append(article)
            events |= {name: one.event for name, one in coding.events.items()}
            idle |= coding.idle
        progress(f"{len(events):,} events found in {len(articles):,} articles; building the edition")
        brought = importers.active(workspace)
        for one in brought:
            progress(f"{one.import_id}: {one.kept:,} rows")
        holds = [*files, *log.files, *(one.manifest for one in brought)]
        imported = [one.for_edition() for one in brought]
        decisions = log.rows(idle, {article.article_id for article in articles})
        return store.new_edition(workspace, articles, events, holds, imported, decisions=decisions)


def current_edition(workspace: Path, progress: Callable[[str], None] = lambda _: None) -> store.Edition:
    """Return the edition of what is here now, building it if it is not the current one."""
    edition_id, _, _ = store.edition_id_for(inputs(workspace))
    current = store.edition(workspace)
    return current if current and current.edition_id == edition_id else build_edition(workspace, progress)
