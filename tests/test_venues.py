"""The map of the talks' venues: its numbers, its projection, what it draws and what it never does."""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest
import shapely
from test_event_map import footer, trace

from dashboard import geography, store
from dashboard.charts import theme, venue_facts, venue_names, world
from dashboard.charts.marks import EQUAL_AREA
from dashboard.charts.placing import Label, Screen
from dashboard.charts.venues import LARGEST_PX, LINE_OPACITY, LOOKS, venues_map
from dashboard.model import Filters

CAPTION = theme.Caption("Where talks were held", "All dates", "n = 9 events", "Test data", "2026-11-23-abcdef", "Own.")
FILTERS = [
    Filters(),
    Filters(start=date(2020, 9, 27), end=date(2020, 11, 10)),
    Filters(end=date(1999, 12, 31), actors=("NKR",)),
    Filters(tracks=("minsk_group", "eu")),
    Filters(statuses=("planned",)),
    Filters(actors=("ilham-aliyev",), start=date(2008, 1, 1)),
    Filters(datasets=("coded",)),
    Filters(types=("AGREE",)),
    Filters(start=date(1950, 1, 1), end=date(1960, 1, 1)),
]
VENUES = {
    "moscow": ("Moscow", "RUS", 37.6178, 55.752, "exact", 15.0),
    "geneva": ("Geneva", "CHE", 6.1457, 46.2022, "exact", 5.0),
    "key-west": ("Key West", "USA", -81.7816, 24.5552, "exact", 3.0),
    "yerevan": ("Yerevan", "ARM", 44.5126, 40.1776, "exact", 6.0),
    "stepanakert": ("Stepanakert / Khankendi", "AZE", 46.7528, 39.8177, "exact", 2.0),
    "armenia-azerbaijan-border": ("Armenia-Azerbaijan border", "AZE", 45.9, 40.0, "region", 140.0),
    "germany": ("Germany", "DEU", 13.4105, 52.5244, "country", 500.0),
    "canberra": ("Canberra", "AUS", 149.128, -35.2835, "exact", 6.0),
}


def row(kind: str, place_id: str | None, talks: int, others: int = 0, **more: Any) -> dict[str, Any]:
    """Return one row of talk_venues.sql."""
    name, country, lon, lat, precision, radius = VENUES.get(place_id or "", (None, None, None, None, None, None))
    return {
        "kind": kind, "place_id": place_id, "place": name, "country": country, "lon": lon, "lat": lat,
        "place_precision": precision, "uncertainty_km": radius, "talks": talks, "others": others,
        "heads": talks, "ministers": 0, "envoys": 0, "experts": 0, "agreements": 0, "level": "heads",
        "first_day": pd.Timestamp("2001-04-03"), "last_day": pd.Timestamp("2010-04-07"),
        "parties": [], "mediators": [], "tracks": [{"id": "us", "name": None, "talks": talks}],
        "event_ids": [f"{place_id or kind}-{i}" for i in range(talks + others)], "headlines": ["Presidents meet"],
    } | more  # fmt: skip


def rows(*told: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(told), columns=list(row("venue", "moscow", 1)))


def met(place_id: str, talks: int, others: int = 0, **more: Any) -> dict[str, Any]:
    return row("venue", place_id, talks, others, **more)


def party(actor: str, talks: int) -> dict[str, Any]:
    return {"id": actor, "name": actor, "talks": talks}


def draw(frame: pd.DataFrame, **options: Any) -> go.Figure:
    return venues_map(frame, CAPTION, **({"lines": False} | options))


def legend(figure: go.Figure) -> list[str]:
    return [t.name for t in figure.data if t.showlegend is not False]


@pytest.fixture(scope="module")
def whole(edition: store.Edition) -> pd.DataFrame:
    return store.ask(edition, "talk_venues")


