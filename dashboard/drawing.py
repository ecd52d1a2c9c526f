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
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import kaleido
import plotly.graph_objects as go
from choreographer.browsers.chromium import Chromium
from choreographer.errors import ChromeNotFoundError

from dashboard.charts.looks import Look

FORMATS: Final = ("png", "svg", "pdf")
PATIENCE: Final = 60  # seconds for one picture, the wait for its turn apart
_STATIC: Final = Path(__file__).resolve().parent / "static"
_NOWHERE: Final = "127.0.0.1:9"  # the discard port: whatever the browser asks of the network is refused
_FONTS: Final = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+2191,U+2193,U+2212",
    "latin-ext": "U+0100-0130,U+0132-0151,U+0154-02BA,U+1E00-1E9F",
    "cyrillic": "U+0400-045F,U+0490-0491",
    "armenian": "U+0530-058F",
}


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
        try:
            return _running().draw(wanted, form)
        except ChromeNotFoundError:
            raise DrawingError(
                f"{form.upper()} files are drawn by Chrome or Chromium, and none was found on this machine. "
                "Install one, or name it in BROWSER_PATH; in the dashboard PNG and SVG need none."
            ) from None
        except Exception as error:  # Kaleido and Chrome fail in many ways, and any may leave the browser useless
            _stop()
            raise DrawingError(
                f"The picture could not be drawn ({type(error).__name__}); try again, or make it smaller."
            ) from error


class _Browser:
    """A running Kaleido, and the thread on which it waits for Chrome."""

    def __init__(self) -> None:
        path = Chromium.find_browser(skip_local=False)
        if not path or not Path(path).is_file():
            raise ChromeNotFoundError  # Kaleido would notice too, and leave its threads behind
        self._kaleido = kaleido.Kaleido(n=1, path=path, page_generator=_Page(), timeout=PATIENCE, proxy_server=_NOWHERE)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="drawing", daemon=True)
        self._thread.start()
        try:
            self._done(self._kaleido.open())
        except BaseException:
            self.close()
            raise

    def draw(self, figure: dict[str, Any], form: str) -> bytes:
        return bytes(self._done(self._kaleido.calc_fig(figure, {"format": form, "scale": 1})))

    def close(self) -> None:
        with contextlib.suppress(Exception):  # it may have died already
            self._done(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        if not self._loop.is_running():
            self._loop.close()

    async def _end(self) -> None:
        try:
            await asyncio.wait_for(self._kaleido.close(), PATIENCE)
        finally:  # whoever still waits for Chrome waits for nothing
            waiting = asyncio.all_tasks() - {asyncio.current_task()}
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    def _done(self, waiting: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(waiting, self._loop).result(2 * PATIENCE)


class _Page:
    """The page that Kaleido draws on: its own script, our library, fonts and drawing code."""

    def generate_index(self) -> str:
        scripts = (_STATIC / "vendor" / "plotly-cartesian.min.js", _STATIC / "picture.js", _STATIC / "kaleido.js")
        kaleidos = Path(kaleido.__file__).parent / "vendor" / "kaleido_scopes.js"
        faces = _font_faces()
        return (
            "<!DOCTYPE html><html><head><meta charset='utf-8'><style id='head-style'></style>"
            f"<style>{faces}</style><script>window.karabakhFonts = `{faces}`</script>"
            + "".join(f'<script src="{path.as_uri()}"></script>' for path in (*scripts, kaleidos))
            + "</head><body style='margin:0'><img id='kaleido-image' /></body></html>"
        )


@cache
def _font_faces() -> str:
    return "".join(
        f'@font-face{{font-family:"Noto Sans";font-weight:{"400" if weight == 400 else "600 700"};unicode-range:{span};'
        f"src:url(data:font/woff2;base64,{_text(f'noto-sans-{name}-{weight}-normal.woff2')}) format('woff2')}}"
        for name, span in _FONTS.items()
        for weight in (400, 600)
    )


def _text(font: str) -> str:
    return base64.b64encode((_STATIC / "fonts" / font).read_bytes()).decode()


_lock = threading.Lock()
_browser: _Browser | None = None


def _running() -> _Browser:
    global _browser  # noqa: PLW0603  # one for the process
    if _browser is None:
        logging.getLogger("kaleido").setLevel(logging.ERROR)
        _browser = _Browser()
    return _browser


def _stop() -> None:
    global _browser  # noqa: PLW0603
    if _browser is not None:
        _browser.close()
        _browser = None


atexit.register(_stop)
