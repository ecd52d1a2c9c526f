"""Files for a paper: what was answered comes back from each of them, but for rows that may not be passed on."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import build, importers, saving, store
from dashboard.model import Filters
from dashboard.pictures.analyses import ANALYSES
from dashboard.pictures.ties import QUESTIONS
from dashboard.saving import About, Answer, columns

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "tests" / "samples"
FILES = {
    "ucdp_ged": SAMPLES / "ucdp" / "GEDEvent_v26_1.csv",
    "acled": SAMPLES / "acled" / "2020-01-01-2024-06-01-Armenia-Azerbaijan.csv",
    "pax": SAMPLES / "pax" / "pax_all_agreements_v8.csv",
    "gdelt": SAMPLES / "gdelt",
}
OF_ALL = Filters(datasets=("curated", "coded", *FILES))
GIVEN: dict[str, object] = {"grain": "month", "window": 3}
DAY = date(2026, 11, 23)
FORMULA = '=HYPERLINK("http://x.test";"a")'
TEXTS = ("Ստեփանակերտ «Արցախ»", "Нагорный Карабах", 'O\'Neill said "no"; -- $start', "two\nlines, and\r\nmore", FORMULA)

#: Questions of which a page takes names or single figures, but draws no chart and shows no table.
NO_CHART = {"actors", "datasets", "places", "sources_of_selection", "key_figures", "media_figures"}


def asked() -> list[str]:
    """Return the questions that stand behind a chart or a table of a page, as the pages name them."""
    pages = [path.read_text("utf-8") for path in sorted((ROOT / "dashboard").rglob("*.py"))]
    named = {one for text in pages for one in re.findall(r"\b(?:answer|ask)\(\s*\"(\w+)\"", text)}
    return sorted((named | {"events"} | set(ANALYSES) | set(QUESTIONS.values())) - NO_CHART)


def answered(edition: store.Edition, question: str, chosen: Filters | None = None, **given: object) -> Answer:
    filters = chosen or Filters()
    extra = {name: value for name, value in GIVEN.items() if name in store.parameters(question)} | given
    return Answer(question, filters, extra, store.ask(edition, question, filters, **extra), f"Rows of {question}")


def about_of(edition: store.Edition, **changes: Any) -> About:
    told = store.ask(edition, "datasets").to_dict("records")
    datasets = [{str(key): value for key, value in one.items()} for one in told]
    about = About("Where it happened", "All dates · all actors", "n = 3", "A note.", edition.edition_id, DAY, datasets)
    return replace(about, **changes)


def dataset(name: str, **changes: Any) -> dict[str, Any]:
    told = {"title": f"The {name}", "short": name, "licence": "CC BY 4.0", "citation": "", "version": "1", "url": ""}
    return {"dataset": name, "may_redistribute": True} | told | changes


def ours(rows: pd.DataFrame, *datasets: Mapping[str, Any], **changes: Any) -> tuple[Answer, About]:
    """Return rows of our own making as if ``event_map`` had answered them."""
    told = datasets or (dataset("curated", licence=None, citation=None, version=float("nan")),)
    about = About("A title", "All dates", "n = 1", "", "2026-11-23-abcdef", DAY, told, version="0.1.0")
    return Answer("event_map", Filters(), {}, rows, "Our rows"), replace(about, **changes)


def moments(*told: str) -> pd.Series[pd.Timestamp]:
    return pd.Series([pd.Timestamp(one) if one else pd.NaT for one in told], dtype="datetime64[us]")


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """Return rows with everything that a cell can hold."""
    number = len(TEXTS)
    return pd.DataFrame({
        "told_by": ["own"] * number,
        "place": list(TEXTS),
        "lon": [46.75, np.nan, 45.0, -0.5, 46.0],
        "lat": [39.8, 40.0, 40.1, 51.5, np.nan],
        "deaths_best": pd.array([1, None, -3, 0, None], dtype="Int32"),
        "share": [0.1, np.nan, 1 / 3, -2.5, float("inf")],
        "first_day": moments("2020-09-27", "", "1988-02-20", "2020-11-10", "2023-09-19"),
        "in_force_at": moments("2020-10-18", "", "2020-10-10 12:00", "2020-10-26 08:00", ""),
        "event_ids": [np.array(["a", "b'c"], dtype=object), np.array([], dtype=object), ["x"], [], [FORMULA]],
        "sources": [[{"outlet": TEXTS[0], "url": None}], [], [], [], []],
        "note": [None, None, None, None, None],
        "counted": [True, False, True, True, False],
    })  # fmt: skip


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> store.Edition:
    """Return an edition with four datasets beside the bundled data."""
    folder = tmp_path_factory.mktemp("held")
    for name, path in FILES.items():
        prospect = importers.look(name, [path], tmp_path_factory.mktemp(name))
        importers.keep(folder, prospect, importers.summary(prospect))
    build.build_edition(folder)
    found = store.edition(folder)
    assert found
    return found


def plain(value: Any) -> Any:
    """Return a cell of a frame as JSON has it, read without the room that is tested."""
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if value is None or pd.isna(value) or value in (float("inf"), float("-inf")):
        return None
    if isinstance(value, datetime):
        return value.isoformat() if value.time() != datetime.min.time() else value.date().isoformat()
    return value.item() if isinstance(value, np.generic) else value.isoformat() if isinstance(value, date) else value


def listed(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain cells; the midnight of a truce is an hour, other midnights are days."""
    hours = set(rows.columns) & {"in_force_at", "breach_from", "breach_to"}
    made = [{str(name): plain(value) for name, value in row.items()} for row in rows.to_dict("records")]
    for row in made:
        row |= {name: f"{row[name]}T00:00:00" for name in hours if row[name] and "T" not in row[name]}
    return made


