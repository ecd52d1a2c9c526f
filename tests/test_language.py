"""Pictures in another language: English stays as it is, Indonesian is whole, and one thread's language is its own."""

from __future__ import annotations

import ast
import csv
import gettext
import io
import re
import threading
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from string import Formatter
from typing import Any

import plotly.graph_objects as go
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dashboard import language, store, words
from dashboard.answers import Answers
from dashboard.bundle import DATA
from dashboard.charts import ground, periods, truces
from dashboard.charts.lanes import Window
from dashboard.model import DATASETS, EVENT_TYPES, STATUSES, TRACKS, Filters
from dashboard.pictures import analyses, coverage, network, overview, talks, ties
from dashboard.pictures import map as maps

PACKAGE = Path(language.__file__).parent
FOLDER = PACKAGE / "locale" / "id" / "LC_MESSAGES"
WAR = Filters(start=date(2020, 9, 27), end=date(2020, 11, 10))
NOTHING = Filters(start=date(1901, 1, 1), end=date(1901, 2, 1))
EVERYTHING = Filters(
    start=date(1992, 1, 1),
    end=date(2023, 12, 31),
    actors=("ARM", "NKR", "RUS"),
    tracks=("moscow", "us"),
    types=("AGREE", "CONSULT", "ASSAULT"),
    statuses=("occurred", "alleged"),
    datasets=("curated", "coded"),
    places=("moscow", "geneva", "stepanakert"),
)
FILTERS = {"none": Filters(), "war": WAR, "empty": NOTHING, "everything": EVERYTHING}
DATES = (date(1993, 6, 1), date(2020, 9, 1), date(2020, 11, 15), date(2023, 10, 1))
#: What sources are told apart by without the names of outlets, which are as they are in any language.
NAMELESS = [one for one in coverage.TRAITS if one != "outlet"]
#: Words of English grammar, and of these pictures, that Indonesian does not have.
ENGLISH = set(
    re.findall(
        r"\w+",
        "the of and or with from not none which who whom whose where when what in on at to by is are was were all "
        "more most than since until within about before after during between among each every its their them they "
        "this that it event events talk talks round rounds day days week weeks month months quarter year years "
        "killed held drawn place places actor actors tie ties track tracks type row rows report reports source "
        "sources edition shown known first last only other others further counted area areas outside inside map "
        "side agreement statement ceasefire breach violence armed war peacekeepers forces authorities districts "
        "river lake sea district province border january february march may june july august october december aug "
        "oct dec",
    )
)


# --- pictures -------------------------------------------------------------------------------------------


def _maps(given: Answers, chosen: Filters) -> Iterator[tuple[str, Callable[[], go.Figure]]]:
    for name, options in {
        "still": maps.MapOptions(),
        "caucasus": maps.MapOptions(lines=True, ground={"view": "caucasus", "names": "armenian"}),
        "deaths": maps.MapOptions(mark="deaths", layers=("violence", "talks"), ground={"names": "azerbaijani"}),
        "hexagons": maps.MapOptions(mark="hexagons", ground={"boundaries": "oblast"}),
        "bare": maps.MapOptions(layers=(), ground={"boundaries": "none"}),
        "playing": maps.MapOptions(time="play", step="month"),
        "four": maps.MapOptions(time="four", dates=DATES),
        "two": maps.MapOptions(time="two", dates=DATES[1:3], span=60),
        "venues": maps.MapOptions(time="venues", lines=True),
    }.items():
        yield f"map {name}", lambda options=options: maps.picture(given, chosen, options).figure  # type: ignore[misc]


def _networks(given: Answers, chosen: Filters) -> Iterator[tuple[str, Callable[[], go.Figure]]]:
    made = {show: ties.NetworkOptions(show=show) for show in network.CHARTS}
    made |= {f"{show} {level}": ties.NetworkOptions(show, level=level) for show in ("network", "matrix")
             for level in ("states", "persons")}  # fmt: skip
    made |= {f"wars {war}": ties.NetworkOptions("wars", war=war) for war in ("1992", "2023")}
    made |= {f"standing {one}": ties.NetworkOptions("standing", measure=one) for one in ("degree", "betweenness")}
    made["around"] = ties.NetworkOptions(kinds=(0,), least=2, around="RUS")
    for name, options in made.items():
        if name != "time" or chosen == WAR:  # a film of every year takes long
            yield f"network {name}", lambda o=options: network.draw(given, chosen, o).picture.figure  # type: ignore[misc]


