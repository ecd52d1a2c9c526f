"""Adding: a researcher's own files, in any form that can be read, into the workspace and a new edition.

They are read and looked at, coded, and only then kept. What was read and coded is written down at once, so that an
addition that was killed goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dashboard import coding, reading, store
from dashboard.adding.bench import Bench
from dashboard.adding.keeping import keep
from dashboard.adding.looking import Brought, Coded, Found, code, look, of_draft, of_named, present
from dashboard.adding.taking import ASIDE, own, take_out
from dashboard.reading import Refusal

__all__ = [
    "ASIDE",
    "Added",
    "Bench",
    "Brought",
    "Coded",
    "Found",
    "add",
    "code",
    "keep",
    "look",
    "of_draft",
    "own",
    "take_out",
]


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it: the edition, the names of the articles, the files that gave none, and what was noticed."""

    edition: store.Edition
    names: tuple[str, ...]
    refused: tuple[Refusal, ...]
    noticed: tuple[str, ...]


def add(workspace: Path, paths: list[Path], progress: Callable[[str], None] = lambda _: None) -> Added:
    """Bring files, folders and zips into the workspace and publish the edition with them.

    A file that is named must give an article: raise ArticleError before anything is kept if it gives none or is there
    already. Of a folder or a zip whatever can be read is taken, and the rest is told. If the edition is refused, what
    was brought is taken back: the workspace stays as it was. If this is killed, the same call goes on where it was and
    ends as if it had not been.
    """
    bench = Bench.of(workspace, paths)
    try:
        added = _added(workspace, paths, bench, progress)
    except (coding.ArticleError, store.StoreError):
        bench.clear()
        raise
    bench.clear()
    return added


def _added(workspace: Path, paths: list[Path], bench: Bench, progress: Callable[[str], None]) -> Added:
    brought, refused = _read(paths, bench, progress)
    found = look(workspace, brought, bench.ours())
    named = {path.name for path in paths}
    done: list[Brought] = []
    for number, one in enumerate(code(found.articles, bench.coded), start=1):
        if isinstance(one, Coded):
            done.append(one.brought)
        elif one.name in named:
            raise coding.ArticleError(one.why)
        else:
            refused.append(one)
        if number % 50 == 0 or number == len(found.articles):
            progress(f"{number:,} of {len(found.articles):,} new articles coded")
    if not done:
        why = [one.why for one in refused] + list(found.noticed)
        raise coding.ArticleError(" ".join(["Nothing was added: no new article was found.", *why[:1]]))
    kept = keep(workspace, found.only(done), bench, progress)
    return Added(kept.edition, kept.names, tuple(refused), (*found.noticed, *kept.noticed))


def _read(paths: list[Path], bench: Bench, progress: Callable[[str], None]) -> tuple[list[Brought], list[Refusal]]:
    """Return the articles of files, and why some give none; of those that were named each has to give one."""
    there = present(bench.workspace, bench.ours())
    contents = {path.read_bytes(): stem for stem, path in there.items()}
    brought: list[Brought] = []
    refused: list[Refusal] = []
    for path in paths:
        if not (path.is_dir() or path.suffix.lower() == ".zip"):
            brought.append(of_named(path, contents))
            continue
        for number, one in enumerate(reading.read_path(path, bench.readings), start=1):
            if isinstance(one, Refusal):
                refused.append(one)
            else:
                brought.append(of_draft(one))
            if number % 50 == 0:
                progress(f"{number:,} files of {path.name} read")
    return brought, refused
