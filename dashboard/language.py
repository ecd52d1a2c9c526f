"""The language that pictures speak: messages through gettext, dates and numbers through Babel, names from the tables.

The messages in the code are English and need no catalogue. Which language is spoken holds for a thread, or a task,
for as long as a ``speaking`` lasts; pages never change it.
"""

from __future__ import annotations

import csv
import gettext
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from numbers import Integral, Real
from pathlib import Path
from string import Formatter
from typing import Any, Final

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import get_decimal_symbol, get_group_symbol

from dashboard.bundle import DATA

LANGUAGES: Final = {"en": "English", "id": "Bahasa Indonesia"}
LOCALE: Final = Path(__file__).resolve().parent / "locale"
_ENGLISH: Final = "en"
_spoken: ContextVar[str] = ContextVar("language", default=_ENGLISH)


def spoken() -> str:
    """Return the code of the language that is spoken now."""
    return _spoken.get()


def is_english() -> bool:
    """Return whether English, the language of the code, is spoken now."""
    return spoken() == _ENGLISH


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Let everything that is drawn within speak a language of ``LANGUAGES``; raise ValueError for another."""
    if code not in LANGUAGES:
        raise ValueError(f"“{code}” is no language of the pictures; they know {', '.join(LANGUAGES)}.")
    before = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(before)


# --- messages ---------------------------------------------------------------------------------------


def text(message: str, /, **values: Any) -> str:
    """Return a message in the language spoken, its placeholders filled with ``values``, numbers as it writes them."""
    if is_english() or not message:  # gettext says the head of its catalogue for nothing
        return message.format(**values) if values else message
    said = _catalogue(spoken()).gettext(message)
    return _FILLER.vformat(said, (), values) if values else said


def plural(one: str, many: str, count: int, /, **values: Any) -> str:
    """Return the message of one or of many in the language spoken; ``{n}`` in it is the number that decides."""
    values["n"] = count
    if is_english():
        return (one if count == 1 else many).format(**values)
    return _FILLER.vformat(_catalogue(spoken()).ngettext(one, many, count), (), values)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation("dashboard", LOCALE, [code])


class _Filler(Formatter):
    """Fill placeholders as ``str.format`` does, but for numbers."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        if isinstance(value, Real):
            return number(value, format_spec)
        return super().format_field(value, format_spec)


_FILLER: Final = _Filler()


# --- numbers and dates ------------------------------------------------------------------------------


def number(value: Real | float, form: str = ",") -> str:
    """Return a number as the language spoken writes it: 1,204 or 1.204; ``form`` is that of ``format``.

    Without a form English sets no marks between the digits; other languages do so in whole numbers.
    """
    if is_english():
        return format(value, form)
    return format(value, form or ("," if isinstance(value, Integral) else "")).translate(_marks(spoken()))


@cache
def _marks(code: str) -> dict[int, str]:
    return str.maketrans({",": get_group_symbol(code), ".": get_decimal_symbol(code)})


def separators() -> str:
    """Return decimal and group mark as Plotly takes them for the numbers of its axes."""
    return get_decimal_symbol(spoken()) + get_group_symbol(spoken())


def day(value: date) -> str:
    """Return a day with its month in full: 9 October 2020."""
    return dated(value, "d MMMM y")


def dated(value: date, form: str) -> str:
    """Return a date, or a local time, in a form of Babel's, such as ``d MMM y``."""
    if isinstance(value, datetime):
        return str(format_datetime(value, form, locale=spoken()))
    return str(format_date(value, form, locale=spoken()))


def of_code(code: str) -> str:
    """Return the name of a language of the world by its ISO 639-1 code, in the language spoken; else the code."""
    return str(Locale(spoken()).languages.get(code, code))


# --- names and other words of the tables ------------------------------------------------------------


def name(english: str) -> str:
    """Return what the tables of ``data/`` call by an English name, or say in English words, in the language spoken.

    Actors and places without a name of their own in that language keep the English one, towns with two names both.
    """
    return english if is_english() else _names(spoken()).get(english, english)


@cache
def _names(code: str) -> Mapping[str, str]:
    """Return English names of actors and places, and other words of the tables, with those in another language."""
    places = {row["place_id"]: row["name"] for row in _rows(DATA / "gazetteer" / "places.csv")}
    found: dict[str, str] = {}
    for row in _rows(DATA / "gazetteer" / "place_names.csv"):
        english = places.get(row["place_id"], "")
        if row["language"] == code and " / " not in english:
            found.setdefault(english, row["name"][:1].upper() + row["name"][1:])
    column = {"id": "indonesian"}.get(code, "")
    for row in _rows(DATA / "actors" / "actors.csv"):
        if called := row.get(column):
            found[row["name"]] = called
    return found | {row["english"]: row["said"] for row in _rows(LOCALE / code / "names.csv")}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
