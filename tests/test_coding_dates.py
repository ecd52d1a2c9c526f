"""Dates: the codebook's rules, in both languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.coding import dates

FRIDAY = date(2020, 10, 9)
DAYS = st.dates(date(1988, 1, 1), date(2025, 12, 31))
NAMES = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "id": ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"],
}


def one(text: str, language: str, published: date | None = FRIDAY) -> tuple[date, date, str]:
    found = dates.find(text, published, language)
    assert len(found) == 1, found
    return found[0].first, found[0].last, found[0].precision


@pytest.mark.parametrize(
    ("text", "language", "first", "last", "precision"),
    [
        ("pada Jumat (9/10/2020) malam", "id", "2020-10-09", "2020-10-09", "day"),
        ("pada Kamis (8/10)", "id", "2020-10-08", "2020-10-08", "day"),
        ("pada Senin (8/10)", "id", "2020-10-08", "2020-10-08", "day"),
        ("pada Kamis lalu", "id", "2020-10-08", "2020-10-08", "day"),
        ("pada Jumat lalu", "id", "2020-10-02", "2020-10-02", "day"),
        ("pada hari Jumat", "id", "2020-10-09", "2020-10-09", "day"),
        ("pada Jum'at", "id", "2020-10-09", "2020-10-09", "day"),
        ("Senin depan", "id", "2020-10-12", "2020-10-12", "day"),
        ("Jumat mendatang", "id", "2020-10-16", "2020-10-16", "day"),
        ("dua hari lalu", "id", "2020-10-07", "2020-10-07", "day"),
        ("kemarin", "id", "2020-10-08", "2020-10-08", "day"),
        ("pekan lalu", "id", "2020-09-28", "2020-10-04", "week"),
        ("minggu lalu", "id", "2020-09-28", "2020-10-04", "week"),
        ("Minggu lalu", "id", "2020-10-04", "2020-10-04", "day"),
        ("akhir bulan lalu", "id", "2020-09-01", "2020-09-30", "month"),
        ("27 September 2020", "id", "2020-09-27", "2020-09-27", "day"),
        ("27 September", "id", "2020-09-27", "2020-09-27", "day"),
        ("tahun 1994", "id", "1994-01-01", "1994-12-31", "year"),
        ("9-10 November 2020", "id", "2020-11-09", "2020-11-10", "days"),
        ("on Thursday", "en", "2020-10-08", "2020-10-08", "day"),
        ("last Friday", "en", "2020-10-02", "2020-10-02", "day"),
        ("next Friday", "en", "2020-10-16", "2020-10-16", "day"),
        ("on Friday, Oct. 2,", "en", "2020-10-02", "2020-10-02", "day"),
        ("October 1, 2020", "en", "2020-10-01", "2020-10-01", "day"),
        ("1st of October 2020", "en", "2020-10-01", "2020-10-01", "day"),
        ("from 27 to 30 September 2020", "en", "2020-09-27", "2020-09-30", "days"),
        ("two weeks ago", "en", "2020-09-21", "2020-09-27", "week"),
        ("yesterday", "en", "2020-10-08", "2020-10-08", "day"),
        ("in April 2016", "en", "2016-04-01", "2016-04-30", "month"),
        ("late last month", "en", "2020-09-01", "2020-09-30", "month"),
        ("in 1994", "en", "1994-01-01", "1994-12-31", "year"),
        ("2020-10-01", "en", "2020-10-01", "2020-10-01", "day"),
        ("Kamis pekan lalu", "id", "2020-10-01", "2020-10-01", "day"),
        ("21 Oktober tahun lalu", "id", "2019-10-21", "2019-10-21", "day"),
        ("on 3 April last year", "en", "2019-04-03", "2019-04-03", "day"),
        ("in April of last year", "en", "2019-04-01", "2019-04-30", "month"),
        ("26 Juli-9 Agustus 2014", "id", "2014-07-26", "2014-08-09", "days"),
    ],
)
def test_an_expression_is_resolved(text: str, language: str, first: str, last: str, precision: str) -> None:
    assert one(text, language) == (date.fromisoformat(first), date.fromisoformat(last), precision)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("sejak tahun 1990-an", "id"),
        ("in the 1990s", "en"),
        ("1.700 tentara", "id"),
        ("2,000 people", "en"),
        ("pukul 08.45", "id"),
        ("31/2/2020", "id"),
        ("they may march", "en"),
        ("dalam seminggu", "id"),
    ],
)
def test_what_is_no_day_stays_undated(text: str, language: str) -> None:
    assert dates.find(text, FRIDAY, language) == []


@pytest.mark.parametrize("text", ["on Thursday", "last week", "yesterday", "27 September", "two days ago"])
def test_what_counts_from_the_dateline_needs_one(text: str) -> None:
    assert dates.find(text, None, "en") == []


@given(DAYS, st.integers(0, 6), st.sampled_from(["en", "id"]))
def test_a_bare_weekday_is_the_dateline_or_the_nearest_day_before(day: date, number: int, language: str) -> None:
    first, _, precision = one(NAMES[language][number], language, day)
    assert first.weekday() == number
    assert day - timedelta(days=6) <= first <= day
    assert precision == "day"


@given(DAYS, st.integers(0, 6))
def test_last_is_strictly_before_and_next_strictly_after(day: date, number: int) -> None:
    lalu, depan = one(f"{NAMES['id'][number]} lalu", "id", day)[0], one(f"{NAMES['id'][number]} depan", "id", day)[0]
    last, after = one(f"last {NAMES['en'][number]}", "en", day)[0], one(f"next {NAMES['en'][number]}", "en", day)[0]
    assert lalu == last
    assert depan == after
    assert day - timedelta(days=7) <= last < day < after <= day + timedelta(days=7)


@given(DAYS, DAYS)
def test_a_written_out_day_is_itself_whatever_the_dateline(day: date, published: date) -> None:
    assert one(f"{day.day}/{day.month}/{day.year}", "id", published)[0] == day
    assert one(f"{day:%B} {day.day}, {day.year}", "en", published)[0] == day
    assert dates.absolute(f"{day.day} {day:%B} {day.year}") == day


@given(DAYS)
def test_a_plan_reads_a_bare_weekday_forwards(day: date) -> None:
    found = dates.find("Monday", day, "en")[0]
    ahead = dates.forwards(found, day)
    assert day <= ahead.first <= day + timedelta(days=6)
    assert ahead.first.weekday() == 0


@pytest.mark.parametrize(
    ("text", "language", "first", "precision"),
    [
        ("the next day", "en", "2016-04-06", "day"),
        ("a week later", "en", "2016-04-12", "day"),
        ("ten days later", "en", "2016-04-15", "day"),
        ("esok paginya", "id", "2016-04-06", "day"),
        ("malam harinya", "id", "2016-04-05", "day"),
        ("sepekan kemudian", "id", "2016-04-12", "day"),
        ("the following week", "en", "2016-04-11", "week"),
        ("the following month", "en", "2017-03-01", "month"),
        ("bulan berikutnya", "id", "2017-03-01", "month"),
    ],
)
def test_what_counts_from_a_date_named_before_takes_the_last_that_is_fine_enough(
    text: str, language: str, first: str, precision: str
) -> None:
    (found,) = dates.find(text, FRIDAY, language, date(2016, 4, 5), date(2017, 2, 1))
    assert (found.first, found.precision) == (date.fromisoformat(first), precision)


def test_a_length_of_time_is_no_day() -> None:
    assert dates.find("perang empat hari itu", FRIDAY, "id", date(2016, 4, 5)) == []
