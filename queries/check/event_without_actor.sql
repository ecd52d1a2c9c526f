-- A curated event without any actor.
select event_id
from events
where dataset = 'curated' and event_id not in (select event_id from event_actors)
order by event_id;
