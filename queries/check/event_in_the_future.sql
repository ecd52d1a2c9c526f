-- A curated event said to have occurred after the day the fact base was reviewed.
select event_id, day_start, status
from events
where dataset = 'curated' and status = 'occurred' and day_start > (select as_of from edition)
order by event_id;
