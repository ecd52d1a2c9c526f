"""Charts and briefs as files of the command line: each opened by a program of its own kind, and whole without a net."""

from __future__ import annotations

import argparse
import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import networkx as nx
import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from dashboard import cli, drawing, exporting, store, views
from dashboard.answers import Answers
from dashboard.model import Filters
from dashboard.pictures.catalogue import CHARTS

WAR = ("--start", "2020-09-27", "--end", "2020-11-10")
Export = Callable[..., Path]


@pytest.fixture
def export(workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Export:
    """Return a function that writes a chart as the command line does, and returns the file."""

    def run(command: str, ending: str, *given: str) -> Path:
        out = tmp_path / f"{command.replace(' ', '-')}.{ending}"
        code = cli.main(["--workspace", str(workspace), *command.split(), "--out", str(out), *given])
        said = capsys.readouterr()
        assert code == 0, said.err
        assert str(out) in said.out
        return out

    return run


def refused(capsys: pytest.CaptureFixture[str], workspace: Path, *given: str) -> str:
    assert cli.main(["--workspace", str(workspace), *given]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.strip().splitlines()
    return line


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_is_made_for_any_filter_as_its_page_makes_it(edition: store.Edition, chart: str) -> None:
    given = Answers(edition)
    for chosen in (Filters(), Filters(actors=("FRA",)), Filters(places=("shusha",), tracks=("moscow",))):
        picture = CHARTS[chart].make(given, chosen)
        caption = picture.figure.layout.meta["caption"]
        assert caption["title"]
        assert caption["edition"].startswith(edition.edition_id)
        assert picture.answers
        for answer in picture.answers:
            assert set(answer.rows.columns) <= set(given.ask(answer.question, answer.chosen, **answer.given).columns)


@pytest.mark.parametrize("chart", CHARTS)
def test_every_chart_is_written_in_every_form_of_rows(export: Export, chart: str) -> None:
    told = json.loads(export(f"export {chart}", "json", *WAR).read_text(encoding="utf-8"))
    rows = told["rows"]
    assert len(pd.read_csv(export(f"export {chart}", "csv", *WAR))) == len(rows)
    assert len(pd.read_parquet(export(f"export {chart}", "parquet", *WAR))) == len(rows)
    with zipfile.ZipFile(export(f"export {chart}", "zip", *WAR)) as archive:
        names = {Path(name).name for name in archive.namelist()}
    assert {"README.md", "CITATION.cff", "citation.bib"} <= names
    own_days = chart in ("talk_comparison", "actor_network_wars", "actor_network_standing")
    assert ("27 September" in told["about"]["filters"]) is not own_days


@pytest.mark.parametrize("chart", ["overview", "talk_venues", "who_met_whom"])
def test_a_chart_is_drawn_as_vectors_with_its_title_and_count(export: Export, chart: str) -> None:
    tree = ElementTree.parse(export(f"export {chart}", "svg", *WAR, "--title", "A title of my own"))  # noqa: S314
    words = " ".join(" ".join(node.itertext()) for node in tree.iter() if node.tag.endswith("text"))
    assert "A title of my own" in words
    assert "n = " in words
    assert re.search(r"View [0-9a-f]{10}", words)


@pytest.mark.parametrize(("chart", "width"), [("overview", 1200), ("event_map", 800), ("actor_network", 3600)])
def test_a_picture_is_as_wide_as_asked_and_not_blank(export: Export, chart: str, width: int) -> None:
    with Image.open(export(f"export {chart}", "png", *WAR, "--width", str(width))) as image:
        assert image.width == width
        colours = image.convert("RGB").getcolors(1 << 24)
    assert colours
    assert len(colours) > 50


def test_places_are_points_and_a_network_is_a_graph(export: Export) -> None:
    places = gpd.read_file(export("export event_map", "geojson", *WAR))
    assert places.crs.to_epsg() == 4326
    assert set(places.geometry.geom_type) == {"Point"}
    graph = nx.read_graphml(export("export actor_network", "graphml", *WAR))
    assert {"ARM", "AZE"} <= set(graph.nodes)
    assert nx.read_gexf(export("export actor_network", "gexf", *WAR)).number_of_edges() == graph.number_of_edges()


PANELS = ("talk_comparison", "actor_network_wars", "actor_network_standing")
SEVERAL = ("overview", "diplomacy_timeline")


@pytest.mark.parametrize("chart", PANELS)
@pytest.mark.parametrize("chosen", [WAR, (), ("--actor", "FRA")])
def test_a_table_holds_the_rows_of_all_panels_and_says_whose_each_is(
    export: Export, edition: store.Edition, chart: str, chosen: tuple[str, ...]
) -> None:
    actors = tuple(word for word in chosen if len(word) == 3)
    answers = CHARTS[chart].make(Answers(edition), Filters(actors=actors)).answers
    wanted = {one.label: len(one.rows) for one in answers if len(one.rows)}
    assert len(answers) > 1
    for ending, read in (("csv", pd.read_csv), ("parquet", pd.read_parquet)):
        rows = read(export(f"export {chart}", ending, *chosen))
        assert rows["panel"].value_counts().to_dict() == wanted
    told = json.loads(export(f"export {chart}", "json", *chosen).read_text(encoding="utf-8"))
    assert Counter(row["panel"] for row in told["rows"]) == wanted
    assert {label: given.get("start") for label, given in told["about"]["parameters"].items()} == {
        one.label: one.chosen.to_query().get("start") for one in answers
    }


@pytest.mark.parametrize("chart", ["actor_network_wars", "actor_network_standing"])
@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_a_graph_holds_the_ties_of_all_panels(export: Export, edition: store.Edition, chart: str, ending: str) -> None:
    answers = CHARTS[chart].make(Answers(edition), Filters()).answers
    path = export(f"export {chart}", ending)
    graph = nx.read_gexf(path) if ending == "gexf" else nx.read_graphml(path, force_multigraph=True)
    panels = Counter(panel for _, _, panel in graph.edges(data="panel"))
    assert panels == {one.label: len(one.rows) for one in answers}


@pytest.mark.parametrize("chart", SEVERAL)
def test_what_a_table_cannot_hold_is_said_and_stands_in_json(
    workspace: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], edition: store.Edition, chart: str
) -> None:
    first, *others = CHARTS[chart].make(Answers(edition), Filters()).answers
    for ending in ("csv", "parquet", "json", "zip"):
        out = tmp_path / f"x.{ending}"
        assert cli.main(["--workspace", str(workspace), "export", chart, "--out", str(out)]) == 0
        said = capsys.readouterr().out
        assert all(f"“{one.label}”" in said for one in others) is (ending in ("csv", "parquet")), said
    told = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert told["about"]["rows_are"] == first.label
    assert [(one["about"]["question"], len(one["rows"])) for one in told["others"]] == [
        (one.question, len(one.rows)) for one in others
    ]


def test_the_code_in_a_file_leads_to_the_view_it_shows(export: Export, workspace: Path) -> None:
    drawn = export("export who_met_whom", "svg", *WAR, "--actor", "FRA").read_text(encoding="utf-8")
    found = re.search(r"View ([0-9a-f]{10})", drawn)
    assert found
    page, query = views.kept(workspace, found[1]) or ("", {})
    assert page == "diplomacy"
    assert {
        "show": "analyses",
        "analysis": "who_met_whom",
        "actors": "FRA",
        "start": "2020-09-27",
    }.items() <= query.items()
    assert store.edition(workspace, query[views.EDITION])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("export", "pie_chart", "--out", "x.png"), "There is no chart “pie_chart”"),
        (("export", "overview"), "--out FILE"),
        (("export", "overview", "--out", "x.gif"), "“x.gif” does not end in one of .png"),
        (("export", "overview", "--out", "x.graphml"), "overview is no graph"),
        (("export", "overview", "--out", "x.png", "--width", "20000"), "300 to 8,000 px wide, not 20,000"),
        (("export", "overview", "--out", "x.png", "--size", "stamp"), "There is no size “stamp”"),
        (("export", "overview", "--out", "x.png", "--size", "page", "--width", "900"), "either --size or --width"),
        (("export", "who_met_whom", "--out", "x.geojson"), "has no coordinates"),
        (("export", "overview", "--out", "x.csv", "--actor", "NOBODY"), "Unknown actor “NOBODY”"),
        (("export", "overview", "--out", "x.csv", "--edition", "2001-01-01-abcdef"), "There is no edition"),
        (("brief", "--out", "x.docx"), "does not end in one of .html, .pdf"),
    ],
)
def test_what_cannot_be_written_is_refused_in_one_sentence_and_leaves_no_file(
    capsys: pytest.CaptureFixture[str], workspace: Path, tmp_path: Path, given: tuple[str, ...], said: str
) -> None:
    placed = [str(tmp_path / word) if word.startswith("x.") else word for word in given]
    assert said in refused(capsys, workspace, *placed)
    assert list(tmp_path.iterdir()) == []


