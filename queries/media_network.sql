-- Whom do media name together? Reports per pair, kind of act and machine-coded dataset, directed.
with pairs as (
    select dataset, source, target, quad, count(*)::int as events, min(day) as first_day, max(day) as last_day
    from selected_reports($start, $end, $actors, $tracks, $types, $statuses, $datasets)
    where source is not null and target is not null and source <> target and quad > 0
    group by all
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
