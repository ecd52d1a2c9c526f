"""What is known of each venue of talks, and how it is said: rows as venues, capitals of parties, notes, hover, alt."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pandas as pd

from dashboard import geography, language
from dashboard.bundle import DATA
from dashboard.charts import theme, world
from dashboard.charts.marks import USUAL_RADIUS_KM, known_to
from dashboard.model import TRACKS, message

#: Level of talks, highest first -> words for it.
LEVELS: Final = {
    "heads": message("heads of state or government"),
    "ministers": message("ministers"),
    "envoys": message("envoys"),
    "experts": message("experts"),
}


@dataclass(frozen=True, slots=True)
class Venue:
    """One row of ``queries/talk_venues.sql`` with its place on the map; who came is (actor id, name, talks)."""

    kind: str
    place_id: str
    name: str
    lon: float
    lat: float
    x: float
    y: float
    precision: str
    radius: float
    talks: int
    others: int
    level: str
    by_level: dict[str, int]
    agreements: int
    years: tuple[int, int] | None
    parties: list[tuple[str, str, int]]
    mediators: list[tuple[str, str, int]]
    tracks: list[tuple[str, str, int]]
    event_ids: list[str]
    headlines: list[str]

    @property
    def hollow(self) -> bool:
        """Whether no talks were held here: all are planned, cancelled or not confirmed."""
        return not self.talks

    @property
    def size(self) -> int:
        """The number that the mark's area stands for."""
        return self.talks or self.others

    @property
    def ring(self) -> bool:
        """Whether the place is an area rather than a point."""
        return self.precision in USUAL_RADIUS_KM


def gather(rows: pd.DataFrame, names: str = "both") -> list[Venue]:
    """Return the rows as venues, the one with most talks first, so that small marks lie on top."""
    xs, ys = world.project(rows["lon"].astype(float), rows["lat"].astype(float))
    found = []
    for row, x, y in zip(rows.to_dict("records"), xs, ys, strict=True):
        place_id = row["place_id"] if isinstance(row["place_id"], str) else ""
        precision, radius = str(row["place_precision"]), row["uncertainty_km"]
        days = [pd.Timestamp(row[name]).date() for name in ("first_day", "last_day") if pd.notna(row[name])]
        found.append(
            Venue(
                kind=str(row["kind"]),
                place_id=place_id,
                name=name_of(place_id, str(row["place"]), names),
                lon=float(row["lon"]),
                lat=float(row["lat"]),
                x=float(x),
                y=float(y),
                precision=precision,
                radius=float(radius) if pd.notna(radius) else USUAL_RADIUS_KM.get(precision, 0.0),
                talks=int(row["talks"]),
                others=int(row["others"]),
                level=str(row["level"]),
                by_level={level: int(row[level]) for level in LEVELS},
                agreements=int(row["agreements"]),
                years=(min(days).year, max(days).year) if days else None,
                parties=_tally(row["parties"]),
                mediators=_tally(row["mediators"]),
                tracks=[(track, language.text(TRACKS.get(track, track)), n) for track, _, n in _tally(row["tracks"])],
                event_ids=[str(event_id) for event_id in row["event_ids"]],
                headlines=[str(headline) for headline in row["headlines"]],
            )
        )
    return sorted(found, key=lambda v: (-v.talks, -v.others, v.kind, v.place_id))


def counted(venues: pd.DataFrame) -> str:
    """Return how many talks the map is about, as the caption's count begins: "225 talks at 70 venues among "."""
    held = venues[(venues["kind"] == "venue") & (venues["talks"] > 0)]
    rounds, venues_ = _rounds(int(held["talks"].sum())), language.plural("{n:,} venue", "{n:,} venues", len(held))
    return language.text("{rounds} at {venues} among ", rounds=rounds, venues=venues_)


def _rounds(number: int) -> str:
    return language.plural("{n:,} round of talks", "{n:,} rounds of talks", number)


def _tally(told: Iterable[dict[str, Any]]) -> list[tuple[str, str, int]]:
    return [(str(one["id"]), language.name(str(one["name"])), int(one["talks"])) for one in told]


@cache
def _own_names(names: str) -> dict[str, str]:
    labels = geography.labels().drop_duplicates("label_id").set_index("label_id")[geography.NAMES[names]]
    return {str(key): str(value) for key, value in labels.items()}


def name_of(place_id: str, name: str, names: str) -> str:
    """Return the name of a town in the chosen naming, or ``name`` where there is but one."""
    return language.name(name if names == "both" else _own_names(names).get(place_id, name))


@cache
def capitals() -> dict[str, tuple[str, str, float, float]]:
    """Return place id, name, longitude and latitude of the capital of each state, by actor id."""
    with (DATA / "gazetteer" / "places.csv").open(encoding="utf-8", newline="") as file:
        places = {row["place_id"]: row for row in csv.DictReader(file)}
    with (DATA / "lexicon" / "capitals.csv").open(encoding="utf-8", newline="") as file:
        seats = [(row["actor_id"], places[row["place_id"]]) for row in csv.DictReader(file)]
    return {
        actor: (place["place_id"], place["name"], float(place["lon"]), float(place["lat"])) for actor, place in seats
    }


@cache
def towns() -> dict[str, tuple[str, float, float]]:
    """Return name, longitude and latitude of every capital by its place id."""
    return {place_id: (name, lon, lat) for place_id, name, lon, lat in capitals().values()}


def at(capital: str) -> tuple[float, float]:
    """Return x and y of a capital on the map."""
    _, lon, lat = towns()[capital]
    x, y = world.project(lon, lat)
    return float(x), float(y)


