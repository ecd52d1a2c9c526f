"""Articles: from a file to text with its headline, date and language known, and from text to sentences.

Offsets always count the characters of the whole decoded file, so that a quotation can be found again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.coding import dates, lexicon
from dashboard.model import Article

MAX_BYTES = 5_000_000
MAX_TITLE = 300
MAX_QUOTATION = 600
MAX_SENTENCE = 2000  # what is longer is a list or a table, no sentence

BINARY = {b"%PDF": "a PDF", b"PK\x03\x04": "a Word or ZIP file", b"\xd0\xcf\x11\xe0": "an old Word file"}


class ArticleError(ValueError):
    """The file cannot be coded; the message is one sentence for the person who gave it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the article that may be coded; ``start`` counts in ``Article.text``."""

    start: int
    end: int
    text: str
    paragraph: int


def read_article(path: Path | str, today: date | None = None) -> Article:
    """Read a plain text or Markdown file; raise ArticleError with one clear sentence if it cannot be coded."""
    path = Path(path)
    if not path.is_file():
        raise ArticleError(f"There is no file “{path}”.")
    if path.stat().st_size > MAX_BYTES:
        raise ArticleError(f"“{path.name}” is larger than {MAX_BYTES // 1_000_000} MB: give one article a file.")
    return parse_article(decode(path.read_bytes(), path.name), path.stem, path.name, today)


def decode(data: bytes, name: str) -> str:
    """Return the text of a UTF-8 file, or of a UTF-16 file with a byte order mark."""
    if not data.strip():
        raise ArticleError(f"“{name}” is empty.")
    if len(data) > MAX_BYTES:
        raise ArticleError(f"“{name}” is larger than {MAX_BYTES // 1_000_000} MB: give one article a file.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise ArticleError(f"“{name}” begins as UTF-16 but breaks off at byte {error.start}.") from None
    for magic, kind in BINARY.items():
        if data.startswith(magic):
            raise ArticleError(f"“{name}” is {kind}, not text: save the article as plain text (.txt or .md).")
    if b"\0" in data[:100_000]:
        raise ArticleError(f"“{name}” is a binary file, not text: save the article as plain text in UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArticleError(
            f"“{name}” is not UTF-8: byte {error.start} is 0x{data[error.start]:02x}; if it is Windows-1252, convert it"
            f" with “iconv -f WINDOWS-1252 -t UTF-8”."
        ) from None


def parse_article(text: str, article_id: str, name: str = "", today: date | None = None) -> Article:
    """Find headline, date, language and body in the text of an article."""
    name = name or article_id
    if not text.strip():
        raise ArticleError(f"“{name}” is empty.")
    given, body = front_matter(text, name)
    title = str(given.get("title") or "")
    if given:
        heading = re.compile(r"\s*#\s+[^\n]*\n").match(text, body)
        body = heading.end() if heading else body
    else:
        title, body = _title(text)
    published = _given_date(given.get("date"), name)
    if not given:
        published, body = _dateline(text, body)
    latest = (today or datetime.now(UTC).date()) + timedelta(days=1)
    if published and not date(1900, 1, 1) <= published <= latest:
        when = "in the future" if published > latest else "before 1900"
        raise ArticleError(f"“{name}” is dated {published.isoformat()}, {when}: correct its date.")
    if not text[body:].strip():
        raise ArticleError(f"“{name}” has a headline but no text below it.")
    return Article(
        article_id=article_id,
        text=text,
        title=" ".join(title.split()),
        language=_language(text[body:], str(given.get("language") or ""), name),
        body=(body, len(text)),
        published=published,
        outlet=str(given.get("outlet") or ""),
        url=str(given.get("url") or ""),
        place=str(given.get("place") or ""),
    )


def front_matter(text: str, name: str) -> tuple[dict[str, Any], int]:
    """Return the YAML header, empty if there is none, and where the text after it begins."""
    opened = re.match(r"---[ \t]*\r?\n", text)
    if not opened:
        return {}, 0
    closed = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$\n?", re.MULTILINE).search(text, opened.end())
    if not closed:
        raise ArticleError(f"The header of “{name}” is not closed: put a line “---” after it.")
    import yaml  # noqa: PLC0415 - only articles with a header pay for it

    try:
        given = yaml.safe_load(text[opened.end() : closed.start()])
    except ValueError:
        raise ArticleError(f"The header of “{name}” has a date that is in no calendar: correct it.") from None
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" near its line {mark.line + 2}" if mark else ""
        raise ArticleError(f"The header of “{name}” is not valid YAML{where}.") from None
    if not isinstance(given, dict):
        raise ArticleError(f"The header of “{name}” must be lines like “title: …”.")
    return {str(key).lower(): value for key, value in given.items()}, closed.end()


def header(given: Mapping[str, object]) -> str:
    """Return the YAML header that ``front_matter`` reads, with the line after which the text begins."""
    import yaml  # noqa: PLC0415 - likewise

    return f"---\n{yaml.safe_dump(dict(given), allow_unicode=True, sort_keys=False, width=10_000)}---\n"


def _title(text: str) -> tuple[str, int]:
    """Return the first line as the headline, unless it is too long to be one."""
    begin = len(text) - len(text.lstrip())
    end = text.find("\n", begin) + 1 or len(text)
    title = text[begin:end].strip().removeprefix("# ")
    return ("", 0) if len(title) > MAX_TITLE or not text[end:].strip() else (title, end)


def _given_date(value: object, name: str) -> date | None:
    """Return the header's date."""
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    found = dates.absolute(str(value))
    if not found:
        raise ArticleError(f"The date “{str(value)[:40]}” in the header of “{name}” is not a date like 2020-10-09.")
    return found


