-- When was there diplomacy? Events of each track per period ($grain: day, week, month, quarter or year).
-- What began before the filter's first day counts in its first period; a happening that reports put on several tracks
-- counts on the one of the row that names it, else of its first row.
with picked as (
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
    where day_start is not null
        and import_id is null  -- one series per dataset, and the datasets of agreements have their own
        and (track is not null or event_id in (select event_id from talks))
),
placed as (
    select
        *,
        first_value(coalesce(track, 'other')) over (
            partition by happening_id
            order by event_id = happening_id desc, counted desc, day_start, event_id
        ) as told_on
    from picked
)
select
    told_on as track,
    date_trunc($grain, greatest(day_start, coalesce($start::date, day_start)))::date as period,
    count(distinct happening_id) filter (where counted)::int as events,
    (count(distinct happening_id) - events)::int as others,
    list(event_id order by day_start, event_id) as event_ids
from placed
group by all
order by track, period;
