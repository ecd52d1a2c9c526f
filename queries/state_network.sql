-- Which states and organisations act on whom? As actor_network.sql, with everybody under whom they belong to.
select *
from tie_counts('states', $start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
order by told_by, source, target, quad, directed;
