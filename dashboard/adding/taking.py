"""Taking out: an article of the workspace leaves the edition; its file is laid aside, not thrown away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dashboard import build, coding, store, turns

#: The folder of the workspace for files that were taken out.
ASIDE = "taken-out"


def own(workspace: Path) -> list[str]:
    """Return the ids of the articles that are the workspace's own."""
    folder = workspace / "articles"
    return [path.stem for path in build.article_files(workspace) if path.parent == folder]


def take_out(workspace: Path, article_id: str, progress: Callable[[str], None] = lambda _: None) -> store.Edition:
    """Lay the file of an article aside and make the edition without it; raise ArticleError if there is none.

    What people decided about it stays, and holds again if the article comes back. If the edition is refused, the
    article is put back.
    """
    with turns.turn(workspace, progress):
        files = [path for path in build.article_files(workspace) if path.stem == article_id]
        own_files = [path for path in files if path.parent == workspace / "articles"]
        if not own_files:
            why = "comes with the program" if files else "is not here any more"
            raise coding.ArticleError(f"“{article_id}” {why}, so it cannot be taken out.")
        (path,) = own_files
        aside = workspace / ASIDE
        aside.mkdir(exist_ok=True)
        names = (path.name, *(f"{path.stem}-{number}{path.suffix}" for number in range(2, 10_000)))
        there = next(aside / name for name in names if not (aside / name).exists())
        path.rename(there)
        try:
            return build.build_edition(workspace, progress)
        except BaseException:
            there.rename(path)
            raise
