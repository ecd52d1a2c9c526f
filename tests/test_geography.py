"""The ground: projection, areas by day, and the five traps of the borrowed boundary files."""

from __future__ import annotations

import importlib.util
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import shapely

from dashboard import geography

HELD = geography.GEO.parent / "lexicon" / "held.csv"
REFERENCE = Path(__file__).resolve().parents[2] / "shared" / "geo" / "natural_earth_reference.geojson"

# Degrees of the gazetteer; the Armenian and the Azerbaijani name of a town are in labels.csv.
TOWNS = {
    "stepanakert": (46.7528, 39.8177),
    "shusha": (46.7499, 39.7601),
    "martakert": (46.8128, 40.2153),
    "martuni": (47.1117, 39.7950),
    "hadrut": (47.0300, 39.5167),
    "askeran": (46.8316, 39.9391),
    "talysh": (46.7408, 40.3814),
    "madagiz": (46.7294, 40.3314),
    "agdam": (46.9274, 39.9910),
    "fuzuli": (47.1453, 39.6009),
    "jabrayil": (47.0284, 39.3992),
    "zangilan": (46.6599, 39.0837),
    "gubadly": (46.5818, 39.3444),
    "lachin": (46.5498, 39.6374),
    "kalbajar": (46.0445, 40.1098),
    "tartar": (46.9316, 40.3420),
    "barda": (47.1262, 40.3758),
    "goranboy": (46.7897, 40.6103),
    "horadiz": (47.3350, 39.4500),
    "beylagan": (47.6156, 39.7756),
    "goris": (46.3417, 39.5111),
    "kapan": (46.4068, 39.2076),
    "zabukh": (46.5330, 39.5920),
    "khtsaberd": (46.7708, 39.5458),
    "hin-tagher": (46.8236, 39.5075),
}
JERMUK = (45.6711, 39.8395)
OBLAST_TOWNS = {
    "stepanakert",
    "shusha",
    "martakert",
    "martuni",
    "hadrut",
    "askeran",
    "talysh",
    "madagiz",
    "khtsaberd",
    "hin-tagher",
}
HELD_TOWNS = OBLAST_TOWNS | {"agdam", "fuzuli", "jabrayil", "zangilan", "gubadly", "lachin", "kalbajar", "zabukh"}


def shape(area_id: str) -> Any:
    return geography.boundaries("areas").set_index("id").geometry[area_id]


def district(name: str) -> Any:
    return geography.boundaries("districts").set_index("id").geometry[name]


def towns_in(area: Any) -> set[str]:
    found = set()
    for town, (lon, lat) in TOWNS.items():
        x, y = geography.project(lon, lat)
        if area.contains(shapely.Point(float(x), float(y))):
            found.add(town)
    return found


def overlap(one: Any, other: Any) -> float:
    return float(one.intersection(other).area / one.union(other).area)


def on(day: date, kinds: tuple[str, ...] = ("line", "control")) -> dict[str, str]:
    valid = geography.areas_on(day)
    valid = valid[valid["kind"].isin(kinds)]
    return dict(zip(valid["area_id"], valid["holder"], strict=True))


def claims(day: date) -> Any:
    valid = geography.areas_on(day)
    return valid[valid["kind"] == "claim"]


# -- projection ------------------------------------------------------------------------------------------------


def test_the_projection_is_utm_38_north_in_kilometres() -> None:
    x, y = geography.project(45.0, 40.0)
    assert (float(x), float(y)) == pytest.approx((500.0, 4427.757), abs=0.01)


def test_a_place_without_coordinates_stays_without() -> None:
    x, y = geography.project([46.75, float("nan")], [39.82, float("nan")])
    assert pd.notna(x[0])
    assert pd.isna(x[1])
    assert pd.isna(y[1])


def test_each_view_shows_what_it_is_named_after() -> None:
    karabakh, caucasus = geography.VIEWS["karabakh"], geography.VIEWS["caucasus"]
    west, south, east, north = shape("held-1994").bounds
    assert karabakh.contains([west, east], [south, north]).all()
    assert caucasus.contains(*geography.project([44.51, 44.83, 49.89], [40.18, 41.69, 40.38])).all()


# -- areas by day ----------------------------------------------------------------------------------------------


