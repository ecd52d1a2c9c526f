"""What the columns of a table can tell, and which words may stand for it."""

from __future__ import annotations

from dashboard.model import EVENT_TYPES, PLACE_PRECISIONS, STATUSES

#: What a column can tell, and what it is, as a mapping explains it.
FIELDS = {
    "id": "what no two rows share; without it an id is made of all cells",
    "date": "the day, month or year",
    "start": "the first day, in place of date",
    "end": "the last day",
    "year": "in place of date",
    "month": "beside year",
    "day": "beside year and month",
    "date_precision": "how exactly the days are known: day, days, week, month or year",
    "type": "what happened; [types] gives the PLOVER type of each value",
    "actor_a": "who, with ; between several; [actors] gives the id of each name",
    "actor_b": "with or against whom, likewise",
    "participants": "all who took part, likewise",
    "mediators": "who mediated, likewise",
    "hosts": "whose guests they were, likewise",
    "persons": "ids of the people who were there, likewise",
    "place": "the name of the place",
    "lat": "degrees north",
    "lon": "degrees east",
    "precision": "of the place; [precisions] says what each value means",
    "status": "[statuses] says what each value means",
    "deaths_low": "the lowest number of deaths",
    "deaths_best": "the number of deaths",
    "deaths_high": "the highest number of deaths",
    "headline": "what happened, in a sentence",
    "claim": "who says so",
    "url": "where it can be read",
    "track": "of diplomacy, such as minsk_group, moscow or direct",
    "verified": "false where no source is known that says so; such rows are shown and not counted",
}
#: Those whose cells hold the names of actors, one or several.
NAMES = ("actor_a", "actor_b", "participants", "mediators", "hosts")
#: The name of the column that every table has and that is always empty.
NOTHING = "·"
#: What each table of words may say.
WORDS: dict[str, tuple[str, ...]] = {
    "types": (*EVENT_TYPES, ""),
    "statuses": tuple(STATUSES),
    "precisions": PLACE_PRECISIONS,
}
