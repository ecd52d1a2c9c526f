"""Tables of the user's own: what is guessed, what is asked, what is refused, and what an edition holds of them."""

from __future__ import annotations

import contextlib
import csv
import json
import shutil
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_command_line import karabakh, refused

from dashboard import store
from dashboard.importers import ImportRefusedError, generic, mapping, shapes, templates
from dashboard.importers.generic import Plan
from dashboard.importers.running import Prospect
from dashboard.store import StoreError

SAMPLES = Path(__file__).parent / "samples" / "generic"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "formats" / "samples" / "generic"
DAY = date(2026, 11, 23)

HEADER = ("date", "place", "latitude", "longitude", "actor1", "actor2", "type", "deaths", "notes")
ROWS = (
    ("2020-09-27", "Hadrut", "39.52", "47.03", "Azerbaijan", "Armenia", "Shelling", "3", "Shells fell on Hadrut"),
    ("2020-09-28", "Shusha", "39.76", "46.75", "Armenia", "Azerbaijan", "Battle", "", ""),
    ("2020-10-30", "Geneva", "46.20", "6.14", "Armenia", "Azerbaijan", "Talks", "0", "The ministers met"),
)


def written(folder: Path, rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER, sign: str = ",") -> Path:
    """Write a table of our own making."""
    path = folder / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=sign).writerows([header, *rows] if header else rows)
    return path