def test_in_1988_there_is_the_oblast_and_no_area_of_control() -> None:
    assert on(date(1988, 2, 20)) == {"oblast-1923": ""}


def test_between_the_oblast_and_the_ceasefire_of_1994_no_area_is_drawn() -> None:
    assert on(date(1993, 7, 23)) == {}
    assert on(date(1994, 5, 11)) == {}


@pytest.mark.parametrize("day", [date(1994, 5, 12), date(2016, 4, 2), date(2020, 9, 26)])
def test_from_1994_to_2020_karabakh_armenian_forces_hold_one_area(day: date) -> None:
    assert on(day) == {"held-1994": "NKR"}


def test_on_12_october_2020_the_outline_says_that_it_is_that_of_the_war_s_first_day() -> None:
    assert on(date(2020, 10, 12)) == {"held-1994": "NKR"}
    name = geography.areas_on(date(2020, 10, 12))["name"].iloc[0]
    assert "as of 27 Sept 2020" in name
    assert "front moving, not drawn" in name


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (date(2020, 11, 10), {"agdam-2020", "kalbajar-2020", "lachin-2020"}),
        (date(2020, 11, 20), {"kalbajar-2020", "lachin-2020"}),
        (date(2020, 11, 25), {"lachin-2020"}),
        (date(2020, 12, 1), set()),
    ],
)
def test_agdam_kalbajar_and_lachin_go_on_the_days_of_their_return(day: date, left: set[str]) -> None:
    held = dict.fromkeys({"khtsaberd-2020", *left}, "NKR")
    assert on(day) == {"peacekeepers-2020": "RUS_PEACEKEEPERS"} | held


def test_khtsaberd_and_hin_tagher_are_held_until_12_december_2020() -> None:
    assert on(date(2020, 12, 12)) == {"peacekeepers-2020": "RUS_PEACEKEEPERS", "khtsaberd-2020": "NKR"}
    assert on(date(2020, 12, 13)) == {"peacekeepers-2020": "RUS_PEACEKEEPERS"}
    assert towns_in(shape("khtsaberd-2020")) == {"khtsaberd", "hin-tagher"}
    assert shape("khtsaberd-2020").difference(shape("oblast-1923").buffer(0.2)).area < 1
    assert shape("khtsaberd-2020").distance(shape("peacekeepers-2020")) > 5


def test_on_26_august_2022_lachin_zabukh_and_sus_leave_the_peacekeepers_area() -> None:
    assert on(date(2022, 8, 25)) == {"peacekeepers-2020": "RUS_PEACEKEEPERS"}
    assert on(date(2022, 8, 26)) == {"peacekeepers-2022": "RUS_PEACEKEEPERS"}
    assert "new Lachin road" in geography.areas_on(date(2022, 9, 15))["name"].iloc[0]
    before, after = towns_in(shape("peacekeepers-2020")), towns_in(shape("peacekeepers-2022"))
    assert before - after == {"lachin", "zabukh"}
    assert after - before == set()


def test_from_23_april_2023_the_name_tells_of_the_checkpoint() -> None:
    names = {day: geography.areas_on(day)["name"].iloc[0] for day in (date(2023, 4, 22), date(2023, 4, 23))}
    assert [name.endswith("; Azerbaijani checkpoint") for name in names.values()] == [False, True]


@pytest.mark.parametrize("day", [date(2023, 9, 20), date(2024, 6, 1), date(2026, 11, 23)])
def test_from_20_september_2023_control_is_told_in_words_and_not_drawn(day: date) -> None:
    assert on(date(2023, 9, 19)) == {"peacekeepers-2022": "RUS_PEACEKEEPERS"}
    assert on(date(2023, 9, 19), ("note",)) == {}
    assert on(day) == {}
    assert on(day, ("note",)) == {"azerbaijan-2023": "AZE"}
    note = geography.areas_on(day).set_index("area_id").loc["azerbaijan-2023"]
    assert "under Azerbaijan's control" in note["name"]
    assert note.geometry is None


