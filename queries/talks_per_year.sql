-- How many talks were held on each track in each year? A talk that several rows tell counts once.
with held as (
    select picked.*, talks.format, talks.level, talks.outcome
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places) as picked
    join talks using (event_id)
    where picked.counted and picked.day_start is not null
    qualify row_number() over (
        partition by happening_id
        order by event_id = happening_id desc, day_start, event_id
    ) = 1
)
select
    coalesce(track, 'other') as track,
    year(day_start)::int as year,
    count(*)::int as talks,
    list(event_id order by day_start, event_id) as event_ids
from held
group by all
order by track, year;
