"""UCDP, ACLED and PA-X: what people coded comes in whole, in its own terms, as the claim of its dataset and no sum."""

from __future__ import annotations

import csv
import gzip
import json
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard import cli, importers, store
from dashboard.importers import Import, ImportRefusedError, Prospect
from dashboard.importers.running import with_lines

OWN = Path(__file__).parent / "samples"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "formats" / "samples"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the real rows are not on this machine")

TODAY = date(2026, 10, 1)
Row = dict[str, str]
Ask = Callable[[str], list[tuple[Any, ...]]]

FINAL = OWN / "ucdp" / "GEDEvent_v26_1.csv"
BEFORE = OWN / "ucdp" / "any_order" / "ged241.csv"
OLD = OWN / "ucdp" / "ged191.csv"
NAMELESS = OWN / "ucdp" / "GEDEvent_v24_0_1.csv"
DECEMBER = OWN / "ucdp" / "GEDEvent_v25_0_12.csv"
JUNE = OWN / "ucdp" / "GEDEvent_v26_0_6.csv"
HALF_YEAR = OWN / "ucdp" / "GEDEvent_v26_01_26_06.csv"
JULY = OWN / "ucdp" / "GEDEvent_v26_0_7.csv"
ACLED = OWN / "acled" / "2020-01-01-2024-06-01-Armenia-Azerbaijan.csv"
ACLED_2022 = OWN / "acled" / "before_march_2023.csv"
ACLED_NUMBERS = OWN / "acled" / "numbers_and_iso_dates.csv"
PAX = OWN / "pax" / "pax_all_agreements_v8.csv"
CANDIDATES = (NAMELESS, DECEMBER, JUNE, HALF_YEAR, JULY)
EXPORTS = (ACLED, ACLED_2022, ACLED_NUMBERS)


def raw(path: Path) -> list[Row]:
    """Read a file as Python's own reader does, the one without header under the names of the codebook."""
    names = list(store.published("ucdp_ged")) if path == NAMELESS else None
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, names))


def looked(name: str, paths: Path | Iterable[Path], scratch: Path, **how: Any) -> Prospect:
    scratch.mkdir(parents=True, exist_ok=True)
    return importers.look(name, [paths] if isinstance(paths, Path) else list(paths), scratch, today=TODAY, **how)


def brought(workspace: Path, name: str, path: Path) -> Import:
    scratch = workspace / f"scratch-{len(list(workspace.glob('scratch-*')))}"
    prospect = looked(name, path, scratch)
    return importers.keep(workspace, prospect, importers.summary(prospect))


