-- On which day did each event begin, which happening is it, and does it count?
select event_id, happening_id, day_start, counted
from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
where day_start is not null
order by day_start, event_id;
