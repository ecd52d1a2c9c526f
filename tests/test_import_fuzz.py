"""No input breaks an import: each reader takes what it can read whole, and refuses all else in one sentence.

The samples are spoilt in many ways, several at once: bytes, cells, columns, rows, encodings, line ends, packing, names.
The suite tries about a hundred cases. A longer run of 10,000, which takes about three quarters of an hour, is:

    IMPORT_FUZZ=10000 pytest tests/test_import_fuzz.py -k whatever
"""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import json
import os
import re
import resource
import shutil
import signal
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import importers, store
from dashboard.bundle import DATA, QUERIES
from dashboard.importers import ImportRefusedError, Prospect, files, generic, running
from dashboard.model import EVENT_TYPES
from dashboard.store import StoreError, editions
from dashboard.store.asking import OFFLINE

OWN = Path(__file__).parent / "samples"
TODAY = date(2026, 10, 1)
#: Each reader with its samples, what parts their cells, and whether they have quotation marks and a header.
READERS: dict[str, tuple[list[Path], str, bool, bool]] = {
    "ucdp_ged": ([OWN / "ucdp" / n for n in ("GEDEvent_v26_1.csv", "ged191.csv")], ",", True, True),
    "ucdp_candidate": (
        [OWN / "ucdp" / n for n in ("GEDEvent_v26_0_6.csv", "GEDEvent_v26_01_26_06.csv")], ",", True, True,
    ),
    "acled": (sorted((OWN / "acled").iterdir()), ",", True, True),
    "pax": (sorted((OWN / "pax").iterdir()), ",", True, True),
    "gdelt": (sorted((OWN / "gdelt").iterdir()), "\t", False, False),
    "icews": (sorted((OWN / "icews").iterdir()), "\t", False, True),
    "polecat": (sorted((OWN / "polecat").iterdir()), "\t", False, True),
    "generic": ([OWN / "generic" / n for n in ("diary.csv", "damaged.csv", "tagged.csv")], ",", True, True),
}  # fmt: skip
CASES = int(os.environ.get("IMPORT_FUZZ", "32"))
#: One case in so many makes the whole edition; the others bring their rows into one that is rolled back.
WHOLE = 40

