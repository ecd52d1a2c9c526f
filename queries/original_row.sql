-- How did its dataset publish one event ($event_id), and under which terms?
select
    imports.short,
    imports.version,
    imports.standing,
    imports.measures,
    imports.licence,
    imports.citation,
    imports.url,
    events.native_type,
    events.place_precision,
    events.uncertainty_km,
    originals.original
from originals
join events using (event_id)
join imports using (import_id)
where originals.event_id = $event_id
order by originals.event_id;
