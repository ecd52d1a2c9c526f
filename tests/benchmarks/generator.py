"""Plausible machine-coded events in any number, in the layout of GDELT 2.0: 61 columns, tabs, no header.

Run by hand: ``python tests/benchmarks/generator.py FOLDER [ROWS]``. The same seed, number and last day give the same
rows, all of which concern the conflict. Written are ``ROWS.export.CSV`` and, as hand-written SQL would want them,
``ROWS.parquet``: one row per event with actors rolled up to states and PLOVER types, in no order but that of arrival.
"""

from __future__ import annotations

import csv
import sys
import time
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from dashboard.bundle import DATA
from dashboard.model import EVENT_TYPES

FIRST_DAY = date(2015, 2, 18)
#: First day, days and height of the peaks: April 2016, July 2020, the war, September 2022, September 2023.
PEAKS = (
    (date(2016, 4, 2), 8, 12.0),
    (date(2020, 7, 12), 8, 8.0),
    (date(2020, 9, 27), 45, 20.0),
    (date(2022, 9, 12), 6, 10.0),
    (date(2023, 9, 19), 14, 14.0),
)
#: CAMEO code, Goldstein's score, share of all events in per mille; by root as in the whole of GDELT, more fighting.
CODES = (
    ("010", 0.0, 70), ("013", 0.4, 8), ("020", 3.0, 40), ("022", 3.2, 6), ("023", 3.4, 6), ("030", 4.0, 12),
    ("036", 4.0, 50), ("031", 5.2, 5), ("040", 1.0, 80), ("042", 1.9, 80), ("043", 2.8, 75), ("046", 7.0, 18),
    ("050", 3.5, 10), ("051", 3.4, 50), ("057", 8.0, 12), ("060", 6.0, 6), ("061", 6.4, 8), ("070", 7.0, 7),
    ("073", 7.4, 10), ("080", 5.0, 5), ("084", 7.0, 12), ("0871", 9.0, 8), ("090", -2.0, 14), ("100", -5.0, 10),
    ("110", -2.0, 18), ("111", -2.0, 25), ("112", -2.0, 20), ("120", -4.0, 14), ("128", -5.0, 5), ("130", -4.4, 10),
    ("138", -7.0, 8), ("140", -6.5, 4), ("141", -6.5, 9), ("150", -7.2, 4), ("154", -7.2, 9), ("160", -4.0, 10),
    ("163", -8.0, 5), ("170", -7.0, 8), ("172", -5.0, 12), ("173", -5.0, 25), ("180", -9.0, 10), ("183", -10.0, 5),
    ("190", -10.0, 85), ("193", -10.0, 30), ("194", -10.0, 25), ("195", -10.0, 12), ("200", -10.0, 2),
)  # fmt: skip
#: Root of a CAMEO code to PLOVER type; a bare statement has none.
TYPES = {
    "02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": "CONCEDE",
    "09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST",
    "15": "MOBILIZE", "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT",
}  # fmt: skip
SECTORS = ("GOV", "MIL", "CVL", "MED", "BUS", "OPP", "COP", "JUD", "EDU", "REF")
#: Who is named most, in this order; other states follow as the actor table has them.
FOREMOST = ("AZE", "ARM", "RUS", "TUR", "USA", "FRA", "IRN", "GEO", "ISR", "UKR", "PAK", "DEU", "GBR", "CHE", "ITA")
#: FIPS country codes of the gazetteer's states.
FIPS = {"ARM": "AM", "AZE": "AJ", "GEO": "GG", "RUS": "RS", "TUR": "TU", "IRN": "IR"}
STATES = {"ARM": "Armenia", "AZE": "Azerbaijan", "GEO": "Georgia", "RUS": "Russia", "TUR": "Turkey", "IRN": "Iran"}
CAPITALS = (
    ("Moscow", "RS", 55.75, 37.62), ("Ankara", "TU", 39.93, 32.86), ("Tbilisi", "GG", 41.72, 44.79),
    ("Tehran", "IR", 35.69, 51.39), ("Paris", "FR", 48.86, 2.35), ("Washington", "US", 38.9, -77.04),
    ("Geneva", "SZ", 46.2, 6.14), ("Brussels", "BE", 50.85, 4.35), ("Berlin", "GM", 52.52, 13.41),
    ("London", "UK", 51.51, -0.13), ("Vienna", "AU", 48.21, 16.37), ("Rome", "IT", 41.89, 12.48),
    ("Kyiv", "UP", 50.45, 30.52), ("Islamabad", "PK", 33.69, 73.06), ("Jerusalem", "IS", 31.77, 35.22),
    ("Minsk", "BO", 53.9, 27.57), ("Astana", "KZ", 51.18, 71.45), ("Budapest", "HU", 47.5, 19.04),
)  # fmt: skip
PLACES = 900


