-- Whom do media name together? Reports per pair, kind of act and machine-coded dataset, directed.
with pairs as (
    select
        dataset, source, target, quad, sum(reports)::bigint as events, min(first_day) as first_day,
        max(last_day) as last_day
    from reports_by_pair($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
    where quad > 0
    group by dataset, source, target, quad
)
select
    dataset::varchar as told_by,
    source::varchar as source,
    target::varchar as target,
    quad::int as quad,
    true as directed,
    events,
    0 as others,
    first_day,
    last_day,
    []::varchar[] as event_ids
from pairs
order by told_by, source, target, quad;
