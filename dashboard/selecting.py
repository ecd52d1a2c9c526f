"""The edition and the filter that a command line asks for."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from dashboard import build, store
from dashboard.answers import Answers
from dashboard.model import EVENT_TYPES, STATUSES, TRACKS, Filters
from dashboard.options import UsageError


def of(workspace: Path, arguments: argparse.Namespace, progress: Callable[[str], None]) -> tuple[Answers, Filters]:
    """Return the answers of the edition that was named, else of what is here now, and the filter.

    Raise UsageError for an edition, an id or a day that is not there.
    """
    edition = store.edition(workspace, arguments.edition)
    if edition is None and arguments.edition:
        raise UsageError(f"There is no edition “{arguments.edition}” in {workspace / 'editions'}.")
    given = Answers(edition or build.current_edition(workspace, progress))
    return given, _filters(given, arguments)


def _filters(given: Answers, arguments: argparse.Namespace) -> Filters:
    known: dict[str, Any] = {
        "actor": set(given.ask("actors")["id"]) if arguments.actor else (),
        "track": TRACKS,
        "type": EVENT_TYPES,
        "status": STATUSES,
        "dataset": given.datasets() if arguments.dataset else (),
        "place": set(given.ask("places")["id"]) if arguments.place else (),
    }
    for name, values in known.items():
        for value in getattr(arguments, name):
            if value not in values:
                listed = f"“karabakh ask {name}s” lists them"
                hint = listed if name in ("actor", "place") else ", ".join(values)
                hint = f"the edition holds {hint}" if name == "dataset" else hint
                raise UsageError(f"Unknown {name} “{value}”; {hint}.")
    days = {}
    for name in ("start", "end"):
        told = getattr(arguments, name)
        try:
            days[name] = date.fromisoformat(told) if told else None
        except ValueError:
            raise UsageError(f"“{told}” is not a date; write --{name} 2020-09-27.") from None
    try:
        return Filters(
            **days,
            actors=tuple(arguments.actor),
            tracks=tuple(arguments.track),
            types=tuple(arguments.type),
            statuses=tuple(arguments.status),
            datasets=tuple(arguments.dataset),
            places=tuple(arguments.place),
        )
    except ValueError as error:
        raise UsageError(str(error)) from None