def raw(folder: Path, content: bytes | str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def planned(path: Path, toml: str = "") -> Plan:
    """Plan the reading of one file in a workspace of its own."""
    scratch = path.parent / f"scratch-{len(list(path.parent.glob('scratch-*')))}"
    scratch.mkdir()
    return generic.plan(path.parent / "home", [path], scratch, toml)


def looked(path: Path, **changes: object) -> Prospect:
    """Look at one file after the guess, corrected as a person would: in its TOML."""
    plan = planned(path)
    if changes:
        plan = planned(path, edited(plan.toml(), **changes))
    folder = path.parent / f"look-{len(list(path.parent.glob('look-*')))}"
    folder.mkdir()
    return generic.look(plan, folder, today=DAY)


def edited(toml: str, **changes: object) -> str:
    """Return a mapping with some lines changed: ``dates__format`` is format in [dates]."""
    lines, section, left = [], "", dict(changes)
    for line in toml.splitlines():
        section = line.strip("[]") if line.startswith("[") else section
        key = f"{section}__{line.split(' = ')[0]}" if section else line.split(" = ")[0]
        lines.append(f"{line.split(' = ')[0]} = {json.dumps(left.pop(key))}" if key in left else line)
        if line.startswith("["):
            new = [one for one in left if one.startswith(f"{section}__") and f"\n{one.split('__')[1]} = " not in toml]
            lines.extend(f"{one.split('__')[1]} = {json.dumps(left.pop(one))}" for one in new)
    assert not left, left
    return "\n".join(lines)


def days_of(path: Path, **changes: object) -> list[tuple[date, date, str]]:
    sample = looked(path, **changes).sample
    return [(row["day_start"], row["day_end"], row["day_precision"]) for row in sample]


def reasons(found: Prospect, level: str = "reject") -> list[tuple[int, str]]:
    return [(fault.line, fault.reason) for fault in found.faults if fault.level == level]


# --- the file ---------------------------------------------------------------------------------------


def test_a_plain_table_is_guessed_whole(tmp_path: Path) -> None:
    plan = planned(written(tmp_path, ROWS))
    how = plan.mapping
    assert (how.name, how.delimiter, how.encoding, how.decimal, how.header, how.skip) == (
        "table",
        ",",
        "utf-8",
        ".",
        True,
        0,
    )
    assert how.columns == {
        "date": "date", "type": "type", "actor_a": "actor1", "actor_b": "actor2", "place": "place", "lat": "latitude",
        "lon": "longitude", "deaths_best": "deaths", "headline": "notes",
    }  # fmt: skip
    assert how.types == {"Shelling": "ASSAULT", "Battle": "ASSAULT", "Talks": "CONSULT"}
    assert how.actors == {"Armenia": "ARM", "Azerbaijan": "AZE"}
    assert (how.licence, how.may_redistribute, how.dataset_id) == ("not stated", False, "generic:table")
    found = looked(written(tmp_path, ROWS))
    assert (found.read, found.kept, found.rejected, found.faults) == (3, 3, 0, ())
    first, second, third = found.sample
    assert (first["day_start"], first["event_type"], first["deaths_best"], first["words"]) == (
        date(2020, 9, 27), "ASSAULT", 3, "Shells fell on Hadrut",
    )  # fmt: skip
    assert second["deaths_best"] is None, "nothing is not zero"
    assert third["deaths_best"] == 0
    assert (first["actor_a"], first["actor_a_key"], first["directed"]) == ("Azerbaijan", "AZE", False)


@pytest.mark.parametrize(
    ("encoding", "town"),
    [
        *((encoding, "Шуша и Гадрут") for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251")),
        *((encoding, "près de Chouchi, décès") for encoding in ("cp1252", "latin-1", "utf-16-be")),
        ("cp1254", "Şuşa yakınları, Ağdam"),
    ],
)  # fmt: skip
def test_the_encoding_is_guessed(tmp_path: Path, encoding: str, town: str) -> None:
    text = "date;place;deaths\n" + "".join(f"2020-09-{day};{town} {day};2\n" for day in range(20, 30))
    found = looked(raw(tmp_path, text.encode(encoding)))
    assert (found.kept, found.sample[0]["place_name"]) == (10, f"{town} 20")
    assert found.sample[0]["day_start"] == date(2020, 9, 20)


def test_a_wrong_guess_of_the_encoding_is_corrected_in_the_mapping(tmp_path: Path) -> None:
    path = raw(tmp_path, "date;place\n2020-09-27;Żółć\n".encode("cp1250"))
    assert looked(path, file__encoding="cp1250").sample[0]["place_name"] == "Żółć"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_delimiter_is_guessed(tmp_path: Path, sign: str) -> None:
    rows = [(*row[:-1], f"{row[-1]}, said he; she") for row in ROWS]
    path = written(tmp_path, rows, sign=sign)
    assert planned(path).mapping.delimiter == sign
    assert looked(path).sample[0]["quote"] == "Shells fell on Hadrut, said he; she"


def test_a_decimal_comma_is_guessed_and_a_point_among_commas_is_refused_with_its_line(tmp_path: Path) -> None:
    rows = [(*row[:2], row[2].replace(".", ","), row[3].replace(".", ","), *row[4:]) for row in ROWS]
    path = written(tmp_path, [*rows, ("2020-10-01", "Aghdam", "39.99", "46,92", "", "", "", "", "")], sign=";")
    assert planned(path).mapping.decimal == ","
    found = looked(path)
    assert found.sample[0]["lat"] == 39.52
    assert reasons(found) == [(5, "“39.99” in the column latitude is not a number whose decimal sign is “,”")]


def test_a_table_without_a_header_is_noticed_and_its_columns_are_numbered(tmp_path: Path) -> None:
    plan = planned(written(tmp_path, ROWS, header=()))
    assert not plan.mapping.header
    assert plan.header == tuple(f"column_{number}" for number in range(1, 10))
    assert plan.mapping.columns == {"date": "column_1", "lat": "column_3", "lon": "column_4"}
    assert looked(written(tmp_path, ROWS, header=())).kept == 3


def test_lines_above_the_header_are_left_out_and_lines_are_counted_as_in_the_file(tmp_path: Path) -> None:
    text = "Events of a war;;;\n;;;\ndate;place;lat;lon\n2020-09-27;Hadrut;39.52;47.03\n2020-09-31;Hadrut;39.52;47.03\n"
    path = raw(tmp_path, text)
    assert planned(path).mapping.skip == 2
    assert reasons(looked(path)) == [(5, "“2020-09-31” is not a date as format in [dates] has it")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_row_of_tags_is_no_event_and_lines_are_counted_as_in_the_file(
    tmp_path: Path, sign: str, encoding: str
) -> None:
    text = "date,lat,lon,town\n,#geo+lat,#geo+lon,#loc +name\n2020-09-27,39.5,47.0,A\nnever,39.5,47.0,B\n"
    found = looked(raw(tmp_path, text.replace(",", sign).encode(encoding)))
    assert (found.read, found.kept) == (2, 1)
    assert [line for line, _ in reasons(found)] == [4]


def test_names_of_columns_may_be_empty_alike_or_our_own(tmp_path: Path) -> None:
    path = written(tmp_path, [("2020-09-27", "a", "b", "c", "d", "e")], ("date", "", "note\nd", "Note d", "·", 'q"t'))
    plan = planned(path)
    assert plan.header == ("date", "column_2", "note d", "Note d_2", "·_2", 'q"t')
    assert looked(path).kept == 1


def test_codes_with_leading_zeros_stay_text_and_the_rows_stay_as_published(tmp_path: Path) -> None:
    found = looked(Path(shutil.copy(SAMPLES / "tagged.csv", tmp_path)))
    table = pq.read_table(found.rows).to_pylist()
    assert [row["code"] for row in table] == ["042", "007", "100"]
    assert list(table[0]) == (SAMPLES / "tagged.csv").read_text("utf-8").split("\n", 1)[0].split(",")


def test_our_own_tagged_table_reads_like_the_one_of_the_exchange(tmp_path: Path) -> None:
    path = Path(shutil.copy(SAMPLES / "tagged.csv", tmp_path))
    found = looked(path)
    assert (found.read, found.kept, found.rejected) == (3, 3, 0)
    assert [row["day_precision"] for row in found.sample] == ["day", "days", "day"]
    assert [row["place_precision"] for row in found.sample] == ["exact", "region", "exact"]
    assert [row["event_type"] for row in found.sample] == ["ASSAULT"] * 3
    assert reasons(found, "warn") == [(6, "its low, best and high figures are out of order; they stay as published")]


def test_the_table_of_the_exchange_has_601_events_below_its_tags(tmp_path: Path) -> None:
    if not SHARED.is_dir():
        pytest.skip("the file of the Humanitarian Data Exchange is not on this machine")
    found = looked(Path(shutil.copy(SHARED / "hdx_ucdp_bangladesh_hxl.csv", tmp_path)))
    assert (found.read, found.kept, found.rejected) == (601, 601, 0)


def test_ranges_that_excel_took_for_dates_are_noted(tmp_path: Path) -> None:
    plan = planned(Path(shutil.copy(SAMPLES / "damaged.csv", tmp_path)))
    assert plan.guess
    (note,) = plan.guess.notes
    assert note == (
        "Excel took numbers or ranges in the column age group for dates, 2 times, such as “May-14”; "
        "write them anew in the table."
    )


def test_the_table_of_excess_deaths_has_72_ranges_that_excel_took_for_dates(tmp_path: Path) -> None:
    if not SHARED.is_dir():
        pytest.skip("the table of excess deaths is not on this machine")
    plan = planned(Path(shutil.copy(SHARED / "nk_war_2020_excess_mortality_karlinsky_torrisi.csv", tmp_path)))
    assert plan.guess
    assert any("age_group for dates, 72 times" in note for note in plan.guess.notes)
    assert plan.header[0] == "territory", "the mark at its beginning is no part of the name"


@pytest.mark.parametrize(
    ("encoding", "text", "first"),
    [
        (
            "cp1254",
            "Tarih;Yer;Enlem;Boylam;Aktör 1;Aktör 2;Tür;Ölü sayısı\n"
            "27 Eylül 2020;Şuşa;39,76;46,75;Azerbaycan;Ermenistan;çatışma;3\n",
            ("AZE", "ARM", "ASSAULT", 3),
        ),
        (
            "utf-8",
            "Tarix;Yer;Enlik;Uzunluq;Tərəf 1;Tərəf 2;Növ;Ölənlər\n"
            "27 sentyabr 2020-ci il;Şuşa;39,76;46,75;Azərbaycan;Ermənistan;danışıqlar;\n",
            ("AZE", "ARM", "CONSULT", None),
        ),
        (
            "cp1254",
            "Tarix;Yer;Enlik;Uzunluq;Teref 1;Teref 2;Növ;Ölenler\n"
            "27.09.2020;Şuşa;39,76;46,75;Ermenistan;Azerbaycan;döyüş;2\n",
            ("ARM", "AZE", "ASSAULT", 2),
        ),
        (
            "utf-8",
            "Ամսաթիվ;Վայր;Լայնություն;Երկայնություն;Կողմ 1;Կողմ 2;Տեսակ;Զոհեր\n"
            "27 սեպտեմբերի 2020;Շուշի;39,76;46,75;Հայաստան;Ադրբեջան;մարտ;1\n",
            ("ARM", "AZE", "ASSAULT", 1),
        ),
        (
            "utf-8",
            "No,Tanggal,Lokasi,Lintang,Bujur,Aktor 1,Aktor 2,Jenis,Korban Tewas\n"
            "1,27 September 2020,Shusha,39.76,46.75,Azerbaijan,Armenia,Serangan,3\n",
            ("AZE", "ARM", "ASSAULT", 3),
        ),
        (
            "cp1251",
            "№;Дата;Место;Широта;Долгота;Сторона 1;Сторона 2;Тип;Погибшие\n"
            "1;27 сентября 2020 г.;Шуша;39,76;46,75;Армения;Россия;переговоры;\n",
            ("ARM", "RUS", "CONSULT", None),
        ),
    ],
)  # fmt: skip
def test_the_columns_and_words_of_the_regions_languages_are_known(
    tmp_path: Path, encoding: str, text: str, first: tuple[str, str, str, int | None]
) -> None:
    found = looked(raw(tmp_path, text.encode(encoding)))
    (row,) = found.sample
    assert (row["actor_a_key"], row["actor_b_key"], row["event_type"], row["deaths_best"]) == first
    assert (row["day_start"], row["lat"], row["lon"]) == (date(2020, 9, 27), 39.76, 46.75)


def test_the_line_that_tells_excel_the_delimiter_is_no_header(tmp_path: Path) -> None:
    found = looked(raw(tmp_path, "sep=;\ndate;place\n2020-09-27;Hadrut\nnever;Hadrut\n"))
    assert found.kept == 1
    assert [line for line, _ in reasons(found)] == [4]


def test_a_header_alone_and_a_single_column_of_words_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="has a header and no row beneath it"):
        planned(raw(tmp_path, "date,place\n"))
    with pytest.raises(ImportRefusedError, match="has one column and no day in it"):
        planned(raw(tmp_path, "It was in autumn\nthat it began\n"))


def test_both_coordinates_in_one_cell_and_errors_of_a_sheet_are_noted(tmp_path: Path) -> None:
    plan = planned(written(tmp_path, [("2020-09-27", "39.76, 46.75", "#REF!")], ("date", "coordinates", "deaths")))
    assert plan.guess
    assert [note.split(" ", 3)[:3] for note in plan.guess.notes] == [
        ["Cells", "with", "an"],
        ["The", "column", "coordinates"],
    ]


# --- days -------------------------------------------------------------------------------------------

WAR = (date(2020, 9, 27), date(2020, 9, 27), "day")


@pytest.mark.parametrize(
    ("cells", "form"),
    [
        (["27.09.2020", "03.04.2021"], "%d.%m.%Y"),
        (["09/27/2020", "04/03/2021"], "%m/%d/%Y"),
        (["27/9/2020"], "%d/%m/%Y"),
        (["27-09-20"], "%d-%m-%y"),
        (["20200927"], "%Y%m%d"),
        (["2020/09/27"], "%Y/%m/%d"),
        (["27 September 2020"], "%d %B %Y"),
        (["September 27, 2020"], "%B %d, %Y"),
        (["Sep 27th, 2020"], "%B %d, %Y"),
        (["27-Sep-2020"], "%d-%B-%Y"),
        (["27 Agustus 2020", "27 Desember 2020"], "%d %B %Y"),
        (["27 сентября 2020"], "%d %B %Y"),
        (["27 сентября 2020 г."], "%d %B %Y"),
        (["27 septembre 2020"], "%d %B %Y"),
        (["27 août 2020"], "%d %B %Y"),
        (["27 de septiembre de 2020"], "%d %B %Y"),
        (["44101"], "excel"),
        (["2020-09-27", "2020-09-27 23:30:00", "2020-09-27T23:30:00Z"], ""),
        (["27.09.2020 23:30"], "%d.%m.%Y"),
    ],
)
def test_the_format_of_days_is_guessed_and_read(tmp_path: Path, cells: list[str], form: str) -> None:
    path = written(tmp_path, [(cell, "x") for cell in cells], ("date", "note"))
    assert planned(path).mapping.formats == ((form,) if form else ())
    found = days_of(path)
    assert len(found) == len(cells)
    assert {(day.year, day.day) for day, _, _ in found} <= {(2020, 27), (2021, 3)}
    assert {precision for *_, precision in found} == {"day"}
    assert found[0][0].month == (8 if cells[0][3:5].lower() in ("ag", "ao") else 9)


def test_a_year_of_two_figures_is_never_one_of_the_first_century(tmp_path: Path) -> None:
    path = written(tmp_path, [("27-Sep-20", "x"), ("28-Sep-94", "y")], ("date", "note"))
    assert planned(path).mapping.formats == ("%d-%B-%y",)
    assert [day.year for day, *_ in days_of(path)] == [2020, 1994]
    found = looked(path, dates__format=["%d-%B-%Y"])
    assert reasons(found)[0] == (2, "“27-Sep-20” is not a date as format in [dates] has it")


def test_days_that_may_be_read_in_two_ways_are_asked_for_and_never_guessed(tmp_path: Path) -> None:
    path = written(tmp_path, [("04/05/2020", "x"), ("12/12/2020", "y")], ("date", "note"))
    plan = planned(path)
    assert plan.guess
    (question,) = plan.guess.questions
    assert "“04/05/2020” may put the day first or the month" in question
    assert 'format = ["%d/%m/%Y"]' in question
    assert 'or ["%m/%d/%Y"]' in question
    with pytest.raises(ImportRefusedError, match="No day is above 12"):
        generic.look(plan, tmp_path)
    assert days_of(path, dates__format=["%d/%m/%Y"])[0][0] == date(2020, 5, 4)
    assert days_of(path, dates__format="%m/%d/%Y")[0][0] == date(2020, 4, 5)


def test_days_in_both_orders_are_asked_for(tmp_path: Path) -> None:
    plan = planned(written(tmp_path, [("27/09/2020", "x"), ("09/28/2020", "y")], ("date", "note")))
    assert plan.guess
    assert "“27/09/2020” puts the day first and “09/28/2020” the month" in plan.guess.questions[0]


def test_days_that_are_known_to_the_month_or_the_year_are_ranges(tmp_path: Path) -> None:
    cells = ["2020-09-27", "2020-09", "2020"]
    assert days_of(written(tmp_path, [(cell, "x") for cell in cells], ("date", "note"))) == [
        WAR,
        (date(2020, 9, 1), date(2020, 9, 30), "month"),
        (date(2020, 1, 1), date(2020, 12, 31), "year"),
    ]


def test_a_first_and_a_last_day_are_a_range(tmp_path: Path) -> None:
    rows = [("27.09.2020", "30.09.2020"), ("27.09.2020", ""), ("28.09.2020", "27.09.2020")]
    found = looked(written(tmp_path, [(*row, "x") for row in rows], ("start", "end", "note")))
    assert [(row["day_start"].day, row["day_end"].day, row["day_precision"]) for row in found.sample] == [
        (27, 30, "days"),
        (27, 27, "day"),
    ]
    assert reasons(found) == [(4, "it ends on 2020-09-27, before it starts on 2020-09-28")]


def test_year_month_and_day_may_stand_in_columns_of_their_own(tmp_path: Path) -> None:
    rows = [
        ("2020", "9", "27"),
        ("2020", "сентябрь", "27"),
        ("2020", "09", ""),
        ("2020", "0", "0"),
        ("2020", "13", "1"),
    ]
    found = looked(written(tmp_path, rows, ("Year", "Month", "Day")))
    assert [row["day_precision"] for row in found.sample] == ["day", "day", "month", "year"]
    assert found.sample[1]["day_start"] == date(2020, 9, 27)
    assert reasons(found) == [(6, "“2020-13-01” is not a date as format in [dates] has it")]


# --- places and numbers -----------------------------------------------------------------------------


def test_exchanged_columns_of_coordinates_are_exchanged_back_and_said(tmp_path: Path) -> None:
    rows = [(row[0], row[3], row[2]) for row in ROWS[:2]]
    path = written(tmp_path, rows, ("date", "lat", "lon"))
    plan = planned(path)
    assert (plan.mapping.columns["lat"], plan.mapping.columns["lon"]) == ("lon", "lat")
    assert plan.guess
    assert "exchanged in the file" in plan.guess.notes[0]
    assert looked(path).sample[0]["lat"] == 39.52
    found = looked(path, columns__lat="lat", columns__lon="lon")
    assert found.kept == 0
    assert reasons(found)[0] == (
        2,
        "latitude 47.03 and longitude 39.52 look exchanged; exchange lat and lon in [columns]",
    )


def test_one_row_that_may_be_exchanged_is_told_and_stays(tmp_path: Path) -> None:
    rows = [*[(row[0], row[2], row[3]) for row in ROWS[:2]], ("2021-11-26", "43.6", "39.7")]  # Sochi is there
    found = looked(written(tmp_path, rows, ("date", "lat", "lon")))
    assert found.kept == 3
    assert reasons(found, "warn") == [(4, "latitude 43.6 and longitude 39.7 may be exchanged")]


@pytest.mark.parametrize(
    ("lat", "lon", "reason"),
    [
        ("0", "0", "its coordinates are 0, 0, which stands for a place that was not found"),
        ("0.0", "0.000", "its coordinates are 0, 0, which stands for a place that was not found"),
        ("39.5", "", "it has one coordinate and not the other"),
        ("139.5", "47", "latitude 139.5, longitude 47.0 is not on the globe"),
        ("39°49′N", "47", "“39°49′N” in the column lat is not a number whose decimal sign is “.”"),
    ],
)
def test_coordinates_that_cannot_be_are_refused_with_their_line(
    tmp_path: Path, lat: str, lon: str, reason: str
) -> None:
    rows = [*[("2020-09-27", "39.5", "47.1")] * 6, ("2020-09-28", "39.6", "47.1"), ("2020-10-04", lat, lon)]
    found = looked(written(tmp_path, rows, ("date", "lat", "lon")))
    assert (9, reason) in reasons(found)


def test_a_place_without_coordinates_that_the_gazetteer_knows_is_where_it_has_it(tmp_path: Path) -> None:
    rows = [("2020-09-27", "Шуша"), ("2020-09-27", "Nowhere at all")]
    found = looked(written(tmp_path, rows, ("date", "place")))
    assert (round(found.sample[0]["lat"], 1), round(found.sample[0]["lon"], 1)) == (39.8, 46.7)
    assert found.sample[1]["lat"] is None


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        *(("12", 12), ("12.0", 12), ("1 200", 1200), ("1,200", 1200), ("1.200", 1200), ("1\u00a0200", 1200)),
        *(("NA", None), ("-", None)),
    ],
)
def test_numbers_of_deaths_are_read_as_people_write_them(tmp_path: Path, cell: str, number: int | None) -> None:
    assert looked(written(tmp_path, [("2020-09-27", cell)], ("date", "deaths"))).sample[0]["deaths_best"] == number


