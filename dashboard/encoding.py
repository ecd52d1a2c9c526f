"""Encodings: how the bytes of a text that is not UTF-8 are most likely to be read."""

from __future__ import annotations

import codecs
import re

import charset_normalizer


def wide(start: bytes) -> str:
    """Return the encoding of a text of two or four bytes a character, with a mark or without; else nothing."""
    if start.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    ends, begins = start[1::2].count(0), start[::2].count(0)
    if max(ends, begins) * 10 < len(start) or min(ends, begins):
        return ""
    return "utf-16-le" if ends else "utf-16-be"


def guessed(start: bytes) -> str:
    """Return the encoding of a text of one byte a character; ``start`` may be all of it or its beginning."""
    best = charset_normalizer.from_bytes(start, cp_isolation=["cp1251", "cp1252", "cp1254"]).best()
    found = best.encoding if best else "cp1252"
    if found == "cp1252" and re.search(rb"[\xd0\xdd\xde\xf0\xfd\xfe]", start):
        return "cp1254"  # Turkish letters stand where Icelandic ones would, of whom these tables do not tell
    if found == "cp1252" and re.search(rb"[\x81\x8d\x8f\x90\x9d]", start):
        return "latin-1"
    return found
