-- Which persons act on whom? As actor_network.sql, with who took part in person in place of the actor they stood for.
-- An office that was held on the day goes before one that was not; an actor without anybody in person stays itself.
with in_person as (
    select event_people.event_id, people.actor_id, event_people.person_id
    from event_people
    join people using (person_id)
    join events using (event_id)
    qualify rank() over (
        partition by event_people.event_id, event_people.person_id
        order by (
            coalesce(events.day_start >= people.valid_from, true) and coalesce(events.day_start <= people.valid_to, true)
        ) desc
    ) = 1
),
opened as (
    select distinct
        ties.event_id,
        coalesce(doer.person_id, ties.source) as one,
        coalesce(other.person_id, ties.target) as two,
        if(ties.directed, one, least(one, two)) as source,
        if(ties.directed, two, greatest(one, two)) as target,
        ties.directed,
        ties.mediation
    from ties
    left join in_person as doer on doer.event_id = ties.event_id and doer.actor_id = ties.source
    left join in_person as other on other.event_id = ties.event_id and other.actor_id = ties.target
    where one <> two
)
select
    if(picked.import_id is null, 'own', picked.dataset) as told_by,
    opened.source,
    opened.target,
    case when opened.mediation then 0 else picked.quad end as quad,
    opened.directed,
    count(distinct picked.happening_id) filter (where picked.counted)::int as events,
    (count(distinct picked.happening_id) - events)::int as others,
    avg(picked.intensity) filter (where picked.counted) as intensity,
    min(picked.day_start) as first_day,
    max(picked.day_end) as last_day,
    list(distinct picked.event_id order by picked.event_id) as event_ids
from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places) as picked
join opened using (event_id)
where picked.quad > 0 or opened.mediation
group by all
order by told_by, opened.source, opened.target, quad, opened.directed;
