"""One file, of whatever kind, to one draft: what the worker does, apart from the rest of the program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dashboard.coding import ArticleError
from dashboard.reading import heading, kinds, plain
from dashboard.reading.draft import MAX_BYTES, Draft, Rough, UnreadableError

_READERS: Final[dict[str, Callable[[bytes], Rough]]] = {}


def draft_of(name: str, content: bytes) -> Draft:
    """Return the draft that a file gives; raise UnreadableError, which says why after the file's name."""
    if len(content) > MAX_BYTES:
        raise UnreadableError(f"is larger than {MAX_BYTES // 1_000_000} MB: give one article a file.")
    kind = kinds.kind(name, content)
    if kind == "zip":
        raise UnreadableError("is a zip in a zip: unpack it and bring its files.")
    try:
        return heading.completed(_rough(kind, name, content), name)
    except ArticleError as error:  # of a header; it names the file
        said = str(error).removesuffix(".")
        raise UnreadableError(f"{said}." if ": " in said else f"{said}: set it right or take it out.") from None


def load() -> None:
    """Load the libraries, which takes about a second: only where files are read."""
    from dashboard.reading import pdf, webpage, word  # noqa: PLC0415

    _READERS.update(pdf=pdf.read, docx=word.read, html=webpage.read)


def _rough(kind: str, name: str, content: bytes) -> Rough:
    if kind in ("md", "txt"):
        return plain.read(content, name, markdown=kind == "md")
    if not _READERS:
        load()
    return _READERS[kind](content)
