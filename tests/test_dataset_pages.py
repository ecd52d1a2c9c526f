"""Imported datasets on the pages: each beside the fact base under its own name, and never added up."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import at_url, chart_of, html, key_figures, texts

from dashboard import build, cli, importers, store
from dashboard.model import MEDIA, Filters

SAMPLES = Path(__file__).parent / "samples"
FILES = {
    "ucdp_ged": SAMPLES / "ucdp" / "GEDEvent_v26_1.csv",
    "acled": SAMPLES / "acled" / "2020-01-01-2024-06-01-Armenia-Azerbaijan.csv",
    "pax": SAMPLES / "pax" / "pax_all_agreements_v8.csv",
    "gdelt": SAMPLES / "gdelt",
}
EVENTS = [name for name in FILES if name not in MEDIA]
OF_ALL = "curated,coded," + ",".join(FILES)
Opener = Callable[..., AppTest]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workspace with four datasets beside the bundled data."""
    folder = tmp_path_factory.mktemp("held")
    for name, path in FILES.items():
        scratch = tmp_path_factory.mktemp(name)
        prospect = importers.look(name, [path], scratch)
        importers.keep(folder, prospect, importers.summary(prospect))
    build.build_edition(folder)
    return folder


@pytest.fixture
def opened(held: Path, monkeypatch: pytest.MonkeyPatch) -> Opener:
    monkeypatch.setenv("KARABAKH_WORKSPACE", str(held))
    return at_url


@pytest.fixture
def now(held: Path) -> store.Edition:
    edition = store.edition(held)
    assert edition
    return edition


def rows_of(edition: store.Edition, dataset: str, chosen: Filters | None = None) -> list[dict[str, Any]]:
    question = "reports" if dataset in MEDIA else "events"
    asked = (chosen or Filters()).with_(datasets=(dataset,))
    return [row for row in store.ask_rows(edition, question, asked) if row["dataset"] == dataset]


def test_every_dataset_has_a_figure_of_its_own_and_ours_stays_what_it_is(
    opened: Opener, now: store.Edition, edition: store.Edition
) -> None:
    app = opened("overview", datasets=OF_ALL)
    assert not app.exception
    shown = key_figures(app)
    for dataset in FILES:
        assert shown[dataset] == len(rows_of(now, dataset)) > 0, dataset
    (alone,) = store.ask_rows(edition, "key_figures")
    for key, ours in (("events", "happenings"), ("armed", "armed"), ("talks", "talks"), ("agreements", "agreements")):
        assert shown[key] == alone[ours], f"{key}: an import adds nothing to our own figure"


def test_media_attention_is_shown_only_to_who_asks_for_it(opened: Opener) -> None:
    for page in ("overview", "map", "network"):
        app = opened(page)
        assert not app.exception
        assert "GDELT" not in html(app) + texts(chart_of(app)["figure"])
    assert "gdelt" not in key_figures(opened("overview"))
    assert key_figures(opened("overview", datasets="curated,gdelt"))["gdelt"] > 0
    caption = chart_of(opened("overview", datasets="curated,gdelt"))["figure"]["layout"]["meta"]["caption"]
    assert "media attention, not incidents" in caption["sources"]


def test_violence_is_one_series_per_dataset_and_each_is_its_own_count(opened: Opener, now: store.Edition) -> None:
    figure = chart_of(opened("overview", datasets=OF_ALL))["figure"]
    names = Counter(trace.get("name", "") for trace in figure["data"])
    assert "armed events, UCDP GED" in names
    assert "armed events, ACLED" in names
    for dataset in ("ucdp_ged", "acled"):
        rows = store.ask_rows(now, "violence_by_period", Filters(datasets=(dataset,)), grain="year")
        assert {row["dataset"] for row in rows} == {dataset}
        armed = {
            row["happening_id"]
            for row in rows_of(now, dataset)
            if row["type"] == "ASSAULT" and row["status"] == "occurred"
        }
        assert sum(row["events"] for row in rows) == len(armed) > 0
    together = store.ask_rows(now, "violence_by_period", grain="year")
    apart = [
        row
        for one in ("ucdp_ged", "acled")
        for row in store.ask_rows(now, "violence_by_period", Filters(datasets=(one,)), grain="year")
    ]
    for row in apart:
        assert row in together, "a series is the same alone and beside others"


def test_a_figure_names_version_measure_and_licence_of_each_dataset(opened: Opener) -> None:
    for page in ("overview", "map", "diplomacy"):
        said = chart_of(opened(page, datasets=OF_ALL))["figure"]["layout"]["meta"]["caption"]["sources"]
        for part in ("UCDP GED 26.1", "CC BY 4.0", "rows may not be passed on", "PA-X 8", "CC BY-NC-SA 4.0", "GDELT"):
            assert part in said, (page, part)