@pytest.mark.parametrize(
    ("day", "claimed"),
    [
        (date(2021, 5, 11), set()),
        (date(2021, 5, 12), {"vardenis-2021", "sev-lich-2021"}),
        (date(2021, 12, 1), {"vardenis-2021", "sev-lich-2021"}),
        (date(2022, 9, 12), {"vardenis-2021", "sev-lich-2021"}),
        (date(2022, 9, 13), {"vardenis-2021", "sev-lich-2021", "jermuk-2022", "nerkin-hand-2022"}),
        (date(2024, 6, 1), {"vardenis-2021", "sev-lich-2021", "jermuk-2022", "nerkin-hand-2022"}),
    ],
)
def test_positions_inside_armenia_are_drawn_as_armenia_s_claim(day: date, claimed: set[str]) -> None:
    found = claims(day)
    assert set(found["area_id"]) == {f"claim-{name}" for name in claimed}
    assert set(found["holder"]) <= {"AZE"}
    assert all("as claimed by Armenia (Azerbaijan disputes the line)" in name for name in found["name"])
    assert set(found["certainty"]) <= {"claimed"}


def test_control_leaves_no_day_out_between_1994_and_2023() -> None:
    rows = geography.control()
    day, gaps = date(1994, 5, 12), []
    while day < date(2023, 9, 20):
        if not ((rows["valid_from"] <= day) & (rows["valid_to"] >= day) & (rows["holder"] != "")).any():
            gaps.append(day)
        day += timedelta(days=1)
    assert gaps == []


def test_every_row_of_control_has_an_outline_a_basis_and_a_certainty() -> None:
    rows = geography.control()
    assert set(rows.loc[rows["kind"] != "note", "area_id"]) == set(geography.boundaries("areas")["id"])
    assert set(rows["kind"]) == {"line", "control", "claim", "note"}
    assert ((rows["holder"] == "") == (rows["kind"] == "line")).all()
    assert (rows["valid_from"] <= rows["valid_to"]).all()
    assert (rows["basis"].str.len() > 40).all()
    assert set(rows["certainty"]) == {"approximate", "coarse", "outdated during the war", "claimed", "in words"}


def test_every_row_of_control_names_addresses_that_can_be_opened() -> None:
    rows = geography.control()
    for area_id, sources in zip(rows["area_id"], rows["sources"], strict=True):
        found = str(sources).split("; ")
        assert len(set(found)) == len(found) >= 2, area_id
        assert all(re.fullmatch(r"https?://\S+\.\S+", url) for url in found), area_id


def test_the_names_of_areas_take_no_side() -> None:
    loaded = re.compile(r"occup|liberat|separat|terror|illegal|aggress|invad|invasion|Artsakh|sovereign|regain", re.I)
    assert [name for name in geography.control()["name"] if loaded.search(name)] == []


def test_who_held_a_town_is_known_without_overlap() -> None:
    rows = pd.read_csv(HELD, keep_default_na=False)
    assert set(rows["actor_id"]) == {"NKR", "AZE", ""}
    for _, periods in rows.groupby("place_id"):
        starts, ends = list(periods["from"]), list(periods["to"])
        assert starts == sorted(starts)
        assert all(start <= (end or "9999") for start, end in zip(starts, ends, strict=True))
        assert all(end and end < start for end, start in zip(ends[:-1], starts[1:], strict=True))


def test_who_held_a_town_agrees_with_the_dated_areas() -> None:
    rows = pd.read_csv(HELD, keep_default_na=False)
    for day in (date(1994, 6, 1), date(2016, 4, 1), date(2020, 12, 2), date(2021, 12, 1), date(2023, 8, 1)):
        areas = geography.areas_on(day)
        areas = areas[areas["kind"] == "control"]
        inside = set().union(*(towns_in(area) for area in areas.geometry))
        valid = rows[(rows["from"] <= day.isoformat()) & ((rows["to"] == "") | (rows["to"] >= day.isoformat()))]
        held = set(valid.loc[valid["actor_id"] == "NKR", "place_id"]) & set(TOWNS)
        assert held <= inside, day
        assert inside - held <= {"zabukh"}, day


# -- outlines --------------------------------------------------------------------------------------------------


def test_every_outline_is_one_valid_polygon() -> None:
    areas = geography.boundaries("areas")
    assert areas.geometry.is_valid.all()
    assert set(areas.geometry.geom_type) == {"Polygon"}


@pytest.mark.parametrize(("area_id", "known_km2"), [("oblast-1923", 4388), ("held-1994", 11900)])
def test_the_size_of_an_outline_is_near_the_known_figure(area_id: str, known_km2: float) -> None:
    assert shape(area_id).area == pytest.approx(known_km2, rel=0.10)


