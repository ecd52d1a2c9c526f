-- An event at a place that the gazetteer does not have.
select event_id, place_id
from events
where place_id not in (select place_id from places)
order by event_id;
