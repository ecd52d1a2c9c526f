-- Which states and organisations act on whom? As actor_network.sql, with everybody under whom they belong to.
with roots as (
    select members.member_id, members.actor_id as root
    from members
    join actors using (actor_id)
    where actors.part_of is null
),
rolled as (
    select distinct
        ties.event_id,
        if(ties.directed, doer.root, least(doer.root, other.root)) as source,
        if(ties.directed, other.root, greatest(doer.root, other.root)) as target,
        ties.directed,
        ties.mediation
    from ties
    join roots as doer on doer.member_id = ties.source
    join roots as other on other.member_id = ties.target
    where doer.root <> other.root
)
select
    if(picked.import_id is null, 'own', picked.dataset) as told_by,
    rolled.source,
    rolled.target,
    case when rolled.mediation then 0 else picked.quad end as quad,
    rolled.directed,
    count(distinct picked.happening_id) filter (where picked.counted)::int as events,
    (count(distinct picked.happening_id) - events)::int as others,
    avg(picked.intensity) filter (where picked.counted) as intensity,
    min(picked.day_start) as first_day,
    max(picked.day_end) as last_day,
    list(picked.event_id order by picked.day_start, picked.event_id) as event_ids
from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places) as picked
join rolled using (event_id)
where picked.quad > 0 or rolled.mediation
group by all
order by told_by, rolled.source, rolled.target, quad, rolled.directed;
