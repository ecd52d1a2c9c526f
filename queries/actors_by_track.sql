-- Who took part in the talks of each track, or mediated them, and how often?
with held as (
    select picked.*, talks.format, talks.level, talks.outcome
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places) as picked
    join talks using (event_id)
    where picked.counted and picked.day_start is not null
    qualify row_number() over (
        partition by happening_id
        order by event_id = happening_id desc, day_start, event_id
    ) = 1
),
present as (
    select distinct held.event_id, held.day_start, coalesce(held.track, 'other') as track, event_actors.actor_id
    from held
    join event_actors on event_actors.event_id = held.event_id and event_actors.role in ('participant', 'mediator')
)
select
    actor_id,
    track,
    count(*)::int as talks,
    list(event_id order by day_start, event_id) as event_ids
from present
group by all
order by actor_id, track;
