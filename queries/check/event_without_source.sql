-- An event without a source, or resting on one that is not listed.
select events.event_id, evidence.source_id
from events
left join evidence using (event_id)
left join sources using (source_id)
where sources.source_id is null
order by events.event_id, evidence.source_id;