DAMAGED = "looks like a number that Excel took for a date; write it anew in the table"


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("about 20", "“about 20” in the column deaths is not a whole number"),
        ("2.5", "“2.5” in the column deaths is not a whole number"),
        ("99999999999", "“99999999999” in the column deaths is not a whole number"),
        ("May-14", f"“May-14” in the column deaths {DAMAGED}"),
        ("2014-05-01", f"“2014-05-01” in the column deaths {DAMAGED}"),
        ("-3", "its number of deaths is negative"),
    ],
)  # fmt: skip
def test_what_is_no_number_of_deaths_is_refused_with_its_line(tmp_path: Path, cell: str, reason: str) -> None:
    rows = [("2020-09-27", "3"), ("2020-09-28", cell)]
    assert reasons(looked(written(tmp_path, rows, ("date", "deaths")))) == [(3, reason)]


def test_a_day_after_today_and_figures_out_of_order_are_told_and_stay(tmp_path: Path) -> None:
    rows = [("2031-01-01", "3", "2", "1"), ("2020-09-27", "1", "2", "3")]
    found = looked(written(tmp_path, rows, ("date", "low", "best", "high")))
    assert found.kept == 2
    assert sorted(reason for _, reason in reasons(found, "warn")) == [
        "it is dated 2031-01-01, after the day of import",
        "its low, best and high figures are out of order; they stay as published",
    ]


