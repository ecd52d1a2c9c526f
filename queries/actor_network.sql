-- Who acts on whom? One row per teller, pair and kind of tie (0 is mediation), directed but for joint acts.
select *
from tie_counts('actors', $start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
order by told_by, source, target, quad, directed;
