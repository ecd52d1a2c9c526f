"""Decisions: what a person said of an event, when, and how it was before and after; one file each, never changed."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from dashboard import whole
from dashboard.coded import event_of, row_of
from dashboard.model import Event
from dashboard.words import legible

#: What a person can decide. ``read`` says that an article was read to its end and nothing is missing; ``same`` and
#: ``apart`` are said of two events; ``undo`` takes a decision back, and another ``undo`` that one.
KINDS: Final[dict[str, str]] = {
    "accept": "accepted as it is",
    "correct": "corrected",
    "reject": "rejected",
    "add": "added",
    "same": "the same happening",
    "apart": "not the same happening",
    "read": "read to its end",
    "undo": "taken back",
}
#: Those that are said of one event.
OF_EVENTS: Final = frozenset({"accept", "correct", "reject", "add"})
MAX_NAME: Final = 60
MAX_NOTE: Final = 1000
_NAMED = re.compile(r"\d{8}T\d{12}Z-[0-9a-f]{8}")


class ReviewError(ValueError):
    """A decision that cannot be taken; the message is one sentence for the person who took it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision; ``decision_id`` begins with its moment (UTC), so that names sort by time.

    ``before`` and ``after`` are the event as it was shown and as it shall be; ``other`` is the second event of ``same``
    and ``apart``, ``undoes`` the decision that is taken back.
    """

    decision_id: str
    at: datetime
    by: str
    kind: str
    article: str = ""
    event_id: str = ""
    before: Event | None = None
    after: Event | None = None
    other: str = ""
    undoes: str = ""
    note: str = ""

    def as_row(self) -> dict[str, Any]:
        """Return the decision in plain values, as its file holds it."""
        row = asdict(self) | {"at": self.at.isoformat()}
        return row | {name: row_of(event) if (event := getattr(self, name)) else None for name in ("before", "after")}


def new_decision(kind: str, by: str, *, note: str = "", **about: Any) -> Decision:
    """Return a decision taken now; raise ReviewError if nobody took it."""
    by, note = " ".join(legible(by, MAX_NAME).split()), legible(note, MAX_NOTE).strip()
    if kind not in KINDS:
        raise ReviewError(f"“{kind[:20]}” is no decision; there are {', '.join(KINDS)}.")
    if not by:
        raise ReviewError("Say who decides: put your name above the decisions.")
    at = datetime.now(UTC)
    return Decision(f"{at:%Y%m%dT%H%M%S%f}Z-{secrets.token_hex(4)}", at, by, kind, note=note, **about)


def own_id(event: Event) -> str:
    """Return an id for an event that a person adds: nobody else's, and telling where it stands."""
    return f"{event.article}:{event.start}:{event.type.lower()}:{secrets.token_hex(3)}"


def keep(workspace: Path, decision: Decision) -> Path:
    """Write a decision into the workspace, where it stays; raise OSError if there is no room."""
    path = workspace / "decisions" / f"{decision.decision_id}.json"
    with whole.written(path) as file:
        file.write(json.dumps(decision.as_row(), ensure_ascii=False, indent=1).encode())
    return path


def files(workspace: Path) -> list[Path]:
    """Return the files of the decisions, the first one first."""
    return sorted((workspace / "decisions").glob("*.json"))


def read(paths: Iterable[Path]) -> tuple[list[Decision], list[str]]:
    """Return the decisions of some files, the first one first, and a sentence per file that holds none.

    Copies of one decision, as programs that share folders leave them, count once.
    """
    found: dict[str, Decision] = {}
    troubles = []
    for path in paths:
        try:
            decision = _read(path, path.stat().st_mtime_ns)
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            troubles.append(f"The decision {path.name} cannot be read and is left aside; put it back from a copy.")
            continue
        found.setdefault(decision.decision_id, decision)
    return sorted(found.values(), key=lambda one: one.decision_id), troubles


@lru_cache(maxsize=50_000)
def _read(path: Path, written: int) -> Decision:  # noqa: ARG001 - a file that was mended is read again
    row: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    texts = [field.name for field in fields(Decision) if field.name not in ("at", "before", "after")]
    if any(not isinstance(row[name], str) for name in texts) or not _NAMED.fullmatch(row["decision_id"]):
        raise ValueError(path.name)
    events = {name: event_of(row[name]) if row[name] else None for name in ("before", "after")}
    decision = Decision(**(dict(row) | {"at": datetime.fromisoformat(row["at"])} | events))
    needs_event = decision.kind in ("correct", "accept", "add") and decision.after is None
    sound = all(event is None or _is_sound(event) for event in events.values())
    if decision.kind not in KINDS or not decision.by or needs_event or not sound:
        raise ValueError(path.name)
    return decision


def _is_sound(event: Event) -> bool:
    """Return whether every field holds what it should: a file may come from anywhere."""
    for name, hint in get_type_hints(Event).items():
        value, kinds = getattr(event, name), get_args(hint) if get_origin(hint) is UnionType else (hint,)
        plain = tuple(float if kind is float else get_origin(kind) or kind for kind in kinds)
        if isinstance(value, bool) or not isinstance(value, (*plain, int) if float in plain else plain):
            return False
        if isinstance(value, tuple) and not all(isinstance(one, str) for one in value):
            return False
    return True


def changed(before: Event | None, after: Event | None) -> str:
    """Return what a correction changed, field by field: as it was, and as it shall be."""
    if before is None or after is None:
        return ""
    pairs = [(field.name, getattr(before, field.name), getattr(after, field.name)) for field in fields(Event)]
    return "; ".join(
        f"{name.replace('_', ' ')}: {_said(was)} → {_said(now)}"
        for name, was, now in pairs
        if was != now and name not in ("place", "lat", "lon")
    )


def _said(value: object) -> str:
    return (
        (", ".join(map(str, value)) if isinstance(value, tuple) else str(value)) if value not in (None, ()) else "none"
    )