def test_without_a_chrome_a_picture_is_refused_and_a_page_is_not(
    capsys: pytest.CaptureFixture[str], export: Export, workspace: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    drawing._stop()
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "no-chrome"))
    assert "Chrome or Chromium" in drawing.missing()
    line = refused(capsys, workspace, "export", "overview", "--out", str(tmp_path / "x.png"))
    assert "none was found on this machine" in line
    assert export("export overview", "html", *WAR).stat().st_size > 10**6


def test_the_list_names_every_chart(capsys: pytest.CaptureFixture[str], workspace: Path) -> None:
    assert exporting.run(workspace, argparse.Namespace(chart="list"), print) == 0
    assert capsys.readouterr().out.split() == list(CHARTS)


# --- pages that stand alone -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def alone(browser: Browser) -> Iterator[Page]:
    """Return a page of a browser that has no network."""
    context = browser.new_context(offline=True, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    yield page
    context.close()


def opened(page: Page, path: Path) -> list[str]:
    """Open a file; return what it asked of the network and what went wrong in it."""
    told: list[str] = []
    own = ("file:", "data:", "blob:")
    page.on("request", lambda one: None if one.url.startswith(own) else told.append(one.url))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(path.as_uri())
    page.evaluate("window.drawn")
    return told


def test_a_chart_as_a_page_opens_offline_and_is_alive(export: Export, alone: Page) -> None:
    assert opened(alone, export("export event_map", "html", *WAR)) == []
    assert alone.locator(".main-svg").count() > 0
    marks = alone.locator("[data-figure]").evaluate("node => node.data.filter(one => one.customdata).length")
    assert marks > 0
    with alone.expect_download() as waiting:
        alone.get_by_role("button", name="PNG of this chart").click()
    with Image.open(io.BytesIO(Path(waiting.value.path()).read_bytes())) as image:
        assert image.width == 2400


def test_a_brief_holds_charts_key_events_with_sources_method_and_citation(
    export: Export, alone: Page, edition: store.Edition
) -> None:
    assert opened(alone, export("brief", "html", *WAR, "--title", "The war of <i>2020</i>")) == []
    assert alone.title() == "The war of <i>2020</i>"
    assert alone.locator("h1 i").count() == 0
    assert alone.locator("[data-figure] .main-svg").count() >= 4
    text = alone.locator("body").inner_text()
    for wanted in ("Key events", "Method", "Sources and licences", edition.edition_id, "10 November 2020"):
        assert wanted in text
    rows = alone.locator("tbody tr")
    assert rows.count() == 30
    figures = Answers(edition).figures_of(Filters.from_query({"start": "2020-09-27", "end": "2020-11-10"}, {})[0])
    assert f"{figures['happenings']:,}" in text
    assert alone.locator("tbody a[href^='http']").count() > 30
    days = [row["day_start"] for row in store.ask_rows(edition, "key_events")]
    assert days


def test_a_brief_of_nothing_says_so(export: Export, alone: Page) -> None:
    assert opened(alone, export("brief", "html", "--start", "1950-01-01", "--end", "1950-01-02")) == []
    assert "No dated event of this selection occurred" in alone.locator("body").inner_text()


def test_a_brief_as_pdf_has_its_pages(export: Export) -> None:
    content = export("brief", "pdf", *WAR).read_bytes()
    assert content.startswith(b"%PDF-")
    assert len(content) > 10**5


def test_the_weightiest_events_are_those_of_the_rule(edition: store.Edition) -> None:
    rows = store.ask_rows(edition, "key_events")
    assert all(one["weight"] >= other["weight"] for one, other in pairwise(rows))
    assert len({row["event_id"] for row in rows}) == len(rows)
    talks = {row["event_id"]: row for row in store.ask_rows(edition, "diplomacy_timeline")}
    deadliest = max(
        (row for row in store.ask_rows(edition, "events") if row["type"] == "ASSAULT" and row["status"] == "occurred"),
        key=lambda row: row["deaths_best"] or row["deaths_low"] or 0,
    )
    weights = {row["event_id"]: row["weight"] for row in rows}
    assert weights[deadliest["event_id"]] > 5
    assert all(weights[one] >= 3 for one, row in talks.items() if row["level"] == "heads" and one in weights)
