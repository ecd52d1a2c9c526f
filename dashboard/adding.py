"""Adding: a researcher's own files, in any form that can be read, into the workspace and a new edition."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dashboard import build, coding, reading, store
from dashboard.reading import Draft, Refusal
from dashboard.whole import written


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it: the edition, the names of the articles, the files that gave none, and what was noticed."""

    edition: store.Edition
    names: tuple[str, ...]
    refused: tuple[Refusal, ...]
    noticed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Article:
    """A file as it will lie in the workspace; ``text`` is what it says, to find what is there already."""

    known: str
    name: str
    content: bytes
    text: str


def add(workspace: Path, paths: list[Path], progress: Callable[[str], None] = lambda _: None) -> Added:
    """Bring files, folders and zips into the workspace and publish the edition with them.

    A file that is named must give an article: raise ArticleError before anything is kept if it gives none or is there
    already. Of a folder or a zip whatever can be read is taken, and the rest is told. If the edition is refused, what
    was brought is taken back: the workspace stays as it was.
    """
    present = {path.stem: path for path in build.article_files(workspace)}
    contents = {path.read_bytes(): stem for stem, path in present.items()}
    found: list[_Article] = []
    refused: list[Refusal] = []
    for path in paths:
        many = path.is_dir() or path.suffix.lower() == ".zip"
        for number, one in enumerate(_of_many(path) if many else iter([_alone(path, contents)]), start=1):
            if isinstance(one, Refusal):
                refused.append(one)
            else:
                found.append(one)
            if many and number % 50 == 0:
                progress(f"{number} files of {path.name} read")
    new, noticed = _new(found, present)
    if not new:
        why = f" {refused[0].why}" if refused else f" {noticed[0]}" if noticed else ""
        raise coding.ArticleError(f"Nothing was added: no new article was found.{why}")
    return Added(_kept(workspace, new, progress), tuple(one.name for one in new), tuple(refused), tuple(noticed))


def _alone(path: Path, contents: dict[bytes, str]) -> _Article:
    """Return the article of a file that was named; raise ArticleError if there is none, or if it is there already.

    ``contents`` are those of the articles that are there, with their names; the new one joins them.
    """
    if path.suffix.lower() in {".html", ".htm", ".pdf", ".docx"}:
        (one,) = reading.read_path(path)
        if isinstance(one, Refusal):
            raise coding.ArticleError(one.why)
        article = _of_draft(one)
    else:
        coding.read_article(path)
        suffix = path.suffix if path.suffix in build.ARTICLE_SUFFIXES else ".txt"
        content = path.read_bytes()
        article = _Article(path.name, f"{path.stem}{suffix}", content, content.decode("utf-8", "replace"))
    stem = Path(article.name).stem
    if stem in contents.values():
        raise coding.ArticleError(f"{path}: an article named “{stem}” is there already; rename the file.")
    if twin := contents.get(article.content):
        raise coding.ArticleError(f"{path}: the same text is there already, as “{twin}”.")
    contents[article.content] = stem
    return article


def _of_many(path: Path) -> Iterator[_Article | Refusal]:
    for one in reading.read_path(path):
        yield _of_draft(one) if isinstance(one, Draft) else one


def _of_draft(draft: Draft) -> _Article:
    stem = unicodedata.normalize("NFKD", Path(draft.name).stem)
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", stem).strip("-.").lower()[:80] or "article"
    return _Article(draft.name, f"{name}.md", reading.as_article(draft).encode(), draft.text)


def _new(found: list[_Article], present: dict[str, Path]) -> tuple[list[_Article], list[str]]:
    """Return the articles that are not there yet, under names that nobody has, and what is like what."""
    drafts = [Draft(one.known, one.text) for one in found]
    alike = {one.draft: one for one in reading.reprints(drafts, {stem: _text(path) for stem, path in present.items()})}
    taken = set(present)
    new, noticed = [], []
    for at, one in enumerate(found):
        if like := alike.get(at):
            noticed.append(like.words + (" It is left out." if like.kind == "duplicate" else ""))
            if like.kind == "duplicate":
                continue
        stem, suffix = Path(one.name).stem, Path(one.name).suffix
        numbered = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
        name = next(name for name in numbered if name not in taken)
        taken.add(name)
        new.append(_Article(one.known, f"{name}{suffix}", one.content, one.text))
    return new, noticed


def _text(path: Path) -> str:
    """Return what an article of the workspace says, without its header."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return text.split("\n---\n", 1)[-1] if text.startswith("---\n") else text


def _kept(workspace: Path, new: list[_Article], progress: Callable[[str], None]) -> store.Edition:
    """Write the articles and build the edition with them; take them back if it is refused."""
    folder = workspace / "articles"
    files = [folder / one.name for one in new]
    try:
        for path, one in zip(files, new, strict=True):
            with written(path) as file:
                file.write(one.content)
        return build.build_edition(workspace, progress)
    except BaseException:
        for path in files:
            path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # not empty: the user's own articles stay
            folder.rmdir()
        raise