# --- words ------------------------------------------------------------------------------------------


def test_a_word_without_a_meaning_is_told_and_a_status_without_one_is_refused(tmp_path: Path) -> None:
    rows = [("2020-09-27", "Haggling", "confirmed"), ("2020-09-28", "Battle", "claimed")]
    path = written(tmp_path, rows, ("date", "type", "status"))
    assert planned(path).mapping.types == {"Haggling": "", "Battle": "ASSAULT"}
    assert planned(path).mapping.statuses == {"confirmed": "occurred", "claimed": "alleged"}
    found = looked(path)
    assert [row["status"] for row in found.sample] == ["occurred", "alleged"]
    assert reasons(found, "note")[0][1] == "“Haggling” has no PLOVER type in [types], and the event is of no known type"
    toml = planned(path).toml().replace('"claimed" = "alleged"\n', "")
    found = generic.look(planned(path, toml), tmp_path, today=DAY)
    assert reasons(found) == [(3, "“claimed” in the column status has no meaning in [statuses]; give it one")]


def test_a_source_and_a_target_are_directed(tmp_path: Path) -> None:
    rows = [("2020-09-27", "Armenia", "Azerbaijan")]
    plan = planned(written(tmp_path, rows, ("date", "perpetrator", "victim")))
    assert plan.mapping.directed
    assert plan.mapping.columns == {"date": "date", "actor_a": "perpetrator", "actor_b": "victim"}


def test_one_type_for_all_rows_can_be_said(tmp_path: Path) -> None:
    path = written(tmp_path, [("2020-09-27", "x")], ("date", "note"))
    assert looked(path, events__type="PROTEST", events__status="alleged").sample[0]["event_type"] == "PROTEST"


def test_rows_can_be_picked_by_a_column_and_by_the_box(tmp_path: Path) -> None:
    path = written(tmp_path, ROWS)
    found = looked(path, rows__column="type", rows__values=["Battle", "Talks"])
    assert (found.read, found.kept) == (3, 2)
    assert found.dataset.rule == "the column type holds Battle or Talks"
    assert looked(path, rows__in_box=True).kept == 2


