-- What were the talks like: on which track, at which level, in which format, with which outcome and mediator?
with held as (
    from held_talks($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
),
traits as (
    select event_id, day_start, 'track' as trait, coalesce(track, 'other') as value from held
    union all
    select event_id, day_start, 'level', level from held
    union all
    select event_id, day_start, 'format', format from held
    union all
    select event_id, day_start, 'outcome', outcome from held
    union all
    select held.event_id, held.day_start, 'mediator', event_actors.actor_id
    from held
    join event_actors on event_actors.event_id = held.event_id and event_actors.role = 'mediator'
)
select
    trait,
    value,
    count(*)::int as talks,
    (select count(*) from held)::int as of_talks,
    list(event_id order by day_start, event_id) as event_ids
from traits
group by trait, value
order by trait, value;
