-- How many days passed between a talk and the next one on its track? Only talks that are known to the day.
with gaps as (
    select
        coalesce(track, 'other') as track,
        event_id,
        lag(event_id) over following as previous_id,
        day_start,
        lag(day_start) over following as previous_day,
        (day_start - lag(day_start) over following)::int as days
    from held_talks($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
    where day_precision in ('day', 'days')
    window following as (partition by coalesce(track, 'other') order by day_start, event_id)
)
select
    *,
    quantile_cont(days, 0.25) over (partition by track) as low,
    quantile_cont(days, 0.5) over (partition by track) as median,
    quantile_cont(days, 0.75) over (partition by track) as high
from gaps
where days is not null
order by track, day_start, event_id;
