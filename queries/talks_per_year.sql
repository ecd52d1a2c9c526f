-- How many talks were held on each track in each year? A talk that several rows tell counts once.
select
    coalesce(track, 'other') as track,
    year(day_start)::int as year,
    count(*)::int as talks,
    list(event_id order by day_start, event_id) as event_ids
from held_talks($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
group by all
order by track, year;
