"""Articles: every file is read or refused with one clear sentence, and the offsets are the file's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.coding import ArticleError, code_article, read_article
from dashboard.coding.articles import MAX_BYTES, parse_article, sentences

TODAY = date(2026, 1, 1)
BODY = "The foreign ministers of Armenia and Azerbaijan met in Geneva on Thursday to discuss the conflict.\n"
ISI = "Menteri luar negeri Armenia dan Azerbaijan bertemu di Jenewa pada Kamis untuk membahas konflik.\n"


def write(folder: Path, content: str | bytes, name: str = "article.txt") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def complaint(path: Path) -> str:
    with pytest.raises(ArticleError) as caught:
        read_article(path, TODAY)
    return str(caught.value)


def test_a_plain_text_has_a_headline_a_date_and_a_body(tmp_path: Path) -> None:
    article = read_article(write(tmp_path, f"Talks open\n\nOctober 9, 2020\n{BODY}"), TODAY)
    assert (article.title, article.published, article.language) == ("Talks open", date(2020, 10, 9), "en")
    assert article.text[slice(*article.body)].strip() == BODY.strip()


@pytest.mark.parametrize(
    "line", ["Jum'at, 09 Oktober 2020 - 17:16 WIB", "9 Oktober 2020", "Jumat (9/10/2020)", "2020-10-09 10:00"]
)
def test_an_indonesian_dateline_is_understood(tmp_path: Path, line: str) -> None:
    article = read_article(write(tmp_path, f"Judul berita\n\n{line}\n{ISI}"), TODAY)
    assert (article.published, article.language) == (date(2020, 10, 9), "id")


def test_a_header_gives_title_date_outlet_and_place(tmp_path: Path) -> None:
    head = "---\ntitle: 'Talks: again'\ndate: 2020-10-09\nlanguage: en\noutlet: Desk\nurl: ''\nplace: Geneva\n---\n"
    article = read_article(write(tmp_path, head + BODY, "a.md"), TODAY)
    assert (article.title, article.outlet, article.place) == ("Talks: again", "Desk", "Geneva")
    assert article.published == date(2020, 10, 9)


def test_an_article_without_a_date_is_coded_with_undated_events(tmp_path: Path) -> None:
    article = read_article(write(tmp_path, f"Talks open\n\n{BODY}"), TODAY)
    assert article.published is None
    events = code_article(article)
    assert [e.type for e in events] == ["CONSULT"]
    assert (events[0].date, events[0].date_precision) == (None, "unknown")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-16-be"])
def test_byte_order_marks_are_understood(tmp_path: Path, encoding: str) -> None:
    text = f"Talks open\n\nOctober 9, 2020\n{BODY}"
    data = text.encode(encoding) if encoding != "utf-16-be" else b"\xfe\xff" + text.encode("utf-16-be")
    assert read_article(write(tmp_path, data), TODAY).text == text


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "There is no file" in complaint(tmp_path / "nothing.txt")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    assert "is empty" in complaint(write(tmp_path, "  \n\t\n"))


@pytest.mark.parametrize("data", [b"%PDF-1.7 xxxx", b"PK\x03\x04xxxx", b"abc\0def\0"])
def test_a_binary_file_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "plain text" in complaint(write(tmp_path, data))


def test_a_huge_file_is_refused(tmp_path: Path) -> None:
    assert "larger than 5 MB" in complaint(write(tmp_path, b"a" * (MAX_BYTES + 1)))


def test_broken_utf8_names_the_byte_and_the_way_out(tmp_path: Path) -> None:
    message = complaint(write(tmp_path, b"Caf" + b"\xe9" + b" talks\n\n" + BODY.encode()))
    assert "byte 3 is 0xe9" in message
    assert "iconv" in message


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Les ministres des affaires étrangères se sont réunis jeudi à Genève pour discuter du conflit.", "French"),
        ("Ermənistan və Azərbaycan xarici işlər nazirləri cümə axşamı Cenevrədə görüşüblər, deyə bildirilir.", "Azerb"),
    ],
)
def test_other_languages_are_refused_by_name(tmp_path: Path, text: str, language: str) -> None:
    message = complaint(write(tmp_path, f"{text}\n\n9.10.2020\n{text}\n{text}\n"))
    assert language in message
    assert "only Indonesian, English and Russian" in message


def test_short_indonesian_is_not_taken_for_malay(tmp_path: Path) -> None:
    text = "Rusia mendesak gencatan senjata.\n\nArmenia dan Azerbaijan bertemu di Moskow pada Jumat.\n"
    assert read_article(write(tmp_path, text), TODAY).language == "id"


@pytest.mark.parametrize(("written", "language"), [("ru", "ru"), ("in", "id"), ("EN-gb", "en"), ("''", "en")])
def test_a_language_that_a_person_wrote_codes_the_article(tmp_path: Path, written: str, language: str) -> None:
    assert read_article(write(tmp_path, f"---\ntitle: x\nlanguage: {written}\n---\n{BODY}"), TODAY).language == language


def test_a_header_in_another_language_is_refused(tmp_path: Path) -> None:
    assert "marked as" in complaint(write(tmp_path, f"---\ntitle: x\nlanguage: az\n---\n{BODY}"))


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("---\ntitle: [x\n---\n", "not valid YAML"),
        ("---\ntitle: x\n", "not closed"),
        ("---\n- x\n---\n", "must be lines"),
        ("---\ndate: soon\n---\n", "is not a date"),
        ("---\ndate: 2090-01-01\n---\n", "in the future"),
        ("---\ndate: 1850-01-01\n---\n", "before 1900"),
        ("---\ndate: 2020-02-31\n---\n", "date"),
    ],
)
def test_a_broken_header_is_explained(tmp_path: Path, head: str, sentence: str) -> None:
    assert sentence in complaint(write(tmp_path, head + BODY, "a.md"))


def test_a_date_of_tomorrow_is_still_today_somewhere(tmp_path: Path) -> None:
    article = read_article(write(tmp_path, f"---\ndate: 2026-01-02\n---\n{BODY}"), TODAY)
    assert article.published == date(2026, 1, 2)


def test_a_table_of_names_without_a_full_stop_is_no_sentence() -> None:
    text = "Title\n\n9 October 2020\n" + "Armenia attacked Azerbaijan and " * 20_000
    assert sentences(parse_article(text, "a", today=TODAY)) == []


def test_line_ends_of_windows_change_no_offset(tmp_path: Path) -> None:
    article = read_article(write(tmp_path, f"Talks open\r\n\r\nOctober 9, 2020\r\n{BODY}".encode()), TODAY)
    (event,) = code_article(article)
    assert article.text[event.start : event.end] == event.quote == BODY.strip()


def test_captions_links_and_advertisements_are_not_sentences() -> None:
    text = (
        "Judul\n\n9 Oktober 2020\nMenlu bertemu di Moskow. Foto/Ilustrasi/Kantor\n"
        "MOSKOW - Armenia menyerang Ganja.(Baca juga: Putin Serukan Perdamaian )\n"
        "Baca juga: Armenia Menyerang Barda\nFollow WhatsApp Channel kami sekarang juga!\n(ber)\n"
        "tulis komentar anda\nArmenia menyerang Tartar.\n"
    )
    article = parse_article(text, "a", today=TODAY)
    assert [s.text for s in sentences(article)] == ["Armenia menyerang Ganja."]


def test_a_quotation_keeps_its_speaker_in_the_sentence() -> None:
    quotation = '"We were attacked. We will respond," the Armenian minister said.'
    text = f"Title\n\n9 October 2020\n{quotation} Nothing else happened.\n"
    found = [s.text for s in sentences(parse_article(text, "a", today=TODAY))]
    assert found[0].endswith("minister said.")
    assert len(found) == 2


def test_abbreviations_end_no_sentence() -> None:
    body = "The U.S. said on Oct. 7 that Gen. Smith met J. Doe in St. Petersburg. It was late."
    text = f"Title\n\n9 October 2020\n{body}\n"
    assert len(sentences(parse_article(text, "a", today=TODAY))) == 2


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_or_refused_in_a_sentence(text: str) -> None:
    try:
        article = parse_article(text, "any", today=TODAY)
    except ArticleError as error:
        assert str(error).endswith(".")  # noqa: PT017 - a refusal is one of two right answers
        return
    for sentence in sentences(article):
        assert article.text[sentence.start : sentence.end] == sentence.text
    for event in code_article(article):
        assert article.text[event.start : event.end] == event.quote
