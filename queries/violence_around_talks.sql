-- How many armed events of each dataset began in the 30 days before and after each talk? Datasets are never added up.
-- The talks are those of the filter; the armed events are of any actor, place and day. The talk's own days count on
-- neither side, and what is not known to the day counts nowhere.
with held as (
    from held_talks($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
),
armed as (
    select dataset, happening_id, min(day_start) as day_start
    from events
    where event_type = 'ASSAULT' and counted and day_precision in ('day', 'days')
        and (len($datasets) = 0 or list_contains($datasets, dataset))
    group by all
),
tellers as (
    select distinct dataset from armed
),
near as (
    select held.event_id, armed.dataset, armed.day_start < held.day_start as earlier, count(*)::int as events
    from held
    join armed on armed.day_start between held.day_start - 30 and held.day_end + 30
    where held.day_precision in ('day', 'days')
        and armed.day_start not between held.day_start and held.day_end
    group by all
)
select
    held.event_id,
    held.day_start,
    coalesce(held.track, 'other') as track,
    tellers.dataset,
    coalesce(max(near.events) filter (where near.earlier), 0) as before,
    coalesce(max(near.events) filter (where not near.earlier), 0) as after
from held
cross join tellers
left join near on near.event_id = held.event_id and near.dataset = tellers.dataset
where held.day_precision in ('day', 'days')
group by all
order by tellers.dataset, held.day_start, held.event_id;
