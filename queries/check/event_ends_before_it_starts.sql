-- An event that ends before it starts, or has one of its days only.
select event_id, day_start, day_end
from events
where day_end < day_start or (day_start is null) <> (day_end is null)
order by event_id;
