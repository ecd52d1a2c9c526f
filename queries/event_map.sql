-- Where did it happen? One row per place, layer, quad class and dataset; events without a place share rows without one.
-- Of the rows of a happening the foremost says where its dead are: those stated as best, else as the least.
select
    told_by,
    place_id,
    place,
    lon,
    lat,
    place_precision,
    uncertainty_km,
    layer,
    quad,
    coalesce(len(list_distinct(list(happening_id) filter (where counted))), 0)::int as events, -- in one pass
    (len(list_distinct(list(happening_id))) - events)::int as others,
    coalesce(sum(coalesce(deaths_best, deaths_low)) filter (where counted and is_foremost), 0)::int as deaths,
    min(day_start) as first_day,
    max(day_end) as last_day,
    list(event_id order by day_start, event_id) as event_ids,
    list(headline order by day_start, event_id)[1:5] as headlines
from laid($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
group by all
order by told_by, place_id nulls last, place, lon, lat, layer, quad;
