-- Who acts on whom? One row per pair and kind of tie, directed but for joint acts.
with picked as (
    select event_id, happening_id, quad, event_type, status, day_start, day_end
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets)
),
ties as (
    -- joint acts: each pair of participants once
    select picked.*, one.actor_id as source, other.actor_id as target, false as directed, false as mediation
    from picked
    join event_actors as one on one.event_id = picked.event_id and one.role = 'participant'
    join event_actors as other
        on other.event_id = picked.event_id and other.role = 'participant' and one.actor_id < other.actor_id
    union all
    -- directed acts: each doer on each other actor
    select picked.*, doer.actor_id, receiver.actor_id, true, false
    from picked
    join event_actors as doer on doer.event_id = picked.event_id and doer.role = 'source'
    join event_actors as receiver
        on receiver.event_id = picked.event_id and receiver.role = 'target' and doer.actor_id <> receiver.actor_id
    where not exists (
        from event_actors
        where event_actors.event_id = picked.event_id and event_actors.role = 'participant'
    )
    union all
    -- mediation: each mediator with each participant that is not one itself
    select picked.*, mediator.actor_id, party.actor_id, true, true
    from picked
    join event_actors as mediator on mediator.event_id = picked.event_id and mediator.role = 'mediator'
    join event_actors as party on party.event_id = picked.event_id and party.role = 'participant'
    where party.actor_id not in (
        select also.actor_id
        from event_actors as also
        where also.event_id = picked.event_id and also.role = 'mediator'
    )
)
select
    source,
    target,
    case when mediation then 0 else quad end as quad,
    directed,
    count(distinct happening_id) filter (where status = 'occurred')::int as events,
    (count(distinct happening_id) - events)::int as others,
    min(day_start) as first_day,
    max(day_end) as last_day,
    list(event_id order by day_start, event_id) as event_ids
from ties
group by all
order by source, target, quad, directed;
