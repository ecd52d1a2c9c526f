"""The map with 50,000 events of an imported dataset: from the choice of the dataset to the drawn map in Chromium.

Run by hand: ``python tests/benchmarks/map_marks.py [--quick]``. The events lie at some hundred places, as published
ones do, and in a second edition each at a point of its own, which no dataset does. The bundled data are beside them.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

import numpy as np
from links import many
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from browsing import chromium, served, visit

from dashboard import store
from dashboard.evaluation import dataset_links

ALLOWED_MS = 1500
WATCH = """
    window.began = 0;
    window.drawn = [];
    window.over = () => new MutationObserver(() => requestAnimationFrame(() => drawn.push(performance.now() - began)))
        .observe(document.querySelector(".kt-plot"), { attributes: true, attributeFilter: ["data-drawn"] });
"""


def times(page: Page, rounds: int) -> list[float]:
    """Return the milliseconds from a press on a view to the drawn map."""
    found = []
    buttons = page.get_by_test_id("stButtonGroup").first.get_by_role("radio")
    page.evaluate("over()")
    for at in range(1, rounds + 1):
        page.evaluate("drawn.length = 0")
        page.evaluate(
            "addEventListener('pointerdown', () => { began = performance.now() }, { capture: true, once: true })"
        )
        buttons.nth(at % 2).click()
        page.wait_for_function("drawn.length > 0", timeout=90_000)
        page.wait_for_timeout(300)
        found.append(float(page.evaluate("drawn.at(-1)")))
    return found


def main() -> None:
    rounds = 4 if "--quick" in sys.argv else 16
    rows = many("acled", 50_000, "2018-01-01")
    draw = np.random.default_rng(7)
    spread = rows.assign(
        lat=(39.0 + 2 * draw.random(len(rows))).round(4).astype(str),
        lon=(45.5 + 2 * draw.random(len(rows))).round(4).astype(str),
        place_name=[f"Point {number}" for number in range(len(rows))],
    )
    with sync_playwright() as play:
        browser = chromium(play)
        for name, given, query in (
            ("the bundled events", None, {}),
            ("50,000 events at their places", rows, {"datasets": "acled"}),
            ("50,000 events, each at its own point, as hexagons", spread, {"datasets": "acled", "marks": "hexagons"}),
            ("50,000 events, each at its own point", spread, {"datasets": "acled"}),
        ):
            with tempfile.TemporaryDirectory() as folder:
                imported = [] if given is None else dataset_links.imported(given, Path(folder))
                store.new_edition(Path(folder), [], [], [], imported)
                with served(Path(folder)) as base:
                    page = browser.new_page(viewport={"width": 1400, "height": 1000})
                    page.add_init_script(WATCH)
                    visit(page, base, "map", **query)
                    found = times(page, rounds)
                    page.close()
            print(
                f"{name}: median {statistics.median(found):,.0f} ms, most {max(found):,.0f} (≤ {ALLOWED_MS:,})",
                flush=True,
            )
        browser.close()


if __name__ == "__main__":
    main()