@pytest.mark.parametrize(
    ("area_id", "claimed_km2"),
    [
        ("claim-vardenis-2021", 32),
        ("claim-sev-lich-2021", 13),
        ("claim-jermuk-2022", 60.06),
        ("claim-nerkin-hand-2022", 27),
    ],
)
def test_the_size_of_a_claim_is_near_the_claimed_figure(area_id: str, claimed_km2: float) -> None:
    assert shape(area_id).area == pytest.approx(claimed_km2, rel=0.12)


def test_the_claims_together_are_within_what_armenia_s_government_gave() -> None:
    assert 41 <= claims(date(2021, 12, 1)).geometry.area.sum() <= 45
    assert 127 <= claims(date(2023, 5, 1)).geometry.area.sum() <= 139


def test_every_claim_lies_inside_armenia_and_reaches_its_border_with_azerbaijan() -> None:
    countries = geography.boundaries("countries").set_index("id").geometry
    for row in claims(date(2024, 6, 1)).itertuples():
        assert row.geometry.difference(countries["ARM"].buffer(0.05)).area < 0.01, row.area_id
        assert row.geometry.distance(countries["AZE"]) < 0.1, row.area_id
    x, y = geography.project(*JERMUK)
    assert shape("claim-jermuk-2022").distance(shapely.Point(float(x), float(y))) == pytest.approx(4.5, abs=0.5)


def test_the_peacekeepers_area_is_near_the_armenian_count_of_its_size() -> None:
    for area_id in ("peacekeepers-2020", "peacekeepers-2022"):
        assert shape(area_id).area == pytest.approx(2850, rel=0.10)


def test_the_oblast_holds_its_towns_and_no_other() -> None:
    assert towns_in(shape("oblast-1923")) == OBLAST_TOWNS


def test_the_area_of_1994_holds_the_towns_that_were_held_and_no_other() -> None:
    assert towns_in(shape("held-1994")) == HELD_TOWNS


def test_the_peacekeepers_area_leaves_out_shusha_hadrut_and_what_was_lost_in_the_north() -> None:
    assert towns_in(shape("peacekeepers-2020")) == {
        "stepanakert",
        "askeran",
        "martakert",
        "martuni",
        "lachin",
        "zabukh",
    }


def test_the_lachin_corridor_reaches_armenia() -> None:
    armenia = geography.boundaries("countries").set_index("id").geometry["ARM"]
    for area_id in ("peacekeepers-2020", "peacekeepers-2022"):
        assert shape(area_id).distance(armenia) < 0.3


def test_the_districts_returned_in_2020_lie_in_the_area_held_before_and_outside_the_peacekeepers() -> None:
    for area_id in ("agdam-2020", "kalbajar-2020", "lachin-2020"):
        assert shape(area_id).difference(shape("held-1994").buffer(0.2)).area < 1
        assert shape(area_id).intersection(shape("peacekeepers-2020")).area < 2


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference outlines are not part of the repository")
@pytest.mark.parametrize(("ours", "theirs"), [("oblast-1923", "nkao_1991"), ("held-1994", "held_1994_2020")])
def test_our_outlines_agree_with_natural_earth(ours: str, theirs: str) -> None:
    features = json.loads(REFERENCE.read_text(encoding="utf-8"))["features"]
    found = next(f for f in features if theirs in (f.get("id"), f["properties"].get("id")))
    lonlat = shapely.from_geojson(json.dumps(found["geometry"]))
    reference = shapely.transform(lonlat, geography.project, interleaved=False)
    assert overlap(shape(ours), reference) >= 0.90


# -- the five traps of the borrowed files ----------------------------------------------------------------------


def test_trap_1_lachin_is_called_lachin_and_lankaran_stands_only_on_the_coast() -> None:
    rows = geography.boundaries("districts").set_index("id")
    assert rows.loc["lachin-district", "name"] == "Lachin / Kashatagh"
    x, y = geography.project(46.25, 39.75)
    assert rows.geometry["lachin-district"].contains(shapely.Point(float(x), float(y)))
    lankaran = rows[rows["name"] == "Lankaran"]
    assert sorted(lankaran.index) == ["lankaran-city", "lankaran-district"]
    assert (lankaran.geometry.centroid.x > float(geography.project(48.0, 38.75)[0])).all()


