-- Who talked, on which track, and what came of it? One row per event of diplomacy.
-- Where a dataset names no track, its own name stands for one.
with picked as (
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
    where track is not null
        or event_id in (select event_id from talks)
        or (import_id is not null and event_type in ('AGREE', 'CONSULT'))
),
who as (
    select
        event_id,
        list(distinct name order by name) filter (where role in ('participant', 'source', 'target')) as parties,
        list(distinct name order by name) filter (where role = 'mediator') as mediators
    from event_actors
    join actors using (actor_id)
    group by event_id
),
mediating as (
    select event_actors.event_id, list(distinct members.actor_id order by members.actor_id) as ids
    from event_actors
    join members on members.member_id = event_actors.actor_id
    where event_actors.role = 'mediator'
    group by event_actors.event_id
)
select
    picked.event_id,
    picked.dataset,
    picked.happening_id,
    picked.day_start,
    picked.day_end,
    picked.day_precision,
    picked.event_type as type,
    picked.quad,
    picked.status,
    picked.counted,
    coalesce(picked.track, if(picked.import_id is null, 'other', picked.dataset)) as track,
    picked.headline,
    coalesce(places.name, picked.place_name) as place,
    talks.format,
    talks.level,
    talks.outcome,
    talks.outcome_text,
    coalesce(who.parties, []) as parties,
    coalesce(who.mediators, []) as mediators,
    coalesce(mediating.ids, []) as mediator_ids  -- with everybody that they belong to
from picked
left join talks using (event_id)
left join places using (place_id)
left join who using (event_id)
left join mediating using (event_id)
order by picked.day_start nulls last, picked.event_id;
