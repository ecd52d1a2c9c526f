"""Headings: what the first lines of an article tell of it, and what can be guessed from its name and address."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from dashboard.coding import articles, dates
from dashboard.reading import lettering
from dashboard.reading.draft import LONG, MAX_CHARACTERS, SHORT, Draft, Rough, UnreadableError

#: The lines of a heading are no longer than this, and there are no more of them.
_LINE: Final = 160
_LINES: Final = 10
_AUTHOR: Final = re.compile(
    r"(?:(?:by|oleh|penulis|reporter|wartawan|автор|author|yazan|müəllif|հեղինակ)\s*[:：]\s*|(?:By|BY|Oleh|OLEH)\s+)"
    r"(?P<author>[^\W\d_][^\n]{1,79})",
    re.IGNORECASE,
)
_BY: Final = re.compile(r"(?:By|BY|Oleh|OLEH)\s+[^\W\d_a-z]")
_OUTLET: Final = re.compile(
    r"(?:(?:source|sumber|источник|kaynak|mənbə)\s*[:：]\s*(?P<named>[^\n]{2,60})|(?P<site>[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}))",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]{4,500}")
_ISO: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_])(\d{1,2})\2(\d{1,2})(?!\d)")
_SENTENCE: Final = re.compile(r"[\w)”»\"]{2}[.!?]$")


def completed(rough: Rough, name: str) -> Draft:
    """Return the draft of what was read; raise UnreadableError if no text is left or too much of it."""
    rough.paragraphs = [part for part in rough.paragraphs if part]
    if not rough.settled:
        _read_beside(rough)
        _read_heading(rough)
    text = "\n\n".join(rough.paragraphs)
    if not re.search(r"\w", text):
        raise UnreadableError("holds no text of an article: save it again with the article in it.")
    if len(text) > MAX_CHARACTERS:
        raise UnreadableError(f"holds more than {MAX_CHARACTERS:,} characters: give one article a file.")
    language = articles.language_of(text)
    rough.learn("language", language, "as the coder takes it to be")
    _read_dateline(rough)
    _read_names(rough, name)
    _check(rough, text, language)
    return Draft(
        name=name,
        text=text,
        title=rough.title,
        day=rough.day,
        dateline=rough.dateline,
        outlet=rough.outlet,
        language=rough.language,
        url=rough.url,
        author=rough.author,
        guessed=rough.guessed,
        warnings=tuple(rough.warnings),
    )


def _read_heading(rough: Rough) -> None:
    """Take the headline and the lines around it that tell day, author, outlet and address out of the text."""
    kept: list[str] = []
    last = 0
    body = False
    for number, part in enumerate(rough.paragraphs[:_LINES], start=1):
        more = number < len(rough.paragraphs)
        if rough.title and part.casefold() == rough.title.casefold() and more:
            last = number
            continue
        if not body and len(part) <= _LINE and more and all(_tells(rough, one) for one in _pieces(part)):
            last = number
            continue
        if not rough.title and not kept and more and _is_title(part):
            rough.learn("title", part, "is the first line")
        else:
            kept.append(part)
            body = body or len(part) > _LINE
        last = number
        if body:
            break
    if kept or last < len(rough.paragraphs):
        rough.paragraphs = kept + rough.paragraphs[last:]


def _read_beside(rough: Rough) -> None:
    """Learn from lines that stand beside the headline and are no part of the text."""
    for part in rough.beside:
        for piece in _pieces(part):
            _tells(rough, piece)


def _pieces(part: str) -> list[str]:
    return [piece for piece in re.split(r"\s+[|•·]\s+", part) if piece.strip()]


def _is_title(part: str) -> bool:
    """Return whether a paragraph may be a headline: short, and neither opened by a city nor several sentences."""
    if len(part) > articles.MAX_TITLE or len(re.findall(r"[.!?]\s+[^\W\d_]", part)) > 1:
        return False
    ended = part.endswith((".", "։", "!”", ".”", '."')) and len(part) > 60
    return bool(re.search(r"\w", part)) and not ended and not any(articles.opener(part, one) for one in ("en", "ru"))


def _tells(rough: Rough, piece: str) -> bool:
    """Return whether a line tells of the article and is none of its news; learn what it tells."""
    how = f"stands in the first lines: “{piece[:60]}”"
    if _ADDRESS.fullmatch(piece):
        rough.learn("url", piece, how)
    elif (found := _AUTHOR.fullmatch(piece)) and (":" in piece or _BY.match(piece)) and not _SENTENCE.search(piece):
        rough.learn("author", found["author"].strip(), how)
    elif found := _OUTLET.fullmatch(piece):
        rough.learn("outlet", found["named"] or found["site"], how)
    elif day := dates.absolute(piece):
        rough.learn("day", day, how)
        words = re.findall(r"[^\W\d_]{2,}", piece)
        return len(words) <= 8 and (len(words) <= 3 or not _SENTENCE.search(piece))
    else:
        return False
    return True


def _read_dateline(rough: Rough) -> None:
    """Learn city, outlet and day from how the first paragraph opens; it stays in the text, where the coder knows it."""
    for part in rough.paragraphs[:3]:
        end = articles.opener(part, rough.language)
        if not end:
            continue
        opened = part[:end].strip(" \t-–—.")
        how = f"opens the text: “{opened[:60]}”"
        rough.learn("dateline", opened, how)
        if agency := re.search(r"\(([^)\d]{2,30})\)", opened):
            rough.learn("outlet", agency[1].strip(), how)
        for piece in opened.split(",")[1:]:
            if re.search(r"[^\W\d_]{3}", piece) and not re.search(r"\d|\(", piece):
                rough.learn("outlet", piece.strip(), how)
        rough.learn("day", dates.absolute(opened), how)
        return


def _read_names(rough: Rough, name: str) -> None:
    """Learn the day and the outlet from the address and from the file's name."""
    for text, what in ((rough.url, "address"), (PurePosixPath(name).name, "file's name")):
        if found := _ISO.search(text):
            try:
                day = date(int(found[1]), int(found[3]), int(found[4]))
            except ValueError:
                continue
            rough.learn("day", day, f"stands in the {what}")
    try:
        host = urlsplit(rough.url).hostname or ""
    except ValueError:
        host = ""
    rough.learn("outlet", host.removeprefix("www."), "is the site of its address")


