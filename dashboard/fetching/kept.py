"""What was fetched and is not yet imported: a folder of whole pages or files, and what they are an answer to."""

from __future__ import annotations

import contextlib
import csv
import errno
import io
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from dashboard import whole
from dashboard.importers import ImportRefusedError


@dataclass(frozen=True, slots=True)
class Table:
    """A page: the names of its columns and its rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def column(self, name: str) -> list[str]:
        """Return the cells of one column."""
        place = self.columns.index(name)
        return [row[place] for row in self.rows]


class Folder:
    """The downloads of one request; ``asked`` is all that they depend on, and no secret."""

    def __init__(self, workspace: Path, name: str, asked: Mapping[str, Any]) -> None:
        self._root, self._asked = workspace / "downloads", dict(asked)
        self.path = self._root / name
        self._note = self.path / "asked.json"
        self.told: dict[str, Any] = {}  # what the provider said of the whole, such as how many rows there are

    def open(self) -> None:
        """Take up what is kept, or begin anew if it answers another request."""
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            held = note["asked"] == self._asked
            self.told = dict(note["told"]) if held else {}
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            held = False
        if not held:
            self.clear()

    def clear(self) -> None:
        """Empty the folder and take it away."""
        self.told = {}
        shutil.rmtree(self.path, ignore_errors=True)
        self.tidy()

    def tidy(self) -> None:
        """Take away what is empty, up to the folder of all downloads."""
        for folder in (self.path, *self.path.parents):
            if folder == self._root or self._root in folder.parents:
                with contextlib.suppress(OSError):  # there is something in it, or it is gone already
                    folder.rmdir()

    def remember(self, **told: Any) -> None:
        """Keep what the provider said of the whole."""
        if self.told | told != self.told or not self._note.is_file():
            self.told |= told
            self.write(self._note, json.dumps({"asked": self._asked, "told": self.told}, indent=1).encode())

    def write(self, path: Path, content: bytes) -> None:
        """Write a file, whole or not at all; raise ImportRefusedError if the disk is full."""
        with self._writing(path) as file:
            file.write(content)

    @contextlib.contextmanager
    def _writing(self, path: Path) -> Iterator[IO[bytes]]:
        try:
            with whole.written(path) as file:
                yield file
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise ImportRefusedError(
                    f"The disk is full: nothing more fits into {self.path}. Make room and run the same command again."
                ) from None
            raise ImportRefusedError(f"{path} cannot be written ({error.strerror or error}).") from None

    def keep(self, number: int, page: Table) -> None:
        """Keep a page."""
        self.write(self._page(number), as_csv(page.columns, page.rows))

    def pages(self) -> Iterator[Table]:
        """Yield the pages that are kept, up to the first that is not there or not whole."""
        number = 0
        while (path := self._page(number)).is_file():
            try:
                page = read_csv(path.read_bytes())
            except (OSError, ValueError):
                return
            if page is None:
                return
            yield page
            number += 1

    def join(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
        """Write the file that is imported, row by row."""
        path = self.path / name
        with self._writing(path) as file:
            text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="")
            _write(text, columns, rows)
            text.detach()
        return path

    def _page(self, number: int) -> Path:
        return self.path / f"page-{number:05d}.csv"


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a table as a publisher's CSV file has it."""
    out = io.StringIO(newline="")
    _write(out, columns, rows)
    return out.getvalue().encode("utf-8", "replace")


def _write(out: IO[str], columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    out.flush()


def read_csv(body: bytes) -> Table | None:
    """Return the table of a CSV file, None if there is none; raise ValueError if it breaks off or is no text."""
    csv.field_size_limit(2**27)
    reader = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True)
    try:
        rows = [tuple(row) for row in reader if row]
    except csv.Error as error:
        raise ValueError(str(error)) from None
    if not rows:
        return None
    columns = tuple(name.strip() for name in rows[0])
    if any(len(row) != len(columns) for row in rows):
        raise ValueError("rows of different lengths")
    return Table(columns, tuple(rows[1:]))