def asked(workspace: Path) -> Ask:
    """Make the edition of what was brought, without articles, and return a way to ask it."""
    imports = [one.for_edition() for one in importers.active(workspace)]
    edition = store.new_edition(workspace, [], [], [one.manifest for one in importers.active(workspace)], imports)

    def ask(sql: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(edition.path), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    return ask


def kept_rows(parquet: Path) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        found = connection.read_parquet(str(parquet))
        return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def rewritten(path: Path, out: Path, change: Callable[[Row], Row | None], delimiter: str = ",") -> Path:
    """Write the rows of a file again, each as ``change`` returns it; those for which it returns none are left out."""
    changed = [row for row in map(change, raw(path)) if row is not None]
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(changed[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(changed)
    return out


def numbered(path: Path, out: Path, changes: Iterable[Row]) -> Path:
    """Write the first row of a file once for each of ``changes``, under ids of their own."""
    first, rows = raw(path)[0], list(changes)
    key = "event_id_cnty" if "event_id_cnty" in first else "id"
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(first))
        writer.writeheader()
        writer.writerows(first | {key: f"{'AZE' * (key != 'id')}{n}"} | row for n, row in enumerate(rows, start=1))
    return out


def faults(prospect: Prospect) -> dict[str, set[str]]:
    """Return what was found odd, by reason: the ids, or the lines of what has none."""
    found = defaultdict(set)
    for fault in prospect.faults:
        found[f"{fault.level}: {fault.reason}"].add(fault.native_id or str(fault.line))
    return dict(found)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Bring in all samples that belong beside one another."""
    workspace = tmp_path_factory.mktemp("people")
    brought(workspace, "ucdp_ged", FINAL)
    for path in CANDIDATES:
        brought(workspace, "ucdp_candidate", path)
    for path in EXPORTS:
        brought(workspace, "acled", path)
    brought(workspace, "pax", PAX)
    return asked(workspace)


# ——— read whole ———

#: Of each file: how many rows concern the conflict, cannot be read, are there already; and the version it is of.
COUNTS = [
    ("ucdp_ged", FINAL, (11, 0, 0), "26.1"),
    ("ucdp_ged", BEFORE, (8, 0, 0), "24.1"),
    ("ucdp_ged", OLD, (5, 0, 0), "19.1"),
    ("ucdp_candidate", NAMELESS, (2, 0, 1), "24.0.1"),
    ("ucdp_candidate", DECEMBER, (2, 0, 0), "25.0.12"),
    ("ucdp_candidate", JUNE, (4, 0, 0), "26.0.6"),
    ("ucdp_candidate", HALF_YEAR, (3, 0, 0), "26_01_26_06"),
    ("ucdp_candidate", JULY, (2, 0, 1), "26.0.7"),
    ("acled", ACLED, (12, 0, 0), TODAY.isoformat()),
    ("acled", ACLED_2022, (3, 3, 0), TODAY.isoformat()),
    ("acled", ACLED_NUMBERS, (3, 0, 1), TODAY.isoformat()),
    ("pax", PAX, (9, 0, 0), "8"),
]


def of_conflict(dataset: str, row: Row) -> bool:
    """Say by the printed rule whether a row concerns the conflict; of ACLED the samples tell it by their country."""
    if dataset == "pax":
        return row["PP"] == "8" or row["UcdpCon"] == "388"
    if dataset == "acled":
        other_matters = {"ARM90010", "AZE90011"}  # taxi drivers and depositors
        return row["country"] in ("Armenia", "Azerbaijan") and row["event_id_cnty"] not in other_matters
    one_sided = row["type_of_violence"] == "3" and row["country_id"] in ("371", "373")
    ours = row["side_a_new_id"] in ("64", "338") or row["side_a"].startswith("Government of Armenia")
    over_it = row["conflict_new_id"] == "388" or "Nagorno-Karabakh" in row["conflict_name"]
    return over_it or (one_sided and ours)


@pytest.mark.parametrize(("name", "path", "counts", "version"), COUNTS)
def test_every_row_of_a_file_is_accounted_for(
    tmp_path: Path, name: str, path: Path, counts: tuple[int, int, int], version: str
) -> None:
    prospect = looked(name, path, tmp_path / "scratch")
    rows = raw(path)
    assert prospect.read == len(rows)
    assert (prospect.kept, prospect.rejected, prospect.repeated) == counts
    assert sum(counts) == sum(of_conflict(name, row) for row in rows)
    assert prospect.version == version


def agrees(text: str | None, value: object) -> bool:
    """Say whether a typed value is what stands in the file."""
    match value:
        case None:
            return text in ("", None)
        case bool():
            return (text or "").lower() in (("true", "1") if value else ("false", "0"))
        case datetime():
            return datetime.fromisoformat(text or "") == value
        case date():
            return (text or "") == value.isoformat()
        case int() | float():
            return float(text or "nan") == value
        case _:
            return text == value


@pytest.mark.parametrize(("name", "path"), [(name, path) for name, path, *_ in COUNTS])
def test_every_published_column_is_kept_with_its_value(tmp_path: Path, name: str, path: Path) -> None:
    prospect = looked(name, path, tmp_path / "scratch")
    same_columns_and_values(prospect, path)


def same_columns_and_values(prospect: Prospect, path: Path) -> None:
    rows, found = raw(path), kept_rows(prospect.rows)
    assert len(found) == prospect.kept
    assert set(found[0]) >= set(rows[0])
    assert set(found[0]) - set(rows[0]) <= set(store.published(prospect.dataset.sql)), (
        "what an old layout lacks is empty"
    )
    for one in found:
        alike = [row for row in rows if all(agrees(text, one[column]) for column, text in row.items())]
        assert alike, f"{one} is not in {path.name} with these values"
        assert not any(one[column] is not None for column in set(one) - set(rows[0]))


def test_the_published_row_is_in_the_edition_with_all_its_columns(ask: Ask) -> None:
    for dataset, path, key in (("ucdp_ged", FINAL, "900008"), ("acled", ACLED, "AZE90012"), ("pax", PAX, "9001:1")):
        ((text,),) = ask(f"select original from originals where event_id = '{dataset}:{key}'")  # noqa: S608
        original = json.loads(text)
        assert set(original) == set(raw(path)[0])
        assert "file_row_number" not in original
    ((civilians,),) = ask("select original ->> 'deaths_civilians' from originals where event_id = 'ucdp_ged:900009'")
    assert civilians == "300"


def test_both_spellings_of_a_boolean_are_read(tmp_path: Path) -> None:
    for path, spelling in ((FINAL, "true"), (BEFORE, "1"), (OLD, "1")):
        assert {row["active_year"] for row in raw(path)} == {spelling}
        assert {row["active_year"] for row in kept_rows(looked("ucdp_ged", path, tmp_path / path.stem).rows)} == {True}


def test_text_over_several_lines_and_a_list_of_numbers_stay_one_cell(ask: Ask) -> None:
    ((quote,),) = ask("select quote from evidence where event_id = 'ucdp_ged:900008'")
    assert quote == 'Line one; "quoted" words\nand a second line'
    assert ask("select original ->> 'gwnob' from originals where event_id = 'ucdp_ged:900007'") == [("371;373",)]


@pytest.mark.parametrize("pack", ["gz", "zip"])
def test_a_packed_file_gives_what_the_plain_one_gives(tmp_path: Path, pack: str) -> None:
    packed = tmp_path / f"GEDEvent_v26_1.csv.{pack}" if pack == "gz" else tmp_path / "ged261-csv.zip"
    if pack == "gz":
        packed.write_bytes(gzip.compress(FINAL.read_bytes()))
    else:
        with zipfile.ZipFile(packed, "w") as archive:
            archive.write(FINAL, FINAL.name)
    prospect = looked("ucdp_ged", packed, tmp_path / "scratch")
    assert (prospect.version, prospect.read, prospect.kept) == ("26.1", 14, 11)
    same_columns_and_values(prospect, FINAL)


# ——— counted as in the file ———


def totals(rows: Iterable[tuple[str, int | None, int | None, int | None]]) -> dict[str, tuple[int, ...]]:
    """Return by year the number of events, and of deaths low, best and high where there is a figure."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for year, *deaths in rows:
        for place, number in enumerate((1, *deaths)):
            found[year][place] += number or 0
    return {year: tuple(numbers) for year, numbers in sorted(found.items())}


def in_edition(ask: Ask, dataset: str) -> dict[str, tuple[int, ...]]:
    columns = "dataset, year(day_start)::varchar, deaths_low, deaths_best, deaths_high"
    rows = ask(f"select {columns} from events where import_id is not null")  # noqa: S608
    return totals((year, low, best, high) for of, year, low, best, high in rows if of == dataset)


def test_the_totals_of_ucdp_by_year_are_those_of_the_file(ask: Ask) -> None:
    wanted = totals(
        (row["date_start"][:4], int(row["low"]), int(row["best"]), int(row["high"]))
        for row in raw(FINAL)
        if of_conflict("ucdp_ged", row)
    )
    assert wanted["2020"] == (3, 1401, 1501, 1403)
    assert in_edition(ask, "ucdp_ged") == wanted


def day_of(text: str) -> date | None:
    """Read the days of ACLED in the three forms of its exports."""
    for form in ("%Y-%m-%d", "%d %B %Y", "%d-%m-%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def test_the_totals_of_acled_by_year_are_those_of_the_newest_state_of_each_row(ask: Ask) -> None:
    newest: dict[str, Row] = {}
    for row in (row for path in EXPORTS for row in raw(path)):
        former = newest.get(row["event_id_cnty"])
        if of_conflict("acled", row) and day_of(row["event_date"]):
            newest[row["event_id_cnty"]] = max((former or row, row), key=lambda one: int(one["timestamp"]))
    wanted = totals(
        (str(day_of(row["event_date"]).year), None, int(row["fatalities"]), None)  # type: ignore[union-attr]
        for row in newest.values()
    )
    assert wanted["2020"] == (5, 0, 30, 0), (
        "27 September was 12, then 14, then 15; a state of 99 is older than that of 1"
    )
    assert in_edition(ask, "acled") == wanted


def test_the_totals_of_pax_by_year_are_those_of_the_file(ask: Ask) -> None:
    wanted = totals((row["Dat"][:4], None, None, None) for row in raw(PAX) if of_conflict("pax", row))
    assert in_edition(ask, "pax") == wanted
    assert {tuple(deaths) for _, *deaths in in_edition(ask, "pax").values()} == {(0, 0, 0)}


def test_an_import_tells_what_it_read_kept_left_out_and_shows(ask: Ask) -> None:
    found = ask("select dataset, version, kind, standing, may_redistribute, rows_read, rows_kept, rows_rejected, "
                "rows_shown from imports where dataset <> 'acled' order by dataset, version")  # fmt: skip
    assert found == [
        ("pax", "8", "agreements", "document", False, 10, 9, 0, 9),
        ("ucdp_candidate", "24.0.1", "events", "candidate", True, 4, 2, 0, 0),
        ("ucdp_candidate", "25.0.12", "events", "candidate", True, 2, 2, 0, 0),
        ("ucdp_candidate", "26.0.6", "events", "candidate", True, 4, 4, 0, 0),
        ("ucdp_candidate", "26.0.7", "events", "candidate", True, 3, 2, 0, 2),
        ("ucdp_candidate", "26_01_26_06", "events", "candidate", True, 3, 3, 0, 3),
        ("ucdp_ged", "26.1", "events", "final", True, 14, 11, 0, 11),
    ]
    exports = ask("select rows_read, rows_kept, rows_rejected, rows_shown, may_redistribute, licence like 'ACLED%' "
                  "from imports where dataset = 'acled' order by rows_read")  # fmt: skip
    assert exports == [(4, 3, 0, 2, False, True), (6, 3, 3, 2, False, True), (15, 12, 0, 10, False, True)]


# ——— versions ———


def test_of_final_versions_the_newest_alone_is_shown_whatever_came_in_last(tmp_path: Path) -> None:
    for path in (FINAL, OLD, BEFORE):
        brought(tmp_path, "ucdp_ged", path)
    assert [one.version for one in importers.active(tmp_path)] == ["26.1"]
    assert len(importers.imports(tmp_path)) == 3, "the older ones are kept"
    ask = asked(tmp_path)
    assert ask("select count(*), sum(deaths_best) from events where import_id is not null") == [(11, 2213)]
    importers.remove(tmp_path, next(one.import_id for one in importers.active(tmp_path)))
    assert [one.version for one in importers.active(tmp_path)] == ["24.1"]


def test_one_layout_gives_the_events_that_another_gives(tmp_path: Path) -> None:
    told = {
        path: {row["native_id"]: row for row in looked("ucdp_ged", path, tmp_path / path.stem).sample}
        for path in (FINAL, BEFORE, OLD)
    }
    new, old = told[FINAL], told[OLD]
    for path, but in ((BEFORE, {"row_number"}), (OLD, {"row_number", "actor_a", "actor_b", "words"})):
        for native_id, row in told[path].items():
            if (path, native_id) != (OLD, "900002"):
                assert {k: v for k, v in row.items() if k not in but} == {
                    k: v for k, v in new[native_id].items() if k not in but
                }
    assert [old["900002"][name] for name in ("deaths_low", "deaths_best", "deaths_high")] == [2, 2, 3], "revised since"
    assert old["900001"]["actor_b"] == "Republic of Nagorno-Karabakh"


def test_candidates_add_up_by_month_and_give_way_to_newer_files_and_to_the_final_version(ask: Ask) -> None:
    found: dict[str, int] = dict(ask("select event_id, deaths_best from events where dataset = 'ucdp_candidate'"))
    assert found == {
        "ucdp_candidate:910020": 1,
        "ucdp_candidate:910021": 4,  # 3 in the file of June alone
        "ucdp_candidate:910030": 1,
        "ucdp_candidate:910040": 1,
        "ucdp_candidate:910041": 1,
    }, "910010 and 910022 are gone from the half-year, 900008 is final, 2024 and December 2025 are covered"
    assert ask("select event_id from event_actors where event_id not in (select event_id from events)") == []
    assert ask("select event_id from evidence where event_id not in (select event_id from events)") == []
    assert ask("select event_id from originals where event_id not in (select event_id from events)") == []


def test_a_candidate_that_ends_after_the_final_version_stays_until_a_file_covers_its_end(tmp_path: Path) -> None:
    for name, path in (("ucdp_ged", FINAL), ("ucdp_candidate", DECEMBER), ("ucdp_candidate", JULY)):
        brought(tmp_path, name, path)
    ids = asked(tmp_path)("select event_id from events where dataset = 'ucdp_candidate' and day_end < '2026-07-01'")
    assert ids == [("ucdp_candidate:910010",)]


def test_without_a_final_version_every_candidate_is_shown(tmp_path: Path) -> None:
    for path in (NAMELESS, DECEMBER, JUNE):
        brought(tmp_path, "ucdp_candidate", path)
    ids = [row[0].removeprefix("ucdp_candidate:") for row in asked(tmp_path)(
        "select event_id from events where dataset = 'ucdp_candidate' order by event_id"
    )]  # fmt: skip
    assert ids == ["900008", "910001", "910002", "910010", "910011", "910020", "910021", "910022"]


def test_a_candidate_file_that_was_put_up_anew_takes_the_place_of_the_former(tmp_path: Path) -> None:
    brought(tmp_path, "ucdp_candidate", JUNE)
    anew = tmp_path / JUNE.name
    rewritten(JUNE, anew, lambda row: row | {"best": "9"} if row["id"] != "910022" else None)
    later = brought(tmp_path, "ucdp_candidate", anew)
    (later.folder / "imported_at.txt").write_text("2099-01-01T00:00:00+00:00", encoding="ascii")
    assert [one.import_id for one in importers.active(tmp_path)] == [later.import_id]
    assert asked(tmp_path)("select count(*), sum(deaths_best) from events where import_id is not null") == [(3, 27)]


@pytest.mark.parametrize("order", [EXPORTS, EXPORTS[::-1]])
def test_of_a_row_in_several_exports_the_one_changed_last_is_shown(tmp_path: Path, order: tuple[Path, ...]) -> None:
    for path in order:
        brought(tmp_path, "acled", path)
    found: dict[str, int] = dict(asked(tmp_path)("select event_id, deaths_best from events where dataset = 'acled'"))
    assert (found["acled:AZE90001"], found["acled:AZE90002"]) == (15, 1)
    assert len(found) == 14


def test_the_same_file_is_not_brought_in_twice(tmp_path: Path) -> None:
    brought(tmp_path, "pax", PAX)
    with pytest.raises(ImportRefusedError, match="The same files are there already, as pax-8-"):
        brought(tmp_path, "pax", PAX)


def test_several_versions_at_once_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match=r"several versions \(26\.0\.6, 26\.0\.7\); import one alone"):
        looked("ucdp_candidate", [JUNE, JULY], tmp_path / "scratch")


def test_a_version_that_the_name_does_not_tell_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "download.csv"
    path.write_bytes(FINAL.read_bytes())
    with pytest.raises(ImportRefusedError, match=r"say it with --version, as 26\.1"):
        looked("ucdp_ged", path, tmp_path / "scratch")
    assert looked("ucdp_ged", path, tmp_path / "other", version="26.1").version == "26.1"


# ——— how exact ———

WHERE = {
    "1": ("exact", 2), "2": ("exact", 25), "3": ("district", 30), "4": ("region", 80), "5": ("region", 75),
    "6": ("country", None), "7": ("region", None), "": ("country", None),
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "file"), [("ucdp_ged", "GEDEvent_v26_1.csv"), ("ucdp_candidate", "GEDEvent_v26_0_6.csv")]
)
def test_precision_codes_of_ucdp_say_how_exact_a_place_is(tmp_path: Path, name: str, file: str) -> None:
    path = numbered(OWN / "ucdp" / file, tmp_path / file, ({"where_prec": code} for code in WHERE))
    sample = looked(name, path, tmp_path / "scratch").sample
    assert [(row["place_precision"], row["uncertainty_km"]) for row in sample] == list(WHERE.values())


def test_precision_codes_of_ucdp_say_how_exact_a_date_is(tmp_path: Path) -> None:
    table = {
        ("1", "2020-10-04", "2020-10-04"): "day",
        ("1", "2020-10-04", "2020-10-05"): "days",
        ("2", "2020-10-04", "2020-10-09"): "days",
        ("3", "2020-10-04", "2020-10-10"): "week",
        ("4", "2020-10-01", "2020-10-31"): "month",
        ("5", "2020-09-27", "2020-11-09"): "year",
        ("", "2020-10-04", "2020-10-04"): "year",
    }
    rows = ({"date_prec": code, "date_start": f"{start} 00:00:00.000", "date_end": end} for code, start, end in table)
    prospect = looked("ucdp_ged", numbered(FINAL, tmp_path / FINAL.name, rows), tmp_path / "scratch")
    told = [(row["day_precision"], f"{row['day_start']}", f"{row['day_end']}") for row in prospect.sample]
    assert told == [(precision, start, end) for (_, start, end), precision in table.items()]
    open_ones = "warn: how exact its place or its date is stays open, so it counts as of its country or year"
    assert faults(prospect)[open_ones] == {"7"}


def test_precision_codes_of_acled_widen_day_and_place(tmp_path: Path) -> None:
    day = date(2020, 10, 15)
    days = {
        "1": ("day", day, day), "2": ("week", day - timedelta(3), day + timedelta(3)),
        "3": ("month", date(2020, 10, 1), date(2020, 10, 31)), "": ("month", date(2020, 10, 1), date(2020, 10, 31)),
    }  # fmt: skip
    places = {"1": ("exact", 2), "2": ("exact", 25), "3": ("region", 80), "": ("region", 80)}
    rows = [{"event_date": "15 October 2020", "time_precision": t, "geo_precision": g} for t in days for g in places]
    prospect = looked("acled", numbered(ACLED, tmp_path / "acled.csv", rows), tmp_path / "scratch")
    for asked_for, told in zip(rows, prospect.sample, strict=True):
        assert (told["day_precision"], told["day_start"], told["day_end"]) == days[asked_for["time_precision"]]
        assert (told["place_precision"], told["uncertainty_km"]) == places[asked_for["geo_precision"]]
    found = faults(prospect)
    assert len(found["warn: how exact its date is stays open, so it counts as of its month"]) == 4
    assert len(found["warn: how exact its place is stays open, so it counts as of its region"]) == 4


def test_a_place_of_the_gazetteer_is_known_by_name_and_nearness_and_the_published_point_stays(ask: Ask) -> None:
    found: dict[str, str | None] = dict(ask("select distinct place_name, place_id from events where lon is not null"))
    assert {name: place for name, place in found.items() if place} == {
        "Ganja city": "ganja", "Hadrut town": "hadrut", "Jermuk town": "jermuk", "Khojaly town": "khojaly",
        "Ganja": "ganja", "Stepanakert": "stepanakert", "Talish": "talysh", "Farukh": "farukh", "Jermuk": "jermuk",
        "Kirants": "kirants", "Quzanli": "guzanli", "Goris": "goris", "Martuni": "martuni", "Fuzuli": "fuzuli",
        "Kelbecer": "kalbajar",
    }  # fmt: skip
    assert found["Stepanakert town"] is None, "only its district is meant"
    assert found["Hadrut"] is None, "a larger region, for which the town stands"
    assert ask("select lon, lat from events where event_id = 'ucdp_ged:900009'") == [(46.7892, 39.9111)]


def test_a_name_far_from_its_place_is_not_that_place(tmp_path: Path) -> None:
    rows = ({"where_prec": "1", "where_coordinates": name, "latitude": lat, "longitude": "46.7519"}
            for name, lat in (("Stepanakert town", "39.8153"), ("Stepanakert town", "40.4"), ("STEPANAKERT", "39.82"),
                              ("Stepanakert-Agdam road", "39.8153")))  # fmt: skip
    brought(tmp_path, "ucdp_ged", numbered(FINAL, tmp_path / FINAL.name, rows))
    found = asked(tmp_path)("select place_id from events where dataset = 'ucdp_ged' order by event_id")
    assert found == [("stepanakert",), (None,), ("stepanakert",), (None,)]


# ——— in its own terms ———


def test_the_figures_of_ucdp_stay_as_published_even_where_they_contradict_themselves(ask: Ask) -> None:
    found = {row[0]: row[1:] for row in ask(
        "select event_id, deaths_low, deaths_best, deaths_high from events where dataset = 'ucdp_ged'"
    )}  # fmt: skip
    assert found["ucdp_ged:900007"] == (150, 154, 153)
    assert found["ucdp_ged:900006"] == (0, 0, 2), "none is certain"
    assert found["ucdp_ged:900009"] == (161, 300, 613)


def test_no_deaths_are_none_and_no_figure_is_not_none(tmp_path: Path) -> None:
    path = numbered(ACLED, tmp_path / "acled.csv", ({"fatalities": number} for number in ("0", "", "7")))
    told = looked("acled", path, tmp_path / "scratch").sample
    assert [row["deaths_best"] for row in told] == [0, None, 7]
    assert {(row["deaths_low"], row["deaths_high"]) for row in told} == {(None, None)}, "ACLED gives one figure"


def test_a_type_is_the_datasets_own_beside_the_shared_one(ask: Ask) -> None:
    found: dict[str, str] = dict(ask("select distinct native_type, event_type from events where import_id is not null"))
    assert found["state-based"] == found["one-sided"] == "ASSAULT"
    assert found["Battles: Armed clash"] == "ASSAULT"
    assert found["Strategic developments: Non-violent transfer of territory"] == "RETREAT"
    assert found["Protests: Protest with intervention"] == "PROTEST"
    assert found["Strategic developments: Other"] == "OTHER"
    assert found["Explosions/Remote violence: Drone strike of a new kind"] == "OTHER", "not in the codebook"
    assert found["Ren/Repre, Multiparty signed/agreed"] == found["Cea/Ceas, Unilateral document"] == "AGREE"


def test_every_type_of_acled_is_known(tmp_path: Path) -> None:
    with (Path(importers.__file__).parents[2] / "data" / "datasets" / "acled_types.csv").open(encoding="utf-8") as file:
        types = {row["sub_event_type"]: row["plover"] or None for row in csv.DictReader(file)}
    assert len(types) == 25
    path = numbered(ACLED, tmp_path / "acled.csv", ({"sub_event_type": name} for name in types))
    prospect = looked("acled", path, tmp_path / "scratch")
    assert [row["event_type"] for row in prospect.sample] == list(types.values())
    assert not any("codebook" in reason for reason in faults(prospect))


def sides(ask: Ask, event_id: str) -> dict[str, set[str]]:
    found = defaultdict(set)
    for actor, role in ask(f"select actor_id, role from event_actors where event_id = '{event_id}'"):  # noqa: S608
        found[role].add(actor)
    return dict(found)


def both(*actors: str, **others: set[str]) -> dict[str, set[str]]:
    return {role: set(actors) for role in ("source", "target", "participant")} | others


@pytest.mark.parametrize(
    ("event_id", "wanted"),
    [
        ("ucdp_ged:900001", both("AZE", "NKR")),
        ("ucdp_ged:900010", both("SUN", "ARM")),
        ("ucdp_ged:900009", {"source": {"NKR"}, "target": {"label:civilians"}}),
        ("ucdp_candidate:910040", both("AZE", "NKR")),
        ("acled:AZE90001", both("AZE", "NKR")),
        ("acled:ARM90008", both("AZE", "ARM")),
        ("acled:AZE90002", {"source": {"NKR"}, "target": {"AZE"}}),
        ("acled:AZE90003", {"source": {"AZE"}, "target": {"NKR"}}),
        ("acled:AZE90004", both("SYRIAN_FIGHTERS", "NKR")),
        ("acled:AZE90006", {"source": {"AZE"}}),
        ("acled:AZE90007", {"source": {"RUS_PEACEKEEPERS"}}),
        ("acled:AZE90012", both("label:unidentified-military-forces", "AZE")),
        ("acled:ARM90013", {"source": {"AZE"}, "target": {"ARM"}}),
        ("pax:9001:1", both("AZE", "ARM", "NKR", mediator={"RUS", "MINSK_GROUP"})),
        ("pax:9002:1", {"source": {"AZE"}}),
        ("pax:9003:1", both("AZE", "NKR")),
        ("pax:9004:2", both("AZE", "ARM", "RUS")),
        ("pax:9005:1", both("AZE", "ARM", mediator={"RUS", "FRA", "USA", "MINSK_GROUP"})),
        ("pax:9006:1", both("AZE", "ARM", mediator={"IRN"})),
        ("pax:9007:1", both("AZE", "ARM", "RUS", "KAZ")),
        ("pax:9008:1", both("AZE", "ARM", mediator={"EU"})),
        ("pax:9010:1", {}),
    ],
)  # fmt: skip
def test_an_actor_is_known_and_a_side_is_named_only_where_the_dataset_names_it(
    ask: Ask, event_id: str, wanted: dict[str, set[str]]
) -> None:
    assert sides(ask, event_id) == wanted


def test_a_renamed_actor_stays_one_by_its_id(tmp_path: Path) -> None:
    brought(tmp_path, "ucdp_ged", OLD)
    ask = asked(tmp_path)
    assert sides(ask, "ucdp_ged:900001") == both("AZE", "NKR")
    assert ask("select headline from events where event_id = 'ucdp_ged:900001'")[0][0].startswith(
        "state-based violence: Government of Azerbaijan and Republic of Nagorno-Karabakh"
    ), "under the name of that version"


def test_who_makes_a_claim_is_told_where_one_side_makes_it(tmp_path: Path) -> None:
    said = {
        "karabakh military report": "NKR", "Nagorno-Karabakh Defence Ministry": "NKR",
        "Azerbaijani defense ministry": "AZE", "Ministry of Defence of Azerbaijan": "AZE",
        "Armenian Ministry of Defence": "ARM", "Armenian and Azerbaijani defence ministries": None,
        "Ministry of Defence": None, "Itar-Tass": None, "": None,
    }  # fmt: skip
    brought(tmp_path, "ucdp_ged", numbered(FINAL, tmp_path / FINAL.name, ({"source_original": s} for s in said)))
    found = asked(tmp_path)("select claim_actor_id from events where dataset = 'ucdp_ged' order by event_id")
    assert [row[0] for row in found] == list(said.values())


def test_classes_of_actors_are_kept_as_number_or_as_text(tmp_path: Path) -> None:
    found = {
        path: {row["inter1"] for row in kept_rows(looked("acled", path, tmp_path / path.stem).rows)} for path in EXPORTS
    }
    assert found[ACLED] == {"State forces", "External/Other forces", "Protesters"}
    assert found[ACLED_NUMBERS] == {"1"}
    assert found[ACLED_2022] == {"1", "8"}


def test_population_is_kept_where_the_export_has_it(tmp_path: Path) -> None:
    extra = {"population_1km": "12", "population_2km": "", "population_5km": "80.5"}
    path = rewritten(ACLED, tmp_path / "acled.csv", lambda row: row | extra)
    prospect = looked("acled", path, tmp_path / "scratch")
    same_columns_and_values(prospect, path)
    assert {(row["population_1km"], row["population_2km"]) for row in kept_rows(prospect.rows)} == {(12.0, None)}


@pytest.mark.parametrize("written", ["2020-10-04", "04 October 2020", "4 October 2020", "04-10-2020"])
def test_a_day_is_read_in_each_form_of_the_exports(tmp_path: Path, written: str) -> None:
    path = numbered(ACLED, tmp_path / "acled.csv", [{"event_date": written}])
    (told,) = looked("acled", path, tmp_path / "scratch").sample
    assert told["day_start"] == told["day_end"] == date(2020, 10, 4)


def test_a_document_says_whether_one_side_or_several_stand_behind_it(ask: Ask) -> None:
    found: dict[str, str] = dict(ask("select event_id, headline from events where dataset = 'pax'"))
    assert found["pax:9002:1"] == "Unilateral document: Agreement to extend a ceasefire for 3 days"
    assert found["pax:9003:1"] == "Agreed document: Agreement to extend a ceasefire for 3 days"
    assert found["pax:9010:1"] == "Document: Minutes without parties"
    assert ask("select original ->> 'PPName', original ->> 'Stage' from originals where event_id = 'pax:9005:1'") == [
        ("Azerbaijan-Nagorno Karabakh: Process", "Ren")
    ]


def test_versions_of_one_agreement_are_rows_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / PAX.name
    rows = raw(PAX)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows([*rows, rows[0] | {"Ver": "2", "Status": "Status unclear"}, rows[1]])
    prospect = looked("pax", path, tmp_path / "scratch")
    assert (prospect.kept, prospect.repeated) == (10, 1)
    assert {"9001:1", "9001:2"} < {row["native_id"] for row in prospect.sample}


# ——— what is odd ———


def test_what_is_odd_in_ucdp_is_told_with_its_line(tmp_path: Path) -> None:
    prospect = with_lines(looked("ucdp_ged", FINAL, tmp_path / "scratch"))
    found = faults(prospect)
    assert found == {
        "warn: its low, best and high figures are out of order; they stay as published": {"900004", "900007"},
        "warn: its best estimate is not the sum of its parts": {"900006", "900008"},
        "note: it was split out of a reported total, so it is no incident of its own": {"900004"},
    }
    assert {fault.native_id: fault.line for fault in prospect.faults if fault.level == "warn"} == {
        "900004": 6, "900006": 8, "900007": 9, "900008": 10
    }  # fmt: skip
    assert faults(looked("ucdp_candidate", JUNE, tmp_path / "june"))["note: its coders marked it Check, not Clear"] == {
        "910021"
    }


def test_many_rows_on_one_coarse_point_are_told_as_what_they_are(tmp_path: Path) -> None:
    pile = [{"where_prec": "5", "where_coordinates": "Line of Contact", "latitude": "40", "longitude": "47"}] * 25
    town = [{"where_prec": "1", "where_coordinates": "Hadrut town", "latitude": "39.52", "longitude": "47.03"}] * 25
    path = numbered(FINAL, tmp_path / FINAL.name, [*pile, *town])
    (fault,) = looked("ucdp_ged", path, tmp_path / "scratch").faults
    assert (fault.level, fault.native_id, fault.rows) == ("warn", "Line of Contact", 25)
    assert fault.reason.startswith("it shares the point 40.0, 47.0 with many others")
    coarse = {"geo_precision": "2", "event_date": "2020-10-04", "timestamp": "1790000000"}
    other = looked("acled", numbered(ACLED, tmp_path / "acled.csv", [coarse] * 25), tmp_path / "acled")
    assert [fault.rows for fault in other.faults if "shares the point" in fault.reason] == [25]


def test_a_point_that_cannot_be_is_left_out_and_one_outside_its_country_is_told(tmp_path: Path) -> None:
    points = [("39.8", "46.7"), ("46.7", "39.8"), ("0", "0"), ("100", "46.7"), ("42.4692", "46.8645")]
    rows = ({"latitude": lat, "longitude": lon} for lat, lon in points)
    prospect = looked("ucdp_ged", numbered(FINAL, tmp_path / FINAL.name, rows), tmp_path / "scratch")
    found = faults(prospect)
    assert found["reject: latitude 46.7 and longitude 39.8 look exchanged"] == {"2"}
    assert found["reject: its coordinates are 0, 0, which stands for a place that was not found"] == {"3"}
    assert found["reject: latitude 100.0, longitude 46.7 is not on the globe"] == {"4"}
    assert found["warn: its point lies outside of the country that it names"] == {"5"}, "Karabakh in Dagestan"
    assert (prospect.kept, prospect.rejected) == (2, 3)


def test_what_is_odd_in_acled_is_told(tmp_path: Path) -> None:
    old = faults(looked("acled", ACLED_2022, tmp_path / "old"))
    assert old["reject: it has no date that can be read"] == {"AZE80003", "AZE80004", "AZE80005"}
    aged = "warn: its newest row is of 2021-01-18; ACLED changes and withdraws events daily, so export it anew"
    assert old[aged] == {"The whole export"}
    new = faults(looked("acled", ACLED, tmp_path / "new"))
    assert not any("newest row" in reason for reason in new), "of 21 September 2026"
    (strange,) = [reason for reason in new if "codebook" in reason]
    assert new[strange] == {"AZE90015"}
    bare = rewritten(ACLED, tmp_path / "acled.csv", lambda row: {k: v for k, v in row.items() if k != "timestamp"})
    assert any("no time stamps" in reason for reason in faults(looked("acled", bare, tmp_path / "bare")))


def test_what_is_odd_in_pax_is_told(tmp_path: Path) -> None:
    found = faults(looked("pax", PAX, tmp_path / "scratch"))
    assert found["warn: no party of it is named, so it stands without actors"] == {"9010:1"}
    assert found["note: it is a unilateral document: one side declares, nobody else has agreed"] == {"9002:1"}
    twins = {key for reason, ids in found.items() if "another document of the same title" in reason for key in ids}
    assert twins == {"9002:1", "9003:1"}


#: Dataset, sample, the cells of its first row that are odd, and what is said of that row.
ODD = [
    ("ucdp_ged", FINAL, {"deaths_a": "2147483647", "deaths_b": "2147483647"}, "not the sum of its parts"),
    ("ucdp_ged", FINAL, {"date_end": "infinity"}, "it has no date that can be read"),
    ("ucdp_ged", FINAL, {"date_start": "1992-02-12"}, "it ends on 1992-02-11, before it starts on 1992-02-12"),
    ("ucdp_ged", FINAL, {"latitude": "nan"}, "is not on the globe"),
    ("ucdp_ged", FINAL, {"id": ""}, "it has no id"),
    ("ucdp_ged", FINAL, {"side_a": "", "side_a_new_id": "", "country": "", "where_coordinates": ""}, ""),
    ("ucdp_ged", FINAL, {"type_of_violence": "9"}, "its type of violence is not 1, 2 or 3"),
    ("acled", ACLED, {"timestamp": "9223372036854775807"}, ""),
    ("acled", ACLED, {"event_date": "2020-02-30"}, "it has no date that can be read"),
    ("acled", ACLED, {"event_date": "2020-02-20", "year": "2021"}, "its date is not of the year 2021 that it names"),
    ("acled", ACLED, {"event_date": "2199-12-31", "time_precision": "2"}, "after the day of import"),
    ("acled", ACLED, {"event_date": "9999-12-31"}, "its date, 9999-12-31, cannot be"),
    ("acled", ACLED, {"actor1": "???", "actor2": "Армия"}, ""),
    ("acled", ACLED, {"fatalities": "-1"}, "its number of deaths is negative"),
    (
        "acled",
        ACLED,
        {"latitude": "40,37"},
        "“40,37” in the column latitude is not a number; the decimal sign is a point",
    ),
    ("acled", ACLED, {"event_type": "", "sub_event_type": "", "location": "", "latitude": "", "longitude": ""}, "type"),
    ("pax", PAX, {"Dat": "-infinity"}, "it has no date that can be read"),
    ("pax", PAX, {"Ver": ""}, "it has no id"),
    ("pax", PAX, {"Agt": "", "Status": "", "Part": ";;\n[( \\"}, "no party of it is named"),
]


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_row_is_told_or_left_out_and_never_stops_the_others(
    tmp_path: Path, odd: tuple[str, Path, Row, str]
) -> None:
    name, sample, cells, said = odd
    changes = iter([cells])
    path = rewritten(sample, tmp_path / sample.name, lambda row: row | next(changes, {}))
    prospect = looked(name, path, tmp_path / "scratch")
    told = [fault for fault in prospect.faults if said in fault.reason and fault.level != "note"]
    assert told or not said
    whole = looked(name, sample, tmp_path / "whole").kept
    assert prospect.kept == whole - any(fault.level == "reject" for fault in told)
    importers.keep(tmp_path, prospect, importers.summary(prospect))
    shown = asked(tmp_path)("select count(*) from events where import_id is not null")
    assert shown == [(prospect.kept,)]


def test_a_name_in_other_letters_or_of_signs_alone_is_an_actor_of_its_own(tmp_path: Path) -> None:
    names = ["Армия А", "Армия Б", "???", "!!!"]
    path = numbered(ACLED, tmp_path / "acled.csv", ({"actor1": name, "actor2": ""} for name in names))
    brought(tmp_path, "acled", path)
    found = asked(tmp_path)("select name from actors where actor_id like 'label:%' order by name")
    assert [row[0] for row in found] == sorted(names)


# ——— what is refused ———


def without_second_actor(row: Row) -> Row:
    return {k: v for k, v in row.items() if k not in ("actor2", "assoc_actor_2", "inter2")}


def same(row: Row) -> Row:
    return row


def turned(form: str) -> Callable[[Row], Row]:
    """Return a change that writes all days of a row as Excel does."""

    def change(row: Row) -> Row:
        days = {
            k: day_of(v[:10]) or day_of(v)
            for k, v in row.items()
            if k in ("date_start", "date_end", "Dat", "event_date")
        }
        return row | {k: day.strftime(form) for k, day in days.items() if day}

    return change


#: Dataset, sample, how it is spoilt, the columns' sign, the name it is given, and what is said of it.
WRONG = [
    ("ucdp_ged", FINAL, same, ";", "ged261.csv", "have the columns of UCDP GED|parted by “;”"),
    ("acled", ACLED, same, ";", "acled.csv", "have the columns of ACLED|parted by “;”"),
    ("pax", PAX, same, ";", "pax_v8.csv", "have the columns of PA-X|parted by “;”"),
    ("ucdp_ged", ACLED, same, ",", "ged261.csv", "missing: id, relid.*not known: event_id_cnty"),
    ("acled", FINAL, same, ",", "acled.csv", "missing: event_id_cnty, event_date"),
    ("pax", FINAL, same, ",", "pax_v8.csv", "missing: Con, PP, PPName"),
    ("ucdp_ged", PAX, same, ",", "ged261.csv", "missing: id, relid"),
    ("ucdp_ged", JUNE, same, ",", "GEDEvent_v26_0_6.csv", "is of UCDP Candidate.*karabakh import ucdp_candidate"),
    ("ucdp_candidate", FINAL, same, ",", "GEDEvent_v26_1.csv", "is of the final dataset.*karabakh import ucdp_ged"),
    ("ucdp_candidate", FINAL, same, ",", "ged261.csv", "is of the final dataset"),
    ("acled", ACLED, without_second_actor, ",", "acled.csv", "is a monadic export.*deaths would count twice"),
    ("ucdp_ged", FINAL, lambda row: row | {"renamed": "1"}, ",", "ged261.csv", "not known: renamed"),
]


def refused(capsys: pytest.CaptureFixture[str], workspace: Path, *words: str) -> str:
    """Return what the command line says of an import that it refuses, and see that it left nothing behind."""
    assert cli.main(["--workspace", str(workspace), "import", *words]) == 2
    said = [line for line in capsys.readouterr().err.splitlines() if line]
    assert len(said) == 1
    assert re.fullmatch(r"karabakh: .*\.", said[0])
    assert importers.imports(workspace) == []
    assert store.edition(workspace) is None
    return said[0]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_file_is_refused_in_a_sentence(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    wrong: tuple[str, Path, Callable[[Row], Row], str, str, str],
) -> None:
    name, sample, change, sign, file, said = wrong
    path = rewritten(sample, tmp_path / file, change, sign)
    assert re.search(said, refused(capsys, tmp_path / "workspace", name, str(path)))


@pytest.mark.parametrize("form", ["%m/%d/%Y", "%d.%m.%Y", "%d-%b-%y"])
@pytest.mark.parametrize("given", [("ucdp_ged", FINAL, "26.1"), ("pax", PAX, "8"), ("acled", ACLED_NUMBERS, "")])
def test_days_that_a_program_has_turned_around_are_never_guessed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: tuple[str, Path, str], form: str
) -> None:
    name, sample, version = given
    path = rewritten(sample, tmp_path / "book.csv", turned(form))
    prospect = looked(name, path, tmp_path / "scratch", version=version)
    assert prospect.kept == 0
    assert prospect.rejected == prospect.read == len(raw(path))
    told = {fault.reason for fault in prospect.faults if fault.level == "reject"}
    assert all("is not a date like 2020-09-27" in reason or "no date that can be read" in reason for reason in told)
    how = ["--version", version] if version else []
    refused(capsys, tmp_path / "workspace", *how, name, str(path))


