-- Rows that a machine coded become reports: what media wrote of, not what happened.
insert into staged_reports by name
select
    $dataset as dataset,
    told.native_id,
    told.day_start as day,
    told.event_type,
    coalesce(($quads::json ->> told.event_type)::utinyint, 0) as quad,
    a.actor_id as source,
    b.actor_id as target,
    coalesce(place_overrides.place_id, '') as place_id,
    told.place_name,
    told.lon,
    told.lat,
    told.place_precision,
    told.uncertainty_km,
    told.intensity::float as intensity,
    told.articles,
    told.native_type,
    told.actor_a,
    told.actor_b,
    told.url,
    $import_id as import_id
from told
left join labels as a on a.label is not distinct from told.actor_a and a.key is not distinct from told.actor_a_key
left join labels as b on b.label is not distinct from told.actor_b and b.key is not distinct from told.actor_b_key
left join place_overrides on place_overrides.dataset = $dataset and place_overrides.key = told.place_key;
