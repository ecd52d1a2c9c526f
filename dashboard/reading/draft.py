"""What comes out of a file: a draft of an article, or the sentence that says why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final, Self

#: Bounds: of a file and of a packed zip in bytes, of what a zip unpacks to in bytes, in files and in times its size,
#: of a PDF in pages, of an article in characters, and of what one file may take in seconds.
MAX_BYTES: Final = 20_000_000
MAX_ZIP_BYTES: Final = 100_000_000
MAX_UNPACKED: Final = 200_000_000
MAX_MEMBERS: Final = 5_000
MAX_SWELLING: Final = 200
MAX_PAGES: Final = 2_000
MAX_CHARACTERS: Final = 400_000
MAX_SECONDS: Final = 15.0
#: Seconds without work after which the process that reads files ends.
IDLE: Final = 60.0
#: A longer text is one article no more than rarely.
LONG: Final = 40_000
SHORT: Final = 200


class UnreadableError(ValueError):
    """A file of which no article can be made; the message says why and what to do, after the file's name."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as it was read from a file, with guesses that a person can correct.

    ``name`` is the file's, behind the zip's if it lay in one; ``text`` is plain, its paragraphs parted by blank lines.
    ``guessed`` says of each field that was found how; what was not found is empty or None.
    """

    name: str
    text: str
    title: str = ""
    day: date | None = None
    dateline: str = ""
    outlet: str = ""
    language: str = ""
    url: str = ""
    author: str = ""
    guessed: Mapping[str, str] = field(default_factory=dict, hash=False)
    warnings: tuple[str, ...] = ()

    def to_row(self) -> dict[str, Any]:
        """Return the draft as values that JSON knows."""
        return asdict(self) | {"day": self.day.isoformat() if self.day else None}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Return the draft of such values; raise TypeError, KeyError or ValueError if they are none of a draft."""
        day = date.fromisoformat(row["day"]) if row["day"] else None
        return cls(**{**row, "day": day, "warnings": tuple(row["warnings"])})


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that gave no article: ``why`` is one sentence that names it and a remedy."""

    name: str
    why: str


@dataclass(slots=True)
class Rough:
    """What a format by itself tells of an article: paragraphs, and the fields that it knows with how it knows them.

    ``settled`` means that the text below needs no search for a headline and a day: a header of ours tells them.
    ``beside`` holds lines that may tell of the article and are no part of it.
    """

    paragraphs: list[str]
    title: str = ""
    day: date | None = None
    dateline: str = ""
    outlet: str = ""
    language: str = ""
    url: str = ""
    author: str = ""
    guessed: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    settled: bool = False
    beside: list[str] = field(default_factory=list)

    def learn(self, name: str, value: str | date | None, how: str) -> None:
        """Take a value for a field that has none yet, and say how it was found."""
        if value and not getattr(self, name):
            setattr(self, name, value)
            self.guessed[name] = how
