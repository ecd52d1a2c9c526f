"""Files as they come: packed or plain, in whatever encoding, made into plain UTF-8 tables that DuckDB reads."""

from __future__ import annotations

import codecs
import csv
import errno
import gzip
import hashlib
import io
import lzma
import os
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from dashboard import encoding as encoding_of
from dashboard.words import legible

#: A packed file may not hold more than this, nor this many times its own size once it is beyond 256 MB.
LARGEST = 64 * 2**30
SWELLING = 200
TABLES = frozenset({".csv", ".tsv", ".tab", ".txt"})
PACKED = TABLES | {".zip", ".gz"}
#: What the unpackers raise for bytes that are not as they should be.
_DAMAGE = (zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, struct.error, ValueError, LookupError)
#: What the system says of a disk, or of a user's share of it, that takes no more.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CHUNK = 2**20
_BLOCK = 2**17
_HEAD = 2**16


class ImportRefusedError(Exception):
    """A file that cannot be imported, and what to do, in one sentence."""

    def __init__(self, said: str) -> None:
        super().__init__(legible(said))  # names of files and of columns may hold anything


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plain UTF-8 table on disk: ``name`` and ``sha256`` are of the file that was given."""

    path: Path
    name: str
    sha256: str
    encoding: str = "utf-8"
    broken: int = 0  # bytes that were no text and are now �
    shift: int = 0  # lines of the file that are not in the table
    by_row: bool = False  # a sheet has rows, not lines
    remark: str = ""  # what was set right in it, in a sentence

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


def listed(paths: Iterable[Path]) -> list[Path]:
    """Return the files that are meant: of a folder all tables, packed or not. Raise ImportRefusedError for none."""
    found: list[Path] = []
    for path in paths:
        try:
            inside = sorted(one for one in path.iterdir() if one.suffix.lower() in PACKED) if path.is_dir() else [path]
        except OSError as error:
            raise refusal(error, path) from error
        if not inside:
            raise ImportRefusedError(f"The folder {path} holds no table (.csv, .tsv, .tab or .txt, packed or not).")
        found += inside
    return found


def prepare(path: Path, scratch: Path, *, repair: bool = False, encoding: str = "") -> list[Prepared]:
    """Return the tables that a file holds, unpacked into ``scratch`` where need be.

    A plain UTF-8 file is read where it lies. ``repair`` puts � for bytes that are no text, as GDELT has them; else the
    ``encoding`` is the one that was given, or guessed. Raise ImportRefusedError for an empty, damaged or swelling file.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():  # a pipe would wait for ever, and gives what it has once alone
            raise ImportRefusedError(f"{path.name} is no file; import a .csv, .tsv or .txt file, packed or not.")
        if size == 0:
            raise ImportRefusedError(f"{path.name} is empty: 0 bytes. Download it again.")
        return [_as_text(*plain, scratch, repair=repair, given=encoding) for plain in _unpacked(path, scratch)]
    except NotImplementedError as error:  # zipfile's word for an odd packing
        raise ImportRefusedError(f"{path.name} cannot be unpacked: {error}. Unpack it yourself.") from error
    except RuntimeError as error:  # and for a password
        raise ImportRefusedError(f"{path.name} is locked with a password. Unpack it yourself.") from error
    except OSError as error:
        if isinstance(error, gzip.BadGzipFile) or error.errno is None:
            raise ImportRefusedError(f"{path.name} is damaged or was cut short. Download it again.") from error
        raise refusal(error, path) from error
    except _DAMAGE as error:
        raise ImportRefusedError(f"{path.name} is damaged or was cut short. Download it again.") from error


def refusal(error: OSError, path: Path) -> ImportRefusedError:
    """Return what to say of a file that the system cannot read, or of a disk that cannot take what is written."""
    if error.errno in _FULL:
        return ImportRefusedError("The disk is full; nothing was imported. Make room and import again.")
    if isinstance(error, FileNotFoundError):
        return ImportRefusedError(f"There is no file {path}.")
    return ImportRefusedError(f"{path.name} cannot be read ({error.strerror or 'for no reason that is known'}).")


def _unpacked(path: Path, scratch: Path) -> Iterator[tuple[Path, str, str]]:
    """Yield each table of a file as a plain file, with its name and the SHA-256 of what was given."""
    with path.open("rb") as file:
        start = file.read(4)
    if start.startswith(b"PK\x03\x04") and path.suffix.lower() != ".xlsx":
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if PurePosixPath(m.filename).suffix.lower() in TABLES]
            if not members:
                raise ImportRefusedError(f"{path.name} holds no table (.csv, .tsv, .tab or .txt).")
            digest = sha256(path)
            for number, member in enumerate(members):
                name = PurePosixPath(member.filename).name  # never a path of the archive's own
                with archive.open(member) as packed:
                    yield _extracted(packed, scratch / f"{number:04d}.csv", path), f"{path.name}/{name}", digest
    elif start.startswith(b"\x1f\x8b"):
        with gzip.open(path) as packed:
            yield _extracted(packed, scratch / "unpacked.csv", path), path.name, sha256(path)
    else:
        yield _plainly_named(path, scratch), path.name, ""


def _plainly_named(path: Path, scratch: Path) -> Path:
    """Return the file under a name in which DuckDB sees no pattern, and which other programs can write down."""
    known = str(path.absolute())
    if known.isprintable() and not re.search(r"[*?\[\]{}\\]", known) and len(os.fsencode(path.name)) < 200:
        return path
    plain = scratch / "plain.csv"
    try:
        plain.symlink_to(path.absolute())
    except OSError:  # not everybody may make links
        shutil.copyfile(path, plain)
    return plain


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


def _as_text(path: Path, name: str, digest: str, scratch: Path, *, repair: bool, given: str) -> Prepared:
    """Return the table in UTF-8: the file itself if it is that already, else a copy in ``scratch``."""
    checksum, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    clean = True
    with path.open("rb") as file:
        start = file.read(_HEAD)
        file.seek(0)
        while chunk := file.read(_BLOCK):
            checksum.update(chunk)
            if clean and not (chunk.isascii() and not decoder.getstate()[0]):  # most of a large table is ASCII
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    clean = False
        clean = clean and not decoder.getstate()[0]
    digest, name = digest or checksum.hexdigest(), legible(name)
    wide = encoding_of.wide(start)
    if b"\0" in start and not wide:
        raise ImportRefusedError(f"{name} is no table of text; import a .csv, .tsv or .txt file, packed or not.")
    tagged = _tags(start)
    if clean and not tagged and not wide:
        return Prepared(path, name, digest)
    encoding = wide or ("utf-8" if clean or repair else given or _guessed(path))
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
    return Prepared(copy, name, digest, encoding, broken, shift=int(tagged))


def _tags(start: bytes) -> bool:
    """Return whether the second line is a row of HXL tags, such as ``#date+start``."""
    lines = start.split(b"\n", 2)
    return len(lines) > 1 and is_tags(re.split(r"[,;\t|]", lines[1].decode("utf-8", "replace").strip()))


def is_tags(cells: Sequence[str]) -> bool:
    """Return whether a row is one of HXL tags, which say what the columns are."""
    said = [cell.strip().strip('"') for cell in cells if cell.strip().strip('"')]
    return bool(said) and all(re.fullmatch(r"#[A-Za-z][\w+ -]*", cell) for cell in said)


def _guessed(path: Path) -> str:
    """Return the encoding of a file that is not UTF-8."""
    with path.open("rb") as file:
        return encoding_of.guessed(file.read(4 * _CHUNK))
