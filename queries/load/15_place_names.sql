-- What each side calls the places.
insert into place_names by name
select
    place_id,
    name,
    language,
    side
from table_of($data || '/gazetteer/place_names.csv');
