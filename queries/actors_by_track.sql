-- Who took part in the talks of each track, or mediated them, and how often?
with present as (
    select distinct held.event_id, held.day_start, coalesce(held.track, 'other') as track, event_actors.actor_id
    from held_talks($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places) as held
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
