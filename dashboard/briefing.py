"""A brief of a selection: its charts, key figures, key events with their sources, and how it was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from html import escape
from typing import Any, Final

from dashboard import standalone, words
from dashboard.answers import Answers
from dashboard.language import number, spoken, text
from dashboard.model import Filters, message
from dashboard.pictures import Picture
from dashboard.pictures.catalogue import CHARTS

PICTURES: Final = ("overview", "event_map", "diplomacy_timeline", "actor_network")
MOST_EVENTS: Final = 30
MOST_SOURCES: Final = 4
_METHOD: Final = (
    message(
        "Each row is one happening that a source reports as having happened, announced, planned or denied. The "
        "curated fact base names the sources each row was checked against; the coder keeps the exact words of an "
        "article that each of its rows rests on. Only what occurred is counted, and a happening that several rows "
        "tell counts once. Datasets stand beside each other and are never added up. Deaths are shown as stated, "
        "with no sum over events."
    ),
    message(
        "Key events are picked by a rule, not by hand: an agreement weighs 3, a handover 2, a talk of heads of "
        "state or government 3, of ministers 2, another 1, an attack 1 and twice the decimal logarithm of its dead, "
        "and each outlet beyond the first a quarter, up to 1."
    ),
    message(
        "Counts measure what was found and verified, and the attention of sources, not the conflict itself. Places "
        "bear the names of both sides. Areas of control are approximate and dated. A claim is the claim of whoever "
        "makes it; names and borders imply no endorsement."
    ),
)


def page(
    given: Answers,
    chosen: Filters,
    *,
    title: str = "",
    link: str = "",
    paper: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> str:
    """Return the brief as one HTML file, for reading or for ``paper``; ``link`` is the address of its selection."""
    pictures = []
    for at, name in enumerate(PICTURES, start=1):
        progress(f"{at} of {len(PICTURES)} charts: {name}")
        pictures.append(CHARTS[name].make(given, chosen))
    selection = words.filters(chosen, given.names())
    title = title or text("Nagorno-Karabakh: {selection}", selection=selection)
    today = words.day(date.today())  # noqa: DTZ011  # the reader's own day
    made = text("Edition {edition}, made on {day}", edition=given.edition.edition_id, day=today)
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p class='soft'>{escape(selection)} · {escape(made)}</p>",
        _figures(given, chosen),
        _heading(text("Charts")),
        *(standalone.figure(at, one) for at, one in enumerate(pictures)),
        _heading(text("Key events")),
        _events(given, chosen),
        _heading(text("Method")),
        *(f"<p>{escape(text(paragraph))}</p>" for paragraph in _METHOD),
        _heading(text("Sources and licences")),
        _datasets(given, chosen, pictures),
        _cite(given, link),
    ]
    return standalone.page(title, "".join(parts), pictures, language=spoken(), paper=paper)


def _heading(words_of_it: str) -> str:
    return f"<h2>{escape(words_of_it)}</h2>"


def _figures(given: Answers, chosen: Filters) -> str:
    held = given.figures_of(chosen)
    outlets = given.ask("sources_of_selection", chosen)
    shown = [
        (int(held["happenings"]), text("events that occurred")),
        (int(held["armed"]), text("armed events")),
        (int(held["talks"]), text("talks held")),
        (int(held["agreements"]), text("agreements and statements agreed")),
        (int(outlets.loc[outlets["kind"] != "import", "outlet"].nunique()), text("outlets they rest on")),
    ]
    shown += [(one["shown"], f"{one['unit']}s of {one['short']}") for one in given.imported(chosen)]
    return f"<ul class='figures'>{''.join(f'<li><b>{number(n)}</b>{escape(label)}</li>' for n, label in shown)}</ul>"


def _events(given: Answers, chosen: Filters) -> str:
    """Return the weightiest events of the selection in the order of their days."""
    rows = given.rows("key_events", chosen)
    if not rows:
        told = text("No dated event of this selection occurred. Widen the dates or take out an actor.")
        return f"<p>{escape(told)}</p>"
    picked = sorted(rows[:MOST_EVENTS], key=lambda row: (row["day_start"], row["event_id"]))
    told = text("{shown} of {all} events, by the rule under Method.", shown=number(len(picked)), all=number(len(rows)))
    names = "".join(f"<th>{escape(text(name))}</th>" for name in (message("When"), message("What"), message("Sources")))
    said, head = f"<p class='soft'>{escape(told)}</p>", f"<thead><tr>{names}</tr></thead>"
    return f"{said}<table>{head}<tbody>{''.join(map(_event, picked))}</tbody></table>"


def _event(row: Mapping[str, Any]) -> str:
    dead = words.deaths(row["deaths_low"], row["deaths_best"], row["deaths_high"])
    facts = " · ".join(part for part in (row["place"] or "", dead) if part)
    sources = row["sources"][:MOST_SOURCES]
    more = len(row["sources"]) - len(sources)
    told = "; ".join(map(_source, sources)) + ("; " + escape(text("{n} more", n=more)) if more > 0 else "")
    return (
        f"<tr><td>{words.span(row['day_start'], row['day_end'], row['day_precision'])}</td>"
        f"<td>{escape(row['headline'])}<br><span class='soft'>{escape(facts)}</span></td><td>{told}</td></tr>"
    )


def _source(one: Mapping[str, Any]) -> str:
    told = escape(str(one["outlet"])) + (f", {one['date']}" if one["date"] else "")
    url = str(one["url"] or "")
    if not url.startswith(("https://", "http://")):
        return told
    title = escape(str(one["title"]), quote=True)
    return f"<a href='{escape(url, quote=True)}' rel='noreferrer' title='{title}'>{told}</a>"


def _datasets(given: Answers, chosen: Filters, pictures: list[Picture]) -> str:
    sources = pictures[0].figure.layout.meta["caption"]["sources"]
    told = [
        f"<li>{escape(one['title'])} {escape(str(one['version'] or ''))}: {escape(str(one['licence']))}. "
        f"{escape(str(one['citation'] or ''))}</li>"
        for one in given.imported(chosen)
    ]
    return f"<p>{escape(sources)}</p>" + (f"<ul>{''.join(told)}</ul>" if told else "")


def _cite(given: Answers, link: str) -> str:
    edition = escape(given.edition.edition_id)
    view = escape(text("View: {link}.", link=link)) if link else ""
    told = f"karabakh-timeline: the Nagorno-Karabakh conflict, 1988 to today. Edition {edition}. Data CC BY 4.0. {view}"
    return _heading(text("Cite")) + f"<p>{told.rstrip()}</p>"