def test_a_document_stands_in_the_lane_of_its_dataset(opened: Opener, now: store.Edition) -> None:
    figure = chart_of(opened("diplomacy", datasets="curated,pax"))["figure"]
    assert "<b>PA-X agreements</b>" in texts(figure)
    rows = store.ask_rows(now, "diplomacy_timeline", Filters(datasets=("pax",)))
    assert {row["track"] for row in rows} == {"pax"}
    own = store.ask_rows(now, "diplomacy_timeline", Filters(datasets=("curated", "coded")))
    assert not {row["track"] for row in own} & set(FILES)


@pytest.mark.parametrize("dataset", ["ucdp_ged", "acled", "gdelt"])
def test_the_network_is_of_one_teller_at_a_time_and_says_whose(opened: Opener, dataset: str) -> None:
    app = opened("network", datasets=f"curated,{dataset}")
    before = chart_of(app)["figure"]
    (control,) = (one for one in app.segmented_control if one.key == "Network told_by")
    assert set(control.options) == {"Fact base and articles", *(o for o in control.options if o != control.options[0])}
    after = chart_of(control.set_value(dataset).run())["figure"]
    counts = [figure["layout"]["meta"]["caption"]["count"] for figure in (before, after)]
    assert "events that occurred" in counts[0]
    assert counts[1] != counts[0]
    assert "that occurred" not in counts[1]

    def places(figure: dict[str, Any]) -> dict[str, tuple[float, float]]:
        return {
            text: (x, y)
            for trace in figure["data"]
            if trace.get("mode", "").startswith("markers+text")
            for text, x, y in zip(trace["text"], trace["x"], trace["y"], strict=True)
        }

    assert {name: at for name, at in places(after).items() if name in places(before)} == {
        name: at for name, at in places(before).items() if name in places(after)
    }


@pytest.mark.parametrize("page", ["events", "evidence"])
@pytest.mark.parametrize("dataset", EVENTS)
def test_a_receipt_shows_the_published_row_and_its_licence(
    opened: Opener, now: store.Edition, dataset: str, page: str
) -> None:
    row = rows_of(now, dataset)[0]
    app = opened(page, datasets=dataset, event=row["event_id"])
    assert not app.exception
    said = html(app)
    (original,) = store.ask_rows(now, "original_row", event_id=row["event_id"])
    published = {name: value for name, value in json.loads(original["original"]).items() if value not in (None, "")}
    assert len(published) >= 15
    for name, value in published.items():
        assert name in said, "every column under its publisher's name"
        assert escape(str(value)[:30]) in said or str(value) in ("True", "False")
    assert original["licence"] in said


def test_a_receipt_sets_side_by_side_what_each_dataset_says(opened: Opener, now: store.Edition) -> None:
    linked = [
        (row["event_id"], said)
        for row in rows_of(now, "pax")
        if len(said := store.ask_rows(now, "what_each_says", event_id=row["event_id"])) > 1
    ]
    event_id, said = next((one, rows) for one, rows in linked if any(row["kind"] == "same" for row in rows))
    page = html(opened("events", datasets="curated,pax", event=event_id))
    assert "What each dataset says" in page
    table = page.split("What each dataset says", 1)[1].split("</table>", 1)[0]
    told = [row for row in said if row["kind"] != "may_overlap"]
    assert table.count("<tr") == 1 + len(told)
    assert "PA-X" in table
    assert "Curated fact base" in table


def test_the_map_draws_media_reports_as_squares_and_not_as_events(opened: Opener) -> None:
    with_, without = (chart_of(opened("map", datasets=names))["figure"] for names in ("curated,gdelt", "curated"))
    names = [[trace.get("name") for trace in figure["data"]] for figure in (with_, without)]
    assert "Media reports" in names[0]
    assert "Media reports" not in names[1]
    counts = [figure["layout"]["meta"]["caption"]["count"] for figure in (with_, without)]
    assert counts[0] == counts[1]


def test_a_table_of_rows_that_may_not_be_passed_on_says_so(opened: Opener) -> None:
    said = [str(one.value) for one in opened("events", datasets="acled").caption]
    assert any("Rows of ACLED" in one and "may not be passed on" in one for one in said)
    assert not [one for one in opened("events", datasets="curated").caption if "Rows of" in str(one.value)]


def test_the_command_line_says_the_terms_of_the_rows_it_prints(held: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--workspace", str(held), "ask", "events", "--dataset", "acled", "--format", "csv"]) == 0
    told = capsys.readouterr()
    assert "Rows of ACLED: " in told.err
    assert "Rows of" not in told.out
    assert cli.main(["--workspace", str(held), "ask", "events", "--dataset", "curated", "--format", "csv"]) == 0
    assert "Rows of" not in capsys.readouterr().err
