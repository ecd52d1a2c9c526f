-- How much did media write of it? Reports per machine-coded dataset and period ($grain), not happenings.
with days as (
    select dataset, day, count(*) as reports, count(*) filter (where event_type = 'ASSAULT') as armed
    from selected_reports($start, $end, $actors, $tracks, $types, $statuses, $datasets)
    group by dataset, day
)
select
    dataset,
    date_trunc($grain, day)::date as period,
    sum(reports)::bigint as reports,
    sum(armed)::bigint as armed
from days
group by all
order by dataset, period;