def pictures(given: Answers, chosen: Filters) -> dict[str, Callable[[], go.Figure]]:
    """Return every picture of a filter by its name, drawn when it is called."""
    window = talks.Shown(date(2020, 1, 1), date(2021, 12, 31), "week", Window.of(date(2020, 1, 1), date(2021, 12, 31)))
    return {
        **dict(_maps(given, chosen)),
        **dict(_networks(given, chosen)),
        "timeline": lambda: talks.timeline(given, chosen).figure,
        "timeline of mediators": lambda: talks.timeline(given, chosen, window, mediators=True).figure,
        "comparison": lambda: talks.comparison(given, chosen).figure,
        "overview": lambda: overview.picture(given, chosen).figure,
        **{one: lambda one=one: analyses.picture(given, chosen, one).figure for one in analyses.ANALYSES},  # type: ignore[misc]
        **{one: lambda one=one: coverage.picture(given, chosen, one).figure for one in ("gaps", "datasets", "single")},  # type: ignore[misc]
        **{f"by {one}": lambda one=one: coverage.by_source(given, chosen, one).figure for one in NAMELESS},  # type: ignore[misc]
    }


@pytest.fixture(scope="module")
def given(edition: store.Edition) -> Answers:
    return Answers(edition)


class Recorder(gettext.GNUTranslations):
    """A catalogue that notes what it was asked for and does not have."""

    def __init__(self) -> None:
        with (FOLDER / "dashboard.mo").open("rb") as file:
            super().__init__(file)
        self.missed: set[str] = set()

    def gettext(self, message: str) -> str:
        said = self._catalog.get(message)  # type: ignore[attr-defined]
        if said is None:
            self.missed.add(message)
        return str(said or message)


def fixed_texts(figure: go.Figure) -> list[str]:
    """Return what a picture says by itself: no headline, no name of an outlet, no edition."""
    layout, meta = figure.layout, figure.layout.meta
    caption = meta["caption"]
    sources = re.sub(r"(terutama) [^;]*", r"\1", caption["sources"])
    said = [caption["title"], caption["filters"], caption["count"], caption["note"], sources, meta["alt"]]
    said += [str(trace.name) for trace in figure.data if trace.name and trace.showlegend is not False]
    own = (note for note in layout.annotations if note.name not in ("footer", "wide-label", "narrow-label"))
    said += [str(note.text) for note in own]
    said += [str(text) for trace in figure.data if trace.name == "names" for text in trace.text or ()]
    for axis in (*figure.select_xaxes(), *figure.select_yaxes()):
        said += [str(text) for text in axis.ticktext or ()] + [str(axis.title.text or "")]
    said += [step["label"] for step in meta.get("frames", ())]
    return said + [str(title) for title in (layout.title.text, layout.title.subtitle.text)]


