-- Where a machine puts its reports; the gazetteer moves what is plainly wrong, and the published point stays.
create or replace temp table spots as
select
    hash($dataset, place_name, place_key, lat, lon, place_precision) as spot,
    any_value(place_name) as place_name,
    any_value(place_key) as place_key,
    any_value(lat) as lat,
    any_value(lon) as lon,
    any_value(place_precision) as place_precision,
    any_value(uncertainty_km) as uncertainty_km
from told
where place_precision is not null
group by spot;

create or replace temp table new_spots as
select
    (select count(*) from numbered_places)
    + row_number() over (order by spots.place_name, spots.lon, spots.lat, spots.place_key, spots.place_precision) as place_number,
    spots.*,
    places.place_id,
    places.lon as gazetteer_lon,
    places.lat as gazetteer_lat,
    places.precision as gazetteer_precision,
    places.uncertainty_km as gazetteer_uncertainty
from spots
left join place_overrides on place_overrides.dataset = $dataset and place_overrides.key = spots.place_key
left join places using (place_id)
where spots.spot not in (select spot from numbered_places)
    -- A whole country is no point, unless the gazetteer knows better.
    and (places.place_id is not null or (spots.place_precision <> 'country' and spots.lon is not null));

insert into numbered_places
select spot, place_number from new_spots;

insert into report_places by name
select
    place_number,
    place_name as name,
    place_id,
    if(place_id is null, lon, if(gazetteer_precision = 'country', null, gazetteer_lon)) as lon,
    if(place_id is null, lat, if(gazetteer_precision = 'country', null, gazetteer_lat)) as lat,
    if(place_id is null, null, lon) as published_lon,
    if(place_id is null, null, lat) as published_lat,
    coalesce(gazetteer_precision, place_precision) as precision,
    if(place_id is null, uncertainty_km, gazetteer_uncertainty) as uncertainty_km
from new_spots
order by place_number;