def test_an_export_with_a_row_for_each_actor_is_refused_though_it_has_all_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, rows = tmp_path / "acled.csv", raw(ACLED)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for row in rows:
            writer.writerows([row, row | {"actor1": row["actor2"], "actor2": row["actor1"]}])
    said = refused(capsys, tmp_path / "workspace", "acled", str(path))
    assert "stand for several different rows" in said
    assert "export it as dyadic" in said


@pytest.mark.parametrize(
    ("tail", "reason"),
    [
        ("7,cut", "the row has fewer cells than there are columns"),
        ('7,"cut', "a quotation mark is opened and never closed"),
    ],
)
@pytest.mark.parametrize(("name", "sample"), [("ucdp_ged", FINAL), ("acled", ACLED), ("pax", PAX)])
def test_a_file_cut_short_loses_its_last_row_and_says_so(
    tmp_path: Path, name: str, sample: Path, tail: str, reason: str
) -> None:
    path = rewritten(sample, tmp_path / sample.name, same)
    whole = len(raw(path))
    with path.open("a", encoding="utf-8", newline="") as file:
        file.write(tail)
    prospect = looked(name, path, tmp_path / "scratch")
    assert (prospect.read, prospect.rejected) == (whole + 1, 1)
    told = {(fault.reason, fault.file, fault.text.strip()) for fault in prospect.faults if fault.level == "reject"}
    assert told == {(reason, path.name, tail)}