def _dateline(text: str, body: int) -> tuple[date | None, int]:
    """Return the date in one of the first lines under the headline, and where the text after it begins."""
    position = body
    for line in text[body : body + 2000].splitlines(keepends=True)[:8]:
        position += len(line)
        if len(line) > 120:
            break
        if found := dates.absolute(line):
            return found, position
    return None, body


def _language(text: str, given: str, name: str) -> str:
    """Return the language to code in: the one that the header names, else the one that the text seems to be in.

    Raise ArticleError for a language that cannot be coded.
    """
    given = given.strip().lower().replace("_", "-").split("-")[0]
    if given and _meant(given) not in lexicon.languages():
        raise ArticleError(f"“{name}” is marked as “{given[:10]}”: only {_coded()} can be coded.")
    found = _meant(given) if given else language_of(text)
    if uncodable := unknown(found):
        raise ArticleError(f"“{name}” {uncodable}")
    return found


def language_of(text: str) -> str:
    """Return the code of the language that a text seems to be in, whether it can be coded or not."""
    return _meant(str(_identifier().classify(text[:6000])[0]))


def unknown(code: str) -> str:
    """Return what to say of a text in a language that cannot be coded; nothing for one that can."""
    if code in lexicon.languages():
        return ""
    return f"seems to be in {lexicon.language(code).get('name') or code}: only {_coded()} can be coded."


def opener(line: str, language: str) -> int:
    """Return where the news begins in a line that opens with city and agency, "MOSCOW (Reuters) - "; else 0."""
    found = _boilerplate(language, "opener").match(line)
    return found.end() if found else 0


def _meant(code: str) -> str:
    """Return the language that a code stands for: a neighbour that short texts are taken for is read as its own."""
    return lexicon.language(code).get("read_as") or code


