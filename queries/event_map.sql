-- Where did it happen? One row per place, layer, quad class and dataset; events without a place share rows without one.
-- Our own two kinds of rows go together, for they are linked; every other dataset's stand for themselves. Of the rows of
-- a happening the foremost says on which layer it lies and where its dead are: those stated as best, else as the least.
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
),
laid as (
    select
        *,
        first_value(own_layer) over foremost as layer,
        row_number() over foremost = 1 as is_foremost
    from picked
    window foremost as (
        partition by told_by, happening_id order by event_id = happening_id desc, counted desc, day_start, event_id
    )
)
select
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
    coalesce(sum(coalesce(laid.deaths_best, laid.deaths_low)) filter (where laid.counted and is_foremost), 0)::int
        as deaths,
    min(laid.day_start) as first_day,
    max(laid.day_end) as last_day,
    list(laid.event_id order by laid.day_start, laid.event_id) as event_ids,
    list(laid.headline order by laid.day_start, laid.event_id)[1:5] as headlines
from laid
left join places using (place_id)
group by all
order by laid.told_by, laid.place_id nulls last, place, lon, lat, laid.layer, laid.quad;
