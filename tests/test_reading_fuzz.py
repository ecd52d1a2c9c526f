"""No file breaks the reading: whatever is brought gives drafts that are sound, or one sentence that says why not.

Samples of every kind are spoilt in many ways, several at once. The suite tries 150 cases; a longer run is:

    READING_FUZZ=2000 pytest tests/test_reading_fuzz.py
"""

from __future__ import annotations

import io
import os
import re
import tempfile
import time
import unicodedata
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import brought
from brought import ARMENIAN, INDONESIAN, PARAGRAPHS, RUSSIAN, TITLE, TURKISH
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.coding import ArticleError, read_article
from dashboard.reading import Draft, Refusal, as_article, isolated, read, read_path, reprints
from dashboard.reading.draft import MAX_CHARACTERS

CASES = int(os.environ.get("READING_FUZZ", "25"))
NAMES = [
    "a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a.zip", "a", "", ".", "..", "../a.txt", "/etc/passwd", "a\0b.txt",
    "\u202ea.txt", "ж" * 300 + ".md", "a\nb.pdf", "\x1b[31m.txt", "\ud800.txt", "CON", "a.exe", "2020-10-30.txt",
    "”.txt",
]  # fmt: skip
BYTES = [
    b"", b"\0", b"\xff", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"---\n", b"---\ntitle: x\n---\n", b"\n\n\n", b"<",
    b">", b"<p>" * 50, b"</html>", b"<!--", b"<![CDATA[", b"&#x110000;", b"&#0;", b"&lt;script&gt;", b"&" * 99,
    b"%PDF-1.7",
    b"endobj", b"stream\n", b"xref\n0 99999999\n", b"/Length 99999999", b"/Count -1", b"startxref\n0\n", b"PK\x03\x04",
    b"PK\x01\x02", b"PK\x05\x06", b"\xd0\xcf\x11\xe0", b"\x1b[2J", b"\xc2\xad", b"\xe2\x80\xae", b"\xed\xa0\x80",
    b"-\n",
    b"x" * 5000, b"\r", b"\x0c", b"'" * 99, b"9999-99-99", b"30/02/2020", b"31 December 9999", b"\xcc\x81" * 500,
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>', b"<w:tbl>", b"<w:gridSpan w:val='999999999'/>",
    b"date: 1e9\n",
    b"title: !!python/object/apply:os.system [true]\n", b"a: &a [*a]\n", b"charset=utf-7", b"charset=idna", b"|" * 200,
]  # fmt: skip
ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-be",
    "utf-32",
    "cp1251",
    "cp1254",
    "latin-1",
    "koi8-r",
    "utf-7",
    "cp037",
]
PLACES = st.floats(0, 1, exclude_max=True)
Draw = Callable[[Any], Any]


@cache
def samples() -> dict[str, bytes]:
    """Return a sound file of every kind."""
    table = [["Place", "Dead"], ["Ganja", "21"]]
    return {
        "text": brought.plain().encode(),
        "Indonesian": brought.plain(INDONESIAN).encode(),
        "Russian": brought.plain(RUSSIAN).encode("cp1251"),
        "Armenian": brought.plain(ARMENIAN).encode("utf-16"),
        "Turkish": brought.plain(TURKISH).encode("cp1254"),
        "header": f"---\ntitle: {TITLE}\ndate: 2020-10-30\noutlet: Desk\n---\n\n{PARAGRAPHS[0]}\n".encode(),
        "Markdown": f"# {TITLE}\n\n> *{PARAGRAPHS[0]}*\n\n- [link](https://x.org) ![p](q)\n".encode(),
        "page": brought.page().encode(),
        "Russian page": brought.page(RUSSIAN, charset="windows-1251", language="ru").encode("cp1251"),
        "PDF": brought.pdf(),
        "columns": brought.pdf(PARAGRAPHS * 2, columns=2, rows_first=True),
        "Armenian PDF": brought.pdf(ARMENIAN, "", script="armenian"),
        "table": brought.drawn(table),
        "Word": brought.word(table=table),
        "zip": brought.zipped({"a.txt": brought.plain().encode(), "b.html": brought.page().encode()}),
    }


