"""What a mark rests on: the event in words, who took part, each side's claim, sources, and the quote in its article.

All text here comes from articles and files and is untrusted: it is escaped, never taken as HTML or Markdown.
"""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from dashboard import frame, sources, words
from dashboard.coding import lexicon
from dashboard.comparison import what_each_says_html
from dashboard.model import QUADS, STATUSES, TRACKS, dataset_name

EVIDENCE = "screens/evidence.py"
_CONTEXT = 320  # characters of the article on either side of the quote
_MOST_LISTED = 200


def receipts(event_ids: list[str], hint: str) -> None:
    """Show the receipt of one event, or a list to choose from; ``hint`` says how to pick one."""
    if not event_ids:
        st.caption(hint)
        return
    if len(event_ids) == 1:
        receipt(event_ids[0])
        return
    wanted = set(event_ids)
    listed = [row for row in frame.rows("events") if row["event_id"] in wanted][:_MOST_LISTED]
    st.markdown(f"**{words.plural(len(event_ids), 'event')} behind your choice.** Choose a row to open its receipt.")
    chosen = events_table(listed, key="picked-events")
    if chosen:
        receipt(chosen)


def events_table(listed: list[dict[str, Any]], key: str) -> str | None:
    """Show rows of ``events.sql`` as a table; return the id of the row that the reader chose, if any."""
    shown = [
        {
            "Date": words.span(row["day_start"], row["day_end"], row["day_precision"]),
            "Event": row["headline"],
            "Type": row["type"].capitalize(),
            "Status": STATUSES[row["status"]],
            "Track": TRACKS.get(row["track"], ""),
            "Place": row["place"] or "",
            "Killed": words.deaths(row["deaths_low"], row["deaths_best"], row["deaths_high"]),
            "Sources": len(row["sources"]),
            "Dataset": dataset_name(row["dataset"]),
        }
        for row in listed
    ]
    selection = st.dataframe(
        shown,
        key=key,
        hide_index=True,
        width="stretch",
        on_select="rerun",
        selection_mode="single-row",
        height="auto" if len(shown) < 12 else 460,
        column_config={
            "Event": st.column_config.TextColumn(width=430),
            "Track": st.column_config.TextColumn(width="small"),
            "Killed": st.column_config.TextColumn(width="small"),
            "Sources": st.column_config.NumberColumn(width=70),
        },
    )
    frame.say_terms({row["dataset"] for row in listed})
    rows = selection.selection.rows
    return str(listed[rows[0]]["event_id"]) if rows and rows[0] < len(listed) else None


def receipt(event_id: str, *, beside_article: bool = False) -> None:
    """Show everything that is stored about one event, and the sentences it rests on.

    ``beside_article`` it is a narrow card, and the sentences are marked in the article.
    """
    rows = frame.rows("receipt", event_id=event_id)
    if not rows:
        missing = words.literal(event_id[:80])
        st.warning(f"This edition has no event “{missing}”. Reset the filter and look for it under Events.")
        return
    event = rows[0]
    with st.container(border=True, key="receipt"):
        st.html(_event_html(event))
        people, evidence = (st, st) if beside_article else st.columns([2, 3], gap="large")
        people.html(_participants_html(event_id) + _claims_html(event_id))
        told = "".join(_source_html(row, in_words=not beside_article) for row in rows)
        evidence.html(f"<h4>What it rests on</h4>{told}{sources.original_html(event_id)}")
        for row in () if beside_article else _in_articles(rows):
            evidence.page_link(
                EVIDENCE,
                label=row["label"],
                icon=":material/read_more:",
                query_params={"article": row["source_id"], "event": event_id},
            )
        if said := what_each_says_html(event_id):
            st.html(said)


def _event_html(event: dict[str, Any]) -> str:
    facts = [
        words.span(event["day_start"], event["day_end"], event["day_precision"]),
        event["place"] or "place not stated",
        f"{event['type'].capitalize()} ({QUADS.get(int(event['quad']), 'not in the codebook')})",
        STATUSES[event["status"]],
        TRACKS.get(event["track"], ""),
        _talk(event),
        words.deaths(event["deaths_low"], event["deaths_best"], event["deaths_high"]),
        f"claimed by {frame.names().get(event['claim_actor_id'], event['claim_actor_id'])}"
        if event["claim_actor_id"]
        else "",
        dataset_name(event["dataset"])
        + (f", confidence {event['confidence']:.2f}" if event["confidence"] is not None else "")
        + ("" if event["verified"] else ", not verified"),
    ]
    body = f"<h3>{escape(str(event['headline']))}</h3>"
    if event["summary"]:
        body += f"<p>{escape(event['summary'])}</p>"
    if event["outcome_text"]:
        body += f"<p><b>Outcome.</b> {escape(event['outcome_text'])}</p>"
    facts_line = escape(" · ".join(fact for fact in facts if fact))
    return f"{body}<p class='kt-facts'>{facts_line}</p><p class='kt-id'>{escape(event['event_id'])}</p>"