def test_several_actors_in_a_cell_and_those_who_mediate_have_their_roles(tmp_path: Path) -> None:
    rows = [("2020-10-10", "Armenia; Azerbaijan", "Russia", '["Russia", "Nobody known"]', "talks", "minsk_group", "no")]
    header = ("date", "actors", "mediator", "host", "type", "track", "verified")
    (row,) = looked(written(tmp_path, rows, header)).sample
    assert (row["actor_a_key"], row["actor_b_key"], row["track"], row["verified"]) == (
        "ARM",
        "AZE",
        "minsk_group",
        False,
    )
    roles = [(one["role"], one["key"]) for one in row["roles"]]
    assert roles == [
        *((role, actor) for role in ("source", "target", "participant") for actor in ("ARM", "AZE")),
        ("mediator", "RUS"), ("host", "RUS"), ("host", "Nobody known"),
    ]  # fmt: skip


def test_a_source_alone_is_whose_report_it_is_and_no_actor(tmp_path: Path) -> None:
    plan = planned(written(tmp_path, [("2020-09-27", "Armenia")], ("date", "source")))
    assert plan.mapping.columns == {"date": "date"}


def test_a_place_that_the_gazetteer_knows_as_no_spot_is_as_exact_as_it_has_it(tmp_path: Path) -> None:
    rows = [("2020-09-27", "Nagorno-Karabakh", "39.9", "46.7"), ("2020-09-27", "Hadrut", "39.52", "47.03")]
    path = written(tmp_path, rows, ("date", "place", "lat", "lon"))
    assert [row["place_precision"] for row in looked(path).sample] == ["region", "exact"]


# --- rows -------------------------------------------------------------------------------------------


def test_rows_that_cannot_be_taken_apart_are_refused_with_their_line(tmp_path: Path) -> None:
    text = "date,lat,note\n2020-09-27,39.5,a\n2020-09-28,39.5\n2020-09-29,39.5,b,c\n2020-09-30,39.5,d\n"
    found = looked(raw(tmp_path, text))
    assert (found.kept, found.rejected) == (2, 2)
    assert reasons(found) == [
        (3, "the row has fewer cells than there are columns"),
        (4, "the row has more cells than there are columns"),
    ]


def test_a_zip_with_a_password_is_refused_in_words(tmp_path: Path) -> None:
    packed = tmp_path / "diary.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("diary.csv", "date,note\n2020-09-27,a\n")
    locked = bytearray(packed.read_bytes())
    for start, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        locked[locked.index(start) + place] |= 1  # the flag of an encrypted member
    packed.write_bytes(locked)
    with pytest.raises(ImportRefusedError, match=r"is locked with a password\. Unpack it yourself"):
        looked(packed)


def test_empty_cells_beyond_the_last_column_hide_no_line(tmp_path: Path) -> None:
    text = "date,deaths,note\n2020-09-27,3,a,,\n2020-09-28,many,b,,\n2020-09-29,2,c\n"
    found = looked(raw(tmp_path, text))
    assert (found.kept, found.rejected) == (2, 1)
    assert [line for line, _ in reasons(found)] == [3]


def test_a_quotation_mark_that_is_never_closed_is_told_with_its_line(tmp_path: Path) -> None:
    rows = "".join(f"2020-09-{day},39.5,47.1,a{day}\n" for day in range(10, 28))
    found = looked(raw(tmp_path, f'date,lat,lon,note\n{rows}2020-09-28,39.5,47.1,"open\n2020-09-29,39.5,47.1,b\n'))
    assert found.kept == 18
    assert reasons(found)[0] == (20, "a quotation mark is opened and never closed")


def test_a_row_that_is_there_twice_counts_once_and_one_id_of_two_rows_stops_all(tmp_path: Path) -> None:
    found = looked(written(tmp_path, [*ROWS, ROWS[0], ("",) * 9]))
    assert (found.read, found.kept, found.repeated) == (5, 3, 1)
    path = written(tmp_path, [("7", "2020-09-27", "a"), ("7", "2020-09-28", "b")], ("id", "date", "note"))
    with pytest.raises(StoreError, match=r"Let id in \[columns\] name a column that no two rows share, or take id out"):
        looked(path)


def test_an_id_is_the_same_whenever_the_same_row_is_read(tmp_path: Path) -> None:
    one = looked(written(tmp_path, ROWS)).sample
    other = looked(written(tmp_path, reversed(ROWS), sign=";")).sample
    assert [row["native_id"] for row in one] == [row["native_id"] for row in other][::-1]


# --- other forms ------------------------------------------------------------------------------------


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    book.close()
    return path


def test_excel_days_and_numbers_are_read_and_the_first_sheet_is_said(tmp_path: Path) -> None:
    rows = [
        ("date", "place", "lat", "lon", "deaths", "code"),
        (datetime(2020, 9, 27), "Hadrut", 39.52, 47.03, 3, "042"),  # noqa: DTZ001  # as Excel has it
        (datetime(2020, 9, 28, 14, 30), "Shusha\nfortress", 39.76, 46.75, None, None),  # noqa: DTZ001
        (None, None, None, None, None, None),
        ("2020-09-29", "Shusha", 39.76, 46.75, datetime(2014, 5, 1), "a"),  # noqa: DTZ001
        (None, None, None, None, None, None),
    ]
    path = workbook(tmp_path / "Мои события.xlsx", {"Events": rows, "Notes": [("nothing",)]})
    plan = planned(path)
    assert plan.mapping.sheet == "Events"
    assert plan.guess
    assert plan.guess.notes[0].startswith("Only the sheet “Events” is read; the file also has Notes.")
    found = looked(path)
    assert [(row["day_start"], row["deaths_best"]) for row in found.sample] == [
        (date(2020, 9, 27), 3),
        (date(2020, 9, 28), None),
    ]
    assert [line for line, _ in reasons(found)] == [5], "a row is counted as Excel counts it"
    assert "Excel took for a date" in reasons(found)[0][1]
    with pytest.raises(ImportRefusedError, match="has no sheet “Other”; it has Events, Notes"):
        looked(path, file__sheet="Other")