# --- the numbers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("chosen", FILTERS, ids=repr)
def test_the_numbers_are_those_of_a_recount(edition: store.Edition, chosen: Filters) -> None:
    events = {one["event_id"]: one for one in store.ask_rows(edition, "events", chosen)}
    timeline = [one for one in store.ask_rows(edition, "diplomacy_timeline", chosen) if one["format"]]
    right: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in timeline:
        far = one["format"] in ("call", "letter")
        right["remote" if far else one["place"] or "unknown"].append(one | events[one["event_id"]] | {"kept": one})
    found = store.ask_rows(edition, "talk_venues", chosen)
    assert {one["place"] or one["kind"] for one in found} == set(right)
    assert len(found) == len(right)
    for one in found:
        told = right[one["place"] or one["kind"]]
        assert (one["kind"] == "venue") == (one["place"] is not None)
        counted = [t for t in told if t["kept"]["counted"]]
        happened = {t["happening_id"] for t in counted}
        assert one["talks"] == len(happened)
        assert one["others"] == len({t["happening_id"] for t in told} - happened)
        for level in ("heads", "ministers", "envoys", "experts"):
            assert one[level] == len({t["happening_id"] for t in counted if t["level"] == level})
        assert one["agreements"] == len({t["happening_id"] for t in counted if t["outcome"] == "agreement"})
        assert one["level"] == min((t["level"] for t in counted or told), key=list(LOOKS).index)
        for part, roles in (("parties", ("participant", "source", "target")), ("mediators", ("mediator",))):
            number: dict[str, set[str]] = defaultdict(set)
            for t in counted:
                for actor in {actor for role in roles for actor in t[role]}:
                    number[actor].add(t["happening_id"])
            assert {p["id"]: p["talks"] for p in one[part]} == {actor: len(ids) for actor, ids in number.items()}
        tracks: dict[str, set[str]] = defaultdict(set)
        for t in counted:
            tracks[t["track"] or "other"].add(t["happening_id"])
        assert {p["id"]: p["talks"] for p in one["tracks"]} == {track: len(ids) for track, ids in tracks.items()}
        assert sorted(one["event_ids"]) == sorted(t["event_id"] for t in told)
        assert one["headlines"] == [events[event_id]["headline"] for event_id in one["event_ids"]][:5]
        days = [day for t in told for day in (t["day_start"], t["day_end"]) if day]
        assert (one["first_day"], one["last_day"]) == (min(days), max(days))


def test_all_talks_together_are_those_of_the_key_figures(edition: store.Edition) -> None:
    for chosen in FILTERS:
        (figures,) = (one for one in store.ask_rows(edition, "key_figures", chosen) if one["told_by"] == "own")
        assert sum(one["talks"] for one in store.ask_rows(edition, "talk_venues", chosen)) == figures["talks"]


def test_the_caption_counts_the_talks_that_have_a_venue(whole: pd.DataFrame) -> None:
    assert venue_facts.counted(rows(met("moscow", 3), met("geneva", 0, 2), row("remote", None, 7))) == (
        "3 rounds of talks at 1 venue among "
    )
    held = whole[(whole["kind"] == "venue") & (whole["talks"] > 0)]
    assert venue_facts.counted(whole).startswith(f"{held['talks'].sum()} rounds of talks at {len(held)} venues")


# --- the projection -----------------------------------------------------------------------------------


def by_hand(lon: float, lat: float) -> tuple[float, float]:
    """Return x and y by spherical trigonometry, on a globe of 6,371 km."""
    lon0, lat0, lon, lat = map(math.radians, (*world.CENTRE, lon, lat))
    angle = math.acos(
        math.sin(lat0) * math.sin(lat) + math.cos(lat0) * math.cos(lat) * math.cos(lon - lon0)
    )  # fmt: skip
    bearing = math.atan2(
        math.sin(lon - lon0) * math.cos(lat),
        math.cos(lat0) * math.sin(lat) - math.sin(lat0) * math.cos(lat) * math.cos(lon - lon0),
    )
    distance = 1200 * math.asinh(6371 * angle / 1200)
    return distance * math.sin(bearing), distance * math.cos(bearing)


@pytest.mark.parametrize("place_id", ["moscow", "geneva", "key-west"])
def test_a_venue_of_the_fact_base_stands_where_it_is(whole: pd.DataFrame, place_id: str) -> None:
    marks = trace(draw(whole), "venues")
    at = [data["place_id"] for data in marks.customdata].index(place_id)
    x, y = by_hand(*VENUES[place_id][2:4])
    assert marks.x[at] == pytest.approx(x, abs=8)
    assert marks.y[at] == pytest.approx(y, abs=8)


def test_the_projection_can_be_undone() -> None:
    for lon, lat in [(24.0, 45.0), (-81.8, 24.6), (117.2, 39.1), (170.0, 66.0), (20.0, -34.0)]:
        back = world.unproject(*world.project(lon, lat))
        assert (float(back[0]), float(back[1])) == pytest.approx((lon, lat), abs=1e-6)


