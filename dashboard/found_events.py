"""What the coder found in an article, in words and as marks on its text.

All text here comes from articles and is untrusted: it is escaped, never taken as HTML or Markdown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any, Final

from dashboard import coding, words
from dashboard.charts import theme
from dashboard.model import EVENT_TYPES, JOINT_TYPES, QUADS, STATUSES, TRACKS, Article, Event

#: The rule of an event that a person added: the coder has no confidence in it, for it did not find it.
ADDED: Final = "review"


def html(events: Sequence[Event], names: Mapping[str, str]) -> str:
    """Return a list of events: type, who, on whom, when, where, status, and the sentence that reports each."""
    return f"<ol class='kt-found'>{''.join(_event_html(event, names) for event in events)}</ol>"


def _event_html(event: Event, names: Mapping[str, str]) -> str:
    quad = EVENT_TYPES[event.type]
    colour = f"light-dark({theme.QUAD_COLOURS[quad]}, {theme.DARK[theme.QUAD_COLOURS[quad]]})"
    said = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts(event, names).items())
    return (
        f"<li style='--kt-quad: {colour}'><h4>{escape(event.type.capitalize())} <span>{escape(QUADS[quad])}</span></h4>"
        f"<dl>{said}</dl><blockquote>{escape(event.quote)}</blockquote></li>"
    )


def facts(event: Event, names: Mapping[str, str]) -> dict[str, str]:
    """Return what was coded of an event, by what it says; ``names`` maps ids to names."""

    def who(ids: Sequence[str]) -> str:
        return ", ".join(names.get(one, one) for one in ids)

    joint = event.type in JOINT_TYPES
    told = {
        "Between" if joint else "Who": who(event.source) or "not stated",
        "On whom": "" if joint else who(event.target) or "not stated",
        "In person": who(event.persons),
        "When": words.span(event.date, event.date_end or event.date, event.date_precision),
        "Where": event.place or "not stated",
        "Status": STATUSES[event.status],
        "Claimed by": names.get(event.speaker, event.speaker) if event.speaker else "",
        "Track": TRACKS.get(event.track or "", ""),
        "Deaths": words.deaths(event.deaths_low, None, event.deaths_high),
        "Confidence": f"{event.confidence:.2f}" if event.rule != ADDED else "",
    }
    return {name: value for name, value in told.items() if value}


def spans(events: Mapping[str, Event], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return events by id as ``article_view`` marks them in their article, none of them decided."""
    return [
        {
            "event_id": name,
            "start": event.start,
            "end": event.end,
            "type": event.type,
            "quad": EVENT_TYPES[event.type],
            "status": event.status,
            "verdict": "",
            "label": "; ".join(f"{what}: {value}" for what, value in facts(event, names).items()),
        }
        for name, event in events.items()
    ]


@lru_cache(maxsize=32)
def mentions(article: Article) -> list[coding.Mentioned]:
    """Return whom, when and where an article speaks of, as ``article_view`` underlines them; kept for the next run."""
    return coding.mentions(article)


def days(events: Sequence[Event]) -> tuple[date, date] | None:
    """Return the first and the last day of events, of what is told as background only if nothing else is dated."""
    news = [event for event in events if event.status != "background" and event.date] or [e for e in events if e.date]
    dated = [(event.date, event.date_end or event.date) for event in news if event.date]
    return (min(first for first, _ in dated), max(last for _, last in dated)) if dated else None
