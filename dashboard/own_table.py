"""A table of the reader's own on the Sources page: what its columns tell is guessed, shown as a form, and corrected."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from dashboard import build, frame, words
from dashboard.importers import ImportRefusedError, Prospect, days, generic, mapping, meanings
from dashboard.importers.fields import FIELDS, NAMES
from dashboard.importers.generic import Plan
from dashboard.importers.mapping import TableMapping
from dashboard.model import EVENT_TYPES, PLACE_PRECISIONS, STATUSES
from dashboard.store import StoreError

#: The dataset that such tables are imported as.
DATASET = "generic"
#: So many words of a column are asked about; the others keep what the TOML says of them.
_ASKED = 40
_NO_COLUMN = "— none —"
_RARE = "Less usual columns"
_GROUPS: dict[str, dict[str, str]] = {
    "When": {"date": "Date", "start": "First day", "end": "Last day"},
    "What": {"headline": "What happened, in a sentence", "type": "Type", "status": "Whether it happened"},
    "Who": {"actor_a": "Who", "actor_b": "With or against whom", "mediators": "Who mediated"},
    "Where": {"place": "Place", "lat": "Latitude", "lon": "Longitude"},
    "Deaths": {"deaths_low": "Lowest number", "deaths_best": "Number", "deaths_high": "Highest number"},
    "The row": {"id": "Id, different in each row", "claim": "Who says so", "url": "Where it can be read"},
    _RARE: {
        "year": "Year", "month": "Month", "day": "Day", "date_precision": "How exact the day is",
        "precision": "How exact the place is", "participants": "All who took part", "hosts": "Hosts",
        "persons": "Ids of people", "track": "Track of diplomacy", "verified": "Whether a source is known",
    },
}  # fmt: skip
_DAYS = frozenset({"date", "start", "year"})
_ENCODINGS = ("utf-8", "cp1251", "cp1252", "cp1254", "cp1250")


@dataclass(frozen=True, slots=True)
class _Opened:
    """Files that lie in ``scratch``, how they would be read, and what their columns hold."""

    number: int  # of the opening: the form of another file starts anew
    paths: tuple[Path, ...]
    scratch: Path
    version: str
    plan: Plan
    values: Mapping[str, Counter[str]]
    encoding: str


def begin(paths: Sequence[Path], scratch: Path, version: str = "", *, sheet: str = "", encoding: str = "") -> None:
    """Open tables and guess how they are to be read, or find the template that was used for such columns before.

    Raise ImportRefusedError or StoreError, in one sentence, for files that are no tables.
    """
    plan = generic.plan(build.default_workspace(), paths, _room(scratch), sheet=sheet, encoding=encoding)
    values = generic.contents(plan, paths, _room(scratch))
    number = st.session_state.get("own-number", 0) + 1
    st.session_state["own-number"] = number
    own = _Opened(number, tuple(paths), scratch, version, plan, values, encoding or plan.mapping.encoding)
    st.session_state["own"] = own
    st.session_state.pop("prospect", None)


def form() -> None:
    """Show how the opened table would be read, let it be corrected, and look at the rows on demand."""
    own: _Opened | None = st.session_state.get("own")
    if own is None:
        return
    with st.container(border=True, key="own-form"):
        st.markdown(f"**How {words.literal(own.paths[0].name)} is read**")
        if own.plan.template:
            st.caption(f"After the template {words.literal(own.plan.template.name)}, which was used for these columns.")
        for note in own.plan.guess.notes if own.plan.guess else ():
            st.info(words.literal(note))
        _file(own)
        how, open_question = _asked(own)
        toml = mapping.to_toml(how, [column for column in own.plan.header if column not in how.columns.values()])
        first = not open_question and _DAYS & set(how.columns) and st.session_state.get("own-looked") != own.number
        if st.button("Show how the rows read", type="primary", key=_key(own, "show")) or first:
            st.session_state["own-looked"] = own.number
            _look(own, toml, toml, open_question)
        with st.expander("The same as TOML, for those who keep it"):
            edited = st.text_area("Mapping", toml, height=320, key=_key(own, f"toml-{hash(toml)}"))
            if st.button("Read the rows after this text", key=_key(own, "show-toml")):
                _look(own, edited, toml, "")
    if st.session_state.get("own-shown") != toml:
        st.session_state.pop("prospect", None)  # the form says something else by now


def forget() -> None:
    """Let go of the opened table."""
    for name in ("own", "own-shown"):
        st.session_state.pop(name, None)


def _look(own: _Opened, toml: str, of_form: str, open_question: str) -> None:
    st.session_state.pop("prospect", None)
    for former in own.scratch.glob("own-*"):
        shutil.rmtree(former, ignore_errors=True)
    if open_question:
        st.error(words.literal(open_question))
        return
    try:
        with st.spinner("Reading the rows …"):
            plan = generic.plan(build.default_workspace(), own.paths, _room(own.scratch), toml, "The mapping")
            found: Prospect = generic.look(plan, _room(own.scratch), version=own.version)
    except (ImportRefusedError, StoreError, OSError) as error:
        st.error(words.literal(str(error)))
        return
    st.session_state["prospect"] = found
    st.session_state["own-shown"] = of_form


def _file(own: _Opened) -> None:
    """Ask for sheet and encoding; another one gives another guess."""
    how, again = own.plan.mapping, {}
    if len(own.plan.sheets) > 1:
        sheets = list(own.plan.sheets)
        again["sheet"] = st.selectbox("Sheet", sheets, sheets.index(how.sheet), key=_key(own, "sheet"))
    if own.plan.sheets or own.paths[0].suffix.lower() in (".parquet", ".json", ".jsonl", ".ndjson", ".geojson"):
        again["encoding"] = own.encoding
    else:
        known = list(dict.fromkeys([own.encoding, *_ENCODINGS]))
        label = "Encoding, if letters look wrong below"
        again["encoding"] = st.selectbox(label, known, key=_key(own, "encoding"))
    if (again.get("sheet", how.sheet), again["encoding"]) != (how.sheet, own.encoding):
        try:
            begin(own.paths, own.scratch, own.version, **again)
        except (ImportRefusedError, StoreError, OSError) as error:
            st.error(words.literal(str(error)))
            return
        st.rerun()


def _asked(own: _Opened) -> tuple[TableMapping, str]:
    """Return the mapping that the form says, and what it leaves open, empty if nothing."""
    how = own.plan.mapping
    left, right = st.columns([3, 2])
    title = left.text_input("Title of the table, for legends", how.title, key=_key(own, "title"))
    name = right.text_input("Short name: a-z, 0-9, -", how.name, key=_key(own, "name"))
    citation = left.text_input("Citation, for receipts and captions", how.citation, key=_key(own, "citation"))
    licence = right.text_input("Licence", how.licence, key=_key(own, "licence"))
    share = st.checkbox("Its rows may be given to others", how.may_redistribute, key=_key(own, "share"))
    columns, beneath = _columns(own)
    if not _DAYS & set(columns):
        beneath.warning("Choose the column that tells the day: Date, First day or Year.")
    formats, question = _formats(own, columns, beneath)
    event_type, status, precision, directed = _constants(own, columns)
    types = _meanings(own, columns, "type", "types", {kind: kind.capitalize() for kind in EVENT_TYPES})
    statuses = _meanings(own, columns, "status", "statuses", STATUSES)
    precisions = _meanings(own, columns, "precision", "precisions", {one: one for one in PLACE_PRECISIONS})
    how = replace(
        how,
        title=title,
        name=name,
        citation=citation,
        licence=licence,
        may_redistribute=share,
        columns=columns,
        formats=formats,
        event_type=event_type,
        status=status,
        precision=precision,
        directed=directed,
        types=types,
        statuses=statuses,
        precisions=precisions,
        actors=_actors(own, columns),
    )
    return how, question


def _columns(own: _Opened) -> tuple[dict[str, str], st.delta_generator.DeltaGenerator]:
    """Ask for the column of each field; return them, and a place beneath the days for what is open about these."""
    options, used = [_NO_COLUMN, *own.plan.header], own.plan.mapping.columns
    found, beneath = {}, st.container()
    for group, fields in _GROUPS.items():
        room = st.container()
        if group == _RARE:
            room = room.expander(group, expanded=bool(set(fields) & set(used)))
        else:
            room.markdown(f"**{group}**")
        for field, place in zip(fields, _places(len(fields), room), strict=True):
            now = options.index(used.get(field, _NO_COLUMN))
            key = _key(own, f"column-{field}")
            found[field] = place.selectbox(fields[field], options, now, help=FIELDS[field], key=key)
        if group == "When":
            beneath = st.container()
    return {field: found[field] for field in FIELDS if found[field] != _NO_COLUMN}, beneath


def _formats(
    own: _Opened, columns: Mapping[str, str], beneath: st.delta_generator.DeltaGenerator
) -> tuple[tuple[str, ...], str]:
    """Return the formats of the days; where day and month may stand in either order, the reader says which."""
    how, fields = own.plan.mapping, ("date", "start", "end")
    held = [own.values[columns[field]] for field in fields if field in columns]
    same = all(columns.get(field) == how.columns.get(field) for field in fields)
    found, _ = days.formats(held)
    found = (*how.formats, *(form for form in found if form not in how.formats)) if same else found
    ways = [way for way in days.either(held) if not {*way[:2]} & {*found}]
    if not ways:
        return found, ""
    said = beneath.radio(
        f"What comes first in “{words.literal(ways[0][2])}”, the day or the month?",
        ["The day", "The month"],
        index=None,
        horizontal=True,
        key=_key(own, f"order-{ways[0][2]}"),
    )
    if said is None:
        return found, f"Whether the day or the month comes first in “{ways[0][2]}” cannot be known; say it above."
    return (*found, *(way[said == "The month"] for way in ways)), ""


def _constants(own: _Opened, columns: Mapping[str, str]) -> tuple[str, str, str, bool]:
    how = own.plan.mapping
    first, second, third = st.columns(3)
    kinds, stands, exact = ["", *EVENT_TYPES], list(STATUSES), list(PLACE_PRECISIONS)
    return (
        first.selectbox(
            "Type, where no column tells it",
            kinds,
            kinds.index(how.event_type),
            format_func=lambda one: one.capitalize() or "not known",
            key=_key(own, "type"),
        ),
        second.selectbox("Whether it happened, likewise", stands, stands.index(how.status), key=_key(own, "status")),
        third.selectbox("How exact the places are", exact, exact.index(how.precision), key=_key(own, "precision")),
        st.checkbox("The first actor acts on the second", how.directed, key=_key(own, "directed"))
        if "actor_b" in columns
        else False,
    )


def _meanings(
    own: _Opened, columns: Mapping[str, str], field: str, table: str, options: Mapping[str, str]
) -> dict[str, str]:
    """Ask for the meaning of each word of a column: of those first that nobody knows."""
    if field not in columns:
        return {}
    column, how = columns[field], own.plan.mapping
    found = meanings.of_words(field, column, own.values[column])
    if how.columns.get(field) == column:
        found |= getattr(how, table)
    return _given(own, f"What the words in {column} mean", found, options, own.values[column], field=field)


def _actors(own: _Opened, columns: Mapping[str, str]) -> dict[str, str]:
    counts = meanings.names(own.values[columns[field]] for field in NAMES if field in columns)
    named = {actor: name for actor, name in frame.names().items() if actor in mapping.actor_ids()}
    found = meanings.of_names(counts) | {name: one for name, one in own.plan.mapping.actors.items() if name in counts}
    return _given(own, "Whom the names mean", found, named, counts, field="actor")


def _given(
    own: _Opened,
    label: str,
    found: Mapping[str, str],
    options: Mapping[str, str],
    counts: Counter[str],
    *,
    field: str,
) -> dict[str, str]:
    """Return what each word means once the reader has looked at it; a word without a meaning keeps none."""
    ordered = sorted(found, key=lambda word: (found[word] != "", -counts[word], word))
    said = dict(found)
    unknown = sum(not meaning for meaning in found.values())
    more = f"; {unknown} of {len(found)} have no meaning yet" if unknown else ""
    if found:
        with st.expander(words.literal(label + more), expanded=bool(unknown) and field != "actor"):
            for word, place in zip(ordered[:_ASKED], _places(len(ordered[:_ASKED])), strict=True):
                choices = ["", *options]
                said[word] = place.selectbox(
                    f"“{words.literal(word[:80])}” ({words.plural(counts[word], 'row')})",
                    choices,
                    choices.index(found[word]) if found[word] in choices else 0,
                    format_func=lambda one: options.get(
                        one, "as the table names it" if field == "actor" else "not known"
                    ),
                    key=_key(own, f"{field}-{word}"),
                )
            if len(ordered) > _ASKED:
                st.caption(f"{len(ordered) - _ASKED} rarer ones are in the TOML below.")
    return {word: meaning for word, meaning in said.items() if meaning or field == "type"}


def _places(
    number: int, room: st.delta_generator.DeltaGenerator | None = None
) -> Iterable[st.delta_generator.DeltaGenerator]:
    """Return a place for each of several fields, three in a row on a wide screen and one on a phone."""
    parted = room.columns if room else st.columns
    return [place for start in range(0, number, 3) for place in parted(3)[: number - start]]


def _key(own: _Opened, name: str) -> str:
    return f"own-{own.number}-{name}"


def _room(scratch: Path) -> Path:
    return Path(tempfile.mkdtemp(prefix="own-", dir=scratch))
