"""Writing: a draft, corrected or not, as the Markdown file that the coder reads."""

from __future__ import annotations

from typing import Final

from dashboard.coding import articles
from dashboard.reading import lettering
from dashboard.reading.draft import Draft

#: The names of the fields in the file's header, and of those of the draft.
_HEADER: Final = (
    ("title", "title"),
    ("date", "day"),
    ("language", "language"),
    ("outlet", "outlet"),
    ("url", "url"),
    ("place", "dateline"),
    ("author", "author"),
)


def as_article(draft: Draft) -> str:
    """Return the text of a .md file of which ``coding.read_article`` finds the fields and the text of the draft."""
    given: dict[str, object] = {}
    for key, name in _HEADER:
        value = getattr(draft, name)
        if value:
            given[key] = lettering.line(value) if isinstance(value, str) else value
    title = str(given.setdefault("title", ""))
    text = lettering.plain(draft.text).strip("\n")
    # the coder takes a first heading for the headline: one of our own keeps the text from it
    heading = f"# {title or draft.name}\n\n" if text.startswith("#") else ""
    return f"{articles.header(given)}\n{heading}{text}\n"
