"""Serve the dashboard on this machine: edition first, then Streamlit in this very process."""

from __future__ import annotations

import contextlib
import gc
import os
import socket
import sys
import threading
import time
import webbrowser
from pathlib import Path
from typing import Final

from dashboard import build, queueing, store
from dashboard.bundle import CONFIG

APP = Path(__file__).resolve().parent / "app.py"

#: Seconds that the first reader's first page has to itself.
_FIRST_LOOK: Final = 6.0
#: Seconds without a reader after which there is time for what nobody has asked for.
_QUIET: Final = 1.0


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
    gc.disable()  # until the first page has been looked at: loading libraries leaves little to collect
    later = threading.Timer(_FIRST_LOOK, warm, (edition,))
    later.daemon = True
    later.start()

    # Streamlit reads its settings from the folder it is started in.
    os.chdir(CONFIG.parent.parent)
    from streamlit.web import bootstrap  # noqa: PLC0415  # it takes a second, and only this command needs it

    options = {"server_port": port, "logger_level": "warning"}
    bootstrap.load_config_options(options)
    bootstrap.run(str(APP), is_hello=False, args=[], flag_options=options)
    return 0


def warm(edition: store.Edition) -> None:
    """Draw the pages' usual pictures for nobody: whoever turns to them finds libraries loaded and answers there.

    Each waits until no page is being drawn for somebody.
    """
    gc.freeze()  # what is there now stays: collections, during which nobody is served, need not look through it again
    gc.enable()
    from dashboard.answers import Answers  # noqa: PLC0415  # libraries of charts take a while, and other commands none
    from dashboard.model import Filters  # noqa: PLC0415
    from dashboard.pictures import catalogue  # noqa: PLC0415

    with contextlib.suppress(store.StoreError):  # the page itself says what is wrong
        for name in ("event_map", "diplomacy_timeline", "actor_network"):
            queueing.wait_until_quiet(_QUIET)
            catalogue.CHARTS[name].make(Answers(edition), Filters())
    queueing.wait_until_quiet(_QUIET)
    gc.collect()
    gc.freeze()


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
