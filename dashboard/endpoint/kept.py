"""Kept answers: the same article, asked of the same model by the same instruction, is asked only once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from dashboard import whole
from dashboard.model import Article


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer depends on."""

    article: str
    model: str
    url: str
    instruction: str

    @classmethod
    def of(cls, article: Article, message: str, model: str, url: str, instruction: str) -> Asked:
        """Hash the long parts; the message tells what a table's columns, not the text, say of an article."""
        text = hashlib.sha256(f"{article.text}\0{message}".encode("utf-8", "surrogatepass")).hexdigest()
        return cls(text, model, url, hashlib.sha256(instruction.encode()).hexdigest())

    @property
    def fields(self) -> dict[str, str]:
        """Return the fields as the kept file has them."""
        return {"article": self.article, "model": self.model, "url": self.url, "instruction": self.instruction}

    def path(self, folder: Path) -> Path:
        """Return the file that keeps the answer."""
        return folder / (hashlib.sha256(json.dumps(self.fields).encode()).hexdigest()[:40] + ".json")


def find(folder: Path, asked: Asked) -> str | None:
    """Return the kept answer; None if there is none, or its file is broken or tells of another question."""
    try:
        held = json.loads(asked.path(folder).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(held, dict) or {name: held.get(name) for name in asked.fields} != asked.fields:
        return None
    answer = held.get("answer")
    return answer if isinstance(answer, str) else None


def keep(folder: Path, asked: Asked, answer: str) -> None:
    """Write an answer, whole or not at all; raise OSError if the folder takes no file."""
    with whole.written(asked.path(folder)) as file:
        file.write(json.dumps(asked.fields | {"answer": answer}, indent=1).encode())
