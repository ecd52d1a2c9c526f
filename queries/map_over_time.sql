-- Where did it happen, step by step ($grain: day, week or month)? One row per step, place, layer, quad class and dataset.
-- A step shows what went on in it or in the $window - 1 steps before; the layer is that of event_map.
with seen as (
    select
        *,
        greatest(day_start, coalesce($start::date, day_start)) as seen_from,
        least(day_end, coalesce($end::date, day_end)) as seen_to
    from laid($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
    where day_start is not null
),
lengths as (
    select case $grain when 'day' then interval 1 day when 'week' then interval 7 day else interval 1 month end as step
),
steps as (
    select unnest(
        generate_series(date_trunc($grain, min(seen_from))::timestamp, max(seen_to)::timestamp, any_value(step))
    )::date as first_day
    from seen, lengths
)
select
    steps.first_day as step,
    seen.told_by,
    seen.place_id,
    seen.place,
    seen.lon,
    seen.lat,
    seen.place_precision,
    seen.uncertainty_km,
    seen.layer,
    seen.quad,
    count(distinct seen.happening_id) filter (where seen.counted)::int as events,
    (count(distinct seen.happening_id) - events)::int as others,
    min(seen.day_start) as first_day,
    max(seen.day_end) as last_day,
    list(seen.event_id order by seen.day_start, seen.event_id) as event_ids,
    list(seen.headline order by seen.day_start, seen.event_id)[1:5] as headlines
from steps
cross join lengths
join seen on seen.seen_from < steps.first_day + lengths.step
    and seen.seen_to >= steps.first_day - ($window::int - 1) * lengths.step
group by all
order by steps.first_day, seen.told_by, seen.place_id nulls last, seen.place, seen.lon, seen.lat, seen.layer, seen.quad;