def spoilt(draw: Draw, content: bytes) -> bytes:
    """Return a file spoilt in one way."""
    at, other = sorted(int(draw(PLACES) * (len(content) + 1)) for _ in range(2))
    way = draw(
        st.sampled_from(["cut", "drop", "flip", "flips", "insert", "replace", "twice", "part", "encode", "number"])
    )
    if way == "cut":
        return content[:at] if draw(st.booleans()) else content[at:]
    if way == "drop":
        return content[:at] + content[other:]
    if way in ("flip", "flips"):
        changed = bytearray(content)
        for _ in range(1 if way == "flip" else 40):
            if changed:
                changed[int(draw(PLACES) * len(changed))] = draw(st.integers(0, 255))
        return bytes(changed)
    if way == "insert":
        return b"".join((content[:at], draw(st.sampled_from(BYTES)), content[at:]))
    if way == "replace":
        return b"".join((content[:at], draw(st.sampled_from(BYTES)), content[other:]))
    if way == "twice":
        return content[:other] + content[at:]
    if way == "part" and content.startswith(b"PK"):
        return part_spoilt(draw, content)
    if way == "encode":
        return content.decode("utf-8", "replace").encode(draw(st.sampled_from(ENCODINGS)), "replace")
    if way == "number":  # counts, lengths and offsets
        numbers = list(re.finditer(rb"\d+", content))
        if numbers:
            found = numbers[int(draw(PLACES) * len(numbers))]
            value = draw(
                st.sampled_from([b"0", b"-1", b"1", b"65536", b"2147483648", b"99999999999999999999", b"1e99"])
            )
            return b"".join((content[: found.start()], value, content[found.end() :]))
    return content


def part_spoilt(draw: Draw, content: bytes) -> bytes:
    """Return a zip or a Word file of which one part is spoilt, and whose archive is sound."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # it was spoilt before
        return content
    if not parts:
        return content
    name = draw(st.sampled_from(sorted(parts)))
    if draw(st.integers(0, 5)) == 0:
        del parts[name]
    else:
        parts[name] = spoilt(draw, parts[name])
    return brought.zipped(parts)


def holds(found: list[Draft | Refusal], folder: Path) -> None:
    """Check what every answer must be."""
    assert found
    for one in found:
        assert one.name.isprintable()
        if isinstance(one, Refusal):
            assert one.why.isprintable()
            assert one.why.endswith(".")
            assert ": " in one.why
            assert len(one.why) < 500
            assert isolated.UNKNOWN not in one.why
            continue
        assert one.text.strip() == one.text != ""
        assert len(one.text) <= MAX_CHARACTERS
        assert unicodedata.is_normalized("NFC", one.text)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\ufffe\ud800-\udfff]|\n\n\n|[^\n]\n[^\n]", one.text)
        assert not re.search("<[A-Za-z/!?]", "\n".join((one.text, one.title, one.outlet, one.author)))
        for field in (one.title, one.outlet, one.author, one.url, one.dateline, *one.warnings, *one.guessed.values()):
            assert "\n" not in field
        file = folder / "article.md"
        file.write_text(as_article(one), "utf-8")
        try:
            article = read_article(file)
        except ArticleError as error:
            assert re.search("seems to be in|marked as", str(error)), error  # noqa: PT017
            continue
        assert (article.title, article.published, article.outlet) == (one.title, one.day, one.outlet)
        assert article.text[slice(*article.body)].strip() == one.text
    reprints([one for one in found if isinstance(one, Draft)], {"known": "\n".join(PARAGRAPHS)})


@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_is_brought_gives_drafts_or_a_sentence(data: st.DataObject) -> None:
    content = samples()[data.draw(st.sampled_from(sorted(samples())))]
    for _ in range(data.draw(st.integers(0, 4))):
        content = spoilt(data.draw, content)
    name = data.draw(st.sampled_from(NAMES))
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        holds(read(name, content), Path(folder))
        assert time.monotonic() - begun < 25
        if data.draw(st.integers(0, 9)) == 0:
            path = Path(folder) / "brought"
            path.write_bytes(content)
            holds(list(read_path(path)), Path(folder))


@settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.builds(
        Draft, name=st.text(), text=st.text(min_size=1), title=st.text(), outlet=st.text(), dateline=st.text(),
        url=st.text(), author=st.text(), language=st.sampled_from(["", "en", "id", "hy", "xx"]),
        day=st.none() | st.dates(),
    )
)  # fmt: skip
def test_whatever_a_person_writes_into_a_draft_is_written_or_refused_by_the_coder(found: Draft) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "article.md"
        written = as_article(found)
        assert not re.search("<[A-Za-z/!?]", written)
        file.write_text(written, "utf-8")
        try:
            article = read_article(file)
        except ArticleError as error:
            assert re.search("seems|marked as|before 1900|in the future|no text|is empty", str(error)), (  # noqa: PT017  # noqa: PT017
                error
            )
        else:
            assert article.published == found.day
