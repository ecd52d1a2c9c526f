"""Reading: every format and alphabet gives a draft with its fields, and what gives none is refused in one sentence."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import brought
import pytest
from brought import ARMENIAN, INDONESIAN, PARAGRAPHS, RUSSIAN, TITLE, TURKISH
from reportlab.pdfbase import pdfmetrics

from dashboard.coding import read_article
from dashboard.reading import Draft, Refusal, archive, as_article, isolated, read, read_path, reprints, worker
from dashboard.reading import draft as limits

ROOT = Path(__file__).resolve().parent.parent
SEEDS = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))
SIBLING = ROOT / "data" / "articles" / "id-2020-10-09-moskow.md"
PATHS = [
    pytest.param(SIBLING, id="sibling"),
    pytest.param(
        SEEDS[0] if SEEDS else None,
        id="first-article",
        marks=pytest.mark.skipif(not SEEDS, reason="the first article (../shared/seeds) is not on this machine"),
    ),
]
DAY = date(2020, 10, 30)
BODY = "\n\n".join(PARAGRAPHS)


def draft(name: str, content: bytes | str) -> Draft:
    (found,) = read(name, content if isinstance(content, bytes) else content.encode())
    assert isinstance(found, Draft), found
    sound(found)
    return found


def why(name: str, content: bytes) -> str:
    (found,) = read(name, content)
    assert isinstance(found, Refusal), found
    assert found.name in found.why
    assert ": " in found.why, "a remedy stands behind the colon"
    assert isolated.UNKNOWN not in found.why
    return found.why


def sound(found: Draft) -> None:
    assert found.text.strip() == found.text != ""
    assert unicodedata.is_normalized("NFC", found.text)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\ufffe]|\n\n\n|[^\n]\n[^\n]", found.text)
    assert set(found.guessed) <= set(Draft.__slots__)


def squashed(text: str) -> str:
    return " ".join(text.split())


# ——— formats ———


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", brought.plain().encode()),
        ("a.md", f"# {TITLE}\n\n*30 October 2020*\n\n{BODY.replace('Geneva', '**Geneva**')}".encode()),
        ("a.html", brought.page().encode()),
        ("a.pdf", brought.pdf()),
        ("a.docx", brought.word()),
    ],
)
def test_every_format_gives_the_same_article(name: str, content: bytes) -> None:
    found = draft(name, content)
    assert (found.title, found.day, found.language) == (TITLE, DAY, "en")
    assert found.text == BODY
    assert found.dateline == "GENEVA (Reuters)"
    assert found.outlet == ("The Example" if name == "a.html" else "Reuters")
    assert {"title", "day", "language", "outlet", "dateline"} <= set(found.guessed)
    assert found.warnings == ()


def test_a_web_page_tells_its_author_and_address_and_leaves_out_what_is_around_it() -> None:
    found = draft("page.htm", brought.page())
    assert (found.author, found.url) == ("Anna Writer", "https://example.org/news/ministers-meet")
    assert not re.search("alert|Sport|Most read|Copyright|<", found.text)


def test_a_page_without_an_article_is_given_whole_and_says_so() -> None:
    found = draft("x.html", "<html><body><div>Talks were held in Geneva on Friday.</div></body></html>")
    assert "Talks were held in Geneva on Friday." in found.text
    assert any("page around it" in one for one in found.warnings)


@pytest.mark.parametrize("name", ["a.txt", "a", "a.docx", "a.exe", "a.html"])
def test_the_content_tells_the_kind_and_not_the_name(name: str) -> None:
    assert draft(name, brought.pdf()).title == TITLE
    assert draft(name, brought.word()).title == TITLE


def test_a_file_with_our_header_tells_its_fields() -> None:
    head = "---\ntitle: 'Talks: again'\ndate: 2020-10-09\noutlet: Desk\nplace: Geneva\nauthor: A. B.\n---\n\n"
    found = draft("a.md", head + "7 October 2020\n\n" + BODY)
    assert (found.title, found.day, found.outlet) == ("Talks: again", date(2020, 10, 9), "Desk")
    assert (found.dateline, found.author) == ("Geneva", "A. B.")
    assert found.text.startswith("7 October 2020\n\nGENEVA")
    assert "header" in why("a.md", b"---\ntitle: [x\n---\n\nText")


def test_a_day_that_the_page_shows_and_does_not_mark_is_found_beside_the_headline() -> None:
    lines = "<div>Kompas.com - 30/10/2020, 18:20 WIB</div><span>Penulis: Budi Santoso</span><a href='/x'>Menu</a>"
    text = "".join(f"<p>{one}</p>" for one in INDONESIAN)
    found = draft("a.html", f"<html><body><h1>Menteri bertemu</h1>{lines}<article>{text}</article></body></html>")
    assert (found.title, found.day, found.author) == ("Menteri bertemu", DAY, "Budi Santoso")
    assert found.text == "\n\n".join(INDONESIAN)


def test_lines_of_a_heading_are_told_from_the_text() -> None:
    head = "By Anna Writer | Source: The Example\nhttps://example.org/a\nFriday, October 30, 2020 - 18:20"
    found = draft("a.txt", f"{TITLE}\n{head}\n\n{BODY}")
    assert (found.title, found.author, found.outlet) == (TITLE, "Anna Writer", "The Example")
    assert (found.url, found.day, found.text) == ("https://example.org/a", DAY, BODY)


def test_a_day_may_stand_in_the_name_or_the_address() -> None:
    assert draft("2020-10-30-geneva.txt", f"{TITLE}\n\n{BODY}").day == DAY
    assert draft("a.txt", f"{TITLE}\n\nhttps://example.org/2020/10/30/x\n\n{BODY}").day == DAY
    assert draft("2020-02-31.txt", f"{TITLE}\n\n{BODY}").day is None


def test_what_was_not_found_is_said() -> None:
    found = draft("a.txt", "GENEVA - The ministers of Armenia and Azerbaijan met. They agreed to meet again soon.")
    assert (found.title, found.day) == ("", None)
    said = " ".join(found.warnings)
    assert "No date was found" in said
    assert "No headline" in said


def test_a_day_that_cannot_be_is_not_taken() -> None:
    found = draft("a.txt", brought.plain(day="30 October 2090"))
    assert found.day is None
    assert any("2090-10-30" in one for one in found.warnings)


# ——— alphabets and encodings ———


@pytest.mark.parametrize(
    ("paragraphs", "language", "encoding"),
    [
        (PARAGRAPHS, "en", "utf-8-sig"),
        (PARAGRAPHS, "en", "utf-16"),
        (RUSSIAN, "ru", "utf-16-le"),
        (RUSSIAN, "ru", "cp1251"),
        (INDONESIAN, "id", "latin-1"),
        (TURKISH, "tr", "cp1254"),
        (ARMENIAN, "hy", "utf-8"),
        (ARMENIAN, "hy", "utf-16"),
    ],
)
@pytest.mark.parametrize("kind", ["txt", "html"])
def test_every_encoding_is_read(paragraphs: tuple[str, ...], language: str, encoding: str, kind: str) -> None:
    text = brought.plain(paragraphs, "Титул" if language == "ru" else "Title of it")
    if kind == "html":
        text = brought.page(paragraphs, charset=encoding.replace("-sig", ""), language=language)
    found = draft(f"a.{kind}", text.encode(encoding))
    assert found.text == "\n\n".join(paragraphs)
    assert (found.language, found.day) == (language, DAY)
    assert any("seems to be in" in one for one in found.warnings) == (language in ("tr", "hy"))


def test_latin_letters_of_a_byte_are_read_and_said_to_be_guessed() -> None:
    text = brought.plain((*PARAGRAPHS, "Le café à Genève était près de là où naît l’été.".replace("’", "'")))
    found = draft("a.txt", text.encode("latin-1"))
    assert "café à Genève était" in found.text
    assert "encoding" in found.guessed["text"]


def test_the_datelines_of_three_languages_are_known() -> None:
    assert draft("a.txt", brought.plain(INDONESIAN)).dateline == "JAKARTA, KOMPAS.com"
    assert draft("a.txt", brought.plain(INDONESIAN)).outlet == "KOMPAS.com"
    assert draft("a.txt", brought.plain(RUSSIAN, "Заголовок")).dateline == "ЖЕНЕВА, 30 октября"


@pytest.mark.parametrize(
    ("paragraphs", "script", "title"),
    [
        (INDONESIAN, "latin", "Menteri bertemu di Jenewa"),
        (RUSSIAN, "cyrillic", ""),
        (ARMENIAN, "armenian", ""),
    ],
)
def test_a_pdf_of_every_script_is_read(paragraphs: tuple[str, ...], script: str, title: str) -> None:
    has = set(pdfmetrics.getFont(brought.font(script)).face.charToGlyph)
    text = ["".join(sign for sign in one if ord(sign) in has or sign == " ") for one in paragraphs]
    found = draft("a.pdf", brought.pdf(text, title, script=script, head=""))
    assert squashed(found.text) == squashed(" ".join(text))


def test_letters_are_made_plain() -> None:
    found = draft(
        "a.txt", f"{TITLE}\n\n{BODY}\n\nCafe\u0301 o\ufb03ce\u00a0co\u00adoper\u200bate \u202eabc\u202c\x07 Է\ufb13\n"
    )
    assert found.text.endswith("\n\nCafé office cooperate abc Էմն")


# ——— lines, columns, pages ———


def test_wrapped_lines_are_joined_and_lines_that_are_paragraphs_are_not() -> None:
    import textwrap  # noqa: PLC0415

    wrapped = "\n\n".join(textwrap.fill(one, 72) for one in PARAGRAPHS)
    assert draft("a.txt", f"{TITLE}\n\n{wrapped}\n").text == BODY
    assert draft("a.txt", "\r\n".join((TITLE, *PARAGRAPHS, ""))).text == BODY


def test_words_that_a_line_cut_are_whole_again_and_hyphens_of_their_own_stay() -> None:
    text = (*PARAGRAPHS, "Nagorno-Karabakh saw orang-orang and tokoh-tokoh of the humanitarian organisations there.")
    cuts = {"shelling": 4, "Nagorno-Karabakh saw": 8, "orang-orang": 6, "humanitarian": 5, "tokoh-tokoh": 6}
    found = draft("a.pdf", brought.pdf(text, hyphens=cuts))
    for word in ("orang-orang", "tokoh-tokoh", "Nagorno-Karabakh saw", "humanitarian", "shelling"):
        assert word in squashed(found.text), word


@pytest.mark.parametrize("rows_first", [False, True])
@pytest.mark.parametrize("columns", [2, 3])
def test_columns_are_read_one_after_another(columns: int, rows_first: bool) -> None:
    found = draft("a.pdf", brought.pdf(PARAGRAPHS * 3, columns=columns, rows_first=rows_first))
    assert found.title == TITLE
    assert squashed(found.text) == squashed("\n\n".join(PARAGRAPHS * 3))
    assert found.text.count("\n\n") == 3 * len(PARAGRAPHS) - 1


def test_a_table_is_read_row_by_row() -> None:
    table = [["Place", "Dead", "Wounded"], ["Ganja", "21", "53"], ["Barda", "27", "70"], ["Shushi", "2", "9"]]
    rows = ["Place Dead Wounded", "Ganja 21 53", "Barda 27 70", "Shushi 2 9"]
    assert " ".join(rows) in squashed(draft("a.pdf", brought.drawn(table)).text)
    assert [" | ".join(one) for one in table] == draft("a.docx", brought.word(table=table)).text.split("\n\n")[-4:]


def test_heads_and_feet_that_come_again_are_dropped_and_pages_joined() -> None:
    found = draft("a.pdf", brought.pdf(PARAGRAPHS * 12, height=330))
    assert "The Daily Example" not in found.text
    assert not re.search(r"- \d+ -", found.text)
    assert squashed(found.text) == squashed("\n\n".join(PARAGRAPHS * 12))


# ——— refusals ———


def ole(mark: bytes = b"") -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + mark


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "empty"),
        ("a.txt", b"MZ\x90\0" + b"\0\1\2" * 90, "program"),
        ("a.txt", bytes(range(256)) * 40, "no text"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "OCR"),
        ("a.doc", ole(), "old Office file"),
        ("a.docx", ole("EncryptedPackage".encode("utf-16-le")), "password"),
        ("a.rtf", b"{\\rtf1 Hello}", ".docx"),
        ("a.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n<html>", "HTML only"),
        ("a.pdf", b"%PDF-1.7\nbroken", "damaged PDF"),
        ("a.pdf", brought.scanned(), "OCR"),
        ("a.pdf", brought.pdf(password="secret"), "password"),  # noqa: S106
        ("a.docx", brought.word()[:-200], "damaged"),
        ("a.html", b"<html><body><script>var x = 1;</script></body></html>", "no text"),
        ("a.zip", brought.zipped({}), "no files"),
        ("a.xlsx", brought.zipped({"xl/workbook.xml": b"<x/>"}), "workbook"),
        ("a.odt", brought.zipped({"content.xml": b"<x/>", "mimetype": b"x"}), "OpenDocument"),
        ("a.txt", b"x" * (limits.MAX_BYTES + 1), "20 MB"),
        ("a.txt", b"Word and word. " * 30_000, "characters"),
        ("\x1b[31mwei\u202erd.txt", b"", "empty"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(name: str, content: bytes, said: str) -> None:
    sentence = why(name, content)
    assert said in sentence
    assert sentence.isprintable()


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    assert "2,000 pages" in why("a.pdf", brought.scanned(limits.MAX_PAGES + 1))


# ——— zips and folders ———


def test_a_zip_gives_what_can_be_read_and_says_of_the_rest_why_not() -> None:
    members = {
        "news/a.txt": brought.plain().encode(),
        "../../etc/b.html": brought.page().encode(),
        "C:\\c.pdf": brought.pdf(),
        "inner.zip": brought.zipped({"x.txt": b"x"}),
        "old.doc": ole(),
        "page_files/style.css": b"p {}",
        "__MACOSX/._a.txt": b"\0\5",
        "d.docx": brought.word(),
    }
    found = read("all.zip", brought.zipped(members))
    drafts = [one for one in found if isinstance(one, Draft)]
    assert [one.name for one in drafts] == [
        "all.zip/news/a.txt",
        "all.zip/etc/b.html",
        "all.zip/C:/c.pdf",
        "all.zip/d.docx",
    ]
    assert {one.title for one in drafts} == {TITLE}
    refused = " ".join(one.why for one in found if isinstance(one, Refusal))
    for said in ("zip in a zip", "old Office file", "2 files that are no articles"):
        assert said in refused


def test_names_of_a_zip_are_never_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = read(
        "s.zip", brought.zipped({"../out.txt": brought.plain().encode(), "/abs.txt": brought.plain().encode()})
    )
    assert [one.name for one in found] == ["s.zip/out.txt", "s.zip/abs.txt"]
    assert list(tmp_path.iterdir()) == []
    assert not (tmp_path.parent / "out.txt").exists()


def test_bombs_are_refused_before_they_swell(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = time.monotonic()
    assert "far more than" in why("b.zip", brought.zipped({f"{n}.txt": b"a" * 15_000_000 for n in range(3)}))
    assert "far more than" in why("b.docx", brought.with_part(brought.word(), "word/document.xml", b" " * 61_000_000))
    monkeypatch.setattr(archive, "MAX_MEMBERS", 5)
    assert "more than 5 files" in why("b.zip", brought.zipped({f"{n}.txt": b"x" for n in range(6)}))
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1_000)
    assert "unpacks to more" in why("b.zip", brought.zipped({"a.txt": b"ab" * 600}))
    assert time.monotonic() - begun < 15


def test_a_zip_that_lies_about_its_sizes_is_not_believed() -> None:
    content = bytearray(brought.zipped({"a.txt": b"a" * 5_000_000}))
    central = content.rfind(b"PK\x01\x02")
    content[central + 24 : central + 28] = (100).to_bytes(4, "little")
    assert "damaged" in why("lie.zip", bytes(content))


def test_a_locked_zip_is_refused_by_member() -> None:
    content = bytearray(brought.zipped({"a.txt": brought.plain().encode()}))
    content[6] |= 1
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    assert "password" in why("l.zip", bytes(content))


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.txt").write_text(brought.plain(), "utf-8")
    (tmp_path / "a.pdf").write_bytes(brought.pdf())
    (tmp_path / "d.txt").write_bytes(b"")
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    found = list(read_path(tmp_path))
    assert [one.name for one in found] == ["a.pdf", "d.txt", "b/c.txt", tmp_path.name]
    assert [type(one) for one in found] == [Draft, Refusal, Draft, Refusal]
    (missing,) = read_path(tmp_path / "none.txt")
    assert isinstance(missing, Refusal)


# ——— hostile files ———


def test_entities_are_not_unfolded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "haha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
    for entities in (bomb + "]>", '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'):
        text = f"{entities}{body}Talks were held in Geneva &j; on Friday.</w:t></w:r></w:p></w:body></w:document>"
        (found,) = read("e.docx", brought.with_part(brought.word(), "word/document.xml", text.encode()))
        assert isinstance(found, Refusal) or ("hahahaha" not in found.text and "root:" not in found.text)


def test_scripts_and_attachments_of_a_pdf_are_not_read() -> None:
    content = brought.pdf()
    action = b"/OpenAction << /S /JavaScript /JS (app.alert\\('boo'\\)) >> /Type /Catalog"
    assert b"/Type /Catalog" in content
    found = draft("js.pdf", content.replace(b"/Type /Catalog", action))
    assert "boo" not in found.text
    assert squashed(found.text) == squashed(BODY)


def test_what_takes_too_long_is_given_up() -> None:
    begun = time.monotonic()
    draft("warm.txt", brought.plain())
    found = isolated.draft_of("slow.pdf", brought.pdf(PARAGRAPHS * 120), 0.001)
    assert isinstance(found, Refusal)
    assert "took longer" in found.why
    assert time.monotonic() - begun < 60  # as above: what hangs would take for ever
    assert draft("after.txt", brought.plain()).title == TITLE


def test_no_time_is_left_for_others_once_files_took_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "PATIENCE", 0.5)
    (found,) = read("a.txt", brought.plain().encode())
    assert isinstance(found, Refusal)
    assert "was not read" in found.why


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body>" + b"<div>" * 300_000 + b"text" + b"</div>" * 300_000,
        b"<html><body>" + b"<p>a<b>" * 200_000,
        b"<html><body><table>" + b"<tr><td>" * 100_000 + b"x",
        b"<html>" + b"<" * 2_000_000,
        b"<p>" * 3 + b"<!--" * 500_000,
        b"&amp;" * 70_000,
        b"a\n" * 150_000,
        b"- - - - " * 40_000,
        b"*a " * 100_000,
        b"![" * 150_000,
    ],
    ids=range(10),
)
@pytest.mark.parametrize("name", ["a.html", "a.md"])
def test_nothing_hangs(name: str, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_SECONDS", 4.0)
    begun = time.monotonic()
    (found,) = read(name, content)
    assert isinstance(found, Draft) or isolated.UNKNOWN not in found.why
    assert time.monotonic() - begun < 60  # a busy machine takes many times what is allowed


CONFINED = """
import os, socket, subprocess, sys, tempfile
from dashboard.reading import worker
worker.confine()
tried = {
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "name": lambda: socket.getaddrinfo("example.org", 80),
    "start": lambda: subprocess.run(["true"]),
    "system": lambda: os.system("true"),
    "write": lambda: open(sys.argv[1], "w").write("x" * 10_000),
}
for name, act in tried.items():
    try:
        act()
    except (PermissionError, OSError):
        continue
    print(name)
