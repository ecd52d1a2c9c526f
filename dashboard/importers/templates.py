"""Mappings that were used are kept in the workspace, so that a table of the same layout needs none the next time."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.importers import mapping
from dashboard.importers.files import ImportRefusedError
from dashboard.importers.mapping import TableMapping


@dataclass(frozen=True, slots=True)
class Template:
    """A mapping that was used before, and the layout that it is for."""

    name: str
    layout: str
    path: Path

    def mapping(self) -> TableMapping:
        """Return its mapping; raise ImportRefusedError if the file was damaged."""
        return mapping.from_toml(mapping.read(self.path), f"The template {self.path}")


def layout_of(header: Sequence[str]) -> str:
    """Return what stands for a header: twelve hex digits of its names in their order."""
    return hashlib.sha256(json.dumps(list(header)).encode()).hexdigest()[:12]


def templates(workspace: Path) -> list[Template]:
    """Return every template of the workspace, by name."""
    found = (workspace / "templates").glob("[!.]*.toml")
    return [Template(*path.stem.rpartition("-")[::2], path) for path in sorted(found)]


def fitting(workspace: Path, layout: str) -> Template | None:
    """Return the template for a layout, if there is one; raise ImportRefusedError if there are several."""
    found = [one for one in templates(workspace) if one.layout == layout]
    if len(found) > 1:
        names = ", ".join(str(one.path) for one in found)
        raise ImportRefusedError(f"Several templates fit these columns; choose one with --mapping: {names}.")
    return found[0] if found else None


def save(workspace: Path, used: str, layout: str) -> None:
    """Keep the TOML of a mapping that was used for a layout."""
    folder = workspace / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    name = mapping.from_toml(used).name
    handle, draft = tempfile.mkstemp(prefix=".template-", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(used)
    Path(draft).replace(folder / f"{name}-{layout}.toml")
