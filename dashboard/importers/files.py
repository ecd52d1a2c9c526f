"""Files as they come: packed or plain, in whatever encoding, made into plain UTF-8 tables that DuckDB reads."""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

import charset_normalizer

#: A packed file may not hold more than this, nor this many times its own size once it is beyond 256 MB.
LARGEST = 64 * 2**30
SWELLING = 200
TABLES = frozenset({".csv", ".tsv", ".tab", ".txt"})
_CHUNK = 2**20
_HEAD = 2**16


class ImportRefusedError(Exception):
    """A file that cannot be imported, and what to do, in one sentence."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plain UTF-8 table on disk: ``name`` and ``sha256`` are of the file that was given."""

    path: Path
    name: str
    sha256: str
    encoding: str = "utf-8"
    broken: int = 0  # bytes that were no text and are now �

    def head(self, delimiter: str, quote: str, rows: int = 3) -> list[list[str]]:
        """Return the first rows as lists of cells."""
        with self.path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            text = io.StringIO(file.read(_HEAD), newline="")
        csv.field_size_limit(2**27)
        how: dict[str, object] = {"quotechar": quote} if quote else {"quoting": csv.QUOTE_NONE}
        found = []
        for _, row in zip(range(rows), csv.reader(text, delimiter=delimiter, **how), strict=False):  # type: ignore[arg-type]
            found.append([cell.strip() for cell in row])
        return found


def prepare(path: Path, scratch: Path, *, repair: bool = False) -> list[Prepared]:
    """Return the tables that a file holds, unpacked into ``scratch`` where need be.

    A plain UTF-8 file is read where it lies. ``repair`` puts � for bytes that are no text, as GDELT has them; else the
    encoding is guessed. Raise ImportRefusedError for an empty, damaged or swelling file.
    """
    try:
        if path.stat().st_size == 0:
            raise ImportRefusedError(f"{path.name} is empty: 0 bytes. Download it again.")
        return [_as_text(*plain, scratch, repair) for plain in _unpacked(path, scratch)]
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise ImportRefusedError(f"{path.name} is damaged or was cut short ({error}). Download it again.") from error
    except (NotImplementedError, RuntimeError) as error:  # zipfile's words for an odd packing and for a password
        raise ImportRefusedError(f"{path.name} cannot be unpacked ({error}). Unpack it yourself.") from error
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise ImportRefusedError(f"There is no file {path}.") from error
        raise ImportRefusedError(f"{path.name} cannot be read ({error.strerror or error}).") from error


def _unpacked(path: Path, scratch: Path) -> Iterator[tuple[Path, str, str]]:
    """Yield each table of a file as a plain file, with its name and the SHA-256 of what was given."""
    start = path.open("rb").read(4)
    if start.startswith(b"PK\x03\x04") and path.suffix.lower() != ".xlsx":
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if PurePosixPath(m.filename).suffix.lower() in TABLES]
            if not members:
                raise ImportRefusedError(f"{path.name} holds no table (.csv, .tsv, .tab or .txt).")
            digest = sha256(path)
            for number, member in enumerate(members):
                name = PurePosixPath(member.filename).name  # never a path of the archive's own
                with archive.open(member) as packed:
                    yield _extracted(packed, scratch / f"{number:04d}-{name}", path), f"{path.name}/{name}", digest
    elif start.startswith(b"\x1f\x8b"):
        with gzip.open(path) as packed:
            yield _extracted(packed, scratch / path.stem, path), path.name, sha256(path)
    else:
        yield path, path.name, ""


def _extracted(packed: IO[bytes] | gzip.GzipFile, out: Path, given: Path) -> Path:
    """Unpack into ``out``, but no more than can be meant and than the disk has room for."""
    room = shutil.disk_usage(out.parent).free - 2**28
    most = min(LARGEST, max(2**28, SWELLING * given.stat().st_size))
    written = 0
    with out.open("wb") as file:
        while chunk := packed.read(_CHUNK):
            written += len(chunk)
            if written > most:
                raise ImportRefusedError(f"{given.name} unpacks to far more than it should hold; it is not imported.")
            if written > room:
                raise ImportRefusedError(
                    f"{given.name} does not fit on the disk once unpacked. Make room, then import again."
                )
            file.write(chunk)
    if written == 0:
        raise ImportRefusedError(f"{given.name} holds nothing: 0 bytes once it is unpacked. Download it again.")
    return out


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file as hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _as_text(path: Path, name: str, digest: str, scratch: Path, repair: bool) -> Prepared:
    """Return the table in UTF-8: the file itself if it is that already, else a copy in ``scratch``."""
    checksum, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    clean = True
    with path.open("rb") as file:
        start = file.read(_HEAD)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            checksum.update(chunk)
            try:
                if clean:
                    decoder.decode(chunk)
            except UnicodeDecodeError:
                clean = False
    digest = digest or checksum.hexdigest()
    if b"\0" in start and not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ImportRefusedError(f"{name} is no table of text; import a .csv, .tsv or .txt file, packed or not.")
    tagged = _tags(start)
    if clean and not tagged:
        return Prepared(path, name, digest)
    encoding = "utf-8" if clean or repair else _guessed(path, start)
    copy, broken = scratch / f"{path.stem}.utf8", 0
    with (
        path.open(encoding=encoding, errors="replace", newline="") as file,
        copy.open("w", encoding="utf-8", newline="") as out,
    ):
        if tagged:
            out.write(file.readline())
            file.readline()  # the row of HXL tags says what the columns are, not what happened
        while text := file.read(_CHUNK):
            broken += text.count("\ufffd")
            out.write(text)
    return Prepared(copy, name, digest, encoding, broken)


def _tags(start: bytes) -> bool:
    """Return whether the second line is a row of HXL tags, such as ``#date+start``."""
    lines = start.split(b"\n", 2)
    return len(lines) > 1 and lines[1].lstrip(b'"').startswith(b"#") and b"#" in lines[1].replace(b"#", b"", 1)


def _guessed(path: Path, start: bytes) -> str:
    """Return the encoding of a file that is not UTF-8."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    with path.open("rb") as file:
        best = charset_normalizer.from_bytes(file.read(4 * _CHUNK), cp_isolation=["cp1251", "cp1252", "cp1254"]).best()
    return best.encoding if best else "cp1252"
