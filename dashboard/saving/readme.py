"""The README of an archive: what the files hold, where it comes from, and how to cite it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from dashboard import words
from dashboard.saving import formats, terms, works
from dashboard.saving.answer import About, Answer
from dashboard.saving.columns import meanings

_ENDINGS = {
    "csv": "text: UTF-8 with a byte order mark, lists as JSON, an empty cell is “not known”",
    "parquet": "the same with types; the metadata under `about` say what this file says",
    "geojson": "the rows with a point, WGS 84",
    "sql": "the question, with the parameters written in",
}
_HOW = (
    "In the CSV files a text that begins with `=`, `+`, `-` or `@` (or a tab or line break) has an apostrophe before "
    "it: without it a spreadsheet would run the text as a formula. Parquet and GeoJSON hold the text as it stands.",
    "The SQL runs in the DuckDB command line (2.0 or newer) on the file of the edition named above. It asks for all "
    "rows, those included that may not be passed on.",
)


def readme(answers: Sequence[tuple[str, Answer]], about: About) -> str:
    """Return the README of files that are named by a stem and hold an answer each."""
    alone = [answer for _, answer in answers]
    parts = [
        f"# {_line(about.title)}",
        *_facts(about),
        "## Cite",
        *_citations(alone, about),
        "## Files",
        _files(answers, about),
        *_HOW,
        "## Columns",
        _columns(alone),
        "## Datasets",
        *_datasets(alone, about),
        "## Names and borders",
        formats.NAMING,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _facts(about: About) -> list[str]:
    facts = {
        "Filter": about.filters,
        "Count": about.count,
        "Edition": about.edition_id,
        "Made": f"{words.day(about.made)}, karabakh-timeline {about.version}",
        "Page": about.link,
    }
    return ["\n".join(f"- {name}: {_line(value)}" for name, value in facts.items() if value), _line(about.note)]


def _citations(answers: Sequence[Answer], about: About) -> list[str]:
    asked = [text for one in terms.behind(answers, about) if (text := terms.stated(one, "citation"))]
    lines = "\n".join(f"- {_line(text)}" for text in (works.line(about), *asked))
    return [lines, "The same for programs: `CITATION.cff` and `citation.bib`."]


def _files(answers: Sequence[tuple[str, Answer]], about: About) -> str:
    rows = []
    for stem, answer in answers:
        kept, _ = terms.permitted(answer.rows, about.datasets)
        for ending, what in _ENDINGS.items():
            if ending == "geojson" and not formats.has_places(answer):
                continue
            number = len(kept.dropna(subset=["lon", "lat"])) if ending == "geojson" else len(kept)
            said = f"{number:,}" if ending != "sql" else ""
            rows.append((f"`{stem}.{ending}`", said, _line(answer.label), what))
    return _table(("file", "rows", "holds", "form"), rows)


def _columns(answers: Sequence[Answer]) -> str:
    names = sorted({str(name) for answer in answers for name in answer.rows.columns})
    rows = [(f"`{one.column}`", _line(one.meaning), _line(one.unit), _line(one.values)) for one in meanings(names)]
    return _table(("column", "meaning", "unit", "values"), rows)


def _datasets(answers: Sequence[Answer], about: About) -> list[str]:
    kept, gone = 0, Counter[str]()
    for answer in answers:
        permitted, counts = terms.permitted(answer.rows, about.datasets)
        kept += len(permitted)
        gone.update(counts)
    said = terms.left_out(gone, about.datasets, kept)
    rows = [
        (
            _line(terms.stated(one, "title")),
            about.edition_id if terms.is_own(one) else _line(terms.stated(one, "version")),
            _line(terms.licence(one)),
            f"{gone[one['dataset']]:,}",
            _line(terms.stated(one, "citation") or (works.line(about) if terms.is_own(one) else "not stated")),
        )
        for one in terms.behind(answers, about)
    ]
    head = ("dataset", "version", "licence", "rows left out", "citation")
    return [_table(head, rows) if rows else "No dataset has rows here.", " ".join(map(_line, said))]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def _line(text: str) -> str:
    """Return text on one line, in which Markdown finds no picture, link, mark-up or end of a cell."""
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", " ".join(text.split()))
