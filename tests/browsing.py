"""What the browser tests share: the served dashboard, one Chromium that is watched, and how to read a page."""

from __future__ import annotations

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
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Download, Locator, Page, Playwright, expect

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
)
CHARTS = {"overview": "overview", "map": "event_map", "diplomacy": "diplomacy_timeline", "network": "actor_network"}


def chromium() -> str | None:
    """Return the browser of this machine; None leaves the choice to Playwright."""
    names = (os.environ.get("CHROME", ""), "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in (*names, "chrome") if name and (found := shutil.which(name))), None)


# --- the server -------------------------------------------------------------------------------------


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(workspace: Path) -> Iterator[str]:
    """Run the dashboard as a reader does, in a process of its own; give its address."""
    port = free_port()
    command = [sys.executable, "-m", "dashboard.cli", "--workspace", str(workspace), "serve", "--no-browser"]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([*command, "--port", str(port)], stdout=said, stderr=subprocess.STDOUT)
        try:
            _wait_until_healthy(process, port, said)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int, said: Any) -> None:
    deadline = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)  # a server that is not up yet has nothing to wait on
    said.seek(0)
    raise AssertionError(f"The dashboard did not come up:\n{said.read().decode(errors='replace')}")


# --- the browser ------------------------------------------------------------------------------------


@dataclass
class Watch:
    """Everything that the browser asked for, and every complaint it made."""

    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> BrowserContext:
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"page error: {error.error}"))
        context.on("page", lambda page: page.on("websocket", lambda socket: self.requests.append(socket.url)))
        return context

    def _console(self, message: ConsoleMessage) -> None:
        place = message.location.get("url", "")
        # Below a page's path, Streamlit looks for its own server and gets a 404 before it finds it.
        probe = "404" in message.text and "/_stcore/" in place
        if message.type == "error" and not probe:
            self.complaints.append(f"{message.text} ({place})")

    @property
    def abroad(self) -> list[str]:
        """Requests that left this machine."""
        return [url for url in self.requests if not at_home(url)]


def at_home(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"data", "blob"} or (
        parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname in LOCAL
    )


def launched(playwright: Playwright, folder: Path) -> BrowserContext:
    """Start Chromium with a profile of its own in ``folder``."""
    return playwright.chromium.launch_persistent_context(
        str(folder), executable_path=chromium(), args=list(FLAGS), accept_downloads=True
    )
