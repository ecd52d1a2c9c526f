"""Time from the command to the first drawn chart, beside a bare Streamlit page in the same run.

Run by hand: ``python tests/benchmarks/first_chart.py [RUNS]``. Prints the median of both and their ratio.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BARE = "import streamlit as st\nst.html('<p id=drawn>drawn</p>')\n"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def seconds(command: list[str], port: int, browser: Browser, selector: str) -> float:
    """Start ``command``, open its page in a fresh context, wait for ``selector``; return the seconds it took."""
    context = browser.new_context()
    page = context.new_page()
    start = time.perf_counter()
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.02)
        page.goto(f"http://127.0.0.1:{port}/")
        page.wait_for_selector(selector, timeout=60_000)
        return time.perf_counter() - start
    finally:
        server.terminate()
        server.wait()
        context.close()


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    karabakh = str(Path(sys.executable).parent / "karabakh")
    chrome = os.environ.get("CHROME") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        workspace, bare = Path(folder) / "workspace", Path(folder) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        subprocess.run([karabakh, "--workspace", str(workspace), "build"], check=True, capture_output=True)
        browser = play.chromium.launch(executable_path=chrome, args=FLAGS)
        ours, theirs = [], []
        for _ in range(runs):
            port = free_port()
            serve = [karabakh, "--workspace", str(workspace), "serve", "--no-browser", "--port", str(port)]
            ours.append(seconds(serve, port, browser, ".kt-plot[data-drawn]"))
            port = free_port()
            run = [sys.executable, "-m", "streamlit", "run", str(bare), "--server.headless=true"]
            options = [f"--server.port={port}", "--server.address=127.0.0.1", "--browser.gatherUsageStats=false"]
            theirs.append(seconds([*run, *options], port, browser, "#drawn"))
        browser.close()
    mine, bare_page = statistics.median(ours), statistics.median(theirs)
    print(f"command to first chart: {mine:.2f} s (of {runs}: {min(ours):.2f} to {max(ours):.2f})")
    print(f"bare Streamlit page:    {bare_page:.2f} s; ratio {mine / bare_page:.2f}")


if __name__ == "__main__":
    main()
