"""Links between datasets, scored on hand-marked pairs: what an edition takes for the same, beside what a person does.

Run ``python -m dashboard.evaluation.dataset_links dev`` (or ``test``). The rules may be fitted to the first half alone.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from dashboard import store
from dashboard.bundle import DATA

FOLDER = DATA / "gold" / "links"
#: What a row that people coded, a document and a preliminary row are called in the edition.
_STANDING = {"ucdp_ged": "final", "ucdp_candidate": "candidate", "acled": "living", "pax": "document"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two rows, what a person says of them (same, may_overlap or different) and why, and what the edition says."""

    one: str
    other: str
    verdict: str
    reason: str
    linked: str = "different"
    score: float = 0.0

    @property
    def tellers(self) -> str:
        """The two datasets of the pair, in the order of the alphabet; our own rows are called own."""
        return " and ".join(sorted(name.rpartition(":")[0] or "own" for name in (self.one, self.other)))


def pairs(half: str, folder: Path = FOLDER) -> list[Pair]:
    """Return the marked pairs of ``half`` (dev or test) as the edition of their rows links them.

    Links that nobody marked follow as different: a false link is one, whether somebody thought of it or not.
    """
    with (folder / "pairs.csv").open(encoding="utf-8", newline="") as file:
        marked = [Pair(row["one"], row["other"], row["verdict"], row["reason"]) for row in csv.DictReader(file)
                  if row["half"] == half]  # fmt: skip
    rows = pd.read_csv(folder / "rows.csv", dtype=str)
    rows = rows[rows["half"] == half]
    given: dict[frozenset[str], tuple[str, float]] = {}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        edition = store.new_edition(Path(scratch), [], [], [], imported(rows, Path(scratch)))
        for row_id in rows["row_id"]:
            for row in store.ask_rows(edition, "what_each_says", event_id=row_id):
                if row["kind"] != "this":
                    given[frozenset((row_id, row["event_id"]))] = row["kind"], row["score"] or 0.0
    judged = [Pair(p.one, p.other, p.verdict, p.reason, *given.pop(frozenset((p.one, p.other)), ())) for p in marked]
    left = [
        Pair(min(ids), max(ids), "different", "not marked", *link) for ids, link in given.items() if link[0] == "same"
    ]
    return judged + sorted(left, key=lambda pair: (pair.one, pair.other))


def imported(rows: pd.DataFrame, scratch: Path) -> list[store.Imported]:
    """Return the marked rows as the imports of their datasets; the files of rows are written into ``scratch``."""
    made = []
    for name, of_dataset in rows.groupby(rows["row_id"].str.rpartition(":")[0]):
        dataset = str(name)
        path = scratch / f"{dataset.replace(':', '-')}.parquet"
        of_dataset.drop(columns=["half", "fact"]).to_parquet(path, index=False)
        kind = "agreements" if dataset == "pax" else "events"
        words = dict.fromkeys(("title", "short", "measures", "citation", "rule"), dataset) | {"licence": "CC BY 4.0"}
        about: dict[str, object] = {"import_id": f"{dataset}-1", "dataset": dataset, "kind": kind, "version": "26.1"}
        about |= words | {"standing": _STANDING.get(dataset, "final"), "may_redistribute": True, "url": None}
        about |= {"files": [], "rows_read": len(of_dataset), "rows_kept": len(of_dataset), "rows_rejected": 0}
        if dataset.startswith("ucdp"):  # a final version that ends before the candidates, which would give way to it
            about["version"] = {"ucdp_ged": "20.1", "ucdp_candidate": "26.0.7"}[dataset]
        made.append(store.Imported(path, "gold", about))
    return made


@dataclass(frozen=True, slots=True)
class Figures:
    """How well links of the kind ``same`` agree with a person."""

    right: int
    given: int
    marked: int

    @property
    def precision(self) -> float:
        """Of the links given, the share that is right."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs that are the same, the share that is linked."""
        return self.right / self.marked if self.marked else 1.0


def scored(judged: list[Pair]) -> dict[str, Figures]:
    """Return the figures of all pairs and of each pair of datasets."""
    right, given, marked = Counter[str](), Counter[str](), Counter[str]()
    for pair in judged:
        for key in ("all", pair.tellers):
            right[key] += pair.verdict == pair.linked == "same"
            given[key] += pair.linked == "same"
            marked[key] += pair.verdict == "same"
    return {key: Figures(right[key], given[key], marked[key]) for key in right}


def report(half: str) -> list[str]:
    """Return the figures of ``half`` in lines, and for dev the pairs on which the edition and the person differ."""
    judged = pairs(half)
    lines = [
        f"{key}: precision {of.precision:.2f}, recall {of.recall:.2f} ({of.right} of {of.marked})"
        for key, of in sorted(scored(judged).items())
    ]
    overlaps = [pair for pair in judged if pair.verdict == "may_overlap"]
    lines.append(f"may overlap: {sum(p.linked == 'may_overlap' for p in overlaps)} of {len(overlaps)} linked so")
    if half == "dev":
        differ = [pair for pair in judged if pair.verdict != pair.linked]
        lines += [f"  {p.one}, {p.other}: {p.verdict} ({p.reason}), linked as {p.linked} {p.score}" for p in differ]
    return lines


if __name__ == "__main__":
    sys.stdout.write("\n".join(report(sys.argv[1] if len(sys.argv) > 1 else "dev")) + "\n")
