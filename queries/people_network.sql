-- Which persons act on whom? As actor_network.sql, with who took part in person in place of the actor they stood for.
-- Here the events of a tie are in the order of their ids.
select * replace (list_sort(event_ids) as event_ids)
from tie_counts('persons', $start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
order by told_by, source, target, quad, directed;
