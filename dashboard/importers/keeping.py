"""What was imported: one folder per import in the workspace, whole or not there at all."""

from __future__ import annotations

import csv
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dashboard import store
from dashboard.importers import layouts, templates
from dashboard.importers.files import ImportRefusedError, refusal
from dashboard.importers.layouts import Dataset, datasets
from dashboard.importers.mapping import from_toml
from dashboard.importers.running import Prospect


@dataclass(frozen=True, slots=True)
class Import:
    """One import as ``import.json`` tells it; ``folder`` is where its rows are."""

    import_id: str
    dataset: str
    version: str
    files: tuple[dict[str, str], ...]
    imported_at: str
    reader: str
    read: int
    kept: int
    rejected: int
    summary: tuple[str, ...]
    folder: Path
    mapping: str = ""  # of a table of the user's own: the TOML that it was read after

    @property
    def of(self) -> Dataset:
        """The dataset that its rows are of."""
        return from_toml(self.mapping).dataset() if self.mapping else layouts.dataset(self.dataset)

    @property
    def rows(self) -> Path:
        """The Parquet file of its rows."""
        return self.folder / "rows.parquet"

    @property
    def manifest(self) -> Path:
        """The file that stands for the import where an edition is named: it holds the digests of all others."""
        return self.folder / "import.json"

    def for_edition(self) -> store.Imported:
        """Return what an edition needs of it."""
        of = self.of
        words = ("title", "short", "kind", "standing", "measures", "licence", "may_redistribute", "url", "rule")
        about = {name: getattr(of, name) for name in words}
        about |= {name: getattr(self, name) for name in ("import_id", "dataset", "version")}
        about |= {"citation": of.citation.format(version=self.version), "files": [one["name"] for one in self.files]}
        about |= {"rows_read": self.read, "rows_kept": self.kept, "rows_rejected": self.rejected}
        mapping = from_toml(self.mapping).variables() if self.mapping else {}
        return store.Imported(self.rows, of.sql, about, mapping)


def keep(workspace: Path, prospect: Prospect, said: Sequence[str]) -> Import:
    """Put what was looked at into the workspace; raise ImportRefusedError if the same is there already."""
    folder = workspace / "imports"
    final = folder / prospect.import_id
    if (final / "import.json").is_file():
        raise ImportRefusedError(f"The same files are there already, as {prospect.import_id}.")
    try:
        _put(folder, final, prospect, said)
    except OSError as error:
        raise refusal(error, final) from error
    return _read(final)


def _put(folder: Path, final: Path, prospect: Prospect, said: Sequence[str]) -> None:
    """Write the folder of an import beside the others and give it its name once it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".keeping-", dir=folder, ignore_cleanup_errors=True) as scratch:
        new = Path(scratch) / "import"
        new.mkdir()
        shutil.move(prospect.rows, new / "rows.parquet")
        _write_rejected(new / "rejected.csv", prospect)
        about = {
            "import_id": prospect.import_id,
            "dataset": prospect.dataset.dataset_id,
            "version": prospect.version,
            "files": [{"name": table.name, "sha256": table.sha256} for table in prospect.tables],
            "reader": version("karabakh-timeline"),
            "read": prospect.read,
            "kept": prospect.kept,
            "rejected": prospect.rejected,
            "summary": list(said),
        }
        if prospect.mapping:
            about["mapping"] = prospect.mapping
        (new / "import.json").write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")
        when = datetime.now(UTC).isoformat(timespec="seconds")  # apart: the same files give the same edition
        (new / "imported_at.txt").write_text(when, encoding="ascii")
        if prospect.layout:
            templates.save(folder.parent, prospect.mapping, prospect.layout)
        new.replace(final)


def _write_rejected(path: Path, prospect: Prospect) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ("level", "file", "line", "native_id", "reason", "text", "rows"))
        writer.writeheader()
        writer.writerows(asdict(fault) for fault in prospect.faults)


def imports(workspace: Path) -> list[Import]:
    """Return everything that was imported, oldest first."""
    found = [_read(path.parent) for path in (workspace / "imports").glob("[!.]*/import.json")]
    return sorted(found, key=lambda one: (one.imported_at, one.import_id))


def active(workspace: Path) -> list[Import]:
    """Return the imports that an edition is made of.

    Of a dataset that is published whole that is the newest version alone; of candidate data, which are put up anew
    under the same name, the last import of each version.
    """
    newest: dict[str, Import] = {}
    others: list[Import] = []
    for one in imports(workspace):
        of = one.of if one.mapping or one.dataset in datasets() else None
        if of and (of.replaces or of.standing == "candidate"):
            series = one.dataset if of.replaces else f"{one.dataset} {one.version}"
            if series not in newest or _order(one) >= _order(newest[series]):
                newest[series] = one
        else:
            others.append(one)
    return sorted([*newest.values(), *others], key=lambda one: one.import_id)


def _order(one: Import) -> tuple[Any, ...]:
    parts = [int(part) if part.isdigit() else 0 for part in one.version.replace("-", ".").split(".")]
    return (*parts, one.imported_at)


def remove(workspace: Path, import_id: str) -> None:
    """Take an import out of the workspace; raise ImportRefusedError if it is not there."""
    folder = workspace / "imports" / import_id
    if folder.parent != workspace / "imports" or not (folder / "import.json").is_file():
        raise ImportRefusedError(f"There is no import {import_id}.")
    gone = folder.with_name(f".{import_id}.removed")
    folder.replace(gone)
    shutil.rmtree(gone, ignore_errors=True)


def _read(folder: Path) -> Import:
    about = json.loads((folder / "import.json").read_text(encoding="utf-8"))
    return Import(
        **{**about, "files": tuple(about["files"]), "summary": tuple(about["summary"])},
        imported_at=(folder / "imported_at.txt").read_text(encoding="ascii"),
        folder=folder,
    )