NASTY = [
    "", " ", "nan", "NaN", "inf", "-inf", "Infinity", "-1", "-0", "0", "1e999", "1e308", "-1e308", "1,5", "1.5",
    "1 000", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "2147483647", "2147483648",
    "32768", "255", "9" * 400, "0x1F", "1_000", "٣", "½", "true", "FALSE", "NULL", "NA", "None", "N/A", "May-14",
    "14-May", "05/14/2020", "14.05.2020", "2020-02-30", "2020-13-01", "0000-00-00", "0001-01-01", "9999-12-31",
    "5881580-07-10", "290309-12-22 (BC)", "infinity", "-infinity", "epoch", "2020-09-27T10:00:00Z",
    "2020-09-27 25:61", "20200927", "20201332", "0", "-20200927", "99999999", "44101", "September 27, 2020",
    "27 September 2020", "12020-01-01", "1799-12-31", "2201-01-01", "x" * 5000, "\u202eedoc\u202c", "مرحبا", "הערה",
    "ə", "Ağdam", "Нагорный Карабах", "👩‍👩‍👧‍👦", "e\u0301" * 40, "\ufeff", "\ufffd", "\u2028", "\u0000",
    "\u0001\u0007\u001b[31m", "\u0085", "\x7f", "\x1a", "\t", "\n", "\r", "\r\n", '"', '""', "'", '"open', "a\"b",
    "\\", "\\N", '\\"', "#date+start", "=1+1", "=HYPERLINK(\"http://x\")", "@SUM(1)", "'; drop table events; --",
    "$1", "$out", "{{x}}", "%s %d", "<script>alert(1)</script>", "&amp;", "../../etc/passwd", "C:\\con", "/dev/null",
    "[1, 2]", "{}", "[", "[a", ";", "|", ",", "a;b;c", "Armenia", "Azerbaijan", "ARM;AZE", "AZE", "388",
    "Nagorno-Karabakh", "KARABAKH", "8", "64", "338", "label:", "90.0001", "-180.5", "181", "46.75", "39.8", "39,8",
    "46,7", "4e1", "39.8°", "39°48'N", "1e-320", "(?i)", "*", "a" * 61 + ".", "\ud7ff", "\U0010ffff", "2020", "99",
    "1994-05-12", "ASSAULT", "occurred", "exact", "1 to 3", "dozens", "~10", "3?", "∞",
]  # fmt: skip
BYTES = [
    b"\0", b'"', b"'", b"\n", b"\r", b"\r\n", b"\t", b",", b";", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf",
    b"\xff\xfe", b"\xfe\xff", b"\x1a", b"\x1b[31m", b"\\", b"#", b"\xf4\x90\x80\x80", b"\x80" * 40, b'""', b'"\n"',
    b"\n\n\n", b"x" * 300_000, b"PK\x03\x04", b"\x1f\x8b", b"PAR1", b"%PDF-1.4\n", b"<html>", b"#date,#geo\n",
    b"sep=;\n", b"{", b"[{}]",
]  # fmt: skip
ENCODINGS = [
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "cp1251",
    "latin-1",
    "cp1254",
    "koi8-r",
    "cp037",
]
NAMES = [
    "a b.csv", "[a].csv", "*.csv", "?{x,y}.csv", "it's.csv", 'a"b.csv', "a\nb.csv", "a\tb.csv", "ж" * 60 + ".csv",
    "-x.csv", ".csv", "a.csv.gz", "a.zip", "x.xlsx", "x.parquet", "x.json", "x.geojson", "noending", "\u202ea.csv",
    os.fsdecode(b"a\xff.csv"), "a%20b.csv", "a#b?c=d.csv", "s3:x.csv", "x" * 240 + ".csv", "a\\b.csv", "~.csv",
    "$HOME.csv", "file-0", "rows.parquet",
]  # fmt: skip
#: How a table is changed, and a file packed.
CHANGES = [
    "cell", "cell", "cell", "cells", "whole column", "same row", "another row", "drop", "double", "rename", "swap",
    "reverse", "shift", "unshift", "headless", "only header", "header again", "tags", "blank", "above", "wide",
]  # fmt: skip
PACKS = [
    "gz", "gz cut", "gz crc", "gz twice", "gz tail", "zip", "deflated", "zip cut", "zip flip", "several", "same name",
    "nested", "outside", "encrypted", "method", "zip in zip", "no table", "empty member", "long name", "gz of zip",
    "bz2",
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A spoilt file; ``rows`` are those that it must be found to have, where that can be told."""

    name: str
    content: bytes = field(repr=False)
    version: str
    rows: int | None
    how: str
    whole: bool
    planned: bool = False


@cache
def cells_of(path: Path) -> tuple[tuple[str, ...], ...]:
    """Return the cells of a sample."""
    _, sign, quoted, _ = next(one for one in READERS.values() if path in one[0])
    encoding = "cp1251" if path.stem == "diary" else "utf-8"
    text = path.read_bytes().decode(encoding, "replace").removeprefix("\ufeff")
    if not quoted:
        return tuple(tuple(line.rstrip("\r").split(sign)) for line in text.split("\n") if line)
    sign = ";" if ";" in text.split("\n")[0] else sign
    return tuple(map(tuple, csv.reader(io.StringIO(text, newline=""), delimiter=sign)))


PLACES = st.floats(0, 1, exclude_max=True)


def spoilt_cells(  # noqa: PLR0912, PLR0915  # one case after another
    draw: Callable[[Any], Any], rows: list[list[str]], header: bool
) -> tuple[list[list[str]], bool, str]:
    """Change cells, columns or rows; say too whether the number of rows can still be told."""

    def at(number: int) -> int:
        return int(draw(PLACES) * number)

    first = 1 if header else 0
    body = max(len(rows) - first, 1)
    row = min(first + at(body), len(rows) - 1)
    column = at(len(rows[row]) or 1)
    nasty = draw(st.sampled_from(NASTY))
    kind = draw(st.sampled_from(CHANGES))
    known = kind in ("cell", "cells", "whole column", "same row", "another row", "swap")
    if not rows[row]:
        return rows, False, "nothing"
    match kind:
        case "cell":
            rows[row][column] = nasty
        case "cells":
            for _ in range(8):
                rows[row][at(len(rows[row]))] = draw(st.sampled_from(NASTY))
        case "whole column":
            for one in rows[first:]:
                if column < len(one):
                    one[column] = nasty
        case "same row":
            rows.append(list(rows[row]))
        case "another row":
            rows.append(list(rows[row]))
            rows[-1][column] = nasty
        case "drop" | "double" | "swap" | "reverse":
            other = at(len(rows[row]))
            for one in rows:
                if max(column, other) < len(one):
                    if kind == "drop":
                        del one[column]
                    elif kind == "double":
                        one.insert(other, one[column])
                    elif kind == "swap":
                        one[column], one[other] = one[other], one[column]
                    else:
                        one.reverse()
        case "rename":
            rows[0][min(column, len(rows[0]) - 1)] = nasty
        case "shift":
            rows[row].insert(column, nasty)
        case "unshift":
            del rows[row][column]
        case "headless":
            del rows[0]
        case "only header":
            del rows[1:]
        case "header again":
            rows.insert(row, list(rows[0]))
        case "tags":
            rows.insert(1, ["#date"] * len(rows[0]))
        case "blank":
            rows.insert(row, [])
        case "above":
            rows.insert(0, [nasty])
        case "wide":
            rows[row] += ["x"] * 1000
    return rows or [[]], known, f"{kind} {row} {column} {nasty[:20]!r}"


def spoilt_bytes(draw: Callable[[Any], Any], content: bytes) -> tuple[bytes, str]:
    """Change the bytes of a file somewhere."""
    place = int(draw(PLACES) * len(content))
    kind = draw(
        st.sampled_from(["cut", "flip", "insert", "insert", "delete", "double", "head", "quote", "sign", "null"])
    )
    length = draw(st.sampled_from([1, 2, 50, 5000]))
    piece = draw(st.sampled_from(BYTES))
    match kind:
        case "cut":
            content = content[:place]
        case "head":
            content = piece + content
        case "flip":
            content = content[:place] + bytes([draw(st.integers(0, 255))]) + content[place + 1 :]
        case "insert":
            content = content[:place] + piece + content[place:]
        case "delete":
            content = content[:place] + content[place + length :]
        case "double":
            content = content[:place] + content[max(place - length, 0) :]
        case "quote":
            content = content.replace(b'"', draw(st.sampled_from([b"'", b'"""', b""])))
        case "sign":
            content = content.replace(draw(st.sampled_from([b",", b"\t"])), draw(st.sampled_from([b";", b"|", b" "])))
        case "null":
            content = content.replace(b"0", b"\0", length)
    return content, f"{kind} {place} {piece[:8]!r}"


def zipped(members: dict[str, bytes], **how: Any) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", **how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def packed(  # noqa: PLR0912  # one case after another
    draw: Callable[[Any], Any], name: str, content: bytes
) -> tuple[str, bytes, str]:
    """Pack a file, well or badly."""
    kind = draw(st.sampled_from(PACKS))
    place = draw(PLACES)
    squeezed, plain = gzip.compress(content), zipped({name: content})
    deflated = zipped({name: content}, compression=zipfile.ZIP_DEFLATED)
    match kind:
        case "gz":
            made = squeezed
        case "gz cut":
            made = squeezed[: int(place * len(squeezed))]
        case "gz crc":
            made = squeezed[:-8] + b"\1\2\3\4" + squeezed[-4:]
        case "gz twice":
            made = squeezed + squeezed
        case "gz tail":
            made = squeezed + b"what follows"
        case "zip":
            made = plain
        case "deflated":
            made = deflated
        case "zip cut":
            made = deflated[: int(place * len(deflated))]
        case "zip flip":
            at = int(place * len(plain))
            made = plain[:at] + bytes([plain[at] ^ 0x55]) + plain[at + 1 :]
        case "several":
            made = zipped({name: content, f"x/{name}": content, "readme.md": b"x", "__MACOSX/._a.csv": b"\0\5\26\7"})
        case "same name":
            made = zipped({f"a/{name}": content, f"b/{name}": content[: len(content) // 2]})
        case "nested":
            made = zipped({f"a/b/c/d/{name}": content})
        case "outside":
            made = zipped({f"../../{name}": content, f"/tmp/{name}": content})  # noqa: S108
        case "encrypted":
            made = plain.replace(b"PK\3\4\x14\0\0\0", b"PK\3\4\x14\0\1\0").replace(
                b"PK\1\2\x14\3\x14\0\0\0", b"PK\1\2\x14\3\x14\0\1\0"
            )
        case "method":
            made = plain.replace(b"\x14\0\0\0\0\0", b"\x14\0\0\0\x63\0")
        case "zip in zip":
            made = zipped({"inner.zip": plain})
        case "no table":
            made = zipped({"readme.md": content})
        case "empty member":
            made = zipped({name: b"", f"x-{name}": content})
        case "long name":
            made = zipped({"y" * 300 + ".csv": content})
        case "gz of zip":
            made = gzip.compress(plain)
        case _:
            made = b"BZh91AY&SY" + content
    return f"{name}{draw(st.sampled_from(['', '.gz', '.zip']))}", made, f"{kind} {place:.3f}"


@st.composite
def cases(draw: Callable[[Any], Any], reader: str) -> Case:
    samples, sign, quoted, header = READERS[reader]
    sample = draw(st.sampled_from(samples))
    rows = [list(row) for row in cells_of(sample)]
    version = draw(st.sampled_from([""] * 14 + ["x", "26.1", "26.0.7", "../../x", "a\nb"]))
    how, told = [], sample.stem != "tagged"
    for _ in range(draw(st.sampled_from([1, 1, 2, 3, 6, 0]))):
        rows, known, what = spoilt_cells(draw, rows, header)
        told = told and known
        how.append(what)
    ending = draw(st.sampled_from(["\n", "\n", "\n", "\r\n", "\r"]))
    if reader == "generic":
        sign = draw(st.sampled_from([";", ",", "\t", "|"]))
    if quoted:
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=sign, lineterminator=ending).writerows(rows)
        content = text.getvalue()
    else:
        content = ending.join(sign.join(row) for row in rows) + ending
        told = told and not any(re.search("[\t\r\n]", cell) for row in rows for cell in row)
    encoding = draw(st.sampled_from(["utf-8"] * 12 + ENCODINGS))
    raw = content.encode(encoding, "replace")
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 1, 3]))):
        raw, what = spoilt_bytes(draw, raw)
        told = False
        how.append(what)
    name = sample.name
    if draw(st.integers(0, 7)) == 7:
        name, raw, what = packed(draw, name, raw)
        told = False
        how.append(what)
    if draw(st.integers(0, 9)) == 9:
        name = draw(st.sampled_from(NAMES))
        told = told and reader != "generic"
        version = version or {"ucdp_ged": "26.1", "ucdp_candidate": "26.0.6", "pax": "8"}.get(reader, "")
    told = told and encoding in ("utf-8", "utf-8-sig", "utf-16") and ending != "\r"
    whole = draw(st.integers(1, WHOLE)) == WHOLE
    how.append(f"{ending!r} {encoding}")
    return Case(name, raw, version, len(rows) - header if told else None, "; ".join(how), whole, draw(st.booleans()))


