-- A place name that belongs to no place, or to no side.
select place_id, name, side
from place_names
where place_id not in (select place_id from places) or side not in ('ARM', 'AZE', 'neutral')
order by place_id, name;
