"""What ``karabakh import`` does: look, say what was found, keep it, and make the edition with it."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tqdm import tqdm

from dashboard import importers
from dashboard.importers import running
from dashboard.importers.files import ImportRefusedError


def run(workspace: Path, asked: argparse.Namespace) -> int:
    """Import the files that were asked for; return the exit code. Raise ImportRefusedError or StoreError."""
    from dashboard import build  # noqa: PLC0415  # the coder loads with it

    name, files = asked.dataset, asked.files
    if name == "list":
        _list(workspace)
        return 0
    if not files:
        raise ImportRefusedError(f"Which files of {importers.dataset(name).short}? Write karabakh import {name} FILE.")
    workspace.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=".importing-", dir=workspace, ignore_cleanup_errors=True) as scratch,
        tqdm(total=100, unit="%", disable=not sys.stderr.isatty(), leave=False) as bar,
    ):

        def tell(what: str, share: float) -> None:
            bar.set_description(what)
            bar.n = round(100 * share)
            bar.refresh()

        prospect = running.with_lines(importers.look(name, files, Path(scratch), version=asked.version, progress=tell))
        bar.close()
        said = importers.summary(prospect)
        print("\n".join(said))
        for fault in [f for f in prospect.faults if f.level != "note"][:20]:
            place = f"{fault.file}, line {fault.line}" if fault.line else fault.native_id
            print(f"  {place}: {fault.reason}")
        if asked.preview:
            return 0
        if prospect.kept == 0:
            raise ImportRefusedError("No row of the files concerns the conflict; nothing was imported.")
        kept = importers.keep(workspace, prospect, said)
    try:
        edition = build.build_edition(workspace, lambda line: print(line, file=sys.stderr))
    except BaseException:
        importers.remove(workspace, kept.import_id)  # the workspace stays as it was
        raise
    print(f"Imported as {kept.import_id}. Edition {edition.edition_id}.")
    return 0


def _list(workspace: Path) -> None:
    print("Datasets that can be imported:")
    for name, one in importers.datasets().items():
        print(f"  {name:15} {one.title}")
    brought = importers.imports(workspace)
    print("Imported:" if brought else "Nothing has been imported yet.")
    shown = {one.import_id for one in importers.active(workspace)}
    for imported in brought:
        mark = "" if imported.import_id in shown else "  (not shown: a newer version is)"
        print(f"  {imported.import_id:40} {imported.kept:>10,} rows{mark}")
