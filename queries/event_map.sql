-- Where did it happen? One row per place, quad class and dataset; events without a place share rows without one.
-- Our own two kinds of rows go together, for they are linked; every other dataset's stand for themselves.
with picked as (
    select *, if(import_id is null, 'own', dataset) as told_by
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets)
)
select
    picked.told_by,
    picked.place_id,
    coalesce(places.name, picked.place_name, 'place not stated') as place,
    coalesce(places.lon, if(picked.place_precision = 'country', null, picked.lon)) as lon,
    coalesce(places.lat, if(picked.place_precision = 'country', null, picked.lat)) as lat,
    coalesce(places.precision, picked.place_precision, 'country') as place_precision,
    coalesce(places.uncertainty_km, picked.uncertainty_km) as uncertainty_km,
    picked.quad,
    count(distinct picked.happening_id) filter (where picked.counted)::int as events,
    (count(distinct picked.happening_id) - events)::int as others,
    min(picked.day_start) as first_day,
    max(picked.day_end) as last_day,
    list(picked.event_id order by picked.day_start, picked.event_id) as event_ids,
    list(picked.headline order by picked.day_start, picked.event_id)[1:5] as headlines
from picked
left join places using (place_id)
group by all
order by picked.told_by, picked.place_id nulls last, place, lon, lat, picked.quad;
