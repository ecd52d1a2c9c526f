-- How much did media write of it? Reports per machine-coded dataset and period ($grain), not happenings.
with days as (
    select dataset, day, sum(reports) as reports, sum(reports) filter (where event_type = 'ASSAULT') as armed
    from reports_by_day($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
    group by dataset, day
)
select
    dataset::varchar as dataset,
    date_trunc($grain, day)::date as period,
    sum(reports)::bigint as reports,
    coalesce(sum(armed), 0)::bigint as armed
from days
group by all
order by dataset, period;