def cells(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def files_of(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as zipped:
        assert zipped.testzip() is None
        return {Path(name).name: zipped.read(name) for name in zipped.namelist()}


@pytest.mark.parametrize("question", asked())
def test_every_answer_comes_back_from_each_file_as_it_was(held: store.Edition, question: str) -> None:
    answer, about = answered(held, question, OF_ALL.with_(datasets=("curated", "coded", "gdelt"))), about_of(held)
    expected = listed(answer.rows)
    assert expected
    assert json.loads(saving.json(answer, about))["rows"] == expected
    table = pq.read_table(io.BytesIO(saving.parquet(answer, about)))
    assert listed(pd.DataFrame(table.to_pylist(), columns=table.column_names, dtype=object)) == expected
    back = pd.read_csv(io.BytesIO(saving.csv(answer, about)))
    assert list(back.columns) == list(answer.rows.columns)
    assert len(back) == len(expected)
    for name in answer.rows.select_dtypes("number"):
        pd.testing.assert_series_equal(
            back[name].astype(float), answer.rows[name].astype(float), rtol=0, atol=0, check_index=False
        )
    if saving.has_places(answer):
        read = gpd.read_file(io.BytesIO(saving.geojson(answer, about)))
        placed = answer.rows.dropna(subset=["lon", "lat"])
        assert read.crs.to_epsg() == 4326
        assert list(read.geometry.x) == pytest.approx(list(placed["lon"]))
        assert list(read.geometry.y) == pytest.approx(list(placed["lat"]))


def test_csv_opens_in_excel_and_in_pandas_with_every_letter(frame: pd.DataFrame) -> None:
    file = saving.csv(*ours(frame))
    assert file.startswith(b"\xef\xbb\xbf")
    assert file.decode().count(TEXTS[0]) == 2  # in a list too
    assert list(pd.read_csv(io.BytesIO(file))["place"]) == [*TEXTS[:-1], f"'{FORMULA}"]
    first, second = cells(file)[:2]
    assert json.loads(first["event_ids"]) == ["a", "b'c"]
    assert json.loads(first["sources"]) == [{"outlet": TEXTS[0], "url": None}]
    assert (first["first_day"], first["in_force_at"]) == ("2020-09-27", "2020-10-18T00:00:00")
    assert [second[name] for name in ("deaths_best", "share", "first_day", "lon", "note")] == [""] * 5
    assert (second["event_ids"], second["counted"]) == ("[]", "false")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "\ufeff=", "＝"])
def test_text_that_a_spreadsheet_would_run_is_text_in_csv_and_as_it_stood_elsewhere(sign: str) -> None:
    text = f"{sign}1+1"
    given = ours(pd.DataFrame({"told_by": ["own"], "place": [text], "deaths": [-1], "share": [-0.5]}))
    assert cells(saving.csv(*given)) == [{"told_by": "own", "place": f"'{text}", "deaths": "-1", "share": "-0.5"}]
    assert json.loads(saving.json(*given))["rows"][0]["place"] == text
    assert pq.read_table(io.BytesIO(saving.parquet(*given)))["place"].to_pylist() == [text]
    readme = files_of(saving.archive("x", [given[0]], given[1]))["README.md"].decode()
    assert "apostrophe" in readme