def _coded() -> str:
    """Return the names of the languages that can be coded, as a sentence lists them."""
    *most, last = (lexicon.language(code)["name"] for code in lexicon.languages())
    return f"{', '.join(most)} and {last}" if most else last


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """Return the language identifier; loading it takes a third of a second, so only when an article is read."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - it loads numpy

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages([row["code"] for row in lexicon.table("languages") if row["detected"] == "yes"])
    return identifier


@lru_cache(maxsize=64)
def _boilerplate(language: str, kind: str) -> re.Pattern[str]:
    """Return the pattern for lines, insertions or tails that no reporter wrote as news."""
    parts = [
        lexicon.expand(row["pattern"], language)
        for row in lexicon.table("boilerplate")
        if row["kind"] == kind and row["language"] in (language, "*")
    ]
    flags = re.NOFLAG if kind == "opener" else re.IGNORECASE  # an opener is known by its capitals
    return re.compile("|".join(f"(?:{part})" for part in parts) or r"(?!)", flags)


@lru_cache(maxsize=16)
def _abbreviations(language: str) -> re.Pattern[str]:
    """Return a pattern that matches text ending in a full stop that ends no sentence."""
    parts = [row["word"] for row in lexicon.table("abbreviations") if row["language"] in (language, "*")]
    return re.compile(r"(?<!\w)(?:(?P<initial>[^\W\d_])|" + "|".join(map(re.escape, parts)) + r")\.$")


def sentences(article: Article) -> list[Sentence]:
    """Return the sentences that may be coded: no headline, caption, link, advertisement or reporter's initials."""
    start, end = article.body
    body = article.text[start:end]
    tail = re.compile(r"^[ \t]*(?:" + _boilerplate(article.language, "tail").pattern + r")", re.I | re.M).search(body)
    body = body[: tail.start()] if tail else body
    found: list[Sentence] = []
    for number, line in enumerate(re.finditer(r"[^\r\n]+", body)):
        if _boilerplate(article.language, "line").search(line[0]) or not re.search(r"\w", line[0]):
            continue
        begin = line.start()
        if number < 3:
            begin += opener(line[0], article.language)
        pieces: list[tuple[int, int]] = []
        for cut in _boilerplate(article.language, "inline").finditer(body, begin, line.end()):
            pieces.append((begin, cut.start()))
            begin = cut.end()
        pieces.append((begin, line.end()))
        for first, last in pieces:
            for a, b in _split(body, first, last, article.language):
                found.append(Sentence(start + a, start + b, body[a:b], number))
    return found


def _split(body: str, first: int, last: int, language: str) -> list[tuple[int, int]]:
    """Cut ``body[first:last]`` into sentences; a quotation is not cut, for its speaker stands behind it."""
    spans: list[tuple[int, int]] = []
    begin, opened = first, -1
    for mark in re.finditer(r"[.!?…]+[\"”»’')\]]*(?=\s|$)|[\"“”«»]", body[first:last]):
        at = first + mark.start()
        if mark[0] in '"“”«»':
            opened = at if (mark[0] in "“«" or (mark[0] == '"' and opened < 0)) else -1
            continue
        closing = re.search(r"[\"”»]", mark[0])
        if closing:
            opened = -1
        elif opened >= 0 and at - opened < MAX_QUOTATION:
            continue
        after = body[first + mark.end() : last].lstrip()
        if after and not _begins(after):
            continue
        short = _abbreviations(language).search(body[begin : at + 1]) if mark[0] == "." else None
        if short and (short["initial"] or "I").isupper():
            continue
        spans.append((begin, first + mark.end()))
        begin = first + mark.end()
    spans.append((begin, last))
    return [span for a, b in spans if (span := _trim(body, a, b))]


def _begins(text: str) -> bool:
    """Return whether a sentence may begin here: with a capital or a figure, in whatever script."""
    first = re.search(r"[^\"“«‘'(\[#*-]", text)
    return first is not None and (first[0].isupper() or first[0].isdigit())


def _trim(body: str, first: int, last: int) -> tuple[int, int] | None:
    """Return a span without the blanks and bullets at its ends; None if it holds less than two words."""
    inner = body[first:last]
    first += len(inner) - len(inner.lstrip(" \t\r\n\u00a0•*·"))
    last -= len(inner) - len(inner.rstrip())
    worded = last - first <= MAX_SENTENCE and re.search(r"\w\W+\w", body[first:last])
    return (first, last) if worded else None
