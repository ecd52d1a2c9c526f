"""The scorecard on the About page: how well the coder does on articles that it was not made with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Final

import pycountry

from dashboard.evaluation.agreement import read_agreement
from dashboard.evaluation.frozen import BUILT_IN, first_of, read_ledger
from dashboard.evaluation.gold import GOLD, GoldError

#: column -> what it says, in the words of someone who has to trust the codings
_ROWS: Final = {
    "f1": "Events found, with type, source and target (F1)",
    "precision": "Of what it codes, right (precision)",
    "recall": "Of what the articles report, found (recall)",
    "date": "Of the events found: date right",
    "place": "place right",
    "status": "status right",
    "track": "track right",
    "deaths": "deaths right",
    "leaks": "Denied, planned or past events coded as occurred",
    "false_alarms": "False events per article without any",
    "clusters_f1": "Same happening in two articles recognised (F1)",
}
_STRENGTHS: Final = {
    "precision": "precision",
    "recall": "recall",
    "date": "dates",
    "place": "places",
    "status": "status",
    "track": "tracks",
    "deaths": "deaths",
    "clusters_f1": "recognising the same happening in two articles",
}


def html(folder: Path = GOLD) -> str:
    """Return the section; everything that comes from files is escaped."""
    title = "<h2>How well the coder does</h2>"
    try:
        rows = read_ledger(folder / "ledger.csv")
        agreed = read_agreement(folder / "agreement.csv")
    except GoldError as error:
        return f"{title}<p>{escape(str(error))}</p>"
    languages = sorted({row["language"] for row in rows} - {"all"})
    first = {_language(name): row for name in languages if (row := first_of(rows, name, BUILT_IN))}
    if not first:
        said = "The coder has not been run on its frozen set of articles yet, so there is no figure to quote."
        return f"{title}<p>{said}{_ceiling(agreed)}</p>"
    paragraphs = [_opening(first), _table(first, agreed.get("all", {})), *(f"<p>{said}</p>" for said in _limits(first))]
    return title + "".join(paragraphs) + (f"<p>{_ceiling(agreed).strip()}</p>" if agreed else "")


def _language(code: str) -> str:
    """Return the language's English name, for HTML."""
    found = pycountry.languages.get(alpha_2=code)
    return escape(found.name if found else code)


def _opening(first: Mapping[str, Mapping[str, str]]) -> str:
    runs = "; ".join(
        f"{name}: run {escape(row['run'])}, {escape(row['day'])}, version {escape(row['version'])}, "
        f"coder {escape(row['fingerprint'])}"
        for name, row in first.items()
    )
    return (
        "<p>These are the figures of the first run on a set of articles that is frozen and was not used to make the "
        "coder; every run is logged, and no later one replaces the first. In brackets: the 95 % interval if other "
        f"articles of the kind had been drawn. {runs}.</p>"
    )


def _table(first: Mapping[str, Mapping[str, str]], ceiling: Mapping[str, str]) -> str:
    heads = [*first, *(["Two codings"] if ceiling else [])]
    head = "".join(f"<th scope='col'>{text}</th>" for text in heads)
    counts = "".join(f"<td>{escape(row['articles'])}, {escape(row['events'])}</td>" for row in first.values())
    if ceiling:
        counts += f"<td>{escape(ceiling['articles'])}, {escape(ceiling['first_events'])}</td>"
    lines = [f"<tr><th scope='row'>Articles, events</th>{counts}</tr>"]
    for name, said in _ROWS.items():
        cells = "".join(f"<td>{_cell(row, name)}</td>" for row in [*first.values(), *([ceiling] if ceiling else [])])
        lines.append(f"<tr><th scope='row'>{said}</th>{cells}</tr>")
    return f"<div class='kt-wide' tabindex='0'><table><tr><th></th>{head}</tr>{''.join(lines)}</table></div>"


def _cell(row: Mapping[str, str], name: str) -> str:
    given = _figure(row, name)
    if given is None:
        return "–"
    if name == "false_alarms":
        return f"{given:.2f}"
    low, high = _figure(row, "low"), _figure(row, "high")
    ends = f" ({low:.0%} to {high:.0%})" if name == "f1" and low is not None and high is not None else ""
    return f"{given:.0%}{ends}".replace("%", " %")


def _figure(row: Mapping[str, str], name: str) -> float | None:
    try:
        return float(row.get(name, ""))
    except ValueError:  # empty: there was nothing to divide
        return None


def _limits(first: Mapping[str, Mapping[str, str]]) -> Sequence[str]:
    numbers = " and ".join(f"{escape(row['articles'])} in {name}" for name, row in first.items())
    weak = []
    for name, row in first.items():
        found = {said: figure for key, said in _STRENGTHS.items() if (figure := _figure(row, key)) is not None}
        worst = sorted(found, key=lambda said: found[said])[:2]
        if worst:
            named = " and ".join(f"{said} ({found[said]:.0%})".replace("%", " %") for said in worst)
            weak.append(f"in {name} {named}")
    return (
        "The articles, and what counts as right in them, were written by the same project that wrote the coder, in its "
        "own words on checked facts. Real newspapers differ, and the coder may do worse on them.",
        f"The set is small: articles, {numbers}. The intervals say how far chance in their choice alone could move a "
        "figure; they say nothing about other kinds of text.",
        *([f"Weakest: {'; '.join(weak)}. Look at the receipt before you rely on these."] if weak else []),
    )


def _ceiling(agreed: Mapping[str, Mapping[str, str]]) -> str:
    row = agreed.get("all")
    if not row or _figure(row, "f1") is None:
        return ""
    return (
        f" Two independent codings of {escape(row['articles'])} of the project's articles by the same rules agreed at "
        f"an F1 of {_cell(row, 'f1')}: a coder can hardly do better than that."
    )
