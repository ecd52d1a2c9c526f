-- When did anything happen? Events that occurred per teller and period ($grain: day, week, month, quarter or year).
with picked as (
    select *, if(import_id is null, 'own', dataset) as told_by
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
    where day_start is not null and counted
)
select
    told_by,
    date_trunc($grain, greatest(day_start, coalesce($start::date, day_start)))::date as period,
    count(distinct happening_id)::int as events,
    count(distinct happening_id) filter (where event_type = 'ASSAULT')::int as armed
from picked
group by all
order by told_by, period;
