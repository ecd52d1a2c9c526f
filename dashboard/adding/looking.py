"""Looking: which of the articles that were read are new, under which names, and what the coder finds in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dashboard import build, coded, coding, reading
from dashboard.coding import articles
from dashboard.corpus import Given
from dashboard.model import Article, Event
from dashboard.reading import Draft, Refusal


@dataclass(frozen=True, slots=True)
class Brought:
    """An article as it will lie in the workspace, and the draft that it was made of."""

    draft: Draft
    name: str
    content: bytes

    @property
    def article_id(self) -> str:
        """The name by which everybody knows it."""
        return Path(self.name).stem

    @property
    def given(self) -> Given:
        """The article as the coder takes it; what is wrong with it is said of the file that was brought."""
        return Given(self.article_id, self.draft.name, self.content)


@dataclass(frozen=True, slots=True)
class Found:
    """The articles that are new, what is like what, and the names that were taken when this was looked up."""

    articles: tuple[Brought, ...]
    noticed: tuple[str, ...]
    taken: frozenset[str]

    def only(self, wanted: Sequence[Brought]) -> Found:
        """Return the same with some of the articles."""
        return replace(self, articles=tuple(wanted))


@dataclass(frozen=True, slots=True)
class Coded:
    """An article and the events that the coder finds in it."""

    brought: Brought
    events: list[Event]

    def article(self) -> Article:
        """Return the article as the coder read it."""
        return self.brought.given.article()


def of_named(path: Path, contents: dict[bytes, str]) -> Brought:
    """Return the article of a file that was named; raise ArticleError if there is none, or if it is there already.

    ``contents`` are those of the articles that are there, with their names; the new one joins them.
    """
    if path.suffix.lower() in {".html", ".htm", ".pdf", ".docx"}:
        (one,) = reading.read_path(path)
        if isinstance(one, Refusal):
            raise coding.ArticleError(one.why)
        article = of_draft(one)
    else:
        coding.read_article(path)
        suffix = path.suffix if path.suffix in build.ARTICLE_SUFFIXES else ".txt"
        content = path.read_bytes()
        article = Brought(Draft(path.name, content.decode("utf-8", "replace")), f"{path.stem}{suffix}", content)
    if article.article_id in contents.values():
        raise coding.ArticleError(f"{path}: an article named “{article.article_id}” is there already; rename the file.")
    if twin := contents.get(article.content):
        raise coding.ArticleError(f"{path}: the same text is there already, as “{twin}”.")
    contents[article.content] = article.article_id
    return article


def of_draft(draft: Draft) -> Brought:
    """Return the article that a draft gives, named after its file."""
    stem = unicodedata.normalize("NFKD", Path(draft.name).stem)
    name = re.sub(r"[^A-Za-z0-9_.-]+", "-", stem).strip("-.").lower()[:80] or "article"
    return Brought(draft, f"{name}.md", reading.as_article(draft).encode())


def present(workspace: Path, besides: Collection[str] = ()) -> dict[str, Path]:
    """Return the articles that are there by their ids, ``besides`` some files."""
    return {path.stem: path for path in build.article_files(workspace) if path.name not in besides}


def look(workspace: Path, brought: Sequence[Brought], besides: Collection[str] = ()) -> Found:
    """Return those that are not there yet, under names that nobody has, and say what is like what.

    ``besides`` are files of the workspace that count as if they were not there.
    """
    there = present(workspace, besides)
    drafts = [Draft(one.draft.name, one.draft.text) for one in brought]
    known = {stem: _without_header(path.read_bytes()) for stem, path in there.items()}
    alike = {one.draft: one for one in reading.reprints(drafts, known)}
    taken = {stem.casefold() for stem in there}  # some systems hold A.md and a.md for one file
    new, noticed = [], []
    for at, one in enumerate(brought):
        if like := alike.get(at):
            noticed.append(like.words + (" It is left out." if like.kind == "duplicate" else ""))
            if like.kind == "duplicate":
                continue
        stem, suffix = Path(one.name).stem, Path(one.name).suffix
        numbered = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
        name = next(name for name in numbered if name.casefold() not in taken)
        taken.add(name.casefold())
        new.append(replace(one, name=f"{name}{suffix}"))
    return Found(tuple(new), tuple(noticed), frozenset(there))


def code(brought: Sequence[Brought], folder: Path) -> Iterator[Coded | Refusal]:
    """Yield what the coder finds in each article, in their order, or why it cannot be coded; ``folder`` keeps it."""
    for one, outcome in zip(brought, coded.outcomes([one.given for one in brought], folder), strict=True):
        if outcome.trouble:
            language = articles.unknown(one.draft.language) if one.draft.language else ""
            yield Refusal(one.draft.name, f"“{one.draft.name}” {language}" if language else outcome.trouble)
        else:
            yield Coded(one, outcome.events)


def _without_header(content: bytes) -> str:
    """Return what a file says, without its header."""
    text = content.decode("utf-8", "replace")
    return text.split("\n---\n", 1)[-1] if text.startswith("---\n") else text
