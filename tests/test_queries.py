"""One filter, one truth: every question is answered from the same events, counted again here in plain Python."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from dashboard import coding, store
from dashboard.bundle import QUERIES
from dashboard.coding.articles import parse_article
from dashboard.model import DATASETS, EVENT_TYPES, STATUSES, TRACKS, Event, Filters
from dashboard.store import asking

Row = dict[str, Any]
Drawn = list[tuple[Filters, list[Row]]]
GRAINS = ("day", "week", "month", "quarter", "year")
ROLES = ("source", "target", "participant", "mediator", "host")


#: Days in the midst of long events, which a range that starts there cuts in two.
IN_THE_MIDST = (date(1992, 8, 20), date(1993, 2, 10), date(1993, 9, 20), date(2020, 10, 15))


PLACES = ("yerevan", "baku", "moscow", "stepanakert", "shusha", "geneva", "nagorno-karabakh", "ganja", "brussels")


def draw_filters(number: int) -> list[Filters]:
    """Return filters as readers make them: some narrow, some wide, some that match nothing."""
    chance = random.Random(1988_02_20)  # noqa: S311  # the same draws every time, no secret
    actors = ["ARM", "AZE", "NKR", "RUS", "TUR", "FRA", "USA", "IRN", "MINSK_GROUP", "RUS_PEACEKEEPERS", "UN", "OSCE"]
    people = ["vladimir-putin", "ilham-aliyev", "nikol-pashinyan", "sergey-lavrov", "zohrab-mnatsakanyan"]

    def some(values: Iterable[str], likely: float, most: int) -> tuple[str, ...]:
        return tuple(chance.sample(list(values), chance.randint(1, most))) if chance.random() < likely else ()

    made = [Filters(), *(Filters(start=day) for day in IN_THE_MIDST)]
    while len(made) < number:
        anywhere = date(1988, 1, 1) + timedelta(chance.randrange(14_000))
        start = chance.choice((None, None, None, anywhere, *IN_THE_MIDST))
        end = (start or date(1990, 1, 1)) + timedelta(chance.choice((0, 1, 30, 400, 5000, 14_000)))
        made.append(
            Filters(
                start=start,
                end=end if chance.random() < 0.6 else None,
                actors=some(actors + people, 0.5, 3),
                tracks=some(TRACKS, 0.25, 4),
                types=some(EVENT_TYPES, 0.3, 6),
                statuses=some(STATUSES, 0.3, 3),
                datasets=some(DATASETS, 0.3, 1),
                places=some(PLACES, 0.1, 6),
            )
        )
    return made


FILTERS = draw_filters(60)


@pytest.fixture(scope="module")
def everything(edition: store.Edition) -> dict[str, Row]:
    return {row["event_id"]: row for row in store.ask_rows(edition, "events")}


@pytest.fixture(scope="module")
def drawn(edition: store.Edition) -> Drawn:
    """Return every drawn filter with its rows of ``events``, against which the other questions are held."""
    return [(chosen, store.ask_rows(edition, "events", chosen)) for chosen in FILTERS]


@pytest.fixture(scope="module")
def parts(edition: store.Edition) -> dict[str, set[str]]:
    """Return each actor with everything that rolls up to it, climbed in Python."""
    part_of = dict(asking.connection(edition).cursor().sql("select actor_id, part_of from actors").fetchall())
    members: dict[str, set[str]] = defaultdict(set)
    for actor in part_of:
        above: str | None = actor
        while above:
            members[above].add(actor)
            above = part_of[above]
    return members


@pytest.fixture(scope="module")
def talks(edition: store.Edition) -> set[str]:
    return {name for (name,) in asking.connection(edition).cursor().sql("select event_id from talks").fetchall()}


def passes(row: Row, chosen: Filters, parts: dict[str, set[str]]) -> bool:
    """Say whether an event passes a filter, by the words of the model's docstring."""
    wanted = set[str]().union(*(parts.get(actor, {actor}) for actor in chosen.actors))
    taking_part = {actor for role in ROLES for actor in row[role]} | set(row["persons"])
    return (
        (chosen.start is None or (row["day_end"] is not None and row["day_end"] >= chosen.start))
        and (chosen.end is None or (row["day_start"] is not None and row["day_start"] <= chosen.end))
        and (not chosen.actors or bool(wanted & taking_part))
        and (not chosen.tracks or row["track"] in chosen.tracks)
        and (not chosen.types or row["type"] in chosen.types)
        and (not chosen.statuses or row["status"] in chosen.statuses)
        and (not chosen.datasets or row["dataset"] in chosen.datasets)
        and (not chosen.places or row["place_id"] in chosen.places)
    )


