"""What ``karabakh fetch`` does: say what it would do, ask, download, import."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol

from dashboard import importers
from dashboard.fetching.acled import Acled
from dashboard.fetching.gdelt import Gdelt
from dashboard.fetching.kept import Folder
from dashboard.fetching.progress import Progress, say
from dashboard.fetching.ucdp import Ucdp
from dashboard.importers import ImportRefusedError, files
from dashboard.importers import command as importing


class Source(Protocol):
    """What can be fetched from a provider."""

    dataset: str
    version: str
    unit: str
    folder: Folder

    def plan(self) -> list[str]:
        """Return what will be sent where, and how much is to come."""

    def fetch(self, progress: Progress) -> list[Path]:
        """Fetch what is not there yet and return the files to import."""


SOURCES: Final[dict[str, Callable[[Path, argparse.Namespace, Callable[[str], None]], Source]]] = {
    "ucdp": Ucdp,
    "acled": Acled,
    "gdelt": Gdelt,
}


def run(workspace: Path, asked: argparse.Namespace) -> int:
    """Download what was asked for and import it; return the exit code. Raise ImportRefusedError or StoreError."""
    source = SOURCES[asked.dataset](workspace, asked, say)
    _tell("\n".join(source.plan()))
    if not asked.yes and not _agreed():
        _tell("Nothing was fetched.")
        return 0
    try:
        with Progress(source.unit) as progress:
            found = source.fetch(progress)
        code = _brought(workspace, source, found)
    except BaseException:
        if any(source.folder.path.glob("*[0-9]*")):
            say(
                f"What was fetched is kept in {source.folder.path}: the same command goes on from there; take the "
                "folder away to begin anew."
            )
        else:
            source.folder.clear()
        raise
    source.folder.clear()
    return code


def _agreed() -> bool:
    """Return whether the person at the terminal agrees; raise ImportRefusedError if there is none."""
    if not sys.stdin.isatty():
        raise ImportRefusedError(
            "Nothing is fetched before you agree, and there is no terminal to ask you at: add --yes to agree."
        )
    try:
        return input("Fetch it? [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


def _brought(workspace: Path, source: Source, found: Sequence[Path]) -> int:
    """Import the files, unless the very same are there; return the exit code."""
    digests = sorted(files.sha256(path) for path in found)
    for one in importers.imports(workspace):
        if one.dataset == source.dataset and sorted(file["sha256"] for file in one.files) == digests:
            _tell(f"Nothing has changed since {one.import_id} was imported.")
            return 0
    given = {"version": source.version, "mapping": None, "preview": False}
    return importing.run(workspace, argparse.Namespace(dataset=source.dataset, files=list(found), **given))


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
