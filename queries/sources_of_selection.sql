-- On which outlets do the events of the filter rest, most used first?
with picked as (
    select event_id from selected($start, $end, $actors, $tracks, $types, $statuses, $datasets, $places)
)
select sources.outlet, sources.kind, count(distinct evidence.event_id)::int as events
from picked
join evidence using (event_id)
join sources using (source_id)
group by all
order by events desc, sources.outlet, sources.kind;
