-- How many reports of machine-coded datasets are there under the filter? Their rows are reports, not happenings.
select
    dataset::varchar as told_by,
    sum(reports)::bigint as rows,
    min(day) filter (where reports > 0) as first_day,
    max(day) filter (where reports > 0) as last_day
from reports_by_day($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
group by dataset
order by told_by;
