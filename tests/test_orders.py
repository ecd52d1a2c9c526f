"""Files ordered from the menu: whatever a browser tells, nothing breaks; what is asked for comes, and is right."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import pandas as pd
import pypdf
import pytest
from every_picture import EVERY, PLAYED, WAR
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard import drawing, orders, store, words
from dashboard.answers import Answers
from dashboard.charts.looks import NARROWEST, WIDEST, Look
from dashboard.model import Filters
from dashboard.pictures import Picture

LINK = "http://localhost:8501/map?start=2020-09-27&edition=2026-01-01-abcdef"
ANY_TEXT = st.text(st.characters(), max_size=400)  # halves of signs and controls too, as JavaScript has them
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=12,
)
FORM = st.sampled_from(["csv", "json", "parquet", "sql", "zip", "geojson"])
LOOKS = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(("layout", "width", "height", "transparent", "grey", "title", "subtitle"), ANY_JSON),
)
RANGES = st.dictionaries(st.sampled_from(["xaxis", "yaxis", "xaxis2", "zaxis", ""]), ANY_JSON, max_size=3)
TOLD = st.fixed_dictionaries(
    {}, optional={"form": FORM | ANY_JSON, "look": LOOKS | ANY_JSON, "ranges": RANGES | ANY_JSON, "at": ANY_JSON}
)


@pytest.fixture(scope="module")
def answers(edition: store.Edition) -> Answers:
    return Answers(edition)


@pytest.fixture(scope="module")
def overview(answers: Answers) -> Picture:
    return EVERY["overview"](answers, WAR)


@pytest.fixture(scope="module")
def pdf(drawer: str) -> Iterator[str]:
    yield drawer
    drawing._stop()


def content(file: dict[str, Any]) -> bytes:
    assert "error" not in file, file["error"]
    return base64.b64decode(file["content"])


# --- hostile orders ---------------------------------------------------------------------------------


@given(TOLD | ANY_JSON)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_whatever_the_browser_tells_is_an_order_that_can_be_drawn_or_none(told: object) -> None:
    order = orders.Order.read(told)
    if order is None:
        return
    assert order.form in orders.FORMS
    assert NARROWEST <= order.look.layout <= 1200
    assert NARROWEST <= order.look.width <= WIDEST
    assert order.look.height is None or NARROWEST <= order.look.height <= WIDEST
    assert len(order.look.title) <= 300
    assert len(order.look.subtitle) <= 500
    (order.look.title + order.look.subtitle).encode()
    assert json.loads(json.dumps([order.look.to_browser("pdf"), dict(order.ranges)], allow_nan=False))
    assert set(order.ranges) <= {"xaxis", "yaxis", "xaxis2", "yaxis2"}


@given(told=TOLD)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_ordered_comes_as_a_file_or_as_one_sentence(
    overview: Picture, answers: Answers, told: dict[str, Any]
) -> None:
    if told.get("form") == "pdf":
        told["form"] = "zip"
    file = orders.delivered(overview, answers, told, LINK, "karabakh_overview")
    json.dumps(file, allow_nan=False).encode()
    if "error" in file:
        assert re.fullmatch(r"[A-Z“][^\n]{10,300}\.", file["error"])
    else:
        assert file["name"] == f"karabakh_overview.{told['form']}"
        assert base64.b64decode(file["content"])


@pytest.mark.parametrize("told", [None, [], "zip", 3, {}, {"form": "exe"}, {"form": ["zip"]}, {"form": {"zip": 1}}])
def test_what_is_no_order_is_told_so(overview: Picture, answers: Answers, told: object) -> None:
    file = orders.delivered(overview, answers, told, LINK, "x")
    assert file == {"at": None, "error": "This file is not known; reload the page."}


@pytest.mark.parametrize(
    ("size", "wanted"), [({"width": 5}, 2400), ({"width": 10**9}, 2400), ({"width": True}, 2400), ({"width": 900}, 900)]
)
def test_a_size_that_cannot_be_drawn_is_the_usual(size: dict[str, object], wanted: int) -> None:
    order = orders.Order.read({"form": "pdf", "look": size | {"layout": 1}})
    assert order
    assert (order.look.width, order.look.layout) == (wanted, 1200)


def test_words_keep_every_sign_but_those_that_no_file_holds() -> None:
    order = orders.Order.read({"form": "pdf", "look": {"title": " Ա<b>ə\x00\ud800 &\n“x” 🕊 "}})
    assert order
    assert order.look.title == "Ա<b>ə  & “x” 🕊"


# --- each form of each picture ----------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
def test_every_form_that_a_chart_offers_is_a_valid_file_with_its_rows(answers: Answers, name: str) -> None:
    picture = EVERY[name](answers, WAR)
    offered = dict(orders.forms_of(picture))
    assert {"zip", "csv", "json", "parquet", "sql"} <= set(offered)
    assert ("geojson" in offered) == ({"lon", "lat"} <= set(picture.answers[0].rows))
    assert ("pdf" in offered) == (name not in PLAYED)
    stem = words.file_name(picture.name, WAR, answers.edition.edition_id)
    assert re.fullmatch(r"karabakh_[a-z0-9_.-]+-filtered", stem)
    panels = [one.rows for one in picture.answers if one.question == picture.answers[0].question]
    held = sum(map(len, panels))
    for form in set(offered) - {"pdf"}:
        file = orders.delivered(picture, answers, {"form": form, "at": 7}, LINK, stem)
        assert (file["at"], file["name"], file["type"]) == (7, f"{stem}.{form}", orders.FORMS[form][1])
        made = content(file)
        one_table = form in ("csv", "parquet", "geojson")
        for other in (one for one in picture.answers if one.question != picture.answers[0].question):
            assert (f"“{other.label}”" in file["left_out"]) is one_table
        if form == "csv":
            assert len(pd.read_csv(io.BytesIO(made))) == held
        elif form == "json":
            assert len(json.loads(made)["rows"]) == held
        elif form == "parquet":
            assert len(pd.read_parquet(io.BytesIO(made))) == held
        elif form == "geojson":
            placed = sum(len(rows[["lon", "lat"]].dropna()) for rows in panels)
            read = gpd.read_file(io.BytesIO(made))
            assert len(read) == placed
            assert read.crs.to_epsg() == 4326
        elif form == "sql":
            assert made.decode().count("-- question: ") == len(picture.answers)
        else:
            with zipfile.ZipFile(io.BytesIO(made)) as zipped:
                assert zipped.testzip() is None
                assert {path.split("/")[0] for path in zipped.namelist()} == {stem}
                said = zipped.read(f"{stem}/README.md").decode()
                assert LINK in said.replace("\\", "")
                assert LINK in zipped.read(f"{stem}/CITATION.cff").decode()


@pytest.mark.parametrize("name", ["network: wars", "comparison", "map of four dates"])
def test_panels_of_nothing_are_files_without_rows(answers: Answers, name: str) -> None:
    picture = EVERY[name](answers, Filters(actors=("ABW",), places=("none",)))
    for form in ("csv", "json", "parquet"):
        made = content(orders.delivered(picture, answers, {"form": form, "at": 7}, LINK, "x"))
        if form == "json":
            assert json.loads(made)["rows"] == []
            assert len(json.loads(made)["about"]["parameters"]) == len(picture.answers)
        else:
            rows = (pd.read_csv if form == "csv" else pd.read_parquet)(io.BytesIO(made))
            assert (len(rows), list(rows.columns)[-1]) == (0, "panel")


@pytest.mark.parametrize("name", PLAYED)
def test_what_a_chart_does_not_offer_is_not_given(answers: Answers, name: str) -> None:
    file = orders.delivered(EVERY[name](answers, WAR), answers, {"form": "pdf", "at": 1}, LINK, "x")
    assert file == {"at": 1, "error": "This file is not known; reload the page."}


@pytest.mark.usefixtures("pdf")
def test_a_pdf_bears_the_words_and_the_stretch_of_the_order(overview: Picture, answers: Answers) -> None:
    told = {
        "form": "pdf",
        "look": {"layout": 1200, "width": 1920, "height": 1080, "title": "Own title", "subtitle": "Own subtitle"},
        "ranges": {"xaxis": ["2020-10-01", "2020-10-31"]},
        "at": 1,
    }
    (page,) = pypdf.PdfReader(io.BytesIO(content(orders.delivered(overview, answers, told, LINK, "x")))).pages
    said = " ".join(page.extract_text().split())
    assert "Own title" in said
    assert "Own subtitle" in said
    assert "Sept 2020" not in said.split("Own title")[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == (1440, 810)


@pytest.mark.usefixtures("pdf")
def test_without_chrome_a_pdf_is_a_sentence_and_rows_come_all_the_same(
    overview: Picture, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing._stop()
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chrome")
    told = orders.delivered(overview, answers, {"form": "pdf", "at": 1}, LINK, "x")
    assert told["error"].startswith("PDF files are drawn by Chrome or Chromium, and none was found")
    assert content(orders.delivered(overview, answers, {"form": "csv", "at": 1}, LINK, "x"))


def test_files_are_titled_as_the_reader_says(overview: Picture, answers: Answers) -> None:
    caption = overview.figure.layout.meta["caption"]
    assert orders.about(overview, answers, Look(), LINK).title == caption["title"]
    said = orders.about(overview, answers, Look(title="Mine"), LINK)
    assert (said.title, said.filters, said.link) == ("Mine", caption["filters"], LINK)