# ——— what must hold ———

#: Words of Python and of DuckDB, which say nothing to those who import a file.
INTERNAL = re.compile(
    r"Traceback|Errno|\b[A-Z]\w*(?:Error|Exception|Warning)\b|BadZip|(?:Binder|Parser|Catalog|Conversion|Internal|IO"
    r"|Invalid Input|Out of Memory|Out of Range|Constraint|Transaction) Error|Possible|Candidate bindings|LINE \d"
    r"|read_csv|getvariable|reject|strict_mode|<class|<_io| object at |0x[0-9a-f]{4}|codec|b'"
    r"|(?i:duckdb)|std::|\.importing-"
)


def is_one_sentence(said: str) -> None:
    assert len(said) < 500, said
    assert said.isprintable(), repr(said)
    assert said.endswith("."), said
    assert "  " not in said, said
    assert not INTERNAL.search(said), said


def files_in(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the files in a folder and the folders in it, these without their times: something came and went."""
    found = ((path, path.lstat()) for path in folder.rglob("*"))
    return {str(path): (stat.st_ino, 0 if path.is_dir() else stat.st_mtime_ns) for path, stat in found}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with an import and its edition, which nothing that is refused may touch."""
    folder = tmp_path_factory.mktemp("fuzz")
    with tempfile.TemporaryDirectory() as scratch:
        prospect = importers.look("ucdp_ged", [OWN / "ucdp" / "any_order" / "ged241.csv"], Path(scratch), today=TODAY)
        kept = importers.keep(folder, prospect, importers.summary(prospect))
    store.new_edition(folder, [], [], [kept.manifest], [kept.for_edition()])
    return folder


class Brought:
    """An edition without imports, into which the rows of one after another are brought and taken back."""

    def __init__(self) -> None:
        self.given: dict[str, object] = {"data": DATA.as_posix(), "quads": json.dumps(EVENT_TYPES)}
        self.given |= {"articles": "[]", "events": "[]", "decisions": "[]"}
        self.connection = duckdb.connect(config=OFFLINE)
        steps = [QUERIES / "schema.sql", QUERIES / "selected.sql", *sorted((QUERIES / "load").glob("*.sql"))]
        self.connection.execute("set variable datasets = $value", {"value": list(READERS)})
        steps += [QUERIES / "import" / "aliases.sql", QUERIES / "import" / "table_of_reports.sql"]
        editions._run(self.connection, steps, self.given)

    def rows(self, one: store.Imported) -> int:
        """Return how many rows of an import are there."""
        about = dict(one.about) | {"dataset": str(one.about["dataset"])}
        self.connection.begin()
        try:
            editions._bring_in(self.connection, replace(one, about=about), self.given)
            editions._run(self.connection, [QUERIES / "import" / "standing.sql"], self.given)
            (shown,) = self.connection.execute("select sum(rows_shown)::bigint from imports").fetchone() or (0,)
            assert editions._offences(self.connection) == []
            return int(shown)
        finally:
            self.connection.rollback()


@pytest.fixture(scope="module")
def brought() -> Brought:
    return Brought()


@cache
def mapping_of(sample: Path) -> str:
    """Return the mapping of a sample of the user's own, as it is guessed."""
    with tempfile.TemporaryDirectory() as folder:
        made = generic.plan(Path(folder), [sample], Path(folder))
        return "" if made.guess and made.guess.questions else made.toml()


def looked(reader: str, path: Path, scratch: Path, version: str = "", planned: bool = False) -> Prospect:
    """Look at a file as the command line does."""
    if reader != "generic":
        return running.with_lines(importers.look(reader, [path], scratch, version=version, today=TODAY))
    mapping = mapping_of(OWN / "generic" / "diary.csv") if planned else ""
    plan = generic.plan(scratch, [path], scratch, mapping)
    assert isinstance(plan.toml(), str)
    return generic.look(plan, scratch, version=version, today=TODAY)


def holds(workspace: Path, brought: Brought, reader: str, path: Path, case: Case) -> None:
    """See that a file is refused in a sentence or brought in whole, and that nothing else is changed."""
    before = files_in(workspace)
    with tempfile.TemporaryDirectory(prefix=".importing-", dir=workspace) as folder:
        try:
            prospect = looked(reader, path, Path(folder), case.version, case.planned)
        except (ImportRefusedError, StoreError) as error:
            is_one_sentence(str(error))
            prospect = None
        if prospect is None:
            pass
        elif prospect.kept == 0:
            is_one_sentence(running.nothing_kept(prospect))
            counts_add_up(prospect, case)
        else:
            counts_add_up(prospect, case)
            kept = importers.keep(workspace, prospect, importers.summary(prospect))
            try:
                is_whole(kept, prospect)
                assert brought.rows(kept.for_edition()) == prospect.kept
                if case.whole:
                    in_an_edition(kept, prospect)
            finally:
                importers.remove(workspace, kept.import_id)
                shutil.rmtree(workspace / "templates", ignore_errors=True)
    assert files_in(workspace) == before


def counts_add_up(prospect: Prospect, case: Case) -> None:
    elsewhere = prospect.read - prospect.kept - prospect.rejected - prospect.repeated
    assert min(elsewhere, prospect.kept, prospect.rejected, prospect.repeated) >= 0, prospect
    if case.rows is not None:
        assert prospect.read == case.rows, "a row went missing without a word"
    with duckdb.connect() as connection:
        found = connection.read_parquet(str(prospect.rows)).aggregate("count(*)").fetchall()
    assert found == [(prospect.kept,)]
    rejects = [fault for fault in prospect.faults if fault.level == "reject"]
    assert sum(fault.rows for fault in rejects) >= prospect.rejected
    assert bool(rejects) == bool(prospect.rejected)
    for fault in prospect.faults:
        assert fault.reason.isprintable(), fault
        assert 0 < len(fault.reason) < 500, fault
        assert not INTERNAL.search(fault.reason), fault
    for fault in rejects:
        assert fault.line > 0, fault
        assert fault.file, fault
    for said in importers.summary(prospect):
        assert said.isprintable(), said


def is_whole(kept: importers.Import, prospect: Prospect) -> None:
    assert {path.name for path in kept.folder.iterdir()} == {
        "rows.parquet", "rejected.csv", "import.json", "imported_at.txt",
    }  # fmt: skip
    with (kept.folder / "rejected.csv").open(encoding="utf-8", newline="") as file:
        listed = list(csv.DictReader(file))
    assert [(row["level"], row["line"], row["reason"]) for row in listed] == [
        (fault.level, str(fault.line), fault.reason) for fault in prospect.faults
    ]


def in_an_edition(kept: importers.Import, prospect: Prospect) -> None:
    with tempfile.TemporaryDirectory() as folder:
        edition = store.new_edition(Path(folder), [], [], [kept.manifest], [kept.for_edition()])
        with duckdb.connect(str(edition.path), read_only=True) as connection:
            table = "reports" if prospect.dataset.kind == "reports" else "events"
            found = connection.execute(f"select count(*) from {table} where import_id is not null").fetchall()  # noqa: S608
    assert found == [(prospect.kept,)]


@pytest.mark.parametrize("reader", READERS)
def test_whatever_a_file_holds_comes_in_whole_or_is_refused_in_a_sentence(
    workspace: Path, brought: Brought, reader: str
) -> None:
    @settings(
        max_examples=max(CASES // len(READERS), 1), deadline=None, suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False,
    )  # fmt: skip
    @given(cases(reader))
    def tried(case: Case) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / case.name
            try:
                path.write_bytes(case.content)
            except OSError:  # this machine knows no such name
                return
            holds(workspace, brought, reader, path, case)

    tried()


# ——— files that are none, and disks and users that stop ———


def said_of(reader: str, path: Path, scratch: Path) -> str:
    """Return in which sentence a file is refused."""
    with pytest.raises((ImportRefusedError, StoreError)) as refusal:
        looked(reader, path, scratch)
    is_one_sentence(str(refusal.value))
    return str(refusal.value)


@pytest.mark.parametrize("reader", READERS)
def test_what_is_no_file_is_refused(tmp_path: Path, reader: str) -> None:
    (tmp_path / "empty.csv").touch()
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "nowhere.csv").symlink_to(tmp_path / "gone.csv")
    (tmp_path / "round.csv").symlink_to(tmp_path / "round.csv")
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    (tmp_path / "folder of folders").mkdir()
    (tmp_path / "folder of folders" / "x.csv").mkdir()
    wanted = {
        "empty.csv": "is empty: 0 bytes",
        "folder.csv": "holds no table|Is a directory|is no file",
        "nowhere.csv": "There is no file",
        "round.csv": "cannot be read|There is no file",
        "pipe.csv": "is no file",
        "zero.csv": "is no file|is empty",
        "folder of folders": "is no file|Is a directory|Import one|folder",
        "x" * 300 + ".csv": "cannot be read|There is no file",
    }
    for number, (name, why) in enumerate(wanted.items()):
        (tmp_path / f"scratch-{number}").mkdir()
        assert re.search(why, said_of(reader, tmp_path / name, tmp_path / f"scratch-{number}"))


@pytest.mark.parametrize("reader", READERS)
def test_a_link_to_a_file_is_the_file(tmp_path: Path, reader: str) -> None:
    sample = READERS[reader][0][-1]
    link = tmp_path / sample.name
    link.symlink_to(sample)
    for folder in ("linked", "plain"):
        (tmp_path / folder).mkdir()
    found, wanted = looked(reader, link, tmp_path / "linked"), looked(reader, sample, tmp_path / "plain")
    assert (found.read, found.kept, found.faults) == (wanted.read, wanted.kept, wanted.faults)


@pytest.mark.parametrize("reader", READERS)
def test_a_file_that_the_system_does_not_give_is_refused(
    tmp_path: Path, reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample, plain = READERS[reader][0][0], Path.open

    def closed(path: Path, *how: Any, **more: Any) -> Any:
        if path.name == sample.name:
            raise PermissionError(13, "Permission denied", str(path))
        return plain(path, *how, **more)

    monkeypatch.setattr(Path, "open", closed)
    assert "cannot be read (Permission denied)" in said_of(reader, sample, tmp_path)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("pack", ["gz", "zip"])
def test_a_bomb_is_not_unpacked(tmp_path: Path, reader: str, pack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 2**20)
    content = b"\0" * 2**25
    path = tmp_path / f"26_1.csv.{pack}"
    path.write_bytes(gzip.compress(content) if pack == "gz" else zipped({"a.csv": content}, compression=8))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    assert "far more than it should hold" in said_of(reader, path, scratch)
    assert sum(one.stat().st_size for one in scratch.rglob("*") if one.is_file()) <= 2**21


@contextlib.contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    """Let the system refuse to write more than so many bytes into a file, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handled = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handled)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("pack", ["", ".gz"])
def test_a_full_disk_leaves_nothing_behind(workspace: Path, tmp_path: Path, reader: str, pack: str) -> None:
    sample = READERS[reader][0][0]
    path = tmp_path / f"{sample.name}{pack}"
    content = sample.read_bytes()
    path.write_bytes(gzip.compress(content) if pack else content)
    before, tries, full, size = files_in(workspace), 0, 0, 0
    while size < 2**24:  # a little more room each time, until it is enough
        with tempfile.TemporaryDirectory(prefix=".importing-", dir=workspace) as folder:
            try:
                with no_file_beyond(size):
                    prospect = looked(reader, path, Path(folder), planned=True)
                    kept = importers.keep(workspace, prospect, importers.summary(prospect))
            except (ImportRefusedError, StoreError) as error:
                is_one_sentence(str(error))
                full += "The disk is full" in str(error)
                tries += 1
                shutil.rmtree(workspace / "templates", ignore_errors=True)
            else:
                break
        assert files_in(workspace) == before
        size = max(size * 3 // 2, size + 64)
    assert full == tries > 3
    is_whole(kept, prospect)
    importers.remove(workspace, kept.import_id)
    shutil.rmtree(workspace / "templates", ignore_errors=True)
    assert files_in(workspace) == before


@pytest.mark.parametrize(("number", "bad"), [(26_000, "x"), (5_000, "x" + "\t" * 19)])
def test_of_many_rows_that_cannot_be_read_none_is_lost_without_a_word(tmp_path: Path, number: int, bad: str) -> None:
    sample = READERS["icews"][0][0]
    path = tmp_path / sample.name
    path.write_bytes(sample.read_bytes().rstrip() + b"\n" + f"{bad}\n".encode() * number)
    for folder in ("plain", "spoilt"):
        (tmp_path / folder).mkdir()
    plain = looked("icews", sample, tmp_path / "plain")
    if len(bad) == 1:  # each cell that is missing is noted, and that is too much
        assert "rows cannot be read, the first" in said_of("icews", path, tmp_path / "spoilt")
        return
    spoilt = looked("icews", path, tmp_path / "spoilt")
    assert (spoilt.read, spoilt.kept) == (plain.read + number, plain.kept)
    assert spoilt.rejected == plain.rejected + number


def test_a_row_that_is_left_out_is_told_with_its_own_file(tmp_path: Path) -> None:
    for name in ("one", "other", "scratch"):
        (tmp_path / name).mkdir()
    text = (OWN / "icews" / "events.2020.20210101.tab").read_text(encoding="utf-8")
    first, second = tmp_path / "one" / "events.2020.tab", tmp_path / "other" / "events.2020.tab.gz"
    first.write_text(text, encoding="utf-8")
    second.write_bytes(gzip.compress((text.splitlines()[0] + "\nx\n").encode()))
    prospect = importers.look("icews", [second, first], tmp_path / "scratch", today=TODAY)
    assert {(f.file, f.line) for f in prospect.faults if f.level == "reject"} == {("events.2020.tab.gz", 2)}


class Stop:
    """Interrupt at the so-manieth call of one of our functions, as Ctrl+C does."""

    def __init__(self, calls: int) -> None:
        self.left = calls

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        if event == "call" and "/dashboard/" in frame.f_code.co_filename:
            self.left -= 1
            if self.left == 0:
                raise KeyboardInterrupt


@contextlib.contextmanager
def stopped_at(calls: int) -> Iterator[Stop]:
    before, stop = sys.getprofile(), Stop(calls)
    sys.setprofile(stop)
    try:
        yield stop
    finally:
        sys.setprofile(before)


@pytest.mark.parametrize("reader", READERS)
def test_an_interruption_leaves_a_whole_import_or_none(workspace: Path, reader: str) -> None:
    sample, before = READERS[reader][0][0], files_in(workspace)
    calls, stops, whole = 1, 0, False
    while not whole:
        with tempfile.TemporaryDirectory(prefix=".importing-", dir=workspace) as folder:
            try:
                with stopped_at(calls):
                    prospect = looked(reader, sample, Path(folder), planned=True)
                    importers.keep(workspace, prospect, importers.summary(prospect))
                whole = True
            except KeyboardInterrupt:
                stops += 1
        new = [one for one in importers.imports(workspace) if str(one.folder) not in before]
        assert len(new) == 1 or not whole
        for one in new:
            is_whole(one, prospect)
            importers.remove(workspace, one.import_id)
        shutil.rmtree(workspace / "templates", ignore_errors=True)
        assert files_in(workspace) == before
        calls += max(calls // 3, 1)
    assert stops > 5


# ——— forms that only tables of the user's own have ———


@cache
def form_of_the_diary(suffix: str) -> bytes:
    rows = [list(row) for row in cells_of(OWN / "generic" / "diary.csv")]
    out = io.BytesIO()
    if suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.save(out)
    elif suffix == ".parquet":
        pq.write_table(pa.table({name: [row[n] for row in rows[1:]] for n, name in enumerate(rows[0])}), out)
    else:
        out.write(json.dumps([dict(zip(rows[0], row, strict=True)) for row in rows[1:]], ensure_ascii=False).encode())
    return out.getvalue()


@pytest.mark.filterwarnings("ignore:File contains an invalid:UserWarning")
@pytest.mark.parametrize("suffix", [".xlsx", ".parquet", ".json"])
def test_a_sheet_and_its_like_come_in_whole_or_are_refused_in_a_sentence(
    workspace: Path, brought: Brought, suffix: str
) -> None:
    @settings(max_examples=max(CASES // 25, 1), deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def tried(data: st.DataObject) -> None:
        content, how = form_of_the_diary(suffix), []
        for _ in range(data.draw(st.integers(0, 3))):
            content, what = spoilt_bytes(data.draw, content)
            how.append(what)
        if suffix == ".xlsx" and data.draw(st.booleans()):
            content = with_a_spoilt_part(data.draw)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"diary{suffix}"
            path.write_bytes(content)
            case = Case(path.name, content, "", None, "; ".join(how), False, data.draw(st.booleans()))
            holds(workspace, brought, "generic", path, case)

    tried()


def with_a_spoilt_part(draw: Callable[[Any], Any]) -> bytes:
    """Return the diary as a workbook of which one part is spoilt, and whose archive is sound."""
    with zipfile.ZipFile(io.BytesIO(form_of_the_diary(".xlsx"))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    spoilt = draw(st.sampled_from(sorted(parts)))
    parts[spoilt], _ = spoilt_bytes(draw, parts[spoilt])
    return zipped(parts)