@pytest.mark.parametrize(
    ("name", "sample"), [("ucdp_ged", FINAL), ("ucdp_candidate", JULY), ("acled", ACLED), ("pax", PAX)]
)
def test_a_file_cut_within_its_header_or_its_archive_or_empty_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, sample: Path
) -> None:
    path = tmp_path / sample.name
    path.write_bytes(sample.read_bytes()[:60])
    assert "does not have the columns of" in refused(capsys, tmp_path / "workspace", name, str(path))
    path.write_bytes(b"")
    assert "is empty: 0 bytes" in refused(capsys, tmp_path / "workspace", name, str(path))
    packed = tmp_path / f"{sample.name}.gz"
    packed.write_bytes(gzip.compress(sample.read_bytes())[:-200])
    assert "is damaged or was cut short" in refused(capsys, tmp_path / "workspace", name, str(packed))


def test_one_id_of_two_different_rows_is_refused(tmp_path: Path) -> None:
    path = rewritten(FINAL, tmp_path / FINAL.name, lambda row: row | {"id": row["id"].replace("900002", "900001")})
    with pytest.raises(store.StoreError, match=r"1 ids stand for several different rows \(900001\)"):
        looked("ucdp_ged", path, tmp_path / "scratch")


def test_the_command_line_imports_each_dataset_and_lists_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, path in (("acled", ACLED), ("pax", PAX)):
        assert cli.main(["--workspace", str(tmp_path), "import", name, str(path), "--preview"]) == 0
    assert importers.imports(tmp_path) == []
    assert cli.main(["--workspace", str(tmp_path), "import", "ucdp_candidate", str(JULY)]) == 0
    said = capsys.readouterr().out
    assert "ACLED" in said
    assert "12 concern the conflict, 3 do not, 0 cannot be read." in said
    assert "PA-X 8: 10 rows read, 9 concern the conflict, 1 do not" in said
    assert "Imported as ucdp_candidate-26.0.7-" in said
    assert cli.main(["--workspace", str(tmp_path), "import", "list"]) == 0
    assert re.search(r"ucdp_candidate-26\.0\.7-[0-9a-f]{6} +2 rows", capsys.readouterr().out)