@pytest.mark.parametrize("chosen", FILTERS)
def test_every_picture_speaks_indonesian_throughout(
    given: Answers, chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Recorder()
    monkeypatch.setattr(language, "_catalogue", lambda _: asked)
    for name, draw in pictures(given, FILTERS[chosen]).items():
        with language.speaking("id"):
            texts = fixed_texts(draw())
        assert len("".join(texts)) > 300, name
        for text in texts:
            found = set(re.findall(r"[^\W\d_]+", re.sub("<[^>]*>", " ", text).lower())) & ENGLISH
            assert not found, f"{name}: {found} in {text[:400]}"
    assert asked.missed == set()


@pytest.mark.parametrize("chosen", ["none", "war"])
def test_english_is_what_it_was_before_and_after_another_language_was_spoken(
    given: Answers, chosen: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = {name: draw().to_json() for name, draw in pictures(given, FILTERS[chosen]).items()}
    for draw in pictures(given, FILTERS[chosen]).values():
        with language.speaking("id"):
            draw()
    monkeypatch.setattr(language, "LOCALE", tmp_path)  # English needs no catalogue
    language._catalogue.cache_clear()
    with language.speaking("en"):
        after = {name: draw().to_json() for name, draw in pictures(given, FILTERS[chosen]).items()}
    assert [name for name, figure in after.items() if figure != before[name]] == []


def test_threads_speak_each_their_own_language(given: Answers) -> None:
    said: dict[str, list[str]] = {"en": [], "id": []}
    start = threading.Barrier(2)

    def draw(code: str) -> None:
        with language.speaking(code):
            start.wait()
            for _ in range(6):
                figure = maps.picture(given, WAR).figure
                said[code].append(f"{figure.layout.title.text} {[trace.name for trace in figure.data]}")

    threads = [threading.Thread(target=draw, args=(code,)) for code in said]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(set(texts)) for texts in said.values()] == [1, 1]
    assert "Where it happened" in said["en"][0]
    assert "peacekeepers" in said["en"][0]
    assert "Tempat kejadian" in said["id"][0]
    assert "penjaga perdamaian" in said["id"][0]
    assert language.spoken() == "en"


def test_a_language_nobody_speaks_is_refused_and_an_error_ends_the_speaking() -> None:
    with pytest.raises(ValueError, match="no language of the pictures; they know en, id"), language.speaking("xx"):
        pass
    with pytest.raises(KeyError), language.speaking("id"):
        raise KeyError
    assert language.spoken() == "en"


# --- the catalogue ----------------------------------------------------------------------------------------


Key = str | tuple[str, ...]


def read() -> Catalog:
    with (FOLDER / "dashboard.po").open("rb") as file:
        return read_po(file)


def messages_of_the_code() -> set[Key]:
    """Return what ``make translations`` finds."""
    mappings = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    found = extract_from_dir(
        PACKAGE,
        method_map=[(one["pattern"], one["method"]) for one in mappings],
        keywords={"text": None, "message": None, "plural": (1, 2)},
    )
    return {message[2] for message in found}


def calls_in_the_code() -> set[Key]:
    """Return the messages that stand in calls, those inside of f-strings too, where extraction may not find them."""
    found: set[Key] = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            told = [arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if name in ("text", "message") and told:
                found.add(told[0])
            elif name == "plural" and len(told) == 2:
                found.add(tuple(told))
    return found


def ids(catalogue: Catalog) -> set[Key]:
    return {tuple(one.id) if one.pluralizable else str(one.id) for one in catalogue if one.id}


def test_the_catalogue_holds_exactly_the_messages_of_the_code() -> None:
    assert ids(read()) == messages_of_the_code() == calls_in_the_code()


def test_every_message_is_translated_and_none_is_doubtful_or_left_over() -> None:
    catalogue = read()
    assert [one.id for one in catalogue if one.id and (one.fuzzy or not all(_strings(one.string)))] == []
    assert list(catalogue.obsolete) == []
    assert catalogue.num_plurals == 1


def _strings(told: Any) -> tuple[str, ...]:
    return told if isinstance(told, tuple) else (told,)


def _placeholders(text: str) -> set[tuple[str, str]]:
    return {(name, form or "") for _, name, form, _ in Formatter().parse(text) if name is not None}


def test_a_translation_has_the_placeholders_of_its_message() -> None:
    for one in read():
        wanted = _placeholders(_strings(one.id)[-1])
        for said in _strings(one.string) if one.id else ():
            assert _placeholders(said) == wanted, one.id
            assert said[-1] == _strings(one.id)[-1][-1] or said[-1] not in " :;", one.id
            assert _strings(one.id)[-1].endswith(" ") == said.endswith(" "), one.id


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    made = io.BytesIO()
    write_mo(made, read())
    assert (FOLDER / "dashboard.mo").read_bytes() == made.getvalue(), "run make translations"


@pytest.mark.parametrize("word", ["gugur", "syahid", "pahlawan", "separatis", "teroris", "menduduki", "pendudukan"])
def test_no_translation_takes_a_side(word: str) -> None:
    told = [said for one in read() for said in _strings(one.string)] + list(table().values())
    assert [said for said in told if re.search(rf"\b{word}", said, re.IGNORECASE)] == []


# --- words of the tables ----------------------------------------------------------------------------------


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table() -> dict[str, str]:
    return {row["english"]: row["said"] for row in _rows(PACKAGE / "locale" / "id" / "names.csv")}


def words_of_the_data() -> dict[str, set[str]]:
    """Return English words of the tables of ``data/`` that can stand in a picture."""
    sets = [tomllib.loads(path.read_text("utf-8")) for path in sorted((DATA / "datasets").glob("*.toml"))]
    return {
        "areas": {row["name"] for row in _rows(DATA / "geo" / "control.csv") if row["holder"]},
        "seas": {row["name"] for row in _rows(DATA / "geo" / "seas.csv")},
        "datasets": {one[name] for one in sets for name in ("measures", "licence") if "CC BY" not in one[name]},
        "places": {row["name"] for row in _rows(DATA / "gazetteer" / "places.csv")} | {"place not stated"},
        "actors": {row[name] for row in _rows(DATA / "actors" / "actors.csv") for name in ("name", "short")},
    }


@pytest.mark.parametrize("what", ["areas", "seas", "datasets"])
def test_the_words_of_the_tables_have_all_been_translated(what: str) -> None:
    with language.speaking("id"):
        assert [one for one in words_of_the_data()[what] if language.name(one) == one] == []


def test_the_table_of_names_has_no_row_that_nothing_needs() -> None:
    known = set().union(*words_of_the_data().values())
    assert [english for english in table() if english not in known] == []


def test_no_name_of_an_actor_or_place_is_left_in_english_words() -> None:
    english = re.compile(
        r"\b(of|the|for|and|union|council|court|organi[sz]ation|forces|border|district|province|river|lake|heights?|"
        r"mine|monastery|bridge|road|corridor|airport|dam|reservoir|group|church|former)\b",
        re.IGNORECASE,
    )
    proper = {"Crisis Group", "International Crisis Group"}
    with language.speaking("id"):
        said = {language.name(one) for what in ("actors", "places") for one in words_of_the_data()[what]}
    assert {name for name in said if english.search(name)} == proper


@pytest.mark.parametrize(
    ("english", "indonesian"),
    [
        ("Moscow", "Moskow"),
        ("Geneva", "Jenewa"),
        ("Vienna", "Wina"),
        ("Stepanakert / Khankendi", "Stepanakert / Khankendi"),
        ("Shusha / Shushi", "Shusha / Shushi"),
        ("Lake Sevan", "Danau Sevan"),
        ("Türkiye", "Turki"),
        ("Agdam district", "Distrik Agdam"),
        ("United States", "Amerika Serikat"),
        ("Karabakh Armenians", "Armenia Karabakh"),
        ("Nikol Pashinyan", "Nikol Pashinyan"),
        ("a place that no table knows", "a place that no table knows"),
    ],
)
def test_what_has_an_indonesian_name_bears_it_and_towns_with_two_names_keep_both(english: str, indonesian: str) -> None:
    assert language.name(english) == english
    with language.speaking("id"):
        assert language.name(english) == indonesian


def test_the_answers_name_actors_and_places_in_the_language_spoken(given: Answers) -> None:
    english = given.labels() | given.names()
    with language.speaking("id"):
        labels, names = given.labels(), given.names()
    assert (labels["USA"], labels["NKR"], labels["CSTO"], labels["UN"]) == (
        "Amerika Serikat", "Armenia Karabakh", "CSTO", "PBB",
    )  # fmt: skip
    assert (names["moscow"], names["NKR"]) == ("Moskow", "Otoritas, pasukan, dan warga Armenia Karabakh")
    assert names["stepanakert"] == english["stepanakert"] == "Stepanakert / Khankendi"
    assert given.labels() | given.names() == english


# --- numbers, dates, filters ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "many", "number", "english", "indonesian"),
    [
        ("{n:,} event", "{n:,} events", 0, "0 events", "0 peristiwa"),
        ("{n:,} event", "{n:,} events", 1, "1 event", "1 peristiwa"),
        ("{n:,} event", "{n:,} events", 1204, "1,204 events", "1.204 peristiwa"),
        ("{n:,} talk", "{n:,} talks", 1_000_000, "1,000,000 talks", "1.000.000 perundingan"),
        ("{n} day", "{n} days", 2, "2 days", "2 hari"),
    ],
)
def test_numbers_take_the_right_form(one: str, many: str, number: int, english: str, indonesian: str) -> None:
    assert language.plural(one, many, number) == english
    with language.speaking("id"):
        assert language.plural(one, many, number) == indonesian


def test_numbers_and_days_are_written_as_each_language_does() -> None:
    day = date(2020, 8, 9)
    assert (language.number(1204), language.number(0.5, ".2f"), language.day(day)) == ("1,204", "0.50", "9 August 2020")
    with language.speaking("id"):
        assert (language.number(1204), language.number(0.5, ".2f"), language.day(day)) == (
            "1.204", "0,50", "9 Agustus 2020",
        )  # fmt: skip
        assert language.text("mean intensity {n:.1f}", n=-2.25) == "intensitas rata-rata -2,2"
        assert language.text("{n} more", n=1204) == "1.204 lainnya"
        assert language.text("") == ""
        assert language.separators() == ",."


@pytest.mark.parametrize(
    ("first", "last", "precision", "text"),
    [
        ("2020-10-09", "2020-10-09", "day", "9 Oktober 2020"),
        ("2020-10-09", "2020-10-10", "days", "9–10 Oktober 2020"),
        ("2020-09-27", "2020-11-10", "days", "27 September–10 November 2020"),
        ("2020-12-30", "2021-01-02", "days", "30 Desember 2020–2 Januari 2021"),
        ("1993-08-01", "1993-08-31", "month", "Agustus 1993"),
        ("1993-01-01", "1993-12-31", "year", "1993"),
        ("1989-08-15", "1989-10-10", "unknown", "antara 15 Agustus–10 Oktober 1989"),
        ("1989-08-15", "1989-08-15", "unknown", "sekitar 15 Agustus 1989"),
    ],
)
def test_days_in_indonesian_are_no_more_exact_than_they_are_known(
    first: str, last: str, precision: str, text: str
) -> None:
    with language.speaking("id"):
        assert words.span(date.fromisoformat(first), date.fromisoformat(last), precision) == text
        assert words.span(None, None) == "tanggal tidak disebutkan"


def test_periods_deaths_and_hours_are_indonesian() -> None:
    with language.speaking("id"):
        told = [periods.in_words("1994-05-09", grain) for grain in ("day", "week", "month", "quarter", "year")]
        assert told == ["9 Mei 1994", "pekan 9 Mei 1994", "Mei 1994", "kuartal ke-2 1994", "1994"]
        assert ground.period_in_words(date(1994, 5, 12), date.max) == "sejak 12 Mei 1994"
        assert truces.moment(datetime.fromisoformat("2020-10-10T12:05"), "minute") == "10 Oktober 2020, 12.05"
        assert words.deaths(1000, 1204, 1500) == "1.204 tewas (1.000–1.500)"
        assert words.deaths(3, None, None) == "sedikitnya 3 tewas"
        assert words.deaths(None, None, None) == ""


def test_a_filter_with_everything_set_is_said_in_indonesian(given: Answers) -> None:
    with language.speaking("id"):
        assert words.filters(EVERYTHING, given.names()) == (
            "1 Januari 1992–31 Desember 2023 · dengan Armenia, Otoritas, pasukan, dan warga Armenia Karabakh, atau "
            "Rusia · jalur: Moskow dan pimpinan Rusia atau Amerika Serikat · jenis: sepakat, berunding, atau menyerang "
            "· status: terjadi atau diduga oleh satu pihak · himpunan data: Basis fakta terkurasi atau Dikodekan dari "
            "artikel · tempat: Moskow, Jenewa, atau Stepanakert / Khankendi"
        )
        assert words.filters(Filters(), {}) == "Semua tanggal · semua aktor"
        assert words.filters(Filters(start=date(2020, 1, 1)), {}).startswith("Sejak 1 Januari 2020")
        assert words.filters(Filters(end=date(2020, 1, 1)), {}).startswith("Hingga 1 Januari 2020")
        many = words.filters(Filters(types=tuple(EVENT_TYPES)), {})
        assert many.endswith("bekerja sama, atau 11 lainnya")


@pytest.mark.parametrize("known", [TRACKS, STATUSES])
def test_every_track_and_status_has_a_name(known: Mapping[str, str]) -> None:
    with language.speaking("id"):
        same = {english for english in known.values() if language.text(english) == english}
    assert same <= {"CSTO"}
    assert set(DATASETS.values()) <= ids(read())


@pytest.mark.parametrize(
    ("start", "end", "texts"),
    [
        ("1988-01-01", "2026-01-01", ["1990", "1995", "2000", "2005", "2010", "2015", "2020", "2025"]),
        ("2020-05-01", "2020-09-30", ["Mei<br>2020", "Jun", "Jul", "Agu", "Sep"]),
        ("2020-12-28", "2021-01-02", ["28 Des<br>2020", "29 Des", "30 Des", "31 Des", "1 Jan<br>2021", "2 Jan"]),
        ("2020-10-10", "2020-10-10T12:00", ["00.00<br>10 Okt 2020", "03.00", "06.00", "09.00", "12.00"]),
    ],
)
def test_the_axis_of_time_has_few_ticks_in_indonesian_and_plotlys_own_in_english(
    start: str, end: str, texts: list[str]
) -> None:
    assert periods.ticks([start, end]) == {}
    with language.speaking("id"):
        made = periods.ticks([start, end])
    assert made["ticktext"] == texts
    assert made["tickvals"] == sorted(made["tickvals"])
    assert made["tickvals"][0] >= start
