"""The Sources page: files are looked at, imported, listed and taken out again; a table of one's own is corrected."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest
from test_pages import at_url, html, labels, plain, press, said

from dashboard import importers, store
from dashboard.importers import templates

SAMPLES = Path(__file__).parent / "samples"
UCDP = SAMPLES / "ucdp" / "GEDEvent_v26_1.csv"
DIARY = SAMPLES / "generic" / "diary.csv"
ORDER = b"when it was;town;kind;killed\n04/05/2020;Shusha;Haggling;3\n05/05/2020;Hadrut;Battle;\n"


def page(dataset: str, *files: tuple[str, bytes]) -> AppTest:
    """Open the page, choose dataset and files, and look at them."""
    app = at_url("sources")
    app.selectbox(key="import-dataset").select(dataset).run()
    app.file_uploader(key="import-files").set_value([(name, content, "text/csv") for name, content in files]).run()
    return press(app, "Look at them")


def field(app: AppTest, name: str) -> str:
    """Return the key of a field of the form, whichever opening of a file it is of."""
    (key,) = {
        str(one.key) for one in [*app.selectbox, *app.text_input] if re.fullmatch(rf"own-\d+-{name}", str(one.key))
    }
    return key


def test_a_known_dataset_is_looked_at_imported_listed_and_taken_out_again(home: Path) -> None:
    before = store.edition(home)
    app = page("ucdp_ged", (UCDP.name, UCDP.read_bytes()))
    assert not app.error
    assert "rows read" in said(app)
    assert list(app.dataframe[0].value["day_start"])
    assert importers.imports(home) == []
    assert store.edition(home) == before, "nothing is written before the reader says so"

    app = press(app, "Import ")
    (kept,) = importers.imports(home)
    assert f"Imported as {kept.import_id}." in said(app)
    table = html(app)
    assert f"<td>{kept.kept:,}</td>" in table
    assert "Cite: " in table
    assert "UCDP" in table
    assert f"{kept.import_id}**, {kept.kept} rows, from {UCDP.name}" in said(app)
    assert not list(home.glob(".importing-*")), "what was looked at is thrown away"

    app = press(app, "Take out")
    assert importers.imports(home) == []
    assert "was taken out" in said(app)
    assert store.edition(home) == before, "the same inputs give the same edition"


def test_files_that_are_not_wanted_are_left(home: Path) -> None:
    app = press(page("ucdp_ged", (UCDP.name, UCDP.read_bytes())), "Do not import")
    assert not [label for label in labels(app) if label.startswith("Import ")]
    assert importers.imports(home) == []
    assert not list(home.glob(".importing-*"))


def test_a_table_of_the_readers_own_is_corrected_in_a_form_imported_and_known_the_next_time(home: Path) -> None:
    app = page("generic", ("order.csv", ORDER))
    assert not app.error, said(app)
    assert "Choose the column that tells the day" not in said(app)
    assert not [label for label in labels(app) if label.startswith("Import ")], "a question is open"
    app = press(app, "Show how the rows read")
    assert "the day or the month comes first in “04/05/2020” cannot be known; say it above." in said(app)

    (order,) = app.radio
    app = order.set_value("The month").run()
    app.selectbox(key=field(app, "column-place")).select("town").run()
    app.selectbox(key=field(app, "column-type")).select("kind").run()
    app.selectbox(key=field(app, "type-Haggling")).select("CONSULT").run()
    app.text_input(key=field(app, "title")).set_value("Talks of a spring").run()
    app.text_input(key=field(app, "name")).set_value("spring").run()
    app = press(app, "Show how the rows read")
    rows = app.dataframe[0].value
    assert list(rows["day_start"]) == ["2020-04-05", "2020-05-05"]
    assert list(rows["event_type"]) == ["CONSULT", "ASSAULT"]
    assert list(rows["place_name"]) == ["Shusha", "Hadrut"]

    app = press(app, "Import 2 rows")
    (kept,) = importers.imports(home)
    assert kept.dataset == "generic:spring"
    assert "Talks of a spring" in html(app)
    edition = store.edition(home)
    assert edition
    assert store.check(edition) == []
    assert [one.name for one in templates.templates(home)] == ["spring"]

    app = page("generic", ("more.csv", ORDER + b"06/07/2020;Hadrut;Battle;1\n"))
    assert "After the template spring" in said(app)
    assert not app.radio, "what was said once is not asked again"
    assert list(app.dataframe[0].value["day_start"])[-1] == "2020-06-07"
    assert [label for label in labels(app) if label.startswith("Import 3 rows")]


def test_a_change_in_the_form_takes_the_former_rows_off_the_page(home: Path) -> None:
    app = page("generic", (DIARY.name, DIARY.read_bytes()))
    assert [label for label in labels(app) if label.startswith("Import 3 rows")]
    app.selectbox(key=field(app, "column-deaths_best")).select("— none —").run()
    assert not [label for label in labels(app) if label.startswith("Import ")]
    app = press(app, "Show how the rows read")
    assert [label for label in labels(app) if label.startswith("Import 4 rows")], "no number is refused any more"
    assert importers.imports(home) == []


def test_experts_may_write_the_toml(home: Path) -> None:
    app = page("generic", (DIARY.name, DIARY.read_bytes()))
    (area,) = app.text_area
    area.set_value(str(area.value).replace('status = "occurred"', 'status = "alleged"')).run()
    app = press(app, "Read the rows after this text")
    assert set(app.dataframe[0].value["status"]) == {"alleged"}
    (area,) = app.text_area
    area.set_value(str(area.value).replace("[columns]", "[columns")).run()
    app = press(app, "Read the rows after this text")
    assert "is no TOML" in said(app)
    assert importers.imports(home) == []


@pytest.mark.usefixtures("home")
def test_another_sheet_gives_another_guess() -> None:
    book = openpyxl.Workbook()
    first, second = book.worksheets[0], book.create_sheet("Second")
    for row in (("date", "place"), ("2020-09-27", "Hadrut")):
        first.append(row)
    for other in (("day of it", "Place", "note"), ("27.09.2020", "Shusha", "x"), ("28.09.2020", "Shusha", "y")):
        second.append(other)
    content = io.BytesIO()
    book.save(content)
    app = page("generic", ("book.xlsx", content.getvalue()))
    assert [label for label in labels(app) if label.startswith("Import 1 row")]
    app.selectbox(key=field(app, "sheet")).select("Second").run()
    assert not app.exception
    assert app.selectbox(key=field(app, "column-place")).value == "Place"
    assert [label for label in labels(app) if label.startswith("Import 2 rows")]


@pytest.mark.usefixtures("home")
def test_a_wrong_encoding_is_corrected() -> None:
    app = page("generic", ("pl.csv", "date;place\n2020-09-27;Żółć\n".encode("cp1250")))
    app.selectbox(key=field(app, "encoding")).select("cp1250").run()
    assert not app.exception
    assert list(app.dataframe[0].value["place_name"]) == ["Żółć"]


@pytest.mark.parametrize(
    ("dataset", "name", "content", "part"),
    [
        ("ucdp_ged", "GEDEvent_v26_1.csv", b"", "is empty: 0 bytes"),
        ("ucdp_ged", "ged261.csv", b"id,date\n1,2020-09-27\n", "does not have the columns"),
        ("generic", "a.xlsx", b"PK\x03\x04 cut short", "damaged or was cut short"),
        ("generic", "a.csv", b"\n\n", "holds no row"),
        ("generic", "a.json", b'[{"date": ', "is no JSON, or was cut short"),
    ],
)
def test_a_damaged_file_is_said_in_one_sentence(home: Path, dataset: str, name: str, content: bytes, part: str) -> None:
    app = page(dataset, (name, content))
    (error,) = app.error
    text = plain(str(error.value))
    assert part in text
    assert text.endswith(".")
    assert "\n" not in text
    assert not [label for label in labels(app) if label.startswith(("Import ", "Show"))]
    assert importers.imports(home) == []
    assert not list(home.glob(".importing-*"))


@pytest.mark.usefixtures("home")
def test_what_files_and_cells_are_called_is_text_and_no_markup() -> None:
    content = b"date,<b>place</b>,type\n2020-09-27,<script>x</script>,![a](http://127.0.0.1/b)\n"
    app = page("generic", ("<b>x</b>.csv", content))
    app.text_input(key=field(app, "title")).set_value("<b>x</b>").run()
    app.text_input(key=field(app, "citation")).set_value("<img src=x onerror=y>").run()
    app.text_input(key=field(app, "name")).set_value("x").run()
    app = press(app, "Show how the rows read")
    for shown in (app, press(app, "Import 1 row")):
        labelled = [str(one.label) for one in [*shown.selectbox, *shown.expander, *shown.button, *shown.radio]]
        for text in [*labelled, *(str(part.value) for part in [*shown.markdown, *shown.caption, *shown.info])]:
            assert not re.search(r"(?<!\\)<(b|script|img)|(?<!\\)!\[", text), text
        assert not re.search(r"<b>x</b>|<img|<script", html(shown).split("<script>")[-1].split("</script>")[-1])
    assert "&lt;b&gt;x&lt;/b&gt;" in html(app)
