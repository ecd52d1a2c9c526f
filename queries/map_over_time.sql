-- Where did it happen, step by step ($grain: day, week or month)? One row per step, place, layer, quad class and dataset.
-- A step shows what went on in it or in the $window - 1 steps before; the layer is that of event_map.
with picked as (
    select
        *,
        if(import_id is null, 'own', dataset) as told_by,
        case
            when event_id in (select event_id from talks) then 'talks'
            when event_type = 'ASSAULT' then 'violence'
            when event_type = 'RETREAT' then 'handovers'
            else 'other'
        end as own_layer
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
    where day_start is not null
),
laid as (
    select
        *,
        first_value(own_layer) over (
            partition by told_by, happening_id order by event_id = happening_id desc, counted desc, day_start, event_id
        ) as layer,
        greatest(day_start, coalesce($start::date, day_start)) as seen_from,
        least(day_end, coalesce($end::date, day_end)) as seen_to
    from picked
),
lengths as (
    select case $grain when 'day' then interval 1 day when 'week' then interval 7 day else interval 1 month end as step
),
steps as (
    select unnest(
        generate_series(date_trunc($grain, min(seen_from))::timestamp, max(seen_to)::timestamp, any_value(step))
    )::date as first_day
    from laid, lengths
)
select
    steps.first_day as step,
    laid.told_by,
    laid.place_id,
    coalesce(places.name, laid.place_name, 'place not stated') as place,
    coalesce(places.lon, if(laid.place_precision = 'country', null, laid.lon)) as lon,
    coalesce(places.lat, if(laid.place_precision = 'country', null, laid.lat)) as lat,
    coalesce(places.precision, laid.place_precision, 'country') as place_precision,
    coalesce(places.uncertainty_km, laid.uncertainty_km) as uncertainty_km,
    laid.layer,
    laid.quad,
    count(distinct laid.happening_id) filter (where laid.counted)::int as events,
    (count(distinct laid.happening_id) - events)::int as others,
    min(laid.day_start) as first_day,
    max(laid.day_end) as last_day,
    list(laid.event_id order by laid.day_start, laid.event_id) as event_ids,
    list(laid.headline order by laid.day_start, laid.event_id)[1:5] as headlines
from steps
cross join lengths
join laid on laid.seen_from < steps.first_day + lengths.step
    and laid.seen_to >= steps.first_day - ($window::int - 1) * lengths.step
left join places using (place_id)
group by all
order by steps.first_day, laid.told_by, laid.place_id nulls last, place, lon, lat, laid.layer, laid.quad;