def test_land_and_water_are_where_they_are() -> None:
    content = json.loads((geography.GEO / "world.geojson").read_text("utf-8"))
    land = shapely.from_geojson(json.dumps(content["features"][0]["geometry"]))
    assert (geography.GEO / "world.geojson").stat().st_size < 150_000
    assert land.is_valid
    for lon, lat in [(37.6, 55.75), (6.15, 46.3), (-77.0, 38.9), (44.5, 40.2), (71.4, 51.2), (117.1, 39.5)]:
        assert shapely.contains_xy(land, lon, lat), (lon, lat)
    for lon, lat in [(-40, 40), (35, 43.2), (50.6, 42), (18, 35), (3, 56)]:
        assert not shapely.contains_xy(land, lon, lat), (lon, lat)


def test_a_line_is_the_shortest_way() -> None:
    x, y = world.great_circle((-77.0364, 38.8951), (44.5126, 40.1776))
    lons, lats = world.unproject(x, y)
    assert max(lats) > 58, "from Washington to Yerevan the way leads far north"
    assert len(lons) > 40
    assert (x[0], y[0]) == pytest.approx(by_hand(-77.0364, 38.8951), abs=10)
    assert (x[-1], y[-1]) == pytest.approx(by_hand(44.5126, 40.1776), abs=10)


# --- what is drawn ------------------------------------------------------------------------------------


def test_every_mark_is_inside_the_frame(whole: pd.DataFrame) -> None:
    marks = trace(draw(whole), "venues")
    px = 1152 / world.FRAME.width
    for x, y, size in zip(marks.x, marks.y, marks.marker.size, strict=True):
        room = size / 2 / px
        assert world.FRAME.west + room < x < world.FRAME.east - room
        assert world.FRAME.south + room < y < world.FRAME.north - room
    sited = whole[(whole["kind"] == "venue") & (whole["place_precision"] == "exact")]
    assert len(marks.x) == len(sited)
    assert "Outside the map" not in footer(draw(whole))


def test_the_area_of_a_mark_is_its_number_of_talks_whatever_its_shape() -> None:
    frame = rows(met("moscow", 36), met("geneva", 9, level="ministers"), met("key-west", 4, level="envoys"))
    marks = trace(draw(frame), "venues")
    size = dict(zip((data["place_id"] for data in marks.customdata), marks.marker.size, strict=True))
    assert size["moscow"] == pytest.approx(LARGEST_PX)
    assert size["geneva"] / EQUAL_AREA["square"] == pytest.approx(LARGEST_PX / 2, rel=0.01)
    assert size["key-west"] / EQUAL_AREA["diamond"] == pytest.approx(LARGEST_PX / 3, rel=0.01)
    assert list(marks.marker.symbol) == ["circle", "square", "diamond"]
    assert legend(draw(frame)) == ["Highest level: heads of state or government", "ministers", "envoys"]


def test_a_venue_of_talks_that_did_not_take_place_is_hollow() -> None:
    figure = draw(rows(met("moscow", 4), met("geneva", 0, 2)))
    assert list(trace(figure, "venues").marker.symbol) == ["circle", "circle-open"]
    assert "Only planned or cancelled" in legend(figure)
    assert "No talks were held here" in trace(figure, "venues").hovertext[1]


def test_a_click_gives_the_events_of_the_venue(whole: pd.DataFrame) -> None:
    marks = trace(draw(whole), "venues")
    told = {one["place_id"]: list(one["event_ids"]) for one in whole.to_dict("records")}
    for data in marks.customdata:
        assert data == {"event_ids": told[data["place_id"]], "place_id": data["place_id"]}


def test_a_place_known_to_its_region_is_a_ring_and_one_known_to_its_country_is_told() -> None:
    figure = draw(rows(met("armenia-azerbaijan-border", 11), met("germany", 1)))
    assert len(trace(figure, "venues").x) == 0
    ring = next(t for t in figure.data if t.name == "ring" and t.mode == "lines")
    lons, lats = world.unproject(ring.x, ring.y)
    assert max(lats) - min(lats) == pytest.approx(280 / 111, rel=0.02)
    assert max(lons) - min(lons) == pytest.approx(280 / 111 / math.cos(math.radians(40)), rel=0.02)
    assert "Known to the country only and not on the map (any status): Germany 1." in footer(figure)