"""


def test_a_worker_can_neither_fetch_nor_start_nor_write(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CONFINED, str(tmp_path / "out")], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    assert not (tmp_path / "out").exists()


def test_no_library_so_much_as_tries_to_fetch(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket  # noqa: PLC0415

    tried: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda *given: tried.append(given))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **_: tried.append(given))
    for name, content in (("a.html", brought.page().encode()), ("a.pdf", brought.pdf()), ("a.docx", brought.word())):
        assert worker.answer(name, content)["title"] == TITLE
    assert tried == []


# ——— as an article ———


@pytest.mark.parametrize("path", ["a.txt", "a.pdf", "a.html", "a.docx"])
def test_what_a_person_corrected_comes_back_from_the_coder(tmp_path: Path, path: str) -> None:
    made = {"a.txt": brought.plain().encode(), "a.pdf": brought.pdf(), "a.html": brought.page().encode()}
    found = replace(
        draft(path, made.get(path) or brought.word()),
        title="A: better 'title' #1 — \"so\"", day=date(2020, 11, 1), outlet="Kantor Berita: Antara", url="https://x.org/?a=1&b=2",
        dateline="GENEVA", author="O'Neil",
    )  # fmt: skip
    file = tmp_path / "out.md"
    file.write_text(as_article(found), "utf-8")
    article = read_article(file)
    assert (article.title, article.published, article.outlet) == (found.title, found.day, found.outlet)
    assert (article.url, article.place, article.language) == (found.url, "GENEVA", "en")
    assert article.text[slice(*article.body)].strip() == found.text
    again = draft("out.md", file.read_bytes())
    names = ("text", "title", "day", "dateline", "outlet", "language", "url", "author")
    assert all(getattr(again, name) == getattr(found, name) for name in names)


@pytest.mark.parametrize("text", ["# 1 and\n\n", "---\n\n", "#\n\n", "title: x\n\n", "...\n\n"])
def test_a_text_that_looks_like_a_header_stays_text(tmp_path: Path, text: str) -> None:
    for title in ("", "A title"):
        file = tmp_path / "out.md"
        file.write_text(as_article(Draft("a", text + BODY, title)), "utf-8")
        article = read_article(file)
        assert article.text[slice(*article.body)].strip() == (text + BODY).strip()
        assert article.title == title


def test_no_html_survives() -> None:
    text = "<script>x</script>a &lt;b onclick=1&gt; &amp;lt;i&amp;gt; <img src=x 5 < 6 <!-- z --> <svg/onload=q>"
    written = as_article(Draft("a", text, title="<b>T</b>", outlet="<i", author="&lt;u&gt;A"))
    assert not re.search(r"<[A-Za-z/!?]", written)
    assert "5 < 6" in written


@pytest.mark.parametrize("path", PATHS)
def test_a_real_article_comes_through_as_the_coder_reads_it(path: Path, tmp_path: Path) -> None:
    found = draft(path.name, path.read_bytes())
    file = tmp_path / "out.md"
    file.write_text(as_article(found), "utf-8")
    article, given = read_article(file), read_article(path)
    assert (article.title, article.published, article.language) == (given.title, given.published, given.language)
    assert squashed(article.text[slice(*article.body)]) == squashed(given.text[slice(*given.body)])


# ——— reprints ———


NAMES = re.findall(r"\w+", "ministers envoys soldiers residents officials monitors deputies generals refugees doctors")
VERBS = re.findall(r"\w+", "met left reached denied reported shelled opened crossed closed praised")
PLACES = re.findall(r"\w+", "Geneva Moscow Baku Yerevan Shusha Ganja Barda Lachin Stepanakert Tbilisi")


def sentences(seed: int, count: int = 14) -> list[str]:
    return [
        f"The {NAMES[(seed * 7 + n * 3) % 10]} {VERBS[(seed + n * n) % 10]} {PLACES[(seed * 3 + n) % 10]} on day "
        f"{seed}{n} while the {NAMES[(seed + n * 5) % 10]} of {PLACES[(n * 7 + seed) % 10]} "
        f"{VERBS[(n + seed * 11) % 10]} it again."
        for n in range(count)
    ]


def test_duplicates_and_reprints_are_found_and_other_reports_are_not() -> None:
    own = sentences(1)
    text = "\n\n".join(own)
    retold = (
        "Talks between the two foreign ministers ended late on Friday with a promise not to fire on towns, mediators "
        "said, although people in Stepanakert heard explosions soon afterwards. Lists of captives are due within seven "
        "days and the remains of the fallen go home. Earlier truces arranged by Russia, France and the United States "
        "had all failed almost at once, with each capital accusing its neighbour of having begun it."
    )
    drafts = [
        Draft("first", text),
        Draft("same", text.upper().replace("\n\n", "\n \n")),
        Draft("other headline", text, title="Another"),
        Draft("shortened", "\n\n".join(own[: len(own) * 2 // 3])),
        Draft("longer", text + "\n\n" + " ".join(sentences(2, 4))),
        Draft("other event", "\n\n".join(sentences(3))),
        Draft("the talks", BODY),
        Draft("the talks retold", retold),
    ]
    found = {one.name: one for one in reprints(drafts, {"known": "\n".join(sentences(9))})}
    assert set(found) == {"same", "other headline", "shortened", "longer"}
    assert found["same"].kind == found["other headline"].kind == "duplicate"
    assert found["shortened"].kind == found["longer"].kind == "reprint"
    assert {one.other for one in found.values()} == {"first"}
    assert found["longer"].words == "“longer” has 100 % of the text of “first”, and more beside it."
    (known,) = reprints([Draft("copy", "\n".join(sentences(9)))], {"known": "\n".join(sentences(9))})
    assert (known.other, known.draft, known.share) == ("known", 0, 1.0)


def test_two_thousand_articles_are_compared_in_seconds() -> None:
    import random  # noqa: PLC0415

    chance = random.Random(5)  # noqa: S311
    vocabulary = [f"word{n}" for n in range(8_000)]
    texts = [" ".join(chance.choices(vocabulary, k=400)) for _ in range(1_000)]
    drafts = [Draft(f"{n}", text) for n, text in enumerate(texts)]
    drafts += [Draft(f"{n} again", " ".join(text.split()[:280])) for n, text in enumerate(texts)]
    begun = time.monotonic()
    found = reprints(drafts)
    assert time.monotonic() - begun < 20
    assert [(one.name, one.other) for one in found] == [(f"{n} again", f"{n}") for n in range(1_000)]
