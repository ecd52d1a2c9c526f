"""Happenings: one happening told several times counts once, and two that are alike stay two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard import store
from dashboard.coding import articles, places
from dashboard.model import JOINT_TYPES, Article, Event
from dashboard.store import asking

Telling = tuple[str, str, str, dict[str, Any]]  # language, day of the article, its sentence, what it is coded as

STRIKE: dict[str, Any] = {"type": "ASSAULT", "source": ("ARM",), "target": ("AZE",), "place_id": "lachin"}
TALKS: dict[str, Any] = {"type": "CONSULT", "source": ("ARM", "AZE"), "track": "direct", "place_id": "tbilisi"}
FIGHT: dict[str, Any] = {"type": "ASSAULT", "source": ("ARM", "AZE"), "target": ("ARM", "AZE")}


def coded(number: int, telling: Telling) -> tuple[Article, Event]:
    """Return an article of one sentence and its coding."""
    language, published, sentence, fields = telling
    text = f"---\ntitle: A report\ndate: {published}\nlanguage: {language}\n---\n\n{sentence}\n"
    article = articles.parse_article(text, f"article-{number}")
    start = article.text.index(sentence)
    plain: dict[str, Any] = dict.fromkeys(
        ("date", "date_end", "place", "place_id", "lat", "lon", "track", "deaths_low", "deaths_high", "speaker")
    )
    plain |= {"persons": (), "target": (), "date_precision": "unknown", "status": "occurred", "confidence": 0.9}
    plain |= {"quote": sentence, "start": start, "end": start + len(sentence), "rule": "test"} | fields
    if plain["date"]:
        plain["date_end"] = plain["date_end"] or plain["date"]
        plain["date_precision"] = fields.get("date_precision", "day")
    if plain["type"] in JOINT_TYPES:
        plain["target"] = plain["source"]
    assert plain["place_id"] is None or plain["place_id"] in places.gazetteer()
    return article, Event(article=article.article_id, **plain)


def told(folder: Path, *tellings: Telling) -> list[str]:
    """Return the happening of each telling, in order."""
    return [row["happening_id"] for row in rows_of(folder, tellings)]


def rows_of(folder: Path, tellings: Sequence[Telling]) -> list[dict[str, Any]]:
    made = [coded(number, telling) for number, telling in enumerate(tellings)]
    edition = store.new_edition(folder, [article for article, _ in made], [event for _, event in made], [])
    rows = [row for row in store.ask_rows(edition, "events") if row["dataset"] == "coded"]
    return sorted(rows, key=lambda row: int(row["event_id"].split(":")[0].removeprefix("article-")))


def test_a_strike_told_in_two_languages_with_different_tolls_is_one(tmp_path: Path) -> None:
    day = date(2019, 3, 6)
    one, two = told(
        tmp_path,
        ("en", "2019-03-07", "Rockets fired from Armenia killed four people.", STRIKE | {"date": day, "deaths_low": 4}),
        ("id", "2019-03-08", "Roket dari Armenia menewaskan 7 orang.", STRIKE | {"date": day, "deaths_low": 7}),
    )
    assert one == two


@pytest.mark.parametrize(
    "other",
    [
        {"date": date(2019, 3, 7)},
        {"place_id": "agdam"},
        {"source": ("TUR",)},
        {"type": "THREATEN"},
    ],
)
def test_a_shelling_on_another_day_or_spot_or_by_another_doer_is_another(tmp_path: Path, other: dict[str, Any]) -> None:
    shelling = STRIKE | {"date": date(2019, 3, 6)}
    one, two = told(
        tmp_path,
        ("en", "2019-03-08", "Armenian guns shelled the town.", shelling),
        ("en", "2019-03-08", "Armenian guns shelled the town.", shelling | other),
    )
    assert one != two


def test_a_shelling_that_is_claimed_denied_and_told_as_history_is_one(tmp_path: Path) -> None:
    shelling = STRIKE | {"date": date(2019, 3, 6)}
    found = told(
        tmp_path,
        ("en", "2019-03-06", "Baku said Armenian rockets hit the town.", shelling | {"status": "alleged"}),
        ("id", "2019-03-07", "Armenia membantah menembakkan roket ke kota itu.", shelling | {"status": "denied"}),
        ("en", "2021-01-01", "The town had been hit by Armenian rockets.", shelling | {"status": "background"}),
    )
    assert len(set(found)) == 1


def test_armenia_and_the_armenians_of_karabakh_are_named_for_one_another(tmp_path: Path) -> None:
    shelling = STRIKE | {"date": date(2019, 3, 6)}
    one, two = told(
        tmp_path,
        ("en", "2019-03-07", "Armenian forces shelled the town.", shelling),
        ("id", "2019-03-07", "Pasukan Karabakh menembaki kota itu.", shelling | {"source": ("NKR",)}),
    )
    assert one == two


def test_a_meeting_that_is_announced_and_then_held_is_one(tmp_path: Path) -> None:
    day = date(2019, 5, 14)
    one, two, other = told(
        tmp_path,
        ("en", "2019-05-10", "The ministers will meet in Tbilisi.", TALKS | {"date": day, "status": "planned"}),
        ("id", "2019-05-15", "Kedua menteri bertemu di Tbilisi.", TALKS | {"date": day}),
        ("en", "2019-08-02", "The ministers met in Tbilisi again.", TALKS | {"date": date(2019, 8, 1)}),
    )
    assert one == two != other


def test_a_truce_recalled_on_its_anniversary_is_the_truce_and_the_rally_of_that_day_is_not(tmp_path: Path) -> None:
    truce: dict[str, Any] = {"type": "AGREE", "source": ("ARM", "AZE"), "track": "moscow", "place_id": "moscow"}
    first = truce | {"date": date(2018, 7, 4)}
    rally: dict[str, Any] = {"type": "PROTEST", "source": ("ARM",), "date": date(2019, 7, 4)}
    found = told(
        tmp_path,
        ("en", "2018-07-05", "The two sides agreed on a truce in Moscow.", first),
        ("en", "2019-07-05", "A year ago a truce was agreed.", first | {"status": "background"}),
        ("en", "2019-07-05", "They renewed the truce on its anniversary.", truce | {"date": date(2019, 7, 4)}),
        ("en", "2019-07-05", "Thousands marched against the truce on Thursday.", rally),
    )
    assert found[0] == found[1]
    assert len(set(found)) == 3


def test_a_week_of_fighting_is_as_many_happenings_as_it_has_days(tmp_path: Path) -> None:
    days = [date(2019, 3, number) for number in range(4, 11)]
    week = FIGHT | {"date": days[0], "date_end": days[-1], "date_precision": "days", "status": "background"}
    found = told(
        tmp_path,
        *(("en", f"{day}", "Fighting went on along the line of contact.", FIGHT | {"date": day}) for day in days),
        *(("id", f"{day}", "Pertempuran berlanjut di garis kontak.", FIGHT | {"date": day}) for day in days),
        ("en", "2019-04-01", "A week of fighting in March shook the region.", week),
    )
    assert found[:7] == found[7:14], "each day is told in both languages"
    assert len(set(found[:7])) == 7, "and the week that touches all of them does not make them one"


def test_a_report_without_a_date_is_the_news_of_its_day(tmp_path: Path) -> None:
    dated, near, far = told(
        tmp_path,
        ("en", "2019-03-07", "Rockets hit the town.", STRIKE | {"date": date(2019, 3, 6)}),
        ("id", "2019-03-07", "Roket menghantam kota itu.", STRIKE),
        ("id", "2019-09-07", "Roket menghantam kota itu.", STRIKE),
    )
    assert dated == near != far


def test_a_happening_of_the_fact_base_takes_in_its_tellings_and_says_why(tmp_path: Path) -> None:
    shelling = STRIKE | {"place_id": "barda", "date": date(2020, 10, 28), "deaths_low": 21, "deaths_high": 21}
    later = shelling | {"date": date(2020, 10, 1), "date_precision": "month"}
    tellings: list[Telling] = [
        ("en", "2020-10-29", "Armenian forces shelled Barda, killing 21 people.", shelling),
        ("id", "2020-10-30", "Serangan Armenia ke Barda menewaskan 21 orang.", shelling),
        ("id", "2020-11-20", "Bulan lalu Barda diserang.", later),
    ]
    made = [coded(number, telling) for number, telling in enumerate(tellings)]
    edition = store.new_edition(tmp_path, [article for article, _ in made], [event for _, event in made], [])
    curated = {row["event_id"] for row in store.ask_rows(edition, "events") if row["dataset"] == "curated"}
    reading = asking.connection(edition).cursor()
    links = reading.sql("select event_id, same_as, score, method from event_links").fetchall()
    assert len(links) >= 2
    assert {same_as for _, same_as, _, _ in links} <= curated
    assert all(0 <= score <= 1 for _, _, score, _ in links)
    assert "type, same day, same doers, same receivers, same place, same toll" in {method for *_, method in links}


def test_many_copies_of_one_report_are_one_happening(tmp_path: Path) -> None:
    strike = STRIKE | {"date": date(2019, 3, 6), "deaths_low": 4}
    copies: list[Telling] = [("en", "2019-03-07", "Rockets hit the town, killing 4 people.", strike)] * 60
    assert len(set(told(tmp_path, *copies))) == 1


def test_the_order_in_which_articles_come_changes_no_happening(tmp_path: Path) -> None:
    strikes = [STRIKE | {"date": date(2019, 3, day), "place_id": place} for day in (6, 7) for place in ("lachin", None)]
    made = [coded(n, ("en", "2019-03-08", "Rockets hit the town.", strike)) for n, strike in enumerate(strikes * 3)]
    found = []
    for name, order in {"forth": made, "back": made[::-1]}.items():
        edition = store.new_edition(
            tmp_path / name, [article for article, _ in order], [event for _, event in order], []
        )
        found.append({row["event_id"]: row["happening_id"] for row in store.ask_rows(edition, "events")})
    assert found[0] == found[1]
    assert len({happening for name, happening in found[0].items() if name.startswith("article-")}) == 2


def test_an_event_that_fits_nothing_is_a_happening_of_its_own(tmp_path: Path) -> None:
    article, event = coded(0, ("en", "2019-03-07", "Rockets hit the town.", STRIKE))
    bare = replace(article, published=None)
    edition = store.new_edition(tmp_path, [bare], [replace(event, source=(), target=(), place_id=None)], [])
    (row,) = (row for row in store.ask_rows(edition, "events") if row["dataset"] == "coded")
    assert row["happening_id"] == row["event_id"]
