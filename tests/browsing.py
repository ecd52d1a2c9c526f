"""What the browser tests share: the served dashboard, a Chromium that is watched, and how to read a page."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Playwright

#: Milliseconds that anything may take on a machine that is busy with other things.
PATIENCE = 90_000
LOCAL = {"127.0.0.1", "localhost"}
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    "--disable-software-rasterizer",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # what would leave, does not
)
#: Page -> the name of its chart.
CHARTS = {"overview": "overview", "map": "event_map", "diplomacy": "diplomacy_timeline", "network": "actor_network"}
#: Answers with every point of a chart that can be clicked: where it is on the screen, what it opens, how alone it is.
POINTS = """plot => {
    const frame = plot.getBoundingClientRect(), layout = plot._fullLayout, found = [];
    plot._fullData.forEach((trace, at) => (plot.data[at].customdata ?? []).forEach((data, n) => {
        if (!data?.event_ids?.length || trace.hoverinfo === "skip") return;
        const x = layout[trace.xaxis.replace("x", "xaxis")], y = layout[trace.yaxis.replace("y", "yaxis")];
        const bar = trace.type === "bar", height = plot.data[at].y[n];
        const left = x._offset + (bar ? x.l2p(x.d2l(trace.x[n]) + trace.offset + trace.width / 2) : x.d2p(trace.x[n]));
        const top = y._offset + y.d2p(bar ? height / 2 : height);
        if (left < x._offset || left > x._offset + x._length || top < y._offset || top > y._offset + y._length) return;
        const size = bar ? Math.abs(y.d2p(height) - y.d2p(0)) : [trace.marker?.size ?? 0].flat()[n] ?? 0;
        found.push({ kind: trace.mode ?? trace.type, left, top, size, ids: data.event_ids });
    }));
    for (const one of found) {
        const key = String(one.ids);
        const others = found.filter((other) => String(other.ids) !== key);
        one.alone = Math.min(9999, ...others.map((other) => Math.hypot(one.left - other.left, one.top - other.top)));
        one.x = frame.left + one.left;
        one.y = frame.top + one.top;
    }
    return found;
}"""
#: Pairs of texts in a drawing whose boxes meet by more than a hair: the ink of a letter is smaller than its box. What a
#: map's frame cuts off is not seen.
MEETINGS = """root => {
    const shown = [...root.querySelectorAll("text")].filter((text) => text.textContent.trim()
        && getComputedStyle(text).visibility !== "hidden" && getComputedStyle(text).display !== "none");
    const grounds = [...root.querySelectorAll(".bglayer .bg, .gridlayer ~ .bg, rect.bg")]
        .map((one) => one.getBoundingClientRect()).filter((box) => box.width > 200);
    const boxes = shown.flatMap((text) => {
        const parts = text.querySelectorAll("tspan.line");
        return [...(parts.length ? parts : [text])].map((part) => {
            const { left, right, top, bottom } = part.getBoundingClientRect();
            const box = { left, right, top, bottom };
            if (text.closest(".scatterlayer")) {
                const middle = [(left + right) / 2, (top + bottom) / 2];
                const near = grounds.find((g) => middle[0] > g.left - 60 && middle[0] < g.right + 60
                    && middle[1] > g.top - 30 && middle[1] < g.bottom + 30);
                if (!near) return null;
                box.left = Math.max(left, near.left);
                box.right = Math.min(right, near.right);
                box.top = Math.max(top, near.top);
                box.bottom = Math.min(bottom, near.bottom);
            }
            return { text, said: part.textContent, box, tall: bottom - top };
        });
    }).filter((one) => one && one.box.right > one.box.left && one.box.bottom > one.box.top);
    const found = [];
    boxes.forEach((one, at) => boxes.slice(at + 1).forEach((other) => {
        if (one.text === other.text) return;
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (across > 1.5 && down > 0.22 * Math.min(one.tall, other.tall))
            found.push([one.said, other.said, Math.round(across), Math.round(down)]);
    }));
    return found;
}"""


# --- the server -------------------------------------------------------------------------------------


@contextmanager
def served(workspace: Path) -> Iterator[str]:
    """Run the dashboard as a reader does, in a process of its own; give its address."""
    with serving([*karabakh(workspace), "serve", "--no-browser", "--port"], workspace) as address:
        yield address


@contextmanager
def serving(command: list[str], folder: Path, more: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run a server in a process of its own, its ``command`` ending in the port; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [*command, str(port)], stdout=said, stderr=subprocess.STDOUT, cwd=folder, env=os.environ | (more or {})
        ) as process,
    ):
        try:
            _wait_until_healthy(process, port, said)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def karabakh(workspace: Path) -> list[str]:
    """Return the command line of the installed program."""
    beside = Path(sys.executable).with_name("karabakh")
    program = [str(beside)] if beside.exists() else [sys.executable, "-m", "dashboard.cli"]
    return [*program, "--workspace", str(workspace)]


def asked(workspace: Path, question: str, *options: str) -> list[dict[str, Any]]:
    """Return what ``karabakh ask`` answers."""
    command = [*karabakh(workspace), "ask", question, "--format", "json", *options]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=PATIENCE / 1000)
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int, said: IO[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)  # there is nothing to wait on yet
    said.seek(0)
    raise AssertionError(f"The dashboard did not come up:\n{said.read().decode(errors='replace')}")


# --- the browser ------------------------------------------------------------------------------------


@dataclass
class Watch:
    """Everything that the browser asked for, and every complaint it made."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> BrowserContext:
        """Watch all pages of a context."""
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"page error: {error.error}"))
        context.on("page", lambda page: page.on("websocket", lambda found: self.requests.append(found.url)))
        return context

    @property
    def abroad(self) -> list[str]:
        """Requests that would have left this machine."""
        return [url for url in self.requests if not at_home(url)]

    def _console(self, message: ConsoleMessage) -> None:
        place = str(message.location.get("url", ""))
        # Below the path of a page Streamlit looks for its own server, and finds it one step further up.
        probe = "404" in message.text and urlsplit(place).path.endswith(("/_stcore/health", "/_stcore/host-config"))
        if message.type == "error" and not probe:
            self.complaints.append(f"{message.text} ({place})")


