"""The fact base as a whole: how much it holds, how well it is sourced, and in which words it speaks."""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from datetime import date
from pathlib import Path

import pytest

from dashboard import store, words
from dashboard.bundle import DATA
from dashboard.model import DATE_PRECISIONS, EVENT_TYPES, STATUSES, TRACKS, Filters

Row = dict[str, str]
LOADED = re.compile(
    r"\b(martyr\w*|liberat(?:ed|ion|ing)|occupied|occupiers?|occupation|neutrali[sz]ed|so-called|terrorists?|separatists?)\b",
    re.I,
)
#: A loaded word may stand where the sentence says whose word it is.
ATTRIBUTED = re.compile(
    r"\b(call(?:ed|s|ing)|spoke of|said|says|say|described|describing|charges|convicted|accus)\b|[\"“]"
)
MONTHS = [words.day(date(2000, month, 1)).split()[1] for month in range(1, 13)]


def table(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


EVENTS = table("curated/events.csv")


def listed(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def test_the_fact_base_is_as_large_as_it_is_said_to_be(edition: store.Edition) -> None:
    curated = store.ask_rows(edition, "events", Filters(datasets=("curated",)))
    assert len(curated) == len(EVENTS) >= 450
    assert len(store.ask_rows(edition, "diplomacy_timeline", Filters(datasets=("curated",)))) >= 250
    war = Filters(start=date(2020, 9, 27), end=date(2020, 11, 10), datasets=("curated",))
    assert len(store.ask_rows(edition, "events", war)) >= 90
    assert len(table("gazetteer/places.csv")) >= 250
    assert len({row["person_id"] for row in table("actors/people.csv")}) >= 150


def test_every_year_since_the_beginning_has_its_events() -> None:
    years = {int(row["day_start"][:4]) for row in EVENTS}
    reviewed = date.fromisoformat((DATA / "as_of.txt").read_text("ascii").strip())
    assert set(range(1988, reviewed.year + 1)) <= years


def test_nearly_every_event_is_verified() -> None:
    assert {row["verified"] for row in EVENTS} <= {"yes", "no"}
    assert sum(row["verified"] == "no" for row in EVENTS) < 0.05 * len(EVENTS)


def test_at_least_half_of_the_events_rest_on_two_sources() -> None:
    sources = [set(listed(row["sources"])) for row in EVENTS]
    assert all(sources)
    assert sum(len(found) >= 2 for found in sources) >= 0.5 * len(EVENTS)


def test_every_source_is_used_and_can_be_found() -> None:
    used = {source for row in EVENTS + table("curated/claims.csv") for source in listed(row["sources"])}
    sources = table("curated/sources.csv")
    assert used <= {row["source_id"] for row in sources}
    assert all(row["outlet"].strip() and row["title"].strip() for row in sources)
    assert [row["source_id"] for row in sources if row["url"] and not re.match(r"https?://\S+$", row["url"])] == []
    assert [row["source_id"] for row in sources if not re.fullmatch(r"(\d{4}(-\d\d){0,2})?", row["published_on"])] == []


def test_every_headline_is_one_line_of_at_most_twenty_words() -> None:
    for row in EVENTS:
        assert 3 <= len(row["headline"].split()) <= 20, row["event_id"]
        assert row["headline"] == row["headline"].strip()
        assert "\n" not in row["headline"]
        assert row["headline"][0].isupper() or not row["headline"][0].isalpha(), row["event_id"]


def test_no_headline_names_a_year_that_its_event_is_not_in() -> None:
    """A headline may name another year only in words that look back or ahead to it."""
    other = re.compile(r"\b(?:of|from|since|after|before|by|until|in|for|through|over)(?: \w+){0,3}? ((?:19|20)\d\d)\b")
    named = 0
    for row in EVENTS:
        own = set(range(int(row["day_start"][:4]), int(row["day_end"][:4]) + 1))
        years = {int(year) for year in re.findall(r"\b(?:19[89]\d|20[0-3]\d)\b", row["headline"])}
        named += bool(years)
        assert years <= own | {int(year) for year in other.findall(row["headline"])}, row["event_id"]
    assert named > 5


def test_most_summaries_that_name_a_day_name_their_event_s_own() -> None:
    """The rest look back or ahead; summaries that slipped to another row would look everywhere."""
    pattern = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})(?: (\d{{4}}))?\b")
    own = []
    for row in EVENTS:
        first, last = date.fromisoformat(row["day_start"]), date.fromisoformat(row["day_end"])
        named = pattern.findall(row["summary"])
        days = [date(int(year or first.year), MONTHS.index(month) + 1, int(day)) for day, month, year in named]
        if days:
            own.append(any(first <= day <= last for day in days))
    assert len(own) > 100
    assert sum(own) > 0.65 * len(own)


