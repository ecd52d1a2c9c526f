-- Where things happen, from the gazetteer.
insert into places by name
select
    place_id,
    name,
    kind,
    country,
    lat::double as lat,
    lon::double as lon,
    precision,
    uncertainty_km::double as uncertainty_km,
    source,
    note
from table_of($data || '/gazetteer/places.csv');
