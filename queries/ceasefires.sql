-- How long did each ceasefire hold until a breach was first reported? Local times; one row per ceasefire of the filter.
-- The minutes are the fewest and the most that may have passed; null where no breach is on file.
with picked as (
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
),
mediators as (
    select event_id, list(distinct short order by short) as names
    from event_actors
    join actors using (actor_id)
    where role = 'mediator'
    group by event_id
),
reporters as (
    select event_id, list(short order by short) as names
    from (select event_id, unnest(reported_by) as actor_id from ceasefires)
    join actors using (actor_id)
    group by event_id
)
select
    ceasefires.event_id,
    picked.headline,
    coalesce(picked.track, 'other') as track,
    ceasefires.in_force_at,
    ceasefires.in_force_precision,
    ceasefires.announced_by,
    ceasefires.breach_id,
    ceasefires.breach_from,
    ceasefires.breach_to,
    ceasefires.breach_precision,
    date_diff('minute', ceasefires.in_force_at, ceasefires.breach_from)::int as minutes_least,
    date_diff('minute', ceasefires.in_force_at, ceasefires.breach_to)::int as minutes_most,
    coalesce(mediators.names, []) as mediators,
    coalesce(reporters.names, []) as reported_by,
    ceasefires.note
from ceasefires
join picked using (event_id)
left join mediators using (event_id)
left join reporters using (event_id)
order by ceasefires.in_force_at, ceasefires.event_id;
