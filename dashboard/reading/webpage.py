"""Saved web pages: the article without the page around it, by trafilatura, which is given text and fetches nothing."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import trafilatura
from lxml import etree, html
from trafilatura.settings import Document

from dashboard.reading import lettering, plain
from dashboard.reading.draft import MAX_CHARACTERS, Rough, UnreadableError

#: Less than this is a menu or a notice, not an article.
LEAST = 80


def read(content: bytes) -> Rough:
    """Read a web page; raise UnreadableError if there is no article in it."""
    rough = Rough([])
    source = plain.decoded(content, rough, markup=True).replace("\0", "")
    source = re.sub(r"^\s*<\?xml[^>]*>", "", source)  # its encoding is known already
    found = _extracted(source)
    text = (found.text or "") if found else ""
    if len(text.strip()) < LEAST:
        text = _everything(source)
        rough.warnings.append("The article could not be told from the page around it: take out what is not news.")
    text = lettering.plain(text)
    if len(re.sub(r"\W", "", text)) < 20:
        raise UnreadableError("holds no text of an article: copy the article from the page into a .txt file.")
    if len(text) > MAX_CHARACTERS:
        raise UnreadableError(f"holds more than {MAX_CHARACTERS:,} characters: give one article a file.")
    rough.paragraphs = [part for part in (_row(line) for line in text.split("\n")) if part]
    if found:
        _learn(rough, found)
        rough.beside = _beside(source, rough.title, rough.paragraphs[0] if rough.paragraphs else "")
    return rough


def _extracted(source: str) -> Document | None:
    """Return the article with what the page says of it; None if there is none."""
    latest = (datetime.now(UTC).date() + timedelta(days=1)).isoformat()
    found = trafilatura.bare_extraction(
        source,
        include_comments=False,
        include_tables=True,
        include_formatting=False,
        with_metadata=True,
        # only what the page marks as its date: one that stands in the text may be any
        date_extraction_params={"extensive_search": False, "original_date": True, "max_date": latest},
    )
    return found if isinstance(found, Document) else None


def _beside(source: str, title: str, first: str) -> list[str]:
    """Return the short lines between the headline and the text, where pages show day and author."""
    try:
        page = html.document_fromstring(source.encode(), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return []
    headlines = (one for one in page.iter("h1", "h2") if lettering.line(str(one.text_content())) == title)
    start = next(headlines, None)
    found: list[str] = []
    for node in [] if start is None else start.xpath("following::text()[normalize-space()][position() <= 30]"):
        line = lettering.line(str(node))
        if len(line) > 30 and first.startswith(line[:60]):
            break
        if len(line) <= 120 and node.getparent().tag not in ("script", "style", "noscript"):
            found.append(line)
    return found[:15]


def _everything(source: str) -> str:
    """Return all text of a page."""
    try:
        return str(trafilatura.html2txt(source))
    except (etree.LxmlError, ValueError, AttributeError, TypeError):  # of a page that is none
        return ""


def _row(line: str) -> str:
    """Return a line without the bars of a table or the bullet of a list."""
    cells = [cell.strip() for cell in line.strip("| ").split("|")] if line.startswith("|") else [line]
    if all(re.fullmatch(r"[-: ]*", cell) for cell in cells):
        return ""
    return " | ".join(cell for cell in cells if cell).removeprefix("- ").strip()


def _learn(rough: Rough, found: Document) -> None:
    """Take what the page says of its article."""
    rough.learn("title", lettering.line(found.title or ""), "is the page's headline")
    rough.learn("author", lettering.line(found.author or ""), "is named as author by the page")
    rough.learn("url", lettering.line(found.url or ""), "is named as its address by the page")
    site = lettering.line(found.sitename or "")
    rough.learn("outlet", site, "is named as its site by the page")
    if found.date:
        rough.learn("day", date.fromisoformat(found.date), "is marked as its date by the page")
