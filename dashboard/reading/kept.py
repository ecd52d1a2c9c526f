"""Kept readings: what a file gave is written down as soon as it is read, so that nothing is read twice."""

from __future__ import annotations

import contextlib
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from dashboard.reading.draft import Draft
from dashboard.whole import written


@dataclass(frozen=True, slots=True)
class Readings:
    """The drafts of files in a folder, by the file's name and content; without a folder none are kept."""

    folder: Path | None = None

    def draft_of(self, name: str, content: bytes) -> Draft | None:
        """Return the draft of a file that was read before; None if it was not, or what was kept is damaged."""
        if self.folder is None:
            return None
        try:
            return Draft.from_row(json.loads(self._path(self.folder, name, content).read_bytes()))
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def keep(self, name: str, content: bytes, draft: Draft) -> None:
        """Write down the draft of a file."""
        if self.folder is not None:
            with contextlib.suppress(OSError), written(self._path(self.folder, name, content)) as file:
                file.write(json.dumps(draft.to_row(), ensure_ascii=False).encode("utf-8", "surrogatepass"))

    @staticmethod
    def _path(folder: Path, name: str, content: bytes) -> Path:
        digest = hashlib.sha256(f"{name}\0".encode("utf-8", "surrogatepass") + content)
        return folder / f"{digest.hexdigest()[:32]}.json"