def test_trap_2_borders_are_some_km_off_so_no_town_proves_its_district() -> None:
    for town, wanted in (("lachin", "lachin-district"), ("jabrayil", "jabrayil-district")):
        x, y = geography.project(*TOWNS[town])
        assert district(wanted).distance(shapely.Point(float(x), float(y))) < 6


def test_trap_3_cities_come_after_the_districts_that_they_lie_in() -> None:
    rows = geography.boundaries("districts")
    order = rows["id"].tolist()
    assert order.index("shusha-city") > order.index("shusha-district")
    assert order.index("stepanakert-city") > order.index("khojaly-district")
    assert rows["id"].is_unique


def test_trap_4_agdam_and_fuzuli_were_held_in_part() -> None:
    held = shape("held-1994")
    share = {
        name: held.intersection(district(name)).area / district(name).area
        for name in ("agdam-district", "fuzuli-district")
    }
    assert 0.70 <= share["agdam-district"] <= 0.80
    assert 0.25 <= share["fuzuli-district"] <= 0.41


def test_trap_4_eastern_strips_of_martakert_and_martuni_were_not_held() -> None:
    beyond = shape("oblast-1923").difference(shape("held-1994"))
    south, north = (float(geography.project(47.0, lat)[1]) for lat in (39.95, 40.15))
    assert sum(part.area for part in beyond.geoms if part.centroid.y < south) > 40
    assert sum(part.area for part in beyond.geoms if part.centroid.y > north) > 20


def test_trap_4_tartar_and_khojavend_are_not_shaded_whole() -> None:
    for name in ("tartar-district", "khojavend-district"):
        assert district(name).difference(shape("held-1994")).area > 0.05 * district(name).area


def test_trap_5_lines_drawn_by_hand_are_dated_and_called_coarse() -> None:
    rows = geography.control()
    drawn = rows[rows["area_id"].str.startswith("peacekeepers")]
    assert set(drawn["certainty"]) == {"coarse"}
    assert drawn["valid_from"].min() == date(2020, 11, 10)
    assert drawn["valid_to"].max() == date(2023, 9, 19)


# -- files and base map ----------------------------------------------------------------------------------------


def test_the_committed_files_stay_small() -> None:
    assert sum(path.stat().st_size for path in geography.GEO.iterdir() if path.is_file()) < 1_500_000


def test_every_country_has_its_iso_code_and_the_neighbours_are_there() -> None:
    codes = set(geography.boundaries("countries")["id"])
    assert {"ARM", "AZE", "GEO", "IRN", "RUS", "TUR"} <= codes
    assert all(len(code) == 3 and code.isupper() for code in codes)


def test_all_districts_of_the_packages_are_named_once() -> None:
    rows = geography.boundaries("districts")
    assert (rows["country"] == "AZE").sum() == 78
    assert (rows["country"] == "ARM").sum() == 11
    assert not rows["name"].str.contains("[ƏəŞşĞğıİ]").any()


def test_district_lines_do_not_run_along_a_border() -> None:
    land = geography.land()
    own = land["own"].boundary
    assert land["districts"].intersection(own.buffer(2)).length < 1


def test_the_paths_of_the_base_map_stay_under_300_kb() -> None:
    land = geography.land()
    paths = [geography.path(land[name]) for name in ("own", "neighbours", "borders", "districts")]
    assert len(json.dumps(paths)) < 300_000


def test_lake_sevan_has_about_its_size() -> None:
    assert geography.boundaries("lakes").geometry.area.sum() == pytest.approx(1240, rel=0.08)


def test_a_path_breaks_between_shapes_and_repeats_no_point() -> None:
    x, y = geography.path([shapely.box(0, 0, 1, 1), shapely.LineString([(5, 5), (5.01, 5.01), (6, 6)])])
    assert x == [1.0, 1.0, 0.0, 0.0, 1.0, None, 5.0, 6.0]
    assert y == [0.0, 1.0, 1.0, 0.0, 0.0, None, 5.0, 6.0]


def test_the_clip_is_the_same_where_it_is_made_and_where_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(geography.GEO))
    spec = importlib.util.spec_from_file_location("build_geo", geography.GEO / "build.py")
    assert spec is not None
    assert spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    assert build.CLIP.bounds == geography.CLIP