def actors() -> pa.Table:
    """Return about 300 CAMEO actors, most named first: code, name, state and sector."""
    with (DATA / "actors" / "actors.csv").open(encoding="utf-8", newline="") as file:
        states = {row["actor_id"]: row["name"] for row in csv.DictReader(file) if row["kind"] == "state"}
    order = [*FOREMOST, *(state for state in states if state not in FOREMOST)]
    plain = [(state, states[state].upper(), state, None) for state in order]
    acting = [(f"{state}{s}", f"{states[state].upper()} {s}", state, s) for s in SECTORS for state in FOREMOST]
    ranked = [*plain[:6], *acting[:8], *plain[6:15], *acting[8:], *plain[15:]][:300]
    names = ("code", "name", "state", "sector")
    return pa.table({name: [row[at] for row in ranked] for at, name in enumerate(names)})


def places(draw: np.random.Generator) -> pa.Table:
    """Return places of GDELT's kinds (1 country, 4 town, 5 province): known ones, capitals, villages between."""
    with (DATA / "gazetteer" / "places.csv").open(encoding="utf-8", newline="") as file:
        known = [row for row in csv.DictReader(file) if row["country"] in FIPS and row["precision"] != "country"]
    rows: list[tuple[int, str, str, float | None, float | None]] = [
        (5 if row["precision"] == "region" else 4,
         f"{row['name'].split(' / ')[0]}, (general), {STATES[row['country']]}",
         FIPS[row["country"]], float(row["lat"]), float(row["lon"]))
        for row in known
    ]  # fmt: skip
    rows += [(4, f"{name}, (general)", country, lat, lon) for name, country, lat, lon in CAPITALS]
    while len(rows) < PLACES - 3:
        near = known[int(draw.integers(len(known)))]
        lat, lon = float(near["lat"]) + draw.normal(0, 0.15), float(near["lon"]) + draw.normal(0, 0.2)
        rows.append((4, f"Village {len(rows)}, (general)", FIPS[near["country"]], round(lat, 4), round(lon, 4)))
    rows = [rows[at] for at in draw.permutation(len(rows))]
    rows += [(1, "Azerbaijan", "AJ", 40.5, 47.5), (1, "Armenia", "AM", 40.0, 45.0), (0, "", "", None, None)]
    names = ("kind", "name", "country", "lat", "lon")
    return pa.table({name: [row[at] for row in rows] for at, name in enumerate(names)})


