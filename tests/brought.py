"""Files as people bring them, made by the libraries that make such files, for the tests of the reading room."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import docx
from fontTools.ttLib import TTFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "dashboard" / "static" / "fonts"

TITLE = "Ministers meet in Geneva for a day of talks"
PARAGRAPHS = (
    "GENEVA (Reuters) - The foreign ministers of Armenia and Azerbaijan met in Geneva on Friday to discuss the "
    "conflict over Nagorno-Karabakh, and agreed not to shell towns or villages, the co-chairs of the Minsk Group said.",
    "The two sides will also exchange the bodies of soldiers who were killed, and within a week will hand each other "
    "lists of the prisoners that they hold, according to a statement that was published late in the evening.",
    "Residents of Stepanakert reported shelling a few hours after the talks had ended, and the authorities there said "
    "that a market had been hit. Baku denied it and said that its forces had kept to what was agreed.",
    "It was the fourth attempt at a truce within a month. The first three, brokered by Moscow, by Paris and by "
    "Washington, were broken within minutes or hours, and each side has blamed the other for that.",
)
INDONESIAN = (
    "JAKARTA, KOMPAS.com - Menteri luar negeri Armenia dan Azerbaijan bertemu di Jenewa pada Jumat untuk membahas "
    "konflik Nagorno-Karabakh dan sepakat untuk tidak menembaki kota atau desa.",
    "Kedua pihak juga akan bertukar jenazah prajurit yang tewas, dan dalam waktu sepekan akan saling menyerahkan "
    "daftar tawanan, menurut pernyataan yang diterbitkan pada malam hari.",
)
RUSSIAN = (
    "ЖЕНЕВА, 30 октября - Министры иностранных дел Армении и Азербайджана встретились в пятницу в Женеве, чтобы "
    "обсудить конфликт в Нагорном Карабахе, и договорились не обстреливать города и села.",
    "Стороны также обменяются телами погибших военнослужащих и в течение недели передадут друг другу списки пленных, "
    "говорится в заявлении, которое было опубликовано поздно вечером.",
)
ARMENIAN = (
    "Հայաստանի և Ադրբեջանի արտգործնախարարները ուրբաթ օրը հանդիպել են Ժնևում՝ քննարկելու Լեռնային Ղարաբաղի "
    "հակամարտությունը, և պայմանավորվել են չհրետակոծել քաղաքներն ու գյուղերը։",
    "Կողմերը նաև կփոխանակեն զոհված զինվորների մարմինները և մեկ շաբաթվա ընթացքում միմյանց կհանձնեն գերիների ցուցակները։",
)
TURKISH = (
    "Ermenistan ve Azerbaycan dışişleri bakanları, Dağlık Karabağ çatışmasını görüşmek üzere cuma günü Cenevre'de bir "
    "araya geldi ve şehirleri bombalamamak konusunda anlaştı.",
    "Taraflar ayrıca öldürülen askerlerin cenazelerini değiş tokuş edecek ve bir hafta içinde ellerindeki esirlerin "
    "listesini birbirine verecek, denildi akşam yayımlanan açıklamada.",
)


def plain(paragraphs: Sequence[str] = PARAGRAPHS, title: str = TITLE, day: str = "30 October 2020") -> str:
    return "\n\n".join([title, day, *paragraphs]) + "\n"


@cache
def font(script: str) -> str:
    """Return the name of a font of the dashboard's own that has the letters of a script."""
    made = TTFont(FONTS / f"noto-sans-{script}-400-normal.woff2")
    made.flavor = None
    for named in made["name"].names:  # the parts of one font have one name, by which reportlab would confuse them
        if named.nameID in (1, 4, 6):
            named.string = f"Noto-{script}"
    out = io.BytesIO()
    made.save(out)
    out.seek(0)
    pdfmetrics.registerFont(ttfonts.TTFont(script, out))
    return script


