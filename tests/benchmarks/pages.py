"""From a reader's input to the drawn chart in Chromium, beside a plain Streamlit and DuckDB page in the same run.

Run by hand: ``python tests/benchmarks/pages.py FOLDER [ROWS] [--quick]``. FOLDER/workspace-ROWS is the workspace that
import.py made, with media reports asked for; without ROWS the bundled data are served. Prints median and p95 of changes
of the period under ever another actor (nothing is answered from memory), of a change back to all dates, and of a
chart's own control; and their ratios to the plain page.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from browsing import CHARTS, chromium, served, visit
from generator import FOREMOST

HERE = Path(__file__).parent
PERIODS = ("44-day war", "April 2016", "September 2022", "All dates", "September 2023")
#: Notes the moment of the last press, and that of the picture which follows it.
WATCH = """
    window.kt = { pressed: 0, drawn: [] };
    for (const kind of ["pointerdown", "keydown"])
        addEventListener(kind, () => { kt.pressed = performance.now(); }, true);
    kt.over = (root, attribute, within = "*") => new MutationObserver((changes) => {
        if (!changes.some(({ target }) => document.querySelector(within)?.contains(target))) return;
        const now = performance.now();
        requestAnimationFrame(() => kt.drawn.push([kt.pressed, performance.now(), now]));
    }).observe(root, attribute ? { attributes: true, attributeFilter: [attribute] }
        : { childList: true, subtree: true, characterData: true });
"""
#: The first chart of the plain page, which Streamlit may put there anew.
PLAIN_CHART = "[data-testid=stPlotlyChart]"


@contextmanager
def plain(table: Path) -> Iterator[str]:
    """Serve the plain page over a bare table."""
    run = [sys.executable, "-m", "streamlit", "run", str(HERE / "plain_page.py"), "--server.headless=true"]
    options = ["--server.port=8599", "--server.address=127.0.0.1", "--browser.gatherUsageStats=false"]
    with subprocess.Popen(
        [*run, *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PLAIN_TABLE": str(table)},
    ) as process:
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen("http://127.0.0.1:8599/_stcore/health", timeout=1)
                    break
                except OSError:
                    time.sleep(0.1)
            yield "http://127.0.0.1:8599"
        finally:
            process.terminate()


def choose(page: Page, period: str) -> None:
    """Choose a period; the list is open before the press that is timed."""
    page.get_by_role("combobox").first.click()
    option = page.get_by_role("option", name=period, exact=True)
    option.wait_for()
    page.evaluate("kt.drawn.length = 0")
    option.click()


def milliseconds(page: Page) -> float:
    """Wait for the picture after the press, and until no other follows; return the time of the last."""
    page.wait_for_function("kt.drawn.some(([pressed]) => pressed === kt.pressed)", timeout=90_000)
    page.wait_for_timeout(250)
    pressed, _, now = page.evaluate("kt.drawn.filter(([pressed]) => pressed === kt.pressed).at(-1)")
    return float(now) - float(pressed)


def changes(page: Page, rounds: int, opened: str) -> tuple[list[float], list[float]]:
    """Return the times of changes of the period, and of those back to all dates."""
    taken: list[float] = []
    back: list[float] = []
    for _ in range(rounds):
        page.evaluate(opened)
        for period in PERIODS:
            choose(page, period)
            (back if period == "All dates" else taken).append(milliseconds(page))
    return taken, back


def told(name: str, times: list[float], beside: list[float] | None = None) -> None:
    median, p95 = statistics.median(times), sorted(times)[int(0.95 * (len(times) - 1))]
    line = f"  {name:34} {median:6.0f} / {p95:6.0f} ms of {len(times)}"
    if beside:
        line += f"; plain page {statistics.median(beside):6.0f} ms, ratio {median / statistics.median(beside):.2f}"
    print(line, flush=True)


def main() -> None:
    arguments = [word for word in sys.argv[1:] if not word.startswith("--")]
    folder, rows = Path(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 500
    rounds = 2 if "--quick" in sys.argv else 8
    query = {"datasets": "curated,coded,gdelt"} if rows > 500 else {}
    with sync_playwright() as play, tempfile.TemporaryDirectory() as scratch:
        browser = chromium(play)
        workspace = folder / f"workspace-{rows}" if rows > 500 else Path(scratch)
        table = folder / f"{rows}.parquet"
        beside: list[float] = []
        beside_back: list[float] = []
        if table.exists():
            with plain(table) as base:
                page = browser.new_page(viewport={"width": 1400, "height": 1000})
                page.add_init_script(WATCH)
                for actor in FOREMOST[:4][: rounds // 2]:
                    page.goto(f"{base}/?actors={actor}")
                    page.locator(".gtitle").first.wait_for(timeout=90_000)
                    page.wait_for_timeout(1500)
                    watch = f"kt.once ||= (kt.over(document.body, null, '{PLAIN_CHART}'), true)"
                    for_changes, for_back = changes(page, 2 if rounds > 2 else 1, watch)
                    beside += for_changes
                    beside_back += for_back
                page.close()
        print(f"{rows:,} events; load {os.getloadavg()[0]:.1f}")
        if beside:
            told("plain page: period", beside)
        with served(workspace) as base:
            for name, figure in CHARTS.items():
                page = browser.new_page(viewport={"width": 1400, "height": 1000})
                page.add_init_script(WATCH)
                taken: list[float] = []
                back: list[float] = []
                for actor in FOREMOST[:rounds]:
                    visit(page, base, name, actors=actor, **query)
                    page.wait_for_timeout(600)
                    page.evaluate("kt.over(document.querySelector('.kt-plot'), 'data-drawn')")
                    one, other = changes(page, 1, "0")
                    taken += one
                    back += other
                told(f"{figure}: period", taken, beside)
                told(f"{figure}: back to all dates", back, beside_back)
                if name in ("map", "network"):
                    told(f"{figure}: its own control", controls(page, 30 if rounds > 2 else 6))
                page.close()
        browser.close()


def controls(page: Page, number: int) -> list[float]:
    """Return the times of presses on the last row of buttons above the chart, each in turn."""
    buttons = page.get_by_test_id("stButtonGroup").last.get_by_role("radio")
    times = []
    for at in range(1, number + 1):
        page.evaluate("kt.drawn.length = 0")
        buttons.nth(at % buttons.count()).click()
        times.append(milliseconds(page))
    return times


if __name__ == "__main__":
    main()
