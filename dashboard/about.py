"""The text of the About page: method, codebook, limits, citation and licences."""

from __future__ import annotations

import csv
from html import escape

from dashboard import frame, scorecard
from dashboard.bundle import DATA
from dashboard.model import EVENT_TYPES, QUADS, Filters

_KINDS = {
    "type": "Types of event",
    "status": "Status",
    "track": "Tracks of diplomacy",
    "precision": "Precision of dates",
}

_METHOD = (
    "Each row is one distinct happening that a source reports as having happened, announced, planned or denied. Rows "
    "come from two places: the curated fact base, in which every row names the sources it was checked against, and "
    "articles in Indonesian, English and Russian, from which a coder takes events and keeps the exact words each of "
    "them rests on. It reads by tables of words, by the grammar of each sentence and by small statistical models; each "
    "event keeps the rule that found it and a confidence. Its scores stand below.",
    "The ontology is PLOVER (manual 2.0, 16 types) with the choices printed below. Type decides the quad class: "
    "verbal or material, cooperation or conflict. Only events with status “occurred” feed counts. The same happening "
    "told by several rows is linked, never merged, and counts once.",
    "A date range keeps every event that overlaps it, both ends included. Deaths are shown where a source states "
    "them, with whose figure it is; they are never added up over events or datasets, and an empty figure is not zero.",
)
_LIMITS = (
    "The fact base is a selection: what was found and verified, denser for 2020 than for the 1990s. Counts measure "
    "this selection and the attention of its sources, not the conflict itself.",
    "Outlines of control are our own, approximate and dated; no endorsement of any claim is implied. Places carry "
    "both sides' names. An article's event is only as right as the article and the coder.",
    "Some sources are copies of agency reports on other sites; the outlet's name says so where it was seen.",
)


def html() -> str:
    """Return the page; everything that comes from files is escaped."""
    made = frame.edition().edition_id
    figures = frame.answers().figures_of(Filters())
    parts = ["<h1>About</h1><h2>Method</h2>", *(f"<p>{text}</p>" for text in _METHOD), "<h2>Codebook</h2>"]
    with (DATA / "codebook.csv").open(encoding="utf-8", newline="") as file:
        terms = list(csv.DictReader(file))
    for kind, title in _KINDS.items():
        rows = "".join(_row(kind, row["term"], row["meaning"]) for row in terms if row["kind"] == kind)
        parts.append(f"<h3>{title}</h3><table>{rows}</table>")
    parts += [scorecard.html(), "<h2>Limits</h2>", *(f"<p>{text}</p>" for text in _LIMITS)]
    parts.append(
        "<h2>Cite</h2><p>karabakh-timeline: the Nagorno-Karabakh conflict, 1988 to today. "
        f"Edition {escape(made)}, {int(figures['rows']):,} rows. Data CC BY 4.0.</p>"
        "<p>The edition is named by its review date and a hash of everything it was made from, so the same name always "
        "means the same rows. A figure's footer names it; the address of a page holds the whole filter.</p>"
        "<h2>Licences</h2><p>Program: MIT. Data written for this project: CC BY 4.0. Outlines: Natural Earth, public "
        "domain. Coordinates marked so in the gazetteer: GeoNames, CC BY 4.0. Font: Noto Sans, SIL Open Font License. "
        "Chart library: plotly.js, MIT. Parsers: trained on Universal Dependencies, CC BY-SA 4.0.</p>"
    )
    return f"<div class='kt-about'>{''.join(parts)}</div>"


def _row(kind: str, term: str, meaning: str) -> str:
    quad = f"<td>{QUADS[EVENT_TYPES[term]]}</td>" if kind == "type" else ""
    return f"<tr><th scope='row'>{escape(term)}</th>{quad}<td>{escape(meaning)}</td></tr>"