def shown_days(text: str) -> tuple[date, date]:
    """Return the first and last day that a date in words may mean, read the way a person reads it."""
    text = text.removeprefix("within ").removeprefix("about ")
    if re.fullmatch(r"\d{4}", text):
        return date(int(text), 1, 1), date(int(text), 12, 31)
    if found := re.fullmatch(r"([A-Z]\w+) (\d{4})", text):
        month, year = MONTHS.index(found[1]) + 1, int(found[2])
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    first, _, last = text.replace(" – ", "–").partition("–")
    end = (last or first).split()
    start = [*first.split(), *end[len(first.split()) :]]
    days = [date(int(year), MONTHS.index(month) + 1, int(day)) for day, month, year in (start, end)]
    return days[0], days[1]


def test_every_date_that_is_shown_is_the_date_that_is_stored(edition: store.Edition) -> None:
    seen = set()
    for row in store.ask_rows(edition, "events"):
        precision = row["day_precision"]
        text = words.span(row["day_start"], row["day_end"], precision)
        if row["day_start"] is None:
            assert text == "date not stated"
            continue
        seen.add(precision)
        first, last = shown_days(text)
        if precision in ("month", "year"):
            assert first <= row["day_start"] <= row["day_end"] <= last, row["event_id"]
        else:
            assert (first, last) == (row["day_start"], row["day_end"]), row["event_id"]
    assert seen == set(DATE_PRECISIONS)


@pytest.mark.parametrize("column", ["headline", "summary"])
def test_the_fact_base_speaks_in_neutral_words(column: str) -> None:
    for row in EVENTS:
        for sentence in re.split(r"(?<=[.;]) ", row[column]):
            if LOADED.search(sentence):
                assert ATTRIBUTED.search(sentence), f"{row['event_id']}: {sentence}"


def test_loaded_words_are_found_and_an_attributed_one_is_let_pass() -> None:
    assert LOADED.search("Army liberated the town")
    assert LOADED.search("Shelling of occupied villages")
    assert not LOADED.search("Concern occupied nobody’s preoccupations".replace("occupied", "filled"))
    assert ATTRIBUTED.search("Baku called it an anti-terrorist operation")
    assert not ATTRIBUTED.search("Anti-terrorist operation in Karabakh")


def test_the_codebook_explains_every_type_status_and_track() -> None:
    codebook = table("codebook.csv")
    for kind, terms in (("type", EVENT_TYPES), ("status", STATUSES), ("track", TRACKS)):
        explained = [row["term"] for row in codebook if row["kind"] == kind]
        assert sorted(explained) == sorted(terms), kind
    assert all(len(row["meaning"].split()) >= 3 for row in codebook)


def test_every_side_s_claim_names_its_side_and_its_source() -> None:
    claims = table("curated/claims.csv")
    ids = {row["event_id"] for row in EVENTS}
    assert len({row["claimant"] for row in claims}) >= 3
    for row in claims:
        assert row["event_id"] in ids, row["event_id"]
        assert row["claim"].strip().endswith((".", "”", '"')), row["claim"]
        assert listed(row["sources"]), row["event_id"]


def test_every_talk_belongs_to_an_event() -> None:
    assert {row["event_id"] for row in table("curated/talks.csv")} <= {row["event_id"] for row in EVENTS}


def test_both_names_of_a_place_in_karabakh_are_on_file(edition: store.Edition) -> None:
    sides: dict[str, set[str]] = {}
    for row in table("gazetteer/place_names.csv"):
        sides.setdefault(row["place_id"], set()).add(row["side"])
    double = [row for row in table("gazetteer/places.csv") if " / " in row["name"]]
    assert len(double) >= 20
    assert [row["place_id"] for row in double if not {"ARM", "AZE"} <= sides.get(row["place_id"], set())] == []
    assert any(row["place"] == "Shusha / Shushi" for row in store.ask_rows(edition, "event_map"))


def test_no_table_has_a_stray_blank_or_an_empty_row() -> None:
    for path in sorted(Path(DATA).rglob("*.csv")):
        if path.parent.name in ("curated", "actors", "gazetteer"):
            for number, row in enumerate(table(path.relative_to(DATA).as_posix()), start=2):
                assert None not in row, f"{path.name}, line {number}: a cell too many"
                assert None not in row.values(), f"{path.name}, line {number}: a cell is missing"
                assert all(cell == cell.strip() for cell in row.values()), f"{path.name}, line {number}"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Stepanakert", "Khankendi"), ("Martakert", "Aghdara"), ("Martuni", "Khojavend"), ("Shusha", "Shushi")],
)
def test_a_place_with_two_names_is_told_with_both(one: str, other: str) -> None:
    texts = {row["event_id"]: f"{row['headline']} {row['summary']}" for row in EVENTS}
    bare = [
        event_id
        for event_id, text in texts.items()
        if bool(re.search(rf"\b{one}\b", text)) != bool(re.search(rf"\b{other}\b", text))
    ]
    assert bare == []
