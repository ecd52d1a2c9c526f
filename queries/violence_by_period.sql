-- When was there violence? Armed events per dataset and period ($grain: day, week, month, quarter or year).
-- What began before the filter's first day counts in its first period.
with picked as (
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
    where event_type = 'ASSAULT' and day_start is not null
)
select
    dataset,
    date_trunc($grain, greatest(day_start, coalesce($start::date, day_start)))::date as period,
    count(distinct happening_id) filter (where counted)::int as events,
    (count(distinct happening_id) - events)::int as others,
    list(event_id order by day_start, event_id) as event_ids
from picked
group by dataset, period
order by dataset, period;
