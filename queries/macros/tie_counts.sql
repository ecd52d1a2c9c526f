-- Who is tied to whom at a level of the network, and by how much: one row per teller, pair and kind of tie (0 is mediation).
create macro tie_counts(seen_at, first_day, last_day, actors, tracks, types, statuses, datasets, places) as table
select
    if(picked.import_id is null, 'own', picked.dataset) as told_by,
    ties.source,
    ties.target,
    case when ties.mediation then 0 else picked.quad end as quad,
    ties.directed,
    count(distinct picked.happening_id) filter (where picked.counted)::int as events,
    (count(distinct picked.happening_id) - events)::int as others,
    avg(picked.intensity) filter (where picked.counted) as intensity,
    min(picked.day_start) as first_day,
    max(picked.day_end) as last_day,
    list(picked.event_id order by picked.day_start, picked.event_id) as event_ids
from selected(first_day, last_day, actors, tracks, types, statuses, datasets, places) as picked
join ties_at_levels as ties using (event_id)
where ties.level = seen_at and (picked.quad > 0 or ties.mediation)
group by all;
