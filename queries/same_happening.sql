-- Which other rows tell the same happening as one event ($event_id)?
select other.event_id, other.dataset, other.headline, other.day_start, other.status
from events as other
join events as this on this.happening_id = other.happening_id
where this.event_id = $event_id and other.event_id <> $event_id
order by other.event_id;