@pytest.mark.parametrize("text", ["a=b", "2020-09-27", "'quoted'", "", "Ստեփանակերտ", "1-2"])
def test_other_text_is_left_alone(text: str) -> None:
    given = ours(pd.DataFrame({"told_by": ["own"], "place": [text]}))
    assert cells(saving.csv(*given))[0]["place"] == text


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_comes_back_and_none_is_run(one: str, other: str) -> None:
    made = ours(pd.DataFrame({"told_by": ["own", "own"], "place": [one, other], "note": [[other], [one]]}))
    table = pq.read_table(io.BytesIO(saving.parquet(*made)))
    assert table["place"].to_pylist() == [one, other]
    assert [row["place"] for row in json.loads(saving.json(*made))["rows"]] == [one, other]
    for row, text, within in zip(cells(saving.csv(*made)), (one, other), (other, one), strict=True):
        assert row["place"] in (text, f"'{text}")
        assert not row["place"].lstrip().startswith(("=", "+", "-", "@"))
        assert json.loads(row["note"]) == [within]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_name_and_citation_make_valid_citations(title: str, citation: str) -> None:
    told = dataset("generic:mine", title=title, citation=citation)
    answer, about = ours(pd.DataFrame({"told_by": ["generic:mine"]}), told, title=title)
    assert list(read_bibtex(saving.bibtex([answer], about))) == ["karabakh_timeline", "generic_mine"]
    heed_the_rules_of_cff(yaml.safe_load(saving.cff([answer], about)))


def test_json_says_what_it_holds_and_has_null_for_nothing(frame: pd.DataFrame) -> None:
    answer, about = ours(frame, link="http://localhost:8501/map?actors=ARM", note="How to read it.")
    answer = replace(answer, chosen=Filters(actors=("ARM",)), given={"grain": "month"})
    file = saving.json(answer, about)
    assert TEXTS[0] in file.decode()
    held = json.loads(file, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))
    assert held["rows"] == listed(frame)
    told = held["about"]
    assert told == saving.head(answer, about)
    wanted = {"title": "A title", "filters": "All dates", "n": "n = 1", "rows": 5, "left_out": [], "made": "2026-11-23"}
    assert wanted.items() <= told.items()
    assert told["parameters"] == {"actors": "ARM", "grain": "month"}
    assert (told["edition"], told["software"]) == ("2026-11-23-abcdef", "karabakh-timeline 0.1.0")
    assert (told["link"], told["note"], told["question"]) == (about.link, about.note, "event_map")
    assert [(one["dataset"], one["licence"]) for one in told["datasets"]] == [("curated", "CC BY 4.0")]


def test_parquet_keeps_types_and_says_what_it_holds(frame: pd.DataFrame) -> None:
    given = ours(frame)
    table = pq.read_table(io.BytesIO(saving.parquet(*given)))
    kinds = {"deaths_best": "int32", "share": "double", "first_day": "date32[day]", "counted": "bool", "note": "string"}
    assert {name: str(table.schema.field(name).type) for name in kinds} == kinds
    assert pa.types.is_timestamp(table.schema.field("in_force_at").type)
    assert table.schema.field("event_ids").type == pa.list_(pa.string())
    assert table.schema.field("sources").type == pa.list_(pa.struct({"outlet": pa.string(), "url": pa.string()}))
    assert table["deaths_best"].null_count == 2
    assert json.loads(table.schema.metadata[b"about"]) == saving.head(*given)


