-- Which reports pass the filter, newest first? At most 500: they are media attention, not happenings.
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
order by picked.day desc, picked.dataset, picked.native_id desc
limit 500;
