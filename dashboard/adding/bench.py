"""The bench: what an addition has read and coded and not yet brought to its end, kept in the workspace meanwhile."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from dashboard.reading import Readings
from dashboard.whole import written

#: Seconds after which an addition that nobody went on with is swept away: one of a page cannot be gone on with.
FORGOTTEN: Final = 7 * 86_400
FORGOTTEN_PAGE: Final = 86_400


@dataclass(frozen=True, slots=True)
class Bench:
    """A folder of its own for each addition."""

    workspace: Path
    folder: Path

    @classmethod
    def of(cls, workspace: Path, paths: Sequence[Path]) -> Self:
        """Return the bench on which these files are added, with all that lies there if that was interrupted."""
        named = "\0".join(str(path.resolve()) for path in paths)
        name = hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        _sweep(workspace / "adding")
        return cls(workspace, workspace / "adding" / name)

    @classmethod
    def new(cls, workspace: Path) -> Self:
        """Return an empty bench."""
        place = workspace / "adding"
        place.mkdir(parents=True, exist_ok=True)
        _sweep(place)
        return cls(workspace, Path(tempfile.mkdtemp(prefix="page-", dir=place)))

    @property
    def readings(self) -> Readings:
        """What was read."""
        return Readings(self.folder / "read")

    @property
    def coded(self) -> Path:
        """The folder of what the coder found."""
        return self.folder / "coded"

    def plan(self, contents: Mapping[str, bytes]) -> None:
        """Note which files will be put among the articles, before any is."""
        digests = {name: _digest(content) for name, content in contents.items()}
        with written(self.folder / "plan.json") as file:
            file.write(json.dumps(digests).encode())

    def ours(self) -> frozenset[str]:
        """Return the names of the articles that this addition put there before it was interrupted."""
        folder = self.workspace / "articles"
        try:
            planned = json.loads((self.folder / "plan.json").read_bytes())
            there = {name: folder / name for name in planned if (folder / name).is_file()}
            return frozenset(name for name, path in there.items() if planned[name] == _digest(path.read_bytes()))
        except (OSError, ValueError, TypeError):
            return frozenset()

    def clear(self) -> None:
        """Throw away what lies here."""
        shutil.rmtree(self.folder, ignore_errors=True)
        with contextlib.suppress(OSError):  # others lie beside it
            self.folder.parent.rmdir()


def _sweep(place: Path) -> None:
    for old in place.glob("*"):
        with contextlib.suppress(OSError):
            patience = FORGOTTEN_PAGE if old.name.startswith("page-") else FORGOTTEN
            if time.time() - old.stat().st_mtime > patience:
                shutil.rmtree(old, ignore_errors=True)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
