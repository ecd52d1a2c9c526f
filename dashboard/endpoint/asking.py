"""Asking: the instruction, the shape of the answer that is asked for, and the events found in what comes back."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any, Final

from dashboard.bundle import DATA
from dashboard.coding import lexicon
from dashboard.model import DATE_PRECISIONS, EVENT_TYPES, JOINT_TYPES, STATUSES, TRACKS, Article

#: A fixed one; 0 stands for a random seed at some servers.
SEED: Final = 19880220
REPAIR: Final = (
    "This cannot be read as JSON ({complaint}). Answer again with the whole object"
    ' {{"events": [...]}} as valid JSON, without a word before or after it.'
)
Message = dict[str, str]


@lru_cache(maxsize=1)
def actor_ids() -> dict[str, str]:
    """Return every actor id -> the id it is coded as: formations and bodies act for the whole."""
    rolls = {row["actor_id"]: row["rolls_to"] for row in lexicon.table("actor_rolls")}
    ids = (row["actor_id"] for row in lexicon.facts("actors", "actors"))
    return {actor: rolls.get(actor, actor) for actor in ids}


@lru_cache(maxsize=1)
def instruction() -> str:
    """Return the project's instruction with the words and ids that an answer may use."""
    known = actor_ids()
    actors = [row for row in lexicon.facts("actors", "actors") if known[row["actor_id"]] == row["actor_id"]]
    lists = {
        "type": ", ".join(EVENT_TYPES),
        "joint types": ", ".join(sorted(JOINT_TYPES)),
        "status": ", ".join(STATUSES),
        "track": ", ".join(TRACKS),
        "date_precision": ", ".join(DATE_PRECISIONS),
    }
    words = "\n".join(f"- {name}: {values}" for name, values in lists.items())
    ids = "\n".join(f"- {row['actor_id']}: {row['name']}" for row in actors)
    text = (DATA / "coder_instruction.md").read_text(encoding="utf-8").strip()
    return f"{text}\n\n## Words that an answer may use\n\n{words}\n\n## Actor ids\n\n{ids}\n"


def message(article: Article) -> str:
    """Return an article as it is put to the model."""
    day = article.published
    lines = [
        f"Language: {lexicon.language(article.language).get('name', article.language)}",
        f"Day of publication: {day:%Y-%m-%d}, a {day:%A}" if day else "Day of publication: not known",
        f"Headline (not coded): {article.title}" if article.title else "",
        "Article:",
    ]
    return "\n".join(line for line in lines if line) + "\n\n" + article.text[slice(*article.body)].strip()


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """Return the JSON schema of an answer, in the part of JSON Schema that every server's grammar knows."""
    actor = sorted(set(actor_ids().values()))
    some: dict[str, Any] = {"type": "array", "items": {"type": "string", "enum": actor}}
    text: dict[str, Any] = {"type": ["string", "null"]}
    number: dict[str, Any] = {"type": ["integer", "null"]}
    fields: dict[str, Any] = {
        "quote": {"type": "string"},
        "type": {"type": "string", "enum": list(EVENT_TYPES)},
        "source": some,
        "target": some,
        "persons": {"type": "array", "items": {"type": "string"}},
        "date": text,
        "date_end": text,
        "date_precision": {"type": "string", "enum": list(DATE_PRECISIONS)},
        "place": text,
        "status": {"type": "string", "enum": list(STATUSES)},
        "track": {"type": ["string", "null"], "enum": [*TRACKS, None]},
        "deaths_low": number,
        "deaths_high": number,
        "speaker": {"type": ["string", "null"], "enum": [*actor, None]},
        "confidence": {"type": "number"},
    }
    event = {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
    return {
        "type": "object",
        "properties": {"events": {"type": "array", "items": event}},
        "required": ["events"],
        "additionalProperties": False,
    }


def forms() -> tuple[dict[str, Any], ...]:
    """Return how the shape of an answer can be asked for: strictly, loosely, and in the instruction alone."""
    strict = {"type": "json_schema", "json_schema": {"name": "events", "strict": True, "schema": schema()}}
    return {"response_format": strict}, {"response_format": {"type": "json_object"}}, {}


def payload(model: str, messages: list[Message], form: dict[str, Any]) -> dict[str, Any]:
    """Return a request; the same article is answered the same way as far as the server can."""
    return {"model": model, "messages": messages, "temperature": 0, "seed": SEED, "stream": False, **form}


def opening(asked: str) -> list[Message]:
    """Return the messages that put an article to the model."""
    return [{"role": "system", "content": instruction()}, {"role": "user", "content": asked}]


def again(messages: list[Message], answer: str, complaint: str) -> list[Message]:
    """Return the messages that ask for an answer's repair."""
    repair = REPAIR.format(complaint=complaint)
    return [*messages, {"role": "assistant", "content": answer}, {"role": "user", "content": repair}]


def found(answer: str) -> list[Any]:
    """Return the events of an answer, unchecked; raise ValueError, saying why, if they cannot be read.

    Thoughts before the object, a fence around it and words after it are overlooked.
    """
    text = re.sub(r"\A\s*<think>.*?</think>", "", answer, flags=re.DOTALL).strip()
    text = re.sub(r"\A```\w*\s*", "", text)
    if text.startswith("["):
        return _events(text, 0)
    complaint = ""
    for opened in list(re.finditer(r"\{", text[:20_000]))[:5]:  # a brace may stand in the words before the object
        try:
            return _events(text, opened.start())
        except ValueError as error:
            complaint = complaint or str(error)
    raise ValueError(complaint or "it holds no object")


def _events(text: str, start: int) -> list[Any]:
    try:
        value, _ = json.JSONDecoder().raw_decode(text, start)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    events = value.get("events") if isinstance(value, dict) else value
    if not isinstance(events, list):
        raise ValueError("it has no list of “events”")  # noqa: TRY004  # one kind of error for whoever asks again
    return events