def _check(rough: Rough, text: str, language: str) -> None:
    """Take back what cannot be, cut what is too long, and warn of what a person should look at.

    ``language`` is what the text seems to be in, whatever its header says.
    """
    latest = datetime.now(UTC).date() + timedelta(days=1)
    if rough.day and not date(1900, 1, 1) <= rough.day <= latest:
        rough.warnings.append(f"The date {rough.day.isoformat()} cannot be its day: give the right one.")
        rough.day = None
        rough.guessed.pop("day", None)
    elif not rough.day:
        rough.warnings.append("No date was found: without one, days such as “on Thursday” are coded as unknown.")
    for field, most in (
        ("title", articles.MAX_TITLE),
        ("outlet", 100),
        ("author", 200),
        ("url", 2000),
        ("dateline", 100),
    ):
        setattr(rough, field, lettering.line(getattr(rough, field))[:most].strip())
    if rough.url and not _ADDRESS.fullmatch(rough.url):
        rough.url = ""
        rough.guessed.pop("url", None)
    if not rough.title:
        rough.warnings.append("No headline was found: give one, so that the article can be told from others.")
    if uncodable := articles.unknown(language):
        rough.warnings.append(f"The text {uncodable}")
    if len(text) > LONG:
        rough.warnings.append(f"The text has {len(text):,} characters: if it is several articles, give each a file.")
    elif len(text) < SHORT:
        rough.warnings.append(f"The text has no more than {len(text):,} characters: see whether all of it is there.")
