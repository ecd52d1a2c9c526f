"""Every question about reports over millions of them, for random filters, beside SQL written by hand for that filter.

Run by hand: ``python tests/benchmarks/questions.py FOLDER [ROWS] [--quick]`` over FOLDER/workspace-ROWS, that import.py
made. The hand-written SQL has the filter's values in its text, leaves out what the filter does not need, and reads
whichever of the edition's tables answers soonest. Printed are milliseconds of the answer as plain rows, of CPU too, for
the machine is seldom quiet, and whether both say the same.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from generator import FOREMOST

from dashboard import store
from dashboard.model import EVENT_TYPES, Filters
from dashboard.store.asking import connection

Sql = Callable[[Filters], str]


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def some_filter(draw: random.Random) -> Filters:
    """Return a filter as readers make them: dates in two of three, actors and types in half."""
    start = date(2015, 2, 18) + timedelta(draw.randrange(4100)) if draw.random() < 0.7 else None
    length = timedelta(int(2 ** (draw.random() * 12)))
    end = (start or date(2016, 1, 1)) + length if draw.random() < 0.6 else None
    actors = draw.sample(FOREMOST, draw.choice((1, 1, 1, 2, 3, 8))) if draw.random() < 0.55 else []
    types = draw.sample(list(EVENT_TYPES), draw.choice((1, 1, 3, 8))) if draw.random() < 0.4 else []
    return Filters(start=start, end=end, actors=tuple(actors), types=tuple(types), datasets=("gdelt",))


# --- by hand ----------------------------------------------------------------------------------------


def listed(words: object) -> str:
    return ", ".join(f"'{word}'" for word in words)  # type: ignore[attr-defined]


def where(*conditions: str) -> str:
    kept = [one for one in conditions if one]
    return " where " + " and ".join(kept) if kept else ""


def typed(f: Filters) -> str:
    return f"event_type in ({listed(f.types)})" if f.types else ""


def days(f: Filters) -> str:
    return " and ".join([f"day >= '{f.start}'" for _ in [0] if f.start] + [f"day <= '{f.end}'" for _ in [0] if f.end])


def members(f: Filters) -> str:
    return f"(select member_id::report_actor from members where actor_id in ({listed(f.actors)}))"


def by_day(f: Filters) -> str:
    if not f.actors:
        return f"select day, event_type, reports::bigint as reports from report_days{where(days(f), typed(f))}"
    found = "select day, event_type, reports::bigint as reports from report_actor_days" + where(
        f"actor in {members(f)}", days(f), typed(f)
    )
    less = where(f"source in {members(f)}", f"target in {members(f)}", days(f), typed(f))
    return f"{found} union all select day, event_type, -reports::bigint from report_pair_days{less}"


def figures(f: Filters) -> str:
    return (
        "select 'gdelt' as told_by, sum(reports)::bigint as rows, min(day) filter (where reports > 0) as first_day, "
        f"max(day) filter (where reports > 0) as last_day from ({by_day(f)}) having count(*) > 0"
    )


def by_month(f: Filters) -> str:
    return (
        "select 'gdelt' as dataset, date_trunc('month', day)::date as period, sum(reports)::bigint as reports, "
        "coalesce(sum(armed), 0)::bigint as armed from (select day, sum(reports) as reports, "
        f"sum(reports) filter (where event_type = 'ASSAULT') as armed from ({by_day(f)}) group by day) group by period "
        "order by period"
    )


def months(f: Filters) -> tuple[str, list[str]]:
    """Return the condition of the whole months of a range and those of the days at its ends."""
    start = f.start.replace(day=1) if f.start else None
    if f.start and start != f.start:
        start = (start.replace(day=28) + timedelta(4)).replace(day=1)  # type: ignore[union-attr]
    until = (f.end + timedelta(1)).replace(day=1) if f.end else None
    whole = " and ".join([f"month >= '{start}'" for _ in [0] if start] + [f"month < '{until}'" for _ in [0] if until])
    ends = []
    if f.start and start and start != f.start:
        last = f" and day <= '{f.end}'" if f.end else ""
        ends.append(f"day >= '{f.start}' and day < '{start}'{last}")
    if f.end and until and until <= f.end and (not start or f.end >= start):
        ends.append(f"day >= '{max(until, start or until)}' and day <= '{f.end}'")
    return whole, ends


def at_the_ends(f: Filters, columns: str) -> str:
    involved = f"(source in {members(f)} or target in {members(f)})" if f.actors else ""
    return "".join(f" union all select {columns} from reports{where(end, typed(f), involved)}" for end in months(f)[1])


def on_the_map(f: Filters) -> str:
    whole, more = months(f)[0], at_the_ends(f, "place_number, 1")
    if not f.actors:
        counted = "select place_number, reports::bigint as reports from report_place_months" + where(whole, typed(f))
    else:
        counted = (
            "select place_number, reports::bigint as reports from report_actor_place_months"
            + where(f"actor in {members(f)}", whole, typed(f))
            + " union all select place_number, -reports::bigint from report_pair_place_months"
            + where(f"one in {members(f)}", f"other in {members(f)}", whole, typed(f))
        )
    return (
        f"with placed as (select place_number, sum(reports)::bigint as reports from ({counted}{more}) group by all "
        "having sum(reports) > 0) select 'gdelt' as dataset, "
        "coalesce(places.name, report_places.name, 'a country, or none') as place, report_places.lon, "
        "report_places.lat, sum(reports)::bigint as reports from placed left join report_places using (place_number) "
        "left join places using (place_id) group by all order by reports desc, place, report_places.lon, "
        "report_places.lat"
    )


def network(f: Filters) -> str:
    involved = f"(source in {members(f)} or target in {members(f)})" if f.actors else ""
    named = "source is not null and target is not null and source <> target and quad > 0"
    more = at_the_ends(f, "source, target, quad, 1, day, day")
    return (
        "select 'gdelt' as told_by, source::varchar as source, target::varchar as target, quad::int as quad, events, "
        "first_day, last_day from (select source, target, quad, sum(reports)::bigint as events, "
        "min(first_day) as first_day, max(last_day) as last_day from (select source, target, quad, "
        f"reports::bigint as reports, first_day, last_day from report_pair_months"
        f"{where(months(f)[0], typed(f), involved)}{more}) where {named} group by all) order by source, target, quad"
    )


def newest(f: Filters) -> str:
    involved = f"(source in {members(f)} or target in {members(f)})" if f.actors else ""
    return (
        "select 'gdelt' as dataset, picked.native_id, day from "
        f"reports as picked{where(days(f), typed(f), involved)} order by day desc, native_id desc limit 500"
    )


QUESTIONS: dict[str, tuple[Sql, dict[str, object]]] = {
    "media_figures": (figures, {}),
    "media_by_period": (by_month, {"grain": "month"}),
    "media_map": (on_the_map, {}),
    "media_network": (network, {}),
    "reports": (newest, {}),
}


# --- measured ---------------------------------------------------------------------------------------


def best(answer: Callable[[], Any], times: int) -> tuple[float, float, Any]:
    """Return the least milliseconds, the least milliseconds of CPU, and the answer."""
    wall, used, said = [], [], None
    for _ in range(times):
        start, before = time.perf_counter(), cpu()
        said = answer()
        wall.append(1000 * (time.perf_counter() - start))
        used.append(1000 * (cpu() - before))
    return min(wall), min(used), said


def main() -> None:
    arguments = [word for word in sys.argv[1:] if not word.startswith("--")]
    folder, rows = Path(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 10_000_000
    number, times = (6, 2) if "--quick" in sys.argv else (40, 3)
    edition = store.edition(folder / f"workspace-{rows}")
    assert edition, "import.py has made no edition here"
    draw = random.Random(7)
    filters = [Filters(datasets=("gdelt",)), *(some_filter(draw) for _ in range(number))]
    print("ms of an answer: median, p95, largest; of CPU the same; by hand the same; ratio of medians and of sums")
    for question, (sql, extra) in QUESTIONS.items():
        ours, hands, different = [], [], 0
        for chosen in filters:
            text = sql(chosen)
            ours.append(best(lambda: store.ask_rows(edition, question, chosen, **extra), times))  # noqa: B023
            hands.append(best(lambda: connection(edition).cursor().execute(text).fetchall(), times))  # noqa: B023
            different += len(ours[-1][2]) != len(hands[-1][2])
        columns = []
        for results, at in ((ours, 0), (ours, 1), (hands, 0), (hands, 1)):
            values = sorted(result[at] for result in results)
            columns.append(f"{statistics.median(values):4.0f} {values[int(0.95 * len(values))]:4.0f} {values[-1]:4.0f}")
        ratio = statistics.median(o[1] for o in ours) / statistics.median(h[1] for h in hands)
        sums = sum(o[1] for o in ours) / sum(h[1] for h in hands)
        worst = max(range(len(filters)), key=lambda at: ours[at][1])
        print(
            f"{question:16} {' | '.join(columns)} | {ratio:.2f} {sums:.2f}" + f"; {different} differ" * bool(different)
        )
        print(f"{'':16} dearest: {filters[worst].to_query()}", flush=True)


if __name__ == "__main__":
    main()
