"""Word documents: paragraphs and tables in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Final

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from dashboard.reading import lettering
from dashboard.reading.draft import MAX_CHARACTERS, MAX_UNPACKED, Rough, UnreadableError

_DAMAGED: Final = "is a damaged Word file: open it in a word processor and save it again, or as .txt."
_DEEPEST: Final = 20
#: Parts of a document, pictures aside, unpack to no more than this.
_PART: Final = 60_000_000


def read(content: bytes) -> Rough:
    """Read a .docx file; raise UnreadableError if there is no article in it."""
    _weigh(content)
    try:
        document = docx.Document(io.BytesIO(content))
        paragraphs = list(_text(document, 0))
        title = next((p.text for p in document.paragraphs if p.style and p.style.name in ("Title", "Heading 1")), "")
        author = document.core_properties.author or ""
        named = document.core_properties.title or ""
    except UnreadableError:
        raise
    except Exception:  # python-docx and lxml raise whatever comes of damaged parts
        raise UnreadableError(_DAMAGED) from None
    text = lettering.plain("\n".join(paragraphs))
    if not text.strip():
        raise UnreadableError("holds no text: if it is a picture of a page, read it with OCR and save that as .txt.")
    rough = Rough([part for part in text.split("\n") if part])
    rough.learn("title", lettering.line(title), "is the document's heading")
    if lettering.line(named).casefold() in (part.casefold() for part in rough.paragraphs[:5]):
        rough.learn("title", lettering.line(named), "is the document's title in its properties")
    if author != "python-docx":
        rough.learn("author", lettering.line(author), "is named as author in the document's properties")
    return rough


def _weigh(content: bytes) -> None:
    """Raise UnreadableError for a document that is locked, or that unpacks to more than one can hold."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except Exception:  # zipfile raises whatever comes of damaged bytes
        raise UnreadableError(_DAMAGED) from None
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError("is locked with a password: open it, save it without one and bring it again.")
    text = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    if text > _PART or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnreadableError("unpacks to far more than an article holds: save its text as .txt.")


def _text(holder: Document | _Cell, deep: int) -> Iterator[str]:
    """Yield paragraphs, and the rows of tables with bars between their cells."""
    length = 0
    for part in holder.iter_inner_content():
        lines = [_plain(part)] if isinstance(part, Paragraph) else _rows(part, deep)
        for line in lines:
            length += len(line)
            if length > MAX_CHARACTERS:
                raise UnreadableError(f"holds more than {MAX_CHARACTERS:,} characters: give one article a file.")
            yield line


def _plain(paragraph: Paragraph) -> str:
    """Return the text of a paragraph as it stands once tracked changes are accepted."""
    wanted = (qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen"))
    signs = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    return "".join(signs.get(one.tag, one.text or "") for one in paragraph._p.iter(*wanted))


def _rows(table: Table, deep: int) -> Iterator[str]:
    if deep >= _DEEPEST:
        raise UnreadableError("has tables in tables, far too many: save its text as .txt.")
    for row in table.rows:
        # the cells as they are written: python-docx would repeat a wide one for every column that it covers
        written = [tc for tc in row._tr.tc_lst if tc.vMerge != "continue"]
        cells = [" ".join(" ".join(_text(_Cell(tc, table), deep + 1)).split()) for tc in written]
        yield " | ".join(cell for cell in cells if cell)