def test_parquet_opens_in_duckdb_and_in_pandas(frame: pd.DataFrame, tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    path.write_bytes(saving.parquet(*ours(frame)))
    told = duckdb.execute("select place, first_day, event_ids from read_parquet(?)", [str(path)]).fetchall()
    assert told[0] == (TEXTS[0], date(2020, 9, 27), ["a", "b'c"])
    assert list(pd.read_parquet(path)["place"]) == list(TEXTS)


def test_geojson_follows_its_rfc_and_counts_what_has_no_point(frame: pd.DataFrame) -> None:
    file = json.loads(saving.geojson(*ours(frame)))
    assert file["type"] == "FeatureCollection"
    assert "crs" not in file
    assert file["about"] == saving.head(*ours(frame)) | {"rows_without_a_point": 2}
    assert [one["geometry"] for one in file["features"]] == [
        {"type": "Point", "coordinates": [lon, lat]} for lon, lat in ((46.75, 39.8), (45.0, 40.1), (-0.5, 51.5))
    ]
    kept = frame.dropna(subset=["lon", "lat"]).drop(columns=["lon", "lat"])
    assert [one["properties"] for one in file["features"]] == listed(kept)


def test_geojson_without_coordinates_is_refused_in_one_sentence(frame: pd.DataFrame) -> None:
    answer, about = ours(frame.drop(columns="lat"))
    assert not saving.has_places(answer)
    with pytest.raises(saving.SavingError, match=r"^“Our rows” has no coordinates[^.]*\.$"):
        saving.geojson(answer, about)
    assert not [name for name in files_of(saving.archive("x", [answer], about)) if name.endswith("geojson")]


@pytest.mark.parametrize("column", ["dataset", "told_by"])
def test_rows_that_may_not_be_passed_on_are_in_no_file_and_every_file_says_so(column: str) -> None:
    whose = ["own" if column == "told_by" else "curated", "shut", "open", "shut", "unknown"]
    rows = pd.DataFrame({column: whose, "place": list("abcde"), "lon": [46.0] * 5, "lat": [40.0] * 5})
    told = [dataset("curated"), dataset("open"), dataset("shut", may_redistribute=False, licence="Not to be shared")]
    answer, about = ours(rows, *told)
    kept, counts = saving.permitted(rows, told)
    assert list(kept["place"]) == ["a", "c"]
    assert counts == {"shut": 2, "unknown": 1}
    said = [
        "2 rows of shut are left out, for rows of this dataset may not be passed on (Not to be shared).",
        "1 row of unknown is left out, for rows of this dataset may not be passed on (terms not known).",
    ]
    assert saving.left_out(counts, told, len(kept)) == said
    files = files_of(saving.archive("x", [answer], about))
    assert [row["place"] for row in cells(files["event_map.csv"])] == ["a", "c"]
    table = pq.read_table(io.BytesIO(files["event_map.parquet"]))
    assert table["place"].to_pylist() == ["a", "c"]
    collection, records = json.loads(files["event_map.geojson"]), json.loads(saving.json(answer, about))
    assert [one["properties"]["place"] for one in collection["features"]] == ["a", "c"]
    assert [one["place"] for one in records["rows"]] == ["a", "c"]
    for head in (json.loads(table.schema.metadata[b"about"]), collection["about"], records["about"]):
        assert head["left_out"] == said
        assert head["rows"] == 2
        assert {one["dataset"]: one["rows_left_out"] for one in head["datasets"]}["shut"] == 2
    assert " ".join(said) in files["README.md"].decode()
    assert "| The shut | 1 | Not to be shared | 2 | not stated |" in files["README.md"].decode()


def test_files_without_a_row_left_are_valid_and_say_so() -> None:
    rows = pd.DataFrame({"dataset": ["shut"], "place": ["a"], "lon": [46.0], "lat": [40.0], "event_ids": [["x"]]})
    answer, about = ours(rows, dataset("shut", may_redistribute=False))
    files = files_of(saving.archive("x", [answer], about))
    assert cells(files["event_map.csv"]) == []
    assert pd.read_csv(io.BytesIO(files["event_map.csv"])).columns.tolist() == list(rows.columns)
    assert pq.read_table(io.BytesIO(files["event_map.parquet"])).num_rows == 0
    assert gpd.read_file(io.BytesIO(files["event_map.geojson"])).empty
    assert json.loads(saving.json(answer, about))["rows"] == []
    assert json.loads(saving.json(answer, about))["about"]["left_out"][-1] == "No row is left."
    assert "No row is left." in files["README.md"].decode()


@pytest.mark.parametrize("question", asked())
def test_an_answer_without_rows_gives_valid_files(edition: store.Edition, question: str) -> None:
    answer, about = answered(edition, question, Filters(date(1901, 1, 1), date(1901, 1, 2))), about_of(edition)
    assert answer.rows.empty
    files = files_of(saving.archive("x", [answer], about))
    assert list(pd.read_csv(io.BytesIO(files[f"{question}.csv"])).columns) == list(answer.rows.columns)
    table = pq.read_table(io.BytesIO(files[f"{question}.parquet"]))
    assert (table.num_rows, table.column_names) == (0, list(answer.rows.columns))
    assert json.loads(saving.json(answer, about))["rows"] == []
    assert "references" not in yaml.safe_load(files["CITATION.cff"])


def test_an_answer_that_names_no_dataset_tells_imported_rows_by_their_ids(held: store.Edition) -> None:
    answer, about = answered(held, "days_of_events", OF_ALL), about_of(held)
    assert any(one.startswith("acled:") for one in answer.rows["event_id"])
    kept, counts = saving.permitted(answer.rows, about.datasets)
    assert not [one for one in kept["event_id"] if one.startswith(("acled:", "pax:"))]
    assert [one for one in kept["event_id"] if one.startswith("ucdp_ged:")]
    assert counts == {name: int(answer.rows["event_id"].str.startswith(f"{name}:").sum()) for name in ("acled", "pax")}


@pytest.mark.parametrize("question", asked())
def test_no_row_of_acled_or_pax_leaves_in_any_file(held: store.Edition, question: str) -> None:
    answer, about = answered(held, question, OF_ALL), about_of(held)
    files = files_of(saving.archive("x", [answer], about))
    found = [
        *cells(files[f"{question}.csv"]),
        *pq.read_table(io.BytesIO(files[f"{question}.parquet"])).to_pylist(),
        *json.loads(saving.json(answer, about))["rows"],
        *(one["properties"] for one in json.loads(files.get(f"{question}.geojson", b'{"features": []}'))["features"]),
    ]
    assert found
    assert [one for one in found if re.search(r"\b(acled|pax):|'(acled|pax)'", repr([*one.values()]))] == []


@pytest.mark.parametrize("question", asked())
def test_the_sql_runs_as_it_stands_and_gives_the_same_rows(held: store.Edition, tmp_path: Path, question: str) -> None:
    copied = shutil.copy(held.path, tmp_path / "copy.duckdb")
    narrow = Filters(date(1992, 1, 1), date(2022, 12, 31), ("ARM", "AZE"), datasets=("curated", "gdelt", "acled"))
    with duckdb.connect(str(copied), read_only=True) as alone:
        for chosen in (Filters(), OF_ALL, narrow):
            answer = answered(held, question, chosen)
            text = saving.sql(answer, held.edition_id)
            assert "$" not in re.sub(r"--.*", "", text)
            assert listed(alone.execute(text).df()) == listed(answer.rows)


def test_the_sql_opens_with_question_edition_and_parameters(edition: store.Edition) -> None:
    chosen = Filters(start=date(2020, 9, 27), actors=("ARM", "o'neill"))
    text = saving.sql(answered(edition, "map_over_time", chosen, grain="week"), edition.edition_id)
    comment = text.split("\n\n")[0].splitlines()
    assert all(line.startswith("-- ") for line in comment)
    assert comment[0] == "-- question: map_over_time (queries/map_over_time.sql)"
    assert comment[1] == f"-- edition: {edition.edition_id}"
    for line in ("start = date '2020-09-27'", "end = null", "grain = 'week'", "window = 3", "tracks = []::varchar[]"):
        assert f"-- {line}" in comment
    assert "-- actors = ['ARM', 'o''neill']::varchar[]" in comment


@pytest.mark.parametrize("odd", ["O'Neill", 'a "quoted" one', "'; drop table events; --", "x -- $start", "a\nb\r\n'c"])
def test_ids_with_quotes_select_the_same_rows_in_the_sql(edition: store.Edition, tmp_path: Path, odd: str) -> None:
    path = Path(shutil.copy(edition.path, tmp_path / "odd.duckdb"))
    with duckdb.connect(str(path)) as alone:
        alone.execute("update events set event_id = ? where event_id = '2020-10-08-geneva-bayramov-co-chairs'", [odd])
        for table, column in (("event_actors", "actor_id"), ("members", "actor_id"), ("members", "member_id")):
            alone.execute(f"update {table} set {column} = ? where {column} = 'FRA'", [odd])  # noqa: S608
    other = store.Edition("odd", path)
    for answer in (
        answered(other, "days_of_events", Filters(actors=(odd,))),
        answered(other, "around_event", event_id=odd),
    ):
        assert len(answer.rows)
        with duckdb.connect(str(shutil.copy(path, tmp_path / "copy.duckdb")), read_only=True) as alone:
            assert listed(alone.execute(saving.sql(answer, "odd")).df()) == listed(answer.rows)


def test_sql_with_a_parameter_missing_is_refused(edition: store.Edition) -> None:
    answer = replace(answered(edition, "map_over_time"), given={"grain": "week"})
    with pytest.raises(saving.SavingError, match="without window"):
        saving.sql(answer, edition.edition_id)


def test_the_archive_is_one_folder_and_equal_answers_give_equal_bytes(held: store.Edition) -> None:
    def packed() -> bytes:
        asked = [answered(held, one, OF_ALL) for one in ("event_map", "media_map", "talk_profile", "talk_profile")]
        return saving.archive("karabakh_event-map", asked, about_of(held))

    first = packed()
    assert packed() == first
    with zipfile.ZipFile(io.BytesIO(first)) as zipped:
        names = zipped.namelist()
        assert {one.date_time for one in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names == sorted(names)
    assert {Path(name).parts[0] for name in names} == {"karabakh_event-map"}
    rows = [f"{stem}.{end}" for stem in ("event_map", "media_map") for end in ("csv", "geojson", "parquet", "sql")]
    rows += [f"talk_profile-{number}.{end}" for number in (1, 2) for end in ("csv", "parquet", "sql")]
    assert {Path(name).name for name in names} == {*rows, "README.md", "CITATION.cff", "citation.bib"}


def test_the_readme_tells_files_columns_datasets_and_terms(held: store.Edition) -> None:
    asked = [answered(held, "event_map", OF_ALL), answered(held, "media_map", OF_ALL)]
    about = about_of(held, link="http://localhost:8501/map?start=2020-09-27", title="A [title]\n| of ![mine](http://x)")
    text = files_of(saving.archive("x", asked, about))["README.md"].decode()
    assert text.startswith("# A \\[title\\] \\| of !\\[mine\\](http://x)\n")
    wanted = [
        about.filters, about.count, held.edition_id, "23 November 2026", f"karabakh-timeline {about.version}",
        about.link, f"Edition {held.edition_id}. Data CC BY 4.0.", "CITATION.cff", "citation.bib", "A note.",
        "imply no endorsement", "claim of whoever makes it", "approximate", "both names",
    ]  # fmt: skip
    assert [one for one in wanted if one not in text] == []
    for answer in asked:
        kept, _ = saving.permitted(answer.rows, about.datasets)
        assert (
            f"| `{answer.question}.csv` | {len(kept):,} | Rows of {answer.question.replace('_', chr(92) + '_')} |"
            in text
        )
        points = len(kept.dropna(subset=["lon", "lat"]))
        assert f"| `{answer.question}.geojson` | {points:,} |" in text
    for name in {*asked[0].rows.columns, *asked[1].rows.columns}:
        assert f"\n| `{name}` | " in text
    assert "Not described" not in text
    for one in about.datasets:
        assert f"\n| {one['title']} | " in text
        if isinstance(one["citation"], str):
            assert one["citation"] in text
            assert f" | {one['licence']} | " in text


def test_a_column_that_nobody_described_says_so(frame: pd.DataFrame) -> None:
    answer, about = ours(frame.assign(odd=1))
    assert "| `odd` | Not described." in files_of(saving.archive("x", [answer], about))["README.md"].decode()


#: The rules of https://citation-file-format.github.io/1.2.0/schema for what these files use.
REFERENCE = {"type", "title", "authors", "year", "version", "license", "doi", "url", "notes", "date-accessed"}
WHOLE = {
    "cff-version", "message", "type", "title", "authors", "version", "date-released", "license", "url",
    "preferred-citation", "references",
}  # fmt: skip


def heed_the_rules_of_cff(file: Mapping[str, Any]) -> None:
    assert set(file) <= WHOLE
    assert {"cff-version", "message", "title", "authors"} <= set(file)
    assert (file["cff-version"], file["type"]) == ("1.2.0", "dataset")
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", file["date-released"])
    references = file.get("references", [file["preferred-citation"]])
    assert references
    assert all(references.count(one) == 1 for one in references)
    for one in (file, file["preferred-citation"], *references):
        assert one is file or (set(one) <= REFERENCE and {"type", "title", "authors"} <= set(one))
        assert one["type"] in {"dataset", "data"}
        assert one["authors"]
        for author in one["authors"]:
            assert set(author) in ({"name"}, {"family-names", "given-names"})
            assert all(isinstance(name, str) and name for name in author.values())
        assert all(isinstance(one[key], str) and one[key] for key in ("title", "version", "notes") if key in one)
        assert isinstance(one.get("year", 2026), int)
        assert one.get("license", "CC-BY-4.0") in {"CC-BY-4.0", "CC-BY-NC-SA-4.0"}
        assert re.fullmatch(r"(https|http|ftp|sftp)://\S+", one.get("url", "https://x.test"))
        assert re.fullmatch(r"10\.\d{4,9}(\.\d+)?/[A-Za-z0-9:/_;\-.()\[\]\\]+", one.get("doi", "10.1234/x"))


def test_citation_cff_names_the_edition_and_each_dataset_whose_rows_are_there(held: store.Edition) -> None:
    about = about_of(held, link="https://localhost:8501/map?actors=ARM,AZE")
    text = saving.cff([answered(held, "event_map", OF_ALL)], about)
    file = yaml.safe_load(text)
    heed_the_rules_of_cff(file)
    assert file["version"] == file["preferred-citation"]["version"] == held.edition_id
    assert file["url"] == about.link
    assert file["date-released"] == held.edition_id[:10]
    assert file["preferred-citation"]["date-accessed"] == "2026-11-23"
    by_doi = {one.get("doi"): one for one in file["references"]}
    ucdp = by_doi["10.1177/0022343313484347"]
    assert ucdp["authors"] == [
        {"family-names": "Sundberg", "given-names": "R."},
        {"family-names": "Melander", "given-names": "E."},
    ]
    assert (ucdp["title"], ucdp["year"]) == ("Introducing the UCDP Georeferenced Event Dataset", 2013)
    assert (ucdp["version"], ucdp["license"]) == ("26.1", "CC-BY-4.0")
    assert "Its rows are left out" in by_doi["10.1057/s41599-023-01559-4"]["notes"]
    assert len(file["references"]) == 5  # fact base, articles, UCDP, ACLED and PA-X; GDELT is not on this map


@pytest.mark.parametrize(
    ("question", "chosen", "titles"),
    [
        ("media_map", OF_ALL, {"GDELT: Global Data on Events, Location and Tone"}),
        ("talks_per_year", Filters(datasets=("curated",)), {"karabakh-timeline: curated fact base"}),
        ("events", Filters(datasets=("ucdp_ged",)), {"Introducing the UCDP Georeferenced Event Dataset"}),
        ("events", Filters(datasets=("coded",)), {"karabakh-timeline: coded from articles"}),
    ],
)
def test_only_datasets_whose_rows_are_there_are_cited(
    held: store.Edition, question: str, chosen: Filters, titles: set[str]
) -> None:
    asked, about = [answered(held, question, chosen)], about_of(held)
    assert {one["title"] for one in yaml.safe_load(saving.cff(asked, about))["references"]} == titles
    assert len(read_bibtex(saving.bibtex(asked, about))) == 1 + len(titles)


def read_bibtex(text: str) -> dict[str, dict[str, str]]:
    """Return the entries of a BibTeX file, decoded as LaTeX prints them."""
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    assert all(entry.entry_type == "misc" for entry in library.entries)
    return {
        entry.key: {field.key: str(field.value).removeprefix("{").removesuffix("}") for field in entry.fields}
        for entry in library.entries
    }


def test_bibtex_names_the_tool_and_each_dataset(held: store.Edition) -> None:
    found = read_bibtex(saving.bibtex([answered(held, "events", OF_ALL)], about_of(held)))
    assert set(found) == {
        "karabakh_timeline", "karabakh_timeline_curated", "karabakh_timeline_coded", "acled", "pax", "ucdp_ged",
    }  # fmt: skip
    assert found["karabakh_timeline"]["version"] == held.edition_id
    assert held.edition_id in found["karabakh_timeline"]["note"]
    pax = found["pax"]
    assert pax["author"] == "Bell, C. and Badanjak, S."
    assert (pax["year"], pax["doi"]) == ("2019", "10.1177/0022343318819123")
    assert pax["title"] == "Introducing PA-X: A new peace agreement database and dataset"
    assert pax["howpublished"] == "Journal of Peace Research 56(3), 452-466"
    assert "Bell, C. & Badanjak, S. (2019)." in pax["annote"]


def test_bibtex_takes_every_sign_and_gives_each_entry_a_key_of_its_own() -> None:
    title = r"50 % of {A} & B_C #1 $x$ ~y^2 \end} „Արցախ“ @misc{x, Карабах"
    told = [
        dataset("generic:Мой", title=title),
        dataset("generic:Твой", title="Two"),
        dataset("generic:!", title="Three"),
    ]
    rows = pd.DataFrame({"dataset": [one["dataset"] for one in told]})
    answer, about = ours(rows, *told, title="100 % {")
    text = saving.bibtex([answer], about)
    found = read_bibtex(text)
    assert list(found) == ["karabakh_timeline", "generic", "generic_2", "generic_3"]
    assert r"50 \% of \textbraceleft{}A\textbraceright{} \& B\_C \#1 \$x\$" in text
    decoded = re.sub(r"[{}]", "", title).replace("^", "ˆ")  # the decoder of the test knows no braces
    assert found["generic"]["title"] == decoded
    assert found["generic"]["author"] == decoded
    assert found["karabakh_timeline"]["annote"].startswith("100 % .")
    heed_the_rules_of_cff(yaml.safe_load(saving.cff([answer], about)))


@pytest.mark.parametrize(
    ("citation", "authors"),
    [
        ("O'Brien, S. P., van der Berg, J.-P. & Åkesson, Ö. (2020). A title. A journal, doi:10.1234/x.", 3),
        ("ACLED (2024). A title. Somewhere.", 1),
        ("Smith and others, in a book of theirs", 1),
        ("", 1),
    ],
)
def test_a_citation_of_any_form_makes_a_valid_reference(citation: str, authors: int) -> None:
    told = dataset("generic:mine", citation=citation, url="see our page", version="", licence=None)
    answer, about = ours(pd.DataFrame({"told_by": ["generic:mine"]}), told, edition_id="made-by-hand")
    file = yaml.safe_load(saving.cff([answer], about))
    heed_the_rules_of_cff(file)
    (reference,) = file["references"]
    assert len(reference["authors"]) == authors
    assert ("family-names" in reference["authors"][0]) == (authors > 1)
    assert citation in reference["notes"]
    assert file["date-released"] == "2026-11-23"
    entry = read_bibtex(saving.bibtex([answer], about))["generic_mine"]
    assert citation in entry.get("annote", "")


def test_every_column_behind_a_chart_or_table_has_a_meaning_and_no_other_has(held: store.Edition) -> None:
    questions = asked()
    assert {"event_map", "events", "reports", "ceasefires", "state_network", "talk_venues"} <= set(questions)
    found = {str(name) for question in questions for name in answered(held, question, OF_ALL).rows.columns}
    assert columns.described() - found == set()
    assert found - columns.described() == set()
    meanings = columns.meanings(sorted(found))
    assert all(one.meaning.endswith(".") and (one.unit or one.values) for one in meanings)
    with (ROOT / "data" / "columns.csv").open(encoding="utf-8", newline="") as file:
        names = [row["column"] for row in csv.DictReader(file)]
    assert names == sorted(set(names))


@pytest.mark.parametrize("question", asked())
def test_a_column_of_few_values_holds_no_other(held: store.Edition, question: str) -> None:
    rows = answered(held, question, OF_ALL).rows
    for one in columns.meanings(rows.columns):
        if one.values and "imported dataset" not in one.values and one.column != "track":
            there = {
                str(value).lower() if isinstance(value, bool) else str(value) for value in rows[one.column].dropna()
            }
            assert there <= set(one.values.split("; ")), one.column


def test_the_hours_of_truces_alone_are_hours(held: store.Edition) -> None:
    for question in asked():
        rows = answered(held, question, OF_ALL).rows
        for name in rows.select_dtypes("datetime"):
            days = rows[name].dropna()
            assert columns.tells_the_hour(name) or bool((days == days.dt.normalize()).all()), (question, name)
    midnight = ours(pd.DataFrame({"in_force_at": moments("2020-10-18"), "day_start": moments("2020-10-18")}))
    assert cells(saving.csv(*midnight)) == [{"in_force_at": "2020-10-18T00:00:00", "day_start": "2020-10-18"}]
    assert columns.tells_the_hour("in_force_at")
    assert not columns.tells_the_hour("day_start")


def test_the_version_is_that_of_the_program(frame: pd.DataFrame) -> None:
    _, about = ours(frame)
    made = About(about.title, "", "", "", "e", DAY, [])
    assert made.version == saving.software_version()
    assert f'version = "{made.version}"' in (ROOT / "pyproject.toml").read_text("utf-8")