def test_what_has_no_venue_is_counted_in_the_note() -> None:
    figure = draw(rows(met("moscow", 4), row("remote", None, 7, 1), row("unknown", None, 1)))
    assert "Not on the map: 8 calls and letters and 1 round of talks without a stated place" in footer(figure)
    assert "8 calls and letters" in figure.layout.meta["alt"]
    assert "Own." in footer(figure)
    assert "azimuthal" in footer(figure)


def test_a_venue_beyond_the_frame_is_told() -> None:
    assert "Outside the map (any status): Canberra 2." in footer(draw(rows(met("canberra", 2), met("moscow", 1))))


def test_lines_lead_only_to_the_capitals_of_those_who_took_part(whole: pd.DataFrame) -> None:
    figure = draw(whole, lines=True)
    capital = {actor: (lon, lat) for actor, (_, _, lon, lat) in venue_facts.capitals().items()}
    right = set()
    for one in whole[(whole["kind"] == "venue") & (whole["place_precision"] != "country")].to_dict("records"):
        number: dict[tuple[float, float], int] = defaultdict(int)
        for told in one["parties"]:
            if told["id"] in capital and capital[told["id"]] != (one["lon"], one["lat"]):
                number[capital[told["id"]]] += told["talks"]
        start = world.great_circle((one["lon"], one["lat"]), (0.0, 0.0))
        for end, n in number.items():
            x, y = world.great_circle(end, (0.0, 0.0))
            right.add((start[0][0], start[1][0], x[0], y[0], n))
    most = max(n for *_, n in right)
    found = set()
    for one in (t for t in figure.data if t.name == "lines"):
        assert one.opacity == LINE_OPACITY
        (n,) = {n for *_, n in right if round(0.5 + 5.5 * n / most, 2) == one.line.width}
        pieces = [list(one.x), list(one.y)]
        cuts = [-1, *(i for i, value in enumerate(pieces[0]) if value is None), len(pieces[0])]
        for a, b in pairwise(cuts):
            found.add((pieces[0][a + 1], pieces[1][a + 1], pieces[0][b - 1], pieces[1][b - 1], n))
    assert found == right


def test_lines_are_drawn_on_demand_and_from_one_venue_if_wanted() -> None:
    both = [party("ARM", 4), party("AZE", 3), party("NKR", 1), party("EU", 2)]
    frame = rows(met("moscow", 4, parties=both), met("geneva", 2, parties=[party("ARM", 2)]))
    assert not [t for t in draw(frame).data if t.name == "lines"]
    assert "Lines" not in footer(draw(frame))
    every, one = draw(frame, lines=True), draw(frame, lines=True, of="geneva")
    assert sum(list(t.x).count(None) + 1 for t in every.data if t.name == "lines") == 4
    assert sum(list(t.x).count(None) + 1 for t in one.data if t.name == "lines") == 1
    assert len(trace(every, "capitals").x) == 3
    assert "Yerevan 6, Baku 3, Stepanakert / Khankendi 1" in every.layout.meta["alt"]
    assert "mediators, hosts and organisations have none" in footer(every)


def test_talks_in_a_party_s_own_capital_send_it_no_line() -> None:
    figure = draw(rows(met("yerevan", 3, parties=[party("ARM", 3), party("AZE", 2)])), lines=True)
    assert sum(list(t.x).count(None) + 1 for t in figure.data if t.name == "lines") == 1


# --- names, words, form -------------------------------------------------------------------------------


def boxes(screen: Screen, labels: list[Label], part: float) -> list[tuple[float, float, float, float]]:
    shrunk = [Label(**{f: getattr(one, f) for f in Label.__slots__} | {"mark": one.mark * part}) for one in labels]
    return [screen.box(one) for one in shrunk]