def ties(venues: list[Venue]) -> list[tuple[Venue, str, int]]:
    """Return venue, capital and number of talks for every party from another capital; organisations have none."""
    found: list[tuple[Venue, str, int]] = []
    for venue in venues:
        number: Counter[str] = Counter()
        for actor, _, talks in venue.parties:
            if actor in capitals():
                number[capitals()[actor][0]] += talks
        found += [(venue, capital, n) for capital, n in sorted(number.items()) if capital != venue.place_id]
    return found


def hover(venue: Venue) -> str:
    """Return the box of a venue: untrusted texts are made plain, as Plotly reads them as HTML."""
    text = language.text
    held = text("{rounds} held", rounds=_rounds(venue.talks)) if venue.talks else text("No talks were held here")
    if venue.years:
        first, last = venue.years
        held += f", {first}" if first == last else f", {first}–{last}"
    lines = [held]
    lines += [_counts(text("Level"), [(text(LEVELS[level]), n) for level, n in venue.by_level.items() if n])]
    lines += [_counts(text("Track"), [(name, n) for _, name, n in venue.tracks])]
    lines += [_counts(text("Parties"), [(name, n) for _, name, n in venue.parties])]
    lines += [_counts(text("Mediators"), [(name, n) for _, name, n in venue.mediators])]
    if venue.agreements:
        lines.append(text("With an agreement: {n}", n=venue.agreements))
    if venue.others:
        lines.append(text("Planned, cancelled or not confirmed, and not counted: {n}", n=venue.others))
    if venue.ring:
        lines.append(known_to(venue.precision, venue.radius))
    lines += [f"– {headline}" for headline in venue.headlines]
    wrapped = [theme.plain(part) for line in lines if line for part in theme.wrap(line, 420, 13)]
    return "<br>".join([f"<b>{theme.plain(venue.name)}</b>", *wrapped])


def _counts(lead: str, pairs: list[tuple[str, int]], most: int = 5) -> str:
    parts = [f"{name} {language.number(n, '')}" for name, n in pairs[:most]]
    if rest := pairs[most:]:
        parts.append(language.text("{n} more", n=len(rest)))
    return f"{lead}: {', '.join(parts)}" if parts else ""


def listed(lead: str, venues: list[Venue], most: int = 8) -> str:
    """Return ``lead`` and the venues with their numbers, any status, or nothing."""
    pairs = [(v.name, v.talks + v.others) for v in venues]
    return f"{_counts(lead, pairs, most)}." if pairs else ""


def without_venue(found: list[Venue]) -> str:
    """Return how many talks had no venue or no stated place."""
    text, plural = language.text, language.plural
    kinds = {v.kind: v.talks + v.others for v in found}
    parts = []
    if n := kinds.get("remote"):
        parts.append(plural("{n:,} call or letter", "{n:,} calls and letters", n))
    if n := kinds.get("unknown"):
        parts.append(
            plural("{n:,} round of talks without a stated place", "{n:,} rounds of talks without a stated place", n)
        )
    said = text("{one} and {other}", one=parts[0], other=parts[1]) if len(parts) == 2 else "".join(parts)
    return text("Not on the map: {talks} (any status).", talks=said) if parts else ""


def unnamed(venues: list[Venue]) -> str:
    """Return the venues that are marked but have no room for their name."""
    said = ", ".join(v.name for v in venues)
    return language.text("Marked without its name for want of room: {venues}.", venues=said) if venues else ""


def how_to_read(points: list[Venue], *, rings: bool, lines: bool) -> str:
    """Return the sentences that explain the marks that are drawn."""
    text = language.text
    said = []
    if points:
        most = max(points, key=lambda v: v.size)
        said.append(
            text(
                "The area of a mark is the number of talks held at the venue; the largest, {venue}, stands for {n}. "
                "Shape and colour tell the highest level that met there.",
                venue=most.name,
                n=most.size,
            )
        )
    if any(v.hollow for v in points):
        said.append(text("Hollow: talks were only planned, cancelled or not confirmed; its area is their number."))
    if rings:
        said.append(text("A ring has the radius within which the place lies, its line the broader the more talks."))
    if lines:
        said.append(
            text(
                "Lines are the shortest ways from a venue to the present capitals of the parties to the talks held "
                "there, the broader the more talks; mediators, hosts and organisations have none."
            )
        )
    return " ".join(said)


def alt(title: str, found: list[Venue], drawn: list[Venue], sent: list[tuple[Venue, str, int]]) -> str:
    """Return the sentence of the figure for those who do not see it."""
    text = language.text
    held = [v for v in drawn if v.talks]
    said = [text("{title}. World map of the venues of talks.", title=title)]
    if not found:
        said.append(text("No talks match this filter."))
    if held:
        said.append(
            text(
                "{rounds} at {venues} venues, most at {most}.",
                rounds=_rounds(sum(v.talks for v in held)),
                venues=len(held),
                most=", ".join(f"{v.name} {language.number(v.talks, '')}" for v in held[:5]),
            )
        )
        levels = [(text(LEVELS[level]), sum(v.by_level[level] for v in held)) for level in LEVELS]
        said.append(_counts(text("By level"), [(name, n) for name, n in levels if n]) + ".")
    if hollow := [v for v in drawn if v.hollow]:
        names = [(v.name, v.others) for v in hollow]
        said.append(_counts(text("Only planned, cancelled or not confirmed"), names) + ".")
    if sent:
        reach = Counter[str]()
        for _, capital, n in sent:
            reach[language.name(towns()[capital][0])] += n
        said.append(_counts(text("Lines lead to the capitals of the parties"), reach.most_common()) + ".")
    rough = [v for v in found if v.precision == "country"]
    said.append(listed(text("Known to the country only (any status)"), rough))
    said.append(without_venue(found))
    return " ".join(one for one in said if one)
