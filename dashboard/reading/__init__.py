"""Reading: a person's own files go in, drafts of articles ready to be coded come out, with guesses to be corrected.

Every file is read in a process of its own that has no network and little time, so that none can harm the program.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from dashboard.reading import archive, kinds
from dashboard.reading.draft import MAX_BYTES, MAX_ZIP_BYTES, Draft, Refusal, UnreadableError
from dashboard.reading.kept import Readings
from dashboard.reading.likeness import Likeness, reprints
from dashboard.reading.writing import as_article
from dashboard.words import legible

__all__ = ["Draft", "Likeness", "Readings", "Refusal", "as_article", "each", "read", "read_path", "reprints"]

_NONE = Readings()


def read(name: str, content: bytes) -> list[Draft | Refusal]:
    """Return what a file gives: one draft, or one for each file in a zip; a refusal for each that gives none."""
    return list(each(name, content))


def each(name: str, content: bytes, kept: Readings = _NONE) -> Iterator[Draft | Refusal]:
    """Yield what ``read`` returns, as it comes; what is ``kept`` is not read again."""
    return _each(name, content, archive.Turn(kept))


def read_path(path: Path, kept: Readings = _NONE) -> Iterator[Draft | Refusal]:
    """Yield what a file gives, or all files in a folder and in the folders within it, in the order of their names.

    What is ``kept`` is not read again.
    """
    turn = archive.Turn(kept)
    if not path.is_dir():
        yield from _file(path, path.name, turn)
        return
    for folder, folders, names in os.walk(path):  # links to folders are not followed
        folders.sort()
        for name in sorted(names):
            inside = Path(folder, name)
            known = inside.relative_to(path).as_posix()
            if not turn.passes(known):
                yield from _file(inside, known, turn)
    yield from turn.beside(path.name)


def _file(path: Path, known: str, turn: archive.Turn) -> Iterator[Draft | Refusal]:
    name = legible(known, 200)
    try:
        if not path.is_file():  # a pipe would wait for ever
            yield Refusal(name, f"“{name}” is no file: bring a .txt, .md, .html, .pdf, .docx or .zip file.")
            return
        if path.stat().st_size > MAX_ZIP_BYTES:
            yield _too_large(name)
            return
        content = path.read_bytes()
    except OSError as error:
        yield Refusal(name, f"“{name}” cannot be opened ({error.strerror}): see whether you may read it.")
        return
    yield from _each(name, content, turn)


def _each(name: str, content: bytes, turn: archive.Turn) -> Iterator[Draft | Refusal]:
    name = legible(name, 200) or "file"
    if content.startswith(b"PK"):
        try:
            if kinds.kind(name, content) == "zip":
                yield from archive.drafts(name, content, turn.kept)
                return
        except UnreadableError as error:
            yield Refusal(name, f"“{name}” {error}")
            return
    yield turn.draft_of(name, content) if len(content) <= MAX_BYTES else _too_large(name)


def _too_large(name: str) -> Refusal:
    return Refusal(name, f"“{name}” is larger than {MAX_BYTES // 1_000_000} MB: give one article a file.")
