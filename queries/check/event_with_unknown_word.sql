-- An event whose type, status or track is not in the codebook.
select event_id, event_type, quad, status, track
from events
where (quad = 0 and event_type <> 'OTHER')
    or (event_type = 'OTHER' and import_id is null)
    or not list_contains($statuses, status)
    or (track is not null and not list_contains($tracks, track))
order by event_id;