# ——— real rows ———


@needs_shared
@pytest.mark.parametrize(
    ("name", "path", "counts", "version"),
    [
        ("ucdp_ged", "ucdp/ged_v23_1_conflict388_nagorno_karabakh.csv", (49, 3, 3), "23.1"),
        ("ucdp_ged", "ucdp/ged_v23_1_random1000.csv", (49, 1000, 3), "23.1"),
        ("acled", "acled/acled_dyadic_armenia_azerbaijan_2022H1.csv", (31, 28, 16), TODAY.isoformat()),
        ("pax", "pax/pax_v4_nagorno_karabakh.csv", (266, 24, 24), "4"),
    ],
)
def test_real_files_are_read_whole(
    tmp_path: Path, name: str, path: str, counts: tuple[int, int, int], version: str
) -> None:
    prospect, rows = looked(name, SHARED / path, tmp_path / "scratch"), raw(SHARED / path)
    assert (len(rows[0]), prospect.read, prospect.kept) == counts
    assert (prospect.read, prospect.rejected, prospect.repeated, prospect.version) == (len(rows), 0, 0, version)
    same_columns_and_values(prospect, SHARED / path)


@needs_shared
def test_real_totals_by_year_are_those_of_the_files(tmp_path: Path) -> None:
    ucdp = SHARED / "ucdp" / "ged_v23_1_conflict388_nagorno_karabakh.csv"
    acled = SHARED / "acled" / "acled_dyadic_armenia_azerbaijan_2022H1.csv"
    pax = SHARED / "pax" / "pax_v4_nagorno_karabakh.csv"
    for name, path in (("ucdp_ged", ucdp), ("acled", acled), ("pax", pax)):
        brought(tmp_path, name, path)
    ask = asked(tmp_path)
    assert in_edition(ask, "ucdp_ged") == totals(
        (row["date_start"][:4], int(row["low"]), int(row["best"]), int(row["high"])) for row in raw(ucdp)
    )
    assert in_edition(ask, "pax") == totals((row["Dat"][:4], None, None, None) for row in raw(pax))
    shown = {row[0].removeprefix("acled:") for row in ask("select event_id from events where dataset = 'acled'")}
    left_out = [row for row in raw(acled) if row["event_id_cnty"] not in shown]
    assert {row["event_type"] for row in left_out} == {"Protests"}
    assert not [row for row in left_out if re.search("Karabakh|Artsakh", row["notes"])]
    rows = [row for row in raw(acled) if row["event_id_cnty"] in shown]
    assert in_edition(ask, "acled") == totals(("2022", None, int(row["fatalities"]), None) for row in rows)


