"""What was handed in: text files, folders of them and Parquet tables, one article at a time.

Files are only opened here; what stands in them is read where they are coded, which may be another machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dashboard.coding import articles
from dashboard.coding.articles import ArticleError
from dashboard.model import Article

if TYPE_CHECKING:
    import pyarrow as pa

NEEDED: Final = ("article_id", "text")
DAYS: Final = ("published", "date")
#: Columns that say of a row what front matter says of a file.
OPTIONAL: Final = (*DAYS, "title", "language", "outlet", "url", "place")
#: Rows of a table that are held in memory at a time.
ROWS: Final = 64


class CorpusError(Exception):
    """What was asked for cannot be done; the message is one sentence for the person who asked."""


@dataclass(frozen=True, slots=True)
class Given:
    """An article before it is read: the bytes of a file, or the text of a row and what its columns say.

    ``trouble`` says why there is nothing to read.
    """

    article_id: str
    name: str
    content: bytes | str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    trouble: str = ""

    def article(self) -> Article:
        """Return the article; raise ArticleError with one clear sentence if it cannot be coded."""
        if self.trouble:
            raise ArticleError(self.trouble)
        if isinstance(self.content, bytes):
            return articles.parse_article(articles.decode(self.content, self.name), self.article_id, self.name)
        articles.decode(self.content.encode("utf-8", "replace"), self.name)  # too long, empty or no text at all
        return _row_article(self.content, self)


class Corpus:
    """The articles of some files, folders and tables, in a fixed order; it can be gone through more than once."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Look at what was named; raise CorpusError if one of the names leads to nothing."""
        self._sources: list[tuple[Path, str] | Path] = []  # a file and its article's id, or a table
        self._unread: list[Given] = []
        self.total = 0
        #: Whether every article was named one by one.
        self.plain = True
        for path in paths:
            if path.is_dir():
                self.plain = False
                self._add_folder(path)
            elif path.suffix.lower() == ".parquet":
                self.plain = False
                self.total += _check_table(path)
                self._sources.append(path)
            else:
                if not path.is_file():
                    raise ArticleError(f"There is no file “{path}”.")
                self._sources.append((path, path.stem))
                self.total += 1
        self.total += len(self._unread)

    def _add_folder(self, folder: Path) -> None:
        from dashboard.build import ARTICLE_SUFFIXES  # noqa: PLC0415 - it brings the store, which coding needs not

        before = len(self._sources), len(self._unread)

        def refuse(error: OSError) -> None:
            name = str(error.filename)
            self._unread.append(Given(name, name, trouble=f"“{name}” cannot be opened: {error.strerror}."))

        for place, below, names in os.walk(folder, onerror=refuse):
            below[:] = sorted(name for name in below if not name.startswith("."))
            for name in sorted(names):
                path = Path(place, name)
                if path.suffix.lower() in ARTICLE_SUFFIXES and not name.startswith("."):
                    inside = path.relative_to(folder).with_suffix("")
                    self._sources.append((path, inside.as_posix()))
        if (len(self._sources), len(self._unread)) == before:
            raise CorpusError(f"There is no .txt or .md file in the folder “{folder}”.")
        self.total += len(self._sources) - before[0]

    def __iter__(self) -> Iterator[Given]:
        """Go through the articles; a second one of the same name comes as one that cannot be read."""
        yield from self._unread
        seen: set[str] = set()
        for given in self._all():
            if given.article_id in seen and not self.plain and not given.trouble:
                sentence = f"“{given.name}” is not coded: another article is named “{given.article_id}” too."
                yield replace(given, content="", columns={}, trouble=sentence)
            else:
                seen.add(given.article_id)
                yield given

    def _all(self) -> Iterator[Given]:
        for source in self._sources:
            if isinstance(source, Path):
                yield from _rows(source)
            else:
                yield from_file(*source)


