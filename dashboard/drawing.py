"""Figures as PNG, SVG and PDF files on this machine: Kaleido with the drawing code and the fonts of the reader's page.

One Chrome draws for the whole process; figures wait their turn. Nothing is fetched: library, fonts and code are files
of this package, and the browser has no way out.
"""

from __future__ import annotations

import asyncio
import atexit
import base64
import contextlib
import logging
import os
import tempfile
import threading
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import kaleido
import plotly.graph_objects as go
from choreographer.browsers.chromium import Chromium
from choreographer.errors import ChromeNotFoundError

from dashboard import fonts
from dashboard.bundle import STATIC
from dashboard.charts.looks import Look

FORMATS: Final = ("png", "svg", "pdf")
PATIENCE: Final = 60  # seconds for one picture, the wait for its turn apart
_START: Final = 20  # seconds after which a Chrome that has not started is started anew
_NOWHERE: Final = "127.0.0.1:9"  # the discard port: whatever the browser asks of the network is refused
_NO_CHROME: Final = (
    "{} files are drawn by Chrome or Chromium, and none was found on this machine. Install one, or name it in "
    "BROWSER_PATH; PNG and SVG of the dashboard, and HTML, need none."
)


class DrawingError(Exception):
    """Why no picture could be made, in one sentence."""


def file_of(figure: go.Figure, form: str, look: Look, ranges: Mapping[str, list[float | str]] | None = None) -> bytes:
    """Return ``figure`` as the content of a ``png``, ``svg`` or ``pdf`` file, as ``look`` asks for.

    ``ranges`` are those of axes that shall show another stretch than the figure's own.

    Safe from any thread. Raise DrawingError where there is no Chrome, or if it fails.
    """
    wanted = figure.to_dict()
    wanted["layout"]["meta"] = {**wanted["layout"]["meta"], "look": look.to_browser(form), "ranges": dict(ranges or {})}
    with _lock:
        return _tried(form, lambda browser: browser.draw(wanted, form))


def missing() -> str:
    """Return why no PDF can be drawn on this machine, in one sentence; nothing if it can."""
    return "" if _chrome() else _NO_CHROME.format("PDF")


def _chrome() -> str:
    """Return the path of the Chrome that draws, nothing where there is none."""
    path = os.environ.get("BROWSER_PATH") or _installed()
    if path and Path(path).is_file():
        return path
    _installed.cache_clear()  # whoever is told to install one need not start the dashboard anew
    return ""


@cache
def _installed() -> str:
    """Return the path of the Chrome of this machine; it is looked for in many places, which pages ask at every run."""
    return str(Chromium.find_browser(skip_local=False) or "")


def printed(page: str) -> bytes:
    """Return an HTML page that stands alone, with its figures, as PDF; raise DrawingError as ``file_of`` does."""
    with _lock, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(page, encoding="utf-8")
        return _tried("pdf", lambda browser: browser.printed(path.as_uri()))


def _tried(form: str, make: Callable[[_Browser], bytes]) -> bytes:
    try:
        return make(_running())
    except ChromeNotFoundError:
        raise DrawingError(_NO_CHROME.format(form.upper())) from None
    except Exception as error:  # Kaleido and Chrome fail in many ways, and any may leave the browser useless
        _stop()
        said = f"The picture could not be drawn ({type(error).__name__}); try again, or make it smaller."
        raise DrawingError(said) from error


class _Browser:
    """A running Kaleido, and the thread on which it waits for Chrome."""

    def __init__(self, seconds: float) -> None:
        """Start, within so many seconds; raise TimeoutError."""
        path = _chrome()
        if not path:
            raise ChromeNotFoundError  # Kaleido would notice too, and leave its threads behind
        self._kaleido = _Kaleido(n=1, path=path, page_generator=_Page(), timeout=PATIENCE, proxy_server=_NOWHERE)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="drawing", daemon=True)
        self._thread.start()
        try:
            self._done(self._kaleido.open(), seconds)
        except BaseException:
            self.close()
            raise

    def draw(self, figure: dict[str, Any], form: str) -> bytes:
        return bytes(self._done(self._kaleido.calc_fig(figure, {"format": form, "scale": 1})))

    def printed(self, address: str) -> bytes:
        return bytes(self._done(self._printed(address)))

    async def _printed(self, address: str) -> bytes:
        """Open a page in a tab of its own, wait until its figures are drawn, and print it."""
        tab = await self._kaleido.create_tab(address)
        try:
            drawn = {"expression": "window.drawn.then(() => 'drawn')", "awaitPromise": True, "returnByValue": True}
            for _ in range(10 * PATIENCE):  # until the scripts of the page have run
                told = await tab.send_command("Runtime.evaluate", params=drawn)
                if told.get("result", {}).get("result", {}).get("value") == "drawn":
                    break
                await asyncio.sleep(0.1)
            else:
                raise TimeoutError(address)
            asked = {"printBackground": True, "preferCSSPageSize": True, "generateTaggedPDF": True}
            made = await tab.send_command("Page.printToPDF", params=asked)
            return base64.b64decode(made["result"]["data"])
        finally:
            await self._kaleido.close_tab(tab)

    def close(self) -> None:
        with contextlib.suppress(Exception):  # it may have died already
            self._done(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        if not self._loop.is_running():
            self._loop.close()

    async def _end(self) -> None:
        try:
            await asyncio.wait_for(self._kaleido.close(), _START)
        finally:  # whoever still waits for Chrome waits for nothing
            waiting = asyncio.all_tasks() - {asyncio.current_task()}
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    def _done(self, waiting: Any, seconds: float = 2 * PATIENCE) -> Any:
        return asyncio.run_coroutine_threadsafe(waiting, self._loop).result(seconds)


class _Kaleido(kaleido.Kaleido):  # type: ignore[misc]  # it tells no types
    """Kaleido that leaves its page as it is after a picture: to load it anew takes as long as to draw."""

    async def _return_kaleido_tab(self, tab: Any) -> None:
        tab.js_logger.reset()  # nobody reads what the page complained of
        await self.tabs_ready.put(tab)


class _Page:
    """The page that Kaleido draws on: its own script, our library, fonts and drawing code."""

    def generate_index(self) -> str:
        scripts = (STATIC / "vendor" / "plotly-cartesian.min.js", STATIC / "picture.js", STATIC / "kaleido.js")
        kaleidos = Path(kaleido.__file__).parent / "vendor" / "kaleido_scopes.js"
        faces = fonts.faces()
        return (
            "<!DOCTYPE html><html><head><meta charset='utf-8'><style id='head-style'></style>"
            f"<style>{faces}</style><script>window.karabakhFonts = `{faces}`</script>"
            + "".join(f'<script src="{path.as_uri()}"></script>' for path in (*scripts, kaleidos))
            + "</head><body style='margin:0'><img id='kaleido-image' /></body></html>"
        )


_lock = threading.Lock()
_browser: _Browser | None = None


def _running() -> _Browser:
    global _browser  # noqa: PLW0603  # one for the process
    if _browser is None:
        logging.getLogger("kaleido").setLevel(logging.ERROR)
        try:
            _browser = _Browser(_START)
        except TimeoutError:  # once in many starts Chrome's first word is lost, and Kaleido waits for it
            _browser = _Browser(PATIENCE)
    return _browser


def _stop() -> None:
    global _browser  # noqa: PLW0603
    if _browser is not None:
        _browser.close()
        _browser = None


atexit.register(_stop)
