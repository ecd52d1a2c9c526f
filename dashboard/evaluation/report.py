"""The report of a run as text for people: aligned tables, short lines, at most 100 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any, Final

from dashboard.evaluation.frozen import BUILT_IN, as_csv
from dashboard.evaluation.scoring import FIELDS
from dashboard.model import EVENT_TYPES

WIDTH: Final = 100
Report = dict[str, Any]


def text(report: Report) -> str:
    """Return the whole report."""
    parts = report["figures"]
    if len(parts) == 2:  # one language is all there is
        parts = {name: told for name, told in parts.items() if name != "all"}
    blocks = [
        _opening(report),
        _ledger(report["ledger"]),
        _events(parts),
        _fields(parts),
        _realis(parts),
        _types(parts),
        _calibration(parts),
        _clusters(parts),
        agreement(report["agreement"]),
        _contrast(report["contrast"], report["coder"]),
        _errors(report["worst"]),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def agreement(agreed: dict[str, dict[str, Any]]) -> str:
    """Return how two codings of the same articles agree."""
    if not agreed:
        return ""
    head = ("", "articles", "events", "F1", "95 % interval", *FIELDS, "clusters")
    rows = [
        (
            name,
            told["articles"],
            f"{told['first_events']}/{told['second_events']}",
            _share(told["f1"]),
            _span((told["low"], told["high"])),
            *(_share(told[field]) for field in FIELDS),
            _share(told["clusters_f1"]),
        )
        for name, told in agreed.items()
    ]
    return _block("Two independent codings of the same articles agree so far (the ceiling for a coder)", head, rows)


def _opening(report: Report) -> str:
    told = report["figures"]["all"]
    lines = [
        f"{report['gold']}: {told['articles']:,} articles, {told['gold_events']:,} events",
        f"coder {report['coder']} ({report['fingerprint']}), version {report['version']}, {report['day']}, "
        f"{report['sentences_per_second']:,} sentences per second",
    ]
    if learnt := report["learnt"]:
        lines += _wrapped(
            f"The coder's models are trained on {learnt:,} of these articles: the figures say how well they were "
            "learnt, not how well the coder does on articles that it has not seen."
        )
    if missing := report["not_coded"]:
        lines.append(f"{len(missing):,} articles could not be coded and count as articles without events:")
        lines += [line for said in missing[:5] for line in _wrapped(said)]
    return "\n".join(lines)


def _ledger(ledger: Report | None) -> str:
    if not ledger:
        return ""
    names = ("language", "run", "day", "coder", "precision", "recall", "F1", "95 % interval", "alarms")
    shown = [*ledger["rows"], *(row for row in ledger["first"] if row not in ledger["rows"])]
    rows = [
        (
            row["language"],
            f"{row['run']}, this" if row in ledger["rows"] else f"{row['run']}, first",
            row["day"],
            row["coder"][:18],
            *(_share(row[name]) for name in ("precision", "recall", "f1")),
            _span((row["low"], row["high"])),
            row["false_alarms"] or "–",
        )
        for row in sorted(shown, key=lambda row: str(row["language"]))
    ]
    number = ledger["run"]
    title = f"The set is frozen. This is run {number} on it; the first one is the one to quote"
    block = _block(title, names, rows)
    if ledger["written"]:
        return block
    return f"{block}\nThe ledger {ledger['path']} cannot be written. Its rows would be:\n{as_csv(ledger['rows'], True)}"


def _events(parts: dict[str, Any]) -> str:
    head = ("", "articles", "events", "coded", "precision", "95 %", "recall", "95 %", "F1", "95 %")
    rows = []
    for name, told in parts.items():
        ends = told["interval_95"]
        row = [name, told["articles"], told["gold_events"], told["coded_events"]]
        for figure in ("precision", "recall", "f1"):
            row += [_share(told[figure]), _span(ends[figure])]
        rows.append(tuple(row))
    return _block("Events found (type, source and target)", head, rows)


def _fields(parts: dict[str, Any]) -> str:
    rows = [(name, *(_share(told["right_of_matched"][field]) for field in FIELDS)) for name, told in parts.items()]
    return _block("Of the events found, right in", ("", *FIELDS), rows)


def _realis(parts: dict[str, Any]) -> str:
    head = ("", "leaks", "of found", "alleged as occurred", "event-free", "false alarms each", "articles with any")
    rows = [
        (
            name,
            *(_share(told[key]) for key in ("leaks", "leaks_of_matched", "alleged_as_occurred")),
            told["event_free_articles"],
            "–" if told["false_alarms"] is None else f"{told['false_alarms']:.2f}",
            _share(told["alarmed_articles"]),
        )
        for name, told in parts.items()
    ]
    return _block("Denied, planned or past, but coded as occurred (leaks); articles without events", head, rows)


def _types(parts: dict[str, Any]) -> str:
    names = list(parts)
    some = [{name: parts[name] for name in names[start : start + 3]} for start in range(0, len(names), 3)]
    return "\n\n".join(_types_of(three) for three in some)  # more do not fit beside each other


def _types_of(parts: dict[str, Any]) -> str:
    head = ["", *(["gold", "coded", "prec", "rec", "F1"] * len(parts))]
    rows = []
    for kind in EVENT_TYPES:
        row = [kind.capitalize()]
        for told in parts.values():
            one = told["by_type"][kind]
            row += [one["gold"], one["coded"], *(_share(one[name]) for name in ("precision", "recall", "f1"))]
        rows.append(tuple(row))
    table = _table(tuple(head), rows)
    starts = [i for i, _ in enumerate(table[0]) if table[0].startswith("gold", i)]
    names = " " * len(table[0])
    for start, name in zip(starts, parts, strict=True):
        names = names[:start] + name.ljust(4) + names[start + 4 :]
    return "\n".join(["By type", names.rstrip(), *table])


def _calibration(parts: dict[str, Any]) -> str:
    rows: list[tuple[object, ...]] = []
    for name, told in parts.items():
        found = told["calibration"]
        summary = (_number(found["expected_error"]), _number(found["brier"]))
        for number, one in enumerate(found["bins"]):
            span = f"{one['from']:.1f}–{one['to']:.1f}"
            first = (name, *summary) if number == 0 else ("", "", "")
            rows.append((*first, span, one["codings"], _share(one["said"]), _share(one["true"])))
        if not found["bins"]:
            rows.append((name, *summary, "–", 0, "–", "–"))
    head = ("", "expected error", "Brier", "confidence", "codings", "said", "true")
    return _block("Does the confidence say how often a coding is right?", head, rows)


def _clusters(parts: dict[str, Any]) -> str:
    rows = [
        (name, one["gold_pairs"], one["coded_pairs"], *(_share(one[key]) for key in ("precision", "recall", "f1")))
        for name, told in parts.items()
        if (one := told["clusters"])
    ]
    if not rows:
        return ""
    head = ("", "gold pairs", "coded pairs", "precision", "recall", "F1")
    return _block("Pairs of found events that tell the same happening", head, rows)


def _contrast(found: Report | None, coder: str) -> str:
    if not found:
        return "The contrast sets are only coded by the built-in coder." if coder != BUILT_IN else ""
    names = list(found)
    some = [{name: found[name] for name in names[start : start + 2]} for start in range(0, len(names), 2)]
    note = _wrapped(
        "Negated and conditional sentences are right when nothing is coded. Half of each bundled contrast set trains "
        "the coder's models; shown is the half that was held back."
    )
    return "\n".join(["\n\n".join(_shares(two) for two in some), *note])


def _shares(found: Report) -> str:
    variants = dict.fromkeys(variant for shares in found.values() for variant in shares)
    head = ("", *(name for language in found for name in (f"{language}: n", "event", "and status", "and no other")))
    rows = []
    for variant in variants:
        row: list[object] = [variant]
        for shares in found.values():
            one = shares.get(variant, {"sentences": 0, "event": None, "right": None, "alone": None})
            row += [one["sentences"], *(_share(one[key]) for key in ("event", "right", "alone"))]
        rows.append(tuple(row))
    return _block("Contrast sets: sentences coded as the codebook wants", head, rows)


def _errors(errors: Sequence[dict[str, Any]]) -> str:
    if not errors:
        return ""
    lines = [f"The {len(errors)} worst errors"]
    for number, one in enumerate(errors, start=1):
        wrong = f": {', '.join(one['wrong'])}" if "wrong" in one else ""
        sure = f", confidence {one['coded']['confidence']:.2f}" if "coded" in one else ""
        lines += ["", *_wrapped(f"{number}. {one['kind']}{wrong}{sure}, {one['article']}", "", "   ")]
        lines += _wrapped(f"“{textwrap.shorten(one['quote'], 300, placeholder=' …')}”", "   ", "   ")
        for side in ("gold", "coded"):
            told = [one[side]] if side in one else one.get(f"{side}_there", [])
            lines += [line for event in told for line in _wrapped(_event(event), f"   {side:6}", " " * 9)]
            if not told:
                lines.append(f"   {side:6}nothing there")
    return "\n".join(lines)


def _event(told: dict[str, Any]) -> str:
    who = " > ".join(" ".join(told[side]) or "–" for side in ("source", "target"))
    day = f"{told['date'] or 'undated'} ({told['date_precision']})"
    rest = [told["place"] or "no place", told["status"], told["track"]]
    rest.append("deaths " + "–".join("?" if n is None else str(n) for n in told["deaths"]) if told["deaths"] else None)
    rest.append(f"by {told['rule']}" if "rule" in told else None)
    return ", ".join([f"{told['type']} {who}", day, *(str(part) for part in rest if part)])


def _block(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    return "\n".join([title, *_table(head, rows)])


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return aligned lines: the first column to the left, figures to the right."""
    cells = [list(map(str, head)), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    gap = "  " if sum(widths) + 2 * len(widths) <= WIDTH else " "
    return [
        gap.join(c.rjust(w) if n else c.ljust(w) for n, (c, w) in enumerate(zip(row, widths, strict=True))).rstrip()
        for row in cells
    ]


def _wrapped(said: str, first: str = "", later: str = "") -> list[str]:
    return textwrap.wrap(said, WIDTH, initial_indent=first, subsequent_indent=later)


def _share(value: object) -> str:
    """Return a share as per cent; a dash where there is nothing to divide."""
    return "–" if value in (None, "") else f"{100 * float(str(value)):.1f}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _span(ends: Sequence[object]) -> str:
    return f"{_share(ends[0])}–{_share(ends[1])}"