def test_a_title_above_a_sheet_is_left_out(tmp_path: Path) -> None:
    rows = [
        ("Events of the war",),
        (),
        ("date", "place", "lat"),
        ("2020-09-27", "Hadrut", 1),
        ("2020-09-28", "Shusha", 2),
    ]
    found = looked(workbook(tmp_path / "a.xlsx", {"One": rows}))
    assert (found.kept, found.sample[0]["place_name"]) == (2, "Hadrut")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"", "is empty: 0 bytes"),
        ("a.csv", b"", "is empty: 0 bytes"),
        ("a.parquet", b"", "is empty: 0 bytes"),
        ("a.xlsx", b"date,lat\n", "no Excel file, or was cut short"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .xlsx or as CSV UTF-8"),
        ("a.parquet", b"PAR1" + b"\0" * 40, "cannot be read as Parquet"),
        ("a.parquet", b"date,lat\n", "is no Parquet file"),
        ("a.csv", b"\x00\x01\x02\x00\x00PDF" * 50, "is no table of text"),
        ("a.csv", b"\n\n\n", "holds no row"),
        ("a.zip", b"PK\x03\x04" + b"x" * 60, "damaged or was cut short"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    with pytest.raises(ImportRefusedError) as refusal:
        looked(raw(tmp_path, content, name))
    assert said in str(refusal.value)
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("cut", "said"), [(0.06, "A sheet of a.xlsx is damaged"), (0.9, "The sheet “One” of a.xlsx is")]
)
def test_a_workbook_whose_sheet_breaks_off_is_refused(tmp_path: Path, cut: float, said: str) -> None:
    path = workbook(tmp_path / "a.xlsx", {"One": [("date", "note"), *[("2020-09-27", "x" * 50)] * 500]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet[: int(len(sheet) * cut)]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(ImportRefusedError, match=said):
        looked(path)


def test_a_workbook_that_was_cut_or_swells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "a.xlsx", {"One": [("date", "note"), *[("2020-09-27", "x" * 50)] * 500]})
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ImportRefusedError, match="damaged or was cut short"):
        looked(path)
    path.write_bytes(whole)
    monkeypatch.setattr("dashboard.importers.tables.LARGEST", 1000)
    with pytest.raises(ImportRefusedError, match="unpacks to far more than it should hold"):
        looked(path)


def test_the_sheet_with_a_table_is_read_and_not_its_cover(tmp_path: Path) -> None:
    sheets: dict[str, Sequence[Sequence[Any]]] = {
        "Empty": [], "Cover": [("My table",), ("by me",)], "Events": [("date", "place"), ("2020-09-27", "Hadrut")],
    }  # fmt: skip
    plan = planned(workbook(tmp_path / "a.xlsx", sheets))
    assert (plan.mapping.sheet, plan.sheets) == ("Events", ("Empty", "Cover", "Events"))
    assert planned(workbook(tmp_path / "b.xlsx", {"2020": sheets["Events"]})).mapping.sheet == "", "the next may differ"
    with pytest.raises(ImportRefusedError, match="holds no row"):
        planned(workbook(tmp_path / "c.xlsx", {"A": [], "B": []}))


def test_formulas_whose_results_were_not_saved_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", {"One": [("date", "deaths"), ("2020-09-27", "=1+2")]})
    with pytest.raises(
        ImportRefusedError, match=r"formulas whose results were not saved \(1, such as in B2\); open it"
    ):
        planned(path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "a.json",
            '[{"date": "2020-09-27", "where": {"lat": 39.5, "lon": 47.1}}, {"date": "2020-09-28", "deaths": 2}]',
        ),
        ("a.json", '{"n": 2, "events": [{"date": "2020-09-27", "lat": 39.5, "lon": 47.1}, {"date": "2020-09-28"}]}'),
        ("a.jsonl", '{"date": "2020-09-27", "lat": 39.5, "lon": 47.1}\n{"date": "2020-09-28"}\n'),
        (
            "a.geojson",
            '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"date": "2020-09-27"}, '
            '"geometry": {"type": "Point", "coordinates": [47.1, 39.5]}}, {"type": "Feature", "properties": '
            '{"date": "2020-09-28"}, "geometry": null}]}',
        ),
    ],
)
def test_lists_of_objects_are_tables(tmp_path: Path, name: str, content: str) -> None:
    path = raw(tmp_path, content, name)
    plan = planned(path)
    where = {field: column for field, column in plan.mapping.columns.items() if field in ("lat", "lon")}
    toml = plan.toml() if where else plan.toml().replace("[columns]", '[columns]\nlat = "where.lat"\nlon = "where.lon"')
    found = generic.look(planned(path, toml), tmp_path, today=DAY)
    assert [(row["day_start"].day, row["lat"], row["lon"]) for row in found.sample] == [
        (27, 39.5, 47.1),
        (28, None, None),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[{"date": ', "is no JSON, or was cut short"),
        ('"words"', "holds no list of objects"),
        ("[1, 2]", "holds no list of objects"),
        ("[]", "holds no list of objects"),
        ("[" * 100_000, "JSON"),
        (b"\xff\xfe[", "is not in UTF-8"),
    ],
)
def test_what_is_no_list_of_objects_is_refused_in_one_sentence(tmp_path: Path, content: str | bytes, said: str) -> None:
    with pytest.raises(ImportRefusedError, match=said) as refusal:
        planned(raw(tmp_path, content, "a.json"))
    assert str(refusal.value).endswith(".")


def test_parquet_of_any_types_is_read(tmp_path: Path) -> None:
    table = pa.table(
        {
            "date": [date(2020, 9, 27), date(2020, 9, 28)],
            "lat": pa.array([39.52, 39.76], pa.float32()),
            "lon": [47.03, 46.75],
            "deaths": pa.array([3, None], pa.int8()),
            "type": pa.array(["Battle", "Talks"]).dictionary_encode(),
            "seen": [True, None],
            "sources": [["a", "b"], []],
            "place": ["Hadrut, the town", "Shusha"],
        }
    )
    path = tmp_path / "a.parquet"
    pq.write_table(table, path)
    found = looked(path)
    assert [(row["day_start"].day, row["deaths_best"], row["event_type"]) for row in found.sample] == [
        (27, 3, "ASSAULT"),
        (28, None, "CONSULT"),
    ]
    assert abs(found.sample[0]["lat"] - 39.52) < 1e-4
    assert pq.read_table(found.rows)["sources"].to_pylist() == ['["a", "b"]', "[]"]


def test_a_packed_table_is_read_as_it_is(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(written(tmp_path, ROWS), "inner.csv")
    assert looked(tmp_path / "a.zip").kept == 3


# --- the mapping ------------------------------------------------------------------------------------


def test_a_mapping_reads_back_as_it_was_written(tmp_path: Path) -> None:
    for path in (written(tmp_path, ROWS), Path(shutil.copy(SAMPLES / "diary.csv", tmp_path))):
        plan = planned(path)
        assert mapping.from_toml(plan.toml()) == plan.mapping
        assert mapping.from_toml(mapping.to_toml(plan.mapping)) == plan.mapping


@given(st.text(), st.dictionaries(st.text(), st.sampled_from(["ASSAULT", ""])), st.text(min_size=1))
def test_any_text_can_stand_in_a_mapping(title: str, types: dict[str, str], column: str) -> None:
    how = mapping.TableMapping("a", title=f"T{title}", columns={"date": column}, types=types)
    assert mapping.from_toml(mapping.to_toml(how, [column], [title])) == how


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("[columns]", "[columns"), "is no TOML"),
        (('name = "table"', 'name = "My Table"'), "must be 1 to 40 of a-z"),
        (('name = "table"', 'name = "../x"'), "must be 1 to 40 of a-z"),
        (('name = "table"', ""), "has no name"),
        (('name = "table"', "name = 7"), "must be a text in quotation marks"),
        (('name = "table"', 'name = "table"\nnick = "t"'), "nothing is called “nick”"),
        (("may_redistribute = false", 'may_redistribute = "no"'), "“may_redistribute” must be true or false"),
        (("[columns]", '[columns]\nlatitude = "x"'), "[columns] knows no “latitude”; it knows id, date"),
        (('date = "date"', ""), "no column says when it happened"),
        (('lat = "latitude"', ""), "lat and lon in [columns] go together"),
        (
            ('place = "place"', 'place = "Place"'),
            "names the column “Place”, which table.csv lacks; it has: date, place",
        ),
        (('"Battle" = "ASSAULT"', '"Battle" = "WAR"'), "gives “Battle” the meaning “WAR”; it may be: AGREE"),
        (('"Armenia" = "ARM"', '"Armenia" = "ARMENIA"'), "“karabakh ask actors” lists them"),
        (("format = []", 'format = ["dd.mm.yyyy"]'), "“dd.mm.yyyy” is no date format; write it with %d"),
        (("format = []", 'format = ["%d.%m"]'), "is no date format"),
        (("format = []", "format = [1]"), "“format” in [dates] must be a list of texts"),
        (('encoding = "utf-8"', 'encoding = "klingon"'), "the encoding “klingon” is not known"),
        (('encoding = "utf-8"', 'encoding = "zip"'), "the encoding “zip” is not known"),
        (('delimiter = ","', 'delimiter = ",,"'), "delimiter in [file] must be one sign"),
        (('decimal = "."', 'decimal = "·"'), "decimal in [file] must be"),
        (('status = "occurred"', 'status = "true"'), "status in [events] is “true”; it may be occurred"),
        (('precision = "exact"', 'precision = "5"'), "precision in [events] is “5”; it may be exact"),
        (("values = []", 'values = ["x"]'), "[rows] needs both a column and the values"),
        (("[file]", "[filing]"), "nothing is called “filing”"),
        (("skip = 0", "skip = true"), "“skip” in [file] must be a number"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_refused_in_one_sentence(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    path = written(tmp_path, ROWS)
    toml = "\n".join(line.split("  #")[0] for line in planned(path).toml().splitlines())
    assert change[0] in toml
    with pytest.raises(ImportRefusedError) as refusal:
        planned(path, toml.replace(*change, 1))
    assert said in str(refusal.value)
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read"),
        (b"", "is empty; print a mapping with --preview."),
        ("name = «é»".encode("cp1252"), "UTF-8"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused_in_one_sentence(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "mapping.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ImportRefusedError, match=said):
        mapping.read(path)


CELLS = st.one_of(
    st.text(max_size=10),
    st.sampled_from(
        ["27.09.2020", "04/05/2020", "2020-09-27", "39,5", "47.1", '"', "0", "May-14", "1e400", "nan", "#date", "·"]
    ),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(["date", "lat", "lon", "type", "deaths", "actor1", "place", "Дата", "id", ""]), min_size=1
    ),
    st.lists(st.lists(CELLS, max_size=6), max_size=6),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-16", "cp1251"]),
)
def test_whatever_a_file_holds_it_is_read_or_refused_in_one_sentence(
    tmp_path_factory: pytest.TempPathFactory, header: list[str], rows: list[list[str]], sign: str, encoding: str
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    text = "\n".join(sign.join(row) for row in [header, *rows])
    path = raw(folder, text.encode(encoding, "replace"))
    said = ""
    with contextlib.suppress(ImportRefusedError, StoreError):
        try:
            found = looked(path)
            assert found.kept <= found.read
        except Exception as error:
            said = str(error)
            raise
    assert "\n" not in said


# --- the program ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def home(workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the built workspace that these tests import into."""
    folder = tmp_path_factory.mktemp("generic") / "home"
    shutil.copytree(workspace, folder)
    return folder


def test_a_table_is_previewed_corrected_imported_and_known_the_next_time(home: Path, tmp_path: Path) -> None:
    diary = Path(shutil.copy(SAMPLES / "diary.csv", tmp_path))
    before = store.edition(home)
    refused(
        karabakh("import", "generic", diary, workspace=home), "No mapping fits", "--preview", "--mapping mapping.toml"
    )

    preview = karabakh("import", "generic", diary, "--preview", workspace=home)
    assert preview.returncode == 0, preview.stderr
    assert (
        "#   2020-09-27 | day | ASSAULT | occurred | Азербайджан [AZE] and Армения [ARM] | Гадрут (39.52, 47.03; exact)"
        in preview.stdout
    )
    assert store.edition(home) == before
    assert not (home / "imports").exists()

    chosen = raw(
        tmp_path,
        edited(preview.stdout, name="front-diary", title="Diary of the front", licence="CC BY 4.0"),
        "mapping.toml",
    )
    run = karabakh("import", "generic", diary, "--mapping", chosen, workspace=home)
    assert run.returncode == 0, run.stderr
    assert "7 rows read, 3 concern the conflict, 0 do not, 4 cannot be read" in run.stdout
    for line, word in ((5, "“32.09.2020” is not a date"), (6, "“39.76”"), (7, "0, 0"), (8, "“May-14”")):
        assert f"  diary.csv, line {line}: " in run.stdout
        assert word in run.stdout
    (folder,) = (home / "imports").iterdir()
    assert folder.name.startswith("generic-front-diary-")
    with (folder / "rejected.csv").open(encoding="utf-8", newline="") as file:
        left_out = [row for row in csv.DictReader(file) if row["level"] == "reject"]
    assert [row["line"] for row in left_out] == ["5", "6", "7", "8"]
    assert "Дня такого нет" in left_out[0]["text"]

    asked = karabakh("ask", "event_map", "--dataset", "generic:front-diary", "--format", "json", workspace=home)
    assert asked.returncode == 0, asked.stderr
    places = {row["place"]: row["events"] for row in json.loads(asked.stdout)}
    assert places == {"Hadrut": 1, "Shusha / Shushi": 1, "place not stated": 1}
    datasets = json.loads(karabakh("ask", "datasets", "--format", "json", workspace=home).stdout)
    (ours,) = [row for row in datasets if row["dataset"] == "generic:front-diary"]
    assert (ours["title"], ours["licence"], ours["may_redistribute"], ours["rows"]) == (
        "Diary of the front",
        "CC BY 4.0",
        False,
        3,
    )
    events = json.loads(
        karabakh(
            "ask", "events", "--actor", "RUS", "--dataset", "generic:front-diary", "--format", "json", workspace=home
        ).stdout
    )
    assert [(row["type"], row["headline"], row["participant"]) for row in events] == [
        ("CONSULT", "Встреча в Москве", ["ARM", "RUS"])
    ]
    refused(
        karabakh("ask", "events", "--dataset", "generic:other", workspace=home),
        "Unknown dataset “generic:other”; the edition holds curated, coded, generic:front-diary",
    )
    made = store.edition(home)
    assert made
    assert store.check(made) == []

    listed = karabakh("import", "list", workspace=home).stdout
    assert "front-diary" in listed.split("Templates for tables of your own:")[1].split("Imported:")[0]
    refused_again = karabakh("import", "generic", diary, workspace=home)
    assert refused_again.returncode == 2
    assert "there already" in refused_again.stderr
    longer = raw(
        tmp_path, diary.read_bytes() + "03.10.2020;Шуша;39,76;46,75;;;бой;1;Ещё бой\n".encode("cp1251"), "diary-2.csv"
    )
    run = karabakh("import", "generic", longer, workspace=home)
    assert run.returncode == 0, run.stderr
    asked = karabakh("ask", "events", "--dataset", "generic:front-diary", "--format", "json", workspace=home)
    assert len(json.loads(asked.stdout)) == 4, "the newer table takes the place of the older"


def test_what_cannot_be_imported_leaves_the_former_edition(home: Path, tmp_path: Path) -> None:
    before = store.edition(home), sorted(home.rglob("*"))
    path = written(tmp_path, [("04/05/2020", "x")], ("date", "note"))
    preview = karabakh("import", "generic", path, "--preview", workspace=home)
    assert preview.returncode == 0
    assert preview.stdout.startswith("# The table cannot be read before this is said:\n# TO SAY: No day is above 12")
    saved = raw(tmp_path, preview.stdout, "mapping.toml")
    run = karabakh("import", "generic", path, "--mapping", saved, workspace=home)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    run = karabakh("import", "generic", path, "--mapping", tmp_path / "none.toml", workspace=home)
    assert run.returncode == 2
    assert "none.toml" in run.stderr
    assert "Traceback" not in run.stderr
    refused(karabakh("import", "generic", tmp_path / "none.csv", "--preview", workspace=home), "There is no file")
    refused(
        karabakh("import", "ucdp_ged", path, "--mapping", saved, workspace=home), "--mapping is for tables of your own"
    )
    assert (store.edition(home), sorted(home.rglob("*"))) == before


#: What an export of events tells and an import of it has again.
TOLD = (
    "day_start", "day_end", "day_precision", "type", "quad", "status", "headline", "place", "lat", "lon",
    "deaths_low", "deaths_best", "deaths_high", "source", "target", "participant", "mediator", "host", "persons",
    "track", "verified",
)  # fmt: skip


def test_an_export_of_events_can_be_imported_again_with_every_dated_row(home: Path, tmp_path: Path) -> None:
    export = karabakh("ask", "events", "--dataset", "curated", "--dataset", "coded", "--format", "csv", workspace=home)
    before = {row["event_id"]: row for row in csv.DictReader(export.stdout.splitlines(keepends=True))}
    dated = {event: row for event, row in before.items() if row["day_start"]}
    path = raw(tmp_path, export.stdout, "exported.csv")
    plan = planned(path)
    found = generic.look(plan, tmp_path, today=DAY)
    assert (found.read, found.kept, found.rejected) == (len(before), len(dated), len(before) - len(dated))
    assert {reason for _, reason in reasons(found)} == {"it has no date"}
    roles = {
        "source": "source",
        "target": "target",
        "participant": "participant",
        "mediator": "mediator",
        "host": "host",
    }
    for row in found.sample:
        for role, column in roles.items():
            sides = {"source": row["actor_a_key"], "target": row["actor_b_key"]}
            told = {one["key"] for one in row["roles"] if one["role"] == role} | ({sides.get(role)} - {None})
            assert told == set(json.loads(before[row["native_id"]][column]))
        assert (row["track"] or "") == before[row["native_id"]]["track"]
        assert str(row["verified"]) == before[row["native_id"]]["verified"]
        assert (row["persons"] or []) == json.loads(before[row["native_id"]]["persons"])

    saved = raw(tmp_path, plan.toml(), "mapping.toml")
    run = karabakh("import", "generic", path, "--mapping", saved, workspace=home)
    assert run.returncode == 0, run.stderr
    again = karabakh("ask", "events", "--dataset", "generic:exported", "--format", "csv", workspace=home)
    after = {
        row["event_id"].removeprefix("generic:exported:"): row
        for row in csv.DictReader(again.stdout.splitlines(keepends=True))
    }
    assert list(after) == list(dated)
    for event, row in after.items():
        assert {name: row[name] for name in TOLD} == {name: dated[event][name] for name in TOLD}, event
    (folder,) = (home / "imports").glob("generic-exported-*")
    assert pq.read_table(folder / "rows.parquet").column_names == list(next(iter(before.values()))), "all of it is kept"


def test_a_template_fits_its_columns_in_whatever_form_they_come(tmp_path: Path) -> None:
    how = edited(planned(written(tmp_path, ROWS)).toml(), title="Ours", name="ours")
    templates.save(tmp_path / "home", how, templates.layout_of(HEADER))
    workbooks: dict[str, Sequence[Sequence[Any]]] = {"Cover": [("a", "b"), ("c", "d")], "Data": [(), HEADER, *ROWS]}
    for path in (
        written(tmp_path, ROWS, sign=";"),
        raw(tmp_path, "Events;;\n" + ";".join(HEADER) + "\n" + ";".join(ROWS[0]) + "\n", "titled.csv"),
        workbook(tmp_path / "one.xlsx", {"2021": [HEADER, *ROWS]}),
    ):
        plan = planned(path)
        assert plan.template, path.name
        assert plan.mapping.title == "Ours"
        assert generic.look(plan, Path(shutil.copytree(tmp_path / "home", path.with_suffix(".d")))).kept >= 1
    book = workbook(tmp_path / "two.xlsx", workbooks)
    assert planned(book).guess, "its first sheet is another table"
    templates.save(tmp_path / "home", edited(how, file__sheet="Data", name="ours"), templates.layout_of(HEADER))
    plan = planned(book)
    assert plan.template
    assert (plan.mapping.sheet, plan.mapping.skip) == ("Data", 1)


def test_two_templates_that_fit_are_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, ROWS)
    plan = planned(path)
    layout = templates.layout_of(plan.header)
    for name in ("one", "two"):
        templates.save(tmp_path / "home", edited(plan.toml(), name=name), layout)
    assert [one.name for one in templates.templates(tmp_path / "home")] == ["one", "two"]
    with pytest.raises(ImportRefusedError, match="Several templates fit these columns"):
        planned(path)


def test_a_name_for_a_table_is_made_of_that_of_its_file() -> None:
    assert shapes.named(Path("My Events (2020).v2.xlsx")) == ("my-events-2020", "My Events (2020)")
    assert shapes.named(Path("Мои события.csv")) == ("table", "Мои события")