def pdf(
    paragraphs: Sequence[str] = PARAGRAPHS,
    title: str = TITLE,
    *,
    columns: int = 1,
    rows_first: bool = False,
    script: str = "latin",
    head: str = "The Daily Example, 30 October 2020",
    hyphens: Mapping[str, int] | None = None,
    password: str = "",
    height: float = 700,
) -> bytes:
    """Return a PDF as a newspaper's.

    ``rows_first`` writes the lines of all columns row by row; ``hyphens`` cuts words at the end of a line.
    """
    out = io.BytesIO()
    lock = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(out, pagesize=A4, encrypt=lock)
    name, page = font(script), 0
    width = (500 - 25 * (columns - 1)) / columns
    lines: list[tuple[bool, str]] = []
    for paragraph in paragraphs:
        split = simpleSplit(paragraph, name, 10, width - 12)
        for word, at in (hyphens or {}).items():
            split = [part for line in split for part in _cut(line, word, at)]
        lines += [(number == 0, line) for number, line in enumerate(split)]
    rows = int(height // 13)
    share = min(rows, -(-len(lines) // columns))
    while lines:
        page += 1
        canvas.setFont("Helvetica", 8)
        canvas.drawString(50, 815, head)
        canvas.drawString(280, 25, f"- {page} -")
        top = 780
        if page == 1 and title:
            canvas.setFont(name, 18)
            canvas.drawString(50, top, title)
            top -= 30
        canvas.setFont(name, 10)
        now, lines = lines[: share * columns], lines[share * columns :]
        placed = [(at % share, at // share, *line) for at, line in enumerate(now)]
        for row, column, first, line in sorted(placed) if rows_first else placed:
            canvas.drawString(50 + column * (width + 25) + (10 if first else 0), top - 13 * row, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _cut(line: str, word: str, at: int) -> list[str]:
    """Return a line cut within a word, with a hyphen."""
    start = line.find(word)
    if start < 0:
        return [line]
    first = line[: start + at]
    return [first if first.endswith("-") else f"{first}-", line[start + at :]]


def drawn(table: Sequence[Sequence[str]]) -> bytes:
    """Return a PDF of a sentence and a table."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawString(50, 780, "The losses of the week by place, as both sides gave them on Friday evening.")
    for row, cells in enumerate(table):
        for column, cell in enumerate(cells):
            canvas.drawString(50 + 150 * column, 740 - 16 * row, cell)
    canvas.save()
    return out.getvalue()


def scanned(pages: int = 2) -> bytes:
    """Return a PDF of pictures."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for _ in range(pages):
        canvas.rect(50, 50, 400, 600, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def word(paragraphs: Sequence[str] = PARAGRAPHS, title: str = TITLE, table: Sequence[Sequence[str]] = ()) -> bytes:
    document = docx.Document()
    document.add_heading(title, 0)
    document.add_paragraph("30 October 2020")
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(len(table), len(table[0]))
        for row, cells in enumerate(table):
            for column, cell in enumerate(cells):
                grid.cell(row, column).text = cell
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def page(
    paragraphs: Sequence[str] = PARAGRAPHS, title: str = TITLE, charset: str = "utf-8", language: str = "en"
) -> str:
    text = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html>
<html lang="{language}"><head><meta charset="{charset}"><title>{title} | The Example</title>
<meta property="og:site_name" content="The Example"><meta property="og:title" content="{title}">
<meta name="author" content="Anna Writer"><meta property="article:published_time" content="2020-10-30T18:20:00+04:00">
<link rel="canonical" href="https://example.org/news/ministers-meet"><link rel="stylesheet" href="https://example.org/x.css">
<script src="https://example.org/track.js"></script><script>alert("never in the text")</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<header><img src="https://example.org/logo.png" onerror="alert(1)"></header>
<article><h1>{title}</h1>{text}</article>
<aside><h3>Most read</h3><a href="/a">Another story that has nothing to do with it</a></aside>
<footer>Copyright The Example. All rights reserved. Cookies.</footer></body></html>"""


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_part(document: bytes, name: str, content: bytes) -> bytes:
    """Return a .docx with one of its parts put in another's place."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    return zipped(parts | {name: content})
