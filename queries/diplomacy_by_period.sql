-- When was there diplomacy? Events of each track per period ($grain: day, week, month, quarter or year).
with picked as (
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets)
    where day_start is not null and (track is not null or event_id in (select event_id from talks))
)
select
    coalesce(track, 'other') as track,
    date_trunc($grain, day_start)::date as period,
    count(distinct happening_id) filter (where status = 'occurred')::int as events,
    (count(distinct happening_id) - events)::int as others,
    list(event_id order by day_start, event_id) as event_ids
from picked
group by all
order by track, period;