def drawn(rows: int, *, seed: int = 388, until: date | None = None) -> dict[str, pa.Table]:
    """Return the events as numbers into the other tables: events, actors, places, codes."""
    draw = np.random.default_rng(seed)
    days = ((until or date.today()) - FIRST_DAY).days + 1  # noqa: DTZ011  # the benchmark's own day
    weight = np.linspace(1.2, 0.9, days)
    for first, length, height in PEAKS:
        start = (first - FIRST_DAY).days
        weight[start:] += height * np.exp(-np.maximum(0, np.arange(days - start) - length) / 12)
    who, where = actors(), places(draw)
    day = np.sort(draw.choice(days, rows, p=weight / weight.sum()))
    actor_1, actor_2 = zipf(draw, len(who), rows), zipf(draw, len(who), rows)
    place = zipf(draw, len(where) - 3, rows, 0.9)
    chance = draw.random(rows)
    place[chance < 0.07] = len(where) - 1  # not located
    place[chance < 0.05] = len(where) - 2  # a country alone
    place[chance < 0.03] = len(where) - 3
    actor_1[draw.random(rows) < 0.08] = -1
    actor_2[draw.random(rows) < 0.28] = -1
    state = np.array([code in ("ARM", "AZE") for code in who["state"].to_pylist()] + [False])  # -1 is the last: nobody
    fips = np.array([code in ("AM", "AJ") for code in where["country"].to_pylist()])
    foreign = ~(state[actor_1] | state[actor_2] | fips[place])
    actor_1[foreign] = draw.integers(0, 2, foreign.sum())  # every row concerns one of the two states
    shares = np.array([share for *_, share in CODES], dtype=float)
    code = draw.choice(len(CODES), rows, p=shares / shares.sum())
    mentions = np.minimum(draw.geometric(0.16, rows), 400)
    columns = {
        "day": (np.datetime64(FIRST_DAY) + day).astype("datetime64[D]"),
        "actor_1": actor_1.astype(np.int16),
        "actor_2": actor_2.astype(np.int16),
        "place": place.astype(np.int16),
        "code": code.astype(np.int8),
        "mentions": mentions.astype(np.int32),
        "tone": draw.normal(-3.2, 3.4, rows).astype(np.float32),
    }
    codes = {name: [row[at] for row in CODES] for at, name in enumerate(("code", "goldstein"))}
    events = {"id": np.arange(410_400_000, 410_400_000 + 97 * rows, 97), **columns}
    return {"events": pa.table(events), "actors": who, "places": where, "codes": pa.table(codes)}


def zipf(draw: np.random.Generator, ranks: int, size: int, power: float = 1.0) -> np.ndarray:
    """Return ranks from 0, the first the most frequent, as Zipf has it."""
    weight = 1 / np.arange(1, ranks + 1) ** power
    return np.searchsorted(np.cumsum(weight) / weight.sum(), draw.random(size)).clip(0, ranks - 1)


def prepared(connection: duckdb.DuckDBPyConnection, rows: int, **how: object) -> None:
    """Put the drawn tables into a connection, each with its number ``n`` within its table."""
    for name, table in drawn(rows, **how).items():  # type: ignore[arg-type]  # seed and until
        connection.register(f"drawn_{name}", table)
        number = "row_number() over () - 1 as n, " if name != "events" else ""
        connection.execute(f"create or replace temp table {name} as select {number}* from drawn_{name}")
        connection.unregister(f"drawn_{name}")
    kinds = list(TYPES.values())
    types = {"root": list(TYPES), "event_type": kinds, "quad": [EVENT_TYPES[kind] for kind in kinds]}
    connection.register("types", pa.table(types))


def write(folder: Path, rows: int, *, seed: int = 388, until: date | None = None) -> tuple[Path, Path]:
    """Write the events as GDELT publishes them and as a bare Parquet; return both paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / f"{rows}.export.CSV", folder / f"{rows}.parquet"
    here = Path(__file__).parent
    with duckdb.connect() as connection:
        prepared(connection, rows, seed=seed, until=until)
        for path, sql in zip(paths, ("gdelt_file", "bare_table"), strict=True):
            connection.execute((here / f"{sql}.sql").read_text(encoding="utf-8"), {"out": str(path)})
    return paths


def main() -> None:
    folder, rows = Path(sys.argv[1]), int(sys.argv[2].replace("_", "")) if len(sys.argv) > 2 else 10_000_000
    start = time.perf_counter()
    paths = write(folder, rows)
    seconds = time.perf_counter() - start
    print(f"{rows:,} events in {seconds:.1f} s; " + ", ".join(f"{p} {p.stat().st_size / 1e6:,.1f} MB" for p in paths))


if __name__ == "__main__":
    main()
