"""Links in a real browser: 200 random views, each opened by its link to share or to cite, draw the same figure again.

Run by hand: ``python tests/benchmarks/addresses.py [NUMBER]``. Links to cite are opened after a later edition was made.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from browsing import CHARTS, Watch, address, chromium, idle, served
from test_which_edition import ARTICLE, any_filter, any_options

from dashboard import adding, build, store

ACTORS = ["ARM", "AZE", "NKR", "RUS", "TUR", "USA", "FRA", "IRN", "MINSK_GROUP"]
DRAWN = """() => {
    const plot = document.querySelector(".kt-plot");
    const links = ["share", "cite"].map((name) => document.querySelector(`.kt-save [name=${name}]`).value);
    const layout = Object.fromEntries(Object.entries(plot.layout).filter(([key]) => key !== "dragmode"));
    return [JSON.stringify([plot.data, layout]), ...links];
}"""


def drawn(page: Page, link: str) -> tuple[str, str, str]:
    """Open a link; return the figure as it is drawn, and its links."""
    page.goto("about:blank")
    page.goto(link)
    page.locator(".kt-plot[data-drawn] .main-svg").first.wait_for(timeout=90_000)
    idle(page)
    figure, share, cite = page.evaluate(DRAWN)
    return figure, share, cite


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    draw = random.Random(1988)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        workspace, article = Path(folder) / "workspace", Path(folder) / "later.md"
        places = [row["id"] for row in store.ask_rows(build.build_edition(workspace), "places")]
        watch, browser = Watch(), chromium(playwright)
        page = watch.over(browser.new_context(viewport={"width": 1400, "height": 1000})).new_page()
        views, times = [], []
        print(f"load {os.getloadavg()[0]:.1f}", flush=True)
        with served(workspace) as base:
            for at in range(number):
                name = list(CHARTS)[at % len(CHARTS)]
                query = any_filter(draw, ACTORS, places) | any_options(draw, name, ACTORS)
                views.append((at, name, *drawn(page, address(base, name, **query))))
            bad = []
            for at, name, figure, share, _ in views[::2]:
                began = time.perf_counter()
                if drawn(page, share)[0] != figure:
                    bad.append((at, name, share))
                times.append(time.perf_counter() - began)
        article.write_text(ARTICLE, encoding="utf-8")
        adding.add(workspace, [article])
        with served(workspace) as other:
            for at, name, figure, _, cite in views[1::2]:
                again, *_ = drawn(page, cite.replace(base, other))
                if json.loads(again) != json.loads(figure):
                    bad.append((at, name, cite))
        browser.close()
    print(f"{number} views: {len(bad)} open otherwise; {len(watch.complaints)} complaints of the browser, ", end="")
    print(f"{len(watch.abroad)} requests that leave the machine")
    print(f"a link opens in {1000 * statistics.median(times):.0f} ms; load {os.getloadavg()[0]:.1f}")
    print(*bad[:10], *watch.complaints[:5], sep="\n")


if __name__ == "__main__":
    main()
