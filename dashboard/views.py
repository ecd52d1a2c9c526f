"""Views: the address of what a reader sees, whole, and the short code under which a workspace keeps it.

A picture bears the code; whoever opens it at the same workspace sees the same again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from dashboard import words
from dashboard.language import text
from dashboard.whole import written

_CODE = re.compile(r"[0-9a-f]{10}")
#: Parameters of an address that say where a reader comes from rather than what is seen.
CODE, EDITION = "v", "edition"


def link(page: str, query: Mapping[str, str], edition_id: str = "") -> str:
    """Return the address of a page below the dashboard's own: ``map?start=…``, with an edition to cite it."""
    whole = dict(query) | ({EDITION: edition_id} if edition_id else {})
    return f"{page}?{urlencode(whole)}" if whole else page


def code(address: str) -> str:
    """Return the short code of an address."""
    return hashlib.sha256(address.encode()).hexdigest()[:10]


def seen(address: str) -> str:
    """Return what a picture says of when it was made and of which view it is."""
    today = words.day(date.today())  # noqa: DTZ011  # the reader's own day
    return text("made on {day} · View {code}", day=today, code=code(address))


def keep(workspace: Path, address: str) -> str:
    """Keep an address in a workspace under its code; return the code. Raise OSError if there is no room."""
    path = workspace / "views" / f"{code(address)}.txt"
    if not path.exists():
        with written(path) as file:
            file.write(address.encode())
    return path.stem


def kept(workspace: Path, given: str) -> tuple[str, dict[str, str]] | None:
    """Return the page and the query that a workspace keeps under a code, None if it keeps none."""
    if not _CODE.fullmatch(given):
        return None
    try:
        address = (workspace / "views" / f"{given}.txt").read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
    page, _, query = address.partition("?")
    return page, dict(parse_qsl(query))
