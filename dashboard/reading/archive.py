"""Zips of articles: each member is read as a file of its own; what the zip says of itself is not believed."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from time import monotonic
from typing import Final

from dashboard.reading import isolated
from dashboard.reading.draft import (
    MAX_BYTES,
    MAX_MEMBERS,
    MAX_SECONDS,
    MAX_SWELLING,
    MAX_UNPACKED,
    MAX_ZIP_BYTES,
    Draft,
    Refusal,
    UnreadableError,
)
from dashboard.reading.kept import Readings

#: What lies beside articles, as in the folder of a saved web page: passed over and counted.
BESIDE: Final = frozenset(
    f".{ending}"
    for ending in re.findall(
        r"\w+",
        "css js mjs map json png jpg jpeg gif svg webp avif ico bmp tif tiff woff woff2 ttf otf eot mp3 mp4 webm ogg "
        "wav avi mov db ini lnk ds_store bib ris csv tsv",
    )
)
#: Seconds that may be lost, in a zip or a folder, on files that are given up.
PATIENCE: Final = 20.0
_CHUNK: Final = 2**16


class Turn:
    """The files of a zip or a folder, one after another, and how much patience is left for those that take too long."""

    def __init__(self, kept: Readings) -> None:
        self.kept = kept
        self._patience = PATIENCE
        self._beside: Counter[str] = Counter()

    def passes(self, name: str) -> bool:
        """Return whether a file is one of those that lie beside articles; it is counted then."""
        path = PurePosixPath(name)
        ending = path.suffix.lower() or path.name.lower()
        hidden = path.name.startswith((".", "~$")) or "__MACOSX" in path.parts
        if hidden or ending in BESIDE:
            self._beside[ending if not hidden else "hidden"] += 1
        return hidden or ending in BESIDE

    def draft_of(self, name: str, content: bytes) -> Draft | Refusal:
        """Return the draft of a file, as long as patience lasts."""
        if known := self.kept.draft_of(name, content):
            return known
        if self._patience < 1:
            return Refusal(name, f"“{name}” was not read, for files before it took too long: bring it by itself.")
        begun = monotonic()
        found = isolated.draft_of(name, content, min(MAX_SECONDS, self._patience))
        if isinstance(found, Draft):
            self.kept.keep(name, content, found)
        elif monotonic() - begun > 0.9 * min(MAX_SECONDS, self._patience):
            self._patience -= monotonic() - begun
        return found

    def beside(self, name: str) -> Iterator[Refusal]:
        """Yield one sentence on the files that were passed over, if there were any."""
        if self._beside:
            count, kinds = sum(self._beside.values()), ", ".join(sorted(self._beside)[:8])
            said = "1 file that is no article was" if count == 1 else f"{count} files that are no articles were"
            yield Refusal(name, f"In “{name}” {said} passed over ({kinds}): bring by itself what should be read.")


def drafts(name: str, content: bytes, kept: Readings) -> Iterator[Draft | Refusal]:
    """Yield what the members of a zip give, in their order; what is ``kept`` is not read again."""
    turn = Turn(kept)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _members(archive, content)
            room = MAX_UNPACKED
            for member in members:
                inside = member.filename.replace("\\", "/")
                if turn.passes(inside):
                    continue
                # a name, never a path: nothing of a zip is written anywhere
                known = f"{name}/{'/'.join(part for part in inside.split('/') if part not in ('', '.', '..'))}"
                try:
                    found = _unpacked(archive, member, min(room, MAX_BYTES))
                except UnreadableError as error:
                    yield Refusal(known, f"“{known}” {error}")
                    continue
                room -= len(found)
                if room <= 0:
                    yield Refusal(name, f"“{name}” unpacks to more than it says, and was not read on: pack it again.")
                    break
                yield turn.draft_of(known, found)
    except UnreadableError as error:
        yield Refusal(name, f"“{name}” {error}")
    except Exception:  # zipfile raises whatever comes of damaged bytes
        yield Refusal(name, f"“{name}” is a damaged zip: pack or download it again.")
    yield from turn.beside(name)


def _members(archive: zipfile.ZipFile, content: bytes) -> list[zipfile.ZipInfo]:
    """Return the files in a zip; raise UnreadableError if it is too large, a bomb or empty."""
    if len(content) > MAX_ZIP_BYTES:
        raise UnreadableError(f"is larger than {MAX_ZIP_BYTES // 1_000_000} MB: bring it in parts.")
    members = [member for member in archive.infolist() if not member.is_dir()]
    if not members:
        raise UnreadableError("holds no files: pack the articles again.")
    if len(members) > MAX_MEMBERS:
        raise UnreadableError(f"holds more than {MAX_MEMBERS:,} files: bring it in parts.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED:
        raise UnreadableError(f"unpacks to more than {MAX_UNPACKED // 1_000_000} MB: bring it in parts.")
    if unpacked > max(10_000_000, MAX_SWELLING * len(content)):
        raise UnreadableError("unpacks to far more than articles do: pack the articles again, and nothing else.")
    return members


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """Return the bytes of a member; raise UnreadableError if it is locked, damaged or too large."""
    if member.flag_bits & 1:
        raise UnreadableError("is locked with a password: unpack the zip and bring the files.")
    if member.file_size > MAX_BYTES:
        raise UnreadableError(f"is larger than {MAX_BYTES // 1_000_000} MB: give one article a file.")
    parts: list[bytes] = []
    size = 0
    try:
        with archive.open(member) as packed:
            while chunk := packed.read(_CHUNK):
                size += len(chunk)
                parts.append(chunk)
                if size > min(most, max(1_000_000, MAX_SWELLING * member.compress_size)):
                    break
    except Exception:  # zipfile raises whatever comes of damaged bytes
        raise UnreadableError("is damaged or packed in an unusual way: unpack it and bring it by itself.") from None
    if size > min(most, max(1_000_000, MAX_SWELLING * member.compress_size)):
        raise UnreadableError("unpacks to far more than an article does: bring it by itself.")
    return b"".join(parts)
