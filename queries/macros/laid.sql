-- Where each selected row lies on the map: who tells it, on which layer it is, and its place, the gazetteer's before its own.
-- Our own two kinds of rows go together, for they are linked; every other dataset's stand for themselves. Of the rows of
-- a happening the foremost says on which layer it lies.
create macro laid(first_day, last_day, actors, tracks, types, statuses, datasets, places) as table
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
    from selected(first_day, last_day, actors, tracks, types, statuses, datasets, places)
)
select
    picked.* exclude (own_layer) replace (
        coalesce(gazetteer.lon, if(picked.place_precision = 'country', null, picked.lon)) as lon,
        coalesce(gazetteer.lat, if(picked.place_precision = 'country', null, picked.lat)) as lat,
        coalesce(gazetteer.precision, picked.place_precision, 'country') as place_precision,
        coalesce(gazetteer.uncertainty_km, picked.uncertainty_km) as uncertainty_km
    ),
    coalesce(gazetteer.name, picked.place_name, 'place not stated') as place,
    first_value(own_layer) over foremost as layer,
    row_number() over foremost = 1 as is_foremost
from picked
left join places as gazetteer using (place_id)
window foremost as (
    partition by told_by, happening_id order by event_id = happening_id desc, counted desc, day_start, event_id
);
