"""Links between datasets: what is the same is linked, what is too rough stays apart, and no row is ever merged."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from test_happenings import STRIKE, coded

from dashboard import importers, store
from dashboard.bundle import DATA
from dashboard.evaluation import dataset_links
from dashboard.store import asking

PUBLISHED = Path(__file__).resolve().parents[2] / "shared" / "formats" / "samples"
needs_published = pytest.mark.skipif(not PUBLISHED.is_dir(), reason=f"no published rows in {PUBLISHED}")

#: A row as the hand-marked ones are, here a killing near Agdam that no row of ours tells of.
ROW: dict[str, str | None] = {
    "half": "dev", "day_start": "2019-06-12", "day_end": "2019-06-12", "day_precision": "day", "event_type": "ASSAULT",
    "native_type": "clash", "actor_a": "Azerbaijan", "actor_b": "Artsakh", "actor_a_id": "AZE", "actor_b_id": "NKR",
    "directed": "no", "place_name": "Agdam", "lat": "39.991", "lon": "46.927", "place_precision": "exact",
    "uncertainty_km": "2", "deaths_low": "3", "deaths_best": "3", "deaths_high": "3", "words": "A clash", "fact": "",
}  # fmt: skip


def edition_of(folder: Path, *rows: Mapping[str, str | None]) -> store.Edition:
    """Return the edition of these rows, each told as a difference from ROW, and the fact base."""
    frame = pd.DataFrame([ROW | dict(row) for row in rows])
    return store.new_edition(folder, [], [], [], dataset_links.imported(frame, folder))


def links(edition: store.Edition) -> dict[tuple[str, str], tuple[str, float, str]]:
    """Return kind, score and method of each link of an imported row."""
    reading = asking.connection(edition).cursor()
    found = reading.sql("select event_id, same_as, kind, score, method from event_links where contains(event_id, ':')")
    return {(row[0], row[1]): row[2:] for row in found.fetchall()}


def kinds(edition: store.Edition, of: Iterable[str]) -> dict[frozenset[str], str]:
    """Return the kind of each link among the rows that are named."""
    wanted = set(of)
    return {frozenset(pair): link[0] for pair, link in links(edition).items() if set(pair) <= wanted}


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> store.Edition:
    """Return the edition of all hand-marked rows, both halves."""
    folder = tmp_path_factory.mktemp("marked")
    rows = pd.read_csv(dataset_links.FOLDER / "rows.csv", dtype=str)
    return store.new_edition(folder, [], [], [], dataset_links.imported(rows, folder))


def test_the_marked_pairs_are_many_and_no_row_is_in_both_halves() -> None:
    with (dataset_links.FOLDER / "pairs.csv").open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    with (dataset_links.FOLDER / "rows.csv").open(encoding="utf-8", newline="") as file:
        half_of = {row["row_id"]: row["half"] for row in csv.DictReader(file)}
    facts = set(pd.read_csv(DATA / "curated" / "events.csv")["event_id"])
    assert len(pairs) >= 150
    assert len({frozenset((pair["one"], pair["other"])) for pair in pairs}) == len(pairs)
    for pair in pairs:
        assert pair["verdict"] in ("same", "may_overlap", "different")
        assert pair["reason"]
        assert half_of[pair["one"]] == pair["half"]
        assert half_of.get(pair["other"]) == pair["half"] or pair["other"] in facts
    halves = [pair["half"] for pair in pairs]
    assert abs(halves.count("dev") - halves.count("test")) < 0.1 * len(pairs)
    told = [(pair["half"], pair["other"]) for pair in pairs if pair["verdict"] == "same" and pair["other"] in facts]
    assert len({fact for _, fact in told}) == len(set(told)), "a fact is told in one half alone"


@pytest.mark.parametrize("half", ["dev", "test"])
def test_links_agree_with_a_person_on_marked_pairs(half: str) -> None:
    judged = dataset_links.pairs(half)
    figures = dataset_links.scored(judged)["all"]
    assert figures.precision >= 0.95
    assert figures.recall >= 0.93
    overlaps = [pair for pair in judged if pair.verdict == "may_overlap"]
    assert sum(pair.linked == "may_overlap" for pair in overlaps) >= 0.85 * len(overlaps)


def test_rows_of_one_dataset_never_share_a_happening(marked: store.Edition) -> None:
    reading = asking.connection(marked).cursor()
    imported = "select dataset, happening_id from events where import_id is not null"
    rows = reading.sql(imported).fetchall()
    assert len(set(rows)) == len(rows)
    told = {row["told_by"]: row for row in store.ask_rows(marked, "key_figures")}
    for dataset in ("ucdp_ged", "acled", "ucdp_candidate"):
        assert told[dataset]["rows"] == told[dataset]["happenings"], "a link takes nothing from a dataset's own count"
    assert any(happening in own_ids(marked) for _, happening in rows), "but it counts once with ours"


def own_ids(edition: store.Edition) -> set[str]:
    return {row["event_id"] for row in store.ask_rows(edition, "events") if row["dataset"] in ("curated", "coded")}


def test_a_row_is_the_same_as_one_row_of_another_dataset_at_most(marked: store.Edition) -> None:
    seen = set()
    for (event_id, same_as), (kind, score, method) in links(marked).items():
        assert 0 < score < 1
        assert method.startswith("dataset: ")
        if kind == "same":
            assert score > 0.5
            for key in ((event_id, same_as.rpartition(":")[0]), (same_as, event_id.rpartition(":")[0])):
                assert key not in seen
                seen.add(key)


def test_what_is_known_by_region_or_month_is_never_the_same(marked: store.Edition) -> None:
    reading = asking.connection(marked).cursor()
    told = reading.sql(
        "select event_id, dataset, day_precision, place_precision from events where import_id is not null"
    )
    rough = {"month", "year", "region", "country"}
    ids = {name for name, dataset, *precision in told.fetchall() if dataset != "pax" and rough & set(precision)}
    assert ids
    kinds_of_rough = {link[0] for pair, link in links(marked).items() if ids & set(pair)}
    assert kinds_of_rough == {"may_overlap"}


def test_each_dataset_says_its_own_of_an_event_and_nothing_is_added_up(marked: store.Edition) -> None:
    said = store.ask_rows(marked, "what_each_says", event_id="2020-10-17-ganja-strike")
    assert said[0]["kind"] == "this"
    assert said[0]["short"] == "Curated fact base"
    same = {row["dataset"]: row for row in said if row["kind"] == "same"}
    assert {name: row["deaths_best"] for name, row in same.items()} == {
        "acled": 13, "ucdp_candidate": 13, "ucdp_ged": 21,
    }  # fmt: skip
    assert same["ucdp_ged"]["standing"] == "final"
    assert same["ucdp_ged"]["native_type"] == "one-sided"
    assert same["acled"]["method"].startswith("dataset: same day, same place")
    from_there = store.ask_rows(marked, "what_each_says", event_id=same["acled"]["event_id"])
    assert the_same(from_there) == the_same(said)


def the_same(said: list[dict[str, Any]]) -> set[str]:
    return {row["event_id"] for row in said if row["kind"] != "may_overlap"}


def test_two_reports_equally_likely_are_both_left_open(tmp_path: Path) -> None:
    rows = ("ucdp_ged:one", "acled:one", "acled:two")
    edition = edition_of(tmp_path, *({"row_id": row} for row in rows))
    assert kinds(edition, rows) == {
        frozenset(("ucdp_ged:one", "acled:one")): "may_overlap",
        frozenset(("ucdp_ged:one", "acled:two")): "may_overlap",
    }


@pytest.mark.parametrize(
    ("other", "kind"),
    [
        ({}, "same"),
        ({"day_start": "2019-06-13", "day_end": "2019-06-13"}, "same"),  # the night between, and three killed
        ({"day_start": "2019-06-14", "day_end": "2019-06-14"}, None),
        ({"day_start": "2019-06-11", "day_end": "2019-06-14", "day_precision": "days"}, "same"),
        ({"day_start": "2019-06-09", "day_end": "2019-06-15", "day_precision": "week"}, "same"),
        ({"day_start": "2019-06-01", "day_end": "2019-06-30", "day_precision": "month"}, "may_overlap"),
        ({"place_name": "Post", "lat": "40.10", "uncertainty_km": "25"}, "same"),  # 12 km away, known to 25
        ({"place_name": "Post", "lat": "40.10"}, None),  # 12 km away, known to 2
        ({"lat": "40.1", "lon": "46.6", "place_precision": "region", "uncertainty_km": "80"}, "may_overlap"),
        ({"lat": "40.5", "lon": "47.5", "place_precision": "country", "uncertainty_km": None}, "may_overlap"),
        ({"actor_b": "Armenia", "actor_b_id": "ARM"}, "same"),  # Karabakh's Armenians are named for Armenia
        ({"actor_a": "Turkey", "actor_a_id": "TUR", "actor_b": "Syria", "actor_b_id": "SYR"}, None),
        ({"event_type": "PROTEST"}, None),
        ({"deaths_low": "30", "deaths_best": "40", "deaths_high": "50"}, "may_overlap"),
        (dict.fromkeys(("deaths_low", "deaths_best", "deaths_high")), "same"),
    ],
)
def test_windows_grow_with_what_is_left_open(tmp_path: Path, other: dict[str, str | None], kind: str | None) -> None:
    edition = edition_of(tmp_path, {"row_id": "ucdp_ged:one"}, {"row_id": "acled:other"} | other)
    assert kinds(edition, ("ucdp_ged:one", "acled:other")).get(frozenset(("ucdp_ged:one", "acled:other"))) == kind


def test_a_row_is_linked_to_the_happening_that_two_articles_tell(tmp_path: Path) -> None:
    strike = STRIKE | {"date": date(2019, 3, 6), "deaths_low": 4}
    made = [
        coded(1, ("en", "2019-03-07", "Rockets fired from Armenia killed four people.", strike)),
        coded(2, ("id", "2019-03-08", "Roket dari Armenia menewaskan empat orang.", strike)),
    ]
    row = ROW | {"row_id": "acled:one", "place_name": "Lachin", "lat": "39.637", "lon": "46.55", "actor_b_id": "ARM"}
    row |= {"day_start": "2019-03-06", "day_end": "2019-03-06", "deaths_best": "4", "deaths_high": "4"}
    brought = dataset_links.imported(pd.DataFrame([row]), tmp_path)
    edition = store.new_edition(tmp_path, [one for one, _ in made], [one for _, one in made], [], brought)
    of_three = [r for r in store.ask_rows(edition, "events") if r["dataset"] in ("coded", "acled")]
    assert len(of_three) == 3
    assert len({r["happening_id"] for r in of_three}) == 1
    said = store.ask_rows(edition, "what_each_says", event_id="acled:one")
    assert [(r["dataset"], r["kind"]) for r in said] == [("acled", "this"), ("coded", "same"), ("coded", "same")]


def test_an_edition_without_datasets_has_the_links_of_its_articles_alone(edition: store.Edition) -> None:
    reading = asking.connection(edition).cursor()
    found = reading.sql("select distinct kind, method[:4] from event_links").fetchall()
    assert found == [("same", "type")]


def test_a_file_in_the_layout_of_ucdp_is_linked_once_it_is_imported(tmp_path: Path) -> None:
    given = dict.fromkeys(store.published("ucdp_ged"), "") | {
        "id": 1, "year": 2020, "active_year": 1, "code_status": "Clear", "type_of_violence": 1, "conflict_new_id": 388,
        "dyad_new_id": 833, "side_a_new_id": 64, "side_a": "Government of Azerbaijan", "side_b_new_id": 338,
        "side_b": "Republic of Artsakh", "number_of_sources": 1, "where_prec": 1, "where_coordinates": "Barda town",
        "source_original": "Prosecutor General", "latitude": 40.374, "longitude": 47.126, "country": "Azerbaijan",
        "country_id": 373, "region": "Europe", "event_clarity": 1, "date_prec": 1,
        "date_start": "2020-10-28 00:00:00.000", "date_end": "2020-10-28 00:00:00.000", "deaths_a": 0, "deaths_b": 0,
        "deaths_civilians": 21, "deaths_unknown": 0, "best": 21, "high": 21, "low": 21,
    }  # fmt: skip
    path = tmp_path / "ged231.csv"
    pd.DataFrame([given]).to_csv(path, index=False)
    edition = imported_edition(tmp_path / "workspace", ("ucdp_ged", path))
    (row,) = [r for r in store.ask_rows(edition, "events") if r["dataset"] == "ucdp_ged"]
    assert row["happening_id"] == "2020-10-28-barda-strike"
    said = store.ask_rows(edition, "what_each_says", event_id="2020-10-28-barda-strike")
    assert [(r["short"], r["version"], r["claim"]) for r in said[1:]] == [("UCDP GED", "23.1", "Prosecutor General")]


def imported_edition(workspace: Path, *files: tuple[str, Path]) -> store.Edition:
    """Return the edition of these files as they are imported, and the fact base."""
    for number, (name, path) in enumerate(files):
        scratch = workspace / f"scratch-{number}"
        scratch.mkdir(parents=True)
        importers.keep(workspace, importers.look(name, [path], scratch), ())
    return store.new_edition(workspace, [], [], [], [one.for_edition() for one in importers.active(workspace)])


@needs_published
def test_published_documents_meet_the_facts_that_tell_of_them(tmp_path: Path) -> None:
    pax = PUBLISHED / "pax" / "pax_v4_nagorno_karabakh.csv"
    ucdp = PUBLISHED / "ucdp" / "ged_v23_1_conflict388_nagorno_karabakh.csv"
    edition = imported_edition(tmp_path, ("pax", pax), ("ucdp_ged", ucdp))
    same = {pair[0]: pair[1] for pair, link in links(edition).items() if link[0] == "same"}
    assert same == {
        "pax:1683:1": "1992-05-07-tehran-communique",
        "pax:1733:1": "1994-07-27-ceasefire-commitment",
        "pax:1732:1": "1994-04-28-karabakh-implementation-letter",
        "pax:1684:1": "1995-02-04-strengthening-the-ceasefire",
        "pax:1926:2": "2017-10-16-geneva-agreement-to-reduce-tension",
        "pax:310:1": "1994-05-05-bishkek-protocol",
        "pax:990:1": "1994-05-09-ceasefire-text-signed",
        "pax:1925:2": "2016-06-20-st-petersburg-joint-statement",
        "pax:823:1": "2008-11-02-meiendorf-declaration",
        "pax:611:1": "1991-09-23-zheleznovodsk-communique",
        "pax:1687:1": "2011-03-05-sochi-declaration",
        "pax:1686:1": "2010-12-01-astana-joint-statement",
        "pax:1685:1": "2010-10-27-astrakhan-declaration",
    }
