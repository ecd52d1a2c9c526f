"""Review: where two codings of the same articles part."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.model import Event

ONLY_ONE = "only in the first"
ONLY_TWO = "only in the second"


def disagreements(one: Sequence[Event], two: Sequence[Event]) -> list[tuple[str, Event]]:
    """Return (kind, event) for what two codings do not share, article by article, in the order of the text.

    An event that only one of them has comes with that kind; of a pair that meets but differs, each field that differs
    is a kind (date, place, status, track, deaths) and comes with the first coding's event and the second's.
    """
    # late: scoring brings the store, which coding articles does not need
    from dashboard.evaluation.scoring import FIELDS, match, right  # noqa: PLC0415

    found: list[tuple[str, Event]] = []
    for article in dict.fromkeys(event.article for event in [*one, *two]):
        ours = [event for event in one if event.article == article]
        theirs = [event for event in two if event.article == article]
        pairs = match(ours, theirs)
        parted = [(ONLY_ONE, ours[i]) for i in set(range(len(ours))) - {o for o, _ in pairs}]
        parted += [(ONLY_TWO, theirs[i]) for i in set(range(len(theirs))) - {t for _, t in pairs}]
        for o, t in pairs:
            for name in FIELDS:
                if not right(name, ours[o], theirs[t]):
                    parted += [(name, ours[o]), (name, theirs[t])]
        found += sorted(parted, key=lambda entry: (entry[1].start, entry[0]))
    return found
