"""The words that every room shares: articles, events and the one filter.

The ontology is PLOVER (manual 2.0); the codebook on the Methods page says where a choice was made.
Everything here is immutable, hashable and picklable, and imports nothing but the standard library.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Final, Self

Day = date  # a name for the type in a class whose field is called date


def message(english: str) -> str:
    """Return an English text as it stands: in pictures ``language.text`` says it in the language spoken."""
    return english


QUADS: Final[dict[int, str]] = {
    1: message("verbal cooperation"),
    2: message("material cooperation"),
    3: message("verbal conflict"),
    4: message("material conflict"),
}

#: PLOVER event type -> quad class.
EVENT_TYPES: Final[dict[str, int]] = {
    "AGREE": 1,
    "CONSULT": 1,
    "SUPPORT": 1,
    "CONCEDE": 1,
    "COOPERATE": 2,
    "AID": 2,
    "RETREAT": 2,
    "REQUEST": 3,
    "ACCUSE": 3,
    "REJECT": 3,
    "THREATEN": 3,
    "PROTEST": 4,
    "MOBILIZE": 4,
    "SANCTION": 4,
    "COERCE": 4,
    "ASSAULT": 4,
}

#: Types in which every participant is both source and target.
JOINT_TYPES: Final = frozenset({"AGREE", "CONSULT", "COOPERATE"})

#: Only ``occurred`` feeds counts; the others are stored, shown and filterable.
STATUSES: Final[dict[str, str]] = {
    "occurred": message("occurred"),
    "planned": message("announced or planned"),
    "alleged": message("alleged by one side"),
    "denied": message("denied"),
    "background": message("told as background"),
}

TRACKS: Final[dict[str, str]] = {
    "minsk_group": message("Minsk Group (OSCE)"),
    "moscow": message("Moscow and Russia-led"),
    "geneva": message("Geneva"),
    "un": message("United Nations"),
    "eu": message("European Union"),
    "us": message("United States"),
    "csto": message("CSTO"),
    "direct": message("Direct talks"),
    "other": message("Other tracks"),
}

DATASETS: Final[dict[str, str]] = {
    "curated": message("Curated fact base"),
    "coded": message("Coded from articles"),
    "reviewed": message("Coded from articles, reviewed"),
    "ucdp_ged": message("UCDP GED"),
    "ucdp_candidate": message("UCDP Candidate"),
    "acled": message("ACLED"),
    "pax": message("PA-X agreements"),
    "gdelt": message("GDELT (media attention)"),
    "icews": message("ICEWS (media attention)"),
    "polecat": message("POLECAT (media attention)"),
}
#: Written for this project, curated or coded from articles and linked with one another: every other was imported.
OWN: Final = frozenset({"curated", "coded", "reviewed"})
#: Coded by machines from news: they count reports, not happenings, and are shown only where they are asked for.
MEDIA: Final = frozenset({"gdelt", "icews", "polecat"})


def dataset_name(dataset: str) -> str:
    """Return the name of a dataset; a table of the user's own bears the name that the user gave it."""
    return DATASETS.get(dataset, dataset.removeprefix("generic:"))


DATE_PRECISIONS: Final = ("day", "days", "week", "month", "year", "unknown")
PLACE_PRECISIONS: Final = ("exact", "district", "region", "country")
ROLES: Final = ("source", "target", "participant", "mediator", "host")

#: The first day of the conflict's present phase: the oblast soviet's appeal of 20 February 1988.
FIRST_DAY: Final = date(1988, 2, 20)
#: The days that a filter may name.
CALENDAR: Final = (date(1900, 1, 1), date(2100, 12, 31))


@dataclass(frozen=True, slots=True)
class Article:
    """One news text, as it was given.

    ``text`` is the whole decoded file, front matter and headline included: the offsets of every coded
    event count its characters. ``body`` is the span that may be coded (without headline and dateline).
    """

    article_id: str
    text: str
    title: str
    language: str
    body: tuple[int, int]
    published: date | None = None
    outlet: str = ""
    url: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One coded happening and its receipt: ``quote`` is ``article.text[start:end]``.

    ``source`` and ``target`` are sorted actor ids; deaths are an interval, and None is not zero.
    ``rule`` names the lexicon row or rule that decided, ``confidence`` is between 0 and 1.
    """

    article: str
    type: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    persons: tuple[str, ...]
    date: Day | None
    date_end: Day | None
    date_precision: str
    place: str | None
    place_id: str | None
    lat: float | None
    lon: float | None
    status: str
    track: str | None
    deaths_low: int | None
    deaths_high: int | None
    speaker: str | None
    confidence: float
    quote: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asked to see: the cache key of every answer and the query string of every page.

    An empty tuple restricts nothing; both days are included. An event passes a date range if it
    overlaps it. ``actors`` holds actor ids and person ids; an actor brings its members. ``places`` holds ids of the
    gazetteer; media attention knows none and does not pass them.
    """

    start: date | None = None
    end: date | None = None
    actors: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    places: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError if the range ends before it starts."""
        if self.start and self.end and self.start > self.end:
            raise ValueError(f"The range starts on {self.start} but ends before it, on {self.end}.")

    def to_query(self) -> dict[str, str]:
        """Return the filter as URL parameters, leaving out what does not restrict."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: ",".join(value) if isinstance(value, tuple) else value.isoformat()
            for name, value in values.items()
            if value
        }

    @classmethod
    def from_query(cls, query: Mapping[str, str], known: Mapping[str, Iterable[str]]) -> tuple[Self, list[str]]:
        """Read URL parameters; return the nearest sensible filter and a sentence per thing left out.

        ``known`` maps ``actors``, ``tracks``, ``types``, ``statuses``, ``datasets`` and ``places`` to the values that
        exist.
        """
        complaints: list[str] = []
        days: dict[str, date | None] = {}
        for name in ("start", "end"):
            days[name] = None
            if given := query.get(name, "").strip():
                try:
                    day = date.fromisoformat(given)
                except ValueError:
                    complaints.append(f"“{given[:40]}” is not a date like 2020-09-27, so {name} is left open.")
                    continue
                if CALENDAR[0] <= day <= CALENDAR[1]:
                    days[name] = day
                else:
                    complaints.append(f"{day} is not between {CALENDAR[0]} and {CALENDAR[1]}, so {name} is left open.")
        choices: dict[str, tuple[str, ...]] = {}
        for name, values in known.items():
            allowed = set(values)
            asked = list(dict.fromkeys(part.strip() for part in query.get(name, "").split(",") if part.strip()))
            choices[name] = tuple(part for part in asked if part in allowed)
            if unknown := [part[:40] for part in asked if part not in allowed]:
                complaints.append(f"Unknown {name}: {', '.join(unknown[:5])}. Left out of the filter.")
        start, end = days["start"], days["end"]
        if start and end and start > end:
            complaints.append(f"The range started on {start} and ended before it, on {end}; the two are exchanged.")
            start, end = end, start
        return cls(start=start, end=end, **choices), complaints

    def with_(self, **changes: date | Sequence[str] | None) -> Self:
        """Return the filter with some fields changed."""
        frozen = {k: tuple(v) if isinstance(v, (list, tuple)) else v for k, v in changes.items()}
        return replace(self, **frozen)  # type: ignore[arg-type]  # the field types are checked by the callers