def happenings(rows: Iterable[Row], *, occurred: bool) -> set[str]:
    return {row["happening_id"] for row in rows if (row["status"] == "occurred" and row["verified"]) == occurred}


def count(rows: list[Row]) -> tuple[int, int]:
    """Return how many happenings occurred, and how many others there are beside them."""
    told = {row["happening_id"] for row in rows}
    return len(happenings(rows, occurred=True)), len(told - happenings(rows, occurred=True))


def period(day: date, grain: str) -> date:
    if grain == "week":
        return day - timedelta(day.weekday())
    month = {"day": day.month, "month": day.month, "quarter": (day.month - 1) // 3 * 3 + 1, "year": 1}[grain]
    return date(day.year, month, day.day if grain == "day" else 1)


def test_the_drawn_filters_try_every_field_and_are_not_all_empty_handed(
    everything: dict[str, Row], parts: dict[str, set[str]]
) -> None:
    found = [sum(passes(row, chosen, parts) for row in everything.values()) for chosen in FILTERS]
    assert sum(number > 0 for number in found) >= 30
    assert found.count(0) >= 3
    assert all(
        any(getattr(chosen, field) for chosen in FILTERS)
        for field in ("start", "end", "actors", "tracks", "types", "statuses", "datasets", "places")
    )


@pytest.mark.parametrize("question", asking.questions())
def test_a_question_hands_the_whole_filter_in_its_order_to_the_macro_it_starts_from(question: str) -> None:
    of_selections = [path for path in (QUERIES / "macros").glob("*.sql") if ") as table" in path.read_text("utf-8")]
    macros = ["selected", *(path.stem for path in of_selections)]
    assert len(macros) > 3
    given = re.findall(rf"\b(?:{'|'.join(macros)})\((.*?)\)", asking.question_sql(question))
    assert [
        call
        for call in given
        if not call.endswith("$start, $end, $actors, $tracks, $types, $statuses, $datasets, $places")
    ] == []


def test_the_events_are_those_that_the_filter_describes(
    drawn: Drawn, everything: dict[str, Row], parts: dict[str, set[str]]
) -> None:
    for chosen, rows in drawn:
        right = {name for name, row in everything.items() if passes(row, chosen, parts)}
        assert {row["event_id"] for row in rows} == right, chosen


def test_the_events_come_in_order_of_time_with_the_undated_last(edition: store.Edition) -> None:
    rows = store.ask_rows(edition, "events")
    keys = [(row["day_start"] is None, row["day_start"] or date.max, row["event_id"]) for row in rows]
    assert keys == sorted(keys)
    assert any(row["day_start"] is None for row in rows)
    assert len({row["event_id"] for row in rows}) == len(rows)


def test_the_map_holds_the_events_of_the_table_each_in_its_place(edition: store.Edition, drawn: Drawn) -> None:
    for chosen, selected in drawn:
        rows = {row["event_id"]: row for row in selected}
        groups = store.ask_rows(edition, "event_map", chosen)
        assert sorted(name for group in groups for name in group["event_ids"]) == sorted(rows)
        for group in groups:
            told = [rows[name] for name in group["event_ids"]]
            assert {row["place"] or "place not stated" for row in told} == {group["place"]}
            assert {(row["lat"], row["lon"], row["quad"]) for row in told} == {
                (group["lat"], group["lon"], group["quad"])
            }
            assert (group["events"], group["others"]) == count(told)
            assert group["headlines"] == [row["headline"] for row in told][:5]
            days = [day for row in told for day in (row["day_start"], row["day_end"]) if day]
            assert (group["first_day"], group["last_day"]) == (min(days, default=None), max(days, default=None))


def test_the_diplomacy_timeline_holds_the_events_with_a_track_and_the_talks(
    edition: store.Edition, drawn: Drawn, talks: set[str]
) -> None:
    for chosen, rows in drawn:
        right = {row["event_id"]: row["track"] or "other" for row in rows if row["track"] or row["event_id"] in talks}
        timeline = store.ask_rows(edition, "diplomacy_timeline", chosen)
        assert [row["event_id"] for row in timeline] == list(right)
        assert {row["event_id"]: row["track"] for row in timeline} == right
        assert all((row["format"] is not None) == (row["event_id"] in talks) for row in timeline)


def ties_of(row: Row) -> set[tuple[str, str, int, bool]]:
    """Return (source, target, quad, directed) of every tie that an event makes; mediation has quad 0."""
    mediators, participants = set(row["mediator"]), set(row["participant"])
    ties = {(mediator, party, 0, True) for mediator in mediators for party in participants - mediators}
    if participants:
        return ties | {(one, other, row["quad"], False) for one, other in combinations(sorted(participants), 2)}
    return ties | {(one, other, row["quad"], True) for one in row["source"] for other in row["target"] if one != other}


def test_the_network_holds_every_event_that_ties_two_actors(edition: store.Edition, drawn: Drawn) -> None:
    for chosen, selected in drawn:
        right: dict[tuple[str, str, int, bool], list[Row]] = defaultdict(list)
        for row in selected:
            for tie in ties_of(row):
                right[tie].append(row)
        rows = store.ask_rows(edition, "actor_network", chosen)
        found = {(row["source"], row["target"], row["quad"], row["directed"]): row for row in rows}
        assert len(found) == len(rows)
        assert found.keys() == right.keys()
        for tie, row in found.items():
            assert row["event_ids"] == [event["event_id"] for event in right[tie]]
            assert (row["events"], row["others"]) == count(right[tie])


def test_an_event_with_two_sides_is_in_the_network(edition: store.Edition) -> None:
    rows = store.ask_rows(edition, "events")
    two_sided = {
        row["event_id"]
        for row in rows
        if len(row["participant"]) > 1 or any(a != b for a in row["source"] for b in row["target"])
    }
    mediated = {row["event_id"] for row in rows if set(row["participant"]) - set(row["mediator"]) and row["mediator"]}
    tied = {name for row in store.ask_rows(edition, "actor_network") for name in row["event_ids"]}
    assert tied == two_sided | mediated


def naming_row_first(row: Row) -> tuple[bool, bool, date, str]:
    """Order the rows of a happening: the one that names it, then those that count, then by day and id."""
    counted = row["status"] == "occurred" and row["verified"]
    return row["event_id"] != row["happening_id"], not counted, row["day_start"], row["event_id"]


@pytest.mark.parametrize("grain", GRAINS)
@pytest.mark.parametrize("question", ["violence_by_period", "diplomacy_by_period"])
def test_the_bars_of_a_question_by_period_add_up_to_its_events(
    edition: store.Edition, drawn: Drawn, talks: set[str], question: str, grain: str
) -> None:
    """What began before the filter's first day counts in its first period."""
    cut = 0
    for chosen, selected in drawn:
        right: dict[tuple[str, date], list[Row]] = defaultdict(list)
        diplomacy = [r for r in selected if r["day_start"] and (r["track"] or r["event_id"] in talks)]
        told_on = {
            row["happening_id"]: row["track"] or "other"
            for row in sorted(diplomacy, key=naming_row_first, reverse=True)
        }
        for row in (row for row in selected if row["day_start"]):
            bar = period(max(row["day_start"], chosen.start or row["day_start"]), grain)
            cut += bar != period(row["day_start"], grain)
            if question == "violence_by_period" and row["type"] == "ASSAULT":
                right[row["dataset"], bar].append(row)
            if question == "diplomacy_by_period" and (row["track"] or row["event_id"] in talks):
                right[told_on[row["happening_id"]], bar].append(row)
        rows = store.ask_rows(edition, question, chosen, grain=grain)
        series = "dataset" if question == "violence_by_period" else "track"
        assert [(row[series], row["period"]) for row in rows] == sorted(right)
        for row in rows:
            told = right[row[series], row["period"]]
            assert row["event_ids"] == [event["event_id"] for event in told]
            assert (row["events"], row["others"]) == count(told)
    assert cut > 0


def test_the_key_figures_are_those_of_the_rows(edition: store.Edition, drawn: Drawn, talks: set[str]) -> None:
    for chosen, rows in drawn:
        (figures,) = store.ask_rows(edition, "key_figures", chosen)
        days = [day for row in rows for day in (row["day_start"], row["day_end"]) if day]
        assert figures == {
            "told_by": "own",
            "rows": len(rows),
            "happenings": len(happenings(rows, occurred=True)),
            "armed": len(happenings((row for row in rows if row["type"] == "ASSAULT"), occurred=True)),
            "talks": len(happenings((row for row in rows if row["event_id"] in talks), occurred=True)),
            "agreements": len(happenings((row for row in rows if row["type"] == "AGREE"), occurred=True)),
            "not_occurred": len(happenings(rows, occurred=False)),
            "curated": sum(row["dataset"] == "curated" for row in rows),
            "coded": sum(row["dataset"] == "coded" for row in rows),
            "reviewed": sum(row["dataset"] == "reviewed" for row in rows),
            "undated": sum(row["day_start"] is None for row in rows),
            "first_day": min(days, default=None),
            "last_day": max(days, default=None),
        }, chosen


def test_the_outlets_are_those_on_which_the_events_rest(edition: store.Edition, drawn: Drawn) -> None:
    for chosen, selected in drawn:
        used: dict[str, set[str]] = defaultdict(set)
        for row in selected:
            for source in row["sources"]:
                used[source["outlet"]].add(row["event_id"])
        rows = store.ask_rows(edition, "sources_of_selection", chosen)
        assert {row["outlet"] for row in rows} == set(used)
        assert [row["events"] for row in rows] == sorted((row["events"] for row in rows), reverse=True)
        for outlet, events in used.items():
            of_outlet = [row["events"] for row in rows if row["outlet"] == outlet]
            assert max(of_outlet) <= len(events) <= sum(of_outlet)


def test_a_range_keeps_every_event_that_overlaps_it_both_ends_included(
    edition: store.Edition, everything: dict[str, Row]
) -> None:
    long = next(
        row for row in everything.values() if row["day_start"] and (row["day_end"] - row["day_start"]).days > 20
    )
    first, last, day = long["day_start"], long["day_end"], timedelta(1)
    for start, end, kept in (
        (first, first, True), (last, last, True), (first + day, last - day, True), (None, first, True),
        (last, None, True), (first - day, first - day, False), (last + day, last + day, False),
        (None, first - day, False), (last + day, None, False), (first - 400 * day, last + 400 * day, True),
    ):  # fmt: skip
        found = {row["event_id"] for row in store.ask_rows(edition, "events", Filters(start=start, end=end))}
        assert (long["event_id"] in found) == kept, (start, end)


def test_an_event_without_a_date_is_in_no_range_but_in_all_dates(
    edition: store.Edition, everything: dict[str, Row]
) -> None:
    undated = {name for name, row in everything.items() if row["day_start"] is None}
    assert undated
    for chosen in (Filters(start=date(1900, 1, 1)), Filters(end=date(2100, 1, 1))):
        assert not undated & {row["event_id"] for row in store.ask_rows(edition, "events", chosen)}


def test_an_actor_brings_its_members(edition: store.Edition, everything: dict[str, Row]) -> None:
    of_members = {
        name
        for name, row in everything.items()
        if any("RUS_PEACEKEEPERS" in row[role] for role in ROLES) and not any("RUS" in row[role] for role in ROLES)
    }
    assert of_members, "there are events of the peacekeepers alone"
    assert of_members <= {row["event_id"] for row in store.ask_rows(edition, "events", Filters(actors=("RUS",)))}
    alone = {row["event_id"] for row in store.ask_rows(edition, "events", Filters(actors=("RUS_PEACEKEEPERS",)))}
    assert alone == {name for name, row in everything.items() if any("RUS_PEACEKEEPERS" in row[role] for role in ROLES)}


@pytest.mark.parametrize("person", ["vladimir-putin", "zohrab-mnatsakanyan", "ilham-aliyev"])
def test_a_person_brings_the_events_in_which_he_took_part(
    edition: store.Edition, everything: dict[str, Row], person: str
) -> None:
    right = {name for name, row in everything.items() if person in row["persons"]}
    assert len(right) > 5
    assert {row["event_id"] for row in store.ask_rows(edition, "events", Filters(actors=(person,)))} == right


def test_two_actors_bring_the_events_of_either(edition: store.Edition) -> None:
    def ids(*actors: str) -> set[str]:
        return {row["event_id"] for row in store.ask_rows(edition, "events", Filters(actors=actors))}

    assert ids("FRA", "TUR") == ids("FRA") | ids("TUR")
    assert ids("FRA") - ids("TUR")
    assert ids("NOBODY") == set()


def test_only_what_occurred_is_counted(edition: store.Edition) -> None:
    chosen = Filters(statuses=tuple(status for status in STATUSES if status != "occurred"))
    (figures,) = store.ask_rows(edition, "key_figures", chosen)
    assert figures["rows"] > 20
    assert figures["happenings"] == figures["armed"] == figures["talks"] == figures["agreements"] == 0
    for question in ("event_map", "actor_network"):
        rows = store.ask_rows(edition, question, chosen)
        assert {row["events"] for row in rows} == {0}
        assert all(row["others"] > 0 for row in rows)
    for question in ("violence_by_period", "diplomacy_by_period"):
        assert {row["events"] for row in store.ask_rows(edition, question, chosen, grain="year")} == {0}


def test_the_actors_are_listed_with_the_number_of_their_events(
    edition: store.Edition, everything: dict[str, Row]
) -> None:
    listed = store.ask_rows(edition, "actors")
    assert len({row["id"] for row in listed}) == len(listed)
    for row in listed:
        taking_part = [
            event
            for event in everything.values()
            if row["id"] in event["persons"] or any(row["id"] in event[role] for role in ROLES)
        ]
        assert row["events"] == len(taking_part), row["id"]
        assert row["name"].strip()
        assert (row["kind"] == "person") == (row["state"] is not None)


# --- the questions about one event ------------------------------------------------------------------


def test_a_receipt_quotes_its_article_letter_by_letter(edition: store.Edition, everything: dict[str, Row]) -> None:
    coded = [name for name, row in everything.items() if row["dataset"] == "coded"]
    assert len(coded) > 20
    for name in coded:
        (row,) = store.ask_rows(edition, "receipt", None, event_id=name)
        assert row["quote"] == row["article"][row["quote_start"] : row["quote_end"]]
        assert row["body_start"] <= row["quote_start"] < row["quote_end"] <= row["body_end"]
        assert " ".join(row["quote"].split()) == row["headline"]


def test_a_receipt_has_a_row_for_each_source_of_its_event(edition: store.Edition, everything: dict[str, Row]) -> None:
    for name, event in list(everything.items())[::25]:
        rows = store.ask_rows(edition, "receipt", None, event_id=name)
        told = [{"outlet": r["outlet"], "title": r["title"], "url": r["url"], "date": r["published_on"]} for r in rows]
        assert sorted(told, key=repr) == sorted(event["sources"], key=repr)
        assert {(row["headline"], row["type"], row["status"]) for row in rows} == {
            (event["headline"], event["type"], event["status"])
        }


def test_each_side_s_claims_stand_under_its_own_name(edition: store.Edition) -> None:
    rows = store.ask_rows(edition, "claims_on_event", None, event_id="1988-02-22-askeran-clash")
    assert [row["claimant"] for row in rows] == ["AZE", "NKR"]
    assert [row["deaths_best"] for row in rows] == [2, None]
    assert all(row["sources"] and row["sources"][0]["outlet"] for row in rows)


def test_participants_have_the_office_of_that_day(edition: store.Edition) -> None:
    def offices(event_id: str) -> dict[str, str]:
        rows = store.ask_rows(edition, "participants_of_event", None, event_id=event_id)
        return {row["id"]: row["office"] for row in rows if row["role"] == "in person"}

    assert "oreign" in offices("2020-10-09-moscow-ministers-talks")["zohrab-mnatsakanyan"]
    rows = store.ask_rows(edition, "participants_of_event", None, event_id="2020-10-09-moscow-ministers-talks")
    assert {row["id"] for row in rows if row["role"] == "participant"} == {"ARM", "AZE"}
    assert {row["id"] for row in rows if row["role"] == "mediator"} == {"RUS"}


# --- one happening, told several times --------------------------------------------------------------

TOLD = """---
title: Shelling of Barda
date: 2020-10-29
language: en
---

BARDA - Armenian forces shelled the Azerbaijani town of Barda on Wednesday, 28 October 2020, killing 21 people.
"""


def told(*names: str) -> tuple[list[Any], list[Event]]:
    articles = [parse_article(TOLD, name) for name in names]
    return articles, [event for article in articles for event in coding.code_article(article)]


def test_a_happening_that_several_rows_tell_counts_once(edition: store.Edition, tmp_path: Path) -> None:
    day = Filters(start=date(2020, 10, 28), end=date(2020, 10, 28), types=("ASSAULT",))
    alone = store.new_edition(tmp_path / "alone", [], [], [])
    articles, events = told("one", "two", "three")
    assert [event.type for event in events] == ["ASSAULT"] * 3
    made = store.new_edition(tmp_path / "made", articles, events, [])

    rows = [row for row in store.ask_rows(made, "events", day) if row["dataset"] == "coded"]
    assert len(rows) == 3, "every row stays"
    (happening,) = {row["happening_id"] for row in rows}
    curated = {row["event_id"]: row for row in store.ask_rows(alone, "events", day)}
    assert happening in curated, "and it is the one of the fact base"
    counted = [store.ask_rows(one, "key_figures", day)[0]["happenings"] for one in (alone, made)]
    assert counted[0] == counted[1] == len(happenings(curated.values(), occurred=True))
    said = store.ask_rows(made, "what_each_says", None, event_id=happening)
    assert [said[0]["kind"], said[0]["event_id"]] == ["this", happening]
    assert {row["event_id"] for row in said if row["kind"] == "same"} == {row["event_id"] for row in rows}
    only_coded = day.with_(datasets=("coded",))
    assert store.ask_rows(made, "key_figures", only_coded)[0]["happenings"] == 1
    assert store.ask_rows(edition, "what_each_says", None, event_id="nowhere") == []


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("28 October", "27 October"), ("Barda", "Ganja"), ("Armenian forces shelled", "Turkish forces shelled")],
)
def test_another_day_place_or_doer_is_another_happening(tmp_path: Path, was: str, becomes: str) -> None:
    article = parse_article(TOLD.replace(was, becomes).replace("Wednesday, ", ""), "other")
    first = parse_article(TOLD, "first")
    events = [*coding.code_article(first), *coding.code_article(article)]
    assert len(events) == 2
    made = store.new_edition(tmp_path, [first, article], events, [])
    coded = store.ask_rows(made, "events", Filters(datasets=("coded",)))
    assert len({row["happening_id"] for row in coded}) == 2


def test_a_happening_has_one_name_that_is_one_of_its_rows(everything: dict[str, Row]) -> None:
    for row in everything.values():
        named = everything[row["happening_id"]]
        assert named["happening_id"] == named["event_id"], "no chain of names"
        assert named["type"] == row["type"]
        assert row["dataset"] == "coded" or named is row, "two curated rows are never one happening"
