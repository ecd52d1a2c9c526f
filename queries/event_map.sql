-- Where did it happen? One row per place and quad class; events without a place share a row without one.
with picked as (
    from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets)
)
select
    picked.place_id,
    coalesce(places.name, 'place not stated') as place,
    places.lon,
    places.lat,
    coalesce(places.precision, 'country') as place_precision,
    places.uncertainty_km,
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
order by picked.place_id nulls last, picked.quad;
