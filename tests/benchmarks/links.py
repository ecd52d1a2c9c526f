"""Linking the rows of datasets: what it adds to making an edition of 50,000 of them.

Run by hand: ``python tests/benchmarks/links.py [--quick]``. Times are of CPU, for the machine is seldom quiet.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from test_dataset_links import ROW

from dashboard import store
from dashboard.bundle import DATA
from dashboard.evaluation import dataset_links
from dashboard.store import editions


def many(dataset: str, size: int, since: str) -> pd.DataFrame:
    """Return rows on any day and in any town, a third of them in the weeks of the war of 2020."""
    draw = np.random.default_rng(size)
    towns = pd.read_csv(DATA / "gazetteer" / "places.csv").query("precision == 'exact' and country == 'AZE'")
    first, war, last = (np.datetime64(day) for day in (since, "2020-09-27", "2024-01-01"))
    in_war = war + draw.integers(0, 44, size)
    days = np.where(draw.random(size) < 0.35, in_war, first + draw.integers(0, (last - first).astype(int), size))
    town = towns.iloc[draw.integers(0, len(towns), size)]
    killed = draw.poisson(1.2, size)
    precision = draw.choice(["day", "days", "week", "month", "year"], size, p=[0.86, 0.07, 0.04, 0.02, 0.01])
    level = draw.choice(["exact", "district", "region", "country"], size, p=[0.75, 0.1, 0.12, 0.03])
    made = pd.DataFrame([ROW]).loc[[0] * size].reset_index(drop=True)
    return made.assign(
        row_id=[f"{dataset}:{number}" for number in range(size)],
        day_start=days.astype(str),
        day_end=(days + np.where(precision == "days", 3, 0)).astype(str),
        day_precision=precision,
        actor_b_id=draw.choice(["NKR", "ARM"], size),
        place_name=town["name"].to_numpy(),
        lat=town["lat"].astype(str).to_numpy(),
        lon=town["lon"].astype(str).to_numpy(),
        place_precision=level,
        uncertainty_km=np.where(level == "exact", "2", "30"),
        deaths_low=killed.astype(str),
        deaths_best=killed.astype(str),
        deaths_high=(killed + 1).astype(str),
    )


def main() -> None:
    share = 10 if "--quick" in sys.argv else 1
    spent = {"linking": 0.0, "the rest": 0.0}
    run = editions._run

    def timed(writing: Any, paths: Iterable[Path], given: Mapping[str, object]) -> None:
        for path in paths:
            began = time.process_time()
            run(writing, [path], given)
            links = path.parent.name == "link" and path.name.startswith("2")
            spent["linking" if links else "the rest"] += time.process_time() - began

    editions._run = timed
    rows = pd.concat([many("acled", 35_000 // share, "2018-01-01"), many("ucdp_ged", 15_000 // share, "1989-01-01")])
    with tempfile.TemporaryDirectory() as folder:
        store.new_edition(Path(folder), [], [], [], dataset_links.imported(rows, Path(folder)))
    print(f"{len(rows):,} rows: linking {spent['linking']:.1f} s of CPU, the rest {spent['the rest']:.1f}")
    print(f"ratio {spent['linking'] / spent['the rest']:.2f}")


if __name__ == "__main__":
    main()
