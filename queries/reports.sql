-- Which reports pass the filter, newest first? At most 500: they are media attention, not happenings.
-- The roll-up of days says how far back 500 go, so that no more of the millions is read.
with counted as (
    select day, sum(reports) as reports
    from reports_by_day($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
    group by day
),
running as (
    select day, sum(reports) over (order by day desc) as newer from counted
)
select
    picked.dataset,
    picked.native_id,
    picked.day,
    picked.event_type as type,
    picked.source,
    picked.target,
    picked.actor_a,
    picked.actor_b,
    coalesce(places.name, report_places.name) as place,
    picked.native_type,
    picked.articles,
    picked.url
from selected_reports($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places) as picked
left join report_places using (place_number)
left join places using (place_id)
where picked.day >= (select coalesce(max(day) filter (where newer >= 500), min(day)) from running)
order by picked.day desc, picked.dataset, picked.native_id desc
limit 500;
