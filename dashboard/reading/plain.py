"""Plain text and Markdown: decoded, with our header read where there is one."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from dashboard import encoding
from dashboard.coding import articles, dates
from dashboard.reading import lettering
from dashboard.reading.draft import MAX_CHARACTERS, Rough, UnreadableError

#: What is kept of a header, and under which name.
_HEADER: Final = {"title": "title", "outlet": "outlet", "url": "url", "place": "dateline", "author": "author"}
_MARKDOWN: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"!\[[^\[\]\n]{0,500}\]\([^()\n]{0,2000}\)"), ""),  # pictures
    (re.compile(r"\[([^\[\]\n]{1,500})\]\([^()\n]{0,2000}\)"), r"\1"),
    (re.compile(r"^#{1,6} +(.*)$", re.MULTILINE), r"\1"),
    (re.compile(r"^(?:> ?)+", re.MULTILINE), ""),
    (re.compile(r"^[-*+] +(?=\S)", re.MULTILINE), ""),
    (re.compile(r"^(?:[-*_] ?){3,}$", re.MULTILINE), ""),
    (re.compile(r"(?<![\w*])(\*{1,3})(?=\S)([^*\n]{1,1000}?)(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=\S)([^_\n]{1,1000}?)(?<=\S)\1(?!\w)"), r"\2"),
)
_META: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def decoded(content: bytes, rough: Rough | None = None, *, markup: bool = False) -> str:
    """Return the text of some bytes, as UTF-8 or else in what is likeliest; ``rough`` learns what was guessed."""
    named = encoding.wide(content[:4096])
    if not named:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            meta = _META.search(content[:4096]) if markup else None
            named = meta[1].decode().lower() if meta else ""
            if named in ("", "utf-8", "utf8") or not _decodes(content, named):
                named = "utf-8" if _nearly(content) else encoding.guessed(content[:200_000])
            if rough is not None:
                rough.guessed["text"] = f"read as {named}, the likeliest encoding"
    text = content.decode(named, "replace")
    odd = text.count("\ufffd")
    if odd > 0.05 * len(text) or sum(text.count(chr(sign)) for sign in range(1, 8)) > 0.01 * len(text):
        raise UnreadableError("is no text: save the article as plain text (.txt) or as PDF.")
    if odd and rough is not None:
        rough.warnings.append(f"{odd} characters were no text and stand as �: save the file again as UTF-8.")
    return text


def _decodes(content: bytes, named: str) -> bool:
    try:
        content[:1000].decode(named, "replace")
    except (LookupError, ValueError):
        return False
    return True


def _nearly(content: bytes) -> bool:
    """Return whether some bytes are UTF-8 but for a few that were damaged."""
    text = content[:200_000].decode("utf-8", "ignore")
    wide = sum(len(sign.encode()) for sign in text if not sign.isascii())
    lost = min(len(content), 200_000) - len(text.encode())
    return wide > 20 * lost


def read(content: bytes, name: str, *, markdown: bool) -> Rough:
    """Read a text file; raise UnreadableError or ArticleError if there is no article in it."""
    rough = Rough([])
    text = decoded(content, rough)
    if len(text) > MAX_CHARACTERS:
        raise UnreadableError(f"holds more than {MAX_CHARACTERS:,} characters: give one article a file.")
    if re.match(r"---[ \t]*\r?\n", text) and (markdown or re.match(r"---\s+\w+:", text)):
        given, body = articles.front_matter(text, name)
        text = text[body:]
        _learn(rough, given)
    text = lettering.plain(text)
    if markdown:
        for pattern, instead in _MARKDOWN:
            text = pattern.sub(instead, text)
        text = lettering.clean(text)
    rough.paragraphs = lettering.paragraphs(text)
    return rough


def _learn(rough: Rough, given: dict[str, object]) -> None:
    """Take what a header of ours says."""
    how = "stands in the file's header"
    for key, name in _HEADER.items():
        rough.learn(name, lettering.line(str(given.get(key) or "")), how)
    rough.learn("language", str(given.get("language") or "").strip().lower()[:10], how)
    when = given.get("date") or given.get("published")
    day = when.date() if isinstance(when, datetime) else when
    rough.learn("day", day if isinstance(day, date) else dates.absolute(str(day or "")[:100]), how)
    rough.settled = bool(rough.title)