def _talk(event: dict[str, Any]) -> str:
    parts = [event["format"], f"level of {event['level']}" if event["level"] else None]
    parts.append(f"outcome: {event['outcome']}" if event["outcome"] else None)
    return ", ".join(str(part).replace("_", " ") for part in parts if part)


def _participants_html(event_id: str) -> str:
    who = frame.rows("participants_of_event", event_id=event_id)
    titles = {
        "participant": "Took part",
        "source": "Who acted",
        "target": "On whom",
        "mediator": "Mediated",
        "host": "Host",
        "in person": "In person",
    }
    joint = any(row["role"] == "participant" for row in who)
    html = "<h4>Who</h4><dl>"
    for role, title in titles.items():
        if joint and role in ("source", "target"):
            continue
        people = [f"{r['name']} ({r['office']})" if r["office"] else r["name"] for r in who if r["role"] == role]
        if people:
            html += f"<dt>{title}</dt><dd>{escape('; '.join(people))}</dd>"
    return html + "</dl>"


def _claims_html(event_id: str) -> str:
    claims = frame.rows("claims_on_event", event_id=event_id)
    if not claims:
        return ""
    html = "<h4>What each side says</h4><dl>"
    for row in claims:
        toll = words.deaths(row["deaths_low"], row["deaths_best"], row["deaths_high"])
        links = ", ".join(_link(source["outlet"], source["url"]) for source in row["sources"] if source["outlet"])
        html += f"<dt>{escape(row['name'])}</dt><dd>{escape(row['claim'])}{f' ({toll})' if toll else ''} {links}</dd>"
    return html + "</dl>"


def _in_articles(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return the articles that an event rests on, each once, with what its link says."""
    found = {row["source_id"]: row for row in rows if row["article"] is not None}
    one = "Read it in its article"
    return [
        {"source_id": name, "label": one if len(found) == 1 else f"{one}: {words.literal(row['outlet'])}"}
        for name, row in found.items()
    ]


def _source_html(row: dict[str, Any], *, in_words: bool) -> str:
    if not row["source_id"]:
        return "<p>No source on file.</p>"
    details = ", ".join(str(part) for part in (row["published_on"], row["language"], row["source_kind"]) if part)
    link = _link(row["title"], row["url"])
    html = f"<p class='kt-source'>{escape(row['outlet'])}: {link} <span>({escape(details)})</span></p>"
    if row["quote"] and row["article"] is None:  # a dataset's own words: there is no article to show them in
        return f"{html}<blockquote>{escape(row['quote'])}</blockquote>"
    if row["quote"] and in_words:
        text, start, end = row["article"], int(row["quote_start"]), int(row["quote_end"])
        low, high = max(int(row["body_start"]), start - _CONTEXT), min(int(row["body_end"]), end + _CONTEXT)
        html += (
            f"<blockquote>{'… ' if low > row['body_start'] else ''}{escape(text[low:start])}"
            f"<mark>{escape(text[start:end])}</mark>{escape(text[end:high])}{' …' if high < row['body_end'] else ''}"
            "</blockquote>"
        )
    if row["quote"]:
        how = f"characters {row['quote_start']}–{row['quote_end']}, {_found_by(row['method'])}"
        html += f"<p class='kt-id'>{escape(how)}</p>"
    return html


def _found_by(method: str) -> str:
    """Return in words what found an event: ``en.request.call`` is a row of the English table, ``model.en`` a model."""
    language, _, rest = method.partition(".")
    if language == "model" and (name := lexicon.language(rest).get("name")):
        return f"found by the {name} model ({method})"
    if rest and (name := lexicon.language(language).get("name")):
        return f"found by the {name} rule “{rest}”"
    return f"found by {method}"


def _link(text: str, url: str | None) -> str:
    if url and url.startswith(("https://", "http://")):
        return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'
    return escape(text)
