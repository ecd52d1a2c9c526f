"""Frozen sets: a set of gold that may not change, and the ledger in which every look at it is written down.

A folder ``NAME`` is frozen if ``NAME.sha256`` stands beside it with its digest; ``ledger.csv`` stands there too.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any, Final

from dashboard.evaluation.gold import GOLD, GoldError, digest
from dashboard.evaluation.scoring import FIELDS

#: The name of the coder that comes with the program, in ledgers and reports.
BUILT_IN: Final = "built-in"
COLUMNS: Final = (
    *("run", "day", "version", "fingerprint", "coder", "language", "articles", "events"),
    *("precision", "recall", "f1", "low", "high", *FIELDS),
    *("leaks", "false_alarms", "clusters_f1", "sentences_per_second"),
)
Row = dict[str, str]


def frozen_set(folder: Path) -> Path | None:
    """Return the frozen set that a folder is, lies in or is a copy of; None if it is none.

    Raise GoldError if the set is not what it was when it was frozen.
    """
    whole = folder.resolve()
    root = next((one for one in (whole, *whole.parents) if _seal(one).is_file()), None)
    if root is None:
        bundled = GOLD / "test"
        if whole == bundled.resolve():
            raise GoldError(f"{_seal(folder)} is missing, so nothing says whether {folder} is the set that was frozen.")
        return bundled if _seal(bundled).is_file() and digest(folder) == _sealed(bundled) else None
    if (found := digest(root)) != (wanted := _sealed(root)):
        raise GoldError(
            f"{root} is not the set that was frozen: its digest begins with {found[:12]}, {_seal(root).name} says "
            f"{wanted[:12]}; restore its files, or give what was changed a folder of its own."
        )
    return root


def _seal(folder: Path) -> Path:
    return folder.parent / f"{folder.name}.sha256"


def _sealed(folder: Path) -> str:
    words = _seal(folder).read_text(encoding="utf-8", errors="replace").split()
    return words[0].lower() if words else ""


def ledger_of(folder: Path) -> Path:
    """Return the ledger of a frozen set."""
    return folder.parent / "ledger.csv"


def read_ledger(path: Path) -> list[Row]:
    """Return the rows of a ledger, none if it was not begun; raise GoldError if it cannot be read."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, csv.Error):
        raise GoldError(f"The ledger {path} cannot be read.") from None
    for number, row in enumerate(rows, start=2):
        if set(row) != set(COLUMNS) or None in row.values() or not row["run"].isdecimal():
            raise GoldError(f"The ledger {path} is damaged in its line {number}: restore it.")
    return rows


def ledger_rows(run: int, report: dict[str, Any]) -> list[Row]:
    """Return the rows of a run: one of each language, and one of all if there are several."""
    about = {name: report[name] for name in ("day", "version", "fingerprint", "coder", "sentences_per_second")}
    parts: dict[str, dict[str, Any]] = report["figures"]
    rows = []
    for language, told in parts.items():
        if language == "all" and len(parts) == 2:
            continue
        low, high = told["interval_95"]["f1"]
        cells = {
            **about,
            **{name: told[name] for name in ("articles", "precision", "recall", "f1", "leaks", "false_alarms")},
            **told["right_of_matched"],
            "run": run,
            "language": language,
            "events": told["gold_events"],
            "low": low,
            "high": high,
            "clusters_f1": (told["clusters"] or {}).get("f1"),
        }
        rows.append({name: "" if cells[name] is None else str(cells[name]) for name in COLUMNS})
    return rows


def next_run(rows: Sequence[Row]) -> int:
    """Return the number of the run that comes after those of a ledger."""
    return max((int(row["run"]) for row in rows), default=0) + 1


def as_csv(rows: Sequence[Row], header: bool) -> str:
    """Return rows as they stand in a ledger."""
    text = StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    if header:
        writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def append(path: Path, rows: Sequence[Row]) -> None:
    """Add rows to a ledger; raise OSError if it cannot be written."""
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(as_csv(rows, header=file.tell() == 0))


def first_of(rows: Sequence[Row], language: str, coder: str) -> Row | None:
    """Return the first run of a coder in a language: the one that is quoted."""
    return next((row for row in rows if (row["language"], row["coder"]) == (language, coder)), None)
