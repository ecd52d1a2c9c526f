"""Kinds of file, told by what is in them and not by their names."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath
from typing import Final

from dashboard import encoding
from dashboard.reading.draft import UnreadableError

_PLAIN: Final = "save the article as plain text (.txt) or as PDF"
#: How files begin that are no articles: what they are, and the remedy.
_OTHERS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"{\\rtf", "is an RTF file: open it in a word processor and save it as .docx"),
    (b"\x1f\x8b", "is packed with gzip: unpack it, or pack it as .zip"),
    (b"7z\xbc\xaf\x27\x1c", "is packed with 7-Zip: unpack it, or pack it as .zip"),
    (b"Rar!", "is packed with RAR: unpack it, or pack it as .zip"),
    (b"BZh", "is packed with bzip2: unpack it, or pack it as .zip"),
    (b"\xfd7zXZ\0", "is packed with xz: unpack it, or pack it as .zip"),
    (b"MZ", f"is a program, not an article: {_PLAIN}"),
    (b"\x7fELF", f"is a program, not an article: {_PLAIN}"),
    (b"\x89PNG", "is a picture: read its text with OCR first and save that as .txt"),
    (b"\xff\xd8\xff", "is a picture: read its text with OCR first and save that as .txt"),
    (b"GIF8", "is a picture: read its text with OCR first and save that as .txt"),
    (b"II*\0", "is a picture: read its text with OCR first and save that as .txt"),
    (b"MM\0*", "is a picture: read its text with OCR first and save that as .txt"),
)
#: What zip files are that hold these members.
_PACKED: Final = {
    "xl/workbook.xml": "is a workbook: save each article as .txt or .docx",
    "ppt/presentation.xml": "is a presentation: save the article's text as .txt or .docx",
    "META-INF/container.xml": f"is an e-book: {_PLAIN}",
    "content.xml": "is an OpenDocument file: open it in a word processor and save it as .docx",
}
_MARKUP: Final = (b"<!doctype html", b"<html", b"<head", b"<body")


def kind(name: str, content: bytes) -> str:
    """Return ``pdf``, ``docx``, ``zip``, ``html``, ``md`` or ``txt``; raise UnreadableError for any other."""
    if not content.strip(b"\0\t\n\r \xef\xbb\xbf"):
        raise UnreadableError("is empty: save it again with the article in it.")
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _packed(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UnreadableError("is locked with a password: open it, save it without one and bring it again.")
        raise UnreadableError("is an old Office file: open it in a word processor and save it as .docx.")
    for start, said in _OTHERS:
        if content.startswith(start):
            raise UnreadableError(f"{said}.")
    head = content[:4096].replace(b"\0", b"").lower()  # in UTF-16 too
    if b"mime-version:" in head and b"multipart/" in head:
        raise UnreadableError("is a web archive (.mht): save the page as “Web page, HTML only”.")
    suffix = PurePosixPath(name).suffix.lower()
    if b"\0" in content[:100_000] and not encoding.wide(content[:4096]):
        raise UnreadableError(f"is no text: {_PLAIN}.")
    if suffix in (".html", ".htm", ".xhtml") or any(mark in head for mark in _MARKUP) or head.count(b"<p") > 2:
        return "html"
    return "md" if suffix in (".md", ".markdown") else "txt"


def _packed(content: bytes) -> str:
    """Return whether a zip file is a Word document or a zip of files."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = set(archive.namelist())
    except Exception:  # zipfile raises whatever comes of damaged bytes
        raise UnreadableError("is a damaged zip or Word file: save or download it again.") from None
    if "word/document.xml" in members:
        return "docx"
    for member, said in _PACKED.items():
        if member in members:
            raise UnreadableError(f"{said}.")
    return "zip"