@pytest.mark.parametrize("lines", [False, True])
def test_names_meet_neither_each_other_nor_a_mark(
    whole: pd.DataFrame, lines: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}

    def watched(wanted: list[Label], marks: list[Any]) -> list[Label]:
        seen.update(marks=marks, placed=place(wanted, marks))
        return list(seen["placed"])

    place = venue_names.place
    monkeypatch.setattr(venue_names, "place", watched)
    draw(whole, lines=lines)
    assert sum(label.wide for label in seen["placed"]) > 40
    for sizes, part, kept in (
        (venue_names.WIDE, 1.0, seen["placed"]),
        (venue_names.NARROW, 0.75, [label for label in seen["placed"] if not label.wide]),
    ):
        for size in sizes:
            screen = Screen(size, world.FRAME)
            placed = boxes(screen, kept, part)
            for i, a in enumerate(placed):
                assert not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for b in placed[i + 1 :])
                assert abs(a[0]) < size[0] / 2
                assert abs(a[2]) < size[0] / 2
                for x, y, diameter in seen["marks"]:
                    px, py = screen.point(x, y)
                    across, up = max(a[0] - px, 0, px - a[2]), max(a[1] - py, 0, py - a[3])
                    assert math.hypot(across, up) >= diameter * part / 2


def test_nearly_every_venue_is_named_and_the_others_are_told(whole: pd.DataFrame) -> None:
    figure = draw(whole)
    shown = {re.sub("<[^>]*>", " ", note.text) for note in figure.layout.annotations}
    shown |= set(trace(figure, "names").text)
    names = set(whole.loc[(whole["kind"] == "venue") & (whole["place_precision"] != "country"), "place"])
    missing = names - shown
    assert len(missing) <= 5
    assert {"Moscow", "Geneva", "Key West", "Washington", "Vienna", "Prague", "Brussels", "Astana"} <= shown
    told = re.search(r"Marked without its name for want of room: (.*?)\.", footer(figure))
    assert set(told[1].split(", ") if told else []) == missing


@pytest.mark.parametrize(
    ("names", "word"),
    [("both", "Stepanakert / Khankendi"), ("armenian", "Stepanakert"), ("azerbaijani", "Khankendi")],
)
def test_a_town_of_two_names_can_be_shown_with_either(names: str, word: str) -> None:
    figure = draw(rows(met("stepanakert", 2)), names=names)
    assert word in trace(figure, "names").text
    assert trace(figure, "venues").hovertext[0].startswith(f"<b>{word}</b>")


def test_the_hover_box_tells_number_years_levels_tracks_and_headlines() -> None:
    frame = rows(met("moscow", 5, 2, parties=[party("ARM", 5)], mediators=[party("RUS", 4)], agreements=1))
    hover = trace(draw(frame), "venues").hovertext[0]
    for words in (
        "<b>Moscow</b><br>5 rounds of talks held, 2001–2010", "Level: heads of state or government 5",
        "Track: United States 5", "Parties: ARM 5", "Mediators: RUS 4", "With an agreement: 1",
        "not counted: 2", "– Presidents meet",
    ):  # fmt: skip
        assert words in hover


def test_untrusted_text_is_shown_as_it_stands() -> None:
    figure = draw(rows(met("moscow", 1, headlines=["<b>x</b> & <a href='y'>z</a>"], place="A <i>town</i>")))
    hover = trace(figure, "venues").hovertext[0]
    assert "&lt;b&gt;x&lt;/b&gt; &amp; &lt;a" in hover
    assert "A &lt;i&gt;town" in hover
    assert all("<i>" not in text for text in trace(figure, "names").text)


def test_an_empty_answer_still_gives_a_map_and_says_so() -> None:
    figure = draw(rows(), lines=True)
    assert any("No talks match this filter." in (note.text or "") for note in figure.layout.annotations)
    assert "No talks match this filter." in figure.layout.meta["alt"]
    assert len(trace(figure, "land").x) > 1000


def test_the_alt_text_carries_the_numbers() -> None:
    alt = draw(rows(met("moscow", 5), met("geneva", 3), met("key-west", 0, 1))).layout.meta["alt"]
    for part in ("8 rounds of talks at 2 venues", "Moscow 5, Geneva 3", "heads of state or government 8", "Key West 1"):
        assert part in alt


def test_the_figure_is_valid_light_and_of_the_palette(whole: pd.DataFrame) -> None:
    figure = draw(whole, lines=True)
    content = json.loads(figure.to_json())
    go.Figure(content)  # validates every property
    assert {t["type"] for t in content["data"]} == {"scatter"}
    assert content["layout"]["yaxis"]["scaleanchor"] == "x"
    content["layout"].pop("template", None)
    found = set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)", json.dumps(content)))
    assert found <= set(theme.DARK) | {"rgba(0,0,0,0)"}
    assert len(figure.to_json()) < 400_000
