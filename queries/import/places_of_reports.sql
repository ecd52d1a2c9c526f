-- Where machines put their reports; the gazetteer moves what is plainly wrong, and the published point stays.
insert into report_places by name
with spots as (
    select distinct place_name, place_id, lon, lat, place_precision, uncertainty_km
    from staged_reports
    where place_precision <> 'country' and (lon is not null or place_id <> '')
)
select
    (row_number() over (order by spots.place_name, spots.lon, spots.lat, spots.place_id, spots.uncertainty_km))::integer
    as place_number,
    spots.place_name as name,
    places.place_id,
    coalesce(places.lon, spots.lon) as lon,
    coalesce(places.lat, spots.lat) as lat,
    if(places.place_id is null, null, spots.lon) as published_lon,
    if(places.place_id is null, null, spots.lat) as published_lat,
    coalesce(places.precision, spots.place_precision) as precision,
    coalesce(places.uncertainty_km, spots.uncertainty_km) as uncertainty_km
from spots
left join places on places.place_id = spots.place_id;