def at_home(url: str) -> bool:
    """Tell whether a request stays on this machine."""
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob"} or (
        parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname in LOCAL
    )


def chrome() -> str | None:
    """Return the Chromium of this machine, None if there is none but Playwright's."""
    names = (os.environ.get("CHROME", ""), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in (*names, "chrome") if name and (path := shutil.which(name))), None)


def chromium(playwright: Playwright) -> Browser:
    """Start a Chromium with a fresh profile: the one of this machine, else Playwright's."""
    return playwright.chromium.launch(executable_path=chrome(), args=list(FLAGS), timeout=PATIENCE)


@contextmanager
def lasting_profile(playwright: Playwright) -> Iterator[BrowserContext]:
    """Start a Chromium whose profile, fresh too, lies on the disk: it compiles the scripts of the page only once."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        playwright.chromium.launch_persistent_context(
            folder, executable_path=chrome(), args=list(FLAGS), timeout=PATIENCE
        ) as context,
    ):
        yield context


# --- reading a page ---------------------------------------------------------------------------------


def address(base: str, page: str, **query: str) -> str:
    """Return the address of a page with a query."""
    path = "" if page == "overview" else page
    return f"{base}/{path}" + (f"?{urlencode(query)}" if query else "")


def visit(page: Page, base: str, name: str = "overview", **query: str) -> Page:
    """Open a page and wait until it is done, its chart drawn if it has one."""
    page.goto(address(base, name, **query))
    settle(page, name)
    return page


def opener(tab: Callable[..., Page], site: str, name: str) -> Callable[..., Page]:
    """Return a function that opens a page with a query, on a screen of a size; ``show`` may choose any chart of it."""

    def opened(width: int = 1400, height: int = 1000, **query: str) -> Page:
        page = tab(viewport={"width": width, "height": height})
        if "show" not in query:
            return visit(page, site, name, **query)
        page.goto(address(site, name, **query))
        page.locator(".kt-plot[data-drawn] .main-svg").first.wait_for()
        idle(page)
        return page

    return opened


def turn(page: Page, name: str) -> None:
    """Turn to another page through the navigation."""
    page.get_by_test_id("stTopNavLink").filter(has_text=re.compile(f"^{name}$", re.IGNORECASE)).click()
    settle(page, name)


def settle(page: Page, name: str) -> None:
    """Wait until a page has run and its chart, table or text stands there."""
    if name in CHARTS:
        chart = f"karabakh_{CHARTS[name].replace('_', '-')}_"
        page.locator(f".kt-plot[data-drawn^='{chart}'] .main-svg").first.wait_for()
    elif name == "events":
        page.locator(".kt-lead", has_text="row").wait_for()
    else:
        page.locator(".kt-about").wait_for()
    idle(page)


def idle(page: Page) -> None:
    """Wait until no script runs for the page."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def count_in_caption(page: Page, count: str) -> None:
    """Wait until the caption inside the figure tells this n."""
    page.wait_for_function(
        "n => document.querySelector('.kt-plot')?.layout?.meta?.caption?.count?.startsWith(n)", arg=f"n = {count}"
    )


def key_figures(page: Page) -> dict[str, int]:
    """Return the key figures of the overview."""
    read = "all => all.map(one => [one.dataset.figure, one.querySelector('b').textContent])"
    return {name: int(number.replace(",", "")) for name, number in page.locator("[data-figure]").evaluate_all(read)}


def query_of(page: Page) -> dict[str, str]:
    """Return the query of the address that stands in the browser now."""
    return dict(parse_qsl(urlsplit(str(page.evaluate("location.href"))).query))


def wait_for_query(page: Page, **query: str) -> None:
    """Wait until the address has exactly this query."""
    page.wait_for_function(
        """wanted => {
            const found = [...new URLSearchParams(location.search)];
            return found.length === Object.keys(wanted).length && found.every(([key, value]) => wanted[key] === value);
        }""",
        arg=query,
    )


def plot(page: Page) -> Locator:
    """Return the drawn figure."""
    return page.locator(".kt-plot")


def saved_svg(page: Page, folder: Path) -> Path:
    """Download the drawn figure as vectors; return its file."""
    page.get_by_role("button", name="Save or cite …").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="SVG", exact=True).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def meetings_in(page: Page, path: Path) -> list[Any]:
    """Open a downloaded drawing alone in the page; return the pairs of its texts that meet."""
    page.set_content(path.read_text(encoding="utf-8"))
    page.evaluate("document.fonts.ready")
    found: list[Any] = page.locator("svg").first.evaluate(MEETINGS)
    return found


def points(page: Page) -> list[dict[str, Any]]:
    """Return every point of the chart that can be clicked."""
    found: list[dict[str, Any]] = plot(page).evaluate(POINTS)
    return found


def click_point(page: Page, point: dict[str, Any]) -> None:
    """Point at a mark until the chart knows it, then click."""
    page.mouse.move(point["x"] + 3, point["y"] + 3)
    page.mouse.move(point["x"], point["y"])
    page.wait_for_function(
        """ids => document.querySelector(".kt-plot")._hoverdata?.some(
            (point) => String(point.customdata?.event_ids) === String(ids))""",
        arg=point["ids"],
    )
    page.mouse.click(point["x"], point["y"])
