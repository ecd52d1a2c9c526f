"""PDFs: their letters with their places, by PDFium, which runs no script and opens no attachment of them."""

from __future__ import annotations

import ctypes
import re
import statistics
from collections import Counter
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from dashboard.reading import layout, lettering
from dashboard.reading.draft import MAX_CHARACTERS, MAX_PAGES, Rough, UnreadableError
from dashboard.reading.layout import Line

#: A headline is at least so much larger than the text below it.
HEADLINE: Final = 1.15
_LOCKED: Final = "is locked with a password: open it, save it without one and bring it again."
_DAMAGED: Final = "is a damaged PDF: download it again, or save its text as .txt."
_SCANNED: Final = (
    "holds no text, as if its pages were pictures: read it with OCR, such as OCRmyPDF, and bring what comes of that."
)


def read(content: bytes) -> Rough:
    """Read a PDF; raise UnreadableError if it is locked, damaged, scanned or too long."""
    pages, silent = _pages(content)
    if not any(pages):
        raise UnreadableError(_SCANNED)
    running = _running(pages)
    blocks: list[list[Line]] = []
    for lines in pages:
        rest = [line for line in lines if _edge(line, lines) is None or _pattern(line) not in running]
        blocks += layout.ordered([line for line in rest if not _is_number(line, lines)])
    title, blocks = _headline(blocks)
    known = lettering.words("\n".join(line.text for block in blocks for line in block))
    rough = Rough(layout.paragraphs(blocks, known))
    rough.paragraphs = [lettering.line(part) for part in rough.paragraphs]
    rough.learn("title", lettering.line(title), "stands in the largest letters of the first page")
    if silent:
        said = "1 page holds" if silent == 1 else f"{silent} of {len(pages)} pages hold"
        rough.warnings.append(f"{said} no text: if they are pictures of text, read them with OCR first.")
    whole = "".join(line.text for lines in pages for line in lines)
    if whole.count("\ufffd") > 0.02 * len(whole):
        rough.warnings.append("The PDF does not tell what many of its letters are: compare the text with the page.")
    return rough


def _pages(content: bytes) -> tuple[list[list[Line]], int]:
    """Return the lines of each page, and how many pages have none."""
    found: list[list[Line]] = []
    length = 0
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        raise UnreadableError(_LOCKED if "password" in str(error).lower() else _DAMAGED) from None
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableError(f"has more than {MAX_PAGES:,} pages: give one article a file.")
        for number in range(len(document)):
            try:
                page = document[number]
                text = page.get_textpage()
            except pdfium.PdfiumError:  # one page is damaged, the others may be sound
                found.append([])
                continue
            length += text.count_chars()
            if length > MAX_CHARACTERS:
                raise UnreadableError(f"holds more than {MAX_CHARACTERS:,} characters: give one article a file.")
            found.append(_lines(text))
            text.close()
            page.close()
    finally:
        document.close()
    if not found:
        raise UnreadableError(_DAMAGED)
    return found, sum(not lines for lines in found)


def _lines(page: pdfium.PdfTextPage) -> list[Line]:
    """Return the lines of a page, cut where a gap is wider than between words; in points from the page's lower left."""
    lines: list[Line] = []
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    text, box, size, base = "", [0.0, 0.0, 0.0, 0.0], 0.0, 0.0
    for place in range(page.count_chars()):
        sign = chr(pdfium_c.FPDFText_GetUnicode(page, place) or 0xFFFD)
        if sign in "\r\n":
            _close(lines, text, box, size)
            text = ""
            continue
        if not pdfium_c.FPDFText_GetCharBox(page, place, left, right, bottom, top) or sign.isspace():
            text += " " if sign.isspace() and text else ""
            continue
        letter = pdfium_c.FPDFText_GetFontSize(page, place)
        height = min(abs(letter) or 1.0, 10 * max(top.value - bottom.value, 1.0))
        pdfium_c.FPDFText_GetCharOrigin(page, place, x, y)
        beside = box[0] - size <= left.value <= box[1] + max(size, 4.0)
        if text and not (beside and abs(y.value - base) <= 0.6 * max(size, height)):  # a hyphen hides a line's end
            _close(lines, text, box, size)
            text = ""
        if not text:
            base = y.value
            box, size = [left.value, right.value, bottom.value, top.value], height
        text += "-" if sign in "\ufffe\x02" else sign
        box[1] = max(box[1], right.value)
        box[2:] = [min(box[2], bottom.value), max(box[3], top.value)]
        size = max(size, height)
    _close(lines, text, box, size)
    return lines


def _close(lines: list[Line], text: str, box: list[float], size: float) -> None:
    """Add a line if there is anything in it that can be read; letters printed twice for boldness count once."""
    plain = lettering.clean(text).replace("\n", " ").strip()
    if not plain:
        return
    line = Line(plain, box[0], box[1], box[2], box[3], size)
    if not (lines and lines[-1].text == plain and abs(lines[-1].left - line.left) + abs(lines[-1].top - line.top) < 3):
        lines.append(line)


def _pattern(line: Line) -> str:
    """Return a line as it comes again on other pages: without numbers."""
    return re.sub(r"\d+", "#", line.text).casefold()


def _is_number(line: Line, lines: list[Line]) -> bool:
    """Return whether a line is the number of its page: alone in its row, at the edge."""
    alone = sum(other.bottom < line.top and other.top > line.bottom for other in lines) == 1
    return alone and bool(re.fullmatch(r"\W*\d{1,4}\W*", line.text)) and _edge(line, lines) is not None


def _edge(line: Line, lines: list[Line]) -> str | None:
    """Return whether a line is one of the two outermost rows of its page, where running heads are."""
    above = {round(other.bottom) for other in lines if other.bottom > line.top}
    below = {round(other.top) for other in lines if other.top < line.bottom}
    return "head" if len(above) < 2 else "foot" if len(below) < 2 else None


def _running(pages: list[list[Line]]) -> set[str]:
    """Return the patterns of the heads and feet that come again on at least half of several pages."""
    filled = [lines for lines in pages if lines]
    if len(filled) < 2:
        return set()
    seen = Counter(one for lines in filled for one in {_pattern(line) for line in lines if _edge(line, lines)})
    return {pattern for pattern, times in seen.items() if times >= max(2, len(filled) / 2)}


def _headline(blocks: list[list[Line]]) -> tuple[str, list[list[Line]]]:
    """Return the headline and the blocks without it: the largest of the first lines, if larger than the text."""
    usual = statistics.median_low(
        [line.size for block in blocks for line in block for _ in range(1 + len(line.text) // 20)] or [0.0]
    )
    first = [line for block in blocks for line in block][:40]
    largest = max((line.size for line in first if len(re.findall(r"\w", line.text)) > 3), default=0.0)
    if largest < HEADLINE * usual:
        return "", blocks
    start = next(place for place, line in enumerate(first) if line.size == largest)
    title = []
    for line in first[start : start + 6]:
        if line.size < 0.95 * largest:
            break
        title.append(line)
    said = title[0].text
    known = lettering.words(" ".join(line.text for line in first))
    for line in title[1:]:
        said = lettering.join(said, line.text, known)
    if len(said) > 300:
        return "", blocks
    left = [[line for line in block if line not in title] for block in blocks]
    return said, [block for block in left if block]
