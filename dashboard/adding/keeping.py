"""Keeping: new articles go into the workspace, whole or not at all, and the edition is made with them."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dashboard import build, coded, coding, store, turns
from dashboard.adding.bench import Bench
from dashboard.adding.looking import Found, look, present
from dashboard.whole import written


@dataclass(frozen=True, slots=True)
class Kept:
    """The edition, the names of the articles in it, and what was noticed when others had added some meanwhile."""

    edition: store.Edition
    names: tuple[str, ...]
    noticed: tuple[str, ...]


def keep(workspace: Path, found: Found, bench: Bench, progress: Callable[[str], None] = lambda _: None) -> Kept:
    """Write the articles and build the edition with them; take them back if it is refused or interrupted.

    Raise ArticleError if others have added all of them meanwhile.
    """
    folder = workspace / "articles"
    with turns.turn(workspace, progress):
        for leftover in folder.glob(".part-*"):  # of a run that was killed: nobody else is at it
            leftover.unlink(missing_ok=True)
        try:
            placed = _placed(workspace, found, bench)
            made = build.build_edition(workspace, progress)
        except BaseException:
            for name in bench.ours():
                (folder / name).unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # not empty: the user's own articles stay
                folder.rmdir()
            raise
    noticed = tuple(line for line in placed.noticed if line not in found.noticed)
    return Kept(made, tuple(one.name for one in placed.articles), noticed)


def _placed(workspace: Path, found: Found, bench: Bench) -> Found:
    """Put the articles and what was found in them where they belong; return them under the names that they got."""
    folder = workspace / "articles"
    while True:
        if frozenset(present(workspace, bench.ours())) != found.taken:
            found = look(workspace, found.articles, bench.ours())
        if not found.articles:
            raise coding.ArticleError(" ".join(["Nothing was added: others have added it by now.", *found.noticed[:1]]))
        for name in bench.ours() - {one.name for one in found.articles}:  # it is no longer brought
            (folder / name).unlink(missing_ok=True)
        bench.plan({one.name: one.content for one in found.articles})
        try:
            for one in found.articles:
                _put(folder / one.name, one.content)
        except FileExistsError:  # on a network drive that gives no turns another may have been faster
            continue
        for one in found.articles:
            kept = coded.place(bench.coded, one.article_id, one.content)
            with contextlib.suppress(OSError):  # else it is found again
                (workspace / "coded").mkdir(exist_ok=True)
                os.link(kept, workspace / "coded" / kept.name)
        return found


def _put(path: Path, content: bytes) -> None:
    """Make a file that is there whole or not at all; raise FileExistsError if another has its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, part = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, path)
        except FileExistsError:
            if path.read_bytes() != content:
                raise
        except OSError:  # a disk without links: within our turn nobody else takes the name
            with written(path) as file:
                file.write(content)
    finally:
        Path(part).unlink(missing_ok=True)
