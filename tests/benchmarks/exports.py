"""Exports of many readers at once: 20 browsers at one dashboard order 500 files; each has to be its reader's own.

Run by hand: ``python tests/benchmarks/exports.py [--quick]``. Every reader has a filter and, for each file, a title of
their own; files are checked once all are there. Prints wrong ones, errors, times, and what a PNG takes on the server.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
import statistics
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pypdf
import pytesseract
from PIL import Image
from playwright.async_api import Error, Page, async_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from browsing import CHARTS, FLAGS, PATIENCE, address, chrome, served
from every_picture import EVERY
from test_legible import stands_in

from dashboard import build, drawing
from dashboard.answers import Answers
from dashboard.charts.looks import Look
from dashboard.model import Filters

READERS, FILES = 20, 500
FORMS = ("png", "svg", "pdf", "csv", "json", "parquet", "geojson", "sql", "zip")
ACTORS = ("ARM", "AZE", "NKR", "RUS", "TUR", "USA", "FRA")
NAMES = {"overview": "overview", "map": "map", "diplomacy": "timeline", "network": "network: network"}


@dataclass
class Reader:
    """Who exports: their page and filter, and the files that came, each with the title that it was ordered with."""

    number: int
    page: str
    query: dict[str, str]
    files: list[tuple[str, str, str, bytes]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    times: dict[str, list[float]] = field(default_factory=dict)

    @classmethod
    def numbered(cls, number: int) -> Reader:
        year = 1992 + number
        query = {"start": f"{year}-01-01", "end": f"{year + 10}-12-31", "actors": ACTORS[number % len(ACTORS)]}
        return cls(number, list(CHARTS)[number % len(CHARTS)], query)

    @property
    def forms(self) -> list[str]:
        return [form for form in FORMS if form != "geojson" or self.page == "map"]

    async def export(self, page: Page, base: str, often: int) -> None:
        try:
            await page.goto(address(base, self.page, **self.query))
            await page.locator(".kt-plot[data-drawn] .main-svg").first.wait_for()
        except Error as error:
            self.errors.append(f"{self.page}: {error.message[:80]} {(await page.inner_text('body'))[:300]!r}")
            return
        await page.get_by_role("button", name="Save or cite …").click()
        for at in range(often):
            form = self.forms[(at + self.number) % len(self.forms)]
            title = f"Reader {self.number:02} file {at:02} end"
            try:
                await page.locator(".kt-save [name=title]").fill(title)
                began = time.perf_counter()
                async with page.expect_download() as waiting:
                    await page.locator(f".kt-save [data-save={form}]").click()
                download = await waiting.value
                self.times.setdefault(form, []).append(1000 * (time.perf_counter() - began))
                content = Path(await download.path()).read_bytes()
                self.files.append((form, title, download.suggested_filename, content))
            except Error as error:
                self.errors.append(f"{form}: {error.message[:200]}")


def wrong(reader: Reader, answers: Answers, file: tuple[str, str, str, bytes]) -> bool:
    """Return whether a file is not the reader's own, or not valid."""
    form, title, name, content = file
    chosen, _ = Filters.from_query(reader.query, {"actors": {reader.query["actors"]: ""}})
    picture = EVERY[NAMES[reader.page]](answers, chosen)
    caption = picture.figure.layout.meta["caption"]
    if not re.fullmatch(rf"karabakh_[a-z-]+_{chosen.actors[0].lower()}_{chosen.start}--{chosen.end}_.*\.{form}", name):
        return True
    if form == "png":
        with Image.open(io.BytesIO(content)) as image:
            head = image.crop((0, 0, image.width, 170))
            said = pytesseract.image_to_string(head, config="--psm 6")
            return image.width != 2400 or title not in said or not stands_in(caption["filters"], said)
    if form in ("svg", "pdf"):
        pdf = form == "pdf"
        said = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text() if pdf else content.decode()
        return title not in said or caption["filters"] not in " ".join(said.split())
    if form == "sql":
        return f"'{chosen.actors[0]}'" not in content.decode() or str(chosen.start) not in content.decode()
    if form == "csv":
        return len(pd.read_csv(io.BytesIO(content))) != len(picture.answers[0].rows)
    if form == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as zipped:
            said = zipped.read(f"{name.removesuffix('.zip')}/README.md").decode()
            return zipped.testzip() is not None or title not in said or caption["filters"] not in said
    if form == "parquet":
        about = json.loads(pq.read_schema(io.BytesIO(content)).metadata[b"about"])
    else:
        about = json.loads(content)["about"]
    return (about["title"], about["filters"]) != (title, caption["filters"])


async def export_at_once(base: str, readers: list[Reader], often: int) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chrome(), args=list(FLAGS))
        pages = []
        for _ in readers:
            context = await browser.new_context(viewport={"width": 1200, "height": 900})
            context.set_default_timeout(2 * PATIENCE)
            pages.append(await context.new_page())
        await asyncio.gather(*(one.export(page, base, often) for one, page in zip(readers, pages, strict=True)))
        await browser.close()


def on_the_server(answers: Answers, number: int) -> None:
    """Print how long a PNG takes on the server that has drawn one before."""
    for name in ("overview", "map"):
        figure = EVERY[name](answers, Filters()).figure
        drawing.file_of(figure, "png", Look())
        times = []
        for _ in range(number):
            began = time.perf_counter()
            drawing.file_of(figure, "png", Look())
            times.append(1000 * (time.perf_counter() - began))
        print(f"  PNG of the {name} on the server: median {statistics.median(times):.0f} ms (≤ 400) of {number}")


def main() -> None:
    often = 3 if "--quick" in sys.argv else FILES // READERS
    os.environ.setdefault("BROWSER_PATH", chrome() or "")
    with tempfile.TemporaryDirectory() as folder:
        answers = Answers(build.current_edition(Path(folder)))
        print(f"load {os.getloadavg()[0]:.1f}", flush=True)
        on_the_server(answers, 30)
        readers = [Reader.numbered(number) for number in range(READERS)]
        began = time.perf_counter()
        with served(Path(folder)) as base:
            asyncio.run(export_at_once(base, readers, often))
        took = time.perf_counter() - began
        files = [(reader, file) for reader in readers for file in reader.files]
        bad = [(reader.number, file[2]) for reader, file in files if wrong(reader, answers, file)]
    errors = [error for reader in readers for error in reader.errors]
    print(f"{len(files)} files for {READERS} readers in {took:.0f} s; load {os.getloadavg()[0]:.1f}")
    print(f"  {len(bad)} not the reader's own or not valid {bad[:5]}; {len(errors)} errors", *errors[:5], sep="\n    ")
    for form in FORMS:
        times = [one for reader in readers for one in reader.times.get(form, [])]
        if times:
            print(f"  {form:8} median {statistics.median(times):6.0f} ms of {len(times)}")


if __name__ == "__main__":
    main()
