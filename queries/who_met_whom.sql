-- Who met whom, on which track and how often? One row per pair of participants and track.
with present as (
    select held.event_id, held.day_start, coalesce(held.track, 'other') as track, event_actors.actor_id
    from held_talks($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places) as held
    join event_actors on event_actors.event_id = held.event_id and event_actors.role = 'participant'
)
select
    one.actor_id as one,
    other.actor_id as other,
    one.track,
    count(*)::int as talks,
    list(one.event_id order by one.day_start, one.event_id) as event_ids
from present as one
join present as other on other.event_id = one.event_id and one.actor_id < other.actor_id
group by all
order by one, other, one.track;