@needs_shared
def test_the_parties_of_real_agreements_are_known(tmp_path: Path) -> None:
    prospect = looked("pax", SHARED / "pax" / "pax_v4_nagorno_karabakh.csv", tmp_path / "scratch")
    importers.keep(tmp_path, prospect, importers.summary(prospect))
    ask = asked(tmp_path)
    assert ask("select count(*) from events where native_type like '%Unilateral document'") == [(8,)]
    named = ask("select count(distinct event_id) from event_actors join events using (event_id) where dataset = 'pax'")
    assert named == [(24,)], "none stands without actors"
    assert sides(ask, "pax:310:1") == both("AZE", "ARM", "NKR", mediator={"RUS", "KGZ"})
    assert sides(ask, "pax:1684:1") == both("AZE", "ARM", "NKR", mediator={"MINSK_GROUP"})
    assert sides(ask, "pax:1732:1") == {"source": {"NKR"}}
    assert sides(ask, "pax:1730:1") == {"source": {"AZE"}}, "whom it is addressed to has not agreed"
    found = Counter(row[0] for row in ask("select left(native_type, 3) from events where dataset = 'pax'"))
    assert found == Counter(row["Stage"][:3] for row in raw(SHARED / "pax" / "pax_v4_nagorno_karabakh.csv"))


@needs_shared
def test_types_of_acled_are_those_of_its_codebook() -> None:
    with (SHARED / "reference" / "acled_event_categories.csv").open(encoding="utf-8-sig", newline="") as file:
        published = {value for row in csv.DictReader(file) for key, value in row.items() if "sub" in key.lower()}
    with (Path(importers.__file__).parents[2] / "data" / "datasets" / "acled_types.csv").open(encoding="utf-8") as file:
        assert {row["sub_event_type"].lower() for row in csv.DictReader(file)} == {name.lower() for name in published}


@needs_shared
@pytest.mark.parametrize("name", ["ucdp_ged", "ucdp_candidate", "acled", "pax"])
def test_totals_by_country_and_year_are_no_events_and_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = SHARED / "ucdp" / "organizedviolence_cy_v25_1_armenia_azerbaijan.csv"
    assert "does not have the columns of" in refused(capsys, tmp_path / "workspace", name, str(path))
