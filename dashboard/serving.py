"""Serve the dashboard on this machine: edition first, then Streamlit in this very process."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
import webbrowser
from pathlib import Path

from dashboard import build
from dashboard.bundle import CONFIG

APP = Path(__file__).resolve().parent / "app.py"


class PortTakenError(OSError):
    """Something else listens on the port."""


def serve(workspace: Path, *, port: int, browser: bool) -> int:
    """Serve until interrupted; return the exit code.

    Builds the edition first if what it rests on has changed. Raise PortTakenError, StoreError or ArticleError.
    """
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise PortTakenError(f"port {port} is taken already; choose another with --port {port + 1}.")
    workspace = workspace.absolute()
    edition = build.current_edition(workspace, lambda line: print(line, file=sys.stderr))
    os.environ["KARABAKH_WORKSPACE"] = str(workspace)
    address = f"http://localhost:{port}"
    print(f"Edition {edition.edition_id}. The dashboard is at {address} (Ctrl+C ends it).", flush=True)
    if browser and _has_screen():
        threading.Thread(target=_open_when_up, args=(port, address), daemon=True).start()

    # Streamlit reads its settings from the folder it is started in.
    os.chdir(CONFIG.parent.parent)
    from streamlit.web import bootstrap  # noqa: PLC0415  # it takes a second, and only this command needs it

    options = {"server_port": port, "logger_level": "warning"}
    bootstrap.load_config_options(options)
    bootstrap.run(str(APP), is_hello=False, args=[], flag_options=options)
    return 0


def _has_screen() -> bool:
    """Tell whether a window can be opened: on a server a text browser would take over the terminal."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open_when_up(port: int, address: str) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                webbrowser.open(address)
                return
        time.sleep(0.1)