def from_file(path: Path, article_id: str) -> Given:
    """Return a text file as it was given; one that cannot be opened says why."""
    name = path.name if article_id == path.stem else f"{article_id}{path.suffix}"
    try:
        with path.open("rb") as file:
            return Given(article_id, name, file.read(articles.MAX_BYTES + 1))
    except OSError as error:
        return Given(article_id, name, trouble=f"“{name}” cannot be opened: {error.strerror}.")


def _check_table(path: Path) -> int:
    """Return how many rows a table has; raise CorpusError if it is not one of articles."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - it takes a moment to load, and only tables need it

    if not path.is_file():
        raise CorpusError(f"There is no file “{path}”.")
    try:
        with pq.ParquetFile(path) as table:
            names, rows = table.schema_arrow.names, int(table.metadata.num_rows)
    except (OSError, ValueError):
        raise CorpusError(f"“{path.name}” is not a Parquet file, or not a whole one.") from None
    if missing := [name for name in NEEDED if name not in names]:
        has = ", ".join(names)[:200]
        raise CorpusError(f"“{path.name}” has no column {' and no column '.join(missing)}; its columns are: {has}.")
    if not rows:
        raise CorpusError(f"“{path.name}” has no rows.")
    return rows


def _rows(path: Path) -> Iterator[Given]:
    """Go through the rows of a table, a few at a time: it may be larger than the memory."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    at = 0
    try:
        with pq.ParquetFile(path) as table:
            wanted = [name for name in (*NEEDED, *OPTIONAL) if name in table.schema_arrow.names]
            for batch in table.iter_batches(batch_size=ROWS, columns=wanted):
                for index in range(batch.num_rows):
                    at += 1
                    yield _row(batch, index, f"row {at} of {path.name}")
    except (OSError, ValueError) as error:
        raise CorpusError(f"“{path.name}” cannot be read beyond its row {at}: {_first_line(error)}.") from None


def _row(batch: pa.RecordBatch, index: int, where: str) -> Given:
    try:
        row = {name: batch.column(name)[index].as_py() for name in batch.schema.names}
    except ValueError:  # bytes that are no UTF-8, or a day that is in no calendar
        return Given(where, where, trouble=f"The {where} holds a value that cannot be read.")
    article_id = str(row.pop("article_id") or "").strip()
    text = row.pop("text")
    if not article_id:
        return Given(where, where, trouble=f"The {where} has no article_id.")
    if not isinstance(text, str) or not text.strip():
        return Given(article_id, article_id, trouble=f"“{article_id}” has no text.")
    said = {
        name: _day(value) if name in DAYS else str(value).strip() for name, value in row.items() if value is not None
    }
    return Given(article_id, article_id, text, {name: value for name, value in said.items() if value})


def _day(value: object) -> str:
    """Return a moment as its day; a text that is none is left for the coder to read."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    text = str(value).strip()
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        return text


def _row_article(text: str, given: Given) -> Article:
    """Read the text of a row as the file is read that says what the columns say; offsets count in the text alone.

    A text that opens with front matter of its own speaks for itself. Without a day in the columns the text is read
    as a plain one, its headline first, because its dateline may hold the day.
    """
    said = given.columns
    title, day = " ".join(said.get("title", "").split()), said.get("published") or said.get("date")
    head = ""
    if day and not text.startswith("---"):
        head = articles.header({"date": day, "language": said.get("language", "")})
    elif title and not text.startswith("---"):
        head = f"{title}\n"
    read = articles.parse_article(head + text, given.article_id, given.name)
    begin = max(0, read.body[0] - len(head))
    opening = text[begin:].lstrip("# \r\n\t")
    if title and opening.startswith(title) and opening[len(title) :].strip():
        begin = text.index(title, begin) + len(title)  # the headline is not told twice
    return replace(
        read,
        text=text,
        body=(begin, len(text)),
        title=read.title or title,
        outlet=read.outlet or said.get("outlet", ""),
        url=read.url or said.get("url", ""),
        place=read.place or said.get("place", ""),
    )


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
